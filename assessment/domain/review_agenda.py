"""The agenda of a review: points of the template, points that the pack asks for, minutes and times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assessment.domain.review_pack import AGAIN, LATE, MISSED, STALE, Pack, Row
from assessment.domain.review_sections import rows_of
from assessment.domain.wording import plural
from assessment.errors import InvalidInput

MOST_POINTS = 80
LONGEST_POINT = 480
MINUTES_FOR_A_ROW = 3
MINUTES_FOR_A_GROUP = 10
MOST_OF_A_KIND = 5
"""With more of a kind the agenda has one point for all of them, so that the meeting has room for the rest."""

GROUP = "-all"
DAY = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """One point. `because` says which rule put it there, `ref` what it is about, `notes` are the minutes."""

    key: str
    title: str
    minutes: int = MINUTES_FOR_A_ROW
    because: str = ""
    ref: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of a section that become points: those with one of the marks, or all.

    `words` are the title of one, `together` that of the one point for many.
    """

    section: str
    marks: tuple[str, ...]
    words: str
    together: str
    because: str


RULES = (
    Rule("sla", (MISSED,), "Missed: {}", "{} missed targets", "Every missed target is talked about."),
    Rule("actions", (LATE,), "Overdue: {}", "{} overdue actions", "Every overdue action is talked about."),
    Rule(
        "waiting",
        (),
        "Decide: {}",
        "{} improvements await a decision",
        "Every improvement that waits is decided about.",
    ),
    Rule(
        "attention",
        (AGAIN, LATE, STALE),
        "Look at: {}",
        "{} improvements to look at",
        "What is late, stale or on hold past its day.",
    ),
    Rule(
        "steps",
        (LATE,),
        "Overdue step: {}",
        "{} overdue steps",
        "Every overdue step of the operating plan is talked about.",
    ),
)


def agenda_of(template: Iterable[tuple[str, int]], pack: Pack | None) -> tuple[Point, ...]:
    """Return the points of the template, then those that the pack asks for, each thing once.

    More than five of a kind become one point.
    """
    points = [Point(f"t{place}", title, minutes) for place, (title, minutes) in enumerate(template, start=1)]
    seen: set[str] = set()
    for rule in RULES:
        rows = [
            row
            for row in rows_of(pack, rule.section)
            if (not rule.marks or row.mark in rule.marks) and row.ref + row.cells[0] not in seen
        ]
        seen |= {row.ref + row.cells[0] for row in rows}
        points += _together(rule, rows, pack) if len(rows) > MOST_OF_A_KIND else [
            _point(rule, row) for row in rows
        ]  # fmt: skip
    return tuple(points[:MOST_POINTS])


def _together(rule: Rule, rows: Sequence[Row], pack: Pack | None) -> list[Point]:
    section = pack.section(rule.section) if pack else None
    # Rows that a section leaves out are like those that it shows where all of these are wanted.
    more = section.more if section and len(section.rows) == len(rows) else 0
    title = rule.together.format(len(rows) + more)
    return [Point(f"{rule.section}{GROUP}", title, MINUTES_FOR_A_GROUP, rule.because)]


def _point(rule: Rule, row: Row) -> Point:
    key = f"{rule.section}-{row.ref.replace(':', '-')}-{hash_of(row.cells[0])}"
    return Point(key, rule.words.format(row.cells[0]), MINUTES_FOR_A_ROW, rule.because, row.ref)


def hash_of(text: str) -> int:
    """Return a number that is the same for the same text in every run."""
    found = 0
    for character in text:
        found = (found * 31 + ord(character)) % 1_000_003
    return found


def agenda_json(points: Iterable[Point]) -> list[dict[str, Any]]:
    """Return an agenda as it is stored."""
    return [asdict(point) for point in points]


def points_of(stored: Sequence[Mapping[str, Any]] | None) -> tuple[Point, ...]:
    """Return the agenda that was stored."""
    return tuple(Point(**one) for one in stored or ())


