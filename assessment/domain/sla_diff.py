"""What changed between two versions of an agreement: field by field, target by target, prose by lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from assessment.domain.numbers import plain
from assessment.domain.sla_content import AT_LEAST, AT_MOST, POINTS, SlaContent, Target, content_data
from assessment.domain.sla_points import FIELD_NAMES, POINT_FIELDS, POINT_NAMES, VALIDITY

OPERATOR_WORDS: Mapping[str, str] = {AT_LEAST: "at least", AT_MOST: "at most"}
PLACES = 6
KEPT, GONE, NEW = "kept", "gone", "new"
TARGETS = "targets"
TARGET_NAMES: Mapping[str, str] = {
    "kind": "kind", "name": "name", "metric_id": "metric", "framework_id": "framework", "goal_id": "goal",
    "classes": "classes", "site": "site", "category": "category", "operator": "operator", "value": "value",
    "unit": "unit", "limit_minutes": "limit in minutes", "limit_text": "limit", "limit_words": "as typed",
    "unacceptable": "counts as failing from", "period": "period", "calendar_id": "calendar",
    "source": "source", "baseline": "baseline", "baseline_from": "baseline from",
    "baseline_to": "baseline to", "review_on": "review on", "underpinned_by": "times behind it",
    "accepted_because": "accepted because",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the point (or validity, or targets), what it is about, what stood there and stands now.

    For prose `lines` has pairs of kept, gone or new and a line; `was` and `now` are then empty.
    """

    point: str
    label: str
    was: str = ""
    now: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def diff(old: SlaContent, new: SlaContent, names: Mapping[str, str] | None = None) -> tuple[Change, ...]:
    """Return what changed from one content to another; `names` are those of calendars by id."""
    known = names or {}
    return (*_validity(old, new, known), *_of_points(old, new, known), *_of_targets(old, new, known))


def _validity(old: SlaContent, new: SlaContent, names: Mapping[str, str]) -> Iterator[Change]:
    yield from _of_fields(VALIDITY, content_data(old), content_data(new), names)


def _of_points(old: SlaContent, new: SlaContent, names: Mapping[str, str]) -> Iterator[Change]:
    before, after = content_data(old), content_data(new)
    for point in POINTS:
        yield from _of_fields(point, before, after, names)
        was, now = old.prose.get(point, ""), new.prose.get(point, "")
        if was != now:
            yield Change(point, "Text", lines=lines_of(was, now))
        was, now = old.waivers.get(point, ""), new.waivers.get(point, "")
        if was != now:
            yield Change(point, "Left out because", was, now)


def _of_fields(
    point: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Change]:
    for name in POINT_FIELDS[point]:
        if before[name] != after[name]:
            was, now = (in_words(name, value, names) for value in (before[name], after[name]))
            yield Change(point, FIELD_NAMES[name], was, now)


def _of_targets(old: SlaContent, new: SlaContent, names: Mapping[str, str]) -> Iterator[Change]:
    before = {one.key: one for one in old.targets}
    after = {one.key: one for one in new.targets}
    for key, target in before.items():
        if key not in after:
            yield Change(TARGETS, target.name, in_one_line(target, names), "")
    for key, target in after.items():
        if key not in before:
            yield Change(TARGETS, target.name, "", in_one_line(target, names))
        elif target != before[key]:
            yield from _of_target(before[key], target, names)
    common = [key for key in before if key in after]
    if common != [key for key in after if key in before]:
        yield Change(
            TARGETS, "Order", ", ".join(before[key].name for key in common),
            ", ".join(one.name for key, one in after.items() if key in before),
        )  # fmt: skip


def _of_target(old: Target, new: Target, names: Mapping[str, str]) -> Iterator[Change]:
    was, now = ({one.name: getattr(target, one.name) for one in fields(Target)} for target in (old, new))
    for name, value in was.items():
        if value != now[name]:
            label = f"{new.name}: {TARGET_NAMES.get(name, name)}"
            yield Change(TARGETS, label, in_words(name, value, names), in_words(name, now[name], names))


def in_one_line(target: Target, names: Mapping[str, str]) -> str:
    """Return a whole target on one line."""
    parts = (
        f"{TARGET_NAMES[one.name]} {text}"
        for one in fields(Target)
        if one.name not in ("key", "name", "limit_minutes")
        and (text := in_words(one.name, getattr(target, one.name), names))
    )
    return ", ".join(parts)


def in_words(name: str, value: Any, names: Mapping[str, str]) -> str:
    """Return a value of a field in words; "" for none."""
    if value is None or value in ("", (), []):
        return ""
    if name.endswith("calendar_id"):
        return names.get(value, "every hour" if value == "always" else str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return plain(value, PLACES)
    if name == "operator":
        return OPERATOR_WORDS.get(value, str(value))
    if isinstance(value, list | tuple):
        return "; ".join(_item_in_words(one) for one in value)
    return str(value)


def _item_in_words(item: Any) -> str:
    if isinstance(item, Mapping):
        return ", ".join(str(value) for value in item.values() if value not in (None, ""))
    if hasattr(item, "minutes"):
        return f"{item.name}: {item.minutes} min"
    return str(item)


def lines_of(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of two texts with what became of each: kept, gone or new."""
    old, new = was.splitlines(), now.splitlines()
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(KEPT, line) for line in old[a:b]]
            continue
        found += [(GONE, line) for line in old[a:b]]
        found += [(NEW, line) for line in new[c:d]]
    return tuple(found)


def heading_of(point: str) -> str:
    """Return the heading under which changes of a point stand."""
    return {VALIDITY: "Validity", TARGETS: "Targets"}.get(point) or POINT_NAMES[point]
