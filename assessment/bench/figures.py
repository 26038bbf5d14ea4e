"""One measured figure beside its limit, and the report of a run."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its unit and the most it may be; None for one that is only there to compare with.

    With `at_least` the limit is the least it may be.
    `why` says what kept it from being measured.
    """

    name: str
    value: float | None
    unit: str
    limit: float | None
    ms: float | None = None
    why: str = ""
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Return whether the figure was measured and keeps its limit."""
        if self.value is None or self.limit is None:
            return self.value is not None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_json(self) -> dict[str, Any]:
        """Return the row as `bench --json` prints it."""
        row: dict[str, Any] = {
            "name": self.name,
            "value": None if self.value is None else round(self.value, 3),
            "unit": self.unit,
            "limit": self.limit,
            "ok": self.ok,
        }
        if self.at_least:
            row["at_least"] = True
        if self.ms is not None:
            row["ms"] = round(self.ms, 3)
        if self.why:
            row["why"] = self.why
        return row


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def report_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return a whole run in the shape of `bench --json`."""
    return {"machine": machine(), "results": [figure.to_json() for figure in figures]}


def _limit(figure: Figure) -> str:
    if figure.limit is None:
        return ""
    return f"{'at least ' if figure.at_least else ''}{figure.limit:g}"


def report_text(figures: Sequence[Figure]) -> str:
    """Return a run as a table for people."""
    rows = [("", "measured", "limit", "unit", "")]
    for figure in figures:
        rows.append(
            (
                ("  " if figure.ok else "! ") + figure.name,
                "-" if figure.value is None else f"{figure.value:.2f}",
                _limit(figure),
                figure.unit if not figure.why else f"{figure.unit}: {figure.why}",
                "" if figure.ms is None else f"{figure.ms:.2f}",
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {limit:>{widths[2]}}  {unit}"
        + (f"  ({ms} ms)" if ms else "")
        for name, value, limit, unit, ms in rows
    ]
    missed = sum(not figure.ok for figure in figures)
    lines.append(
        f"{len(figures)} figures, {missed} over their limit"
        if missed
        else f"{len(figures)} figures, all within their limits"
    )
    return "\n".join(lines)
