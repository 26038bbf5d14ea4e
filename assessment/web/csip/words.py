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
    "service": "Service",
    "party": "Party",
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
NO_ADDED_COST = COST_NAMES["none"]
