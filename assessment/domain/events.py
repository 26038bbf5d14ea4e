"""What can happen, each with the exact keys of what is noted about it: the catalogue of the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

BROWSER, PHONE, COMMAND, PROGRAM, IMPORT = "browser", "phone", "command", "program", "import"

VIA_WORDS = {
    BROWSER: "Browser",
    PHONE: "Phone",
    COMMAND: "Command line",
    PROGRAM: "Gradino itself",
    IMPORT: "Import",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: its sentence (with {keys}), the keys that it has, those that it may have.

    `open_keys` marks the one kind whose keys are the names of the fields that changed.
    """

    words: str
    keys: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    open_keys: bool = False


def _kind(words: str, keys: str = "", may: str = "", *, open_keys: bool = False) -> Kind:
    return Kind(words, frozenset(keys.split()), frozenset(may.split()), open_keys)


_DECISION = "reason decided_on look_again_on verdict"

KINDS: Mapping[str, Kind] = {
    "client added": _kind("Client added", "name"),
    "client changed": _kind("Details changed", "name from to"),
    "client archived": _kind("Client archived", "name"),
    "client restored": _kind("Client restored", "name"),
    "client deleted": _kind("{name} put into the bin", "name slug"),
    "client undeleted": _kind("{name} taken out of the bin", "name"),
    "client erased": _kind("{name} deleted for good", "name slug"),
    "client exported": _kind("Everything of {name} exported", "name rows"),
    "client imported": _kind("{name} imported from {origin}", "name origin rows"),
    "consent changed": _kind("Comparing with others: {to}", "from to"),
    "assessment started": _kind("{title} started", "title", "copy_of"),
    "assessment changed": _kind("Settings of {title} changed", "title from to"),
    "assessment closed": _kind("{title} closed, results frozen", "title"),
    "assessment re-opened": _kind("{title} re-opened", "title reason"),
    "assessment imported": _kind("{title} imported", "title ratings"),
    "headline changed": _kind("Title of the results changed", "from to"),
    "rated": _kind("Rated", "from to"),
    "file attached": _kind("File {name} attached as evidence", "name practice"),
    "evidence removed": _kind("Evidence removed: {what}", "what before practice"),
    "area answered": _kind("Area answered", "from to done"),
    "outcome noted": _kind("Outcome noted", "from to"),
    "reading added": _kind("Reading of {period} entered", "period from to"),
    "reading withdrawn": _kind("Reading of {period} withdrawn", "period value"),
    "target set": _kind("Target of a metric set", "from to"),
    "own defined": _kind("Own: {name} defined", "code name"),
    "own changed": _kind("Own: {name} changed", "code name"),
    "own retired": _kind("Own: {name} retired", "code name"),
    "own taken up": _kind("Own: {name} taken up again", "code name"),
    "own rated": _kind("Own practice rated", "from to"),
    "break marked": _kind("Break in the series from {period} on: {reason}", "period reason"),
    "break taken out": _kind("Break of {period} taken out", "period reason"),
    "figures asked for": _kind("{name} asked for the figures of {period}", "name period"),
    "figures no longer asked for": _kind("{name} no longer asked for {period}", "name period"),
    "tickets imported": _kind("{name}: {tickets} tickets came in", "name rows tickets"),
    "tickets removed": _kind("{name}: its tickets removed", "name"),
    "tickets brought back": _kind("{name}: its tickets brought back", "name"),
    "readings counted": _kind("{readings} readings counted out of tickets", "readings months withdrawn"),
    "ticket rules changed": _kind("What counts for tickets changed", "from to"),
    "calendar saved": _kind("Calendar {name} saved", "name"),
    "calendar deleted": _kind("Calendar {name} deleted", "name"),
    "claim explained": _kind("Explained: {what}", "what reason"),
    "claim taken up again": _kind("Taken up again: {what}", "what"),
    "plan item changed": _kind("Plan: {name}", "practice name said from to"),
    "plan settings changed": _kind("Settings of the plan changed", "said from to"),
    "plan change undone": _kind("A change of the plan taken back", "said from to event", "practice name"),
    "csip added": _kind("Improvement added: {title}", "title origin", "practice restores_agreed override"),
    "csip changed": _kind("Improvement changed", open_keys=True),
    "csip decided": _kind("Decision: {decision}", "decision before to", _DECISION + " undone"),
    "csip decision undone": _kind("Decision taken back: {undone}", "undone before to"),
    "sla added": _kind("Agreement {name} drafted", "name template"),
    "sla changed": _kind("Agreement changed: {what}", "what from to"),
    "sla target added": _kind("Target {name} added", "name key"),
    "sla target changed": _kind("Target {name} changed", "name key from to"),
    "sla target removed": _kind("Target {name} removed", "name key before"),
    "sla targets moved": _kind("Order of the targets changed", "from to"),
    "sla need": _kind("Need {number}: {what}", "number what text verdict reason"),
    "sla moved": _kind("From {from} to {to}: {step}", "from to step", "reason review round"),
    "sla signed": _kind("{name} signed for the {side}", "name side role hash"),
    "sla signatures voided": _kind("Signatures voided by a change: {count}", "count"),
    "sla frozen": _kind("Version {number} holds from {valid_from} on", "number valid_from hash"),
    "sla link made": _kind("Link for {name} to sign for the {side}", "name side"),
    "sla link ended": _kind("Link of {name} ended", "name side"),
    "exported": _kind("Roadmap of {title} exported as {format}", "kind format title"),
    "workshop opened": _kind("Workshop opened"),
    "workshop ended": _kind("Workshop ended"),
    "person deleted": _kind("A participant and the votes deleted"),
    "workspace added": _kind("Workspace {name} made", "name"),
    "person added": _kind("{name} added as {role}", "name email role clients"),
    "person changed": _kind("{name} changed", "name from to"),
    "person switched off": _kind("{name} switched off", "name"),
    "person switched on": _kind("{name} switched on", "name"),
    "link made": _kind("Link for {name}: {kind}", "name kind"),
    "password set": _kind("{name} set a password", "name"),
    "outside sign-in bound": _kind("{name} bound to an account of another system", "name"),
    "second factor": _kind("Second factor of {name}: {to}", "name to"),
    "signed in": _kind("{name} signed in", "name way"),
    "signed out": _kind("{name} signed out", "name"),
    "sessions ended": _kind("Sessions of {name} ended", "name count"),
    "sign-in failed often": _kind("Many failed sign-ins as {email}", "email count"),
}


