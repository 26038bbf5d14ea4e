"""Keep the stored score card true: every answer re-scores what it touches, in its own transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd
from typing import Any

from assessment.domain.answers import AnswerSet, Options, Rating
from assessment.domain.assessments import Assessment
from assessment.domain.editions import shared_practices
from assessment.domain.framework import Framework
from assessment.domain.marks import marks_of, remarked
from assessment.domain.methods import ITCMF_SURVEY
from assessment.domain.scoring import (
    NO_ANSWER,
    PROVISIONAL_BELOW,
    AreaScore,
    ScoreCard,
    score_area,
    score_values,
)
from assessment.domain.values import PracticeValue, practice_values
from assessment.services.editions import framework_of
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import assessments as assessment_queries
from assessment.store.queries import clients as client_queries
from assessment.store.queries.assessments import Place


def answers_of(unit: Unit, assessment: Assessment) -> AnswerSet:
    """Return every answer of an assessment; three queries whatever the number of answers."""
    ratings = answer_queries.list_ratings(unit, assessment.id)
    areas = answer_queries.list_area_answers(unit, assessment.id)
    outcomes = answer_queries.list_outcome_answers(unit, assessment.id)
    return AnswerSet(
        ratings={practice: kept.answer for practice, kept in ratings.items()},
        areas={area: kept.answer for area, kept in areas.items()},
        outcomes={outcome: kept.answer for outcome, kept in outcomes.items()},
        method=assessment.method,
        options=assessment.options,
    )


def rescore_practices(
    unit: Unit, place: Place, framework: Framework, area_id: str, ratings: Mapping[str, Rating]
) -> ScoreCard:
    """Score the areas that a rating in `area_id` touches and store the card.

    `ratings` holds the ratings of every area that Framework.needed_areas names for them.
    """
    return rescore(unit, place, framework, area_id, ratings).card(framework)


@dataclass(frozen=True, slots=True)
class Rescored:
    """What re-scoring some areas gave: the card as it is stored, the fresh areas, the values behind them."""

    stored: Mapping[str, Any]
    fresh: Mapping[str, AreaScore]
    values: Mapping[str, PracticeValue]

    @property
    def method(self) -> str:
        """Return the method in use."""
        return str(self.stored["method"])

    def area(self, area_id: str) -> AreaScore:
        """Return the score of one area."""
        return self.fresh.get(area_id) or packing.unpack_area(area_id, self.stored["areas"][area_id])

    def card(self, framework: Framework) -> ScoreCard:
        """Return the whole card."""
        return packing.unpack(framework, self.stored)


def rescore(
    unit: Unit, place: Place, framework: Framework, area_id: str, ratings: Mapping[str, Rating]
) -> Rescored:
    """Do what rescore_practices does and return what a page needs of it, without building the whole card."""
    packed = place.assessment.scores or {}
    touched = [area for area in framework.areas if area.id in framework.touched_areas[area_id]]
    needed = needed_areas(framework, area_id)
    values = practice_values(framework, ratings, place.assessment.options, needed)
    behind = packing.answers_behind(packed, [area.id for area in touched], ratings)
    method = packed["method"]
    changed = [
        score_area(framework, area, values, behind.areas[area.id], place.assessment.options, method)
        for area in touched
    ]
    fresh = {area.area: area for area in changed}
    if _method_now(packed, changed) != method:
        card = rescore_everything(unit, place, framework)
        return Rescored(packing.pack(card), {area.area: area for area in card.areas}, values)
    areas = {**packed["areas"], **{area.area: packing.pack_area(area) for area in changed}}
    stored = {**packed, **mean_of_packed(framework, areas), "areas": areas}
    _store(unit, place, stored, _marks_after(place, framework, values, fresh))
    return Rescored(stored, fresh, values)


def mean_of_packed(framework: Framework, areas: Mapping[str, Any]) -> dict[str, list[int] | None]:
    """Return the weighted mean index of packed areas and its upper end, in whole numbers throughout."""
    means: dict[str, list[int] | None] = {}
    counted = [(framework.area_by_id[i].weight, a) for i, a in areas.items() if a["index"] and a["high"]]
    for name, field in (("mean", "index"), ("high", "high")):
        top, bottom, share, whole = 0, 1, 0, 1
        for weight, area in counted:
            parts, of = weight.as_integer_ratio()
            up, down = parts * area[field][0], of * area[field][1]
            top, bottom = top * down + up * bottom, bottom * down
            share, whole = share * of + parts * whole, whole * of
        if not share:
            means[name] = None
            continue
        top, bottom = top * whole, bottom * share
        shared = gcd(top, bottom)
        means[name] = [top // shared, bottom // shared]
    return means


def needed_areas(framework: Framework, area_id: str) -> frozenset[str]:
    """Return the areas whose ratings are needed to re-score after a change in one area."""
    touched = framework.touched_areas[area_id]
    return frozenset().union(*(framework.needed_areas[area] for area in touched))


def rescore_area_answer(unit: Unit, place: Place, framework: Framework, area_id: str) -> ScoreCard:
    """Store the card after a placing, a target or an importance changed."""
    packed = place.assessment.scores or {}
    kept = answer_queries.list_area_answers(unit, place.assessment.id).get(area_id)
    answer = kept.answer if kept else NO_ANSWER
    if packed["method"] == ITCMF_SURVEY or packed["areas"][area_id]["rated"] == 0:
        return rescore_everything(unit, place, framework)
    before = packing.unpack_area(area_id, packed["areas"][area_id])
    fresh = score_area(
        framework, framework.area_by_id[area_id], _nothing(framework), answer, place.assessment.options
    )
    changed = replace(before, placing=fresh.placing, target=fresh.target, importance=fresh.importance)
    stored, card = packing.replace_areas(framework, packed, [changed])
    _store(unit, place, stored, place.client.marks)
    return card


def _nothing(framework: Framework) -> Mapping[str, Any]:
    return practice_values(framework, {}, AnswerSet().options)


def rescore_everything(unit: Unit, place: Place, framework: Framework | None = None) -> ScoreCard:
    """Score the whole assessment from its answers and store the card."""
    framework = framework or framework_of(unit, place.assessment.framework_hash)
    answers = answers_of(unit, place.assessment)
    values = practice_values(framework, answers.ratings, answers.options)
    card = score_values(framework, answers, values)
    _store(unit, place, packing.pack(card), marks_of(framework, values, by_area(card)))
    return card


def by_area(card: ScoreCard) -> dict[str, AreaScore]:
    """Return the areas of a card by id."""
    return {area.area: area for area in card.areas}


def _marks_after(
    place: Place, framework: Framework, values: Mapping[str, PracticeValue], areas: Mapping[str, AreaScore]
) -> str:
    """Return the marks of the client after some areas were scored, or nothing when they have to be made."""
    kept = place.client.marks
    if place.client.latest_id != place.assessment.id or len(kept) != len(framework.practices):
        return ""
    return remarked(framework, kept, values, areas)


def _method_now(packed: Mapping[str, Any], changed: Iterable[AreaScore]) -> str:
    requested: str = packed["requested"]
    rated = {
        area: (stored["rated"], stored["placing"] is not None) for area, stored in packed["areas"].items()
    }
    rated |= {area.area: (area.rated, area.placing is not None) for area in changed}
    return ITCMF_SURVEY if any(placed and not count for count, placed in rated.values()) else requested


def _store(unit: Unit, place: Place, stored: Mapping[str, Any], marks: str) -> None:
    known = any(area["rated"] or area["placing"] for area in stored["areas"].values())
    mean = stored["mean"]
    overall = mean[0] / mean[1] if known and mean is not None else None
    assessment_queries.set_scores(unit, place.assessment.id, stored, overall)
    change = (
        None if overall is None or place.client.previous is None else overall - float(place.client.previous)
    )
    is_latest = bool(overall is not None and marks) and client_queries.set_summary_if_latest(
        unit,
        place.client.id,
        place.assessment.id,
        summary_of(place.assessment, stored, (place.client.summary or {}).get("before")),
        overall,
        largest_gap(stored),
        change,
        marks,
    )
    if not is_latest:
        refresh_client(unit, place.client.id)


def largest_gap(stored: Mapping[str, Any]) -> float | None:
    """Return the largest gap of any area of a packed card, or None without a target."""
    gaps = []
    for area in stored["areas"].values():
        target, index = area["target"], area["index"]
        if target is not None and index is not None:
            short = target[0] * index[1] - index[0] * target[1]
            gaps.append(max(0, short) / (target[1] * index[1]))
    return max(gaps) if gaps else None


def summary_of(
    assessment: Assessment, stored: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return what a client's row repeats of its latest assessment.

    `areas` holds [index, level, target, practices or placings behind it]; `before` the index of each area
    in the assessment before, or None.
    """
    return {
        "assessment": assessment.slug,
        "title": assessment.title,
        "held_on": assessment.held_on.isoformat(),
        "state": assessment.state,
        "method": stored["method"],
        "framework": assessment.framework_id,
        "read": options_in_short(assessment.options),
        "overall": stored["mean"],
        "provisional": _is_provisional(stored),
        "areas": {
            area: [one["index"], one["level"], one["target"], one["valued"]]
            for area, one in stored["areas"].items()
        },
        "before": before,
    }


