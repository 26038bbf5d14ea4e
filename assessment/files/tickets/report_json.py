"""The figures of tickets as JSON for other programs; the only place where they are rounded."""

from collections.abc import Mapping, Sequence
from datetime import date

from assessment.domain.ticket_figures import Figure
from assessment.domain.ticket_report import By, TicketReport
from assessment.files.results_json import Json, amount, number
from assessment.files.tickets.mapping import fields_read
from assessment.files.tickets.reader import TicketFile

LENGTHS = frozenset({"duration", "ratio"})


def metrics_json(
    read: TicketFile, report: TicketReport, start: date | None, stop: date | None, name: str = ""
) -> Json:
    """Return what `gradino metrics --json` prints for one export."""
    found: dict[str, object] = {
        "layout": read.mapped.layout.id,
        "rows": {
            "read": read.rows_read,
            "used": read.rows_used,
            "rejected": [{"line": one.line, "reason": one.reason} for one in read.rejected],
            "rejected_count": read.rejected_count,
        },
        "tickets": {"found": len(read.tickets), "counted": report.counted, "left_out": dict(report.left_out)},
        "period": {"from": start and start.isoformat(), "to": stop and stop.isoformat()},
        "columns": fields_read(read.mapped),
        "metrics": [_with_parts(figure, report.by) for figure in report.figures],
        "by": {
            kind: {part: {"metrics": _figures(figures)} for part, figures in parts.items()}
            for kind, parts in report.by.items()
        },
        "suspicious": [
            {"code": one.code, "tickets": one.tickets, "sentence": one.sentence} for one in report.suspicions
        ],
        "notes": list(read.notes),
    }
    return {"file": name, **found} if name else found


def _with_parts(figure: Figure, by: By) -> Mapping[str, object]:
    """Return a figure with the same for each part beside it."""
    parts = {
        kind: {
            part: figure_json(one) for part, figures in of.items() for one in figures if one.id == figure.id
        }
        for kind, of in by.items()
    }
    return {**figure_json(figure), "by": parts}


def _figures(figures: Sequence[Figure]) -> list[Mapping[str, object]]:
    return [figure_json(figure) for figure in figures]


def figure_json(figure: Figure) -> Mapping[str, object]:
    """Return one figure; one without a value says why and has no numbers."""
    found: dict[str, object] = {"id": figure.id, "value": amount(figure.value), "unit": figure.unit}
    if figure.reason:
        return found | {"reason": figure.reason}
    if figure.denominator is not None:
        found |= {"numerator": amount(figure.numerator), "denominator": amount(figure.denominator)}
    if figure.unit in LENGTHS and figure.mean is not None:
        found |= {"mean": number(figure.mean), "median": number(figure.median), "p90": number(figure.p90)}
    if figure.share_above is not None:
        found["share_above_target"] = number(figure.share_above)
    return found | {"note": figure.note} if figure.note else found
