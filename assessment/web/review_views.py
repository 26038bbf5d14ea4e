"""What the pages of reviews show, in words: findings as headings, rows with links, tags for what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.catalogue import DESK, MEETING
from assessment.domain.review_agenda import Timed, length_in_words, timed
from assessment.domain.review_material import day_words
from assessment.domain.review_pack import Pack, Section
from assessment.domain.review_plans import EVERY, Cadence
from assessment.domain.review_sections import rows_of
from assessment.domain.reviews import KINDS, PLANNED, RELATIONSHIP, STRATEGIC, Decided, Review, number_in
from assessment.domain.wording import capital, joined, plural
from assessment.services.reviews_pages import ReviewPage, ReviewsPage

MODE_NAMES: Mapping[str, str] = {MEETING: "A meeting", DESK: "At the desk, without a meeting"}
STATE_WORDS: Mapping[str, str] = {
    "planned": "Planned", "prepared": "Pack made", "held": "Being held", "closed": "Closed",
    "cancelled": "Cancelled",
}  # fmt: skip
MARK_TAGS: Mapping[str, tuple[str, str]] = {
    "missed": ("Missed", "bad"), "watch": ("Watch", "warn"), "late": ("Overdue", "bad"),
    "stale": ("Stale", "warn"), "look again": ("Look again", "warn"), "waits": ("Waits", "acc"),
    "unknown": ("No data", ""), "good": ("", ""), "": ("", ""),
}  # fmt: skip
STATE_TAGS: Mapping[str, str] = {
    "planned": "", "prepared": "acc", "held": "warn", "closed": "ok", "cancelled": "",
}  # fmt: skip
PLACES: Mapping[str, str] = {
    "metric": "metrics/{}",
    "csip": "csip/{}",
    "plan": "plan",
    "assessment": "assessments",
    "review": "reviews/{}",
    "step": "reviews/kept#step-{}",
    "lesson": "reviews/kept#lesson-{}",
    "proposal": "reviews/kept#proposal-{}",
    "action": "actions/{}",
    "sla": "slas/{}",
    "goal": "goals/{}",
    "contract": "contracts/{}",
}
"""Where a reference leads: the address under the client."""
DECISION_WORDS: Mapping[tuple[str, str], str] = {
    ("csip", "progress"): "Goes on", ("csip", "hold"): "On hold", ("csip", "remove"): "Removed",
    ("action", "add"): "New action", ("sla", "keep"): "Agreement kept",
    ("sla", "change"): "Agreement to be changed", ("sla", "end"): "Agreement to end",
    ("goal", "keep"): "Goal kept", ("goal", "change"): "Goal changed",
    ("goal", "move"): "Goal moves on", ("goal", "add"): "New goal",
    ("goal", "end"): "Goal given up", ("other", "decided"): "Decided",
    ("proposal", "open"): "Proposal", ("proposal", "accepted"): "Proposal accepted",
    ("proposal", "declined"): "Proposal declined", ("proposal", "later"): "Proposal put off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a pack with its address, "" where it leads nowhere, and its tag."""

    href: str
    cells: tuple[str, ...]
    tag: str
    kind: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of a pack: its finding is the heading."""

    key: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    missing: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision as the minutes show it."""

    number: int
    what: str
    text: str
    details: str
    undone: bool
    may_undo: bool
    href: str


def href_of(ref: str, home: str) -> str:
    """The address of what a row is about, "" where no feature shows it."""
    kind, _, name = ref.partition(":")
    path = PLACES.get(kind, "")
    if not home or not path:
        return ""
    if not name:
        path = path.partition("/")[0]
    return f"{home}/{path.format(name)}"


def section_view(section: Section, home: str) -> ShownSection:
    """A section with addresses; none where `home` is empty, for those without an account."""
    rows = tuple(
        ShownRow(href_of(row.ref, home), row.cells, *MARK_TAGS.get(row.mark, ("", "")))
        for row in section.rows
    )
    first, rest = section.finding[:1], section.finding[1:]
    heading = f"{section.title}: {first.lower()}{rest}".rstrip(".")
    missing = tuple((one.text, href_of(one.ref, home)) for one in section.missing)
    more = f"{plural(section.more, 'more row')} left out here." if section.more else ""
    return ShownSection(section.key, heading, section.columns, rows, missing, capital(more))


def pack_view(pack: Pack | None, home: str) -> tuple[ShownSection, ...]:
    """The sections of a pack."""
    return tuple(section_view(one, home) for one in pack.sections) if pack else ()


def decision_view(one: Decided, home: str, *, may_undo: bool) -> ShownDecision:
    """A decision in words, with the address of what it is about; none where `home` is empty."""
    details = [f"Owner: {one.owner}" if one.owner else ""]
    details.append(f"due {day_words(one.due_on)}" if one.due_on else "")
    details.append(f"look again on {day_words(one.look_again_on)}" if one.look_again_on else "")
    details.append(f"decided by {joined(one.deciders)}" if one.deciders else "")
    details.append(f"reason: {one.reason}" if one.reason else "")
    said = capital("; ".join(part for part in details if part))
    what = DECISION_WORDS.get((one.kind, one.decision), one.decision.capitalize())
    in_register = bool(one.subject) and one.kind not in ("csip", "action")
    undoable = may_undo and not one.undone and not in_register
    number = number_in(one)
    href = href_of(f"{one.kind}:{number}", home) if number else ""
    return ShownDecision(one.number, what, one.text, said, one.undone, undoable, href)


