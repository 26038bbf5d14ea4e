"""What a report is made from, gathered by the server from its tables and by the command from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessment.domain.answers import AnswerSet, Reading
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan
from assessment.domain.report import ReportCsip, ReportMinute
from assessment.domain.scoring import ScoreCard
from assessment.domain.values import PracticeValue


@dataclass(frozen=True, slots=True)
class Subject:
    """Who was assessed and when; `headline` is the person's own title, `wave_days` the length of a wave."""

    client: str
    sector: str = ""
    assessment: str = ""
    held_on: date | None = None
    state: str = ""
    headline: str = ""
    is_sample: bool = False
    starts_on: date | None = None
    wave_days: int = 30


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from; `csip_numbers` are the references of the open items by practice."""

    framework: Framework
    answers: AnswerSet
    values: Mapping[str, PracticeValue]
    card: ScoreCard
    plan: Plan
    readings: Sequence[Reading] = ()
    csip: Sequence[ReportCsip] = ()
    csip_numbers: Mapping[str, str] | None = None
    minutes: Sequence[ReportMinute] = ()
    problems: tuple[str, ...] = ()
