"""Move an agreement through its stages, sign it, and freeze what both sides signed."""

from dataclasses import replace
from datetime import date, timedelta

from assessment.domain.clients import Client
from assessment.domain.sla_content import hash_of
from assessment.domain.sla_stages import (
    BACK,
    CHANGE,
    END,
    ENDED,
    FREEZE,
    NEEDS_REASON,
    PERIOD_CLOSED,
    REPORT_ISSUED,
    REVIEW_RESULTS,
    ROUND,
    WITHDRAW,
    before_signing,
    next_stage,
)
from assessment.domain.slas import SIDES, Sla, SlaVersion, last_day_before
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.slas_drafts import LONGEST_TEXT, change, subject_of
from assessment.services.slas_loaded import Loaded, load, load_by_id, load_sla
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.events import add_event

MOVED = "sla moved"
BY_HAND = frozenset({ROUND, "finalize", BACK, WITHDRAW, END, *REVIEW_RESULTS})
"""Steps that somebody takes on the page; the others follow from a signature, a period or a report."""


def take_step(unit: Unit, client_slug: str, number: int, step: str, reason: str = "", seen: int = 0) -> Sla:
    """Take a step that somebody decided on the page and return the agreement.

    Raises NotAllowed with the reasons where the rules forbid it, Conflict where the agreement moved since it
    was `seen`.
    """
    loaded = load(unit, client_slug, number)
    if step not in BY_HAND:
        raise InvalidInput("step", "Choose one of the steps shown.")
    if seen != loaded.sla.version:
        raise Conflict(
            f"Somebody else changed {loaded.sla.reference} before you.", field=loaded.sla.reference,
            yours=step, theirs=loaded.sla.stage, by=loaded.sla.updated_by, version=loaded.sla.version,
        )  # fmt: skip
    return _take(unit, loaded, step, reason)


def advance(unit: Unit, client: Client, sla_id: str, step: str, *, reason: str = "", review: str = "") -> Sla:
    """Take the step that follows from a closed period, an issued report or the minutes of a review.

    `step` is PERIOD_CLOSED, REPORT_ISSUED, KEEP, CHANGE or END of domain/sla_stages.py; change and end need a
    reason, `review` names the review. A period or a report that changes nothing is fine. Raises NotFound,
    and NotAllowed with the reasons where the rules forbid it.
    """
    if step not in (PERIOD_CLOSED, REPORT_ISSUED, *REVIEW_RESULTS):
        raise InvalidInput("step", "This step is not taken from elsewhere.")
    return _take(unit, load_by_id(unit, client, sla_id), step, reason, review)


def _take(unit: Unit, loaded: Loaded, step: str, reason: str, review: str = "") -> Sla:
    text = checked_text("reason", reason, LONGEST_TEXT)
    if step in NEEDS_REASON and not text:
        raise InvalidInput("reason", "Say why: the reason stays in the history.")
    stage = next_stage(loaded.standing, step, unit.today, text)
    sla = loaded.sla
    if step in (PERIOD_CLOSED, REPORT_ISSUED) and stage == sla.stage:
        return sla
    values: dict[str, object] = {"stage": stage}
    if step in (ROUND, BACK):
        values["round"] = sla.round + 1
    if step == CHANGE:
        values |= {"draft": replace(loaded.content, valid_from=None, valid_to=None), "round": 1}
    if step == WITHDRAW or (step == END and loaded.versions):
        values["draft"] = None
    if stage == ENDED:
        values |= {"ended_on": unit.today, "end_reason": text}
        _end_versions(unit, loaded)
    change(unit, loaded.client, sla, values)
    said = {"step": step, "from": sla.stage, "to": stage, "round": values.get("round", sla.round)}
    said |= {"reason": text} if text else {}
    said |= {"review": review} if review else {}
    add_event(unit, loaded.client.id, subject_of(sla), MOVED, said)
    if "draft" in values:
        _void(unit, loaded)
    return queries.get_sla(unit, loaded.client.id, sla.number)


