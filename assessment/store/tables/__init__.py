"""Every table, imported here so that the metadata is complete for migrations."""

from assessment.store.base import metadata
from assessment.store.tables.assessments import area_answer, assessment, outcome_answer, rating
from assessment.store.tables.clients import client, client_tag, event, framework_edition, workspace
from assessment.store.tables.csip import csip_item
from assessment.store.tables.evidence import evidence_file
from assessment.store.tables.own import own_item, own_rating
from assessment.store.tables.people import assignment, failure, link, person, session
from assessment.store.tables.plan import plan_edit, plan_settings
from assessment.store.tables.readings import claim_note, fill_in, metric_break, metric_target, reading
from assessment.store.tables.tickets import (
    calendar,
    ticket,
    ticket_count,
    ticket_import,
    ticket_mapping,
    ticket_piece,
    ticket_rules,
)
from assessment.store.tables.uploads import upload
from assessment.store.tables.workshops import join_code, presence, round_, seat, vote, workshop

__all__ = [
    "area_answer",
    "assessment",
    "assignment",
    "calendar",
    "claim_note",
    "client",
    "client_tag",
    "csip_item",
    "event",
    "evidence_file",
    "failure",
    "fill_in",
    "framework_edition",
    "join_code",
    "link",
    "metadata",
    "metric_break",
    "metric_target",
    "outcome_answer",
    "own_item",
    "own_rating",
    "person",
    "plan_edit",
    "plan_settings",
    "presence",
    "rating",
    "reading",
    "round_",
    "seat",
    "session",
    "ticket",
    "ticket_count",
    "ticket_import",
    "ticket_mapping",
    "ticket_piece",
    "ticket_rules",
    "upload",
    "vote",
    "workshop",
    "workspace",
]
