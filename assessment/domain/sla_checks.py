"""What can be checked about the ten points of an agreement; docs/method.md, "SLA"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assessment.domain.calendars import Calendar
from assessment.domain.sla_content import (
    AVAILABILITY,
    FUNCTIONALITY,
    METRIC,
    POINTS,
    RESOLUTION,
    RESPONSE,
    SlaContent,
    Target,
)
from assessment.domain.sla_findings import FAIL, PASS, WARN, Finding
from assessment.domain.sla_formula import FormulaError, read_formula
from assessment.domain.sla_target_checks import (
    availability_findings,
    continuity_findings,
    functionality_findings,
    performance_findings,
)
from assessment.domain.sla_time import ServiceTime, is_always, week_minutes
from assessment.domain.slas import SIDES


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What is known beside the content: the calendars of the client by id with their names, and the day."""

    today: date
    calendars: Mapping[str, tuple[str, Calendar]] = field(default_factory=dict)

    def time_of(self, calendar_id: str) -> ServiceTime:
        """Return the working time of a calendar; every minute for the one that always counts."""
        name, calendar = self.calendars.get(calendar_id, ("", None))
        return ServiceTime(name, calendar, is_always(calendar_id), self.today)


@dataclass(frozen=True, slots=True)
class PointCheck:
    """What came of the checks of one point; a waiver is the reason why it is left out."""

    point: str
    filled: bool
    waiver: str
    findings: tuple[Finding, ...]

    @property
    def settled(self) -> bool:
        """Return whether the point is filled, or left out with a reason."""
        return self.filled or bool(self.waiver)


def is_filled(content: SlaContent, point: str) -> bool:
    """Return whether a point says what it has to say at least."""
    return FILLED[point](content)


def _of_kinds(content: SlaContent, *kinds: str) -> tuple[Target, ...]:
    return tuple(one for one in content.targets if one.kind in kinds)


def _description(content: SlaContent) -> bool:
    texts = (content.functions, content.deliverables, content.scale, content.impact, content.priority)
    return all(texts) and {one.side for one in content.signatories} >= set(SIDES)


FILLED: Mapping[str, Callable[[SlaContent], bool]] = {
    "description": _description,
    "hours": lambda content: bool(content.hours_calendar_id),
    "availability": lambda content: bool(_of_kinds(content, AVAILABILITY)),
    "support": lambda content: bool(content.routes and content.desk_calendar_id),
    "performance": lambda content: bool(_of_kinds(content, RESPONSE, RESOLUTION, METRIC)),
    "functionality": lambda content: bool(_of_kinds(content, FUNCTIONALITY)),
    "charges": lambda content: bool(_says_price(content) and content.currency),
    "continuity": lambda content: bool(content.recovery_plan and content.recovery_time_minutes),
    "security": lambda content: bool(content.measures),
    "changes": lambda content: bool(
        content.change_policy and content.change_route and content.change_notice_days is not None
    ),
}


def _says_price(content: SlaContent) -> bool:
    return content.price is not None or bool(content.formula or content.prose.get("charges"))


def completeness(content: SlaContent) -> int:
    """Return how many of the ten points are filled."""
    return sum(1 for point in POINTS if is_filled(content, point))


def open_points(content: SlaContent) -> tuple[str, ...]:
    """Return the points that are neither filled nor left out with a reason."""
    return tuple(
        point for point in POINTS if not is_filled(content, point) and not content.waivers.get(point)
    )


def check_points(content: SlaContent, facts: CheckFacts) -> tuple[PointCheck, ...]:
    """Return what came of the checks of the ten points, in their order."""
    return tuple(check_point(content, point, facts) for point in POINTS)


def check_point(content: SlaContent, point: str, facts: CheckFacts) -> PointCheck:
    """Return what came of the checks of one point."""
    filled, waiver = is_filled(content, point), content.waivers.get(point, "")
    if waiver and not filled:
        return PointCheck(point, False, waiver, (Finding(WARN, "waived", {"reason": waiver}),))
    return PointCheck(point, filled, waiver, tuple(CHECKS[point](content, facts)))


def _needed(pairs: Sequence[tuple[str, object]]) -> list[Finding]:
    missing = [name for name, there in pairs if not there]
    return [Finding(FAIL, "missing", {"what": ", ".join(missing)})] if missing else []


def _check_description(content: SlaContent, _: CheckFacts) -> list[Finding]:
    found = _needed(
        (
            ("business functions", content.functions), ("deliverables", content.deliverables),
            ("scale", content.scale), ("impact", content.impact), ("priority", content.priority),
        )
    )  # fmt: skip
    named = {one.side for one in content.signatories}
    lacking = [Finding(FAIL, "one side signs", {"side": side}) for side in SIDES if side not in named]
    return [*found, *(lacking or [Finding(PASS, "two sides")])]


