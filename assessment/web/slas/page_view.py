"""The page of one agreement: where it stands, what can be done next, who signed, what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessment.domain.sla_checks import completeness
from assessment.domain.sla_content import SlaContent
from assessment.domain.sla_stages import (
    DRAFTING,
    FINALIZING,
    NEEDS_REASON,
    ROUND,
    STAGES,
    before_signing,
    may_take,
    obstacles,
)
from assessment.domain.slas import SIDES, version_of
from assessment.domain.wording import count_word, plural
from assessment.errors import NotFound
from assessment.services.slas_links import SlaLink
from assessment.services.slas_loaded import Loaded
from assessment.services.slas_page import Event
from assessment.web.filters import format_moment, format_short_date
from assessment.web.slas.document import PointView, document_of, validity_text
from assessment.web.slas.history import Entry, entries_of
from assessment.web.slas.words import SIDE_NAMES, STAGE_NAMES, STAGE_TEXTS, STEP_HINTS, STEP_NAMES


@dataclass(frozen=True, slots=True)
class StageMark:
    """One of the five stages: done, the current one, or still to come."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that can be taken on the page; `against` says why not yet."""

    step: str
    label: str
    hint: str
    needs_reason: bool
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignView:
    """A signature as the page shows it."""

    side: str
    name: str
    role: str
    at: str
    by: str
    voided: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A signed version: its number, when it holds, and whether it is the one that holds today."""

    number: int
    valid: str
    frozen: str
    holds: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class SlaView:
    """The page of an agreement; `version` is the number of the older version shown, 0 for the newest text."""

    title: str
    lede: str
    prefix: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    points: tuple[PointView, ...]
    version: int
    hash: str
    drafting: bool
    filled: int
    stages: tuple[StageMark, ...]
    stage_text: str
    steps: tuple[StepView, ...]
    against: tuple[str, ...]
    can_sign: tuple[tuple[str, str], ...]
    signatures: tuple[SignView, ...]
    versions: tuple[VersionView, ...]
    links: tuple[tuple[str, str, str, str], ...] = ()
    history: tuple[Entry, ...] = field(default_factory=tuple)


def sla_view(
    loaded: Loaded, events: Iterable[Event], links: Sequence[SlaLink], version: int, language: str
) -> SlaView:
    """Return the page of an agreement. Raises NotFound for a version that there is none of."""
    sla, today = loaded.sla, loaded.today
    content = content_shown(loaded, version)
    prefix = f"/clients/{loaded.client.slug}/slas/{sla.number}"
    drafting = sla.draft is not None and sla.stage in DRAFTING
    signing = before_signing(loaded.standing, today) if sla.stage == FINALIZING else ()
    return SlaView(
        title=title_of(loaded, version),
        lede=lede_of(loaded, content),
        prefix=prefix,
        reference=sla.reference,
        facts=facts_of(loaded, content, language),
        points=document_of(loaded, content, language, checked=not version and drafting),
        version=version,
        hash=loaded.hash,
        drafting=drafting and not version,
        filled=completeness(content),
        stages=tuple(_marks(sla.stage)),
        stage_text=_stage_text(loaded, language),
        steps=tuple(_steps(loaded, today)),
        against=signing,
        can_sign=_can_sign(loaded, signing),
        signatures=tuple(_signatures(loaded, language)),
        versions=tuple(_versions(loaded, today, version, language)),
        links=tuple(
            (
                one.id,
                one.name,
                SIDE_NAMES.get(one.side, one.side).lower(),
                "opened" if one.seen_at else "not opened yet",
            )
            for one in links
        ),
        history=entries_of(events, language),
    )


def content_shown(loaded: Loaded, version: int) -> SlaContent:
    """Return the content of a version, of the newest text for 0. Raises NotFound."""
    if not version:
        return loaded.content
    found = next((one for one in loaded.versions if one.number == version), None)
    if found is None:
        raise NotFound("This agreement has no version of this number.")
    return found.content


def title_of(loaded: Loaded, version: int) -> str:
    """Return where an agreement stands, as a heading."""
    sla = loaded.sla
    if version:
        return f"{sla.title}, version {version}"
    says = {
        "negotiation": f"is being negotiated, round {sla.round}",
        "finalizing": "is being finalized",
        "monitoring": "is being measured",
        "reporting": "waits for its report",
        "reviewing": "waits for its review",
        "ended": "has ended",
    }[sla.stage]
    if sla.stage == "monitoring" and loaded.standing.waiting_for:
        says = "is signed and not in force yet"
    return f"{sla.title} {says}"


def lede_of(loaded: Loaded, content: SlaContent) -> str:
    """Return what is still to be done, in a sentence."""
    filled = completeness(content)
    open_targets = [] if not content.targets else list(loaded.standing.open_targets)
    parts = [f"{_how_many(filled).capitalize()} of ten points {'is' if filled == 1 else 'are'} filled"]
    count = len(content.targets)
    if count and loaded.sla.stage in DRAFTING:
        ready = count - len(open_targets)
        parts.append(f"{_how_many(ready)} of {plural(count, 'target')} {'is' if ready == 1 else 'are'} ready")
    elif count:
        parts.append(plural(count, "target"))
    return ", ".join(parts) + "."


def _how_many(count: int) -> str:
    return count_word(count) if count else "none"


def facts_of(loaded: Loaded, content: SlaContent, language: str) -> tuple[tuple[str, str], ...]:
    """Return what an agreement is about and between whom."""
    sla = loaded.sla
    provider, customer = loaded.party(sla.provider_id), loaded.party(sla.customer_id)
    return (
        ("Service", loaded.service.name if loaded.service else "not there any more"),
        ("Provider", provider.name if provider else "not named yet"),
        ("Customer", customer.name if customer else "not named yet"),
        ("Valid", validity_text(content, language)),
        ("Reviewed", sla.cadence),
    )


def _marks(stage: str) -> Iterable[StageMark]:
    place = STAGES.index(stage) if stage in STAGES else len(STAGES)
    for number, one in enumerate(STAGES):
        state = "now" if number == place else "done" if number < place else "to come"
        yield StageMark(STAGE_NAMES[one], state)


def _stage_text(loaded: Loaded, language: str) -> str:
    sla, holding = loaded.sla, version_of(loaded.versions, loaded.today)
    text = STAGE_TEXTS[sla.stage]
    if sla.stage in DRAFTING and holding is not None:
        text += f" Version {holding.number} holds meanwhile."
    waiting = loaded.standing.waiting_for
    if waiting is not None and sla.stage not in DRAFTING:
        text = f"Both sides signed. It holds from {format_short_date(waiting, language)} on."
    if sla.end_reason:
        text += f" {sla.end_reason}"
    return text


def _steps(loaded: Loaded, today: date) -> Iterable[StepView]:
    standing = loaded.standing
    # What leads on comes first.
    for step in sorted(may_take(standing), key=lambda one: one == ROUND):
        hidden = step in ("withdraw", "end") and obstacles(standing, step, today)
        if step not in STEP_NAMES or hidden:
            continue
        yield StepView(
            step, STEP_NAMES[step], STEP_HINTS[step], step in NEEDS_REASON,
            tuple(obstacles(standing, step, today)),
        )  # fmt: skip


def _can_sign(loaded: Loaded, against: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if loaded.sla.stage != FINALIZING or against:
        return ()
    return tuple((side, SIDE_NAMES[side]) for side in SIDES if side not in loaded.signed)


def _signatures(loaded: Loaded, language: str) -> Iterable[SignView]:
    numbers = {one.hash: one.number for one in loaded.versions}
    for one in reversed(loaded.signatures):
        voided = f"voided by a change on {format_moment(one.voided_at, language)}" if one.voided_at else ""
        under = f"version {numbers[one.hash]}" if one.hash in numbers and not one.voided_at else ""
        yield SignView(
            SIDE_NAMES.get(one.side, one.side), one.name, one.role, format_moment(one.signed_at, language),
            under, voided,
        )  # fmt: skip


def _versions(loaded: Loaded, today: date, shown: int, language: str) -> Iterable[VersionView]:
    for one in reversed(loaded.versions):
        until = f" to {format_short_date(one.valid_to, language)}" if one.valid_to else ""
        yield VersionView(
            one.number,
            f"from {format_short_date(one.valid_from, language)}{until}",
            format_moment(one.frozen_at, language),
            one.holds_on(today),
            one.number == shown,
        )