def _void(unit: Unit, loaded: Loaded) -> None:
    standing = [one.hash for one in loaded.versions]
    count = queries.void_signatures(unit, loaded.client.id, loaded.sla.id, standing)
    if count:
        add_event(unit, loaded.client.id, subject_of(loaded.sla), "sla signatures voided", {"count": count})


def _end_versions(unit: Unit, loaded: Loaded) -> None:
    for one in loaded.versions:
        if one.valid_to is None or one.valid_to > unit.today:
            # What never came to hold ends before it begins.
            last = max(unit.today, one.valid_from - timedelta(days=1))
            queries.end_version(unit, loaded.client.id, loaded.sla.id, one.number, last)


def sign(
    unit: Unit, client_slug: str, number: int, side: str, name: str, role: str, content_hash: str
) -> Sla:
    """Sign the draft for one side; when the other side has signed, the version is frozen.

    `content_hash` is that of what the person read. Raises Conflict where another content stands there now,
    NotAllowed with what has to be done first, InvalidInput naming side, name or role.
    """
    return sign_loaded(unit, load(unit, client_slug, number), side, name, role, content_hash)


def sign_loaded(unit: Unit, loaded: Loaded, side: str, name: str, role: str, content_hash: str) -> Sla:
    """Sign an agreement that was read already; see `sign`."""
    signer = checked_line("name", name, LONGEST_NAME)
    office = checked_line("role", role, LONGEST_NAME)
    if side not in SIDES:
        raise InvalidInput("side", "Say for which side you sign.")
    if not signer:
        raise InvalidInput("name", "Write your name.")
    if not office:
        raise InvalidInput("role", "Write in which role you sign.")
    sla = loaded.sla
    if content_hash != loaded.hash:
        raise Conflict("The agreement was changed after you opened it. Read it again, then sign.")
    against = before_signing(loaded.standing, unit.today)
    if against:
        raise NotAllowed(" ".join(against))
    if side in loaded.signed:
        raise NotAllowed(f"Somebody signed for the {side} already.")
    queries.add_signature(unit, loaded.client.id, sla.id, loaded.hash, side, signer, office)
    # The row changes with each signature, so that two people who sign at once take turns.
    change(unit, loaded.client, sla, {"stage": sla.stage})
    said = {"name": signer, "side": side, "role": office, "hash": loaded.hash}
    add_event(unit, loaded.client.id, subject_of(sla), "sla signed", said)
    signed = load_sla(unit, loaded.client, queries.get_sla(unit, loaded.client.id, sla.number))
    return _freeze(unit, signed) if signed.signed == frozenset(SIDES) else signed.sla


def _freeze(unit: Unit, loaded: Loaded) -> Sla:
    stage = next_stage(loaded.standing, FREEZE, unit.today)
    client, sla, content = loaded.client, loaded.sla, loaded.content
    valid_from: date = content.valid_from or unit.today
    for one in loaded.versions:
        last = last_day_before(content, unit.today, one.valid_to)
        if one.valid_to is None or last < one.valid_to:
            queries.end_version(unit, client.id, sla.id, one.number, last)
    version = SlaVersion(
        len(loaded.versions) + 1,
        content,
        hash_of(content),
        valid_from,
        content.valid_to,
        unit.now,
        unit.actor,
    )
    queries.add_version(unit, client.id, sla.id, version)
    change(unit, client, sla, {"stage": stage, "draft": None})
    said = {"number": version.number, "valid_from": valid_from.isoformat(), "hash": version.hash}
    add_event(unit, client.id, subject_of(sla), "sla frozen", said)
    add_event(unit, client.id, subject_of(sla), MOVED, {"step": FREEZE, "from": sla.stage, "to": stage})
    return queries.get_sla(unit, client.id, sla.number)
