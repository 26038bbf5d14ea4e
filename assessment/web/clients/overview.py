"""One client at a glance as its page shows it: every number is text here already."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import quote_plus

from assessment.domain.events import sentence_of
from assessment.domain.findings import indexed, results_title
from assessment.domain.findings_portfolio import short_names
from assessment.domain.framework import Framework, localise
from assessment.domain.scoring import AreaScore
from assessment.domain.wording import capital, count_word, plural
from assessment.services.assessment_pages import AssessmentLine
from assessment.services.clients import LANGUAGES, Counted, CsipShort, Event, Missed, Outlook, Overview
from assessment.services.results_metrics import period_name
from assessment.web.filters import (
    breakable,
    current_language,
    format_change,
    format_date,
    format_index,
    format_moment,
    format_short_date,
)
from assessment.web.shell import CLIENT_PLACES, place_href

SHOWN_ASSESSMENTS = 5
MOST_MISSED = 5
WORKING = "in progress"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One assessment of the client."""

    title: str
    href: str
    day: str
    state: str
    is_open: bool
    rated: str
    overall: str
    method: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The areas of one assessment as a row of squares: (level, text, address, full name)."""

    title: str
    day: str
    cells: tuple[tuple[str, str, str, str], ...]
    overall: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of the history, as components/history.html reads it."""

    at: str
    at_iso: str
    who: str
    what: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """The improvements of the client in a few numbers: (group, address, count)."""

    title: str
    href: str
    groups: tuple[tuple[str, str, int], ...]
    late: int
    look_again: int


@dataclass(frozen=True, slots=True)
class ServicePart:
    """Reviews, actions and agreements in a few lines: (text, address, tag, kind of the tag)."""

    title: str
    lines: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything that the page of one client shows."""

    title: str
    prefix: str
    about: str
    note: str
    is_archived: bool
    is_sample: bool
    facts: tuple[tuple[str, str, str], ...]
    short_areas: tuple[tuple[str, str], ...]
    levels: tuple[tuple[int, str], ...]
    strips: tuple[Strip, ...]
    lines: tuple[Line, ...]
    more: int
    go_on: str
    results: str
    plan: str
    history: tuple[HistoryEntry, ...]
    register: RegisterPart | None
    service: ServicePart | None


def overview_of(found: Overview) -> OverviewPage:
    """The page of one client."""
    client, framework, language = found.client, found.framework, current_language()
    prefix = f"/clients/{client.slug}"
    latest = found.latest
    open_line = next((line for line in found.lines if line.is_open), None)
    assessed = f"{prefix}/assessments/{latest.slug}" if latest else ""
    strips = [line for line in (latest, found.before) if line is not None]
    about = [client.sector, f"texts in {LANGUAGES.get(client.language, client.language)}"]
    said = ", ".join(part for part in about if part)
    return OverviewPage(
        title=title_of(found),
        prefix=prefix,
        about=f"{capital(said)}.",
        note=client.note,
        is_archived=client.is_archived,
        is_sample=client.is_sample,
        facts=facts_of(found, latest) if latest else (),
        short_areas=tuple(
            (breakable(localise(a.short or a.name, language)), localise(a.name, language))
            for a in framework.areas
        ),
        levels=tuple((level.number, localise(level.name, language)) for level in framework.levels),
        strips=tuple(strip_of(line, framework, prefix) for line in strips),
        lines=tuple(line_view(line, prefix) for line in found.lines[:SHOWN_ASSESSMENTS]),
        more=max(0, len(found.lines) - SHOWN_ASSESSMENTS),
        go_on=f"{prefix}/assessments/{open_line.slug}" if open_line else "",
        results=f"{assessed}/results" if assessed else "",
        plan=plan_href(client.slug) if assessed else "",
        history=tuple(entry_of(event) for event in found.events),
        register=register_part(found.register, prefix),
        service=service_part(found, prefix),
    )


def register_part(found: CsipShort, prefix: str) -> RegisterPart | None:
    """The panel of improvements, or None as long as the register is empty."""
    if not any(found.counts.values()):
        return None
    working = found.counts.get(WORKING, 0)
    title = f"{capital(plural(working, 'improvement'))} {'is' if working == 1 else 'are'} in progress"
    if found.late:
        title += f", {count_word(found.late)} late"
    href = f"{prefix}/csip"
    groups = tuple(
        (capital(group), f"{href}?group={quote_plus(group)}", count)
        for group, count in found.counts.items()
        if count
    )
    return RegisterPart(title, href, groups, found.late, found.look_again_due)


def service_part(found: Overview, prefix: str) -> ServicePart | None:
    """The panel of reviews, actions and agreements, or None as long as there is nothing of them."""
    lines = (*review_lines(found.reviews, prefix), *action_lines(found.counted, prefix))
    lines += tuple(missed_line(one, prefix) for one in found.counted.missed[:MOST_MISSED])
    if not lines:
        return None
    missed = len(found.counted.missed)
    title = "No review and no action is overdue"
    if missed:
        title = f"{capital(plural(missed, 'agreement'))} missed a target in the latest month"
    elif found.counted.late:
        title = f"{capital(plural(found.counted.late, 'action is', 'actions are'))} overdue"
    elif found.reviews.due:
        title = f"{capital(plural(len(found.reviews.due), 'review waits', 'reviews wait'))} for somebody"
    return ServicePart(title, lines)


def missed_line(one: Missed, prefix: str) -> tuple[str, str, str, str]:
    """An agreement with how many of its targets were missed in its latest month."""
    said = f"{plural(one.targets, 'target')} missed in {period_name(one.period)}"
    href = f"{prefix}/slas/{one.number}/results"
    return f"SLA-{one.number:03d} {one.title}: {said}", href, "Missed", "bad"


def review_lines(found: Outlook, prefix: str) -> tuple[tuple[str, str, str, str], ...]:
    """The next review, and how many wait for somebody."""
    home = f"{prefix}/reviews"
    lines = []
    if found.next is not None:
        href = home if found.next.number is None else f"{home}/{found.next.number}"
        tag = ("Overdue", "bad") if found.next.is_late else ("", "")
        lines.append((f"Next review: {found.next.title}, {format_short_date(found.next.on)}", href, *tag))
    if found.due:
        waits = capital(plural(len(found.due), "review waits", "reviews wait"))
        lines.append((f"{waits} to be planned, prepared, held or closed", home, "", ""))
    return tuple(lines)


def action_lines(found: Counted, prefix: str) -> tuple[tuple[str, str, str, str], ...]:
    """How many actions are open, with how many of them are overdue."""
    if not found.open:
        return ()
    tag = (f"{found.late} overdue", "bad") if found.late else ("", "")
    return ((capital(plural(found.open, "open action")), f"{prefix}/actions", *tag),)


def plan_href(slug: str) -> str:
    """The address of the client's plan."""
    place = next(place for place in CLIENT_PLACES if place.key == "plan")
    return place_href(place, {"client": slug}) or ""


