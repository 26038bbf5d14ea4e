"""Figures that somebody types, on both engines: corrections, conflicts, what does not fit."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.domain.sla_results import BREACHED, NO_DATA, TOO_FEW
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.sla_figures import enter_figure, take_out_figure
from assessment.store.database import Unit
from assessment.store.queries.events import list_events
from tests.factories.sla_results import add_service, add_sla
from tests.store.fixtures_slas import OCTOBER, TYPED, client_id, two_clients

__all__ = ["two_clients"]


def test_a_typed_figure_gives_a_result_and_a_correction_keeps_what_was(unit: Unit) -> None:
    sla_id = add_sla(unit, add_service(unit))
    found = enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    assert (found.state, found.cases, found.met) == (TOO_FEW, 20, 18)
    assert found.variance == -5
    fixed = replace(TYPED, met="180", cases="200", seen=1)
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, fixed).state == BREACHED
    said = list_events(unit, client_id(unit), f"sla figure:{sla_id}:p1")[0].data or {}
    assert said["from"] == "18 of 20 met (Report of the provider)"
    assert said["to"] == "180 of 200 met (Report of the provider)"
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(fixed, seen=2)).state == BREACHED
    assert len(list_events(unit, client_id(unit), f"sla figure:{sla_id}:p1")) == 2
    assert take_out_figure(unit, "corvo", 1, "p1", OCTOBER, 2).state == NO_DATA
    with pytest.raises(NotAllowed):
        take_out_figure(unit, "corvo", 1, "p1", OCTOBER, 3)
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, seen=3)).state == TOO_FEW


def test_two_people_who_type_the_same_figure_see_each_other(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    with pytest.raises(Conflict) as refused:
        enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, met="19"))
    assert refused.value.theirs == "18 of 20 met (Report of the provider)"
    assert refused.value.yours == "19 of 20 met (Report of the provider)"
    assert (refused.value.by, refused.value.version) == ("tester", 1)


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("p1", {"met": "", "cases": ""}, "value"),
        ("p1", {"met": "", "cases": "20"}, "met"),
        ("p1", {"met": "21"}, "met"),
        ("p1", {"met": "1.5"}, "met"),
        ("p1", {"met": "-1"}, "met"),
        ("p1", {"cases": "0", "met": "0"}, "cases"),
        ("p1", {"cases": "9" * 30}, "cases"),
        ("p1", {"value": "90"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "101"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "much"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "9" * 50}, "value"),
        ("p1", {"source": " "}, "source"),
        ("p1", {"source": "x" * 301}, "source"),
        ("p1", {"note": "x" * 20_000}, "note"),
        ("p1", {"at_risk": "some"}, "at_risk"),
        ("err", {}, "met"),
        ("err", {"met": "", "cases": "", "value": "1.5"}, "value"),
        ("err", {"met": "", "cases": "", "value": "-1"}, "value"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused(
    unit: Unit, key: str, changes: dict[str, Any], field: str
) -> None:
    add_sla(unit, add_service(unit))
    with pytest.raises(InvalidInput) as refused:
        enter_figure(unit, "corvo", 1, key, "2026-09", replace(TYPED, **changes))
    assert refused.value.field == field


def test_a_figure_with_a_nul_is_stored_without_it(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    found = enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, source="The\x00 desk", note="\x00"))
    assert found.reason == "typed by hand: The desk"


@pytest.mark.parametrize(
    ("slug", "number", "key", "period"),
    [
        ("lumen", 1, "p1", OCTOBER),
        ("corvo", 2, "p1", OCTOBER),
        ("corvo", 10**12, "p1", OCTOBER),
        ("corvo", 1, "p9", OCTOBER),
        ("corvo", 1, "p1", "2026-11"),
        ("corvo", 1, "p1", "2026-06"),
        ("corvo", 1, "err", OCTOBER),
        ("corvo", 1, "p1", "never"),
    ],
)
def test_only_what_is_to_be_measured_takes_a_figure(
    unit: Unit, slug: str, number: int, key: str, period: str
) -> None:
    add_sla(unit, add_service(unit))
    with pytest.raises(NotFound):
        enter_figure(unit, slug, number, key, period, TYPED)
