"""The shape of the question page: plain records that a template can show without asking further."""

from dataclasses import dataclass
from datetime import datetime

from assessment.domain.answers import Evidence
from assessment.services.own_practices import OwnRow
from assessment.services.question_words import Coverage, Standing, StripCell


@dataclass(frozen=True, slots=True)
class Change:
    """One entry in the history of a practice."""

    at: datetime
    actor: str
    was: str
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One practice to rate. `scale` holds (id, name, help); `votes` holds (id, count)."""

    id: str
    text: str
    question: str
    why: str
    shows: str
    remark: str
    scale: tuple[tuple[str, str, str], ...]
    rating: str
    reason: str
    note: str
    evidence: tuple[Evidence, ...]
    votes: tuple[tuple[str, int], ...]
    bulk: bool
    counted: str
    implied: str
    version: int
    saved_at: datetime | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The practices of one level. `near` says that the level is one of those asked first."""

    number: int
    name: str
    meaning: str
    coverage: Coverage
    rows: tuple[PracticeRow, ...]
    near: bool
    can_mark: bool


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome to look for."""

    id: str
    level: int
    text: str
    remark: str
    seen: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of the area with its latest reading and target; `parts` names the two parts, or is None.

    `shows` are the practices that it can show: id, text, and whether the latest reading is noted there.
    """

    id: str
    name: str
    words: str
    needs: str
    levels: str
    unit: str
    example: str
    direction: str
    last: str
    last_period: str
    source: str
    parts: tuple[str, str] | None
    period: str
    target: str = ""
    standing: str = ""
    shows: tuple[tuple[str, str, bool], ...] = ()
    is_own: bool = False
    scope: str = ""
    moved: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the staircase."""

    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A practice that the register calls done: its item, its text, and what the rating here says of it."""

    reference: str
    href: str
    practice: str
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The question page of one area."""

    client_slug: str
    client_name: str
    slug: str
    title: str
    is_open: bool
    area_id: str
    area_slug: str
    area_name: str
    question: str
    position: int
    count: int
    strip: tuple[StripCell, ...]
    steps: tuple[Step, ...]
    placings: tuple[str, ...]
    targets: tuple[str, ...]
    placing: str
    target: str
    importance: str
    note: str
    done: bool
    version: int
    saved_at: datetime | None
    standing: Standing
    focus: int
    groups: tuple[LevelGroup, ...]
    outcomes: tuple[OutcomeRow, ...]
    metrics: tuple[MetricRow, ...]
    own: tuple[OwnRow, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    claims: tuple[ClaimRow, ...] = ()