def options_in_short(options: Options) -> str:
    """Return what an assessment measures besides its method, empty for the usual way.

    How the votes of a group are weighed is not part of it: that is how people agree, not what is measured.
    """
    flags = {
        "no-implied": options.use_implied is False,
        "evidence": options.cap_without_evidence,
    }
    return " ".join(name for name, is_on in flags.items() if is_on)


def _is_provisional(stored: Mapping[str, Any]) -> bool:
    assessed = [area for area in stored["areas"].values() if area["ok"]]
    counted = sum(area["counted"] for area in assessed)
    known = sum(area["valued"] for area in assessed)
    return bool(known * PROVISIONAL_BELOW.denominator < counted * PROVISIONAL_BELOW.numerator)


def refresh_client(unit: Unit, client_id: str) -> None:
    """Find the latest and the previous assessment of a client again and write its summary.

    The previous one counts only where its numbers mean the same: the method and every practice.
    """
    newest = assessment_queries.list_scored(unit, client_id, limit=2)
    if not newest:
        client_queries.clear_summary(unit, client_id)
        return
    latest = newest[0]
    stored = latest.scores or {}
    earlier = _comparable_scores(unit, latest, newest[1]) if len(newest) > 1 else {}
    framework = framework_of(unit, latest.framework_hash)
    values = practice_values(framework, _ratings(unit, latest), latest.options)
    before = {area: one["index"] for area, one in earlier.get("areas", {}).items()} or None
    client_queries.set_summary(
        unit,
        client_id,
        latest_id=latest.id,
        summary=summary_of(latest, stored, before),
        overall=Fraction(*stored["mean"]) if stored.get("mean") else None,
        previous=Fraction(*earlier["mean"]) if earlier.get("mean") else None,
        gap=largest_gap(stored),
        held_on=latest.held_on,
        edition=latest.framework_hash,
        marks=marks_of(framework, values, by_area(packing.unpack(framework, stored))),
    )


def _ratings(unit: Unit, assessment: Assessment) -> Mapping[str, Rating]:
    kept = answer_queries.list_ratings(unit, assessment.id)
    return {practice: one.answer for practice, one in kept.items()}


def _comparable_scores(unit: Unit, latest: Assessment, earlier: Assessment) -> Mapping[str, Any]:
    now, before = latest.scores or {}, earlier.scores or {}
    if latest.framework_id != earlier.framework_id or now.get("method") != before.get("method"):
        return {}
    if latest.framework_hash == earlier.framework_hash:
        return before
    editions = [framework_of(unit, one.framework_hash) for one in (latest, earlier)]
    return before if shared_practices(editions).is_all else {}


def refresh_unmarked(unit: Unit) -> int:
    """Write the summaries anew that an earlier edition of the program left incomplete; return how many."""
    found = client_queries.list_unmarked(unit)
    for client_id in found:
        refresh_client(unit, client_id)
    return len(found)
