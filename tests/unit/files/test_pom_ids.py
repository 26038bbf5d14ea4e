"""The ids of the framework that comes with the program: once published, an id stays and means the same kind."""

from pathlib import Path

import pytest
import yaml

from assessment.domain.framework import Framework
from assessment.files.framework_file import framework_by_id
from assessment.files.framework_json import framework_to_json
from assessment.files.framework_file import load_framework

INDEX = yaml.safe_load((Path(__file__).parent / "pom_index.yaml").read_text(encoding="utf-8"))
KINDS = sorted({kind for kinds in INDEX.values() for kind in kinds})


def ids_of(framework: Framework, kind: str) -> list[str]:
    """The ids of one kind as the framework has them today."""
    cells = [cell for area in framework.areas for cell in area.cells]
    return {
        "areas": [area.id for area in framework.areas],
        "practices": list(framework.practices),
        "outcomes": list(framework.outcomes),
        "metric_entries": [use.id for cell in cells for use in cell.metrics],
        "metrics": [metric.id for metric in framework.metrics],
        "levels": [level.number for level in framework.levels],
        "slugs": [area.slug for area in framework.areas],
        "scale": [step.id for step in framework.scale],
        "metric_keys": [metric.key for metric in framework.metrics],
    }[kind]
