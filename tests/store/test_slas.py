"""Agreements on both engines: drafts, signatures, versions by date, stages, and two people at once."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessment.domain.sla_content import SlaContent, hash_of
from assessment.domain.sla_stages import CHANGE, END, KEEP, PERIOD_CLOSED, REPORT_ISSUED
from assessment.domain.slas import Sla
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import slas, slas_points, slas_steps, slas_targets
from assessment.services.slas_loaded import load
from assessment.services.slas_points import PointEntry
from assessment.services.slas_reading import TargetEntry
from assessment.store.database import Database, Unit
from assessment.store.queries import slas as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import list_events
from tests.factories.slas import Place, draft_of, make_place, put_draft, ready_content
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


def kinds(unit: Unit, place: Place, sla: Sla) -> list[str]:
    return [one.kind for one in reversed(list_events(unit, place.client_id, f"sla:{sla.id}"))]


def test_numbers_are_of_the_client(unit: Unit, place: Place) -> None:
    first = slas.add_sla(unit, "corvo", place.entry(title="", template="network"))
    assert (first.reference, first.title, first.stage, first.round) == (
        "SLA-001", "Service desk", "negotiation", 1,
    )  # fmt: skip
    assert slas.add_sla(unit, "corvo", place.entry()).reference == "SLA-002"
    with pytest.raises(NotFound):
        load(unit, "lumen", 1)
    with pytest.raises(NotFound):
        load(unit, "corvo", 2**40)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("service_id", {"service_id": "nothing"}),
        ("customer_id", {"customer_id": "nothing"}),
        ("cadence", {"cadence": "never"}),
        ("template", {"template": "other"}),
        ("title", {"title": "long " * 100}),
    ],
)
def test_what_does_not_fit_is_refused(unit: Unit, place: Place, field: str, changed: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        slas.add_sla(unit, "corvo", place.entry(**changed))
    assert refused.value.field == field


def test_the_service_and_parties_of_a_neighbour_are_not_taken(unit: Unit, place: Place) -> None:
    other = make_place(unit, "Other")
    for changed in ({"service_id": other.service_id}, {"provider_id": other.provider_id}):
        with pytest.raises(InvalidInput):
            slas.add_sla(unit, "corvo", place.entry(**changed))
    slas.add_sla(unit, "corvo", place.entry())
    with pytest.raises(InvalidInput):
        slas_targets.add_target(unit, "corvo", 1, replace(RESPONSE, calendar_id=other.calendar_id))


def test_both_signatures_freeze_what_was_signed(unit: Unit, place: Place) -> None:
    sla = draft_of(unit, place)
    with pytest.raises(NotAllowed, match="being finalized"):
        sign(unit, sla, "provider")
    step(unit, sla, "finalize")
    assert sign(unit, sla, "provider").stage == "finalizing"
    with pytest.raises(NotAllowed, match="already"):
        sign(unit, sla, "provider")
    after = sign(unit, sla, "customer")
    assert (after.stage, after.draft) == ("monitoring", None)
    (version,) = queries.list_versions(unit, place.client_id, sla.id)
    assert version.hash == hash_of(ready_content(place.calendar_id)) == hash_of(version.content)
    assert version.number == 1
    assert kinds(unit, place, sla)[-4:] == ["sla signed", "sla signed", "sla frozen", "sla moved"]
    with pytest.raises(NotAllowed, match="not being drafted"):
        slas_targets.add_target(unit, "corvo", sla.number, RESPONSE)


def test_any_change_voids_the_signature_and_keeps_it_on_record(unit: Unit, place: Place) -> None:
    sla = draft_of(unit, place)
    step(unit, sla, "finalize")
    sign(unit, sla, "provider")
    before = load(unit, "corvo", sla.number)
    assert before.signed == {"provider"}
    old = hash_of(before.content)
    first = before.content.targets[0]
    entry = replace(slas_targets.entry_of(first, before), value="96")
    slas_targets.change_target(
        unit, "corvo", sla.number, first.key, entry, slas_targets.mark_of_target(first)
    )
    after = load(unit, "corvo", sla.number)
    assert after.signed == frozenset()
    assert [one.voided_at for one in after.signatures] == [NOW]
    with pytest.raises(Conflict, match="Read it again"):
        slas_steps.sign(unit, "corvo", sla.number, "customer", "Head", "Head", old)
    # Writing the old text again does not bring the signature back.
    now = after.content.targets[0]
    slas_targets.change_target(
        unit, "corvo", sla.number, now.key, replace(entry, value="95"), slas_targets.mark_of_target(now)
    )
    again = load(unit, "corvo", sla.number)
    assert (again.hash, again.signed) == (old, frozenset())


def test_another_party_voids_the_signature_too(unit: Unit, place: Place) -> None:
    sla = draft_of(unit, place)
    step(unit, sla, "finalize")
    sign(unit, sla, "provider")
    slas.edit_sla(unit, "corvo", sla.number, place.entry(title="Desk"))
    assert load(unit, "corvo", sla.number).signed == {"provider"}
    slas.edit_sla(unit, "corvo", sla.number, place.entry(customer_id=place.provider_id))
    assert load(unit, "corvo", sla.number).signed == frozenset()


def test_a_new_version_never_rewrites_what_was(unit: Unit, place: Place) -> None:
    begin = date(2026, 10, 1)
    sla = signed(unit, place, ready_content(place.calendar_id, begin))
    client = get_client(unit, "corvo")
    with pytest.raises(NotAllowed, match="report of a period"):
        slas_steps.advance(unit, client, sla.id, CHANGE, reason="More users")
    for what in (PERIOD_CLOSED, PERIOD_CLOSED, REPORT_ISSUED, REPORT_ISSUED, PERIOD_CLOSED):
        sla = slas_steps.advance(unit, client, sla.id, what)
    assert sla.stage == "reviewing"
    with pytest.raises(InvalidInput):
        slas_steps.advance(unit, client, sla.id, CHANGE)
    sla = slas_steps.advance(unit, client, sla.id, CHANGE, reason="More users", review="R-1")
    assert (sla.stage, sla.round) == ("negotiation", 1)
    # The old version is measured and reported on meanwhile.
    assert slas_steps.advance(unit, client, sla.id, PERIOD_CLOSED).stage == "negotiation"
    assert slas.version_on(unit, place.client_id, sla.id, TODAY) is not None
    stricter = ready_content(place.calendar_id, date(2026, 12, 15))
    first, *rest = stricter.targets
    stricter = replace(stricter, targets=(replace(first, value=Fraction(99), baseline=Fraction(99)), *rest))
    put_draft(unit, place, sla.number, stricter)
    step(unit, sla, "finalize")
    sign(unit, sla, "provider", "customer")

    def on(day: date) -> tuple[int, SlaContent] | None:
        return slas.version_on(unit, place.client_id, sla.id, day)

    assert on(date(2026, 9, 30)) is None
    for day, number, value in ((date(2026, 12, 14), 1, 95), (date(2026, 12, 15), 2, 99)):
        found = on(day)
        assert found is not None
        assert found[0] == number
        assert found[1].targets[0].value == value
    assert on(date(2028, 1, 1)) is None
    assert [one.number for one in slas.list_current(unit, place.client_id)] == [1]
    assert [one.number for one in slas.list_current(unit, place.client_id, date(2026, 12, 20))] == [2]


@pytest.mark.parametrize(
    ("begin", "why"), [("2026-10-01", "later day"), ("2026-10-15", "months that are over")]
)
def test_a_new_version_does_not_begin_in_the_past(unit: Unit, place: Place, begin: str, why: str) -> None:
    sla = signed(unit, place, ready_content(place.calendar_id, date(2026, 10, 1)))
    client = get_client(unit, "corvo")
    for what in (PERIOD_CLOSED, REPORT_ISSUED):
        slas_steps.advance(unit, client, sla.id, what)
    slas_steps.advance(unit, client, sla.id, CHANGE, reason="More users")
    put_draft(unit, place, sla.number, ready_content(place.calendar_id, date.fromisoformat(begin)))
    step(unit, sla, "finalize")
    with pytest.raises(NotAllowed, match=why):
        sign(unit, sla, "provider")


def test_what_holds_only_later_is_not_reported_on(unit: Unit, place: Place) -> None:
    sla = signed(unit, place)
    with pytest.raises(NotAllowed, match="holds only from 2026-12-01"):
        slas_steps.advance(unit, get_client(unit, "corvo"), sla.id, PERIOD_CLOSED)


def test_a_review_keeps_or_ends(unit: Unit, place: Place) -> None:
    sla = signed(unit, place, ready_content(place.calendar_id, date(2026, 10, 1)))
    client = get_client(unit, "corvo")
    for what in (PERIOD_CLOSED, REPORT_ISSUED, KEEP, PERIOD_CLOSED, REPORT_ISSUED):
        sla = slas_steps.advance(unit, client, sla.id, what)
    sla = slas_steps.advance(unit, client, sla.id, END, reason="The service ends")
    assert (sla.stage, sla.ended_on, sla.end_reason) == ("ended", TODAY, "The service ends")
    assert slas.version_on(unit, place.client_id, sla.id, TODAY + timedelta(days=1)) is None
    assert slas.version_on(unit, place.client_id, sla.id, TODAY) is not None
    with pytest.raises(NotAllowed, match="has ended"):
        slas_steps.advance(unit, client, sla.id, KEEP)


def test_a_draft_is_withdrawn_and_the_old_version_stays(unit: Unit, place: Place) -> None:
    sla = signed(unit, place, ready_content(place.calendar_id, date(2026, 10, 1)))
    client = get_client(unit, "corvo")
    for what in (PERIOD_CLOSED, REPORT_ISSUED):
        slas_steps.advance(unit, client, sla.id, what)
    slas_steps.advance(unit, client, sla.id, CHANGE, reason="More users")
    with pytest.raises(NotAllowed, match="withdraw"):
        step(unit, sla, "end", "No")
    sla = step(unit, sla, "withdraw", "Not now")
    assert (sla.stage, sla.draft) == ("monitoring", None)
    assert load(unit, "corvo", sla.number).content.valid_from == date(2026, 10, 1)


def test_rounds_are_counted(unit: Unit, place: Place) -> None:
    sla = draft_of(unit, place)
    assert step(unit, sla, "round").round == 2
    step(unit, sla, "finalize")
    back = step(unit, sla, "back", "The customer asks for more")
    assert (back.stage, back.round) == ("negotiation", 3)


def test_what_is_missing_is_said(unit: Unit, place: Place) -> None:
    sla = slas.add_sla(unit, "corvo", place.entry(provider_id=""))
    with pytest.raises(NotAllowed, match=r"Name the service.*there is none yet"):
        step(unit, sla, "finalize")
    slas.edit_sla(unit, "corvo", sla.number, place.entry())
    only = replace(ready_content(place.calendar_id), measures=(), stands_alone="")
    put_draft(unit, place, sla.number, only)
    step(unit, sla, "finalize")
    with pytest.raises(NotAllowed, match=r"one point \(Security\)"):
        sign(unit, sla, "provider")
    entry = PointEntry(
        {"waiver": "Covered by the frame contract"}, seen=slas_points.mark_of_point(only, "security")
    )
    slas_points.edit_point(unit, "corvo", sla.number, "security", entry)
    assert sign(unit, sla, "provider").stage == "finalizing"


def test_two_people_at_one_point(unit: Unit, place: Place) -> None:
    sla = slas.add_sla(unit, "corvo", place.entry())
    mark = slas_points.mark_of_point(SlaContent(), "security")
    slas_points.edit_point(unit, "corvo", 1, "security", PointEntry({"measures": "Badge"}, seen=mark))
    # Somebody else's work on another point is no conflict.
    other = slas_points.mark_of_point(SlaContent(), "changes")
    slas_points.edit_point(unit, "corvo", 1, "changes", PointEntry({"change_policy": "Ours"}, seen=other))
    with pytest.raises(Conflict) as clash:
        slas_points.edit_point(unit, "corvo", 1, "security", PointEntry({"measures": "Guard"}, seen=mark))
    assert (clash.value.yours, clash.value.theirs) == ("Measures: Guard", "Measures: Badge")
    # What both wrote alike is no conflict either.
    slas_points.edit_point(unit, "corvo", 1, "security", PointEntry({"measures": "Badge"}, seen=mark))
    assert load(unit, "corvo", sla.number).content.measures == ("Badge",)


def test_two_people_at_one_target(unit: Unit, place: Place) -> None:
    slas.add_sla(unit, "corvo", place.entry())
    target = slas_targets.add_target(unit, "corvo", 1, RESPONSE)
    mark = slas_targets.mark_of_target(target)
    slas_targets.change_target(unit, "corvo", 1, target.key, replace(RESPONSE, value="90"), mark)
    with pytest.raises(Conflict, match="this target"):
        slas_targets.change_target(unit, "corvo", 1, target.key, replace(RESPONSE, value="80"), mark)


def test_two_people_who_sign_at_once_take_turns(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        place = make_place(unit)
        sla = draft_of(unit, place)
        step(unit, sla, "finalize")
        late = load(unit, "corvo", sla.number)
        sign(unit, sla, "provider")
    with database.write(WORKSPACE, "tester", NOW) as unit, pytest.raises(Conflict):
        slas_steps.sign_loaded(unit, late, "customer", "Head", "Head", late.hash)
