"""Answer for an area as a whole: where people place it, where it should go, how much it matters."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.answers import AreaAnswer
from assessment.domain.framework import Framework, localise
from assessment.domain.numbers import plain
from assessment.domain.scoring import ScoreCard
from assessment.errors import Conflict, InvalidInput
from assessment.services.open_assessment import area_of, open_place
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.scores import rescore_area_answer
from assessment.services.texts import checked_text
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries.answers import KeptArea
from assessment.store.queries.events import add_event

HALF = Fraction(1, 2)
LOWEST_TARGET = Fraction(0)
LEAST_IMPORTANCE = 1
MOST_IMPORTANCE = 5


@dataclass(frozen=True, slots=True)
class AreaChange:
    """What somebody changed about an area. None leaves a field; `cleared` names fields taken back."""

    seen: int
    placing: Fraction | None = None
    target: Fraction | None = None
    importance: Fraction | None = None
    note: str | None = None
    done: bool | None = None
    cleared: tuple[str, ...] = ()


def answer_area(
    unit: Unit, client_slug: str, slug: str, area_slug: str, change: AreaChange
) -> tuple[KeptArea, ScoreCard]:
    """Save placing, target, importance, note or the done mark of an area and re-score.

    Raises Conflict when somebody else changed the area to something different meanwhile.
    """

    def changed(framework: Framework, old: AreaAnswer) -> AreaAnswer:
        return changed_area(framework, old, change)

    return write_area(unit, client_slug, slug, area_slug, changed, change.seen, change.done)


def write_area(
    unit: Unit,
    client_slug: str,
    slug: str,
    area_slug: str,
    change: Callable[[Framework, AreaAnswer], AreaAnswer],
    seen: int,
    set_done: bool | None = None,
) -> tuple[KeptArea, ScoreCard]:
    """Save what `change` makes of an area's answer and re-score; `set_done` None leaves the mark.

    `seen` is the version that the person looked at. Raises Conflict when it is another by now.
    """
    place, framework = open_place(unit, client_slug, slug)
    area = area_of(framework, area_slug)
    kept = answer_queries.list_area_answers(unit, place.assessment.id).get(area.id)
    old = kept.answer if kept else AreaAnswer()
    new = change(framework, old)
    old_done = kept.done if kept else False
    done = old_done if set_done is None else set_done
    stored = kept.version if kept else 0
    if (new, done) != (old, old_done):
        if seen != stored:
            raise Conflict(
                f"Somebody else changed {localise(area.name) or area.id} meanwhile.",
                field=area.id, yours=area_in_words(new), theirs=area_in_words(old),
                by=kept.updated_by if kept else "", version=stored,
            )  # fmt: skip
        version = answer_queries.save_area_answer(
            unit, place.client.id, place.assessment.id, area.id, new, done, stored
        )
        add_event(
            unit, place.client.id, f"area:{place.assessment.id}:{area.id}", "area answered",
            {"from": area_in_words(old), "to": area_in_words(new), "done": done}, place.assessment.id,
        )  # fmt: skip
    else:
        version = stored
    card = rescore_area_answer(unit, place, framework, area.id)
    return KeptArea(new, done, version, unit.now, unit.actor), card


def area_in_words(answer: AreaAnswer) -> str:
    """Return what is set for an area: "placing 2.5, target 3"."""
    named = (("placing", answer.placing), ("target", answer.target), ("importance", answer.importance))
    parts = [f"{name} {plain(value)}" for name, value in named if value is not None]
    if answer.note:
        parts.append(f"note: {answer.note}")
    return ", ".join(parts) or "nothing set"


def changed_area(framework: Framework, old: AreaAnswer, change: AreaChange) -> AreaAnswer:
    """Return the answer after a change; InvalidInput names the field that cannot be taken."""
    new = old
    highest = Fraction(framework.top)
    if change.placing is not None:
        lowest = Fraction(framework.level_numbers[0])
        new = replace(new, placing=_in_halves("placing", change.placing, lowest, highest))
    if change.target is not None:
        new = replace(new, target=_in_halves("target", change.target, LOWEST_TARGET, highest))
    if change.importance is not None:
        if not LEAST_IMPORTANCE <= change.importance <= MOST_IMPORTANCE:
            raise InvalidInput("importance", "Importance goes from 1 (low) to 5 (high).")
        new = replace(new, importance=change.importance)
    if change.note is not None:
        new = replace(new, note=checked_text("note", change.note, LONGEST_NOTE))
    return replace(
        new,
        placing=None if "placing" in change.cleared else new.placing,
        target=None if "target" in change.cleared else new.target,
        importance=None if "importance" in change.cleared else new.importance,
    )


def _in_halves(field: str, value: Fraction, lowest: Fraction, highest: Fraction) -> Fraction:
    if not lowest <= value <= highest or (value / HALF).denominator != 1:
        raise InvalidInput(
            field, f"A {field} goes from {plain(lowest)} to {plain(highest)} in steps of a half."
        )
    return value
