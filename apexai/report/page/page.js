"use strict";
(function () {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const spaces = "http://www.w3.org/2000/svg";

  function short(number) {
    const sizes = [[1e9, "B"], [1e6, "M"], [1e3, "k"]];
    for (const [size, letter] of sizes) {
      if (number >= size) { return +(number / size).toPrecision(3) + letter; }
    }
    return String(+number.toPrecision(3));
  }

  function tell(context, text) {
    const title = document.createElementNS(spaces, "title");
    title.textContent = text;
    context.element.getNode().appendChild(title);
  }

  // With a view box, what was drawn for a screen shrinks to the width of paper.
  function scalable(made, place) {
    made.on("created", function (context) {
      const drawn = context.svg.getNode();
      drawn.setAttribute("viewBox", "0 0 " + place.clientWidth + " " + drawn.clientHeight);
      drawn.setAttribute("preserveAspectRatio", "xMinYMin meet");
    });
  }

  function bars(place, chart) {
    // The first row stands at the bottom of an axis: both are turned around, the series stay as they are.
    const labels = chart.labels.slice().reverse();
    const series = chart.series.map((amounts) => amounts.slice().reverse());
    const each = chart.series.length === 1 ? 34 : 12 * chart.series.length + 16;
    place.classList.toggle("only", chart.series.length === 1);
    const made = new Chartist.BarChart(place, { labels: labels, series: series }, {
      horizontalBars: true,
      seriesBarDistance: -11,
      height: labels.length * each + 40,
      chartPadding: { top: 4, right: 24, bottom: 4, left: 4 },
      axisX: { labelInterpolationFnc: short, scaleMinSpace: 56 },
      axisY: { offset: Math.min(190, Math.max(90, place.clientWidth * 0.34)), showGrid: false }
    });
    scalable(made, place);
    made.on("draw", function (context) {
      if (context.type === "bar") {
        tell(context, labels[context.index] + ": " + chart.names[context.seriesIndex] + " " + context.value.x);
      }
    });
  }

  function lines(place, chart) {
    const all = chart.series.flat().map((point) => point.y);
    const low = Math.floor(Math.min(...all)), high = Math.ceil(Math.max(...all));
    const ticks = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    const power = (exponent) => short(Math.pow(10, exponent));
    const made = new Chartist.LineChart(place, { series: chart.series }, {
      height: 380,
      showPoint: true,
      lineSmooth: false,
      chartPadding: { top: 12, right: 28, bottom: 8, left: 8 },
      axisX: { type: Chartist.FixedScaleAxis, low: chart.from, high: chart.to, ticks: ticks(chart.from, chart.to), labelInterpolationFnc: power },
      axisY: { type: Chartist.FixedScaleAxis, low: low, high: Math.max(high, low + 1), ticks: ticks(low, Math.max(high, low + 1)), labelInterpolationFnc: (exponent) => "$" + power(exponent), offset: 48 }
    });
    scalable(made, place);
    made.on("draw", function (context) {
      if (context.type === "point") {
        const said = "$" + Math.pow(10, context.value.y).toFixed(2) + " at " + short(Math.pow(10, context.value.x)) + " requests a month";
        tell(context, chart.names[context.seriesIndex] + ": " + said);
      }
    });
  }

  for (const chart of charts) {
    (chart.kind === "lines" ? lines : bars)(document.getElementById(chart.id), chart);
  }

  for (const input of document.querySelectorAll("[data-filters]")) {
    const groups = document.getElementById(input.dataset.filters).tBodies;
    input.addEventListener("input", function () {
      const wanted = input.value.trim().toLowerCase();
      for (const group of groups) { group.hidden = !group.dataset.name.includes(wanted); }
    });
  }

  let closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll("main details:not([open])"));
    for (const found of closed) { found.open = true; }
  });
  window.addEventListener("afterprint", function () {
    for (const found of closed) { found.open = false; }
  });
})();
