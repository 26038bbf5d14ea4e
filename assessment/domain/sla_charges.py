"""What a service costs in a period and what missed targets give back; docs/method.md, "SLA results"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.sla_content import LENGTHS, PER_POINT, Credit, SlaContent
from assessment.domain.sla_formula import Formula, FormulaError, read_formula
from assessment.domain.sla_results import HUNDRED, TargetResult
from assessment.errors import InvalidInput

PRICE = "price"
WHAT_FITS = "Write a formula such as price + 2.50 * M02, with + - * / ( ) min max, metrics and price."

Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class CreditDue:
    """What one missed target gives back: `amount` in the currency of the agreement, `capped` at its most."""

    target_key: str
    name: str
    points: Fraction
    amount: Fraction
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """The charge of one month with its credits; `amount` is None where `reason` says why nobody can tell."""

    amount: Fraction | None
    currency: str
    credits: tuple[CreditDue, ...] = ()
    reason: str = ""

    @property
    def credited(self) -> Fraction:
        """Return all credits together."""
        return sum((one.amount for one in self.credits), Fraction(0))

    @property
    def left(self) -> Fraction | None:
        """Return what is to be paid after the credits; None where the charge cannot be told."""
        return None if self.amount is None else self.amount - self.credited


def parse_formula(text: str) -> Formula:
    """Return a formula of charges; InvalidInput naming formula for anything that is none."""
    try:
        return read_formula(text)
    except FormulaError:
        raise InvalidInput("formula", WHAT_FITS) from None


def charge_of(content: SlaContent, values: Values) -> tuple[Fraction | None, str]:
    """Return the charge of one month by formula or price, or None and why it cannot be told.

    `values` are the metrics of the month by their ids.
    """
    monthly = None
    if content.price is not None:
        monthly = content.price / LENGTHS.get(content.price_per, 1)
    if not content.formula.strip():
        return monthly, "" if monthly is not None else "no price was agreed"
    try:
        formula = parse_formula(content.formula)
    except InvalidInput as error:
        return None, error.message
    known = dict(values) | ({} if monthly is None else {PRICE: monthly})
    named = {name: PRICE if name.casefold() == PRICE else name for name in formula.names}
    if lacking := sorted(set(named.values()) - set(known)):
        return None, f"no value of {', '.join(lacking)} for this month"
    try:
        return formula.value({name: known[key] for name, key in named.items()}), ""
    except FormulaError:
        # With a value for every name only a divisor can be wrong.
        return None, "The formula divides by 0."


def credit_of(credit: Credit, result: TargetResult, charge: Fraction | None) -> CreditDue | None:
    """Return what a missed target gives back of the charge of its period; None where it was not missed.

    Per point the points missed count exactly; the cap is a part of the charge.
    """
    if result.target_key != credit.target_key or not result.missed:
        return None
    points = -(result.variance or Fraction(0))
    once = credit.amount or Fraction(0)
    if credit.percent is not None and charge is not None:
        once += charge * credit.percent / HUNDRED
    amount = once * (points if credit.per == PER_POINT else 1)
    most = None
    if credit.at_most_percent is not None and charge is not None:
        most = charge * credit.at_most_percent / HUNDRED
    if most is not None and amount > most:
        return CreditDue(result.target_key, result.name, points, most, capped=True)
    return CreditDue(result.target_key, result.name, points, amount)


def bill(content: SlaContent, values: Values, results: Sequence[TargetResult]) -> Bill:
    """Return the charge of one month and the credits of the targets whose period ends with it.

    A target of a quarter or a year is credited out of the charge of so many months as this one.
    """
    amount, reason = charge_of(content, values)
    found: list[CreditDue] = []
    lengths = {one.key: LENGTHS.get(one.period, 1) for one in content.targets}
    for credit in content.credits:
        for result in results:
            whole = None if amount is None else amount * lengths.get(result.target_key, 1)
            due = credit_of(credit, result, whole)
            if due is not None:
                found.append(due)
    return Bill(amount, content.currency, tuple(found), reason)


def totals(bills: Iterable[Bill]) -> dict[str, tuple[Fraction, Fraction]]:
    """Return charges and credits together, by currency."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for one in bills:
        charged, credited = found.get(one.currency, (Fraction(0), Fraction(0)))
        found[one.currency] = charged + (one.amount or 0), credited + one.credited
    return found
