"""The pages of assessments as they are shown: every number is text here already."""

from dataclasses import dataclass

from assessment.domain.assessments import Assessment
from assessment.domain.framework import localise
from assessment.domain.scoring import AreaScore
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES, capital, count_word, plural
from assessment.services.assessment_pages import (
    ALL_RATED,
    DONE,
    IN_PROGRESS,
    AssessmentLine,
    CheckArea,
    CheckPage,
    TaskArea,
    TaskList,
)
from assessment.web.filters import (
    current_language,
    format_date,
    format_index,
    format_plain,
    format_short_date,
)

NONE = "–"
TAGS = {IN_PROGRESS: "acc", ALL_RATED: "ok", DONE: "plain"}
BACK = "?back=check"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class ListRow:
    """One assessment of the list."""

    title: str
    href: str
    day: str
    state: str
    is_open: bool
    rated: str
    overall: str
    provisional: bool
    method: str


def list_rows(lines: tuple[AssessmentLine, ...], prefix: str) -> tuple[ListRow, ...]:
    """The rows of the list, newest first."""
    return tuple(
        ListRow(
            line.title,
            f"{prefix}/{line.slug}",
            format_date(line.held_on),
            "Open" if line.is_open else "Closed",
            line.is_open,
            f"{line.rated} of {line.practices}",
            NONE if line.mean is None else format_index(line.mean),
            line.mean is not None and line.provisional,
            line.method,
        )
        for line in lines
    )


def list_title(client: str, lines: tuple[AssessmentLine, ...]) -> str:
    """The title of the list: how many there are and how many are open."""
    if not lines:
        return f"{client} has no assessment yet"
    count = capital(plural(len(lines), "assessment"))
    still_open = sum(1 for line in lines if line.is_open)
    if not still_open:
        return f"{count} of {client}, all closed" if len(lines) > 1 else f"{count} of {client}, closed"
    if still_open == len(lines):
        return f"{count} of {client}, still open" if len(lines) == 1 else f"{count} of {client}, all open"
    return f"{count} of {client}, {count_word(still_open)} still open"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of the task list. `level` colours its square."""

    name: str
    href: str
    status: str
    kind: str
    rated: str
    percent: int
    level: str
    level_text: str
    index: str
    range: str
    placing: str
    placing_differs: bool
    target: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """The task list as its page shows it."""

    title: str
    prefix: str
    is_open: bool
    facts: tuple[tuple[str, str, str], ...]
    rows: tuple[AreaRow, ...]
    next_href: str
    next_text: str
    differing: int
    settings: tuple[tuple[str, str], ...]
    levels: tuple[tuple[int, str], ...]


def task_page(tasks: TaskList, prefix: str) -> TaskPage:
    """The page of the task list; prefix is the address of the assessment."""
    language = current_language()
    assessment = tasks.place.assessment
    following = tasks.next_area if assessment.is_open else None
    rows = tuple(area_row(area, prefix) for area in tasks.areas)
    started = any(area.answered for area in tasks.areas)
    return TaskPage(
        title=tasks.title,
        prefix=prefix,
        is_open=assessment.is_open,
        facts=facts_of(tasks, started),
        rows=rows,
        next_href=f"{prefix}/{following.slug}" if following else "",
        next_text=next_text(following) if following else "",
        differing=sum(row.placing_differs for row in rows),
        settings=settings_rows(tasks),
        levels=tuple((one.number, localise(one.name, language)) for one in tasks.framework.levels),
    )


def next_text(area: TaskArea) -> str:
    """The words of the button that leads on."""
    return f"{'Go on with' if area.answered else 'Start'} {area.short}"


def facts_of(tasks: TaskList, started: bool) -> tuple[tuple[str, str, str], ...]:
    """Practices rated, areas finished, mean index so far, confidence in it."""
    finished = sum(1 for area in tasks.areas if area.status in (DONE, ALL_RATED))
    facts = [
        ("Practices rated", f"{tasks.rated} of {tasks.practices}", ""),
        ("Areas finished", f"{finished} of {len(tasks.areas)}", ""),
    ]
    if started:
        note = "provisional, less than 80% known" if tasks.card.provisional else ""
        facts.append(("Mean index so far", format_index(tasks.card.mean_index), note))
    return tuple(facts)


def area_row(area: TaskArea, prefix: str) -> AreaRow:
    """One row of the task list."""
    score = area.score
    level, text, index = square_of(area)
    ranged = score.index is not None and score.index_high is not None and score.index_high > score.index
    return AreaRow(
        area.name,
        f"{prefix}/{area.slug}",
        area.status,
        TAGS.get(area.status, ""),
        f"{score.rated} of {area.practices}",
        round(WHOLE * score.rated / area.practices) if area.practices else WHOLE,
        level,
        text,
        index,
        f"up to {format_index(score.index_high)}" if ranged and area.answered else "",
        format_plain(score.placing) if score.placing is not None else NONE,
        area.answered and score.rated > 0 and score.placing_differs,
        format_plain(score.target) if score.target is not None else NONE,
    )


def square_of(area: TaskArea) -> tuple[str, str, str]:
    """The level that colours the square, its text, and the index beside it."""
    score: AreaScore = area.score
    if not area.answered:
        return "unknown", "?", NONE
    if score.index is None:
        return "na", NONE, "not assessable"
    return str(score.level), str(score.level), format_index(score.index)


def settings_rows(tasks: TaskList) -> tuple[tuple[str, str], ...]:
    """The settings of the assessment, in words."""
    assessment: Assessment = tasks.place.assessment
    options = assessment.options
    rows = [
        ("Date", format_date(assessment.held_on)),
        ("Scope", assessment.scope or "Not described"),
        ("Method", f"{METHOD_NAMES[assessment.method]}: {METHOD_SENTENCES[assessment.method]}"),
        ("Framework", f"{localise(tasks.framework.name)}, version {assessment.framework_version}"),
        ("Implied practices", "not counted" if options.use_implied is False else "counted"),
    ]
    if options.cap_without_evidence:
        rows.append(("Without evidence", "largely in place at most"))
    if options.balance_by_role:
        rows.append(("Votes", "every role counts the same"))
    if tasks.baseline:
        rows.append(("Started as a copy of", tasks.baseline))
    if assessment.closed_at is not None:
        rows.append(("Closed", format_short_date(assessment.closed_at.date())))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One area of the check page: `faults` are what is missing, `wishes` what would help."""

    name: str
    href: str
    level: str
    level_text: str
    index: str
    faults: str
    wishes: str
    notes: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """The check page as it is shown."""

    title: str
    prefix: str
    is_open: bool
    can_close: bool
    rows: tuple[CheckRow, ...]
    complete: int
    closed_on: str


