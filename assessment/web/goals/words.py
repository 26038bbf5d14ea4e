"""What the pages of the goals call kinds, states and targets."""

from assessment.domain.goals import AT_LEAST, AT_MOST, BREACHED, CSF, KPI, MET, OBJECTIVE, UNKNOWN, WATCH

KIND_WORDS = {
    OBJECTIVE: "Business objective",
    CSF: "Critical success factor",
    KPI: "Key performance indicator",
}
CHILD_KIND = {OBJECTIVE: CSF, CSF: KPI}
ADD_WORDS = {OBJECTIVE: "Add an objective", CSF: "Add a CSF", KPI: "Add a KPI"}
STATE_KINDS = {MET: "ok", WATCH: "warn", BREACHED: "bad", UNKNOWN: ""}
STATE_WORDS = {MET: "Met", WATCH: "Watch", BREACHED: "Breached", UNKNOWN: "Unknown"}
ACHIEVED = "Achieved"
CODE_NAMES = ((AT_LEAST, "At least"), (AT_MOST, "At most"))


def state_word(kind: str, state: str) -> str:
    """Return a state in a word; what is above a KPI is achieved rather than met."""
    return ACHIEVED if state == MET and kind in (OBJECTIVE, CSF) else STATE_WORDS[state]
