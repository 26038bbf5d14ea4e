"""What pages call the states and trends of results."""

from assessment.domain.sla_results import (
    BETTER,
    BREACHED,
    CANNOT_TELL,
    MET,
    NO_DATA,
    STEADY,
    TOO_FEW,
    WATCH,
    WORSE,
)

STATE_WORDS = {
    MET: "Met",
    WATCH: "Met, watch",
    TOO_FEW: "Missed, too few to tell",
    BREACHED: "Missed",
    NO_DATA: "No data",
}
STATE_KINDS = {MET: "ok", WATCH: "warn", TOO_FEW: "warn", BREACHED: "bad", NO_DATA: ""}
TREND_WORDS = {BETTER: "getting better", WORSE: "getting worse", STEADY: "steady", "": "–"}
TREND_ARROWS = {BETTER: "↗", WORSE: "↘", STEADY: "→", "": ""}
READING_WORDS = {CANNOT_TELL: "too few cases to tell"}
