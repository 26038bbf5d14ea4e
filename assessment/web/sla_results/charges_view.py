"""Charges and credits of a month, as their page shows them."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.wording import capital, plural
from assessment.services.results_metrics import period_name
from assessment.services.sla_charges import ChargeLine, ChargesPage, charged_months
from assessment.web.filters import current_language, format_money

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One agreement in the month; `credits` are pairs of name and amount."""

    reference: str
    href: str
    title: str
    charge: str
    reason: str
    credits: tuple[tuple[str, str], ...]
    credited: str
    left: str


@dataclass(frozen=True, slots=True)
class ChargesView:
    """The charges of a month and those of the months before."""

    title: str
    prefix: str
    home: str
    client: str
    month: str
    month_name: str
    months: tuple[tuple[str, str, bool], ...]
    rows: tuple[ChargeRow, ...]
    columns: tuple[str, ...]
    totals: tuple[tuple[str, ...], ...]
    metric: str
    written: str


def charges_view(found: ChargesPage) -> ChargesView:
    """The charges of a client in a month."""
    home = f"/clients/{found.client.slug}"
    prefix = f"{home}/sla-results/charges"
    before, after = charged_months(found)
    around = [(one, one == found.month) for one in (before, found.month, after) if one]
    months = tuple((period_name(one), f"{prefix}?period={one}", chosen) for one, chosen in around)
    return ChargesView(
        _title(found),
        prefix,
        home,
        found.client.name,
        found.month,
        period_name(found.month),
        months,
        tuple(_row(line, home) for line in found.lines),
        ("Month", "Charged", "Credits", "To pay"),
        tuple(
            (period_name(month), *_sums(charged, credited, currency))
            for month, by_currency in found.by_month
            for currency, (charged, credited) in by_currency.items()
        ),
        found.metric,
        found.written,
    )


def _title(found: ChargesPage) -> str:
    month = period_name(found.month)
    if not found.lines:
        return f"No agreement has a charge in {month}"
    count = sum(len(line.bill.credits) for line in found.lines)
    if not count:
        return f"No credit is due for {month}"
    return capital(f"{plural(count, 'credit')} {'is' if count == 1 else 'are'} due for {month}")


def _sums(charged: Fraction, credited: Fraction, currency: str) -> tuple[str, str, str]:
    return money(charged, currency), money(credited, currency), money(charged - credited, currency)


def money(amount: Fraction | None, currency: str) -> str:
    """An amount with its currency; "not known" for none."""
    if amount is None:
        return NOT_KNOWN
    return format_money(amount, currency, current_language()).strip()


def _row(line: ChargeLine, home: str) -> ChargeRow:
    bill = line.bill
    return ChargeRow(
        line.agreement.reference,
        f"{home}/slas/{line.agreement.number}/results",
        line.agreement.title,
        money(bill.amount, bill.currency),
        bill.reason,
        tuple(
            (f"{one.name}{', at its most' if one.capped else ''}", money(one.amount, bill.currency))
            for one in bill.credits
        ),
        money(bill.credited, bill.currency),
        money(bill.left, bill.currency),
    )
