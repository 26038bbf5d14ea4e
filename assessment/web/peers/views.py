"""A client beside its peers as the page shows it: every number is text here already."""

from dataclasses import dataclass
from datetime import date

from assessment.domain.clients import SIZES, Client
from assessment.domain.framework import Framework, localise
from assessment.domain.peers import PeerView
from assessment.domain.wording import capital, count_word, plural, sentence_name
from assessment.services.peers import OVERALL, AreaPeers, PeersPage
from assessment.web.filters import current_language, format_index, format_month, format_number

NONE = "–"
OLD_AFTER_MONTHS = 18
MEAN = "Mean of the areas"


@dataclass(frozen=True, slots=True)
class Row:
    """One area: its own figure beside the peers'; `style` places the marks on the track."""

    name: str
    own: str
    median: str
    quartiles: str
    rank: str
    reading: str
    style: str
    has_band: bool
    has_median: bool


@dataclass(frozen=True, slots=True)
class PeersView:
    """The page; `likes` are (trait, words, whether chosen)."""

    title: str
    lede: str
    facts: tuple[tuple[str, str, str], ...]
    likes: tuple[tuple[str, str, bool], ...]
    rows: tuple[Row, ...]
    top: int
    why_not: str
    shares: bool
    edit: str
    has_quartiles: bool
    has_rank: bool


def view_of(found: PeersPage, today: date) -> PeersView:
    """The page of a client beside its peers."""
    framework = found.framework
    rows = tuple(row_of(one, framework) for one in found.areas) if framework and not found.why_not else ()
    return PeersView(
        title=title_of(found),
        lede=found.why_not or lede_of(found),
        facts=facts_of(found, today),
        likes=tuple((trait, words_of(found.client, trait), trait in found.traits) for trait in found.known),
        rows=rows,
        top=framework.top if framework else 0,
        why_not=found.why_not,
        shares=found.client.shares,
        edit=f"/clients/{found.client.slug}/edit",
        has_quartiles=any(one.view and one.view.quartiles for one in found.areas),
        has_rank=any(one.view and one.view.rank is not None for one in found.areas),
    )


def words_of(client: Client, trait: str) -> str:
    """What the peers share: the words beside a choice."""
    value = getattr(client, trait)
    return {"sector": "Same sector", "size": "Same size", "region": "Same region"}[trait] + (
        f": {SIZES[value] if trait == 'size' else value}"
    )


def title_of(found: PeersPage) -> str:
    """Where the client stands clearly apart, as a finding."""
    if found.why_not or found.framework is None:
        return "No peers to compare with"
    names = {area.id: localise(area.name, current_language()) for area in found.framework.areas}
    clear = [one for one in found.areas if one.area != OVERALL and one.view and one.view.is_clear]
    above = [one.area for one in clear if one.view and one.view.position == "above"]
    below = [one.area for one in clear if one.view and one.view.position == "below"]
    parts = [part for part in (part_of("below", below, names), part_of("above", above, names)) if part]
    return capital(", ".join(parts)) if parts else "No area differs clearly from the peers"


def part_of(word: str, areas: list[str], names: dict[str, str]) -> str:
    """The areas on one side of the peers: named when there is one, else counted."""
    if not areas:
        return ""
    what = sentence_name(names[areas[0]]) if len(areas) == 1 else f"{count_word(len(areas))} areas"
    return f"clearly {word} the peers in {what}"


def lede_of(found: PeersPage) -> str:
    """How many peers there are, and what is shown of so many."""
    return (
        f"{capital(plural(found.peers, 'other client'))} with the same framework version and method, "
        "finished, without names. A difference counts from half a level on, and when what is unknown cannot "
        "make up for it."
    )


def facts_of(found: PeersPage, today: date) -> tuple[tuple[str, str, str], ...]:
    """What is compared, and how old it is."""
    if found.framework is None:
        return ()
    months = (today.year - found.held_on.year) * 12 + today.month - found.held_on.month
    old = f"more than {OLD_AFTER_MONTHS} months old" if months > OLD_AFTER_MONTHS else ""
    return (
        ("Assessment", found.assessment, ""),
        ("Held", format_month(found.held_on, current_language()), old),
        ("Framework", found.framework.version, found.framework.id),
    )


def row_of(one: AreaPeers, framework: Framework) -> Row:
    """One line of the table."""
    language = current_language()
    name = MEAN if one.area == OVERALL else localise(framework.area_by_id[one.area].name, language)
    own = NONE if one.own is None else format_index(one.own, language=language)
    view = one.view
    if view is None or view.median is None:
        return Row(name, own, NONE, NONE, NONE, why_empty(one), place(one.own, None), False, False)
    band = view.quartiles
    return Row(
        name,
        own,
        format_index(view.median, language=language),
        " to ".join(format_index(value, language=language) for value in band) if band else NONE,
        format_number(view.rank, 0, language) if view.rank is not None else NONE,
        reading_of(view),
        place(one.own, view),
        band is not None,
        True,
    )


def why_empty(one: AreaPeers) -> str:
    """Why a line has no peers."""
    return "not assessed" if one.own is None else "too few to compare"


def reading_of(view: PeerView) -> str:
    """The comparison in words; small differences are called what they are."""
    return f"{view.position} the median" if view.is_clear else "no clear difference"


def place(own: object, view: PeerView | None) -> str:
    """Where the marks stand: --w the median, --q and --h the quartiles, --c the client."""
    parts = [] if own is None else [f"--c:{float(own):.3f}"]  # type: ignore[arg-type]
    if view is not None and view.median is not None:
        parts.append(f"--w:{float(view.median):.3f}")
        if view.quartiles:
            parts.append(f"--q:{float(view.quartiles[0]):.3f};--h:{float(view.quartiles[1]):.3f}")
    return ";".join(parts)
