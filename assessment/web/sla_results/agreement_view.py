"""The results of one agreement over time, as its page shows them."""

from dataclasses import dataclass

from assessment.charts.base import Chart
from assessment.domain.months import month_of, number_of
from assessment.domain.sla_results import NO_DATA, TargetResult
from assessment.domain.wording import count_word, plural
from assessment.services.sla_figures import KeptFigure, in_words, takes_cases
from assessment.services.sla_results import AgreementResults, ResultLine
from assessment.services.sla_words import agreed_in_words, period_in_words, scope_of, value_of
from assessment.web.filters import format_short_date
from assessment.web.sla_results.views import charts_of
from assessment.web.sla_results.words import STATE_KINDS, STATE_WORDS

MONTHS_IN_THE_GRID = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One target in one period; `by_hand` says what was typed, `href` leads to the form."""

    text: str
    state: str
    kind: str
    href: str
    label: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One target with its cells, None where it has no period that ends with the month."""

    name: str
    scope: str
    agreed: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The target and the period for which a figure is typed."""

    key: str
    period: str
    title: str
    takes_cases: bool
    agreed: str
    now: str
    seen: int
    has_figure: bool
    figure: str
    typed: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The results of one agreement: a grid of targets and months, charts, reports."""

    title: str
    lede: str
    prefix: str
    home: str
    client: str
    reference: str
    months: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    charts: tuple[Chart, ...]
    earlier: str
    later: str
    reports: tuple[tuple[str, str, str, str, str], ...]
    report_href: str
    chosen: Chosen | None


def agreement_view(found: AgreementResults, until: str, key: str = "", period: str = "") -> AgreementView:
    """The results of an agreement in the twelve months up to one."""
    home = f"/clients/{found.client.slug}"
    prefix = f"{home}/slas/{found.agreement.number}/results"
    last = number_of(found.latest) if found.latest else 0
    number = min(number_of(until), last) if until and last else last
    first = number - MONTHS_IN_THE_GRID + 1
    months = [month_of(one) for one in range(max(0, first), number + 1)] if found.lines else []
    begins = min((one.period for line in found.lines for one in line.results), default="")
    months = [month for month in months if month >= begins]
    earlier = month_of(number - MONTHS_IN_THE_GRID) if months and months[0] > begins else ""
    later = month_of(min(last, number + MONTHS_IN_THE_GRID)) if number < last else ""
    return AgreementView(
        _title(found),
        f"{found.agreement.title}{', ' + found.service.name if found.service else ''}",
        prefix,
        home,
        found.client.name,
        found.agreement.reference,
        tuple((month, period_in_words(month)) for month in months),
        tuple(_row(found, line, months, prefix) for line in found.lines),
        charts_of(found.lines),
        f"{prefix}?until={earlier}" if earlier else "",
        f"{prefix}?until={later}" if later else "",
        _reports(found, home),
        f"{home}/slas/{found.agreement.number}/reports/new" if found.lines else "",
        chosen_of(found, key, period),
    )


def _title(found: AgreementResults) -> str:
    reference = found.agreement.reference
    if not found.versions:
        return f"{reference} has no version in force yet"
    known = [line for line in found.lines if line.result.state != NO_DATA]
    if not known:
        return f"{reference}: no target has data"
    missed = sum(1 for line in known if line.result.missed)
    if not missed:
        every = "the one target" if len(known) == 1 else f"all {count_word(len(known))} targets"
        return f"{reference}: {every} with data met"
    return f"{reference}: {plural(missed, 'target')} of {count_word(len(known))} missed"


def _row(found: AgreementResults, line: ResultLine, months: list[str], prefix: str) -> GridRow:
    by_period = {one.period: one for one in line.results}
    cells = tuple(
        _cell(found, line, by_period[month], prefix) if month in by_period else None for month in months
    )
    return GridRow(line.target.name, scope_of(line.target), agreed_in_words(line.target), cells)


def _cell(found: AgreementResults, line: ResultLine, result: TargetResult, prefix: str) -> Cell:
    kept = found.figures.get(result.key)
    return Cell(
        value_of(line.target, result.actual),
        STATE_WORDS[result.state],
        STATE_KINDS[result.state],
        f"{prefix}?target={result.target_key}&period={result.period}#enter",
        f"{line.target.name}, {period_in_words(result.period, line.target.period)}",
        kept is not None and not kept.is_empty,
    )


def chosen_of(found: AgreementResults, key: str, period: str) -> Chosen | None:
    """The target and the period that a figure is typed for; None where that is not measured."""
    line = found.line(key)
    result = next((one for one in line.results if one.period == period), None) if line else None
    if line is None or result is None:
        return None
    kept = found.figures.get(result.key) or KeptFigure(*result.key)
    when = f"{format_short_date(kept.updated_at)} by {kept.updated_by}" if kept.updated_at else ""
    return Chosen(
        key,
        period,
        f"{line.target.name}, {period_in_words(period, line.target.period)}",
        takes_cases(line.target),
        agreed_in_words(line.target),
        f"{value_of(line.target, result.actual)}{', ' + result.reason if result.reason else ''}",
        kept.version,
        not kept.is_empty,
        in_words(kept),
        when,
    )


def _reports(found: AgreementResults, home: str) -> tuple[tuple[str, str, str, str, str], ...]:
    base = f"{home}/slas/{found.agreement.number}/reports"
    return tuple(
        (
            one.reference,
            f"{base}/{one.number}",
            period_in_words(one.period),
            format_short_date(one.issued_at),
            one.note,
        )
        for one in found.reports
    )
