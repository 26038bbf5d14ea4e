"""How the second of two people is told what the first one changed."""

from collections.abc import Mapping
from typing import Any

from assessment.errors import Conflict
from assessment.store.database import Unit
from assessment.store.queries.events import list_events


def changed_before(
    unit: Unit,
    client_id: str,
    subject: str,
    name: str,
    yours: str,
    theirs: str,
    version: int,
    field: str = "",
) -> Conflict:
    """Return the refusal that shows both values and who made theirs; `field` is the name unless said."""
    events = list_events(unit, client_id, subject, limit=1)
    return Conflict(
        f"Somebody else changed {name} before you.", field=field or name, yours=yours, theirs=theirs,
        by=events[0].actor if events else "", version=version,
    )  # fmt: skip


def in_words(values: Mapping[str, Any]) -> dict[str, str]:
    """Return fields and values as a conflict shows them."""
    return {
        name.removesuffix("_on").removesuffix("_id").replace("_", " ").capitalize(): "nothing"
        if value in (None, "", {})
        else str(value)
        for name, value in values.items()
    }


def now_of(item: object, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an item says in those fields."""
    return {name: getattr(item, name) for name in names}


def sentence_of(values: Mapping[str, str]) -> str:
    """Return fields and values as one line."""
    return "; ".join(f"{name}: {value}" for name, value in values.items())
