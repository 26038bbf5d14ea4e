"""Metrics beside the catalogue of a framework.

Some are in the program: what service reviews ask for and every ticket export gives. Others are
a client's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessment.domain.framework import Area, Cell, Framework, Metric, MetricUse
from assessment.domain.own import OwnMetric, as_metric, cells_in

TICKETS = "itsm tickets"


def _metric(
    ident: str, key: str, name: str, unit: str, direction: str, words: str, numerator: str = "", of: str = ""
) -> Metric:
    formula = "100*n/d" if unit == "percent" else ""
    return Metric(
        id=ident,
        key=key,
        name={"en": name},
        unit=unit,
        direction=direction,
        numerator={"en": numerator} if numerator else {},
        denominator={"en": of} if of else {},
        formula=formula,
        words={"en": words},
        data_needed={"en": "An export of the tickets"},
        source=TICKETS,
        from_tickets="yes",
    )


EXTRA_METRICS = (
    _metric(
        "X01", "reopen_rate", "Reopened tickets", "percent", "lower",
        "Of all tickets resolved in the period, the percentage that were opened again.",
        "tickets resolved that were opened again", "tickets resolved",
    ),
    _metric(
        "X02", "never_reassigned", "Resolved without reassignment", "percent", "higher",
        "Of all tickets resolved in the period, the percentage that never changed hands.",
        "tickets resolved that never changed hands", "tickets resolved",
    ),
    _metric(
        "X03", "first_touch", "Resolved at the first touch", "percent", "higher",
        "Of all tickets resolved in the period, the percentage resolved at the first contact, never passed "
        "on and never opened again.",
        "tickets resolved at the first contact", "tickets resolved",
    ),
    _metric(
        "X04", "passed_to_tier_2", "Passed to tier 2", "percent", "lower",
        "Of all tickets resolved in the period that began at the desk, the percentage that ended elsewhere.",
        "tickets that began at the desk and ended elsewhere", "tickets resolved that began at the desk",
    ),
    _metric(
        "X05", "ticket_volume", "Ticket volume", "count", "context",
        "Count the tickets opened in the period.",
    ),
    _metric(
        "X06", "tier_1_response", "Tier-1 response time", "duration", "lower",
        "Mean working time from opening to the first answer of tickets that began at the desk.",
    ),
    _metric(
        "X07", "backlog_age", "Age of the backlog", "duration", "lower",
        "Median working age of the tickets that are open at the end of the period.",
    ),
)  # fmt: skip
EXTRA_BY_ID: Mapping[str, Metric] = {metric.id: metric for metric in EXTRA_METRICS}


def with_own(framework: Framework, own: Sequence[OwnMetric], *, retired: bool = False) -> Framework:
    """Return a framework with own metrics at the end of its catalogue and in their cells.

    Those that are retired are in none of the cells, and in the catalogue only where they are asked for.
    Practices and levels are the same, so no score changes.
    """
    wanted = [one for one in own if retired or not one.retired]
    if not wanted:
        return framework
    uses: dict[tuple[str, int], list[MetricUse]] = {}
    for one in wanted:
        for at in cells_in(framework, one.cells) if not one.retired else ():
            uses.setdefault(at, []).append(MetricUse(one.code, (one.code,)))
    return replace(
        framework,
        metrics=(*framework.metrics, *(as_metric(one) for one in wanted)),
        areas=tuple(_area_with(area, uses) for area in framework.areas),
    )


def _area_with(area: Area, uses: Mapping[tuple[str, int], Sequence[MetricUse]]) -> Area:
    if not any(at[0] == area.id for at in uses):
        return area
    return replace(area, cells=tuple(_cell_with(area.id, cell, uses) for cell in area.cells))


def _cell_with(area_id: str, cell: Cell, uses: Mapping[tuple[str, int], Sequence[MetricUse]]) -> Cell:
    own = uses.get((area_id, cell.level), ())
    return replace(cell, metrics=(*cell.metrics, *own)) if own else cell


def all_metrics(framework: Framework) -> tuple[Metric, ...]:
    """Return the catalogue of a framework and the metrics beside it that it does not have itself."""
    extra = (metric for metric in EXTRA_METRICS if metric.id not in framework.metric_by_id)
    return (*framework.metrics, *extra)


def metric_of(framework: Framework, metric_id: str) -> Metric | None:
    """Return a metric of the catalogue or beside it; None when there is none."""
    return framework.metric_by_id.get(metric_id) or EXTRA_BY_ID.get(metric_id)
