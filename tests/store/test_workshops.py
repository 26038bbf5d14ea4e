"""A workshop keeps one vote of each seat, tells none before the reveal, and stays within its client."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from assessment.domain.answers import Options
from assessment.domain.workshops import OPEN, REVEALED, Ballot, Question, Round
from assessment.errors import NotFound
from assessment.store.database import Unit
from assessment.store.queries import assessments, clients, editions, rounds, workshops
from assessment.store.queries import presence as presences
from assessment.store.queries.rounds import KeptRound
from assessment.store.tables import presence

CODE = "7KD4MX"


@pytest.fixture
def workshop_id(unit: Unit) -> str:
    """A workshop of an assessment of a client."""
    client_id = clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    editions.keep_edition(unit, edition_hash="h", framework_id="pom", version="1.0", text="format: x")
    assessment_id = assessments.add_assessment(
        unit, client_id, slug="november-2026", title="November 2026", held_on=date(2026, 11, 22), scope="",
        method="gated_coverage", options=Options(), framework=("pom", "1.0", "h"), scores={},
    )  # fmt: skip
    return workshops.add_workshop(
        unit, client_id, assessment_id, code=CODE, is_named=False, expires_at=unit.now + timedelta(hours=12)
    )


@pytest.fixture
def asked(unit: Unit, workshop_id: str) -> KeptRound:
    """A round that takes votes."""
    return rounds.add_round(unit, workshop_id, Round(Question("A3", "L2-A3-P1")))


def test_a_workshop_is_found_through_its_client_and_by_its_code(unit: Unit, workshop_id: str) -> None:
    found = workshops.get_workshop(unit, "corvo", "november-2026", workshop_id)
    assert (found.code, found.door_open, found.ended_at) == (CODE, True, None)
    assert workshops.get_workshop_by_code(unit, CODE) == found
    assert workshops.code_is_taken(unit, CODE)
    assert not workshops.code_is_taken(unit, "000000")
    with pytest.raises(NotFound):
        workshops.get_workshop(unit, "lumen", "november-2026", workshop_id)
    with pytest.raises(NotFound):
        workshops.get_workshop_by_code(unit, "000000")


def test_the_door_is_closed_and_opened(unit: Unit, workshop_id: str) -> None:
    workshops.change_workshop(unit, workshop_id, door_open=False)
    closed = workshops.get_workshop_by_code(unit, CODE)
    assert (closed.door_open, closed.version) == (False, 2)
    workshops.change_workshop(unit, workshop_id, door_open=True)
    assert workshops.get_workshop_by_code(unit, CODE).door_open


def test_a_seat_has_one_vote_in_a_round(unit: Unit, workshop_id: str, asked: KeptRound) -> None:
    first = workshops.add_seat(unit, workshop_id, "desk", "")
    second = workshops.add_seat(unit, workshop_id, "business", "")
    for seat, answer in ((second, "P"), (first, "F"), (second, "L")):
        rounds.put_vote(unit, asked.id, seat, Ballot(answer))
    assert rounds.count_votes(unit, asked.id) == 2
    assert rounds.set_round_state(unit, asked, REVEALED)
    assert rounds.list_shown_votes(unit, [asked.id])[asked.id] == [
        Ballot("F", group="desk"),
        Ballot("L", group="business"),
    ]


def test_no_vote_is_read_before_the_reveal(unit: Unit, workshop_id: str, asked: KeptRound) -> None:
    rounds.put_vote(unit, asked.id, workshops.add_seat(unit, workshop_id, "desk", ""), Ballot("F"))
    assert rounds.count_votes(unit, asked.id) == 1
    assert rounds.list_shown_votes(unit, [asked.id])[asked.id] == []


def test_the_order_of_votes_does_not_tell_who_came_when(
    unit: Unit, workshop_id: str, asked: KeptRound
) -> None:
    for answer in ("P", "F", "L", "F", "N"):
        rounds.put_vote(unit, asked.id, workshops.add_seat(unit, workshop_id, "", ""), Ballot(answer))
    rounds.set_round_state(unit, asked, REVEALED)
    assert [vote.answer for vote in rounds.list_shown_votes(unit, [asked.id])[asked.id]] == [
        "F",
        "F",
        "L",
        "N",
        "P",
    ]


def test_the_later_of_two_reveals_changes_nothing(unit: Unit, workshop_id: str, asked: KeptRound) -> None:
    assert rounds.set_round_state(unit, asked, REVEALED)
    assert not rounds.set_round_state(unit, asked, REVEALED)
    kept = rounds.get_round(unit, workshop_id, asked.id, hold=True)
    assert (kept.asked.state, kept.version) == (REVEALED, 2)


def test_rounds_are_listed_as_they_were_opened(unit: Unit, workshop_id: str, asked: KeptRound) -> None:
    placing = rounds.add_round(unit, workshop_id, Round(Question("A4")))
    again = rounds.add_round(unit, workshop_id, Round(asked.asked.question, 2))
    assert rounds.list_rounds(unit, workshop_id) == [asked, placing, again]
    assert placing.asked == Round(Question("A4"), 1, OPEN)
    with pytest.raises(NotFound):
        rounds.get_round(unit, "another", asked.id)


def test_a_seat_that_is_removed_leaves_its_vote(unit: Unit, workshop_id: str, asked: KeptRound) -> None:
    seat_id = workshops.add_seat(unit, workshop_id, "desk", "")
    rounds.put_vote(unit, asked.id, seat_id, Ballot("F"))
    assert not workshops.remove_seat(unit, "another", seat_id)
    assert workshops.get_seat(unit, seat_id).removed_at is None
    assert workshops.remove_seat(unit, workshop_id, seat_id)
    assert workshops.get_seat(unit, seat_id).removed_at == unit.now
    assert rounds.count_votes(unit, asked.id) == 1
    with pytest.raises(NotFound):
        workshops.get_seat(unit, "nobody")


def test_a_phone_is_connected_as_long_as_its_process_says_so(unit: Unit, workshop_id: str) -> None:
    place = (unit.workspace_id, workshop_id)

    def say(process: str, seats: set[str], after: int = 0) -> None:
        later = replace(unit, now=unit.now + timedelta(seconds=after))
        presences.keep_present(later, workshop_id, process, seats, news=True)

    def present(after: int = 0) -> frozenset[str]:
        later = replace(unit, now=unit.now + timedelta(seconds=after))
        assert presences.list_present(later, [("other", workshop_id), (unit.workspace_id, "elsewhere")]) == {}
        return presences.list_present(later, [place]).get(place, frozenset())

    say("one", {"a", "b"})
    say("two", {"b", "c"})
    assert present() == {"a", "b", "c"}
    say("one", {"a"})
    assert present() == {"a", "b", "c"}
    say("two", set(), after=10)
    assert present(10) == {"a"}
    assert present(31) == frozenset()
    say("three", {"d"}, after=40)
    assert unit.connection.execute(select(func.count()).select_from(presence)).scalar_one() == 1
