"""What a page of clients shows as a whole: the areas that lag or lead at most of them, and who moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from assessment.domain.wording import capital, count_word, sentence_name

HALF_A_LEVEL = 0.5 - 1e-9  # The small rest is what floats lose when a half level is subtracted.
MOST = Fraction(1, 2)
MOST_NAMED = 2
SHOWS_FROM = 20
"""A change of a twentieth is the smallest that shows with one decimal."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One client of the page: its overall index, now and before, and the index of each assessed area.

    `change` is None without an index before. Areas are floats, because they are only compared, never shown.
    """

    name: str
    areas: Mapping[str, float]
    overall: Fraction | None
    previous: Fraction | None = None
    change: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """How many clients moved up, slipped or stayed, of those that have an assessment before the latest."""

    up: int
    down: int
    same: int

    @property
    def compared(self) -> int:
        """Return how many clients have two assessments."""
        return self.up + self.down + self.same


def moves_of(standings: Sequence[Standing]) -> Moves:
    """Count who moved; a change that would not show with one decimal is none."""
    changes = [one.change for one in standings if one.change is not None]
    up = sum(1 for change in changes if change.numerator * SHOWS_FROM >= change.denominator)
    down = sum(1 for change in changes if -change.numerator * SHOWS_FROM >= change.denominator)
    return Moves(up, down, len(changes) - up - down)


def standouts(standings: Sequence[Standing], areas: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the areas that lag and those that lead at more than half of the assessed clients.

    An area lags at a client when it is half a level or more below the median of that client's areas.
    At most two of each are named, the most common first, then in the order of `areas`.
    """
    below = dict.fromkeys(areas, 0)
    above = dict.fromkeys(areas, 0)
    assessed = [one for one in standings if one.areas]
    for one in assessed:
        middle = median(one.areas.values())
        for area, index in one.areas.items():
            if area not in below:
                continue
            below[area] += index <= middle - HALF_A_LEVEL
            above[area] += index >= middle + HALF_A_LEVEL
    return _common(below, len(assessed)), _common(above, len(assessed))


def _common(counts: Mapping[str, int], clients: int) -> list[str]:
    found = [area for area, count in counts.items() if count > clients * MOST]
    return sorted(found, key=lambda area: -counts[area])[:MOST_NAMED]


def headline(standings: Sequence[Standing], names: Mapping[str, str]) -> str:
    """Return the title of the client list as a finding; `names` gives each area's short name in order."""
    assessed = [one for one in standings if one.areas]
    if not assessed:
        return f"{counted(len(standings), 'client')}, none assessed yet"
    lag, lead = standouts(standings, list(names))
    where = assessed[0].name if len(assessed) == 1 else "most clients"
    lagging = f"{_join(lag, names)} {_verb(lag, names, 'lag')} at {where}" if lag else ""
    leading = f"{_join(lead, names)} {_verb(lead, names, 'lead')}" if lead else ""
    if lagging and leading:
        return f"{capital(lagging)}; {leading}"
    if lagging:
        return capital(lagging)
    if leading:
        return f"{capital(leading)} at {where}"
    if len(assessed) == 1:
        return f"No area of {where} stands out; all are within half a level"
    return "No area lags or leads at most clients"


def lede(standings: Sequence[Standing], total: int, middle: str) -> str:
    """Return the sentence under the title: how many clients, their median index, and who moved.

    `middle` is the median index as text, empty without any; `total` counts the clients on all pages.
    """
    shown = len(standings)
    who = counted(shown, "client") if total == shown else f"{shown} of {total} clients"
    first = f"{who}, median index {middle}." if middle else f"{who}."
    moves = moves_of(standings)
    if not moves.compared:
        return first
    parts = []
    if moves.up:
        parts.append(f"{count_word(moves.up)} {_have(moves.up)} moved up since the assessment before")
    if moves.down:
        parts.append(f"{count_word(moves.down)} {_have(moves.down)} slipped")
    if not parts:
        return f"{first} None has moved since the assessment before."
    if not moves.up:
        parts[0] += " since the assessment before"
    return f"{first} {capital(', '.join(parts))}."


def moved_title(moves: Moves) -> str:
    """Return the title of the chart of previous and latest assessments."""
    if not moves.compared:
        return "No client has two assessments yet"
    every = count_word(moves.compared)
    if moves.up == moves.compared:
        return "The one client compared moved up" if moves.up == 1 else f"All {every} moved up"
    if moves.up >= moves.down and moves.up:
        return f"{capital(count_word(moves.up))} of {every} moved up"
    if moves.down:
        return f"{capital(count_word(moves.down))} of {every} slipped"
    return "No client has moved"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, as a sentence begins: Eight clients."""
    return f"{capital(count_word(count))} {noun}{'' if count == 1 else 's'}"


def _join(areas: Sequence[str], names: Mapping[str, str]) -> str:
    return " and ".join(sentence_name(names[area]) for area in areas)


def _is_plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith(("ss", "sis", "us"))


def _verb(areas: Sequence[str], names: Mapping[str, str], verb: str) -> str:
    plural = len(areas) > 1 or _is_plural(names[areas[0]])
    return verb if plural else verb + "s"


def short_names(areas: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Return the name for sentences of each (id, name, short): the name if it is one word, else the short."""
    return {area: name if " " not in name else short or name for area, name, short in areas}
