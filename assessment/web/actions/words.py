"""How the pages of the action register call states, decisions, sources and fields, in one place."""

from collections.abc import Mapping

STATE_NAMES: Mapping[str, str] = {
    "open": "Open",
    "in progress": "In progress",
    "done": "Done, to be verified",
    "verified": "Verified",
    "closed": "Closed",
    "cancelled": "Cancelled",
}
SHORT_STATES: Mapping[str, str] = {**STATE_NAMES, "done": "Done"}
STATE_KINDS: Mapping[str, str] = {
    "done": "warn",
    "verified": "ok",
    "closed": "ok",
    "cancelled": "plain",
}
SEVERITY_NAMES: Mapping[str, str] = {"high": "High", "medium": "Medium", "low": "Low"}
SEVERITY_KINDS: Mapping[str, str] = {"high": "bad", "medium": "", "low": "plain"}
SOURCE_NAMES: Mapping[str, str] = {
    "sla": "Missed target",
    "review": "Service review",
    "incident": "Incident",
    "csip": "CSIP register",
    "other": "Something else",
}
SIDE_NAMES: Mapping[str, str] = {
    "": "Not said",
    "provider": "Provider",
    "customer": "Customer",
    "supplier": "Supplier",
}
DECISION_NAMES: Mapping[str, str] = {
    "start": "Start",
    "finish": "Done",
    "verify": "Verified",
    "back": "Not verified, go on",
    "close": "Close",
    "cancel": "Cancel the action",
}
DECIDED: Mapping[str, str] = {
    "start": "Started",
    "finish": "Done",
    "verify": "Verified",
    "back": "Not verified, back in progress",
    "close": "Closed",
    "cancel": "Cancelled",
}
FIELD_NAMES: Mapping[str, str] = {
    "title": "Title",
    "description": "Description",
    "source": "Where it comes from",
    "sla_id": "Agreement",
    "target_key": "Target",
    "service_id": "Service",
    "party_id": "Party",
    "root_cause": "Root cause",
    "corrective": "What puts it right",
    "owner": "Owner",
    "owner_side": "Side of the owner",
    "due_on": "Due",
    "severity": "Severity",
}
