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


_DECISION = "reason decided_on look_again_on verdict review_id deciders closing_note lessons"

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
    "csip added": _kind(
        "Improvement added: {title}", "title origin", "practice restores_agreed override hint moved_from"
    ),
    "csip changed": _kind("Improvement changed", open_keys=True),
    "csip decided": _kind("Decision: {decision}", "decision before to", _DECISION + " undone"),
    "csip decision undone": _kind("Decision taken back: {undone}", "undone before to"),
    "catalogue added": _kind("{what} {name} added", "what name"),
    "catalogue changed": _kind("{what} {name} changed", "what name from to"),
    "catalogue retired": _kind("{what} {name} retired", "what name"),
    "catalogue taken up": _kind("{what} {name} taken up again", "what name"),
    "goal added": _kind("{what} {title} added", "what title"),
    "goal changed": _kind("{what} changed from {valid_from} on", "what valid_from from to reason"),
    "goal moved": _kind("{what} {title} put in another place", "what title"),
    "goal retired": _kind("{what} {title} retired", "what title"),
    "goal taken up": _kind("{what} {title} taken up again", "what title"),
    "csip value added": _kind("Value after the improvement: {value}", "id value period", "note"),
    "csip value withdrawn": _kind("Value taken out: {value}", "id value"),
    "csip value put back": _kind("Value put back: {value}", "id value"),
    "csip looked at": _kind("Looked at what was improved", "note next"),
    "action added": _kind("Action added: {title}", "title source", "moved_from period"),
    "action changed": _kind("Action changed", open_keys=True),
    "action decided": _kind("Decision: {decision}", "decision before to decided_on", "reason period"),
    "action decision undone": _kind("Decision taken back: {undone}", "undone before to"),
    "action missed again": _kind("Target missed again in {period}", "period variance", "severity"),
    "moved from another register": _kind("Moved from {origin}", "origin reason"),
    "remark added": _kind("Comment added", "about text"),
    "remark changed": _kind("Comment changed", "about from to"),
    "remark deleted": _kind("Comment deleted", "about text"),
    "remark brought back": _kind("Comment brought back", "about"),
    "file kept": _kind("File {name} attached to an item", "about name"),
    "file taken off": _kind("File {name} taken off an item", "about name"),
    "file brought back": _kind("File {name} brought back", "about name"),
    "sla results worked out": _kind("Results of agreements worked out to {until}", "until changed missed"),
    "sla figure entered": _kind("Figure of {name} for {period} entered", "name period from to"),
    "sla figure withdrawn": _kind("Figure of {name} for {period} taken out", "name period from"),
    "sla report issued": _kind("Report {number} issued for {period}", "number period receivers", "note"),
    "sla credits noted": _kind("Credits of {period} written into {metric}: {to}", "period metric to"),
    "outage added": _kind("Outage of {service} from {starts}", "service starts ends", "planned reason"),
    "outage changed": _kind("Outage of {service} changed", "service from to"),
    "outage deleted": _kind("Outage of {service} from {starts} deleted", "service starts ends"),
    "outages taken over": _kind("{outages} outages taken over from tickets", "outages"),
    "cadence added": _kind("Cadence added: {title}", "title kind"),
    "cadence changed": _kind("Cadence changed: {title}", "title from to"),
    "cadence retired": _kind("Cadence retired: {title}", "title"),
    "cadence taken up": _kind("Cadence taken up again: {title}", "title"),
    "review planned": _kind("{title} planned for {planned_on}", "title kind planned_on"),
    "review changed": _kind("{title} changed", "title from to"),
    "review prepared": _kind("Pack of {title} made", "title cut_off"),
    "review begun": _kind("{title} begun", "title held_on"),
    "review closed": _kind("{title} closed", "title"),
    "review cancelled": _kind("{title} cancelled", "title reason"),
    "review agenda changed": _kind("Agenda of {title} changed", "title from to"),
    "review minutes changed": _kind("Minutes of {title}: {what}", "title what from to"),
    "review decided": _kind("{title}: {what}", "title what decision", "reason"),
    "review decision undone": _kind("{title}: decision taken back, {what}", "title what"),
    "review addendum": _kind("Added to the minutes of {title}", "title text"),
    "review shared": _kind("Link to {title} for {name}", "title name"),
    "review no longer shared": _kind("Link to {title} for {name} ended", "title name"),
    "calendar shared": _kind("Link to the calendar of reviews for {name}", "name"),
    "calendar no longer shared": _kind("Link to the calendar of reviews for {name} ended", "name"),
    "kept added": _kind("{register} added: {text}", "register text"),
    "kept changed": _kind("{register} changed: {text}", "register text from to"),
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
