"""`gradino metrics`: the figures of real exports to the printed digits, and what programs get."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assessment.cli import main

UCI = "servicenow_uci498_incidents_one_row_each.csv.gz"
UCI_LOG = "servicenow_uci498_event_log_full.csv.xz"
OFFICE = """
calendar:
  zone: Europe/Lisbon
  week: {mon: ["08:00-17:00"], tue: ["08:00-17:00"], wed: ["08:00-17:00"], thu: ["08:00-17:00"],
         fri: ["08:00-17:00"]}
sla_target_hours: {1 - Critical: 4, 2 - High: 9, 3 - Moderate: 24, 4 - Low: 45}
"""
TABLE = (
    "number,state,priority,opened_at,resolved_at,closed_at,service\n"
    "1,Closed,P1,2026-09-30 10:00,2026-10-01 10:00,2026-10-02 10:00,Mail\n"
    "2,Open,P2,2026-10-05 10:00,,,Web\n"
    "3,Open,P2,yesterday,,,Web\n"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["metrics", *map(str, arguments)])


def told(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def metric(found: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(next(one for one in found["metrics"] if one["id"] == name))


def truth(folder: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((folder / "tickets" / name).read_text("utf-8")))


def assert_hours(found: dict[str, Any], reference: dict[str, Any]) -> None:
    assert found["mean"] / 60 == pytest.approx(reference["mean_h"], abs=0.000051)
    assert found["median"] / 60 == pytest.approx(reference["median_h"], abs=0.000051)
    assert found["denominator"] == reference["n"]


def assert_share(found: dict[str, Any], reference: dict[str, Any]) -> None:
    assert (found["numerator"], found["denominator"]) == (reference["num"], reference["den"])
    assert found["value"] == pytest.approx(reference["pct"], abs=0.000051)


@pytest.mark.parametrize("name", [UCI, UCI_LOG])
def test_incidents_of_servicenow_whole_and_by_priority(shared_data: Path, name: str) -> None:
    found = told(shared_data / "tickets" / name)
    reference = truth(shared_data, "GT_servicenow_uci498.json")
    assert found["layout"] == "servicenow"
    assert found["rows"]["rejected"] == []
    assert found["tickets"]["counted"] == reference["all"]["tickets"]
    parts = {"": (found, reference["all"])} | {
        priority: (found["by"]["priority"][priority], told_of)
        for priority, told_of in reference["by_priority"].items()
    }
    for figures, of in parts.values():
        assert_hours(metric(figures, "M19"), of["time_to_resolve"])
        assert_hours(metric(figures, "M33"), of["time_to_close"])
        assert_share(metric(figures, "M08"), of["made_sla"])
        assert_share(metric(figures, "M37"), of["made_sla_of_resolved"])
        assert_share(metric(figures, "X02"), of["no_reassignment_of_resolved"])
        assert metric(figures, "X05")["value"] == of["tickets"]
    assert_share(metric(found, "M22"), reference["knowledge_true"])
    assert metric(found, "M02")["value"] == reference["distinct_channels_excluding_missing"]


def test_incidents_by_month(shared_data: Path) -> None:
    found = told(shared_data / "tickets" / UCI, "--by", "month")
    reference = truth(shared_data, "GT_servicenow_uci498.json")
    months = found["by"]["month"]
    opened = {month: metric(figures, "X05")["value"] for month, figures in months.items()}
    resolved = {month: metric(figures, "M19").get("denominator", 0) for month, figures in months.items()}
    assert {month: number for month, number in opened.items() if number} == reference["opened_per_month"]
    assert {month: number for month, number in resolved.items() if number} == reference["resolved_per_month"]


def test_incidents_in_working_hours_against_targets(shared_data: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(OFFICE, "utf-8")
    found = told(shared_data / "tickets" / UCI, "--settings", settings)
    reference = truth(shared_data, "GT_servicenow_uci498.json")["business_hours_example_SLA"]
    assert_hours(metric(found, "M19"), reference["time_to_resolve_business"])
    assert_share(metric(found, "M37"), reference["within_target_all"])
    for priority, of in reference["by_priority"].items():
        figures = found["by"]["priority"][priority]
        assert_hours(metric(figures, "M19"), of)
        assert metric(figures, "M37")["value"] == pytest.approx(of["within_target_pct"], abs=0.000051)


def test_the_first_incidents_as_a_workbook(shared_data: Path) -> None:
    found = told(shared_data / "tickets" / "servicenow_uci498_incidents_first3000.xlsx")
    reference = truth(shared_data, "GT_servicenow_uci498_first3000_xlsx.json")
    assert metric(found, "M19")["mean"] / 60 == pytest.approx(reference["mean_ttr_h"], abs=0.000051)
    assert metric(found, "M19")["median"] / 60 == pytest.approx(reference["median_ttr_h"], abs=0.000051)
    assert metric(found, "M08")["value"] == pytest.approx(reference["made_sla_pct"], abs=0.000051)
    assert found["tickets"]["counted"] == reference["tickets"]
    assert metric(found, "X02")["denominator"] == reference["resolved"]


def test_a_demonstration_instance_with_numbers_for_states(shared_data: Path) -> None:
    found = told(shared_data / "tickets" / "servicenow_rest_demo_incidents.csv")
    reference = truth(shared_data, "GT_servicenow_rest_demo.json")
    assert_hours(metric(found, "M19"), reference["time_to_resolve"])
    for priority, of in reference["by_priority"].items():
        figures = found["by"]["priority"][priority]
        assert metric(figures, "X05")["value"] == of["tickets"]
        if of["time_to_resolve"]["n"]:
            assert_hours(metric(figures, "M19"), of["time_to_resolve"])
        else:
            assert metric(figures, "M19")["reason"] == "no incident was resolved in the period"
    assert "sla-met-while-running" in {one["code"] for one in found["suspicious"]}


def test_a_log_of_three_columns(shared_data: Path) -> None:
    found = told(shared_data / "tickets" / "volvo_bpi2013_incidents_eventlog_3col.csv.gz", "--by", "month")
    reference = truth(shared_data, "GT_volvo_bpi2013.json")
    assert_hours(metric(found, "M33"), reference["throughput"])
    assert found["rows"]["read"] == reference["events"]
    opened = {month: metric(of, "X05")["value"] for month, of in found["by"]["month"].items()}
    assert {month: number for month, number in opened.items() if number} == reference[
        "cases_started_per_month"
    ]


def test_satisfaction_and_the_trap_of_unresolved_tickets(shared_data: Path) -> None:
    found = told(shared_data / "tickets" / "synthetic_support_tickets_csat.csv.gz")
    reference = truth(shared_data, "GT_synthetic_csat.json")
    for figures, of in [
        (found, reference["all"]),
        *((found["by"]["priority"][name], told_of) for name, told_of in reference["by_priority"].items()),
    ]:
        assert_hours(metric(figures, "M19"), of["time_to_resolve_from_dates"])
        assert_share(metric(figures, "M37"), of["resolution_sla_met_of_resolved"])
        assert metric(figures, "M34")["mean"] == pytest.approx(of["first_response_minutes"]["mean"], abs=5e-5)
        assert metric(figures, "M07")["value"] == pytest.approx(of["csat"]["mean"], abs=0.000051)
        assert metric(figures, "M10")["value"] == pytest.approx(of["csat"]["top2box_pct_(>=4)"], abs=0.0005)
    trap = next(one for one in found["suspicious"] if one["code"] == "unresolved-with-time")
    assert trap["tickets"] == reference["unresolved_with_resolution_hours"]


def test_small_layouts_with_nothing_resolved(shared_data: Path) -> None:
    reference = truth(shared_data, "GT_layout_samples.json")
    jira = told(shared_data / "tickets" / "jira_cloud_layout_2rows_no_resolved.csv", "--layout", "jira")
    glpi = told(shared_data / "tickets" / "glpi_fr_sample_4.csv", "--layout", "glpi")
    assert metric(jira, "M19")["reason"] == metric(glpi, "M19")["reason"] == "the export has no resolved time"
    assert metric(jira, "X05")["value"] == 2
    volumes = {name: metric(of, "X05")["value"] for name, of in glpi["by"]["priority"].items()}
    assert volumes == reference["glpi_fr_sample_4.csv"]["by_priority"]
    assert [one["code"] for one in glpi["suspicious"]] == ["changed-before-opened"]
    assert any("Watchers" in note for note in jira["notes"])


def test_the_object_for_programs_has_its_fixed_shape(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(TABLE, "utf-8")
    found = told(path, "--from", "2026-10-01", "--to", "2026-11-01")
    assert found["layout"] == "generic"
    assert found["period"] == {"from": "2026-10-01", "to": "2026-11-01"}
    assert found["rows"]["read"] == 3
    assert found["rows"]["used"] == 2
    assert [one["line"] for one in found["rows"]["rejected"]] == [4]
    by = metric(found, "M19").pop("by")
    assert by["priority"]["P1"] == metric(found["by"]["priority"]["P1"], "M19")
    assert {name: value for name, value in metric(found, "M19").items() if name != "by"} == {
        "id": "M19", "value": 1440, "unit": "duration", "numerator": 1440, "denominator": 1,
        "mean": 1440, "median": 1440, "p90": 1440,
    }  # fmt: skip
    assert metric(found, "X05")["value"] == 1
    assert {name: value for name, value in metric(found, "M18").items() if name != "by"} == {
        "id": "M18", "value": None, "unit": "percent", "reason": "the export has no group",
    }  # fmt: skip
    both = told(path, path)
    assert [one["file"] for one in both["files"]] == [str(path), str(path)]


def test_people_read_a_table_with_what_is_missing_and_odd(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(TABLE, "utf-8")
    result = run(path)
    assert result.exit_code == 0
    assert "3 rows read, 2 used, 1 rejected; 2 tickets counted" in result.stdout
    assert "M19     Mean time to resolve incidents   24 h" in result.stdout
    assert "M18: the export has no group" in result.stdout
    assert 'Line 4: ticket 3: the opening time "yesterday" cannot be read' in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "none.csv:1:1: file: there is no such file"),
        (["t.csv", "--settings", "none.yaml"], "none.yaml:1:1: file: there is no such file"),
        (["t.csv", "--from", "2026-10-01", "--to", "2026-10-01"], "The period ends before it begins"),
        (["t.csv", "--from", "soon"], "does not match the format"),
        (["t.csv", "--layout", "remedy"], "is not one of"),
        ([], "Missing argument"),
    ],
)
def test_bad_input_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    result = run(*arguments, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