def title_of(found: Overview) -> str:
    """The finding of the latest assessment, or what comes first."""
    if found.latest is not None:
        language = current_language()
        names = names_of(found.framework, language)
        return results_title(found.client.name, found.latest.card, names)
    if found.lines:
        return f"{found.client.name}: nothing is rated yet"
    return f"{found.client.name} has no assessment yet"


def names_of(framework: Framework, language: str) -> dict[str, str]:
    """The name of each area as sentences use it."""
    areas = framework.areas
    return short_names([(a.id, localise(a.name, language), localise(a.short, language)) for a in areas])


def facts_of(found: Overview, latest: AssessmentLine) -> tuple[tuple[str, str, str], ...]:
    """The line of facts: mean index, weakest area, largest gap, latest assessment."""
    language = current_language()
    names = names_of(found.framework, language)
    note = "less than 80% answered" if latest.provisional else ""
    if found.before is not None and found.before.mean is not None and latest.mean is not None:
        note = f"{format_change(latest.mean - found.before.mean)} since {found.before.title}"
    facts = [("Mean index", format_index(latest.mean), note)]
    known = indexed(latest.card)
    if known:
        facts.append(("Weakest area", names[known[0].area], format_index(known[0].index)))
    gaps = [area for area in latest.card.areas if area.gap]
    if gaps:
        widest = max(gaps, key=lambda area: area.gap or Fraction(0))
        facts.append(("Largest gap to target", names[widest.area], format_index(widest.gap)))
    facts.append(("Latest assessment", latest.title, format_short_date(latest.held_on)))
    return tuple(facts)


def strip_of(line: AssessmentLine, framework: Framework, prefix: str) -> Strip:
    """The squares of one assessment; each leads to the questions of its area."""
    base = f"{prefix}/assessments/{line.slug}"
    scores = {score.area: score for score in line.card.areas}
    language = current_language()
    cells = tuple(
        (*square(scores.get(area.id)), f"{base}/{area.slug}", localise(area.name, language))
        for area in framework.areas
    )
    return Strip(line.title, format_short_date(line.held_on), cells, format_index(line.mean))


def square(score: AreaScore | None) -> tuple[str, str]:
    """The level that colours a square and its text."""
    if score is None or not (score.rated or score.valued or score.placing is not None):
        return "unknown", NONE
    if score.index is None:
        return "na", NONE
    return str(score.level), format_index(score.index)


def line_view(line: AssessmentLine, prefix: str) -> Line:
    """One assessment as the list shows it."""
    return Line(
        line.title,
        f"{prefix}/assessments/{line.slug}",
        format_date(line.held_on),
        "Open" if line.is_open else "Closed",
        line.is_open,
        f"{line.rated} of {line.practices}",
        NONE if line.mean is None else format_index(line.mean),
        line.method,
    )


def entry_of(event: Event) -> HistoryEntry:
    """One event in plain words."""
    data: Mapping[str, Any] = event.data or {}
    what = sentence_of(event.kind, data)
    if "copy_of" in data:
        what += f" as a copy of {data['copy_of']}"
    return HistoryEntry(
        format_moment(event.at),
        event.at.isoformat(),
        event.actor,
        what,
        str(data.get("from", "")),
        str(data.get("to", "")),
        str(data.get("reason", "")),
    )
