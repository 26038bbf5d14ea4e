"""Metrics beside the catalogue of a framework: what service reviews ask for and every ticket export gives."""

from collections.abc import Mapping

from assessment.domain.framework import Framework, Metric

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


def all_metrics(framework: Framework) -> tuple[Metric, ...]:
    """Return the catalogue of a framework and the metrics beside it that it does not have itself."""
    extra = (metric for metric in EXTRA_METRICS if metric.id not in framework.metric_by_id)
    return (*framework.metrics, *extra)


def metric_of(framework: Framework, metric_id: str) -> Metric | None:
    """Return a metric of the catalogue or beside it; None when there is none."""
    return framework.metric_by_id.get(metric_id) or EXTRA_BY_ID.get(metric_id)
