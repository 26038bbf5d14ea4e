"""The keys of the format gradino-assessment/1, checked against a framework; docs/assessment-format.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from fractions import Fraction
from typing import TypeVar

from assessment.domain.answers import (
    BLANK,
    DONT_KNOW,
    EVIDENCE_KINDS,
    NOT_APPLICABLE,
    OUTCOME_ANSWERS,
    AnswerSet,
    AreaAnswer,
    Evidence,
    EvidenceFile,
    Options,
    OutcomeAnswer,
    Rating,
    Reading,
    Vote,
)
from assessment.domain.edits import PlanEdits
from assessment.domain.evidence_files import HASH, KINDS_IN_WORDS, LARGEST_BYTES, kind_of
from assessment.domain.extra_metrics import EXTRA_METRICS
from assessment.domain.framework import Framework
from assessment.files.fields import Fields
from assessment.files.framework_schema import METHODS
from assessment.files.nodes import NULLS, Entries, Node, Scalar
from assessment.files.plan_schema import read_plan
from assessment.files.problems import shown
from assessment.files.scalars import Unfit, read_choice, read_halves, read_number, read_period, read_text

FORMAT = "gradino-assessment/1"
TICKET_METRICS = tuple(metric.id for metric in EXTRA_METRICS)
"""Metrics that come out of ticket exports beside the framework's catalogue."""

LOWEST_IMPORTANCE, TOP_IMPORTANCE = Fraction(1), Fraction(5)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """What an assessment file says. `framework_version` is that of the framework it was checked against."""

    framework_id: str
    framework_version: str
    client: str = ""
    sector: str = ""
    title: str = ""
    date: Day | None = None
    answers: AnswerSet = field(default_factory=AnswerSet)
    plan: PlanEdits = field(default_factory=PlanEdits)
    readings: tuple[Reading, ...] = ()


class AssessmentBuilder:
    """Takes an assessment file apart; faults are noted, never raised."""

    def __init__(self, top: Fields, framework: Framework) -> None:
        self._top = top
        self._framework = framework

    def build(self) -> AssessmentFile:
        """Return what the file says. It can be trusted only when no fault was noted."""
        top = self._top
        client, sector = self._client()
        made = AssessmentFile(
            framework_id=self._framework.id,
            framework_version=self._framework.version,
            client=client,
            sector=sector,
            title=top.text("title"),
            date=top.day("date"),
            answers=AnswerSet(
                ratings=self._by_id("ratings", "practice", self._framework.practices, self._rating),
                areas=self._by_id("areas", "area", self._framework.area_by_id, self._area),
                outcomes=self._by_id("outcomes", "outcome", self._framework.outcomes, self._outcome),
                method=top.choice("method", METHODS, "") or None,
                options=self._options(),
            ),
            plan=read_plan(top, self._framework),
            readings=top.each("metrics", self._reading),
        )
        top.close()
        return made

    def _client(self) -> tuple[str, str]:
        fields = self._top.section("client")
        if fields is None:
            return "", ""
        name, sector = fields.text("name", required=True), fields.text("sector")
        fields.close()
        return name, sector

    def _options(self) -> Options:
        fields = self._top.section("options")
        if fields is None:
            return Options()
        floor = fields.whole("floor_level", 0, self._framework.top, 0) if fields.has("floor_level") else None
        options = Options(
            use_implied=fields.flag("use_implied", None),
            balance_by_role=fields.flag("balance_by_role", False),
            cap_without_evidence=fields.flag("cap_without_evidence", False),
            floor_level=floor,
        )
        fields.close()
        return options

    def _by_id(
        self, key: str, kind: str, known: Mapping[str, object], build: Callable[[Fields, str], T]
    ) -> dict[str, T]:
        """Return what `build` makes of each entry of the map of `key`, by id; unknown ids are faults."""
        made: dict[str, T] = {}
        section = self._top.section(key)
        if section is None:
            return made
        for ident, node in section.node.values.items():
            if ident not in known:
                unknown(section, section.node.keys[ident], ident, kind, known)
                continue
            fields = section.inner(node, ident, ident)
            if fields is not None:
                made[ident] = build(fields, ident)
                fields.close()
        return made

    def _answers(self, practice: str) -> tuple[str, ...]:
        return (*self._framework.values_of[practice], NOT_APPLICABLE, DONT_KNOW)

    def _rating(self, fields: Fields, practice: str) -> Rating:
        answers = self._answers(practice)
        consensus = fields.choice("consensus", answers, "") or None
        reason = fields.text("reason")
        if consensus == NOT_APPLICABLE and not reason.strip():
            fields.fault_at("consensus", 'NA needs a reason: write why it does not apply, reason: "..."')
        votes = (
            self._vote(fields, node, f"votes[{at}]", answers) for at, node in enumerate(fields.nodes("votes"))
        )
        return Rating(
            consensus=consensus,
            votes=tuple(vote for vote in votes if vote is not None),
            note=fields.text("note"),
            reason=reason,
            evidence=fields.each("evidence", _evidence),
            agreed=fields.flag("agreed", False),
            bulk=fields.flag("bulk", False),
        )

    def _vote(self, fields: Fields, node: Node, key: str, answers: tuple[str, ...]) -> Vote | None:
        def read(scalar: Scalar) -> str:
            return read_choice(scalar, (*answers, BLANK)) if scalar.text else read_text(scalar)

        if not isinstance(node, Entries):
            scalar = fields.single(node, key)
            return None if scalar is None else Vote(fields.of(scalar, key, read, BLANK))
        inner = Fields(node, fields.faults, key, fields)
        vote = Vote(inner.read("vote", read, BLANK, required=True), inner.text("group"))
        inner.close()
        return vote

    def _area(self, fields: Fields, area: str) -> AreaAnswer:
        lowest, top = self._framework.level_numbers[0], self._framework.top

        def placing(scalar: Scalar) -> Fraction:
            return read_halves(scalar, lowest, top)

        def target(scalar: Scalar) -> Fraction:
            return read_halves(scalar, 0, top)

        return AreaAnswer(
            placing=_maybe(fields, "placing", placing),
            placing_votes=_several(fields, "placing_votes", placing),
            target=_maybe(fields, "target", target),
            target_votes=_several(fields, "target_votes", target),
            importance=_maybe(fields, "importance", _importance),
            importance_votes=_several(fields, "importance_votes", _importance),
            note=fields.text("note"),
        )

    def _outcome(self, fields: Fields, outcome: str) -> OutcomeAnswer:
        return OutcomeAnswer(fields.choice("seen", OUTCOME_ANSWERS, "unknown"), fields.text("note"))

    def _reading(self, fields: Fields) -> Reading:
        known = (*self._framework.metric_by_id, *TICKET_METRICS)
        metric = fields.text("metric", required=True)
        if metric and metric not in known:
            unknown(fields, fields.node.values["metric"], metric, "metric", known, "metric")
        return Reading(
            metric=metric,
            period=fields.read("period", read_period, "", required=True),
            value=_measured(fields, "value"),
            numerator=_measured(fields, "numerator"),
            denominator=_measured(fields, "denominator"),
            source=fields.text("source"),
            note=fields.text("note"),
            scope=fields.text("scope"),
            asked=_measured(fields, "asked"),
        )


