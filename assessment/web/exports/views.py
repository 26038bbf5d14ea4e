"""What the page of the exports shows, ready for its template."""

from dataclasses import dataclass

from assessment.domain.wording import capital
from assessment.exports import EXPORTERS
from assessment.services.reports import Exported, ExportsPage
from assessment.web.filters import format_moment, format_short_date


@dataclass(frozen=True, slots=True)
class FormatCard:
    """One format: its name, a sentence, the name of the file's sections and what they hold."""

    key: str
    name: str
    says: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PastExport:
    """One export of the past as the history component wants it."""

    what: str
    at: str
    at_iso: str
    who: str
    was: str = ""
    now: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExportsView:
    """The page: what it says, the formats, the choices, and what was taken home before."""

    page: ExportsPage
    here: str
    day: str
    cards: tuple[FormatCard, ...]
    choices: tuple[tuple[str, str, bool], ...]
    history: tuple[PastExport, ...]


def view_of(page: ExportsPage) -> ExportsView:
    """Return the page of the exports ready to be drawn."""
    extent = page.extent
    cards = tuple(
        FormatCard(
            one.key,
            one.name,
            one.says,
            tuple((part.name, capital(part.holds)) for part in one.contents(extent)),
        )
        for one in (EXPORTERS.values() if extent else ())
        if extent
    )
    return ExportsView(
        page,
        f"/clients/{page.client_slug}/exports",
        format_short_date(page.held_on) if page.held_on else "",
        cards,
        tuple((slug, title, slug == page.chosen) for slug, title in page.choices),
        tuple(_past(one) for one in page.history),
    )


def _past(one: Exported) -> PastExport:
    known = EXPORTERS.get(one.format)
    name = known.name if known else one.format
    what = f"{one.assessment}, {name}" if one.assessment else name
    return PastExport(what, format_moment(one.at), one.at.isoformat(), one.by)
