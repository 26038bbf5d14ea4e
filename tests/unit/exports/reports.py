"""Reports of every kind for the tests of the exports."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from assessment.domain.answers import AnswerSet, AreaAnswer, Evidence, Rating, Reading, Vote
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.framework import Framework
from assessment.domain.report import Report, ReportCsip, ReportMinute
from assessment.exports.from_file import report_from_file
from assessment.files.assessment_file import AssessmentFile
from tests.factories.frameworks import small_framework
from tests.factories.small_frameworks import pom

TODAY = date(2026, 11, 23)
HELD_ON = date(2026, 11, 22)
LETTERS = "NPLF"

HOSTILE = (
    "=cmd|' /C calc'!A1",
    "+1",
    "-2+3",
    "@x",
    "\t=1",
    "\r=1",
    "＝1",
    "a | b <script>alert(1)</script> [x](javascript:y) `c` *d* _e_ & # f",
    "bell\x07 nul\x00 escape\x1b surrogate\ud800 end\ufffe",
    "right\u202eto left",
    "שלום עולם, مرحبا",
    "😀 👩‍🚒",
    "_x0041_",
    "one\r\ntwo\nthree",
    "{=1}",
    "x" * 40_000,
    "😀" * 20_000,
    "",
)


def letter(at: int, level: int) -> str:
    """An answer that gets weaker with the level."""
    return LETTERS[max(0, min(3, 5 - level - at % 2))]


def answers(framework: Framework, target: str | None = "3", text: str = "Seen at the desk") -> AnswerSet:
    """Answers to everything but two practices, with votes, notes and evidence."""
    ratings = {}
    for at, practice in enumerate(framework.practices.values()):
        if at in (7, 11):
            continue
        answer = letter(at, practice.level)
        if at % 3:
            ratings[practice.id] = Rating(
                consensus=answer, note=text, evidence=(Evidence("observed", text, text),)
            )
        else:
            ratings[practice.id] = Rating(votes=tuple(Vote(one) for one in (answer, answer, "N")))
    aim = None if target is None else Fraction(target)
    areas = {
        area.id: AreaAnswer(placing=Fraction(2), target=aim, importance=Fraction(4), note=text)
        for area in framework.areas
    }
    return AnswerSet(ratings, areas)


def made(framework: Framework, given: AnswerSet, text: str = "", **more: object) -> AssessmentFile:
    """An assessment file with these answers; `text` stands in every place where a person can write."""
    return AssessmentFile(
        framework.id, framework.version, text or "Corvo Logistics", text or "transport",
        text or "November 2026", HELD_ON, given, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def with_text(text: str) -> Report:
    """A report in which everything that a person can write is `text`."""
    framework = pom()
    edits = PlanEdits(
        cost={
            "L3-A7-P1": Cost("costed", Fraction(9001, 2), "EUR"), "L3-A1-P1": Cost("none"),
            "L3-A8-P1": Cost("costed", None, "EUR"),
        },
        pins={"L3-A4-P1": Pin(3, text)},
        capacity_days=(Fraction(25, 2), 10, 0, 10),
    )  # fmt: skip
    readings = (
        Reading("M01", "2026-09", Fraction(154, 3), source=text),
        Reading("M01", "2026-10", None, source=text),
        Reading("X02", "2026-10", Fraction(51)),
    )
    file = made(framework, answers(framework, text=text), text, plan=edits, readings=readings)
    report = report_from_file(file, framework, TODAY)
    cost = Cost("costed", Fraction(4500), "EUR")
    entries = (
        ReportCsip(
            "CSIP-001", text, "proposed", text, HELD_ON, cost, text, "L3-A1-P1", text, 40, HELD_ON, "asked"
        ),
        ReportCsip("CSIP-002", "Short", "closed", cost=Cost("none")),
    )
    minutes = (
        ReportMinute(HELD_ON, text, text, "Agreed", text, text, text, text),
        ReportMinute(HELD_ON, "Restoration", "Where the group places the area", "Skipped", "", ""),
    )
    return replace(report, csip=entries, minutes=minutes)


def full() -> Report:
    """A report with everything in it."""
    return with_text("Agreed with the service desk lead")


def without_targets() -> Report:
    """Nothing to plan, because nobody set a target."""
    return report_from_file(made(pom(), answers(pom(), None)), pom(), TODAY)


def targets_reached() -> Report:
    """Nothing to plan, because every target is reached."""
    return report_from_file(made(pom(), answers(pom(), "0")), pom(), TODAY)


def nothing_answered() -> Report:
    """No answer at all."""
    return report_from_file(AssessmentFile("pom", pom().version), pom(), TODAY)


def not_applicable() -> Report:
    """One area that does not apply at all, and one cell of another."""
    given = answers(pom())
    left_out = Rating(consensus="NA", reason="Not offered")
    out = {p.id: left_out for p in pom().practices.values() if p.area == "A6" or p.id.startswith("L4-A1")}
    return report_from_file(made(pom(), replace(given, ratings={**given.ratings, **out})), pom(), TODAY)


def only_placed() -> Report:
    """Areas that were placed, and no practice rated."""
    areas = {area.id: AreaAnswer(placing=Fraction(5, 2), target=Fraction(3)) for area in pom().areas}
    return report_from_file(made(pom(), AnswerSet(areas=areas)), pom(), TODAY)


def other_framework() -> Report:
    """A small framework whose levels are not 1 to 5."""
    framework = small_framework(levels=(0, 2, 7), areas=2, practices=2)
    return report_from_file(made(framework, answers(framework, "2")), framework, TODAY)


def no_waves() -> Report:
    """Items, and no wave to put them into."""
    edits = PlanEdits(capacity_days=())
    return report_from_file(made(pom(), answers(pom()), plan=edits), pom(), TODAY)


REPORTS: Mapping[str, Callable[[], Report]] = {
    "full": full,
    "without targets": without_targets,
    "targets reached": targets_reached,
    "nothing answered": nothing_answered,
    "not applicable": not_applicable,
    "only placed": only_placed,
    "other framework": other_framework,
    "no waves": no_waves,
}
