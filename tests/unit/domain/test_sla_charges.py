"""Charges by price and formula, and the credits of missed targets."""

from fractions import Fraction

import pytest

from assessment.domain.sla_charges import Bill, bill, charge_of, parse_formula, totals
from assessment.domain.sla_content import Credit, SlaContent, Target
from assessment.domain.sla_results import TargetResult
from assessment.errors import InvalidInput

PRICED = SlaContent(price=Fraction(12_000), price_per="year", currency="EUR")


def missed(apart: str, key: str = "t") -> TargetResult:
    return TargetResult("a", key, "2026-12", 1, "breached", "P1", variance=Fraction(apart))


def test_a_price_is_spread_over_its_months() -> None:
    assert charge_of(PRICED, {})[0] == 1000
    assert charge_of(SlaContent(), {}) == (None, "no price was agreed")


@pytest.mark.parametrize(
    ("formula", "amount"),
    [
        ("price + 2.5 * M02", "1025"),
        ("max(price, M02 * 200) - 1", "1999"),
        ("min(M02, 3, 7)", "3"),
        ("-(1 - 3) / 3", "2/3"),
        ("0.1 + 0.2", "3/10"),
        ("Price", "1000"),
    ],
)
def test_a_formula_is_worked_out_exactly(formula: str, amount: str) -> None:
    content = SlaContent(price=Fraction(1000), formula=formula)
    assert charge_of(content, {"M02": Fraction(10)}) == (Fraction(amount), "")


def test_a_formula_that_lacks_a_figure_says_which() -> None:
    found = charge_of(SlaContent(formula="M02 + M01 + price"), {"M02": Fraction(1)})
    assert found == (None, "no value of M01, price for this month")
    assert charge_of(SlaContent(formula="1 / (2 - 2)"), {}) == (None, "The formula divides by 0.")
    assert charge_of(SlaContent(formula="as agreed"), {})[0] is None


@pytest.mark.parametrize(
    "formula",
    [
        "", "  ", "1 +", "2 ** 3", "__import__('os')", "a.b", "x[0]", "1 if 1 else 2", "'a'", "1e9", "0x10",
        "1_000", "9" * 21, "(" * 200 + "1", "1 +" * 200, "max()", "max(x=1)", "lambda: 1", "True",
        "sum(1)", "1\x00", "1j", "max(*M01)", "M01 // 2", "~1", "é",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_formula(formula)
    assert refused.value.field == "formula"


@pytest.mark.parametrize(
    ("credit", "apart", "amount", "capped"),
    [
        (Credit("t", "miss", percent=Fraction(5)), "-3", "50", False),
        (Credit("t", "miss", amount=Fraction(70)), "-3", "70", False),
        (Credit("t", "point", percent=Fraction(2)), "-3/2", "30", False),
        (Credit("t", "point", amount=Fraction(100), at_most_percent=Fraction(10)), "-3", "100", True),
        (Credit("t", "miss", percent=Fraction(10), at_most_percent=Fraction(10)), "-3", "100", False),
    ],
)
def test_a_credit_is_for_each_miss_or_point_and_capped(
    credit: Credit, apart: str, amount: str, capped: bool
) -> None:
    content = SlaContent(
        price=Fraction(1000), currency="EUR", credits=(credit,), targets=(Target("t", "metric", "P1"),)
    )
    found = bill(content, {}, [missed(apart)])
    assert [(one.amount, one.capped) for one in found.credits] == [(Fraction(amount), capped)]
    assert found.left == 1000 - Fraction(amount)


def test_only_missed_targets_are_credited_each_by_its_own_rule() -> None:
    credit = Credit("t", "miss", percent=Fraction(5))
    content = SlaContent(price=Fraction(1000), credits=(credit,))
    fine = TargetResult("a", "t", "2026-12", 1, "met", variance=Fraction(0))
    nothing = TargetResult("a", "t", "2026-12", 1, "no data")
    assert bill(content, {}, [fine, nothing, missed("-1", "other")]).credits == ()


def test_a_target_of_a_quarter_is_credited_out_of_three_months() -> None:
    target = Target("t", "metric", "P1", period="quarter")
    content = SlaContent(
        price=Fraction(1000), targets=(target,), credits=(Credit("t", "miss", percent=Fraction(5)),)
    )
    assert bill(content, {}, [missed("-1")]).credited == 150


def test_percents_of_an_unknown_charge_are_nothing_and_amounts_stay() -> None:
    credits = (Credit("t", "miss", percent=Fraction(5)), Credit("t", "miss", amount=Fraction(9)))
    found = bill(SlaContent(credits=credits), {}, [missed("-1")])
    assert (found.amount, found.left) == (None, None)
    assert found.credited == 9
    assert found.reason == "no price was agreed"


def test_totals_are_kept_apart_by_currency() -> None:
    bills = [Bill(Fraction(10), "EUR"), Bill(None, "EUR"), Bill(Fraction(5), "USD")]
    nothing = Fraction(0)
    assert totals(bills) == {"EUR": (Fraction(10), nothing), "USD": (Fraction(5), nothing)}
