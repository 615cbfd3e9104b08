"""Each quantity has one rule: what it takes, what it means, and that its canonical form reads back."""

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apexai import units
from apexai.units import FormError

PARSERS: dict[str, tuple[Callable[[object], object], str]] = {
    "memory": (units.parse_memory, units.MEMORY_PATTERN),
    "duration": (units.parse_duration, units.DURATION_PATTERN),
    "cores": (units.parse_cores, units.CORES_PATTERN),
    "percent": (units.parse_percent, units.PERCENT_PATTERN),
    "budget": (units.parse_budget, units.BUDGET_PATTERN),
    "rate": (units.parse_rate, units.RATE_PATTERN),
    "data rate": (units.parse_data_rate, units.DATA_RATE_PATTERN),
    "hours rate": (units.parse_hours_rate, units.HOURS_RATE_PATTERN),
}

WRITTEN = st.from_regex(r"[$€£]?[0-9]{0,16}(\.[0-9]{0,10})? ?[a-zA-Z%]{0,5}(/[a-z]{0,8})?", fullmatch=True)


@pytest.mark.parametrize(
    "written", ["4096MB", "4096MiB", "4096M", "4096Mi", "4GB", "4GiB", "4G", "4Gi", "4 GiB", "4.0GB"]
)
def test_megabytes_are_mebibytes_and_gigabytes_are_gibibytes(written: str) -> None:
    assert units.parse_memory(written) == 4096


@pytest.mark.parametrize("written", ["0.5GiB", "512MB"])
def test_memory_may_be_a_fraction_of_a_unit_in_whole_mebibytes(written: str) -> None:
    assert units.parse_memory(written) == 512


@pytest.mark.parametrize(
    "written", [4096, "4096", "4096mb", "0MB", "0.5MB", "-1GB", "4TB", "4 096MB", "", "GB", True, None, [1]]
)
def test_memory_in_another_form_is_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_memory(written)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("30s", "30"), ("250ms", "0.25"), ("5m", "300"), ("1.5h", "5400"), ("7d", "604800"), ("0s", "0"), ("30 s", "30")],
)
def test_durations_are_seconds(written: str, seconds: str) -> None:
    assert units.parse_duration(written) == Decimal(seconds)


@pytest.mark.parametrize("written", [30, "30", "30S", "1h30m", "-5s", "s", "1w", "30s ", " 30s", "3e1s"])
def test_a_duration_in_another_form_is_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_duration(written)


@pytest.mark.parametrize(
    ("written", "cores"), [(2, "2"), ("2", "2"), (0.5, "0.5"), ("0.125", "0.125"), ("500m", "0.5"), (0.1, "0.1")]
)
def test_cores_are_whole_or_thousandths(written: object, cores: str) -> None:
    assert units.parse_cores(written) == Decimal(cores)


@pytest.mark.parametrize(
    "written", [0, "0", "0m", "0.5m", "0.0001", -1, "two", "2 cores", 1e-5, float("nan"), float("inf")]
)
def test_cores_in_another_form_are_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_cores(written)


@pytest.mark.parametrize(
    ("written", "percent"),
    [("80%", "80"), (70, "70"), ("99.95%", "99.95"), ("0%", "0"), (0, "0"), ("0.5%", "0.5"), (1, "1")],
)
def test_percentages_are_points(written: object, percent: str) -> None:
    assert units.parse_percent(written) == Decimal(percent)


@pytest.mark.parametrize("written", [0.8, "0.8", "0.001"])
def test_a_number_that_may_be_a_fraction_is_refused_with_both_readings(written: object) -> None:
    with pytest.raises(FormError) as error:
        units.parse_percent(written)
    assert re.search(r"write [0-9.]+% if it is a fraction, 0\.[0-9]+% if", error.value.suggestion)


@pytest.mark.parametrize("written", ["101%", 101, -1, "-1%", "%", "eighty", True, 1e400])
def test_a_percentage_out_of_range_is_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_percent(written)


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("$5000/month", "5000", "USD"),
        ("$5,000.50/month", "5000.50", "USD"),
        ("€1,200/month", "1200", "EUR"),
        ("£10/month", "10", "GBP"),
        ("5000 CHF/month", "5000", "CHF"),
        ("5000USD/month", "5000", "USD"),
    ],
)
def test_a_budget_has_an_amount_and_a_currency(written: str, amount: str, currency: str) -> None:
    budget = units.parse_budget(written)
    assert (budget.amount, budget.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "written",
    ["$5000", "5000/month", "$5000 USD/month", "$5,00/month", "$0/month", "$-5/month", "$5/year", 5000, "$5.123/month"],
)
def test_a_budget_in_another_form_is_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_budget(written)


