"""What is known of a client at one date: ratings, placings, outcomes, and the options of the assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

DONT_KNOW = "DK"
NOT_APPLICABLE = "NA"
BLANK = ""

EVIDENCE_KINDS = ("none", "stated", "document", "observed", "measured")
OUTCOME_ANSWERS = ("yes", "partly", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's answer: an id of the scale, DK, NA or blank; `group` is the voter's role."""

    answer: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that shows something: its name, the SHA-256 of its content, its size in bytes."""

    name: str
    hash: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows how a practice stands; `metric` and `period` name a reading that does."""

    kind: str
    note: str = ""
    link: str = ""
    day: date | None = None
    file: EvidenceFile | None = None
    metric: str = ""
    period: str = ""

    @property
    def says_something(self) -> bool:
        """Return whether there is more than a kind and a day."""
        return bool(self.note or self.link or self.file or self.metric)


@dataclass(frozen=True, slots=True)
class Rating:
    """What is known of one practice.

    `consensus` is an id of the scale, NA or DK, and stands above the votes. `agreed` says that the
    facilitator agreed to the mean of the votes as it was. `reason` says why a practice does not apply.
    """

    consensus: str | None = None
    votes: tuple[Vote, ...] = ()
    note: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    agreed: bool = False
    bulk: bool = False

    @property
    def has_evidence(self) -> bool:
        """Return whether anything stronger than no evidence at all is noted."""
        return any(item.kind != "none" for item in self.evidence)


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """What is known of one area besides its practices.

    Placings and targets go in halves; `importance` is 1 to 5 and may have decimals.
    """

    placing: Fraction | None = None
    placing_votes: tuple[Fraction, ...] = ()
    target: Fraction | None = None
    target_votes: tuple[Fraction, ...] = ()
    importance: Fraction | None = None
    importance_votes: tuple[Fraction, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """Whether an outcome is seen: yes, partly, no or unknown."""

    seen: str = "unknown"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of one assessment; None takes the framework's own parameter."""

    use_implied: bool | None = None
    balance_by_role: bool = False
    cap_without_evidence: bool = False
    floor_level: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a metric: a value for a period such as 2026-10.

    `scope` says what it covers, "" for everything; `asked` is how many a survey asked.
    """

    metric: str
    period: str
    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    source: str = ""
    note: str = ""
    scope: str = ""
    asked: Fraction | None = None


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """All answers of one assessment. A practice that is not in `ratings` is unknown."""

    ratings: Mapping[str, Rating] = field(default_factory=dict)
    areas: Mapping[str, AreaAnswer] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeAnswer] = field(default_factory=dict)
    method: str | None = None
    options: Options = field(default_factory=Options)
