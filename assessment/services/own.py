"""Own metrics and own practices of a client or of every client: define, change, retire, take up again."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from assessment.domain.clients import Client
from assessment.domain.framework import Framework, localise
from assessment.domain.own import (
    METRIC,
    PARTS,
    PRACTICE,
    Cell,
    OwnMetric,
    OwnPractice,
    OwnThings,
    cells_in,
    own_code,
)
from assessment.domain.reading_values import RATING, UNITS, read_number
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.metrics import plain_framework_for
from assessment.services.rating_changes import LONGEST_LINE, LONGEST_NOTE
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.own import EVERYBODY, list_own, save_own, taken_codes

DIRECTIONS = ("higher", "lower", "context")
LOWEST_EFFORT, HIGHEST_EFFORT = 1, 5
CHANGED = "Somebody else changed this meanwhile. Look at it, then save again."
Own = OwnMetric | OwnPractice
T = TypeVar("T", bound=Own)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a client has of its own; `framework` says what areas and levels there are."""

    client: Client
    framework: Framework
    own: OwnThings


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """What was typed about an own metric; the ends of a rating as text, cells as pairs of area and level."""

    name: str
    unit: str = ""
    direction: str = ""
    numerator: str = ""
    denominator: str = ""
    words: str = ""
    data_needed: str = ""
    lowest: str = ""
    highest: str = ""
    is_survey: bool = False
    cells: tuple[Cell, ...] = ()
    for_all: bool = False
    seen: int = 0


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """What was typed about an own practice."""

    text: str
    area: str = ""
    level: int = 0
    effort: int = 0
    for_all: bool = False
    seen: int = 0


def own_page(unit: Unit, client_slug: str) -> OwnPage:
    """Return the own metrics and practices of a client, what is retired included."""
    client = get_client(unit, client_slug)
    framework = plain_framework_for(unit, client)
    return OwnPage(client, framework, list_own(unit, client.id, framework.id))


def found_own(page: OwnPage, code: str) -> Own:
    """Return one own metric or practice by its id; NotFound when there is none."""
    for one in page.own.everything:
        if one.code == code:
            return one
    raise NotFound("This client has nothing of its own with this id.")


def define_metric(unit: Unit, client_slug: str, entry: MetricEntry, code: str = "") -> OwnMetric:
    """Store a new own metric, or change the one of that id; its unit and its owner stay as they are.

    Raises InvalidInput naming the field, Conflict when somebody else changed it meanwhile.
    """
    page = own_page(unit, client_slug)
    old = found_own(page, code) if code else None
    if old is not None and not isinstance(old, OwnMetric):
        raise NotFound("This client has no metric of its own with this id.")
    new = _read_metric(page.framework, entry if old is None else replace(entry, unit=old.unit))
    if old is None:
        return _store(unit, page, replace(new, code=_next(unit, page, METRIC, new.for_all)), None)
    return _store(unit, page, _kept(new, old), old)


def define_practice(unit: Unit, client_slug: str, entry: PracticeEntry, code: str = "") -> OwnPractice:
    """Store a new own practice, or change the one of that id; its owner stays as it is.

    Raises InvalidInput naming the field, Conflict when somebody else changed it meanwhile.
    """
    page = own_page(unit, client_slug)
    old = found_own(page, code) if code else None
    if old is not None and not isinstance(old, OwnPractice):
        raise NotFound("This client has no practice of its own with this id.")
    new = _read_practice(page.framework, entry)
    if old is None:
        return _store(unit, page, replace(new, code=_next(unit, page, PRACTICE, new.for_all)), None)
    return _store(unit, page, _kept(new, old), old)


def retire_own(unit: Unit, client_slug: str, code: str, *, may_all: bool) -> Own:
    """Take an own metric or practice out of use; what was entered stays. NotAllowed where it is already."""
    page = own_page(unit, client_slug)
    old = found_own(page, code)
    check_owner(old, may_all=may_all)
    if old.retired:
        raise NotAllowed("This is retired already.")
    return _store(unit, page, replace(old, retired=True), old, "own retired")


def take_up_own(unit: Unit, client_slug: str, code: str, *, may_all: bool) -> Own:
    """Take a retired own metric or practice up again; NotAllowed where it is in use."""
    page = own_page(unit, client_slug)
    old = found_own(page, code)
    check_owner(old, may_all=may_all)
    if not old.retired:
        raise NotAllowed("This is in use already.")
    return _store(unit, page, replace(old, retired=False), old, "own taken up")


