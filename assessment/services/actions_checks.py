"""What a person writes about an action, checked and tidied before it is stored."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessment.domain.action_items import FROM_ELSEWHERE, MEDIUM, SEVERITIES, SOURCES
from assessment.domain.catalogue import PROVIDER, ROLES
from assessment.errors import InvalidInput
from assessment.services.texts import checked_line, checked_text, sensible_day

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
LONGEST_OWNER = 100
SIDES = ("", *ROLES)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What is written about an action. Ids are those of rows of the same client, None where there is none."""

    title: str
    description: str = ""
    source: str = FROM_ELSEWHERE
    sla_id: str | None = None
    target_key: str | None = None
    period: str | None = None
    variance: Fraction | None = None
    review_id: str | None = None
    service_id: str | None = None
    party_id: str | None = None
    root_cause: str = ""
    corrective: str = ""
    owner: str = ""
    owner_side: str = PROVIDER
    due_on: date | None = None
    severity: str = MEDIUM


def checked_draft(draft: ActionDraft) -> ActionDraft:
    """Return the draft with tidy texts; InvalidInput names the field that does not fit."""
    checked = replace(
        draft,
        title=checked_line("title", draft.title, LONGEST_TITLE),
        description=checked_text("description", draft.description, LONGEST_TEXT),
        root_cause=checked_text("root_cause", draft.root_cause, LONGEST_TEXT),
        corrective=checked_text("corrective", draft.corrective, LONGEST_TEXT),
        owner=checked_line("owner", draft.owner, LONGEST_OWNER),
    )
    sensible_day("due_on", draft.due_on)
    if not checked.title:
        raise InvalidInput("title", "Say in a few words what is to be put right.")
    _check_choice("source", checked.source, SOURCES, "Choose where the action comes from.")
    _check_choice("severity", checked.severity, SEVERITIES, "Choose how severe it is.")
    _check_choice("owner_side", checked.owner_side, SIDES, "Choose the owner's side.")
    if (checked.sla_id is None) != (checked.target_key is None):
        raise InvalidInput("target", "Choose one of the targets shown.")
    return checked


def _check_choice(field: str, value: str, known: Collection[str], words: str) -> None:
    if value not in known:
        raise InvalidInput(field, words)
