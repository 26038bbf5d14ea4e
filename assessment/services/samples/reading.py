"""Reads the sample clients: one folder each, with its assessment files and a page on the client itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from assessment.domain.framework import Framework
from assessment.files.assessment_file import load_assessment_file
from assessment.files.assessment_schema import AssessmentFile
from assessment.services.csip_benefit import ActualEntry
from assessment.services.framework import shipped_framework
from assessment.services.metric_edits import TargetEntry

FOLDER = Path(__file__).parent
CLIENT_FILE = "client.yaml"
DEFAULT_WAVE_DAYS = 30

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """One question of a workshop: an area, or a practice. `first` holds the answers before a second vote.

    The answers of the last vote are those that the assessment file holds.
    """

    area: str
    practice: str | None
    first: tuple[str, ...]
    note: str
    parked: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class SampleWorkshop:
    """A workshop on a sample assessment; `feedback` is what the seats said, in their order."""

    code: str
    areas: tuple[str, ...]
    feedback: tuple[str, ...]
    questions: tuple[SampleQuestion, ...]


@dataclass(frozen=True, slots=True)
class SampleAssessment:
    """One assessment of a sample client. `closed` is None for one that is still open."""

    name: str
    file: AssessmentFile
    scope: str = ""
    closed: date | None = None
    done: tuple[str, ...] = ()
    starts_on: date | None = None
    wave_days: int = DEFAULT_WAVE_DAYS
    workshop: SampleWorkshop | None = None

    @property
    def is_of_today(self) -> bool:
        """Return whether it uses today's edition of the framework."""
        return self.file.framework_version == shipped_framework().version


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an item on one day: changed fields, then a decision, then a value, as far as any."""

    day: date
    changes: Mapping[str, Any] = field(default_factory=dict)
    decision: str = ""
    reason: str = ""
    look_again_on: date | None = None
    verdict: str | None = None
    actual: ActualEntry | None = None


@dataclass(frozen=True, slots=True)
class SampleItem:
    """An item of the register: sent from the plan of the assessment `of`, or written by hand.

    `written` holds fields of an item draft.
    """

    raised: date
    practice: str
    of: str
    written: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SampleClient:
    """A sample client with everything of it, in the order in which it happened."""

    folder: Path
    name: str
    sector: str
    size: str
    region: str
    tags: tuple[str, ...]
    shares: bool
    note: str
    added: date
    assessments: tuple[SampleAssessment, ...]
    register: tuple[SampleItem, ...]
    targets: tuple[tuple[str, TargetEntry], ...] = ()


def sample_folders() -> tuple[Path, ...]:
    """Return the folder of each sample client, by name."""
    return tuple(sorted(path.parent for path in FOLDER.glob(f"*/{CLIENT_FILE}")))


def read_sample(folder: Path, earlier: Framework | None = None) -> SampleClient:
    """Return the sample client of a folder; FileProblems when one of its assessment files has a fault.

    `earlier` is the edition of the framework for files that name its version.
    """
    page = yaml.load((folder / CLIENT_FILE).read_bytes(), Loader=LOADER)  # noqa: S506  A safe loader, in C.
    return SampleClient(
        folder,
        page["name"],
        page["sector"],
        page["size"],
        page["region"],
        tuple(page["tags"]),
        page["shares"],
        page["note"],
        page["added"],
        tuple(_assessment(folder, one, earlier) for one in page["assessments"]),
        tuple(_item(one) for one in page.get("register", ())),
        tuple((metric, TargetEntry(**written)) for metric, written in page.get("targets", {}).items()),
    )


def sample_name(folder: Path) -> str:
    """Return the name of a sample client without reading its assessments."""
    first_key, name = (folder / CLIENT_FILE).read_text(encoding="utf-8").splitlines()[0].split(":", 1)
    if first_key != "name":
        raise ValueError(f"{folder.name}/{CLIENT_FILE} does not begin with the name")
    return name.strip()


def _assessment(folder: Path, written: Mapping[str, Any], earlier: Framework | None) -> SampleAssessment:
    name = written["file"]
    text = (folder / name).read_text(encoding="utf-8")
    is_earlier = earlier is not None and f'  version: "{earlier.version}"' in text
    file = load_assessment_file(folder / name, earlier if is_earlier else shipped_framework())
    return SampleAssessment(
        name,
        file,
        written.get("scope", ""),
        written.get("closed"),
        tuple(written.get("done", ())),
        written.get("starts_on"),
        written.get("wave_days", DEFAULT_WAVE_DAYS),
        _workshop(written["workshop"]) if "workshop" in written else None,
    )


def _workshop(written: Mapping[str, Any]) -> SampleWorkshop:
    return SampleWorkshop(
        written["code"],
        tuple(written["areas"]),
        tuple(written["feedback"]),
        tuple(_question(one) for one in written["questions"]),
    )


def _question(written: Mapping[str, Any]) -> SampleQuestion:
    practice = written.get("practice")
    area = written.get("area") or str(practice).split("-")[1]
    first = tuple(str(written.get("first", "")).split())
    note = written.get("note", "")
    parked, skipped = bool(written.get("parked")), bool(written.get("skipped"))
    return SampleQuestion(area, practice, first, note, parked, skipped)


def _item(written: Mapping[str, Any]) -> SampleItem:
    rest = {key: value for key, value in written.items() if key not in ("raised", "practice", "of", "steps")}
    return SampleItem(
        written["raised"],
        written.get("practice", ""),
        written.get("of", ""),
        _draft_fields(rest),
        tuple(_step(step) for step in written.get("steps", ())),
    )


def _draft_fields(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return keys of the file as the fields of a draft that they stand for."""
    fields = dict(written)
    cost = fields.pop("cost", None)
    if cost:
        fields |= {
            "cost_kind": "costed",
            "cost_amount": Fraction(cost["amount"]),
            "cost_currency": cost["currency"],
            "cost_approval": cost["approval"],
        }
    for name in ("baseline", "target"):
        if name in fields:
            fields[name] = Fraction(fields[name])
    if "area" in fields:
        fields["area_id"] = fields.pop("area")
    if "approval" in fields:
        fields["cost_approval"] = fields.pop("approval")
    return fields


def _step(written: Mapping[str, Any]) -> Step:
    own = {
        key: written[key]
        for key in ("day", "decision", "reason", "look_again_on", "verdict", "actual")
        if key in written
    }
    if "actual" in own:
        value = own["actual"]
        own["actual"] = ActualEntry(value["from"], value["to"], str(value["value"]), value.get("note", ""))
    return Step(changes=_draft_fields({k: v for k, v in written.items() if k not in own}), **own)
