"""What the columns of each tool's export are called and what its words mean, kept as data files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import yaml

from assessment.domain.tickets import STATES, TYPES
from assessment.files.tickets.values import LAYOUTS, UNITS, plain_key
from assessment.files.tickets.zones import without_zone

GENERIC = "generic"
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
AUTO = "auto"
NAMES = ("servicenow", "jira", "glpi", "otrs", "zendesk", "freshdesk", "hpsm", "zammad", GENERIC)

TIME_FIELDS = (
    "opened_at", "assigned_at", "first_response_at", "resolved_at", "closed_at", "updated_at", "event_at",
    "outage_start", "restored_at",
)  # fmt: skip
NUMBER_FIELDS = (
    "first_response_after", "resolution_after", "hold_min", "sla_target_min", "reopened_count",
    "reassignment_count", "group_stations", "satisfaction",
)  # fmt: skip
FIELDS = (
    "number", "type", "state", "priority", *TIME_FIELDS, "first_response_after", "resolution_after",
    "reopened_count", "reopened_at", "reassignment_count", "group_stations", "assignment_group",
    "first_group", "final_group", "contact_type", "service", "sla_name", "sla_target_min", "made_sla",
    "breached_sla", "response_made_sla", "hold_min", "kb_article", "opened_by_system", "one_touch",
    "close_code", "parent", "planned", "satisfaction", "activity", "response_left", "resolution_left",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How one tool writes its exports. `columns` gives the plain keys of headers by field, likeliest first.

    `bare_dates` are headers that say no more than that they are a date, and `completed` those that are the
    resolution only where another column is the closing.
    `signs` are headers that point to this tool; `units` what one of a bare number is, by field;
    `in_or_out` are headers whose I and O are inside and outside of a target;
    `zero_is_nothing` are the fields in which 0 stands for no value; `closing_resolves` says that the tool has
    one end of a ticket, so that its closing is its resolution.
    """

    id: str
    name: str
    columns: Mapping[str, tuple[str, ...]]
    signs: frozenset[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    duplicates: frozenset[str] = frozenset()
    units: Mapping[str, int] = field(default_factory=dict)
    zero_is_nothing: frozenset[str] = frozenset()
    closing_resolves: bool = False
    bare_dates: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    in_or_out: frozenset[str] = frozenset()

    @property
    def headers(self) -> frozenset[str]:
        """Every header that this layout knows, as a plain key."""
        return frozenset(key for keys in self.columns.values() for key in keys)


def _columns(data: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, by_language in data.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is no field of a ticket")
        keys = [plain_key(str(header)) for headers in by_language.values() for header in headers]
        found[name] = tuple(dict.fromkeys(keys))
    return found


def _meanings(data: Mapping[str, Sequence[object]], allowed: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, words in data.items():
        if meaning not in allowed:
            raise ValueError(f"{meaning} is not one of {', '.join(allowed)}")
        found |= {plain_key(str(word)): meaning for word in words}
    return found


@cache
def layout_named(name: str) -> Layout:
    """Return a layout of this program by its name; what it does not say is as in the generic one."""
    data = yaml.load((LAYOUTS / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    own = Layout(
        data["id"],
        data["name"],
        _columns(data["columns"]),
        frozenset(plain_key(sign) for sign in data.get("signs", ())),
        _meanings(data.get("states", {}), STATES),
        _meanings(data.get("types", {}), TYPES),
        frozenset(plain_key(word) for word in data.get("duplicates", ())),
        {name: UNITS[unit] for name, unit in data.get("units", {}).items()},
        frozenset(data.get("zero_is_nothing", ())),
        data.get("closing_resolves", False),
        frozenset(plain_key(header) for header in data.get("bare_dates", ())),
        frozenset(plain_key(header) for header in data.get("completed", ())),
        frozenset(plain_key(header) for header in data.get("in_or_out", ())),
    )
    never = frozenset(plain_key(header) for header in data.get("never", ()))
    return own if name == GENERIC else _on_top_of(layout_named(GENERIC), own, never)


def _on_top_of(base: Layout, own: Layout, never: frozenset[str]) -> Layout:
    """Return a layout with everything of the generic one that it does not say otherwise.

    `never` are headers that mean something else in this tool.
    """
    columns = {
        name: tuple(
            dict.fromkeys(
                (*own.columns.get(name, ()), *(key for key in base.columns.get(name, ()) if key not in never))
            )
        )
        for name in FIELDS
        if name in own.columns or name in base.columns
    }
    return Layout(
        own.id,
        own.name,
        columns,
        own.signs,
        {**base.states, **own.states},
        {**base.types, **own.types},
        base.duplicates | own.duplicates,
        {**base.units, **own.units},
        own.zero_is_nothing,
        own.closing_resolves,
        base.bare_dates | own.bare_dates,
        base.completed | own.completed,
        base.in_or_out | own.in_or_out,
    )


def meaning_of(words: Mapping[str, str], text: str) -> str:
    """Return what a word means, "" when that is open.

    HubSpot writes the pipeline after it, as in "Closed (Support Pipeline)".
    """
    found = words.get(plain_key(text), "")
    if found or not text.endswith(")"):
        return found
    word, _, aside = text.rpartition("(")
    return words.get(plain_key(word), "") if "pipeline" in aside.casefold() else ""


def guess_layout(headers: Sequence[str]) -> Layout:
    """Return the layout that most of the headers point to; the generic one when none of a tool is there.

    Headers can point to the generic one as well, so that a tool without a layout is not taken for another.
    """
    keys = {plain_key(name) for header in headers for name in (header, without_zone(header))}
    named = [layout_named(name) for name in NAMES]
    best = max(named, key=lambda layout: len(layout.signs & keys))
    return best if len(best.signs & keys) >= 2 else layout_named(GENERIC)


def keys_of(header: str) -> set[str]:
    """Return the keys of a header as it is, without its last brackets, and without a time zone."""
    return {plain_key(name) for name in (header, _BRACKETS.sub("", header), without_zone(header))}


def places_of(layout: Layout, headers: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns that could be each field, likeliest first; a column serves one field only."""
    keys = [keys_of(header) for header in headers]
    wanted = [
        (rank, FIELDS.index(name), place, name)
        for name, names in layout.columns.items()
        for rank, key in enumerate(names)
        for place, found in enumerate(keys)
        if key in found
    ]
    taken: set[int] = set()
    places: dict[str, tuple[int, ...]] = {}
    for _, _, place, name in sorted(wanted):
        if place not in taken:
            taken.add(place)
            places[name] = (*places.get(name, ()), place)
    return places
