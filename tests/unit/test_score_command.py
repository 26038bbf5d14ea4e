"""`gradino score` and `gradino plan`: what other programs and people get."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from assessment.cli import main
from tests.factories.small_frameworks import pom

HEAD: dict[str, Any] = {
    "format": "gradino-assessment/1",
    "framework": {"id": "pom"},
    "client": {"name": "Corvo Logistics"},
    "title": "November 2026",
}


def write(folder: Path, **parts: Any) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(yaml.safe_dump({**HEAD, **parts}), "utf-8")
    return path


def up_to_level(level: int, letter: str = "F") -> dict[str, Any]:
    return {p.id: {"consensus": letter if p.level <= level else "N"} for p in pom().practices.values()}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def rated_file(tmp_path: Path) -> Path:
    """Level 1 everywhere; reporting and contact want level 3."""
    ratings = {**up_to_level(1), "L2-A8-P1": {"consensus": "L"}}
    areas = {"A8": {"target": 3, "importance": 4}, "A1": {"placing": 2.5, "target": 2}}
    plan = {"cost": {"L3-A8-P1": {"kind": "costed", "amount": 4500, "currency": "EUR"}}}
    return write(tmp_path, ratings=ratings, areas=areas, plan=plan)


def test_score_json_has_the_agreed_shape(rated_file: Path) -> None:
    done = run("score", rated_file, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert list(data) == ["framework", "method", "overall", "areas"]
    assert data["framework"] == {"id": "pom", "version": pom().version}
    assert data["method"] == "gated_coverage"
    assert data["overall"] == {
        "mean_index": 1.074074,
        "weakest": {"area": "A1", "index": 1.0},
        "coverage": 1.0,
        "provisional": False,
    }
    first = data["areas"][0]
    cells = first.pop("cells")
    assert first == {
        "id": "A1",
        "assessable": True,
        "index": 1.0,
        "index_high": 1.0,
        "level": 1,
        "coverage": 1.0,
        "ahead_of_gate": [],
        "placing": 2.5,
        "target": 2.0,
        "gap": 1.0,
        "importance": None,
    }
    assert cells[0] == {"level": 1, "coverage": 1.0, "coverage_high": 1.0, "achieved": True}
    assert cells[1] == {"level": 2, "coverage": 0.0, "coverage_high": 0.0, "achieved": False}


def test_plan_json_has_the_agreed_shape(rated_file: Path) -> None:
    done = run("plan", rated_file, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert list(data) == ["items", "waves", "beyond_horizon", "critical_path"]
    first = data["items"][0]
    because = first.pop("because")
    assert because.startswith("4.45 = benefit 2.97 (importance 4, gap 2.33, impact 3, urgency 2)")
    assert first == {
        "rank": 1,
        "kind": "improve",
        "practice": "L2-A8-P1",
        "area": "A8",
        "level": 2,
        "benefit": 2.966667,
        "remaining_effort": 0.666667,
        "priority": 4.45,
        "effective_priority": 4.45,
        "days": 2,
        "class": "fill-in",
        "needs": [],
        "cost": None,
        "wave": 1,
    }
    waiting = next(item for item in data["items"] if item["practice"] == "L3-A8-P1")
    assert waiting["needs"] == ["L2-A8-P1"]
    assert waiting["cost"] == {"kind": "costed", "amount": 4500, "currency": "EUR"}
    assert data["waves"][0] == {
        "number": 1,
        "capacity_days": 20,
        "used_days": 7,
        "items": [{"practice": "L2-A8-P1", "days": 2}, {"practice": "L2-A1-P1", "days": 5}],
        "mean_index_after": 1.222222,
    }
    assert [item["practice"] for item in data["waves"][1]["items"]] == ["L3-A8-P1", "L3-A8-P2"]
    assert data["beyond_horizon"] == []
    assert data["critical_path"] == {"items": ["L2-A8-P1", "L3-A8-P1"], "days": 12}


def test_people_get_a_table(rated_file: Path) -> None:
    score, plan = run("score", rated_file), run("plan", rated_file)
    assert score.stdout.startswith("Corvo Logistics, November 2026\nMean index 1.07, weakest area ")
    assert len(score.stdout.splitlines()) == 4 + len(pom().areas)
    assert score.stdout in plan.stdout
    assert "1 1 2 fill-in L2-A8-P1 4.45 = benefit 2.97" in " ".join(plan.stdout.split())
    assert "Wave 1, 7 of 20 days, 13 idle: L2-A8-P1 (2), L2-A1-P1 (5); mean index then 1.22" in plan.stdout
    assert plan.stdout.endswith("Longest chain: L2-A8-P1 > L3-A8-P1, 12 days\n")


def test_a_range_is_shown_as_a_range_and_provisional_said(tmp_path: Path) -> None:
    done = run("score", write(tmp_path, ratings={"L3-A1-P1": {"consensus": "F"}}))
    assert "3.00 to 5.00" in done.stdout
    assert "Provisional" in done.stdout


def test_an_area_that_cannot_be_assessed_has_no_index(tmp_path: Path) -> None:
    ratings = {p.id: {"consensus": "NA", "reason": "Not offered"} for p in pom().practices_of["A3"]} | {
        p.id: {"consensus": "F"} for p in pom().practices_of["A4"]
    }
    path = write(tmp_path, ratings=ratings, areas={"A3": {"target": 3}})
    area = json.loads(run("score", path, "--json").stdout)["areas"][2]
    assert (area["assessable"], area["index"], area["level"], area["gap"]) == (False, None, None, None)
    assert area["cells"][0] == {"level": 1, "coverage": None, "coverage_high": None, "achieved": True}
    assert "not assessable" in run("score", path).stdout
    assert json.loads(run("plan", path, "--json").stdout)["items"] == []
    assert "Nothing to plan" in run("plan", path).stdout


def test_where_areas_were_only_placed_the_placings_are_read_and_stderr_says_why(tmp_path: Path) -> None:
    done = run("score", write(tmp_path, areas={"A1": {"placing": 2.5}, "A2": {"placing": 3}}), "--json")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert data["method"] == "itcmf_survey"
    assert (data["areas"][0]["index"], data["areas"][2]["index"]) == (2.5, None)
    assert data["overall"]["mean_index"] == 2.75
    assert done.stderr == (
        "No practice is rated in A1, A2, so the placings of the areas are read "
        "(itcmf_survey instead of gated_coverage).\n"
    )


def test_nothing_placed_and_nothing_rated_has_no_placing_index(tmp_path: Path) -> None:
    path = write(tmp_path, method="itcmf_survey")
    overall = json.loads(run("score", path, "--json").stdout)["overall"]
    assert (overall["mean_index"], overall["weakest"]) == (None, None)
    assert "No area has an index yet." in run("score", path).stdout


@pytest.mark.parametrize("command", ["score", "plan"])
def test_bad_input_is_named_with_its_place(command: str, tmp_path: Path) -> None:
    path = write(tmp_path, ratings={"L9-A1-P1": {"consensus": "F"}})
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "L9-A1-P1" in text)
    done = run(command, path, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:{line}:")
    assert "L9-A1-P1" in done.stderr


@pytest.mark.parametrize("command", ["score", "plan"])
def test_a_missing_file_is_a_sentence(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path / "none.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "none.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pin_before_its_prerequisite_is_refused_with_its_place(tmp_path: Path) -> None:
    plan = {"pins": {"L3-A8-P1": {"wave": 1, "reason": "Wanted"}}}
    path = write(tmp_path, ratings=up_to_level(1), areas={"A8": {"target": 3}}, plan=plan)
    done = run("plan", path, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "Wanted" in text)
    place = done.stderr.removeprefix(f"{path}:").split(":")
    assert int(place[0]) in (line - 1, line)
    assert "L3-A8-P1 is pinned to wave 1, but it needs L2-A8-P1, which ends in wave 1." in done.stderr


@pytest.mark.parametrize("command", ["score", "plan"])
def test_another_framework_can_be_given(command: str, tmp_path: Path) -> None:
    framework = Path(__file__).parents[2] / "frameworks" / "pom.yaml"
    other = tmp_path / "other.yaml"
    other.write_text(framework.read_text("utf-8").replace("id: pom", "id: other", 1), "utf-8")
    path = write(tmp_path, framework={"id": "other"})
    assert run(command, path).exit_code == 2
    assert run(command, path, "--framework", other).exit_code == 0


def test_scoring_loads_neither_the_web_nor_the_database(rated_file: Path) -> None:
    code = (
        "import sys; from assessment.cli import main\n"
        "try: main(['plan', sys.argv[1], '--json'])\n"
        "except SystemExit as end: assert end.code in (0, None), end.code\n"
        "heavy = {'flask', 'sqlalchemy', 'werkzeug', 'plotly', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(rated_file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
