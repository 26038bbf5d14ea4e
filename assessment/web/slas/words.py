"""What the pages of agreements call stages, steps, states and sides."""

from collections.abc import Mapping

from assessment.domain import sla_stages as stages
from assessment.domain.catalogue import CUSTOMER, PROVIDER
from assessment.domain.sla_findings import CANNOT_TELL, FAIL, PASS, WARN
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TOO_FEW, WATCH
from assessment.domain.slas import BEYOND, CAN_MEET, CANNOT_MEET, OPEN

STAGE_NAMES: Mapping[str, str] = {
    stages.NEGOTIATION: "Negotiation",
    stages.FINALIZING: "Finalizing",
    stages.MONITORING: "Monitoring",
    stages.REPORTING: "Reporting",
    stages.REVIEWING: "Reviewing",
    stages.ENDED: "Ended",
}
STAGE_TEXTS: Mapping[str, str] = {
    stages.NEGOTIATION: "Both sides look for targets that are specific, measurable and realistic.",
    stages.FINALIZING: "The ten points are completed, then both sides sign.",
    stages.MONITORING: "The service is measured by the targets.",
    stages.REPORTING: "A period is over: its report compares what was agreed with what came.",
    stages.REVIEWING: "A report is out: a review keeps the agreement, changes it or ends it.",
    stages.ENDED: "It stays here as it was.",
}
STAGE_KINDS: Mapping[str, str] = {
    stages.NEGOTIATION: "acc",
    stages.FINALIZING: "acc",
    stages.MONITORING: "ok",
    stages.REPORTING: "warn",
    stages.REVIEWING: "warn",
    stages.ENDED: "plain",
}
STEP_NAMES: Mapping[str, str] = {
    stages.ROUND: "Begin another round",
    stages.FINALIZE: "Go on to finalizing",
    stages.BACK: "Back to negotiation",
    stages.WITHDRAW: "Withdraw the draft",
    stages.END: "End the agreement",
    stages.KEEP: "Keep it as it is",
    stages.CHANGE: "Change it",
}
STEP_HINTS: Mapping[str, str] = {
    stages.ROUND: "Counts the rounds of the negotiation.",
    stages.FINALIZE: "Every target has to be ready; the ten points can still be completed.",
    stages.BACK: "Signatures stay until something is changed.",
    stages.WITHDRAW: "The version that was signed stays, the draft is dropped.",
    stages.END: "The last version holds until today. It stays in the register.",
    stages.KEEP: "The review found nothing to change.",
    stages.CHANGE: "A new version is negotiated; the old one holds until the new one is signed.",
}
STEP_DONE: Mapping[str, str] = {
    stages.ROUND: "The next round has begun.",
    stages.FINALIZE: "The agreement is being finalized.",
    stages.BACK: "The agreement is back in negotiation.",
    stages.WITHDRAW: "The draft was withdrawn. What was signed stays.",
    stages.END: "The agreement has ended. It stays in the register.",
    stages.KEEP: "The agreement stays as it is.",
    stages.CHANGE: "A new version is in negotiation. The old one holds until both sides sign.",
}
SIDE_NAMES: Mapping[str, str] = {PROVIDER: "Provider", CUSTOMER: "Customer"}
STATE_KINDS: Mapping[str, str] = {PASS: "ok", WARN: "warn", FAIL: "bad", CANNOT_TELL: ""}
VERDICT_NAMES: Mapping[str, str] = {
    OPEN: "Not answered yet",
    CAN_MEET: "Can be met",
    CANNOT_MEET: "Cannot be met",
    BEYOND: "Goes beyond",
}
VERDICT_KINDS: Mapping[str, str] = {OPEN: "", CAN_MEET: "ok", CANNOT_MEET: "bad", BEYOND: "acc"}
RESULT_NAMES: Mapping[str, str] = {
    MET: "All met",
    WATCH: "To watch",
    TOO_FEW: "Too few cases to tell",
    BREACHED: "Target missed",
    NO_DATA: "No data",
}
RESULT_KINDS: Mapping[str, str] = {MET: "ok", WATCH: "warn", TOO_FEW: "", BREACHED: "bad", NO_DATA: ""}
