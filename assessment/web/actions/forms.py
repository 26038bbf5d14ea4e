"""The forms of the action register: a new action, its texts, a decision about it, a move."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from assessment.domain.action_items import SEVERITIES, ActionItem
from assessment.domain.actions import Decision
from assessment.errors import InvalidInput
from assessment.services.actions import ActionDraft
from assessment.services.actions_checks import LONGEST_OWNER, LONGEST_TEXT, LONGEST_TITLE
from assessment.services.actions_register import Choices
from assessment.web.actions.words import SEVERITY_NAMES, SIDE_NAMES, SOURCE_NAMES
from assessment.web.forms import BaseForm, DayField, at_most, options, tidy

BETWEEN = ":"
RESTORES, BEYOND = "yes", "no"
CARRIED = ("title", "description", "owner", "owner_side", "due_on", "source", "target")


class ActionForm(BaseForm):
    """What is written about an action."""

    title = StringField(
        "What is to be put right",
        filters=[tidy],
        validators=[InputRequired("Say in a few words what is to be put right."), at_most(LONGEST_TITLE)],
    )
    description = TextAreaField(
        "Description",
        description="What was missed or went wrong. Markdown works.",
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    source = SelectField("Where it comes from", choices=options(*SOURCE_NAMES.items()), default="other")
    target = SelectField(
        "Target that was missed",
        description="Where one is chosen, only its next measured period can verify the action.",
        validate_choice=False,
    )
    service_id = SelectField("Service", validate_choice=False)
    party_id = SelectField("Party", validate_choice=False)
    severity = RadioField(
        "Severity", choices=options(*((one, SEVERITY_NAMES[one]) for one in SEVERITIES)), default="medium"
    )
    root_cause = TextAreaField(
        "Root cause",
        description="Why it happened, as far as it is known. Markdown works.",
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    corrective = TextAreaField(
        "What puts it right",
        description="What will be done so that the service is back at what was agreed. Markdown works.",
        filters=[tidy],
        validators=[at_most(LONGEST_TEXT)],
    )
    owner = StringField(
        "Owner",
        description="A role rather than a name, for example Service desk lead.",
        filters=[tidy],
        validators=[at_most(LONGEST_OWNER)],
    )
    owner_side = SelectField("Side of the owner", choices=options(*SIDE_NAMES.items()), default="provider")
    due_on = DayField("Due")

    targets: frozenset[str] = frozenset()

    def offer(self, choices: Choices, item: ActionItem | None = None) -> None:
        """Fill the lists of services, parties and targets; what is retired is offered where it is in use."""
        used = {item.service_id, item.party_id} if item is not None else set()
        services = ((one.id, one.name) for one in choices.services if not one.retired or one.id in used)
        parties = ((one.id, one.name) for one in choices.parties if not one.retired or one.id in used)
        self.service_id.choices = options(("", "No service"), *services)
        self.party_id.choices = options(("", "No party"), *parties)
        known = dict(choices.targets)
        if item is not None and item.has_target:
            known.setdefault((item.sla_id or "", item.target_key or ""), item.target_key or "")
        named = {
            f"{sla_id}{BETWEEN}{key}": f"{choices.slas[sla_id].reference}, {name}"
            for (sla_id, key), name in known.items()
            if sla_id in choices.slas
        }
        self.target.choices = options(("", "No target"), *named.items())
        self.targets = frozenset(named)

    def show_item(self, item: ActionItem) -> None:
        """Fill the fields with what an action says."""
        for name, field in self._fields.items():
            if hasattr(item, name):
                field.data = getattr(item, name)
        self.service_id.data, self.party_id.data = item.service_id or "", item.party_id or ""
        self.target.data = f"{item.sla_id}{BETWEEN}{item.target_key}" if item.has_target else ""

    def draft(self) -> ActionDraft:
        """Return what was typed; raises InvalidInput for a target that is not offered."""
        target = self.target.data or ""
        if target and target not in self.targets:
            raise InvalidInput("target", "Choose one of the targets shown.")
        sla_id, _, key = target.partition(BETWEEN)
        return ActionDraft(
            title=self.title.data or "",
            description=self.description.data or "",
            source=self.source.data or "other",
            sla_id=sla_id or None,
            target_key=key or None,
            service_id=self.service_id.data or None,
            party_id=self.party_id.data or None,
            root_cause=self.root_cause.data or "",
            corrective=self.corrective.data or "",
            owner=self.owner.data or "",
            owner_side=self.owner_side.data or "",
            due_on=self.due_on.data,
            severity=self.severity.data or "medium",
        )

    def carried(self) -> dict[str, str]:
        """Return what the form of the other register can take over of what was typed."""
        names = ("title", "description", "owner", "owner_side")
        said = {name: self[name].data or "" for name in names}
        said["due_on"] = self.due_on.data.isoformat() if self.due_on.data else ""
        return {name: value for name, value in said.items() if value}


class NewActionForm(ActionForm):
    """A new action, with the question that keeps improvements out of the register."""

    restores = RadioField(
        "Does this only restore what was agreed?",
        choices=options((RESTORES, "Yes"), (BEYOND, "No, it goes beyond what was agreed")),
        validators=[InputRequired("Say whether it only restores what was agreed.")],
    )

    def goes_beyond(self) -> bool:
        """Return whether it belongs to the CSIP register."""
        return bool(self.restores.data == BEYOND)


class DecisionForm(BaseForm):
    """One decision about an action."""

    reason = TextAreaField("Reason", filters=[tidy], validators=[at_most(LONGEST_TEXT)])
    decided_on = DayField("On")

    def decision(self, kind: str) -> Decision:
        """Return what was decided."""
        return Decision(kind, self.reason.data or "", self.decided_on.data)


class MoveForm(BaseForm):
    """Why an item belongs to the other register."""

    reason = TextAreaField("Why it belongs there", filters=[tidy], validators=[at_most(LONGEST_TEXT)])
    override = TextAreaField(
        "Why it is an improvement all the same", filters=[tidy], validators=[at_most(LONGEST_TEXT)]
    )
