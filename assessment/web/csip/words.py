"""How the CSIP pages call states, decisions, costs and sides, in one place."""

from collections.abc import Mapping

GROUP_NAMES: Mapping[str, str] = {
    "proposed": "Proposed",
    "in progress": "In progress",
    "on hold": "On hold",
    "done": "Done",
    "removed": "Removed",
}
GROUP_KINDS: Mapping[str, str] = {"on hold": "warn", "done": "ok", "removed": "plain"}
STATE_NAMES: Mapping[str, str] = {
    "proposed": "Proposed",
    "costing": "Being costed",
    "approved": "Approved",
    "in progress": "In progress",
    "implemented": "Implemented",
    "benefit check": "Benefit check",
    "closed": "Closed",
    "on hold": "On hold",
    "removed": "Removed",
}
DECISION_NAMES: Mapping[str, str] = {
    "progress": "Go on",
    "hold": "Put on hold",
    "remove": "Remove",
    "reopen": "Open again",
}
DECIDED: Mapping[str, str] = {
    "progress": "Decided to go on",
    "hold": "Put on hold",
    "remove": "Removed",
    "reopen": "Opened again",
}
VERDICT_NAMES: Mapping[str, str] = {
    "realised": "Realised",
    "partly": "Partly realised",
    "not realised": "Not realised",
}
COST_NAMES: Mapping[str, str] = {"none": "No added cost", "costed": "Costed"}
APPROVAL_NAMES: Mapping[str, str] = {
    "none": "not asked for yet",
    "requested": "asked for",
    "approved": "approved",
    "refused": "refused",
}
SIDE_NAMES: Mapping[str, str] = {
    "": "Not said",
    "provider": "Provider",
    "customer": "Customer",
    "supplier": "Supplier",
}
ORIGIN_NAMES: Mapping[str, str] = {
    "plan": "Plan",
    "review": "Service review",
    "metric": "Metric",
    "idea": "Idea",
    "problem": "Problem",
}
BETTER: Mapping[str, str] = {"higher": "higher is better", "lower": "lower is better"}
FIELD_NAMES: Mapping[str, str] = {
    "title": "Title",
    "description": "Description",
    "area_id": "Area",
    "service_id": "Service",
    "party_id": "Supplier or other party",
    "metric_id": "Metric",
    "sla_id": "Agreement",
    "sla_target": "Target of the agreement",
    "goal_id": "CSF or KPI",
    "also": "Also about",
    "size": "Size",
    "timescale": "Timescale",
    "priority": "Priority",
    "justification": "Justification",
    "other_owner": "Owner on the other side",
    "budget_year": "Budget year",
    "value_kind": "What is measured",
    "baseline": "Baseline",
    "baseline_on": "Baseline of",
    "target": "Target",
    "target_on": "Target by",
    "check_every_months": "Months between check-ups",
    "cost_kind": "Cost",
    "cost_amount": "Amount",
    "cost_currency": "Currency",
    "cost_approval": "Approval of the cost",
    "owner": "Owner",
    "owner_side": "Side of the owner",
    "due_on": "Due",
    "expected_benefit": "Expected benefit",
    "progress": "Progress",
}
SIZE_NAMES: Mapping[str, str] = {"S": "Small", "M": "Medium", "L": "Large"}
TIMESCALE_NAMES: Mapping[str, str] = {
    "short": "Short, up to three months",
    "medium": "Medium, up to a year",
    "long": "Long, more than a year",
}
PRIORITY_NAMES: Mapping[str, str] = {"high": "High", "medium": "Medium", "low": "Low"}
KIND_NAMES: Mapping[str, str] = {
    "number": "A number",
    "percent": "Percent",
    "duration": "A duration",
    "yes/no": "Yes or no",
}
DAY_NAMES: Mapping[str, str] = {"due": "Due", "look again": "Look again", "check": "Check-up"}
DAY_KINDS: Mapping[str, str] = {"due": "", "look again": "warn", "check": "ok"}
PROOF_SENTENCES: Mapping[str, str] = {
    "confirmed": "The next assessment confirms it.",
    "partly confirmed": "The next assessment sees it better than before, but not fully in place.",
    "refused": "The next assessment refuses it: the rating is no better than before.",
    "open": "No later assessment has rated it yet. The next one is asked to confirm or refuse.",
}
NO_ADDED_COST = COST_NAMES["none"]
