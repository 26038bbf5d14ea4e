"""The part of a pack that comes from the registers, and the whole pack of each kind of review."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.csip import DONE
from assessment.domain.csip_items import CsipItem
from assessment.domain.findings_csip import money_of
from assessment.domain.numbers import plain
from assessment.domain.review_material import ActionNow, Material, awaits, day_words
from assessment.domain.review_measures import (
    MOST_ROWS,
    agreement_section,
    comparison_section,
    kpi_section,
    metric_section,
    section_of,
)
from assessment.domain.review_pack import (
    AGAIN,
    GOOD,
    LATE,
    STALE,
    WAITS,
    WATCH,
    Measure,
    Missing,
    Pack,
    Row,
    Section,
)
from assessment.domain.reviews import (
    ANNUAL,
    HALF_YEARLY,
    MONTHLY,
    OPEN_STEPS,
    PROPOSAL_KINDS,
    QUARTERLY,
    RELATIONSHIP,
    SYNC,
)
from assessment.domain.wording import capital, plural

SOON_DAYS = 180
LONGEST_CELL = 200


def shortened(text: str) -> str:
    """Return a text as far as a cell shows it."""
    plain_text = " ".join(text.split())
    return plain_text if len(plain_text) <= LONGEST_CELL else f"{plain_text[:LONGEST_CELL].rstrip()} ..."


def action_section(material: Material) -> Section:
    """Return the actions of the last review and all open ones, late ones first."""
    today = material.cut_off
    last = material.before.review_id if material.before else None
    shown = [one for one in material.actions if one.is_open or (last and one.review_id == last)]
    shown.sort(key=lambda one: (not one.is_late(today), not one.is_open, one.due_on or date.max, one.number))
    rows = [_action_row(one, today, last) for one in shown]
    late = sum(1 for one in shown if one.is_late(today))
    still = sum(1 for one in shown if one.is_open)
    finding = f"{capital(plural(still, 'open action'))}, {late} of them overdue." if still else (
        "No action is open."
    )  # fmt: skip
    columns = ("Action", "Owner", "Due", "State", "From")
    return section_of("actions", "Actions", finding, columns, rows)


def _action_row(one: ActionNow, today: date, last: str | None) -> Row:
    mark = LATE if one.is_late(today) else "" if one.is_open else GOOD
    origin = "The last review" if last and one.review_id == last else "Register"
    cells = (
        f"ACT-{one.number:03d} {one.title}", one.owner or "Nobody yet", day_words(one.due_on),
        capital(one.state), origin,
    )  # fmt: skip
    return Row(f"action:{one.number}", cells, mark)


def waiting_section(material: Material) -> Section:
    """Return the improvements about which the review has to decide."""
    found = [(item, why) for item in material.items if (why := awaits(item, material.cut_off))]
    rows = [
        Row(f"csip:{item.number}", (f"{item.reference} {item.title}", why, item.owner or "Nobody yet",
            _cost(item), day_words(item.due_on)), WAITS)
        for item, why in found[:MOST_ROWS]
    ]  # fmt: skip
    finding = f"{capital(plural(len(found), 'improvement waits', 'improvements wait'))} for a decision."
    columns = ("Improvement", "Why", "Owner", "Cost", "Due")
    return section_of("waiting", "To decide", finding, columns, rows, total=len(found))


def _cost(item: CsipItem) -> str:
    if item.cost_amount is None:
        return "No added cost" if item.cost_kind == "none" else "Not known yet"
    return f"{item.cost_currency} {plain(item.cost_amount)}"


def movement_section(material: Material) -> Section:
    """Return what was decided about improvements since the last review of this kind."""
    rows = [
        Row(
            f"csip:{one.number}",
            (f"CSIP-{one.number:03d} {one.title}", capital(one.decision), capital(one.state),
             day_words(one.at), shortened(one.reason)),
        )
        for one in material.movements
    ]  # fmt: skip
    finding = f"{capital(plural(len(rows), 'decision'))} about improvements since the last review."
    columns = ("Improvement", "Decision", "State since", "On", "Reason")
    return section_of("moved", "Movements", finding, columns, rows)


def attention_section(material: Material) -> Section:
    """Return the improvements that are late, not touched for long, or on hold past their day."""
    found = [(item, marks) for item in material.items if (marks := _marks(item, material.cut_off))]
    rows = [
        Row(
            f"csip:{item.number}",
            (f"{item.reference} {item.title}", "; ".join(_mark_words(item, mark, material.cut_off)
             for mark in marks), item.owner or "Nobody yet"),
            marks[0],
        )
        for item, marks in found[:MOST_ROWS]
    ]  # fmt: skip
    said = capital(plural(len(found), "improvement is", "improvements are"))
    columns = ("Improvement", "What is wrong", "Owner")
    finding = f"{said} late, stale or to be looked at."
    return section_of("attention", "Attention", finding, columns, rows, total=len(found))


def _marks(item: CsipItem, today: date) -> list[str]:
    marks = [AGAIN] if item.look_again_is_due(today) else []
    if item.days_late(today):
        marks.append(LATE)
    return [*marks, STALE] if item.is_stale(today) else marks


def _mark_words(item: CsipItem, mark: str, today: date) -> str:
    if mark == AGAIN:
        return f"Look again since {day_words(item.look_again_on)}"
    if mark == LATE:
        return f"Overdue by {plural(item.days_late(today), 'day')}"
    return f"Not touched since {day_words(item.updated_at.date())}"


def plan_section(material: Material) -> Section:
    """Return how far each wave of the plan has come, by its improvements in the register."""
    all_of: Counter[int] = Counter()
    done: Counter[int] = Counter()
    for item in material.items:
        if item.wave is not None:
            all_of[item.wave] += 1
            done[item.wave] += item.group == DONE
    rows = [
        Row("plan:", (f"Wave {wave}", str(count), str(done[wave]), f"{100 * done[wave] // count}%"))
        for wave, count in sorted(all_of.items())
    ]
    finding = f"{done.total()} of {all_of.total()} planned improvements are implemented." if rows else (
        "No improvement of the plan is in the register yet."
    )  # fmt: skip
    return section_of("plan", "Plan", finding, ("Wave", "Improvements", "Implemented", "Share"), rows)


def wave_section(material: Material) -> Section:
    """Return the index that the plan predicted after each wave beside what a later assessment gave."""
    rows, below = [], 0
    for one in material.waves:
        came = one.came
        gap = one.difference
        below += gap is not None and gap < 0
        cells = (
            f"Wave {one.wave}", day_words(one.ends_on), plain(one.predicted, 2),
            plain(came.mean, 2) if came else "Not known yet",
            "–" if gap is None else ("+" if gap > 0 else "") + plain(gap, 2),
            f"{came.title}, {day_words(came.held_on)}" if came else "–",
        )  # fmt: skip
        rows.append(Row("plan:", cells, WATCH if gap is not None and gap < 0 else ""))
    finding = "No plan was put into the register before the last assessment."
    if rows:
        finding = f"{capital(plural(below, 'wave'))} of {len(rows)} came out below what was predicted."
    columns = ("Wave", "Ends", "Predicted index", "Reached", "Difference", "Shown by")
    return section_of("waves", "Predicted and reached", finding, columns, rows)


def step_section(material: Material) -> Section:
    """Return the open steps of the operating plan, late ones first."""
    today = material.cut_off
    steps = [one for one in material.steps if one.state in OPEN_STEPS]
    steps.sort(key=lambda one: (not one.is_late(today), one.due_on or date.max, one.number))
    rows = [
        Row(f"step:{one.number}", (shortened(one.text), one.owner or "Nobody yet", day_words(one.due_on),
            capital(one.state)), LATE if one.is_late(today) else "")
        for one in steps
    ]  # fmt: skip
    finding = f"{capital(plural(len(rows), 'open step'))}."
    return section_of("steps", "Operating plan", finding, ("Step", "Owner", "Due", "State"), rows)


def lesson_section(material: Material) -> Section:
    """Return the lessons that are still to be kept in mind."""
    rows = [
        Row(f"lesson:{one.number}", (shortened(one.text), shortened(one.change) or "–"))
        for one in material.lessons
        if not one.retired
    ]
    finding = f"{capital(plural(len(rows), 'lesson'))} to keep in mind."
    return section_of("lessons", "Lessons", finding, ("Lesson", "What is done differently"), rows)


def proposal_section(material: Material) -> Section:
    """Return changed needs and proposals that are open or put off."""
    rows = [
        Row(f"proposal:{one.number}", (one.title, PROPOSAL_KINDS.get(one.kind, one.kind), capital(one.state),
            shortened(one.description)))
        for one in material.proposals
        if one.state in ("open", "later")
    ]  # fmt: skip
    finding = f"{capital(plural(len(rows), 'proposal', 'proposals'))} and changed needs to talk about."
    return section_of("proposals", "Needs and proposals", finding, ("What", "Kind", "State", "About"), rows)


def budget_section(material: Material) -> Section:
    """Return what the improvements of the register cost, by currency."""
    amounts = (
        (item.group, item.cost_approval, item.cost_currency, item.cost_amount)
        for item in material.items
        if item.cost_amount is not None
    )
    rows = [
        Row("csip:", (one.currency or "No currency", plain(one.committed), plain(one.asked), plain(one.held)))
        for one in money_of(amounts)
    ]
    unknown = [item for item in material.items if item.is_open and item.cost_kind != "none"
               and item.cost_amount is None]  # fmt: skip
    missing = [
        Missing(f"{item.reference} has no cost estimate yet.", f"csip:{item.number}") for item in unknown
    ]
    finding = "What improvements cost, by currency." if rows else "No improvement has a cost."
    columns = ("Currency", "Approved", "Asked for", "On hold")
    return section_of("budget", "Budget", finding, columns, rows, missing)


def relationship_section(material: Material) -> Section:
    """Return how earlier reviews of this kind judged the relationship, newest first."""
    rows = [
        Row(f"review:{one.number}", (day_words(one.held_on), RELATIONSHIP.get(one.word, one.word),
            shortened(one.note)))
        for one in material.judgements
    ]  # fmt: skip
    finding = f"Judged as {rows[0].cells[1].lower()} the last time." if rows else (
        "Nobody has judged the relationship yet."
    )  # fmt: skip
    return section_of("relationship", "How we work together", finding, ("Review", "Judgement", "Note"), rows)


def contract_section(material: Material) -> Section:
    """Return the contracts with their end, notice and value, those that end soon first."""
    today, lines, missing, soon = material.cut_off, [], [], 0
    for one, party in material.contracts:
        if one.retired:
            continue
        near = one.ends_on is not None and (one.ends_on - today).days <= SOON_DAYS
        soon += near
        value = f"{one.currency} {plain(one.value)} per {one.value_per}" if one.value is not None else "–"
        if one.value is None:
            missing.append(Missing(f"{one.title} has no value entered.", f"contract:{one.number}"))
        cells = (
            one.title, party, day_words(one.ends_on, "Open"), day_words(one.notice_by, "None"),
            capital(one.renewal), value,
        )  # fmt: skip
        row = Row(f"contract:{one.number}", cells, AGAIN if near else "")
        lines.append((one.ends_on or date.max, one.number, row))
    rows = [line[-1] for line in sorted(lines, key=lambda line: line[:-1])]
    finding = f"{capital(plural(soon, 'contract'))} of {len(rows)} to renew in six months." if rows else (
        "No contract is entered."
    )  # fmt: skip
    columns = ("Contract", "With", "Ends", "Notice by", "At the end", "Value")
    return section_of("contracts", "Value and renewal", finding, columns, rows, missing)


def next_section(material: Material) -> Section:
    """Return the assessments that were held, newest first, so that the next one is agreed."""
    rows = [Row("assessment:", (one.title, day_words(one.held_on))) for one in material.assessments]
    finding = f"The last assessment was on {day_words(material.assessments[0].held_on)}." if rows else (
        "There is no assessment yet."
    )  # fmt: skip
    return section_of("next", "Next assessment", finding, ("Assessment", "Held"), rows)


Part = Callable[[Material], Section]
REGISTER: Mapping[str, Part] = {
    "actions": action_section, "waiting": waiting_section, "moved": movement_section,
    "attention": attention_section, "plan": plan_section, "waves": wave_section,
    "steps": step_section, "lessons": lesson_section, "proposals": proposal_section, "budget": budget_section,
    "relationship": relationship_section, "contracts": contract_section, "next": next_section,
}  # fmt: skip
MEASURED = {"sla": agreement_section, "kpi": kpi_section, "metrics": metric_section}
COMPARISON = "comparison"
MONTHLY_PARTS = (
    "actions", "sla", "kpi", "metrics", "waiting", "moved", "attention", COMPARISON, "plan", "steps",
    "lessons",
)  # fmt: skip
AFTER_PLAN = MONTHLY_PARTS.index("plan") + 1
WITH_WAVES = (*MONTHLY_PARTS[:AFTER_PLAN], "waves", *MONTHLY_PARTS[AFTER_PLAN:])
QUARTERLY_PARTS = (COMPARISON, *(one for one in WITH_WAVES if one != COMPARISON), "proposals", "budget",
                   "relationship")  # fmt: skip
EXECUTIVE_PARTS = ("contracts", *QUARTERLY_PARTS, "next")
PARTS: Mapping[str, tuple[str, ...]] = {
    SYNC: ("metrics", "sla", "actions"),
    MONTHLY: MONTHLY_PARTS,
    QUARTERLY: QUARTERLY_PARTS,
    HALF_YEARLY: EXECUTIVE_PARTS,
    ANNUAL: EXECUTIVE_PARTS,
}
"""The sections of each kind of review, in the order of the pack."""


@dataclass(frozen=True, slots=True)
class _Made:
    sections: dict[str, Section]
    measures: tuple[Measure, ...]


def _measured(material: Material) -> _Made:
    sections: dict[str, Section] = {}
    measures: list[Measure] = []
    for key, make in MEASURED.items():
        sections[key], found = make(material)
        measures += found
    return _Made(sections, tuple(measures))


def build_pack(material: Material) -> Pack:
    """Return the pack of a review out of what the registers hold."""
    made = _measured(material)
    sections: list[Section] = []
    for key in PARTS[material.kind]:
        if key == COMPARISON:
            sections.append(comparison_section(material, made.measures))
        else:
            sections.append(made.sections.get(key) or REGISTER[key](material))
    return Pack(
        material.kind, material.period_from, material.period_to, material.cut_off, tuple(sections),
        made.measures,
    )  # fmt: skip


def rows_of(pack: Pack | None, key: str) -> Sequence[Row]:
    """Return the rows of a section, none where the pack lacks it."""
    section = pack.section(key) if pack else None
    return section.rows if section else ()
