"""The ids of the shipped framework: once published, an id stays and means the same kind."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from assessment.domain.framework import Framework
from assessment.files.framework_file import framework_by_id, load_framework
from assessment.files.framework_json import framework_to_json

INDEX: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(
    (Path(__file__).parent / "pom_index.yaml").read_text(encoding="utf-8")
)
PUBLISHED = [(version, kind) for version, kinds in INDEX.items() for kind in kinds]


def ids_by_kind(framework: Framework) -> dict[str, list[str]]:
    """The ids that the framework has today, by kind."""
    cells = [cell for area in framework.areas for cell in area.cells]
    return {
        "areas": [area.id for area in framework.areas],
        "practices": list(framework.practices),
        "outcomes": list(framework.outcomes),
        "metric_entries": [use.id for cell in cells for use in cell.metrics],
        "metrics": [metric.id for metric in framework.metrics],
    }


@pytest.mark.parametrize(("version", "kind"), PUBLISHED)
def test_every_published_id_is_still_there_and_of_the_same_kind(version: str, kind: str) -> None:
    published = INDEX[version][kind]
    assert published
    assert set(published) - set(ids_by_kind(framework_by_id("pom"))[kind]) == set()


def test_the_index_names_every_id_of_today() -> None:
    today = ids_by_kind(framework_by_id("pom"))
    published = INDEX[framework_by_id("pom").version]
    assert {kind: list(ids) for kind, ids in published.items()} == today


def test_the_framework_has_the_parts_that_its_source_has() -> None:
    framework = framework_by_id("pom")
    cells = [cell for area in framework.areas for cell in area.cells]
    uses = [use for cell in cells for use in cell.metrics]
    assert len(cells) == 45
    assert len(framework.practices) == 61
    assert len(framework.outcomes) == 49
    assert len(uses) == 66
    assert sum(len(use.uses) for use in uses) == 67
    assert len(framework.metrics) == 50


def test_it_loads_again_from_what_is_shown() -> None:
    framework = framework_by_id("pom")
    assert load_framework(json.dumps(framework_to_json(framework)), "pom.json") == framework
