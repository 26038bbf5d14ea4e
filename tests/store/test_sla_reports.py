"""Charges, credits and reports of agreements, on both engines."""

from dataclasses import replace

import pytest

from assessment.errors import InvalidInput, NotAllowed
from assessment.services import metric_edits, sla_charges, sla_hooks, sla_reports
from assessment.services.readings import ReadingEntry
from assessment.services.sla_computing import compute_results
from assessment.services.sla_figures import FigureEntry, enter_figure
from assessment.store.database import Unit
from tests.factories.sla_results import add_service, add_sla, with_targets
from tests.store.fixtures_slas import OCTOBER, TYPED, two_clients

__all__ = ["two_clients"]


def test_charges_and_credits_of_a_month(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    enter_figure(unit, "corvo", 1, "up", OCTOBER, FigureEntry(value="98.5", source="Monitoring"))
    page = sla_charges.charges_page(unit, "corvo")
    (line,) = page.lines
    assert [[one.name, one.amount] for one in line.bill.credits] == [
        ["P1 resolved in four hours", 50],
        ["Available", 40],
    ]
    assert [line.bill.amount, line.bill.left, page.credited] == [1000, 910, 90]
    assert [month for month, _ in page.by_month][-1] == "2026-07"
    reading = sla_charges.write_credits(unit, "corvo", OCTOBER)
    assert reading.value == 90
    assert (reading.metric, reading.source, reading.note) == ("M15", "SLA-001 charges", "EUR")
    assert sla_charges.charges_page(unit, "corvo").written == "EUR 90"
    assert sla_charges.charged_months(page) == ("2026-09", "")


def test_credits_of_several_currencies_are_not_added_up(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    add_sla(unit, add_service(unit, name="Network"), with_targets([], currency="USD"), number=2)
    with pytest.raises(NotAllowed):
        sla_charges.write_credits(unit, "corvo", OCTOBER)
    with pytest.raises(NotAllowed):
        sla_charges.write_credits(unit, "lumen", OCTOBER)


def test_a_formula_takes_the_readings_of_its_month(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([], formula="price + 2.5 * M02"))
    assert sla_charges.charges_page(unit, "corvo").lines[0].bill.reason == "no value of M02 for this month"
    metric_edits.enter_reading(unit, "corvo", "M02", ReadingEntry(OCTOBER, "4"))
    assert sla_charges.charges_page(unit, "corvo").lines[0].bill.amount == 1010


def test_a_report_is_frozen_and_corrected_only_by_another(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(sla_hooks, "on_report", lambda unit, client, sla, period: told.append((sla, period)))
    sla_id = add_sla(unit, add_service(unit))
    with pytest.raises(NotAllowed):
        sla_reports.draft_report(unit, "corvo", 1, OCTOBER)
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    compute_results(unit, "corvo")
    first = sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner; IT manager"], "")
    assert (first.number, first.receivers, told) == (1, ("Service owner", "IT manager"), [(sla_id, OCTOBER)])
    row = first.content["rows"][0]
    assert (row["actual"], row["variance"], row["reading"]) == ("90%", "5 points worse", "too few to tell")
    assert first.content["charge"]["credits"] == [
        {"name": "P1 resolved in four hours", "amount": "50", "capped": False}
    ]
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, met="20", seen=1))
    assert sla_reports.issued_report(unit, "corvo", 1, 1).report == first
    with pytest.raises(InvalidInput) as refused:
        sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner"], " ")
    assert refused.value.field == "note"
    second = sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner"], "Two cases were met.")
    assert second.number == 2
    assert [one.number for one in sla_reports.issued_report(unit, "corvo", 1, 1).newer] == [2]
    assert {row["key"]: row["actual"] for row in second.content["rows"]}["p1"] == "100%"


@pytest.mark.parametrize(
    ("receivers", "field"), [([], "receivers"), ([" \n;"], "receivers"), (["x" * 301], "receivers"),
    ([f"Role {n}" for n in range(51)], "receivers")],
)  # fmt: skip
def test_a_report_goes_to_somebody(unit: Unit, receivers: list[str], field: str) -> None:
    add_sla(unit, add_service(unit))
    compute_results(unit, "corvo")
    with pytest.raises(InvalidInput) as refused:
        sla_reports.issue_report(unit, "corvo", 1, OCTOBER, receivers, "")
    assert refused.value.field == field
