"""Every metric that tickets can give, with what it needs, and the reason where one cannot be given."""

from collections.abc import Callable
from dataclasses import dataclass

from assessment.domain import ticket_formulas as formulas
from assessment.domain.ticket_cases import Cases
from assessment.domain.ticket_figures import Figure

Formula = Callable[[Cases], Figure]


@dataclass(frozen=True, slots=True)
class TicketMetric:
    """A metric that tickets can give: what it needs, each with the words for when it is missing."""

    id: str
    unit: str
    formula: Formula
    fields: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    rule: str = ""


FIELD_WORDS = {
    "opened": "opening time",
    "assigned": "time of assignment",
    "responded": "time of the first answer",
    "resolved": "resolved time",
    "closed": "closing time",
    "contact": "way of contact",
    "reopened": "number of reopenings",
    "reassigned": "number of reassignments",
    "group": "group",
    "first_group": "first group",
    "sla_name": "name of an SLA",
    "article": "link to a knowledge article",
    "outage_start": "beginning of outages",
    "restored": "time of restoration",
    "satisfaction": "satisfaction score",
}
RULE_WORDS = {"desk_groups": "the list of desk groups", "routes": "the list of defined routes"}
HANDS = ("reassigned", "groups")
SLA = ("made_sla", "made_response", "target")

CATALOGUE = (
    TicketMetric("M02", "count", formulas.contact_points, ("opened", "contact")),
    TicketMetric("M03", "percent", formulas.defined_route, ("opened", "contact"), rule="routes"),
    TicketMetric("M07", "rating", formulas.satisfaction, ("satisfaction",)),
    TicketMetric("M08", "percent", formulas.as_agreed, ("closed",), any_of=SLA),
    TicketMetric("M10", "percent", formulas.satisfied, ("satisfaction",)),
    TicketMetric("M13", "duration", formulas.time_to_restore, ("outage_start", "restored")),
    TicketMetric("M14", "duration", formulas.downtime, ("outage_start",)),
    TicketMetric("M18", "percent", formulas.resolved_by_desk, ("resolved", "group"), HANDS, "desk_groups"),
    TicketMetric("M19", "duration", formulas.time_to_resolve, ("opened", "resolved")),
    TicketMetric("M20", "percent", formulas.end_to_end, ("opened", "assigned", "resolved", "closed")),
    TicketMetric("M21", "percent", formulas.raised_by_systems, ("opened",), any_of=("contact", "by_system")),
    TicketMetric("M22", "percent", formulas.with_article, ("closed", "article")),
    TicketMetric("M33", "duration", formulas.time_to_close, ("opened", "closed")),
    TicketMetric("M34", "duration", formulas.time_to_respond, ("opened", "responded")),
    TicketMetric("M35", "percent", formulas.carries_sla, ("opened", "sla_name")),
    TicketMetric("M36", "ratio", formulas.against_target, ("opened", "resolved"), any_of=("target",)),
    TicketMetric("M37", "percent", formulas.inside_sla, ("resolved",), any_of=("made_sla", "target")),
    TicketMetric("X01", "percent", formulas.reopened, ("resolved", "reopened")),
    TicketMetric("X02", "percent", formulas.never_reassigned, ("resolved", "reassigned")),
    TicketMetric(
        "X03",
        "percent",
        formulas.first_touch,
        ("resolved", "reassigned", "reopened"),
        any_of=("responded", "one_touch"),
    ),
    TicketMetric(
        "X04", "percent", formulas.passed_on, ("resolved", "group", "first_group"), rule="desk_groups"
    ),
    TicketMetric("X05", "count", formulas.volume, ("opened",)),
    TicketMetric(
        "X06", "duration", formulas.desk_response, ("opened", "responded", "first_group"), rule="desk_groups"
    ),
    TicketMetric("X07", "duration", formulas.backlog_age, ("opened",)),
)
"""Every metric that tickets can give, in the order of the catalogue."""

ANY_WORDS = {
    HANDS: "number of reassignments",
    SLA: "SLA field",
    ("contact", "by_system"): "way of contact",
    ("target",): "target for the time to resolve",
    ("made_sla", "target"): "SLA field",
    ("responded", "one_touch"): "time of the first answer",
}


def figures(cases: Cases) -> tuple[Figure, ...]:
    """Return the figure of every metric that tickets can give, with the reason where there is none."""
    return tuple(_figure(metric, cases) for metric in CATALOGUE)


def _figure(metric: TicketMetric, cases: Cases) -> Figure:
    lacking = _lacking(metric, cases)
    return Figure(metric.id, metric.unit, reason=lacking) if lacking else metric.formula(cases)


def _lacking(metric: TicketMetric, cases: Cases) -> str:
    for name in metric.fields:
        if name not in cases.known:
            return f"the export has no {FIELD_WORDS[name]}"
    known = cases.known | ({"target"} if cases.rules.targets else set())
    if metric.any_of and known.isdisjoint(metric.any_of):
        return f"the export has no {ANY_WORDS[metric.any_of]}"
    if metric.rule and not getattr(cases.rules, metric.rule):
        return f"needs {RULE_WORDS[metric.rule]}"
    return ""
