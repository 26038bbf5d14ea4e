"""Every table, imported here so that the metadata is complete for migrations."""

from assessment.store.base import metadata
from assessment.store.tables.assessments import area_answer, assessment, outcome_answer, rating
from assessment.store.tables.clients import client, event, framework_edition, workspace
from assessment.store.tables.csip import csip_item
from assessment.store.tables.plan import plan_edit, plan_settings
from assessment.store.tables.readings import reading
from assessment.store.tables.workshops import round_, seat, vote, workshop

__all__ = [
    "area_answer",
    "assessment",
    "client",
    "csip_item",
    "event",
    "framework_edition",
    "metadata",
    "outcome_answer",
    "plan_edit",
    "plan_settings",
    "rating",
    "reading",
    "round_",
    "seat",
    "vote",
    "workshop",
    "workspace",
]
