"""The claim check as the page shows it: what disagrees by area, how much is collected, what was explained."""

from dataclasses import dataclass

from assessment.domain.claims import HIGH, LOW, MEDIUM
from assessment.domain.framework import localise
from assessment.domain.wording import capital, count_word
from assessment.services.claims import CheckedClaim, ClaimsPage
from assessment.web.filters import current_language, format_date

KINDS = {HIGH: "bad", MEDIUM: "warn", LOW: "plain"}
WORDS = {HIGH: "Look first", MEDIUM: "Look", LOW: "Later"}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One disagreement; `links` are (metric, address), `note` is why it is none, `by` who said so."""

    key: str
    severity: str
    kind: str
    sentence: str
    links: tuple[tuple[str, str], ...]
    note: str
    by: str
    is_new: bool
    problem: str


@dataclass(frozen=True, slots=True)
class AreaRows:
    """The disagreements of one area, and how many of the metrics behind its level are collected."""

    name: str
    coverage: str
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The page; `explained` are those that nobody has to look at any more."""

    title: str
    lede: str
    prefix: str
    back: str
    client: tuple[str, str]
    areas: tuple[AreaRows, ...]
    explained: tuple[ClaimRow, ...]
    collected: tuple[tuple[str, ...], ...]
    empty: str


def claims_view(found: ClaimsPage, refused: str = "", problem: str = "") -> ClaimsView:
    """The claim check of a client."""
    prefix = f"/clients/{found.client.slug}/metrics"
    is_open = [one for one in found.claims if one.note is None or one.is_new]
    names = _names(found)
    areas = []
    for collected in found.collected:
        rows = tuple(
            _row(one, prefix, refused, problem) for one in is_open if one.claim.area == collected.area
        )
        if rows:
            words = f"{collected.collected} of {collected.metrics} metrics collected"
            areas.append(AreaRows(names[collected.area], words, rows))
    areas.sort(key=lambda area: list(WORDS.values()).index(area.rows[0].severity))
    return ClaimsView(
        _title(found, len(is_open)),
        _lede(found),
        f"{prefix}/claims",
        prefix,
        (found.client.name, f"/clients/{found.client.slug}"),
        tuple(areas),
        tuple(
            _row(one, prefix, refused, problem)
            for one in found.claims
            if one.note is not None and not one.is_new
        ),
        tuple(
            (names[one.area], str(one.level), f"{one.collected} of {one.metrics}")
            for one in found.collected
            if one.metrics
        ),
        "" if found.framework else "This client has no assessment with an answer yet, so nothing is claimed.",
    )


def _names(found: ClaimsPage) -> dict[str, str]:
    areas = found.framework.areas if found.framework else ()
    return {area.id: localise(area.name, current_language()) for area in areas}


def _title(found: ClaimsPage, number: int) -> str:
    if found.framework is None:
        return "Nothing is claimed yet"
    if not number:
        return "The figures do not contradict what is claimed"
    word = "disagreement" if number == 1 else "disagreements"
    return f"{capital(count_word(number))} {word} between claim and figures"


def _lede(found: ClaimsPage) -> str:
    if found.framework is None:
        return ""
    return (
        f"What “{found.assessment}” says of each area, beside the metrics of the levels that it claims. "
        "A disagreement is a question to talk about and never changes a score."
    )


def _row(one: CheckedClaim, prefix: str, refused: str, problem: str) -> ClaimRow:
    note = one.note
    by = f"{note.noted_by}, {format_date(note.noted_at.date(), current_language())}" if note else ""
    return ClaimRow(
        one.claim.key,
        WORDS[one.claim.severity],
        KINDS[one.claim.severity],
        one.claim.sentence,
        tuple((metric, f"{prefix}/{metric}") for metric in one.claim.metrics),
        note.reason if note else "",
        by,
        one.is_new,
        problem if one.claim.key == refused else "",
    )
