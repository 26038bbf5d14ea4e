"""Every table, imported here so that the metadata is complete for migrations."""

from assessment.store.base import metadata
from assessment.store.tables.actions import action_item, register_move
from assessment.store.tables.assessments import area_answer, assessment, outcome_answer, rating
from assessment.store.tables.catalogue import contract, party, service
from assessment.store.tables.clients import client, client_tag, event, framework_edition, workspace
from assessment.store.tables.csip import csip_actual, csip_decision, csip_item
from assessment.store.tables.evidence import evidence_file
from assessment.store.tables.goals import goal, goal_version
from assessment.store.tables.own import own_item, own_rating
from assessment.store.tables.people import assignment, failure, link, person, session
from assessment.store.tables.plan import plan_edit, plan_settings
from assessment.store.tables.readings import claim_note, fill_in, metric_break, metric_target, reading
from assessment.store.tables.remarks import attachment, remark, share_link
from assessment.store.tables.reviews import (
    lesson,
    operating_step,
    proposal,
    review,
    review_addendum,
    review_decision,
    review_plan,
)
from assessment.store.tables.slas import (
    outage,
    sla,
    sla_figure,
    sla_need,
    sla_report,
    sla_result,
    sla_signature,
    sla_version,
)
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
    "action_item",
    "area_answer",
    "assessment",
    "assignment",
    "attachment",
    "calendar",
    "claim_note",
    "client",
    "client_tag",
    "contract",
    "csip_actual",
    "csip_decision",
    "csip_item",
    "event",
    "evidence_file",
    "failure",
    "fill_in",
    "framework_edition",
    "goal",
    "goal_version",
    "join_code",
    "lesson",
    "link",
    "metadata",
    "metric_break",
    "metric_target",
    "operating_step",
    "outage",
    "outcome_answer",
    "own_item",
    "own_rating",
    "party",
    "person",
    "plan_edit",
    "plan_settings",
    "presence",
    "proposal",
    "rating",
    "reading",
    "register_move",
    "remark",
    "review",
    "review_addendum",
    "review_decision",
    "review_plan",
    "round_",
    "seat",
    "service",
    "session",
    "share_link",
    "sla",
    "sla_figure",
    "sla_need",
    "sla_report",
    "sla_result",
    "sla_signature",
    "sla_version",
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