def check_owner(own: Own, *, may_all: bool) -> None:
    """Raise NotAllowed for what is of every client unless the person may change that."""
    if own.for_all and not may_all:
        raise NotAllowed("This is of every client of the workspace. Only an owner of it changes that.")


def name_of(own: Own) -> str:
    """Return what an own metric or practice is called."""
    return own.name if isinstance(own, OwnMetric) else own.text


def cell_name(framework: Framework, cell: Cell, language: str = "en") -> str:
    """Return a cell in words, "Incidents, level 3"."""
    area = framework.area_by_id[cell[0]]
    return f"{localise(area.short or area.name, language)}, level {cell[1]}"


def _next(unit: Unit, page: OwnPage, kind: str, for_all: bool) -> str:
    return own_code(kind, for_all, taken_codes(unit, EVERYBODY if for_all else page.client.id))


def _kept(new: T, old: T) -> T:
    return replace(new, code=old.code, for_all=old.for_all, retired=old.retired)


def _store(unit: Unit, page: OwnPage, new: T, old: T | None, kind: str = "") -> T:
    seen = new.version
    if old is not None and replace(old, version=seen) == new:
        return old
    what = METRIC if isinstance(new, OwnMetric) else PRACTICE
    if old is not None and old.version != seen:
        raise Conflict(CHANGED, field="name", yours=name_of(new), theirs=name_of(old), version=old.version)
    version = save_own(unit, page.client.id, page.framework.id, what, new)
    if not version:
        raise Conflict(CHANGED, field="name", yours=name_of(new), theirs=name_of(new))
    said = {"code": new.code, "name": name_of(new)}
    about = "" if new.for_all else page.client.id
    add_event(unit, about, f"own:{new.code}", kind or ("own changed" if old else "own defined"), said)
    return replace(new, version=version)


def _read_metric(framework: Framework, entry: MetricEntry) -> OwnMetric:
    name = checked_line("name", entry.name, LONGEST_NAME)
    if not name:
        raise InvalidInput("name", "Give the metric a name.")
    if entry.unit not in UNITS:
        raise InvalidInput("unit", "Choose a unit.")
    if entry.direction not in DIRECTIONS:
        raise InvalidInput("direction", "Choose which side is better.")
    numerator = checked_line("numerator", entry.numerator, LONGEST_LINE)
    denominator = checked_line("denominator", entry.denominator, LONGEST_LINE)
    if (numerator or denominator) and entry.unit not in PARTS:
        raise InvalidInput("numerator", "Only a percentage or a ratio is made of two parts.")
    if bool(numerator) != bool(denominator):
        missing = "denominator" if numerator else "numerator"
        raise InvalidInput(missing, "Say both what is counted and out of what, or leave both empty.")
    lowest, highest = _scale(entry)
    return OwnMetric(
        "",
        name,
        entry.unit,
        entry.direction,
        numerator,
        denominator,
        checked_text("words", entry.words, LONGEST_NOTE),
        checked_text("data_needed", entry.data_needed, LONGEST_NOTE),
        lowest,
        highest,
        entry.is_survey,
        cells_in(framework, tuple(sorted(set(entry.cells)))),
        entry.for_all,
        version=entry.seen,
    )


def _scale(entry: MetricEntry) -> tuple[Fraction | None, Fraction | None]:
    if entry.unit != RATING:
        return None, None
    if not (entry.lowest.strip() and entry.highest.strip()):
        raise InvalidInput("lowest", "Say from where to where the rating goes, for example 1 to 5.")
    lowest, highest = read_number(entry.lowest, "lowest"), read_number(entry.highest, "highest")
    if lowest >= highest or lowest < 0:
        raise InvalidInput("highest", "The upper end lies above the lower one, which is 0 or more.")
    return lowest, highest


def _read_practice(framework: Framework, entry: PracticeEntry) -> OwnPractice:
    text = checked_line("text", entry.text, LONGEST_LINE)
    if not text:
        raise InvalidInput("text", "Say what is done.")
    if not cells_in(framework, ((entry.area, entry.level),)):
        raise InvalidInput("area", "Choose an area and a level of the framework.")
    if not LOWEST_EFFORT <= entry.effort <= HIGHEST_EFFORT:
        raise InvalidInput("effort", "Choose an effort from 1 to 5.")
    return OwnPractice("", text, entry.area, entry.level, entry.effort, entry.for_all, version=entry.seen)
