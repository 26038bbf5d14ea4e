"""The ranked plan: what to do, in which order and wave, and what it changes; docs/method.md, "Plan"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.answers import AnswerSet
from assessment.domain.candidates import IMPROVE, candidates
from assessment.domain.edits import PlanEdits
from assessment.domain.forecast import mean_after_waves
from assessment.domain.framework import Framework
from assessment.domain.plan_items import (
    DEFAULT_SETTINGS,
    NO_EDITS,
    NO_SIGNALS,
    plan_item,
    rank,
)
from assessment.domain.plan_items import PlanItem as PlanItem
from assessment.domain.prerequisites import (
    Chain,
    Links,
    check_links,
    fewest_waves,
    links_among,
    longest_chain,
)
from assessment.domain.priority import PlanSettings, Signals
from assessment.domain.scoring import ScoreCard, score_values
from assessment.domain.values import PracticeValue, practice_values
from assessment.domain.waves import DEFAULT_CAPACITY, Part, Schedule, Task, Wave, schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """The items by rank, the waves, what is left over, and the longest chain.

    `mean_index_after` holds one mean index per wave, None where no area has an index. `fewest_waves` is
    the number that no plan of the largest wave's capacity can go under.
    """

    items: tuple[PlanItem, ...]
    schedule: Schedule
    mean_index_after: tuple[Fraction | None, ...]
    critical_path: Chain
    fewest_waves: int | None

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Return the waves, first to last."""
        return self.schedule.waves

    @property
    def beyond_horizon(self) -> tuple[Part, ...]:
        """Return the work that no wave has room for, by rank."""
        return self.schedule.beyond_horizon

    def item(self, practice: str) -> PlanItem:
        """Return the item of one practice; KeyError when it is not planned."""
        for item in self.items:
            if item.practice == practice:
                return item
        raise KeyError(practice)


def make_plan(
    framework: Framework,
    answers: AnswerSet,
    edits: PlanEdits = NO_EDITS,
    *,
    card: ScoreCard | None = None,
    values: Mapping[str, PracticeValue] | None = None,
    settings: PlanSettings = DEFAULT_SETTINGS,
    signals: Signals = NO_SIGNALS,
    done: Mapping[str, int] | None = None,
) -> Plan:
    """Return the plan of an assessment; docs/method.md, "Plan".

    `card` and `values` are taken as they are where the caller has them. `done` gives the wave of items that
    are completed and keep it. CycleFound and PinTooEarly when the edits contradict each other.
    """
    if edits.prerequisites:
        check_links(framework, edits.prerequisites, settings.use_suggested)
    values = practice_values(framework, answers.ratings, answers.options) if values is None else values
    card = score_values(framework, answers, values) if card is None else card
    completed = done or {}
    found = candidates(framework, card, values, answers)
    ids = [candidate.practice.id for candidate in found]
    links = links_among(
        framework, [i for i in ids if i not in completed], edits.prerequisites, settings.use_suggested
    )
    items = rank(framework, [plan_item(c, links, edits, settings, signals) for c in found])
    laid = _schedule(items, edits, completed)
    items = tuple(replace(item, waves=laid.waves_of(item.practice)) for item in items)
    improving = frozenset(item.practice for item in items if item.kind == IMPROVE)
    return Plan(
        items,
        laid,
        mean_after_waves(framework, answers, values, card, laid, improving),
        *_bounds(items, links, edits),
    )


def _schedule(items: Sequence[PlanItem], edits: PlanEdits, completed: Mapping[str, int]) -> Schedule:
    capacity = DEFAULT_CAPACITY if edits.capacity_days is None else edits.capacity_days
    # A plan that was cut shorter since keeps what is completed in its last wave.
    done_in = {practice: min(wave, len(capacity)) for practice, wave in completed.items()}
    tasks = [
        Task(
            item.practice,
            item.days,
            item.open_needs,
            item.pin.wave if item.pin else None,
            done_in.get(item.practice),
        )
        for item in items
    ]
    return schedule(tasks, capacity, edits.same_wave_start)


def _bounds(items: Sequence[PlanItem], links: Links, edits: PlanEdits) -> tuple[Chain, int | None]:
    days = {item.practice: item.days for item in items if item.practice in links.every}
    capacity = DEFAULT_CAPACITY if edits.capacity_days is None else edits.capacity_days
    largest = max(capacity, default=0)
    return longest_chain(days, links.every), fewest_waves(days, links.every, largest, edits.same_wave_start)
