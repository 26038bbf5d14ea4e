"""The reviews of the richest sample client: how often they are held, what was said and what was decided."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from assessment.domain.review_plans import Cadence, cadence_of
from assessment.services import reviews, reviews_decisions, reviews_kept
from assessment.services.demo_agreements import agreement_named
from assessment.services.demo_catalogue import add_goals
from assessment.services.demo_happenings import (
    AFTERWARDS,
    BEGUN,
    CLOSED,
    PREPARED,
    RAISED,
    Happening,
    Story,
    party_of,
)
from assessment.services.reviews_agreements import AgreementEntry, decide_agreement
from assessment.services.reviews_decisions import ActionEntry, DecisionEntry
from assessment.services.reviews_kept import PROPOSAL, STEP, LessonEntry, ProposalEntry, StepEntry
from assessment.services.reviews_minutes import parts_of, save_parts
from assessment.services.reviews_plans import PlanEntry, agenda_text, people_text, retire_plan, save_plan
from assessment.store.database import Unit
from assessment.store.queries.catalogue import list_parties
from assessment.store.queries.clients import get_client
from assessment.store.queries.reviews_plans import list_plans

Written = Mapping[str, Any]
PLANNED_BEFORE = timedelta(days=9)
AGREEMENT = "Service desk"
"""The agreement that the reviews decide about."""


def review_happenings(story: Story, page: Written) -> Iterator[Happening]:
    """Yield everything about the reviews of a client."""
    for cadence in page["cadences"]:
        yield Happening(cadence["set_up"], RAISED, partial(_add_cadence, story.slug, cadence))
        for name, retired in (("stopped", True), ("taken_up", False)):
            if name in cadence:
                stop = partial(_retire, story.slug, cadence["title"], retired)
                yield Happening(cadence[name], AFTERWARDS, stop)
    for written in page["reviews"]:
        yield from _of_review(_Meeting(story, written))


def _of_review(meeting: "_Meeting") -> Iterator[Happening]:
    written, day = meeting.written, meeting.written["day"]
    prepared = written.get("prepared", day)
    planned = written.get("planned") or (prepared if meeting.is_sync else prepared - PLANNED_BEFORE)
    yield Happening(planned, AFTERWARDS if planned < prepared else RAISED, meeting.plan)
    if "cancelled" in written:
        yield Happening(written["cancelled"], AFTERWARDS, meeting.cancel)
    elif written.get("stays") != "planned":
        yield Happening(prepared, PREPARED, meeting.prepare)
        if "stays" not in written:
            yield Happening(day, BEGUN, meeting.begin)
            yield Happening(day, CLOSED, meeting.close)
    if "addendum" in written:
        yield Happening(written["addendum"]["day"], AFTERWARDS, meeting.add_to)


def _cadence_named(unit: Unit, slug: str, title: str) -> Cadence:
    return next(one for one in list_plans(unit, get_client(unit, slug).id) if one.title == title)


def _add_cadence(slug: str, written: Written, unit: Unit) -> None:
    usual = cadence_of(written["kind"], written["title"])
    party = party_of(unit, slug, written["party"])[1] if "party" in written else 0
    entry = PlanEntry(
        usual.kind, usual.title, written["every"], written.get("mode", usual.mode), party,
        written["participants"], "\n".join(usual.inputs), agenda_text(usual.agenda), "\n".join(usual.outputs),
        written["minutes_long"], written.get("starts_at", ""), written.get("charter", usual.charter),
        written["next_on"],
    )  # fmt: skip
    save_plan(unit, slug, entry)


def _retire(slug: str, title: str, retired: bool, unit: Unit) -> None:
    retire_plan(unit, slug, _cadence_named(unit, slug, title).number, retired=retired)


class _Meeting:
    """One review from planning to closing; it is known as it stands once it is planned."""

    def __init__(self, story: Story, written: Written) -> None:
        self.story, self.slug, self.written = story, story.slug, written
        self.is_sync = written["cadence"].startswith("Weekly sync")

    def plan(self, unit: Unit) -> None:
        plan, day = _cadence_named(unit, self.slug, self.written["cadence"]), self.written["day"]
        if plan.next_on != day:
            save_plan(unit, self.slug, _typed(unit, self.slug, plan, day), plan.number)
        self.review = reviews.plan_next(unit, self.slug, plan.number)
        self.number = self.review.number

    def prepare(self, unit: Unit) -> None:
        self.review = reviews.prepare_review(unit, self.slug, self.number, self.review.version)

    def cancel(self, unit: Unit) -> None:
        reviews.cancel_review(unit, self.slug, self.number, self.review.version, self.written["reason"])

    def begin(self, unit: Unit) -> None:
        self.review = reviews.begin_review(unit, self.slug, self.number, self.review.version)
        came = self.written.get("came", [one["role"] for one in self.review.attendance])
        self.deciders = ", ".join(came)
        self.story.held[self.written["day"]] = self.number, self.deciders
        if "goals" in self.written:
            add_goals(unit, self.slug, self.written["day"], self.review.id)
            for title in self.written["goals"]:
                what = "change" if title in CHANGED_GOALS else "add"
                self._say(unit, DecisionEntry("goal", what, title, reason=CHANGED_GOALS.get(title, "")))

    def close(self, unit: Unit) -> None:
        self._decide(unit)
        self._keep(unit)
        self._write(unit)
        reviews.close_review(unit, self.slug, self.number)
        del self.story.held[self.written["day"]]

    def add_to(self, unit: Unit) -> None:
        reviews.add_addendum(unit, self.slug, self.number, self.written["addendum"]["text"])

    def _decide(self, unit: Unit) -> None:
        for one in self.written.get("decided", ()):
            self._say(unit, DecisionEntry(**one))
        if "agreement" in self.written:
            self._review_agreement(unit, **self.written["agreement"])
        for one in self.written.get("actions", ()):
            reviews_decisions.add_review_action(unit, self.slug, self.number, ActionEntry(**one))
        for one in self.written.get("proposals", ()):
            reviews_decisions.add_review_proposal(unit, self.slug, self.number, ProposalEntry(**one))

    def _say(self, unit: Unit, entry: DecisionEntry) -> None:
        said = replace(entry, deciders=self.deciders)
        reviews_decisions.add_decision(unit, self.slug, self.number, said)

    def _review_agreement(self, unit: Unit, decision: str, reason: str = "") -> None:
        sla = agreement_named(unit, self.slug, AGREEMENT)
        entry = AgreementEntry(sla.id, decision, reason=reason, deciders=self.deciders)
        decide_agreement(unit, self.slug, self.number, entry)

    def _keep(self, unit: Unit) -> None:
        review_id = self.review.id
        for one in self.written.get("lessons", ()):
            reviews_kept.add_lesson(unit, self.slug, LessonEntry(**one), review_id)
        for one in self.written.get("steps", ()):
            reviews_kept.add_step(unit, self.slug, StepEntry(**one), review_id)
        if not (self.written.keys() & {"steps_now", "proposals_now"}):
            return
        kept = reviews_kept.kept_things(unit, get_client(unit, self.slug).id)
        for title, state in self.written.get("steps_now", {}).items():
            step = next(one for one in kept.steps if one.text.startswith(title))
            entry = StepEntry(step.text, step.owner, step.due_on, state)
            reviews_kept.change_entry(unit, self.slug, STEP, step.number, entry, step.version)
        for title, state in self.written.get("proposals_now", {}).items():
            asked = next(one for one in kept.proposals if one.title.startswith(title))
            answer = ProposalEntry(asked.title, asked.kind, asked.description, state)
            reviews_kept.change_entry(unit, self.slug, PROPOSAL, asked.number, answer, asked.version)

    def _write(self, unit: Unit) -> None:
        review, written = self.review, self.written
        there = written.get("came", [one["role"] for one in review.attendance])
        rows = [str(place) for place, one in enumerate(review.attendance) if one["role"] in there]
        typed = {f"point-t{place}": {"notes": text} for place, text in written.get("notes", {}).items()}
        typed |= {"room": {"others": ""}, "notes": {"notes": written.get("minutes", "")}}
        typed |= {"relationship": written["relationship"]} if "relationship" in written else {}
        parts = parts_of(review)
        seen = {name: {**one, "version": parts[name].mark} for name, one in typed.items()}
        self.review = save_parts(unit, self.slug, self.number, seen, {"room": rows})


CHANGED_GOALS: Mapping[str, str] = {
    "Mean time to resolve an incident": "Under twelve hours for a quarter. The next step is one working day.",
    "The second tier resolves what it is passed sooner": "The first tier kept its time for half a year.",
}
"""The goals that a review changed, with the reason; the others were new."""


def _typed(unit: Unit, slug: str, plan: Cadence, day: date) -> PlanEntry:
    """Return a cadence as its form shows it, with another next day."""
    names = {one.id: one.number for one in list_parties(unit, get_client(unit, slug).id)}
    return PlanEntry(
        plan.kind, plan.title, plan.every, plan.mode, names.get(plan.party_id or "", 0),
        people_text(plan.participants), "\n".join(plan.inputs), agenda_text(plan.agenda),
        "\n".join(plan.outputs), plan.minutes_long, plan.starts_at, plan.charter, day, plan.version,
    )  # fmt: skip
