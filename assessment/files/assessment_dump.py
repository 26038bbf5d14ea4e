"""Writes an assessment file so that reading it again gives exactly what was written."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import yaml

from assessment.domain.answers import AreaAnswer, Evidence, Options, OutcomeAnswer, Rating, Reading, Vote
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.files.assessment_schema import FORMAT, AssessmentFile
from assessment.files.nodes import Scalar, misread

LONGEST_DECIMAL = 18
WIDTH = 110

Data = dict[str, Any]


class _Number(str):
    """A decimal number in text form, to be written without quotes and without rounding."""

    __slots__ = ()


_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]
    """Writes texts that our reader would take for something else in quotes, and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that every value is written out."""
        return True


def _write_text(dumper: Any, text: str) -> Any:
    plain = text.isprintable() and misread(Scalar(text, True, 0, 0)) is None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


def _write_number(dumper: Any, number: _Number) -> Any:
    kind = "float" if "." in number else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(number))


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(_Number, _write_number)


def dump_assessment_file(made: AssessmentFile) -> str:
    """Return the YAML text of an assessment file; loading it gives an equal AssessmentFile."""
    text: str = yaml.dump(
        assessment_data(made), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH
    )
    return text


def assessment_data(made: AssessmentFile) -> Data:
    """Return the assessment file as plain data in the shape of gradino-assessment/1."""
    answers = made.answers
    return {
        "format": FORMAT,
        "framework": {"id": made.framework_id, "version": made.framework_version},
        **_filled(
            client=_filled(name=made.client, sector=made.sector),
            title=made.title,
            date=made.date,
            method=answers.method,
            options=_options(answers.options),
            ratings=_each(answers.ratings, _rating),
            areas=_each(answers.areas, _area),
            outcomes=_each(answers.outcomes, _outcome),
            plan=_plan(made.plan),
            metrics=[_reading(reading) for reading in made.readings],
        ),
    }


def _each(entries: Mapping[str, Any], write: Any) -> Data:
    return {key: write(value) for key, value in entries.items()}


def _options(options: Options) -> Data:
    return {
        key: value
        for key, value in {
            "use_implied": options.use_implied,
            "balance_by_role": options.balance_by_role or None,
            "cap_without_evidence": options.cap_without_evidence or None,
            "floor_level": options.floor_level,
        }.items()
        if value is not None
    }


def _rating(rating: Rating) -> Data:
    return _filled(
        consensus=rating.consensus,
        votes=[_vote(vote) for vote in rating.votes],
        agreed=rating.agreed,
        bulk=rating.bulk,
        reason=rating.reason,
        note=rating.note,
        evidence=[_evidence(evidence) for evidence in rating.evidence],
    )


def _vote(vote: Vote) -> str | Data:
    return {"vote": vote.answer, "group": vote.group} if vote.group else vote.answer


def _evidence(evidence: Evidence) -> Data:
    file = evidence.file
    return {
        "kind": evidence.kind,
        **_filled(
            note=evidence.note,
            link=evidence.link,
            date=evidence.day,
            file={"name": file.name, "hash": file.hash, **_filled(size=_number(file.size or None))}
            if file
            else None,
            reading=_filled(metric=evidence.metric, period=evidence.period),
        ),
    }


def _area(area: AreaAnswer) -> Data:
    return _filled(
        placing=_number(area.placing),
        placing_votes=_numbers(area.placing_votes),
        target=_number(area.target),
        target_votes=_numbers(area.target_votes),
        importance=_number(area.importance),
        importance_votes=_numbers(area.importance_votes),
        note=area.note,
    )


def _outcome(outcome: OutcomeAnswer) -> Data:
    return {"seen": outcome.seen, **_filled(note=outcome.note)}


def _plan(plan: PlanEdits) -> Data:
    return _filled(
        impact=dict(plan.impact),
        urgency=dict(plan.urgency),
        effort=dict(plan.effort),
        cost=_each(plan.cost, _cost),
        prerequisites={key: list(value) for key, value in plan.prerequisites.items()},
        pins=_each(plan.pins, _pin),
        waves=_filled(capacity_days=_numbers(plan.capacity_days or ()), same_wave_start=plan.same_wave_start),
    )


def _cost(cost: Cost) -> Data:
    return {"kind": cost.kind, **_filled(amount=_number(cost.amount), currency=cost.currency)}


def _pin(pin: Pin) -> Data:
    return {"wave": pin.wave, **_filled(reason=pin.reason)}


def _reading(reading: Reading) -> Data:
    return {
        "metric": reading.metric,
        "period": reading.period,
        **_filled(
            value=_number(reading.value),
            numerator=_number(reading.numerator),
            denominator=_number(reading.denominator),
            source=reading.source,
            note=reading.note,
            scope=reading.scope,
            asked=_number(reading.asked),
        ),
    }


def _numbers(values: Iterable[Fraction | int]) -> list[Any]:
    return [_number(value) for value in values]


def _number(value: Fraction | int | None) -> _Number | str | None:
    """Return a number as a decimal where that is exact and short, else as a fraction such as 1/3."""
    if value is None:
        return None
    if value.denominator == 1:
        return _Number(value.numerator)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > LONGEST_DECIMAL:
            return f"{value.numerator}/{value.denominator}"
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    return _Number(f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}")


def _filled(**entries: object) -> Data:
    """Return the entries that say something; a number is text here, so 0 does."""
    return {key: value for key, value in entries.items() if value}
