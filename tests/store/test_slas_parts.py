"""Targets, needs and links of agreements on both engines, and what does not fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assessment.domain.sla_content import SlaContent
from assessment.domain.sla_stages import PERIOD_CLOSED
from assessment.domain.slas import Sla
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import slas, slas_links, slas_needs, slas_points, slas_steps, slas_targets
from assessment.services.slas_loaded import load
from assessment.services.slas_needs import NeedEntry
from assessment.services.slas_points import PointEntry
from assessment.services.slas_reading import TargetEntry
from assessment.store.database import Database, Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from tests.factories.slas import Place, draft_of, make_place
from tests.store.conftest import NOW, WORKSPACE

TODAY = NOW.date()
RESPONSE = TargetEntry(kind="response", classes="P1", value="95", limit="30 min", source="Ticket export")


@pytest.fixture
def place(unit: Unit) -> Place:
    """A client that has a neighbour."""
    make_place(unit, "Lumen")
    return make_place(unit)


def step(unit: Unit, sla: Sla, what: str, reason: str = "") -> Sla:
    seen = load(unit, "corvo", sla.number).sla.version
    return slas_steps.take_step(unit, "corvo", sla.number, what, reason, seen)


def sign(unit: Unit, sla: Sla, *sides: str) -> Sla:
    for side in sides:
        now = load(unit, "corvo", sla.number).hash
        sla = slas_steps.sign(unit, "corvo", sla.number, side, f"Head of {side}", "Head", now)
    return sla


def signed(unit: Unit, place: Place, content: SlaContent | None = None) -> Sla:
    """An agreement that both sides signed."""
    sla = draft_of(unit, place, content)
    step(unit, sla, "finalize")
    return sign(unit, sla, "provider", "customer")


def test_targets_are_moved_taken_out_and_brought_back(unit: Unit, place: Place) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    for name in ("One", "Two", "Three"):
        slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, name=name))

    def keys() -> list[str]:
        return [one.key for one in load(unit, "corvo", 1).content.targets]

    assert keys() == ["one", "two", "three"]
    slas_targets.move_target(unit, "corvo", 1, "three", "up")
    slas_targets.move_target(unit, "corvo", 1, "one", "up")
    assert keys() == ["one", "three", "two"]
    slas_targets.remove_target(unit, "corvo", 1, "three")
    assert keys() == ["one", "two"]
    slas_targets.restore_target(unit, "corvo", 1, "three")
    slas_targets.restore_target(unit, "corvo", 1, "three")
    assert keys() == ["one", "three", "two"]
    with pytest.raises(NotFound):
        slas_targets.restore_target(unit, "corvo", 1, "four")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("kind", {"kind": "wish"}),
        ("value", {"value": "much"}),
        ("value", {"value": "101"}),
        ("value", {"value": "0"}),
        ("value", {"value": "9" * 60}),
        ("limit", {"limit": "4 hh"}),
        ("limit", {"limit": "9999999 weeks"}),
        ("calendar_id", {"calendar_id": "nothing"}),
        ("calendar_id", {"calendar_id": "always", "limit": "8 business h"}),
        ("period", {"period": "week"}),
        ("review_on", {"review_on": "0001-01-01"}),
        ("review_on", {"review_on": "soon"}),
        ("baseline_from", {"baseline_from": "2026-13"}),
        ("baseline_to", {"baseline_from": "2026-03", "baseline_to": "2026-01"}),
        ("underpinned_by", {"underpinned_by": "Carrier 2 h"}),
        ("name", {"name": "x" * 301}),
        ("classes", {"classes": ",".join(str(number) for number in range(60))}),
        ("metric_id", {"kind": "metric", "metric_id": "M99999"}),
        ("operator", {"kind": "metric", "operator": "=="}),
    ],
)  # fmt: skip
def test_a_target_that_does_not_fit_is_refused(
    unit: Unit, place: Place, field: str, changed: dict[str, Any]
) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    with pytest.raises(InvalidInput) as refused:
        slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, **changed))
    assert refused.value.field == field


def test_zero_bytes_are_dropped_and_keys_stay_free(unit: Unit, place: Place) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    first = slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, name="A\x00b"))
    second = slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, name="Ab"))
    long = slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, name="n" * 300))
    assert (first.name, first.key, second.key, len(long.key) <= 40) == ("Ab", "ab", "ab-2", True)


def test_needs_are_answered_with_a_reason(unit: Unit, place: Place) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    target = slas_targets.add_target(unit, "corvo", 1, RESPONSE)
    need = slas_needs.add_need(unit, "corvo", 1, NeedEntry("Somebody answers at night"))
    said = NeedEntry(need.text, "can meet", "", target.key)
    with pytest.raises(InvalidInput) as refused:
        slas_needs.change_need(unit, "corvo", 1, need.number, said, need.version)
    assert refused.value.field == "reason"
    said = replace(said, reason="There is a night shift")
    now = slas_needs.change_need(unit, "corvo", 1, need.number, said, need.version)
    assert (now.verdict, now.target_key) == ("can meet", target.key)
    with pytest.raises(Conflict):
        slas_needs.change_need(unit, "corvo", 1, need.number, replace(said, reason="No"), need.version)
    slas_needs.set_retired(unit, "corvo", 1, need.number, retired=True)
    assert load(unit, "corvo", 1).needs == ()
    slas_needs.set_retired(unit, "corvo", 1, need.number, retired=False)
    assert len(load(unit, "corvo", 1).needs) == 1


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("text", NeedEntry(" ")),
        ("text", NeedEntry("x" * 2_001)),
        ("verdict", NeedEntry("A", "maybe")),
        ("target_key", NeedEntry("A", "cannot meet", "No", "p1")),
        ("target_key", NeedEntry("A", "can meet", "Yes", "nothing")),
    ],
)
def test_a_need_that_does_not_fit_is_refused(unit: Unit, place: Place, field: str, entry: NeedEntry) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    with pytest.raises(InvalidInput) as refused:
        slas_needs.add_need(unit, "corvo", 1, entry)
    assert refused.value.field == field


def test_a_link_signs_for_its_side_until_it_ends(unit: Unit, place: Place) -> None:
    sla = draft_of(unit, place)
    link = slas_links.make_link(unit, "corvo", sla.number, "customer", "Service owner")
    page = slas_links.sign_page(unit, link.id)
    assert page.against == ("People sign what is being finalized.",)
    step(unit, sla, "finalize")
    now = load(unit, "corvo", sla.number).hash
    with pytest.raises(Conflict):
        slas_links.sign_by_link(unit, link.id, "A", "B", "0" * 64)
    slas_links.sign_by_link(unit, link.id, "Head of finance", "CFO", now)
    (signature,) = load(unit, "corvo", sla.number).signatures
    assert (signature.side, signature.signed_by) == ("customer", "Service owner (by link)")
    with pytest.raises(NotAllowed, match="already"):
        slas_links.sign_by_link(unit, link.id, "Again", "CFO", now)
    with pytest.raises(NotFound):
        slas_links.end_link(unit, "lumen", 1, link.id)
    slas_links.end_link(unit, "corvo", sla.number, link.id)
    with pytest.raises(NotFound, match="does not work any more"):
        slas_links.sign_page(unit, link.id)


def test_a_link_ends_by_itself(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        place = make_place(unit)
        sla = draft_of(unit, place)
        link = slas_links.make_link(unit, "corvo", sla.number, "customer", "Service owner")
    with database.write(WORKSPACE, "tester", NOW + timedelta(days=31)) as unit, pytest.raises(NotFound):
        slas_links.sign_page(unit, link.id)


Act = Callable[[Unit], object]
ACTS: dict[str, Act] = {
    "load": lambda unit: load(unit, "lumen", 1),
    "edit": lambda unit: slas.edit_sla(unit, "lumen", 1, slas.SlaEntry()),
    "point": lambda unit: slas_points.edit_point(unit, "lumen", 1, "security", PointEntry()),
    "target": lambda unit: slas_targets.add_target(unit, "lumen", 1, RESPONSE),
    "need": lambda unit: slas_needs.add_need(unit, "lumen", 1, NeedEntry("A")),
    "step": lambda unit: slas_steps.take_step(unit, "lumen", 1, "round"),
    "sign": lambda unit: slas_steps.sign(unit, "lumen", 1, "customer", "A", "B", ""),
    "link": lambda unit: slas_links.make_link(unit, "lumen", 1, "customer", "A"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_an_agreement_of_another_client_is_not_found(unit: Unit, place: Place, act: Act) -> None:
    sla = draft_of(unit, place)
    with pytest.raises(NotFound):
        act(unit)
    other = get_client(unit, "lumen")
    for refused in (
        lambda: slas.version_on(unit, other.id, sla.id, TODAY),
        lambda: slas_steps.advance(unit, other, sla.id, PERIOD_CLOSED),
    ):
        with pytest.raises(NotFound):
            refused()


def test_an_agreement_is_found_by_its_id(unit: Unit, place: Place) -> None:
    sla = signed(unit, place)
    assert queries.get_sla_by_id(unit, place.client_id, sla.id) == sla
