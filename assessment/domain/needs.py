"""Everything that waits for a person, put into sentences; docs/method.md, "Needs you"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.domain.action_items import DONE, HIGH, LATE_STATES
from assessment.domain.action_items import reference_of as action_reference
from assessment.domain.csip import (
    BENEFIT_CHECK,
    COST_NONE,
    COST_REQUESTED,
    COSTING,
    GROUP_OF,
    LATE_GROUPS,
    ON_HOLD,
    OPEN_STATES,
    PROPOSED,
)
from assessment.domain.csip_items import COSTED, STALE_AFTER
from assessment.domain.csip_items import reference_of as csip_reference
from assessment.domain.wording import capital, count_word, joined, plural

CSIP, ACTION, TARGET, AGREEMENT = "csip", "action", "target", "agreement"
CONTRACT, REVIEW, READING, EVIDENCE, ASSESSMENT = "contract", "review", "reading", "evidence", "assessment"
KINDS = (ACTION, TARGET, CSIP, REVIEW, AGREEMENT, CONTRACT, READING, EVIDENCE, ASSESSMENT)
"""In the order in which needs of the same day stand."""

AHEAD = timedelta(days=60)
"""How long before its day a contract or an agreement asks for somebody."""

SOON = timedelta(days=7)
PAST, COMES = "it is past its day", "its day comes within a week"
REVIEW_AHEAD = SOON
SIDES = ("provider", "customer")
FINALIZING = "finalizing"
PLANNED, PREPARED, HELD = "planned", "prepared", "held"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a person. `client` is a slug, `subject` the number or name of the item.

    `mine` says that its owner has the name of whoever looks; `due_on` is None where no day is known.
    """

    kind: str
    client: str
    subject: str
    sentence: str
    due_on: date | None
    address: str
    mine: bool = False

    def days_late(self, today: date) -> int:
        """Return how many days it is past its day, 0 when it is not."""
        return max(0, (today - self.due_on).days) if self.due_on else 0


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks, and on which day."""

    name: str
    today: date

    def owns(self, owner: str) -> bool:
        """Return whether an owner has the name of whoever looks."""
        return bool(owner) and owner.strip().casefold() == self.name.strip().casefold()


@dataclass(frozen=True, slots=True)
class OpenImprovement:
    """An item of the CSIP register as far as its needs go."""

    client: str
    number: int
    title: str
    state: str
    cost_kind: str
    cost_approval: str
    owner: str
    due_on: date | None
    look_again_on: date | None
    updated_on: date


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action as far as its needs go."""

    client: str
    number: int
    title: str
    state: str
    severity: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LooseBreach:
    """A breached target that no action takes care of."""

    client: str
    sla_number: int
    target: str
    month: str
    manager: str


