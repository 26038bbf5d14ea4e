"""What the fields of a ticket are called on the page that settles how an export is read."""

FIELD_WORDS = {
    "number": "Number of the ticket",
    "opened_at": "Opened",
    "resolved_at": "Resolved",
    "closed_at": "Closed",
    "first_response_at": "First answer",
    "assigned_at": "Assigned",
    "state": "State",
    "type": "Type",
    "priority": "Priority",
    "assignment_group": "Group",
    "contact_type": "Way of contact",
    "service": "Service",
    "made_sla": "Inside the SLA",
    "reopened_count": "How often reopened",
    "reassignment_count": "How often reassigned",
    "hold_min": "Time on hold",
    "kb_article": "Knowledge article",
    "satisfaction": "Satisfaction score",
}
"""The fields that most exports have."""

RARE_WORDS = {
    "event_at": "Time of the event (one row for each event)",
    "activity": "Event (one row for each event)",
    "updated_at": "Last change",
    "first_group": "First group",
    "final_group": "Last group",
    "group_stations": "How many groups in all",
    "first_response_after": "Time to the first answer",
    "resolution_after": "Time to resolve",
    "reopened_at": "Reopened",
    "sla_name": "Name of the SLA",
    "sla_target_min": "Target of the SLA",
    "breached_sla": "SLA missed",
    "response_made_sla": "First answer inside the SLA",
    "response_left": "Time left to the first answer",
    "resolution_left": "Time left to resolve",
    "opened_by_system": "Raised by a system",
    "one_touch": "Solved at first contact",
    "close_code": "Closing code",
    "parent": "Parent ticket",
    "planned": "Planned outage",
    "outage_start": "Outage began",
    "restored_at": "Service restored",
}

STATE_WORDS = {
    "open": "Open",
    "on hold": "On hold",
    "resolved": "Resolved",
    "closed": "Closed",
    "cancelled": "Cancelled, not counted",
}
TYPE_WORDS = {
    "incident": "Incident",
    "request": "Request",
    "problem": "Problem",
    "change": "Change",
    "event": "Event",
    "other": "Something else",
}
ORDER_WORDS = {
    "dmy": "Day, month, year",
    "mdy": "Month, day, year",
    "ymd": "Year, month, day",
}
LAYOUT_WORDS = {
    "servicenow": "ServiceNow",
    "jira": "Jira",
    "glpi": "GLPI",
    "otrs": "OTRS or Znuny",
    "zendesk": "Zendesk",
    "freshdesk": "Freshdesk",
    "hpsm": "HP or Micro Focus Service Manager",
    "zammad": "Zammad",
    "generic": "Another tool",
}
STATES_OF_IMPORTS = {
    "arriving": "on its way here",
    "to look": "being looked into",
    "looking": "being looked into",
    "asking": "waits for your answers",
    "to read": "waits to be read",
    "reading": "being read",
    "done": "in",
    "failed": "could not be read",
    "cancelled": "cancelled",
    "removed": "removed",
}
