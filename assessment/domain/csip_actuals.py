"""What was measured of an improvement, and what that says about its benefit; docs/method.md, "Benefit"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from assessment.domain.benefit import Benefit, benefit_of, check_benefit_dates
from assessment.domain.csip_items import CsipItem
from assessment.errors import InvalidInput

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Actual:
    """What was seen after implementation, from a day up to but not with another; a mere look has no value."""

    id: str
    period_from: date
    period_to: date
    value: Fraction | None
    note: str
    made_at: datetime
    made_by: str
    withdrawn_at: datetime | None = None

    @property
    def last_day(self) -> date:
        """Return the last day of the period."""
        return self.period_to - ONE_DAY


@dataclass(frozen=True, slots=True)
class BenefitState:
    """What came of the benefit: from the latest value, or the sentence that says what is missing."""

    benefit: Benefit | None
    latest: Actual | None
    missing: str = ""


def benefit_state(item: CsipItem, actuals: Sequence[Actual]) -> BenefitState:
    """Return the benefit of an item by its latest value that counts."""
    counting = [one for one in actuals if one.value is not None and one.withdrawn_at is None]
    latest = max(counting, key=lambda one: (one.period_to, one.made_at), default=None)
    missing = _missing(item, latest)
    if missing or latest is None:
        return BenefitState(None, latest, missing)
    try:
        check_actual(item, latest.period_from, latest.period_to)
        return BenefitState(benefit_of(item.baseline or 0, item.target or 0, latest.value or 0), latest)
    except InvalidInput as error:
        return BenefitState(None, latest, error.message)


def _missing(item: CsipItem, latest: Actual | None) -> str:
    if item.baseline is None or item.baseline_on is None:
        return "No baseline with its day is there yet, so nothing can be compared."
    if item.target is None:
        return "No target is there yet, so nobody can say how much arrived."
    if latest is None:
        return "No value from after the implementation is there yet."
    return ""


def check_actual(item: CsipItem, period_from: date, period_to: date) -> None:
    """Refuse a period that cannot show the benefit of an item; InvalidInput says why."""
    if item.implemented_on is None:
        raise InvalidInput("period_from", "Nothing is implemented yet, so there is no effect to measure.")
    if item.baseline_on is None:
        if period_from >= period_to:
            raise InvalidInput("period_from", "The period has to end after it begins.")
        if period_from < item.implemented_on:
            raise InvalidInput("period_from", "The value needs one full period after implementation.")
        return
    begun = item.started_on or item.implemented_on
    check_benefit_dates(item.baseline_on, begun, item.implemented_on, period_from, period_to)
