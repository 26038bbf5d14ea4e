"""What the list of agreements shows, put into words once."""

from collections import Counter
from dataclasses import dataclass

from assessment.domain.sla_stages import DRAFTING, ENDED, MONITORING, STAGES
from assessment.domain.wording import capital, count_word, plural
from assessment.services.slas import SlaLine, SlaList
from assessment.web.filters import format_short_date
from assessment.web.slas.words import RESULT_KINDS, RESULT_NAMES, STAGE_KINDS, STAGE_NAMES

Link = tuple[str, str, bool]
POINTS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement as the list shows it."""

    number: int
    reference: str
    title: str
    service: str
    customer: str
    stage: str
    kind: str
    note: str
    points: int
    valid: str
    result: str
    result_kind: str
    result_note: str


@dataclass(frozen=True, slots=True)
class ListView:
    """The list page; `stages` are triples of text, address and whether it is the one shown."""

    title: str
    prefix: str
    total: int
    rows: tuple[Row, ...]
    stages: tuple[Link, ...]
    has_services: bool


def list_view(found: SlaList, slug: str, stage: str, language: str) -> ListView:
    """Return the list of the agreements of a client, of one stage where it is named."""
    prefix = f"/clients/{slug}/slas"
    counts = Counter(line.sla.stage for line in found.lines)
    shown = [line for line in found.lines if not stage or line.sla.stage == stage]
    named = [(one, f"{STAGE_NAMES[one]} {counts[one]}") for one in (*STAGES, ENDED) if counts[one]]
    return ListView(
        title=title_of(found),
        prefix=prefix,
        total=len(found.lines),
        rows=tuple(_row(line, language) for line in shown),
        stages=(
            (f"All {len(found.lines)}", prefix, not stage),
            *((text, f"{prefix}?stage={one}", one == stage) for one, text in named),
        ),
        has_services=bool(found.services),
    )


def title_of(found: SlaList) -> str:
    """Return the finding about the agreements of a client, as a heading."""
    if not found.lines:
        return "No agreements yet"
    holding = sum(1 for line in found.lines if line.in_force.number is not None)
    drafts = sum(1 for line in found.lines if line.sla.stage in DRAFTING)
    missed = sum(1 for line in found.lines if line.result == "breached")
    parts = [f"{plural(holding, 'agreement')} {'holds' if holding == 1 else 'hold'}"]
    if missed:
        parts.append(f"{count_word(missed)} missed a target")
    if drafts:
        parts.append(f"{count_word(drafts)} {'is' if drafts == 1 else 'are'} being drafted")
    return capital(", ".join(parts))


def _row(line: SlaLine, language: str) -> Row:
    sla, current = line.sla, line.in_force
    valid = f"until {format_short_date(current.valid_to, language)}" if current.valid_to else ""
    if current.number is None:
        valid = (
            "Ended" if sla.stage == ENDED else "Nothing signed" if sla.stage in DRAFTING else "Not in force"
        )
    note = f"Round {sla.round}" if sla.stage in DRAFTING else ""
    if sla.stage in DRAFTING and current.number is not None:
        note += f", version {current.number} holds"
    if sla.stage == MONITORING and current.number is None:
        note = "Signed, not in force today"
    return Row(
        number=sla.number,
        reference=sla.reference,
        title=sla.title,
        service=line.service if line.service != sla.title else "",
        customer=line.customer,
        stage=STAGE_NAMES[sla.stage],
        kind=STAGE_KINDS[sla.stage],
        note=note,
        points=line.points,
        valid=valid,
        result=RESULT_NAMES.get(line.result, line.result) if line.result else "No results yet",
        result_kind=RESULT_KINDS.get(line.result, "plain") if line.result else "plain",
        result_note=line.result_period,
    )
