"""The list of evidence to collect as its page and its table show it."""

from dataclasses import dataclass

from assessment.domain.wording import capital, count_word, plural
from assessment.exports.sheets.page import WHOLE, Column
from assessment.exports.tables import DataTable
from assessment.services.evidence_list import EvidenceList, Proof, ToShow

STATED, NOTHING = "Only stated", "Nothing noted"
HEADS = (
    Column("Area", 28),
    Column("Level", 8, WHOLE),
    Column("Practice", 60),
    Column("Rated", 12),
    Column("Evidence so far", 16),
    Column("Counts as", 16),
    Column("What would show it", 60),
    Column("Metrics that could prove it", 60),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One practice that waits for evidence; `proofs` are (name, what is known of it, address)."""

    text: str
    href: str
    level: int
    answer: str
    so_far: str
    kind: str
    capped: bool
    hint: str
    proofs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AreaRows:
    """What one area has to show."""

    name: str
    count: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """The page."""

    title: str
    lede: str
    capped: str
    prefix: str
    areas: tuple[AreaRows, ...]
    empty: str


def list_view(found: EvidenceList, prefix: str, client_href: str) -> ListView:
    """The page of the list; the area with what matters most stands first."""
    areas: dict[str, list[Row]] = {}
    for one in found.rows:
        areas.setdefault(one.area, []).append(_row(one, prefix, client_href))
    return ListView(
        _title(found),
        _lede(found),
        capped_sentence(found),
        prefix,
        tuple(AreaRows(name, plural(len(rows), "practice"), tuple(rows)) for name, rows in areas.items()),
        "" if found.rows else _empty(found),
    )


def _title(found: EvidenceList) -> str:
    number = len(found.rows)
    if not found.high:
        return "No evidence to collect yet"
    if not number:
        return "Every high rating has evidence"
    word = "rating waits" if number == 1 else "ratings wait"
    return f"{capital(count_word(number))} high {word} for evidence"


def _lede(found: EvidenceList) -> str:
    if not found.rows:
        return ""
    return (
        f"Of {plural(found.high, 'practice')} rated largely or fully in place, these have no document, "
        "observation or measurement behind them. The highest ratings and levels stand first."
    )


def _empty(found: EvidenceList) -> str:
    if not found.high:
        return "No practice is rated largely or fully in place yet, so there is nothing to show."
    return "A document, an observation or a measurement is noted for every practice rated that high."


def capped_sentence(found: EvidenceList) -> str:
    """What the cap means for the practices of the list, "" without the option."""
    if not found.is_capping or not found.rows:
        return ""
    if not found.capped:
        return "Without evidence a practice counts as largely in place at most. That changes no value now."
    verb = "counts" if found.capped == 1 else "count"
    return (
        f"{capital(plural(found.capped, 'practice'))} with nothing noted {verb} as largely in place at most "
        "until evidence is there. What is stated lifts that, and still has to be shown."
    )


def _row(one: ToShow, prefix: str, client_href: str) -> Row:
    practice = one.wanted.practice
    return Row(
        one.text,
        f"{prefix}/{one.area_slug}?all=1#p-{practice.id}-evidence",
        practice.level,
        one.answer,
        STATED if one.wanted.is_stated else NOTHING,
        "plain" if one.wanted.is_stated else "warn",
        one.wanted.capped,
        one.hint,
        tuple((proof.name, _known(proof), f"{client_href}/metrics/{proof.metric}") for proof in one.proofs),
    )


def _known(proof: Proof) -> str:
    parts = (proof.latest or "no value yet", f"from {proof.provider}" if proof.provider else "")
    return ", ".join(part for part in parts if part)


def list_table(found: EvidenceList) -> DataTable:
    """The list as a table for a file: one row for each practice, what matters most first."""
    rows = tuple(
        (
            one.area,
            one.wanted.practice.level,
            one.text,
            one.answer,
            STATED if one.wanted.is_stated else NOTHING,
            "largely at most" if one.wanted.capped else "",
            one.hint,
            "; ".join(f"{proof.name}: {_known(proof)}" for proof in one.proofs),
        )
        for one in found.rows
    )
    lede = " ".join(part for part in (_lede(found), capped_sentence(found)) if part)
    title = f"Evidence to collect, {found.place.client.name}, {found.place.assessment.title}"
    return DataTable("Evidence to collect", title, lede, HEADS, rows)