@dataclass(frozen=True, slots=True)
class RunningSla:
    """An agreement: who has signed what it says now, and the days that come up."""

    client: str
    number: int
    title: str
    manager: str
    stage: str = ""
    signed_by: frozenset[str] = frozenset()
    valid_to: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class RunningContract:
    """A contract with its last day and the last day on which notice can be given."""

    client: str
    number: int
    title: str
    manager: str
    renewal: str
    ends_on: date
    notice_by: date


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review that is not closed; `number` is None for the next one of a plan that nobody entered yet."""

    client: str
    number: int | None
    title: str
    state: str
    planned_on: date


def improvement_need(one: OpenImprovement, viewer: Viewer) -> Need | None:
    """Return what an improvement waits for, None when it waits for nobody."""
    today = viewer.today
    is_late = GROUP_OF[one.state] in LATE_GROUPS and one.due_on is not None and one.due_on < today
    again = one.look_again_on if one.state == ON_HOLD else None
    day = again if again else one.due_on if GROUP_OF[one.state] in LATE_GROUPS else None
    is_again = again is not None and again <= today
    asks_money = one.cost_kind == COSTED and one.cost_approval in (COST_NONE, COST_REQUESTED)
    reasons = (
        (is_late, PAST),
        (is_again, "the day to look at it again has come"),
        (one.state in (PROPOSED, COSTING) and not asks_money, "it waits for a decision"),
        (asks_money and one.state in OPEN_STATES - {ON_HOLD}, "its cost waits for approval"),
        (one.state == BENEFIT_CHECK, "its benefit is to be checked"),
        (
            one.state in OPEN_STATES and today - one.updated_on > STALE_AFTER,
            "nobody has touched it for 60 days",
        ),
        (_comes(day, today) and not is_again, COMES),
    )
    said = [words for holds, words in reasons if holds]
    if not said:
        return None
    return Need(
        CSIP, one.client, csip_reference(one.number), _sentence(one.title, said),
        day, f"/clients/{one.client}/csip/{one.number}", viewer.owns(one.owner),
    )  # fmt: skip


def _comes(day: date | None, today: date) -> bool:
    return day is not None and today <= day <= today + SOON


def _sentence(title: str, said: Sequence[str]) -> str:
    return f"{title}: {joined(said)}."


def action_need(one: OpenAction, viewer: Viewer) -> Need | None:
    """Return what an action waits for, None when it waits for nobody."""
    day = one.due_on if one.state in LATE_STATES else None
    is_late = day is not None and day < viewer.today
    reasons = (
        (is_late, PAST),
        (one.state == DONE, "it is done and waits to be verified"),
        (one.severity == HIGH and not one.owner, "its severity is high and nobody owns it"),
        (_comes(day, viewer.today), COMES),
    )
    said = [words for holds, words in reasons if holds]
    if not said:
        return None
    return Need(
        ACTION, one.client, action_reference(one.number), _sentence(one.title, said),
        day, f"/clients/{one.client}/actions/{one.number}", viewer.owns(one.owner),
    )  # fmt: skip


def breach_need(one: LooseBreach, viewer: Viewer) -> Need:
    """Return that a target was breached and nobody does anything about it."""
    return Need(
        TARGET, one.client, f"SLA-{one.sla_number:03d}",
        f"{one.target}: breached in {one.month}, and no action takes care of it.", None,
        f"/clients/{one.client}/slas/{one.sla_number}", viewer.owns(one.manager),
    )  # fmt: skip


def sla_needs(one: RunningSla, viewer: Viewer) -> list[Need]:
    """Return what an agreement waits for: signatures, the look at its targets, what comes after it."""
    found: list[tuple[str, date | None]] = []
    if one.stage == FINALIZING:
        missing = [side for side in SIDES if side not in one.signed_by]
        if missing:
            found.append((f"it waits for the signature of the {joined(missing)}", None))
    until = viewer.today + AHEAD
    if one.review_on is not None and one.review_on <= until:
        found.append(("its targets are to be looked at", one.review_on))
    if one.valid_to is not None and one.valid_to <= until:
        ended = one.valid_to < viewer.today
        found.append(("its validity has ended" if ended else "its validity ends", one.valid_to))
    return [
        Need(
            AGREEMENT, one.client, f"SLA-{one.number:03d}", _sentence(one.title, [words]), day,
            f"/clients/{one.client}/slas/{one.number}", viewer.owns(one.manager),
        )
        for words, day in found
    ]  # fmt: skip


def contract_need(one: RunningContract, viewer: Viewer) -> Need | None:
    """Return that the last day for notice comes within 60 days, or has passed while the contract runs."""
    if one.notice_by > viewer.today + AHEAD or one.ends_on < viewer.today:
        return None
    after = "it renews itself" if one.renewal == "renews" else "it ends"
    passed = one.notice_by < viewer.today
    words = f"the last day for notice has passed, and {after}" if passed else f"notice, or {after}"
    return Need(
        CONTRACT, one.client, f"Contract {one.number}", _sentence(one.title, [words]),
        one.ends_on if passed else one.notice_by, f"/clients/{one.client}/contracts/{one.number}",
        viewer.owns(one.manager),
    )  # fmt: skip


def review_need(one: OpenReview, viewer: Viewer) -> Need | None:
    """Return that a review is due or overdue, or was held and is not closed."""
    if one.state != HELD and one.planned_on > viewer.today + REVIEW_AHEAD:
        return None
    late = one.planned_on < viewer.today
    words = {
        HELD: "it was held and its minutes are not closed",
        PREPARED: "it was to be held" if late else "it is prepared and to be held",
    }.get(one.state, "it was to be held" if late else "it is to be prepared")
    home = f"/clients/{one.client}/reviews"
    return Need(
        REVIEW, one.client, "Review" if one.number is None else f"Review {one.number}",
        _sentence(one.title, [words]), None if one.state == HELD else one.planned_on,
        home if one.number is None else f"{home}/{one.number}",
    )  # fmt: skip


def readings_need(client: str, count: int, month: str) -> Need:
    """Return that metrics have no value for the last whole month."""
    verb = "has" if count == 1 else "have"
    said = f"{capital(plural(count, 'metric'))} {verb} no value for {month}."
    return Need(READING, client, "Metrics", said, None, f"/clients/{client}/metrics?show=missing")


def evidence_need(client: str, slug: str, title: str, count: int) -> Need:
    """Return that high ratings of an assessment have nothing that shows them."""
    verb = "waits" if count == 1 else "wait"
    said = f"{capital(plural(count, 'high rating'))} {verb} for evidence."
    return Need(
        EVIDENCE, client, f"Evidence, {title}", said, None, f"/clients/{client}/assessments/{slug}/evidence"
    )


def assessment_need(client: str, slug: str, title: str, *, is_provisional: bool) -> Need:
    """Return that an assessment is open: to be finished, or to be checked and closed."""
    said = "Less than 80% is answered." if is_provisional else "Enough is answered to check and close it."
    return Need(ASSESSMENT, client, title, said, None, f"/clients/{client}/assessments/{slug}")


def unassessed_need(client: str) -> Need:
    """Return that a client has no assessment with an answer."""
    said = "Start an assessment, or go on with it: there are no answers yet."
    return Need(ASSESSMENT, client, "Not assessed", said, None, f"/clients/{client}/assessments")


def ordered(needs: Iterable[Need], today: date) -> tuple[Need, ...]:
    """Return needs, those past their day first, the oldest before all; then by day, then by kind.

    What has no day stands after what has one within 60 days, and before what has one later.
    """
    return tuple(sorted(needs, key=lambda one: _place(one, today)))


def _place(one: Need, today: date) -> tuple[int, date, int, str, str]:
    return _part(one.due_on, today), one.due_on or today, KINDS.index(one.kind), one.client, one.subject


def _part(day: date | None, today: date) -> int:
    if day is None:
        return 2
    if day < today:
        return 0
    return 1 if day <= today + AHEAD else 3


def needs_title(needs: Sequence[Need], today: date) -> str:
    """Return what a list of needs comes to."""
    if not needs:
        return "Nothing waits for you"
    late = sum(1 for one in needs if one.days_late(today))
    verb = "waits" if len(needs) == 1 else "wait"
    said = capital(f"{plural(len(needs), 'thing')} {verb} for somebody")
    if late == 1:
        return f"{said}, one is past its day"
    return f"{said}, {count_word(late)} are past their day" if late else said
