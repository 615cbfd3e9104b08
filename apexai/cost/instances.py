"""Instances that start and stop with the load, as Container Apps and Cloud Run have them.

The load is even over the month. An instance takes several requests at once; as long as there is less than one request
at once on average, one instance is busy while requests run, and beyond that as many as carry the load. Instances that
are kept ready beside the busy ones are idle.
"""

from dataclasses import dataclass
from decimal import Decimal

from apexai.cost.load import SECONDS_PER_MONTH, Load, load_under
from apexai.cost.quantity import Amount, Quantity, combine, round_up
from apexai.cost.usage import Usage
from apexai.units import HOURS_PER_MONTH, SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Instances:
    """How many instances there may be, and what one takes at once."""

    least: Decimal
    most: Amount
    """None where nothing in the program limits it."""
    concurrency: Decimal

    def busy_seconds(self, usage: Usage, *, step: Decimal | None = None) -> Quantity:
        """Instance-seconds a month in which at least one request runs.

        Args:
            usage: Of the service.
            step: Seconds that the time of one request is rounded up to; None for no rounding.
        """
        each = usage.each("duration").map(lambda duration: round_up(duration, step) if step else duration)
        load = usage.total("requests") * each / SECONDS_PER_MONTH
        busy = load.map(self._busy) * SECONDS_PER_MONTH
        return busy.or_high(None if self.most is None else self.most * SECONDS_PER_MONTH)

    def idle_seconds(self, busy: Quantity) -> Quantity:
        """Instance-seconds a month of instances that are kept ready and have nothing to do."""
        kept = self.least * SECONDS_PER_MONTH
        return combine(lambda seconds: _idle(seconds, kept), busy)

    def running_seconds(self, busy: Quantity) -> Quantity:
        """Instance-seconds a month, busy or kept ready."""
        kept = self.least * SECONDS_PER_MONTH
        running = combine(lambda seconds: _running(seconds, kept, fixed=self.least == self.most), busy)
        return running.or_high(None if self.most is None else self.most * SECONDS_PER_MONTH)

    def accelerated_seconds(self, usage: Usage, busy: Quantity) -> Quantity:
        """Instance-seconds a month of instances with an accelerator: as usage says, else as long as requests run."""
        declared = usage.total("gpuHours")
        return self.running_seconds(busy if declared.expected is None else declared * SECONDS_PER_HOUR)

    def overruling(self, usage: Usage) -> tuple[str, ...]:
        """What is to be said where instances that are kept ready run longer than the declared hours."""
        declared, kept = usage.total("gpuHours").expected, self.least * HOURS_PER_MONTH
        if declared is None or declared >= kept:
            return ()
        return (f"what is kept ready runs {kept:f} hours a month, and gpuHours says fewer: {declared:f}",)

    def requests(self, usage: Usage) -> Quantity:
        """Requests a month; without a declared upper case what the instances can take."""
        duration = usage.each("duration").low
        if self.most is None or not duration:
            return usage.total("requests")
        return usage.total("requests").or_high(self.most * self.concurrency / duration * SECONDS_PER_MONTH)

    def load(self, usage: Usage) -> Load:
        """The requests that are declared, and those that all instances together take."""
        return load_under(usage, most=self.most, at_once=self.concurrency)

    def _busy(self, load: Decimal) -> Decimal:
        return max(min(load, Decimal(1)), load / self.concurrency)


def _idle(busy: Amount, kept: Decimal) -> Amount:
    if busy is None:
        return None if kept else Decimal(0)
    return max(kept - busy, Decimal(0))


def _running(busy: Amount, kept: Decimal, *, fixed: bool) -> Amount:
    if busy is None:
        return kept if fixed else None
    return max(kept, busy)
