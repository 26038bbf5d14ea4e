"""The targets of a draft: add, change, remove, bring back, move; what people type becomes a target."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from assessment.domain.goals import KPI
from assessment.domain.sla_content import SlaContent, Target, content_data, content_of
from assessment.domain.sla_diff import in_one_line
from assessment.domain.sla_points import mark_of
from assessment.domain.slugs import free_slug, make_slug
from assessment.errors import Conflict, InvalidInput, NotFound
from assessment.services.goals import goal_choices
from assessment.services.slas_drafts import drafted, save_draft, shown, subject_of
from assessment.services.slas_loaded import Loaded, load
from assessment.services.slas_reading import Reader, TargetEntry
from assessment.store.database import Unit
from assessment.store.queries.events import list_events

MOST_TARGETS = 100
LONGEST_KEY = 34
UP, DOWN = "up", "down"
REMOVED = "sla target removed"
CHANGED = "Somebody else changed this target meanwhile."


def mark_of_target(target: Target) -> str:
    """Return the mark of a target: another one as soon as somebody changes it."""
    return mark_of(content_data(SlaContent(targets=(target,)))["targets"])


def find_target(content: SlaContent, key: str) -> Target:
    """Return the target of a key; NotFound where there is none."""
    found = next((one for one in content.targets if one.key == key), None)
    if found is None:
        raise NotFound("This agreement has no such target.")
    return found


def add_target(unit: Unit, client_slug: str, number: int, entry: TargetEntry) -> Target:
    """Add a target to a draft and return it.

    Raises InvalidInput naming the field that does not fit, NotAllowed where nothing is being drafted.
    """
    client, sla, draft = drafted(unit, client_slug, number)
    if len(draft.targets) >= MOST_TARGETS:
        raise InvalidInput("name", f"At most {MOST_TARGETS} targets fit.")
    loaded = load(unit, client_slug, number)
    made = _read(unit, entry, "", loaded)
    made = replace(made, key=_new_key(made, loaded))
    new = replace(draft, targets=(*draft.targets, made))
    save_draft(unit, client, sla, new, "sla target added", {"name": made.name, "key": made.key})
    return made


def _new_key(target: Target, loaded: Loaded) -> str:
    """A key that neither the draft nor any older version has: it means the same target for good."""
    taken = {one.key for one in loaded.content.targets}
    taken |= {one.key for version in loaded.versions for one in version.content.targets}
    return free_slug(make_slug(target.name, "target")[:LONGEST_KEY].strip("-"), taken)


def change_target(
    unit: Unit, client_slug: str, number: int, key: str, entry: TargetEntry, seen: str
) -> Target:
    """Change a target of a draft and return it.

    Raises as `add_target` does, and Conflict with both texts where it is not as it was seen any more.
    """
    client, sla, draft = drafted(unit, client_slug, number)
    loaded = load(unit, client_slug, number)
    before = find_target(draft, key)
    made = _read(unit, entry, key, loaded)
    if made == before:
        return made
    names = loaded.calendar_names
    was, now = in_one_line(before, names), in_one_line(made, names)
    if seen != mark_of_target(before):
        raise Conflict(CHANGED, field=before.name, yours=now, theirs=was, by=sla.updated_by)
    new = replace(draft, targets=tuple(made if one.key == key else one for one in draft.targets))
    said = {"name": made.name, "key": key, "from": shown(was), "to": shown(now)}
    save_draft(unit, client, sla, new, "sla target changed", said)
    return made


def remove_target(unit: Unit, client_slug: str, number: int, key: str) -> Target:
    """Take a target out of a draft and return it; `restore_target` brings it back."""
    client, sla, draft = drafted(unit, client_slug, number)
    gone = find_target(draft, key)
    place = draft.targets.index(gone)
    new = replace(
        draft,
        targets=tuple(one for one in draft.targets if one.key != key),
        credits=tuple(one for one in draft.credits if one.target_key != key),
    )
    lost = [one for one in draft.credits if one.target_key == key]
    before = content_data(SlaContent(targets=(gone,), credits=tuple(lost)))
    said = {"name": gone.name, "key": key, "before": {"place": place, "content": before}}
    save_draft(unit, client, sla, new, REMOVED, said)
    return gone


def restore_target(unit: Unit, client_slug: str, number: int, key: str) -> Target:
    """Bring a target back that was taken out of the draft; NotFound where none was."""
    client, sla, draft = drafted(unit, client_slug, number)
    if any(one.key == key for one in draft.targets):
        return find_target(draft, key)
    for event in list_events(unit, client.id, subject_of(sla)):
        if event.kind == REMOVED and event.data and event.data["key"] == key:
            kept = content_of(event.data["before"]["content"])
            place = min(int(event.data["before"]["place"]), len(draft.targets))
            targets = (*draft.targets[:place], *kept.targets, *draft.targets[place:])
            new = replace(draft, targets=targets, credits=(*draft.credits, *kept.credits))
            back = kept.targets[0]
            save_draft(unit, client, sla, new, "sla target added", {"name": back.name, "key": key})
            return back
    raise NotFound("This target was not taken out of this agreement.")


def move_target(unit: Unit, client_slug: str, number: int, key: str, way: str) -> Target:
    """Move a target one place up or down and return it; at the end of the list it stays where it is."""
    client, sla, draft = drafted(unit, client_slug, number)
    moved = find_target(draft, key)
    if way not in (UP, DOWN):
        raise InvalidInput("way", "A target moves up or down.")
    targets = list(draft.targets)
    place = targets.index(moved)
    other = place - 1 if way == UP else place + 1
    if not 0 <= other < len(targets):
        return moved
    targets[place], targets[other] = targets[other], targets[place]
    said = {"from": _order(draft.targets), "to": _order(targets)}
    save_draft(unit, client, sla, replace(draft, targets=tuple(targets)), "sla targets moved", said)
    return moved


def _order(targets: Sequence[Target]) -> str:
    return shown(", ".join(one.name for one in targets))


def _read(unit: Unit, entry: TargetEntry, key: str, loaded: Loaded) -> Target:
    made = read_target(entry, key, loaded)
    known = {goal for goal, _ in goal_choices(unit, loaded.client.id, [KPI])} if made.goal_id else ()
    if made.goal_id and made.goal_id not in known:
        raise InvalidInput("goal_id", "Choose one of the indicators shown.")
    return made


def read_target(entry: TargetEntry, key: str, loaded: Loaded) -> Target:
    """Return what was typed as a target; InvalidInput naming the field that does not fit."""
    reader = Reader(loaded.calendars, loaded.content.hours_calendar_id)
    return reader.target(asdict(entry), key, loaded.metrics)


def entry_of(target: Target, loaded: Loaded) -> TargetEntry:
    """Return a target as its form shows it."""
    return Reader(loaded.calendars, loaded.content.hours_calendar_id).typed(target)