def heading_of(page: ReviewPage) -> str:
    """What a review comes to: its name, its day, what was missed and what waits."""
    review = page.review
    head = f"{review.title}, {day_words(review.held_on or review.planned_on)}"
    if review.state == "cancelled":
        return f"{head}: cancelled"
    if page.pack is None:
        return f"{head}: no pack yet"
    if review.state == "closed":
        taken = sum(1 for one in page.decisions if not one.undone)
        return f"{head}: {plural(taken, 'decision')} taken"
    marks = [row.mark for row in rows_of(page.pack, "sla")]
    missed = marks.count("missed")
    waits = len(rows_of(page.pack, "waiting"))
    nothing = "no target missed" if set(marks) - {"unknown"} else "no target measured"
    said = [plural(missed, "target") + " missed" if missed else nothing]
    if waits:
        said.append(plural(waits, "improvement waits", "improvements wait") + " for a decision")
    return f"{head}: {joined(said)}"


def facts_of(page: ReviewPage) -> list[tuple[str, str]]:
    """What is known about a review, as pairs of name and value."""
    review = page.review
    facts = [
        ("Number", review.reference),
        ("Kind", KINDS.get(review.kind, review.kind)),
        ("How", MODE_NAMES.get(review.mode, review.mode)),
        ("About", page.party or "All services and agreements"),
        ("Looks back on", f"{day_words(review.period_from)} to {day_words(review.period_to)}"),
        ("Day", f"{day_words(review.planned_on)}{', ' + review.starts_at if review.starts_at else ''}"),
    ]
    if review.cut_off_on:
        word = "Pack to be made by" if review.state == PLANNED else "Data frozen on"
        facts.append((word, day_words(review.cut_off_on)))
    if review.relationship:
        facts.append(("How we work together", RELATIONSHIP.get(review.relationship, review.relationship)))
    if review.next_on:
        facts.append(("Next review", day_words(review.next_on)))
    if review.closed_at:
        facts.append(("Closed", f"{day_words(review.closed_at.date())} by {review.closed_by}"))
    return facts


def agenda_view(page: ReviewPage) -> tuple[tuple[Timed, ...], str]:
    """The agenda with its times, and whether it fits the meeting."""
    points = page.points
    return timed(points, page.review.starts_at), length_in_words(points, page.review.minutes_long)


def is_strategic(review: Review) -> bool:
    """Whether the relationship is judged in this kind of review."""
    return review.kind in STRATEGIC


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in the list."""

    number: int
    reference: str
    title: str
    kind: str
    day: str
    state: str
    tag: str
    late: str
    party: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A cadence in the list."""

    number: int
    title: str
    every: str
    next: str
    is_late: bool
    people: str
    retired: bool
    can_plan: bool
    charter: str
    inputs: str
    outputs: str


@dataclass(frozen=True, slots=True)
class IndexView:
    """The list of reviews and cadences."""

    title: str
    lede: str
    coming: tuple[ReviewRow, ...]
    past: tuple[ReviewRow, ...]
    plans: tuple[PlanRow, ...]


WHAT: Mapping[str, str] = {
    "plan": "to be planned", "prepare": "waits for its pack", "hold": "to be held", "close": "to be closed",
}  # fmt: skip


def index_view(found: ReviewsPage, today: date) -> IndexView:
    """The reviews of a client: those to come by day, those that are over newest first."""
    rows = [(one, _row(found, one, today)) for one in found.reviews]
    coming = tuple(row for one, row in reversed(rows) if one.is_open)
    past = tuple(row for one, row in rows if not one.is_open)
    plans = tuple(_plan_row(found, plan, today) for plan in found.plans)
    return IndexView(_title(found), _lede(found), coming, past, plans)


def _title(found: ReviewsPage) -> str:
    if not found.reviews and not found.plans:
        return "No service reviews yet"
    if not found.due:
        return "Service reviews: nothing is overdue"
    return f"Service reviews: {plural(len(found.due), 'thing')} to do"


def _lede(found: ReviewsPage) -> str:
    said = [f"{one.title} {WHAT[one.what]}, since {day_words(one.on)}" for one in found.due[:3]]
    return f"{capital('; '.join(said))}." if said else ""


def _row(found: ReviewsPage, one: Review, today: date) -> ReviewRow:
    party = found.parties.get(one.party_id or "")
    late = one.days_late(today)
    return ReviewRow(
        one.number,
        one.reference,
        one.title,
        KINDS.get(one.kind, one.kind),
        day_words(one.held_on or one.planned_on),
        STATE_WORDS.get(one.state, one.state),
        STATE_TAGS.get(one.state, ""),
        f"{plural(late, 'day')} overdue" if late else "",
        party.name if party else "",
    )


def _plan_row(found: ReviewsPage, plan: Cadence, today: date) -> PlanRow:
    day = found.days.get(plan.number)
    return PlanRow(
        plan.number,
        plan.title,
        EVERY.get(plan.every, plan.every),
        day_words(day, "No day yet"),
        plan.is_late(today),
        _people(plan.participants),
        plan.retired,
        not plan.retired and plan.next_on is not None,
        plan.charter,
        "; ".join(plan.inputs),
        "; ".join(plan.outputs),
    )


def _people(people: Sequence[tuple[str, str]]) -> str:
    return "; ".join(role for role, _ in people)