def refreshed(points: Sequence[Point], fresh: Sequence[Point]) -> tuple[Point, ...]:
    """Return an agenda after its pack was made anew.

    What somebody wrote stays, the points of rules are those of the new pack, new ones come at the end.
    """
    new = {point.key: point for point in fresh if point.because}
    kept = [
        _counted(point, new.get(point.key))
        for point in points
        if not point.because or point.notes or point.key in new
    ]
    there = {point.key for point in points}
    return (*kept, *(point for point in fresh if point.because and point.key not in there))


def _counted(point: Point, fresh: Point | None) -> Point:
    """A point for many with the count of the new pack, unless somebody gave it other words."""
    if fresh is None or not point.key.endswith(GROUP) or not point.title[:1].isdigit():
        return point
    return replace(point, title=fresh.title)


def edited(points: Sequence[Point], titles: Mapping[str, str], minutes: Mapping[str, int | None],
           order: Mapping[str, int | None]) -> tuple[Point, ...]:  # fmt: skip
    """Return an agenda with other titles, minutes and places; InvalidInput for what does not fit.

    A point whose title was emptied is taken out; equal places keep their order.
    """
    changed = []
    for place, point in enumerate(points, start=1):
        title = titles.get(point.key, point.title)
        if point.key in titles and not title.strip():
            continue
        length = minutes.get(point.key, point.minutes) if point.key in minutes else point.minutes
        check_minutes(f"minutes-{point.key}", length)
        wanted = order.get(point.key)
        changed.append(
            (place if wanted is None else wanted, place, replace(point, title=title, minutes=length or 0))
        )
    return tuple(line[-1] for line in sorted(changed, key=lambda line: line[:-1]))


def check_minutes(field: str, minutes: int | None) -> None:
    """Raise InvalidInput unless these are minutes that a point can have."""
    if minutes is None or not 0 <= minutes <= LONGEST_POINT:
        raise InvalidInput(field, f"Write whole minutes from 0 to {LONGEST_POINT}.")


def added(points: Sequence[Point], title: str, minutes: int | None) -> tuple[Point, ...]:
    """Return an agenda with one more point at its end; InvalidInput where it has too many."""
    check_minutes("minutes", minutes)
    if len(points) >= MOST_POINTS:
        raise InvalidInput("title", f"An agenda has at most {MOST_POINTS} points.")
    taken = {point.key for point in points}
    number = next(one for one in range(1, MOST_POINTS + 2) if f"a{one}" not in taken)
    return (*points, Point(f"a{number}", title, minutes or 0))


def removed(points: Sequence[Point], key: str) -> tuple[Point, ...]:
    """Return an agenda without a point."""
    return tuple(point for point in points if point.key != key)


def moved(points: Sequence[Point], key: str, up: bool) -> tuple[Point, ...]:
    """Return an agenda with a point one place further up or down; at the end it stays."""
    found = list(points)
    place = next((place for place, point in enumerate(found) if point.key == key), None)
    if place is None:
        return tuple(found)
    other = place - 1 if up else place + 1
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Timed:
    """A point with the time at which it begins, "" where the review has no hour."""

    point: Point
    begins: str
    after: int


def timed(points: Sequence[Point], starts_at: str) -> tuple[Timed, ...]:
    """Return the points, each with its time of day and the minutes that have passed before it."""
    begin = _clock(starts_at)
    found, passed = [], 0
    for point in points:
        at = (begin + timedelta(minutes=passed)).strftime("%H:%M") if begin else ""
        found.append(Timed(point, at, passed))
        passed += point.minutes
    return tuple(found)


def _clock(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%H:%M").replace(year=DAY.year) if text else None
    except ValueError:
        return None


def length_in_words(points: Sequence[Point], minutes_long: int) -> str:
    """Return whether the agenda fits the meeting."""
    total = sum(point.minutes for point in points)
    if total > minutes_long:
        return f"{total} minutes planned, {plural(total - minutes_long, 'minute')} more than the meeting has."
    return f"{total} of {minutes_long} minutes planned."
