"""The words by which clients can be told apart: sectors, regions and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union

from assessment.store.base import Id
from assessment.store.database import Unit
from assessment.store.queries.scope import Scoped
from assessment.store.tables import client, client_tag

c, t = client.c, client_tag.c


@dataclass(frozen=True, slots=True)
class FilterWords:
    """The words that clients can be filtered by, as they are in use."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def list_filter_words(unit: Unit) -> FilterWords:
    """Return the sectors, regions and tags in use, each in alphabetical order; one query."""
    found: dict[str, list[str]] = {"sectors": [], "regions": [], "tags": []}
    for kind, word in WORDS.rows(unit, {"workspace_id": unit.workspace_id}):
        found[kind].append(word)
    return FilterWords(*(tuple(sorted(words, key=lambda w: (w.casefold(), w))) for words in found.values()))


def _all_words(visible_ones: Sequence[Any]) -> Any:
    """The statement for every kind of word."""
    seen = (c.workspace_id == bindparam("workspace_id", type_=Id), *visible_ones)
    of_client = (t.workspace_id == c.workspace_id) & (t.client_id == c.id)
    tags = select(literal("tags"), t.tag).select_from(client_tag.join(client, of_client)).where(*seen)
    return union(_words("sectors", c.sector, seen), _words("regions", c.region, seen), tags)


def _words(kind: str, column: Any, seen: Sequence[Any]) -> Any:
    """Each word of a column once, found by going from one to the next larger in its index."""
    first = select(func.min(column).label("word")).where(column > "", *seen)
    words = first.cte(f"words_{kind}", recursive=True)
    larger = select(func.min(column)).where(column > words.c.word, *seen).correlate(words).scalar_subquery()
    words = words.union_all(select(larger).where(words.c.word.is_not(None)))
    return select(literal(kind).label("kind"), words.c.word).where(words.c.word.is_not(None))


WORDS = Scoped.made_with(_all_words)
