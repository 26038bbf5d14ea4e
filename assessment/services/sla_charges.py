"""What agreements cost and what missed targets give back, month by month; credits become a reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.months import months_between, number_of
from assessment.domain.numbers import plain
from assessment.domain.reading_values import CURRENCY_CODE
from assessment.domain.sla_charges import Bill, bill, totals
from assessment.domain.sla_results import TargetResult
from assessment.domain.sla_versions import Agreement, SlaVersion, first_day, in_force
from assessment.errors import InvalidInput, NotAllowed
from assessment.services.metrics import last_whole_month
from assessment.services.readings import PERIOD, reading_in_words, store_reading
from assessment.services.sla_computing import month_before
from assessment.services.sla_material import Material
from assessment.services.texts import LONGEST_NAME
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_results import list_results

CREDIT_METRIC = "M15"
"""The metric of the catalogue that adds up the credits and penalties paid; docs/method.md, "SLA results"."""

MONTHS_SHOWN = 12
MILLION = 1_000_000

ByAgreement = Mapping[tuple[str, str], Sequence[TargetResult]]


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One agreement in one month: the version that held on its first day, and its bill."""

    agreement: Agreement
    version: SlaVersion
    bill: Bill


@dataclass(frozen=True, slots=True)
class ChargesPage:
    """The charges of a month, and by month what all agreements cost together, by currency.

    `metric` is the name of the metric that takes the credits, "" where the framework has none; `written` is
    what it says for the month.
    """

    client: Client
    month: str
    lines: Sequence[ChargeLine]
    by_month: Sequence[tuple[str, Mapping[str, tuple[Fraction, Fraction]]]]
    metric: str
    written: str
    latest: str

    @property
    def currencies(self) -> tuple[str, ...]:
        """Return the currencies of the month."""
        return tuple(dict.fromkeys(line.bill.currency for line in self.lines))

    @property
    def credited(self) -> Fraction:
        """Return the credits of the month together; only where all are in one currency."""
        return sum((line.bill.credited for line in self.lines), Fraction(0))


def charges_page(unit: Unit, client_slug: str, month: str = "") -> ChargesPage:
    """Return the charges of a client in a month, the last whole one for "".

    Raises InvalidInput naming period for what is no month.
    """
    latest = last_whole_month(unit.today)
    if month and not PERIOD.match(month):
        raise InvalidInput("period", "Write the month as year and month, for example 2026-10.")
    client = get_client(unit, client_slug)
    shown = min(month or latest, latest)
    material = Material(unit, client)
    months = months_between(max(0, number_of(shown) - MONTHS_SHOWN + 1), number_of(shown))
    results = list_results(unit, client.id, months[0], shown)
    by_agreement = _by_agreement(results)
    lines = {one: _lines(material, one, by_agreement) for one in months} if material.versions else {}
    by_month = [(one, totals(line.bill for line in of)) for one, of in lines.items() if of]
    metric = material.metric(CREDIT_METRIC) if lines.get(shown) else None
    kept = material.readings.get(CREDIT_METRIC, {}).get(shown) if metric else None
    return ChargesPage(
        client,
        shown,
        lines.get(shown, ()),
        by_month[::-1],
        CREDIT_METRIC if metric else "",
        reading_in_words(metric, kept) if metric else "",
        latest,
    )


def _by_agreement(results: Sequence[TargetResult]) -> ByAgreement:
    found: dict[tuple[str, str], list[TargetResult]] = {}
    for one in results:
        found.setdefault((one.period, one.sla_id), []).append(one)
    return found


def _lines(material: Material, month: str, results: ByAgreement) -> tuple[ChargeLine, ...]:
    day = first_day(number_of(month))
    found = []
    for agreement in material.agreements:
        if agreement.ended_on is not None and agreement.ended_on < day:
            continue
        version = in_force(material.versions.get(agreement.id, ()), day)
        if version is None or not _costs(version):
            continue
        of_month = results.get((month, agreement.id), ())
        values = _values(material, month) if version.content.formula.strip() else {}
        found.append(ChargeLine(agreement, version, bill(version.content, values, of_month)))
    return tuple(found)


def _costs(version: SlaVersion) -> bool:
    content = version.content
    return content.price is not None or bool(content.formula.strip()) or bool(content.credits)


def _values(material: Material, month: str) -> dict[str, Fraction]:
    found = {}
    for metric, readings in material.readings.items():
        kept = readings.get(month)
        if kept is not None and kept.value is not None:
            found[metric] = kept.value
    return found


def bill_of(unit: Unit, client: Client, agreement: Agreement, month: str) -> Bill | None:
    """Return the bill of one agreement for a month; None where nothing was agreed about charges."""
    material = Material(unit, client)
    results = list_results(unit, client.id, month, month, [agreement.id])
    lines = _lines(material, month, _by_agreement(results))
    return next((one.bill for one in lines if one.agreement.id == agreement.id), None)


def write_credits(unit: Unit, client_slug: str, month: str) -> Reading:
    """Write the credits of a month into the metric that adds them up, and return the reading.

    Raises NotAllowed where the framework has no such metric, nothing was agreed about charges, or the
    credits are in several currencies or in none.
    """
    page = charges_page(unit, client_slug, month)
    if not page.metric:
        raise NotAllowed("No agreement has a charge or credits in this month, or no metric takes them.")
    codes = page.currencies
    if len(codes) != 1 or not CURRENCY_CODE.fullmatch(codes[0]):
        raise NotAllowed("The credits are not all in one currency, so they cannot be added up.")
    material = Material(unit, page.client)
    metric = material.metric(page.metric)
    if metric is None:
        raise NotAllowed("The framework has no metric for credits.")
    total = Fraction(round(page.credited * MILLION), MILLION)
    names = ", ".join(line.agreement.reference for line in page.lines)
    source = f"{names} charges"[:LONGEST_NAME]
    new = Reading(metric.id, page.month, total, None, None, source, codes[0])
    store_reading(unit, page.client, material.framework, metric, new)
    said = {"period": page.month, "metric": metric.id, "to": f"{codes[0]} {plain(total)}"}
    add_event(unit, page.client.id, "sla results", "sla credits noted", said)
    return new


def charged_months(page: ChargesPage) -> tuple[str, str]:
    """Return the month before and the month after the one shown; "" where there is none."""
    after = month_before(page.month, -1)
    return month_before(page.month), after if after <= page.latest else ""