def _check_hours(content: SlaContent, facts: CheckFacts) -> list[Finding]:
    if not content.hours_calendar_id:
        return [Finding(FAIL, "missing", {"what": "the service hours"})]
    return [_calendar_finding(facts.time_of(content.hours_calendar_id))]


def _calendar_finding(time: ServiceTime) -> Finding:
    if time.always:
        return Finding(PASS, "always")
    if time.calendar is None:
        return Finding(FAIL, "calendar gone")
    spans = [span for day in time.calendar.week.values() for span in day]
    if not spans or any(begin >= end for begin, end in spans):
        return Finding(FAIL, "calendar empty", {"name": time.name})
    if not time.calendar.zone:
        return Finding(WARN, "no zone", {"name": time.name})
    hours = Fraction(week_minutes(time.calendar), 60)
    return Finding(
        PASS, "calendar", {"name": time.name, "hours": f"{float(hours):g}", "zone": time.calendar.zone}
    )


def _check_availability(content: SlaContent, facts: CheckFacts) -> list[Finding]:
    targets = _of_kinds(content, AVAILABILITY)
    if not targets:
        return [Finding(FAIL, "no target")]
    found = [
        finding
        for one in targets
        for finding in availability_findings(one, facts.time_of(one.calendar_id or content.hours_calendar_id))
    ]
    said = content.maintenance or content.prose.get("availability")
    return [*found, Finding(PASS, "maintenance") if said else Finding(WARN, "no maintenance")]


def _check_support(content: SlaContent, facts: CheckFacts) -> list[Finding]:
    count = len(content.routes)
    found = [Finding(PASS, "routes", {"count": str(count)}) if count else Finding(FAIL, "no route")]
    if not content.desk_calendar_id:
        return [*found, Finding(FAIL, "missing", {"what": "the hours of the desk"})]
    desk, service = facts.time_of(content.desk_calendar_id), facts.time_of(content.hours_calendar_id)
    if not desk.always and desk.calendar is None:
        return [*found, Finding(FAIL, "calendar gone")]
    if content.after_hours:
        return [*found, Finding(PASS, "after hours")]
    return [*found, Finding(PASS, "desk covers") if desk.covers(service) else Finding(FAIL, "no after hours")]


def _check_performance(content: SlaContent, facts: CheckFacts) -> list[Finding]:
    targets = _of_kinds(content, RESPONSE, RESOLUTION, METRIC)
    if not targets:
        return [Finding(FAIL, "no target")]
    return performance_findings(targets, content.hours_calendar_id)


def _check_functionality(content: SlaContent, _: CheckFacts) -> list[Finding]:
    targets = _of_kinds(content, FUNCTIONALITY)
    if not targets:
        return [Finding(FAIL, "no target")]
    return functionality_findings(targets, content.categories)


def _check_charges(content: SlaContent, _: CheckFacts) -> list[Finding]:
    found = []
    if content.formula:
        found.append(formula_finding(content.formula))
    if not content.formula:
        found.append(
            Finding(PASS, "charges said") if _says_price(content) else Finding(FAIL, "charges missing")
        )
    currency = content.currency
    found.append(
        Finding(PASS, "currency", {"currency": currency}) if currency else Finding(FAIL, "no currency")
    )
    return found


def formula_finding(text: str) -> Finding:
    """Return whether a formula of charges can be worked out, and which names it needs values for."""
    try:
        formula = read_formula(text)
    except FormulaError as error:
        return Finding(FAIL, "formula bad", {"why": str(error)})
    return Finding(PASS, "formula", {"names": ", ".join(sorted(formula.names)) or "nothing else"})


def _check_continuity(content: SlaContent, facts: CheckFacts) -> list[Finding]:
    found = _needed((("the recovery plan", content.recovery_plan),))
    availability = _of_kinds(content, AVAILABILITY)
    target = availability[0] if availability else None
    calendar = (target.calendar_id if target else "") or content.hours_calendar_id
    return [*found, *continuity_findings(content, target, facts.time_of(calendar))]


def _check_security(content: SlaContent, _: CheckFacts) -> list[Finding]:
    count = len(content.measures)
    return [Finding(PASS, "measures", {"count": str(count)}) if count else Finding(FAIL, "no measure")]


def _check_changes(content: SlaContent, _: CheckFacts) -> list[Finding]:
    notice = content.change_notice_days is not None
    found = _needed(
        (
            ("the change policy", content.change_policy),
            ("the way to ask for a change", content.change_route),
            ("the notice period", notice),
        )
    )
    return found or [Finding(PASS, "filled", {"what": "Policy, route and notice"})]


CHECKS: Mapping[str, Callable[[SlaContent, CheckFacts], list[Finding]]] = {
    "description": _check_description,
    "hours": _check_hours,
    "availability": _check_availability,
    "support": _check_support,
    "performance": _check_performance,
    "functionality": _check_functionality,
    "charges": _check_charges,
    "continuity": _check_continuity,
    "security": _check_security,
    "changes": _check_changes,
}
