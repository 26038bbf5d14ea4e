"""The results of agreements as pages, reviews and the action register read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from assessment.domain.catalogue import Service
from assessment.domain.clients import Client
from assessment.domain.months import number_of
from assessment.domain.sla_content import LENGTHS, PERIODS, Target
from assessment.domain.sla_results import (
    TargetResult,
    is_unacceptable,
    missed_running,
    trend,
    variance,
)
from assessment.domain.sla_results import misses_first as misses_first
from assessment.domain.sla_versions import Agreement, SlaVersion
from assessment.errors import InvalidInput
from assessment.services.metrics import last_whole_month
from assessment.services.readings import PERIOD
from assessment.services.sla_computing import FIRST_MONTH, month_before
from assessment.services.sla_computing import compute_results as compute_results
from assessment.store.database import Unit
from assessment.store.queries import sla_results as queries
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.sla_reports import SlaReport, list_reports
from assessment.store.queries.sla_results import KeptFigure, list_figures
from assessment.store.queries.sla_versions import get_agreement, list_agreements, list_versions

MONTHS_SHOWN = 12
MONTHS_OF_AN_AGREEMENT = 36
ROWS_ON_A_PAGE = 100

Versions = Mapping[str, Sequence[SlaVersion]]


def results_between(unit: Unit, client_id: str, since: str, until: str) -> tuple[TargetResult, ...]:
    """Return the results of a client whose periods end from the month `since` to `until`, both included."""
    return queries.list_results(unit, client_id, since, until)


def latest_results(unit: Unit, client_id: str) -> tuple[TargetResult, ...]:
    """Return the newest result of every target that was measured last, the misses first."""
    latest = queries.latest_period(unit, client_id)
    if not latest:
        return ()
    found = queries.list_results(unit, client_id, month_before(latest, MONTHS_SHOWN - 1), latest)
    versions = list_versions(unit, client_id)
    return misses_first(series[-1] for series, _ in standing_at(found, versions, latest))


def version_of(versions: Versions, result: TargetResult) -> tuple[SlaVersion, Target] | None:
    """Return the version that a result was measured by, with its target; None where it is no longer there."""
    for version in versions.get(result.sla_id, ()):
        if version.number == result.version_number:
            target = version.target(result.target_key)
            return None if target is None else (version, target)
    return None


def standing_at(
    results: Iterable[TargetResult], versions: Versions, month: str
) -> list[tuple[list[TargetResult], Target]]:
    """Return the results of each target up to a month, oldest first, where its last period reaches to it.

    A quarter stands until the next one is over.
    """
    series: dict[tuple[str, str], list[TargetResult]] = {}
    for one in results:
        if one.period <= month:
            series.setdefault((one.sla_id, one.target_key), []).append(one)
    found = []
    for of_target in series.values():
        known = version_of(versions, of_target[-1])
        if known is None:
            continue
        target = known[1]
        if number_of(of_target[-1].period) > number_of(month) - LENGTHS.get(target.period, 1):
            found.append((of_target, target))
    return found


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One target with its last result and those before, oldest first."""

    agreement: Agreement
    service: Service | None
    target: Target
    results: Sequence[TargetResult]

    @property
    def result(self) -> TargetResult:
        """Return the last result."""
        return self.results[-1]

    @property
    def apart_from_baseline(self) -> Fraction | None:
        """Return by how much the value is better than the baseline; negative where it is worse."""
        result = self.result
        if result.actual is None or result.baseline is None:
            return None
        return variance(self.target, result.actual, result.baseline)

    @property
    def trend(self) -> str:
        """Return where the last six periods go."""
        return trend(self.target, [one.actual for one in self.results])

    @property
    def running(self) -> int:
        """Return how many periods in a row were missed."""
        return missed_running(self.results)

    @property
    def is_unacceptable(self) -> bool:
        """Return whether the value is beyond what the agreement calls unacceptable."""
        return is_unacceptable(self.target, self.result.actual)


@dataclass(frozen=True)
class ResultsPage:
    """The results of a client at the end of a month, the misses first; `latest` is the last month there is.

    `due` is the last month that is over, `agreements` how many agreements have a version.
    """

    client: Client
    month: str
    latest: str
    due: str
    agreements: int
    lines: Sequence[ResultLine] = field(default_factory=tuple)
    last_input: datetime | None = None

    @property
    def is_stale(self) -> bool:
        """Return whether readings or tickets came after the last results were worked out."""
        worked = [one.result.computed_at for one in self.lines if one.result.period == self.latest]
        known = [moment for moment in worked if moment is not None]
        return bool(known) and self.last_input is not None and self.last_input > min(known)

    @cached_property
    def misses(self) -> Sequence[ResultLine]:
        """The lines whose target was missed."""
        return tuple(line for line in self.lines if line.result.missed)

    @property
    def is_behind(self) -> bool:
        """Return whether a month is over that nobody has worked out."""
        return bool(self.agreements) and self.latest < self.due


