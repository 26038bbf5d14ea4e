"""A roadmap as JSON for other programs: the same objects that the commands print, in one file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.report import Extent, Report
from assessment.exports.base import ENGLISH, Part
from assessment.files.results_json import plan_json, score_json

FORMAT = "gradino-roadmap/1"


@dataclass(frozen=True, slots=True)
class JsonExporter:
    """JSON, format gradino-roadmap/1."""

    key: str = "json"
    name: str = "JSON"
    says: str = "For other programs: scores and plan in the shape that the commands print."
    media_type: str = "application/json"
    extension: str = "json"

    def contents(self, extent: Extent) -> tuple[Part, ...]:
        """Return the keys of the document."""
        del extent
        return (
            Part("score", "every area with its cells"),
            Part("plan", "items, waves, the longest chain"),
            Part("findings", "the sentences of the summary"),
        )

    def write(self, report: Report, language: str = ENGLISH) -> bytes:
        """Return the document; the same report always gives the same bytes."""
        return (json.dumps(roadmap(report, language), ensure_ascii=True, indent=2) + "\n").encode()


def roadmap(report: Report, language: str = ENGLISH) -> Mapping[str, object]:
    """Return the document as plain values; docs/commands.md describes its keys."""
    return {
        "format": FORMAT,
        "generated_on": report.generated_on.isoformat(),
        "client": {"name": report.client, "sector": report.sector},
        "assessment": {
            "title": report.assessment,
            "date": report.held_on.isoformat() if report.held_on else None,
            "state": report.state or None,
        },
        "title": report.title,
        "findings": list(report.findings),
        "score": score_json(report.framework, report.card),
        "plan": plan_json(report.framework, report.plan, language) if report.plan else None,
    }
