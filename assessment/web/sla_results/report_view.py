"""A report of an agreement as it is shown and printed: only from what it says itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.domain.sla_results import NO_DATA
from assessment.domain.wording import count_word
from assessment.services.results_metrics import period_name
from assessment.web.sla_results.charges_view import money
from assessment.web.sla_results.words import (
    READING_WORDS,
    STATE_KINDS,
    STATE_WORDS,
    TREND_ARROWS,
    TREND_WORDS,
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One target as the report says it."""

    name: str
    scope: str
    period: str
    state: str
    kind: str
    agreed: str
    baseline: str
    actual: str
    against: str
    against_baseline: str
    arrow: str
    trend: str
    cases: str
    at_risk: str
    certainty: str
    remarks: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a report says."""

    title: str
    period: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[ReportRow, ...]
    charge: tuple[tuple[str, str], ...]


def report_view(content: Mapping[str, Any]) -> ReportView:
    """A report out of its content."""
    missed, targets, month = content["missed"], content["targets"], period_name(content["period"])
    if missed:
        finding = f"{count_word(missed)} of {count_word(targets)} targets missed"
    elif all(row["state"] == NO_DATA for row in content["rows"]):
        finding = "no target measured"
    else:
        finding = "no target missed"
    return ReportView(
        f"{content['reference']}, {month}: {finding}",
        month,
        (
            ("Client", content["client"]),
            ("Agreement", f"{content['reference']} {content['title']}, version {content['version']}"),
            ("Service", content["service"] or "none"),
            ("Period", month),
        ),
        tuple(_row(row) for row in content["rows"]),
        _charge(content["charge"]),
    )


def _row(row: Mapping[str, Any]) -> ReportRow:
    certainty = row["interval"]
    if certainty:
        said = READING_WORDS.get(row["reading"], f"{row['reading']} the target")
        certainty = f"{certainty}, {said}"
    remarks = [f"missed {row['running']} periods in a row"] if row["running"] > 1 else []
    remarks += ["unacceptable"] if row["unacceptable"] else []
    return ReportRow(
        row["name"], row["scope"], row["period"], STATE_WORDS[row["state"]], STATE_KINDS[row["state"]],
        row["agreed"], row["baseline"], row["actual"], row["variance"], row["against_baseline"],
        TREND_ARROWS[row["trend"]], TREND_WORDS[row["trend"]], _count(row["cases"]), _count(row["at_risk"]),
        certainty, tuple(remarks), row["reason"],
    )  # fmt: skip


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _charge(charge: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    if charge is None:
        return ()
    code = charge["currency"]

    def shown(text: str | None) -> str:
        return money(None if text is None else Fraction(text), code)

    rows = [("Charged", shown(charge["amount"]) + (f", {charge['reason']}" if charge["reason"] else ""))]
    rows += [(f"Credit: {one['name']}", shown(one["amount"])) for one in charge["credits"]]
    return (*rows, ("To pay", shown(charge["left"])))
