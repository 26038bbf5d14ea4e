"""Predicted index against what came, wave by wave of a plan."""

from datetime import date
from fractions import Fraction

from assessment.domain.csip_waves import Later, WaveOutcome, wave_outcomes
from assessment.services.csip_from_plan import end_of_wave
from assessment.services.plan import PlanView
from assessment.store.database import Unit
from assessment.store.queries.csip_practice import list_later_means

PLACES = 6


def outcomes_of(unit: Unit, view: PlanView) -> tuple[WaveOutcome, ...]:
    """Return what each wave of a plan was to bring and what a later assessment gave; one query.

    Nothing as long as no later assessment of the client has an answer.
    """
    place = view.place
    later = tuple(
        Later(slug, title, held_on, Fraction(str(round(overall, PLACES))))
        for slug, title, held_on, overall in list_later_means(
            unit, place.client.id, place.assessment.held_on, place.assessment.id
        )
    )
    if not later:
        return ()
    predicted: list[tuple[int, date | None, Fraction | None]] = [
        (wave.number, end_of_wave(view.kept, wave.number), mean)
        for wave, mean in zip(view.plan.waves, view.plan.mean_index_after, strict=True)
    ]
    return wave_outcomes(predicted, later)
