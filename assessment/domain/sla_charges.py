"""What a service costs in a period and what missed targets give back; docs/method.md, "SLA results"."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.sla_content import LENGTHS, Credit, SlaContent
from assessment.domain.sla_results import HUNDRED, TargetResult
from assessment.errors import InvalidInput

MISS, POINT = "miss", "point"
PER = (MISS, POINT)
PRICE = "price"
LONGEST_FORMULA = 300
MOST_DIGITS = 20
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
NUMBER = re.compile(r"\d+(\.\d+)?\Z")
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


Worked = Callable[[Values], Fraction]


def parse_formula(text: str) -> tuple[Worked, frozenset[str]]:
    """Return a function that works a formula out, and the names that it asks for.

    Raises InvalidInput naming formula for anything but numbers, names, + - * / and min or max.
    """
    tidy = text.strip()
    if not tidy or len(tidy) > LONGEST_FORMULA or "\x00" in tidy:
        raise InvalidInput("formula", WHAT_FITS)
    try:
        tree = ast.parse(tidy, mode="eval")
        names: set[str] = set()
        worked = _compiled(tree.body, tidy, names)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise InvalidInput("formula", WHAT_FITS) from None
    return worked, frozenset(names)


def _compiled(node: ast.expr, text: str, names: set[str]) -> Worked:
    if isinstance(node, ast.Constant):
        return _number(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.Name) and NAME.match(node.id):
        name = node.id.casefold() if node.id.casefold() == PRICE else node.id
        names.add(name)
        return lambda values: values[name]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _compiled(node.operand, text, names)
        return lambda values: -inner(values)
    if isinstance(node, ast.BinOp):
        return _pair(node, text, names)
    if isinstance(node, ast.Call):
        return _call(node, text, names)
    raise InvalidInput("formula", WHAT_FITS)


def _number(text: str) -> Worked:
    if not NUMBER.match(text) or len(text) > MOST_DIGITS:
        raise InvalidInput("formula", WHAT_FITS)
    value = Fraction(text)
    return lambda _: value


def _divided(left: Fraction, right: Fraction) -> Fraction:
    if not right:
        raise InvalidInput("formula", "The formula divides by 0.")
    return left / right


_PAIRS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: _divided,
}


def _pair(node: ast.BinOp, text: str, names: set[str]) -> Worked:
    act = _PAIRS.get(type(node.op))
    if act is None:
        raise InvalidInput("formula", WHAT_FITS)
    left, right = (_compiled(side, text, names) for side in (node.left, node.right))
    return lambda values: act(left(values), right(values))


def _call(node: ast.Call, text: str, names: set[str]) -> Worked:
    act = {"min": min, "max": max}.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if act is None or not node.args or node.keywords:
        raise InvalidInput("formula", WHAT_FITS)
    parts = [_compiled(one, text, names) for one in node.args]
    return lambda values: act(part(values) for part in parts)


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
        worked, names = parse_formula(content.formula)
        known = dict(values) | ({} if monthly is None else {PRICE: monthly})
        if lacking := sorted(names - set(known)):
            return None, f"no value of {', '.join(lacking)} for this month"
        return worked(known), ""
    except InvalidInput as error:
        return None, error.message


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
    amount = once * (points if credit.per == POINT else 1)
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