def results_page(unit: Unit, client_slug: str, month: str = "", page: int = 1) -> ResultsPage:
    """Return the results of a client at the end of a month, the last one there is for "".

    Only the lines of one page of them, and those that missed, come with the results before.
    Raises InvalidInput naming period for what is no month. Eight queries, whatever the size.
    """
    if month and not PERIOD.match(month):
        raise InvalidInput("period", "Write the month as year and month, for example 2026-10.")
    client = get_client(unit, client_slug)
    latest = queries.latest_period(unit, client.id)
    due = last_whole_month(unit.today)
    shown = month or latest or due
    versions = list_versions(unit, client.id)
    lines: tuple[ResultLine, ...] = ()
    last_input = None
    if latest:
        lines = lines_of_page(unit, client, versions, shown, page)
        last_input = queries.last_input(unit, client.id)
    return ResultsPage(client, shown, latest, due, len(versions), lines, last_input)


def lines_of_page(
    unit: Unit, client: Client, versions: Versions, month: str, page: int
) -> tuple[ResultLine, ...]:
    """Return every target that stands at the end of a month, the misses first.

    The results before it are there for the targets that missed, and for those of one page.
    """
    since = month_before(month, MONTHS_SHOWN - 1)
    found = queries.list_results_of(unit, client.id, month, since, _long_targets(versions))
    lines = _lines(unit, client, standing_at(found, versions, month))
    first = (page_of(page, len(lines)) - 1) * ROWS_ON_A_PAGE
    drawn = {line.result.key[:2] for line in (*lines[first : first + ROWS_ON_A_PAGE], *_missed(lines))}
    before: dict[tuple[str, str], list[TargetResult]] = {}
    for one in queries.list_earlier(unit, client.id, since, month, drawn):
        before.setdefault(one.key[:2], []).append(one)
    return tuple(_after(line, before.get(line.result.key[:2], ())) for line in lines)


def page_of(page: int, lines: int) -> int:
    """Return the page that is shown of so many lines where a page is asked for."""
    return min(max(1, page), max(1, -(-lines // ROWS_ON_A_PAGE)))


def _missed(lines: Iterable[ResultLine]) -> Iterable[ResultLine]:
    return (line for line in lines if line.result.missed)


def _after(line: ResultLine, before: Sequence[TargetResult]) -> ResultLine:
    earlier = [one for one in before if one.period < line.result.period]
    return replace(line, results=(*earlier, line.result)) if earlier else line


def _long_targets(versions: Versions) -> list[tuple[str, str]]:
    """The targets that had a period longer than a month in any version."""
    return sorted(
        {
            (sla_id, target.key)
            for sla_id, of_sla in versions.items()
            for version in of_sla
            for target in version.content.targets
            if target.period != PERIODS[0]
        }
    )


def lines_at(unit: Unit, client: Client, versions: Versions, month: str) -> tuple[ResultLine, ...]:
    """Return every target that stands at the end of a month, the misses first."""
    found = queries.list_results(unit, client.id, month_before(month, MONTHS_SHOWN - 1), month)
    return _lines(unit, client, standing_at(found, versions, month))


def _lines(
    unit: Unit, client: Client, standing: Iterable[tuple[list[TargetResult], Target]]
) -> tuple[ResultLine, ...]:
    agreements = {one.id: one for one in list_agreements(unit, client.id)}
    services = {one.id: one for one in list_services(unit, client.id)}
    lines = {
        series[-1].key: ResultLine(
            agreements[series[-1].sla_id],
            services.get(agreements[series[-1].sla_id].service_id),
            target,
            series,
        )
        for series, target in standing
    }
    return tuple(lines[one.key] for one in misses_first(line.result for line in lines.values()))


@dataclass(frozen=True, slots=True)
class AgreementResults:
    """The results of one agreement: its targets, oldest result first, with what was typed and reported."""

    client: Client
    agreement: Agreement
    service: Service | None
    versions: Sequence[SlaVersion]
    lines: Sequence[ResultLine]
    figures: Mapping[tuple[str, str, str], KeptFigure]
    reports: Sequence[SlaReport]
    latest: str

    def line(self, key: str) -> ResultLine | None:
        """Return the line of a target."""
        return next((one for one in self.lines if one.target.key == key), None)


def agreement_results(unit: Unit, client_slug: str, number: int) -> AgreementResults:
    """Return the results of one agreement over three years. Raises NotFound."""
    client = get_client(unit, client_slug)
    agreement = get_agreement(unit, client.id, number)
    versions = list_versions(unit, client.id, agreement.id)
    latest = queries.latest_period(unit, client.id)
    since = month_before(latest, MONTHS_OF_AN_AGREEMENT - 1) if latest else FIRST_MONTH
    found = queries.list_results(unit, client.id, since, latest, [agreement.id]) if latest else ()
    services = {one.id: one for one in list_services(unit, client.id)}
    service = services.get(agreement.service_id)
    series: dict[str, list[TargetResult]] = {}
    for one in found:
        series.setdefault(one.target_key, []).append(one)
    lines = []
    for of_target in series.values():
        known = version_of(versions, of_target[-1])
        if known is not None:
            lines.append(ResultLine(agreement, service, known[1], of_target))
    order = {key: place for place, key in enumerate(_keys(versions.get(agreement.id, ())))}
    lines.sort(key=lambda line: order[line.target.key])
    return AgreementResults(
        client,
        agreement,
        service,
        versions.get(agreement.id, ()),
        tuple(lines),
        list_figures(unit, client.id, agreement.id),
        list_reports(unit, client.id, agreement.id),
        latest,
    )


def _keys(versions: Sequence[SlaVersion]) -> list[str]:
    return list(dict.fromkeys(one.key for version in reversed(versions) for one in version.content.targets))
