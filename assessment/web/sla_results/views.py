"""The results of agreements as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.charts.base import Chart
from assessment.charts.metric_line import Mark, MetricSeries, metric_line
from assessment.domain.months import month_of, number_of
from assessment.domain.sla_content import AT_LEAST, LENGTHS
from assessment.domain.sla_results import BREACHED, NO_DATA, operator_of, reading
from assessment.domain.wording import capital, count_word, plural
from assessment.services.results_metrics import period_name
from assessment.services.sla_reports import interval_in_words
from assessment.services.sla_results import ROWS_ON_A_PAGE, ResultLine, ResultsPage, page_of
from assessment.services.sla_words import agreed_in_words, apart_in_words, period_in_words, scope_of, value_of
from assessment.web.sla_results.words import (
    READING_WORDS,
    STATE_KINDS,
    STATE_WORDS,
    TREND_ARROWS,
    TREND_WORDS,
)

MOST_CHARTS = 6
FEWEST_FOR_A_CHART = 3
PERIODS_DRAWN = 12


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One target as a line of the table; every text is ready to be shown."""

    reference: str
    href: str
    title: str
    service: str
    name: str
    scope: str
    period: str
    state: str
    kind: str
    agreed: str
    baseline: str
    actual: str
    against: str
    against_baseline: str
    arrow: str
    trend: str
    cases: str
    at_risk: str
    certainty: str
    remarks: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class IndexView:
    """The results of a client in a month."""

    title: str
    lede: str
    prefix: str
    home: str
    client: str
    month: str
    month_name: str
    months: tuple[tuple[str, str, bool], ...]
    rows: tuple[ResultRow, ...]
    charts: tuple[Chart, ...]
    due: str
    due_name: str
    is_behind: bool
    is_stale: bool
    has_agreements: bool
    page: int
    pages: int


def index_view(found: ResultsPage, page: int = 1) -> IndexView:
    """One page of the results of a client in a month, misses first; one beyond the last is the last."""
    pages = max(1, -(-len(found.lines) // ROWS_ON_A_PAGE))
    page = page_of(page, len(found.lines))
    shown = found.lines[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    home = f"/clients/{found.client.slug}"
    month = period_name(found.month)
    return IndexView(
        index_title(found, month),
        _lede(found),
        f"{home}/sla-results",
        home,
        found.client.name,
        found.month,
        month,
        _months(found, f"{home}/sla-results"),
        tuple(result_row(line, home) for line in shown),
        charts_of([line for line in found.lines if line.result.missed][:MOST_CHARTS], named=True),
        found.due,
        period_name(found.due),
        found.is_behind,
        found.is_stale,
        bool(found.agreements),
        page,
        pages,
    )


def index_title(found: ResultsPage, month: str) -> str:
    """The finding: how many targets were missed."""
    if not found.agreements:
        return "No agreement is in force yet"
    if not found.lines:
        return f"Nothing was worked out for {month}"
    known = [line for line in found.lines if line.result.state != NO_DATA]
    if not known:
        return f"No target has data in {month}"
    if not found.misses:
        every = "The one target" if len(known) == 1 else f"All {count_word(len(known))} targets"
        return f"{every} with data {'was' if len(known) == 1 else 'were'} met in {month}"
    missed = plural(len(found.misses), "target")
    verb = "was" if len(found.misses) == 1 else "were"
    return capital(f"{missed} of {count_word(len(known))} {verb} missed in {month}")


def _lede(found: ResultsPage) -> str:
    states = [line.result.state for line in found.lines]
    parts = []
    if blank := states.count(NO_DATA):
        parts.append(f"{capital(plural(blank, 'target'))} {'has' if blank == 1 else 'have'} no data.")
    repeated = sum(1 for line in found.lines if line.running > 1)
    if repeated:
        parts.append(f"{capital(plural(repeated, 'target'))} missed more than once in a row.")
    beyond = sum(1 for line in found.lines if line.is_unacceptable and line.result.state == BREACHED)
    if beyond:
        parts.append(f"{capital(plural(beyond, 'target'))} beyond what the agreement calls unacceptable.")
    return " ".join(parts)


def _months(found: ResultsPage, prefix: str) -> tuple[tuple[str, str, bool], ...]:
    number = number_of(found.month)
    last = number_of(found.latest or found.due)
    around = [one for one in (number - 1, number, number + 1) if 0 < one <= max(last, number)]
    return tuple(
        (period_name(month_of(one)), f"{prefix}?period={month_of(one)}", one == number) for one in around
    )


def result_row(line: ResultLine, home: str) -> ResultRow:
    """One target as a line of a table."""
    result, target, goes = line.result, line.target, line.trend
    said = reading(result)
    interval = interval_in_words(line)
    certainty = f"{interval}, {READING_WORDS.get(said, said)} the target" if interval else ""
    if said in READING_WORDS:
        certainty = f"{interval}, {READING_WORDS[said]}"
    remarks = []
    if line.running > 1:
        remarks.append(f"missed {line.running} periods in a row")
    if line.is_unacceptable:
        remarks.append("unacceptable")
    return ResultRow(
        line.agreement.reference,
        f"{home}/slas/{line.agreement.number}/results",
        line.agreement.title,
        line.service.name if line.service else "",
        result.name or target.name,
        scope_of(target),
        period_in_words(result.period, target.period),
        STATE_WORDS[result.state],
        STATE_KINDS[result.state],
        agreed_in_words(target),
        "none" if result.baseline is None else value_of(target, result.baseline),
        value_of(target, result.actual),
        apart_in_words(target, result.variance),
        apart_in_words(target, line.apart_from_baseline),
        TREND_ARROWS[goes],
        TREND_WORDS[goes],
        "–" if result.cases is None else str(result.cases),
        "–" if result.at_risk is None else str(result.at_risk),
        certainty,
        tuple(remarks),
        result.reason,
    )


def charts_of(lines: Sequence[ResultLine], *, named: bool = False) -> tuple[Chart, ...]:
    """The line of each target that has values enough; `named` puts the agreement in front."""
    found = []
    for place, line in enumerate(lines):
        series = _series(line, f"{line.agreement.reference} " if named else "")
        if len(series.known) >= FEWEST_FOR_A_CHART:
            found.append(metric_line(series, key=f"target-{place}"))
    return tuple(found)


def _series(line: ResultLine, prefix: str) -> MetricSeries:
    target, by_period = line.target, {one.period: one for one in line.results}
    step = LENGTHS.get(target.period, 1)
    last = number_of(line.result.period)
    first = max(number_of(line.results[0].period), last - step * (PERIODS_DRAWN - 1))
    first += (last - first) % step
    marks = []
    for number in range(first, last + 1, step):
        code = month_of(number)
        one = by_period.get(code)
        value = one.actual if one else None
        shown = "" if value is None else value_of(target, value)
        low, high = (one.low, one.high) if one else (None, None)
        marks.append(Mark(period_in_words(code, target.period), value, shown, low, high))
    better = "higher" if operator_of(target) == AT_LEAST else "lower"
    aim = "" if target.value is None else value_of(target, target.value)
    base = line.result.baseline
    return MetricSeries(
        target.key, prefix + target.name, "", better, tuple(marks), target.value, aim, base,
        "" if base is None else value_of(target, base),
    )  # fmt: skip
