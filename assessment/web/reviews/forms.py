"""The forms of a cadence, of one review, and of what reviews keep."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from assessment.domain.catalogue import MEETING, Party
from assessment.domain.review_plans import EVERY, RHYTHMS, Cadence
from assessment.domain.reviews import KINDS, PROPOSAL_KINDS, Lesson, Proposal, Review, Step
from assessment.services.reviews import ReviewEntry
from assessment.services.reviews_kept import (
    LESSON,
    PROPOSAL,
    STEP,
    Entry,
    Kept,
    LessonEntry,
    ProposalEntry,
    StepEntry,
)
from assessment.services.reviews_plans import LONGEST_TEXT, PlanEntry, agenda_text, people_text
from assessment.services.texts import LONGEST_NAME
from assessment.web.forms import BaseForm, DayField, at_most, options, read_whole, tidy
from assessment.web.review_views import MODE_NAMES

STEP_WORDS: Mapping[str, str] = {
    "open": "Open", "doing": "Being done", "done": "Done", "dropped": "Dropped",
}  # fmt: skip
PROPOSAL_WORDS: Mapping[str, str] = {
    "open": "Open", "accepted": "Accepted", "declined": "Declined", "later": "Later",
}  # fmt: skip


def _line(label: str, hint: str = "") -> StringField:
    return StringField(label, description=hint, filters=[tidy], validators=[at_most(LONGEST_NAME)])


def _text(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, description=hint, filters=[tidy], validators=[at_most(LONGEST_TEXT)])


class PartyForm(BaseForm):
    """A form that can name a party."""

    party = SelectField("About", validate_choice=False)

    @property
    def party_number(self) -> int:
        """The number of the party, 0 for all, -1 for what is none."""
        found = read_whole(self.party.data or "0")
        return -1 if found is None else found

    def offer_parties(self, parties: Sequence[Party]) -> None:
        """Fill the list of parties."""
        named = ((str(one.number), one.name) for one in parties)
        self.party.choices = options(("0", "All services and agreements"), *named)


class PlanForm(PartyForm):
    """A cadence."""

    title = _line("Name")
    every = SelectField("How often", validate_choice=False)
    next_on = DayField(
        "Next on",
        description="A day off moves to the next working day of the calendar by which tickets are counted.",
    )
    starts_at = StringField("Begins at", filters=[tidy])
    minutes_long = StringField("Length in minutes", filters=[tidy])
    mode = RadioField("How it is held", choices=options(*MODE_NAMES.items()), validate_choice=False)
    participants = _text(
        "Who takes part", "One role a line with its side: Service delivery manager (provider)."
    )
    inputs = _text("What they look at", "One a line.")
    agenda = _text("Agenda", "One point a line, its minutes first: 10 Actions of the last review.")
    outputs = _text("What comes out of it", "One a line.")
    charter = _text("Charter", "What both sides expect of it. Markdown works.")

    def offer(self, kind: str, parties: Sequence[Party]) -> None:
        """Fill the lists of rhythms and parties."""
        self.every.choices = options(*((one, EVERY[one]) for one in RHYTHMS[kind]))
        self.offer_parties(parties)

    def show(self, plan: Cadence, parties: Sequence[Party]) -> None:
        """Put a cadence into the fields."""
        for name in ("title", "every", "next_on", "starts_at", "mode", "charter"):
            self[name].data = getattr(plan, name)
        self.minutes_long.data = str(plan.minutes_long)
        self.participants.data = people_text(plan.participants)
        self.agenda.data = agenda_text(plan.agenda)
        self.inputs.data, self.outputs.data = "\n".join(plan.inputs), "\n".join(plan.outputs)
        self.party.data = _party_number(parties, plan.party_id)

    def entry(self, kind: str, seen: int) -> PlanEntry:
        """What was typed over the version that the person saw."""
        names = ("title", "every", "mode", "participants", "inputs", "agenda", "outputs", "starts_at",
                 "charter")  # fmt: skip
        said = {name: self[name].data or "" for name in names}
        return PlanEntry(
            kind,
            **said,
            party=self.party_number,
            minutes_long=read_whole(self.minutes_long.data),
            next_on=self.next_on.data,
            seen=seen,
        )


def _party_number(parties: Sequence[Party], party_id: str | None) -> str:
    return next((str(one.number) for one in parties if one.id == party_id), "0")


class ReviewForm(PartyForm):
    """One review."""

    kind = SelectField("Kind", choices=options(*KINDS.items()), validate_choice=False)
    title = _line("Name", "Leave it empty to call it by its kind.")
    planned_on = DayField("Day")
    starts_at = StringField("Begins at", filters=[tidy])
    minutes_long = StringField("Length in minutes", filters=[tidy], default="60")
    mode = RadioField(
        "How it is held", choices=options(*MODE_NAMES.items()), default=MEETING, validate_choice=False
    )
    period_from = DayField("It looks back from", description="Left empty: the whole months before its day.")
    period_to = DayField("To")
    cut_off_on = DayField("Pack to be made by", description="On this day the data is frozen and sent.")

    def show(self, review: Review, parties: Sequence[Party]) -> None:
        """Put a review into the fields."""
        names = ("kind", "title", "planned_on", "starts_at", "mode", "period_from", "period_to", "cut_off_on")
        for name in names:
            self[name].data = getattr(review, name)
        self.minutes_long.data = str(review.minutes_long)
        self.party.data = _party_number(parties, review.party_id)

    def entry(self) -> ReviewEntry:
        """What was typed."""
        return ReviewEntry(
            self.kind.data or "",
            self.title.data or "",
            self.mode.data or "",
            self.party_number,
            self.planned_on.data,
            self.starts_at.data or "",
            read_whole(self.minutes_long.data),
            self.period_from.data,
            self.period_to.data,
            self.cut_off_on.data,
        )


class LessonForm(BaseForm):
    """A lesson."""

    text = _text("What was learned")
    change = _text("What is done differently since")
    retired = BooleanField("Later reviews need not see it any more")

    def show(self, kept: Kept) -> None:
        """Put a lesson into the fields."""
        assert isinstance(kept, Lesson)  # noqa: S101 - the form of lessons
        self.text.data, self.change.data, self.retired.data = kept.text, kept.change, kept.retired

    def entry(self) -> Entry:
        """What was typed."""
        return LessonEntry(self.text.data or "", self.change.data or "", bool(self.retired.data))


class StepForm(BaseForm):
    """A step of the operating plan."""

    text = _text("What is to be done")
    owner = _line("Owner", "A role rather than a name.")
    due_on = DayField("Due")
    state = SelectField("State", choices=options(*STEP_WORDS.items()), validate_choice=False)

    def show(self, kept: Kept) -> None:
        """Put a step into the fields."""
        assert isinstance(kept, Step)  # noqa: S101 - the form of steps
        for name in ("text", "owner", "due_on", "state"):
            self[name].data = getattr(kept, name)

    def entry(self) -> Entry:
        """What was typed."""
        state = self.state.data or "open"
        return StepEntry(self.text.data or "", self.owner.data or "", self.due_on.data, state)


class ProposalForm(BaseForm):
    """A proposal or a changed need."""

    title = _line("What is proposed, or needed")
    kind = SelectField("Kind", choices=options(*PROPOSAL_KINDS.items()), validate_choice=False)
    description = _text("About it")
    state = SelectField("State", choices=options(*PROPOSAL_WORDS.items()), validate_choice=False)
    reason = _text("Reason", "Needed where it is declined.")

    def show(self, kept: Kept) -> None:
        """Put a proposal into the fields."""
        assert isinstance(kept, Proposal)  # noqa: S101 - the form of proposals
        for name in ("title", "kind", "description", "state", "reason"):
            self[name].data = getattr(kept, name)

    def entry(self) -> Entry:
        """What was typed."""
        return ProposalEntry(
            self.title.data or "", self.kind.data or "service", self.description.data or "",
            self.state.data or "open", self.reason.data or "",
        )  # fmt: skip


KeptForm = LessonForm | StepForm | ProposalForm
FORMS: Mapping[str, type[KeptForm]] = {LESSON: LessonForm, STEP: StepForm, PROPOSAL: ProposalForm}
