"""The action register: everything that other parts of the program call, in one place."""

from assessment.domain.actions import Decision as Decision
from assessment.services.actions_changes import DECIDED as DECIDED
from assessment.services.actions_changes import add_action as add_action
from assessment.services.actions_changes import decide_action as decide_action
from assessment.services.actions_changes import edit_action as edit_action
from assessment.services.actions_changes import last_decision as last_decision
from assessment.services.actions_changes import subject_of as subject_of
from assessment.services.actions_changes import undo_decision as undo_decision
from assessment.services.actions_checks import ActionDraft as ActionDraft
from assessment.services.actions_drafts import draft_actions as draft_actions
from assessment.services.actions_moves import move_to_actions as move_to_actions
from assessment.services.actions_moves import move_to_csip as move_to_csip
from assessment.services.actions_register import ActionFilter as ActionFilter
from assessment.services.actions_register import register_of as register_of
