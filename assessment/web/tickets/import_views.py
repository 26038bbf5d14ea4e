"""The page of one ticket export, with every text ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessment.domain.ticket_imports import (
    ARRIVING,
    ASKING,
    DONE,
    FAILED,
    LOOKING,
    READING,
    TO_LOOK,
    TO_READ,
    UNDER_WAY,
)
from assessment.services.ticket_pages import ImportPage
from assessment.web.filters import format_short_date
from assessment.web.tickets.words import (
    FIELD_WORDS,
    LAYOUT_WORDS,
    ORDER_WORDS,
    RARE_WORDS,
    STATE_WORDS,
    STATES_OF_IMPORTS,
    TYPE_WORDS,
)

SILENT = timedelta(seconds=20)
KB, MB = 1000, 1_000_000


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One field of a ticket and the column chosen for it."""

    field: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class WordChoice:
    """One word of the export and what it is taken for."""

    name: str
    word: str
    rows: str
    chosen: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One export; which parts are filled depends on its state.

    `words` are (heading, choices, options); without options the meaning is typed.
    """

    found: Any
    title: str
    prefix: str
    back: str
    client: str
    state: str
    facts: tuple[tuple[str, str], ...]
    percent: int
    words_of_progress: str
    is_silent: bool
    layouts: tuple[tuple[str, str], ...]
    columns: tuple[ColumnChoice, ...]
    rare: tuple[ColumnChoice, ...]
    orders: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, tuple[WordChoice, ...], tuple[tuple[str, str], ...]], ...]
    zone: str


def import_view(found: ImportPage, now: datetime, typed: Mapping[str, str] | None = None) -> ImportView:
    """One export as its page shows it; `typed` are the fields of a form that was refused."""
    one, said = found.found, typed or {}
    back = f"/clients/{found.client.slug}/tickets"
    columns = one.found.get("columns", {})
    return ImportView(
        one,
        TITLES.get(one.state, "The export is on its way in").format(tickets=f"{one.tickets:,}"),
        f"{back}/{one.id}",
        back,
        found.client.name,
        one.state,
        _import_facts(one),
        percent_of(one),
        progress_words(one),
        one.state in UNDER_WAY and now - one.seen_at > SILENT,
        tuple(LAYOUT_WORDS.items()),
        _choices(FIELD_WORDS, columns, said),
        _choices(RARE_WORDS, columns, said),
        tuple(ORDER_WORDS.items()),
        _word_groups(one.found.get("words", {}), one.settings, said),
        said.get("zone", found.zone),
    )


PROGRESS = {
    TO_LOOK: "The file is here and will be looked into in a moment",
    LOOKING: "The file is being looked into",
    TO_READ: "The tickets will be read in a moment",
    READING: "The tickets are being read",
}
TITLES = {
    DONE: "{tickets} tickets came in",
    FAILED: "The export could not be read",
    ASKING: "Is this how the export is to be read?",
    ARRIVING: "The file did not arrive whole",
}


def _choices(
    words: Mapping[str, str], columns: Mapping[str, str], said: Mapping[str, str]
) -> tuple[ColumnChoice, ...]:
    return tuple(
        ColumnChoice(name, label, said.get(f"column.{name}", columns.get(name, "")))
        for name, label in words.items()
    )


def _word_groups(
    words: Mapping[str, Sequence[Sequence[Any]]], settings: Mapping[str, Any], said: Mapping[str, str]
) -> tuple[tuple[str, tuple[WordChoice, ...], tuple[tuple[str, str], ...]], ...]:
    groups = []
    for kind, heading, options in (
        ("state", "States", tuple(STATE_WORDS.items())),
        ("type", "Types", tuple(TYPE_WORDS.items())),
        ("priority", "Priorities", ()),
    ):
        choices = tuple(
            WordChoice(
                f"{kind}.{number}",
                word,
                f"{rows:,}",
                said.get(f"{kind}.{number}", meaning or ("" if options else word)),
            )
            for number, (word, rows, meaning) in enumerate(words.get(kind, ()))
        )
        if choices:
            groups.append((heading, choices, options))
    return tuple(groups)


def _import_facts(one: Any) -> tuple[tuple[str, str], ...]:
    facts = [
        ("File", one.name),
        ("Size", f"{one.size / MB:.1f} MB" if one.size >= MB else f"{max(1, one.size // KB)} kB"),
        ("Uploaded", f"{format_short_date(one.made_at.date())} by {one.made_by}"),
    ]
    if one.layout:
        facts.append(("Tool", LAYOUT_WORDS.get(one.layout, one.layout)))
    report = one.report
    if one.state == DONE:
        facts += [
            (
                "Rows",
                f"{report['read']:,} read, {report['used']:,} used, {report['rejected_count']:,} rejected",
            ),
            ("Zone", one.settings.get("zone") or "the times name theirs"),
            ("The file itself", "kept" if one.keeps_file else "not kept"),
        ]
    elif one.rows_all:
        facts.append(("Rows", f"{one.rows_all:,}"))
    return tuple(facts)


def percent_of(one: Any) -> int:
    """How far the reading of an export is, from 0 to 100."""
    return min(100, 100 * one.rows_done // one.rows_all) if one.rows_all else 0


def progress_words(one: Any) -> str:
    """How far an export is, in words."""
    words = PROGRESS.get(one.state, STATES_OF_IMPORTS[one.state])
    if one.state == READING and one.rows_all:
        return f"The tickets are being read: {percent_of(one)}% of {one.rows_all:,} rows"
    return words


def _rows_in_words(report: Mapping[str, Any]) -> str:
    return f"{report['read']:,} read, {report['used']:,} used, {report['rejected_count']:,} rejected"