def check_view(page: CheckPage, prefix: str) -> CheckView:
    """The check page; its links lead to the questions and name this page as the way back."""
    assessment = page.tasks.place.assessment
    return CheckView(
        page.title,
        prefix,
        assessment.is_open,
        any(area.area.answered for area in page.areas),
        tuple(check_row(area, prefix) for area in page.areas),
        sum(area.complete for area in page.areas),
        format_date(assessment.closed_at.date()) if assessment.closed_at else "",
    )


def check_row(found: CheckArea, prefix: str) -> CheckRow:
    """One area of the check page."""
    area = found.area
    href = f"{prefix}/{area.slug}{BACK}"
    level, text, index = square_of(area)
    faults = []
    if area.left:
        faults.append(f"{plural(area.left, 'practice')} not rated")
    if found.without_reason:
        faults.append(
            f"{plural(len(found.without_reason), 'practice')} without a reason for “does not apply”"
        )
    if found.no_target:
        faults.append("no target")
    count = len(found.without_note)
    wishes = (
        f"{capital(plural(count, 'rating'))} at an end of the scale without note or evidence" if count else ""
    )
    return CheckRow(
        area.name,
        href,
        level,
        text,
        index,
        capital("; ".join(faults)),
        wishes,
        tuple((f"{href}#p-{lack.practice}", lack.text) for lack in found.without_note),
        tuple((f"{href}#p-{lack.practice}", lack.text) for lack in found.without_reason),
    )