def unknown(
    fields: Fields, node: Node, ident: str, kind: str, known: Iterable[str], key: str | None = None
) -> None:
    """Note that the framework has no `kind` called `ident`, with the nearest one that it has."""
    hint = fields.faults.near(ident, known)
    fields.fault(node, key or shown(ident), f'the framework has no {kind} "{shown(ident)}"{hint}')


def _evidence(fields: Fields) -> Evidence:
    metric, period = _evidence_reading(fields.section("reading"))
    return Evidence(
        fields.choice("kind", EVIDENCE_KINDS, "none", required=True),
        fields.text("note"),
        fields.text("link"),
        fields.day("date"),
        _evidence_file(fields.section("file")),
        metric,
        period,
    )


def _evidence_file(fields: Fields | None) -> EvidenceFile | None:
    if fields is None:
        return None
    name, hash = fields.text("name", required=True), fields.text("hash", required=True)
    if hash and not HASH.match(hash):
        fields.fault_at("hash", "a hash is the SHA-256 of the file, 64 of the characters 0 to 9 and a to f")
    if name and kind_of(name) is None:
        fields.fault_at("name", f"this kind of file is not kept as evidence; it may be {KINDS_IN_WORDS}")
    file = EvidenceFile(name, hash, fields.whole("size", 0, LARGEST_BYTES, 0))
    fields.close()
    return file


def _evidence_reading(fields: Fields | None) -> tuple[str, str]:
    if fields is None:
        return "", ""
    metric = fields.text("metric", required=True)
    period = fields.read("period", read_period, "", required=True)
    fields.close()
    return metric, period


def _importance(scalar: Scalar) -> Fraction:
    return read_number(scalar, LOWEST_IMPORTANCE, TOP_IMPORTANCE)


def _maybe(fields: Fields, key: str, reader: Callable[[Scalar], Fraction]) -> Fraction | None:
    """Return the number of `key`, or None where it is absent or written as null."""

    def read(scalar: Scalar) -> Fraction | None:
        return None if scalar.plain and scalar.text in NULLS else reader(scalar)

    return fields.read(key, read, None)


def _several(fields: Fields, key: str, reader: Callable[[Scalar], Fraction]) -> tuple[Fraction, ...]:
    found: list[Fraction] = []
    for at, scalar in enumerate(fields.singles(key)):
        try:
            found.append(reader(scalar))
        except Unfit as error:
            fields.fault(scalar, f"{key}[{at}]", str(error))
    return tuple(found)


def _measured(fields: Fields, key: str) -> Fraction | None:
    return _maybe(fields, key, read_number)