# What is noted for the program: how to take a change back, or which row it was about.
NOT_FOR_READERS = frozenset({"before", "practice", "event"})


class UnknownEvent(ValueError):
    """An event of no known kind, or with other keys than its kind has: a mistake in the program."""


def checked_event(kind: str, data: Mapping[str, Any] | None) -> None:
    """Raise UnknownEvent unless the kind is known and the data has exactly its keys."""
    known = KINDS.get(kind)
    if known is None:
        raise UnknownEvent(f"{kind!r} is no kind of event")
    if known.open_keys:
        return
    keys = set(data or ())
    missing, strange = known.keys - keys, keys - known.keys - known.may
    if missing or strange:
        raise UnknownEvent(f"{kind!r} lacks {sorted(missing)} and has {sorted(strange)}")


def sentence_of(kind: str, data: Mapping[str, Any] | None) -> str:
    """Return what happened in words. A kind of another edition of the program is shown by its name."""
    known = KINDS.get(kind)
    if known is None:
        return kind.capitalize()
    try:
        return known.words.format_map(data or {})
    except (KeyError, IndexError, ValueError):
        return kind.capitalize()


def words_in(kind: str) -> frozenset[str]:
    """Return the keys that the sentence of a kind says already, and those that mean nothing to a reader."""
    known = KINDS.get(kind)
    said = (name for _, name, _, _ in Formatter().parse(known.words) if name) if known else ()
    return frozenset(said) | NOT_FOR_READERS