@pytest.mark.parametrize(
    ("written", "a_month"),
    [
        ("2M/month", 2_000_000),
        ("10/hour", 7300),
        ("1/second", 2_628_000),
        ("1/minute", 43_800),
        ("1k/month", 1000),
        ("1B/month", 10**9),
    ],
)
def test_rates_are_a_month_of_730_hours(written: str, a_month: int) -> None:
    assert units.parse_rate(written) == a_month


def test_a_day_is_a_thirtieth_and_a_bit_of_a_month() -> None:
    assert units.parse_rate("24/day") == pytest.approx(Decimal(730), abs=Decimal("1e-9"))


@pytest.mark.parametrize("written", ["2M", "2m/month", "2M/mo", "2M/year", "/month", 2000000, "2 M / month"])
def test_a_rate_in_another_form_is_refused(written: object) -> None:
    with pytest.raises(FormError):
        units.parse_rate(written)


@pytest.mark.parametrize(
    ("written", "gigabytes"), [("50GB/month", "50"), ("500MB/month", "0.5"), ("2TB/month", "2000"), ("1GB/hour", "730")]
)
def test_data_rates_are_decimal_gigabytes_a_month(written: str, gigabytes: str) -> None:
    assert units.parse_data_rate(written) == Decimal(gigabytes)


@pytest.mark.parametrize("written", ["50GiB/month", "50/month", "50GB"])
def test_a_data_rate_in_another_form_is_refused(written: str) -> None:
    with pytest.raises(FormError):
        units.parse_data_rate(written)


def test_hours_are_a_month() -> None:
    assert units.parse_hours_rate("200h/month") == 200


def test_numbers_are_not_text() -> None:
    assert units.parse_number(0.5) == Decimal("0.5")
    with pytest.raises(FormError):
        units.parse_number("0.5")


@pytest.mark.parametrize(("parse", "pattern"), PARSERS.values(), ids=PARSERS)
@given(written=WRITTEN)
def test_what_a_parser_takes_its_pattern_takes(parse: Callable[[object], object], pattern: str, written: str) -> None:
    """The pattern is the editor's rule: it may only be laxer than the parser, in ranges that patterns can't say."""
    try:
        parse(written)
    except FormError:
        return
    assert re.search(pattern, written)


@pytest.mark.parametrize("parse", [parse for parse, _ in PARSERS.values()], ids=PARSERS)
@given(
    value=st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.decimals(), st.lists(st.integers())
    )
)
def test_anything_else_is_a_form_error(parse: Callable[[object], object], value: object) -> None:
    with suppress(FormError):
        parse(value)


@given(st.integers(min_value=1, max_value=10**9))
def test_memory_reads_back(mebibytes: int) -> None:
    memory = units.MiB(mebibytes)
    assert units.parse_memory(units.render_memory(memory)) == units.parse_memory(f"{mebibytes}MiB") == memory


@given(st.integers(min_value=1, max_value=10**6))
def test_cores_read_back(thousandths: int) -> None:
    cores = units.Cores(Decimal(thousandths) / 1000)
    assert units.parse_cores(units.render_cores(cores)) == units.parse_cores(units.render_decimal(cores)) == cores


@given(st.decimals(min_value=0, max_value=Decimal(10) ** 9, places=9))
def test_durations_read_back(seconds: Decimal) -> None:
    assert units.parse_duration(f"{units.render_decimal(seconds)}s") == seconds


@given(
    amount=st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 11, places=2),
    currency=st.sampled_from(["USD", "EUR", "GBP", "CHF"]),
)
def test_budgets_read_back(amount: Decimal, currency: str) -> None:
    budget = units.MonthlyAmount(amount=amount, currency=currency)
    assert units.parse_budget(str(budget)) == budget


@given(st.integers(min_value=0, max_value=10**6), st.sampled_from(["second", "minute", "hour", "day", "month"]))
def test_rates_read_back_from_their_canonical_form(count: int, period: str) -> None:
    rate = units.parse_rate(f"{count}/{period}")
    assert units.parse_rate(f"{units.render_decimal(rate)}/month") == rate
