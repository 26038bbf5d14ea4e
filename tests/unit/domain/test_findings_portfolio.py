"""The sentences above the client list."""

from fractions import Fraction

from assessment.domain.findings_portfolio import (
    Standing,
    headline,
    lede,
    moved_title,
    moves_of,
    short_names,
    standouts,
)

NAMES = {"A1": "Contact", "A2": "Decommissioning", "A3": "Restoration", "A4": "Incidents"}
EVEN = {"A1": 2.0, "A2": 2.0, "A3": 2.0, "A4": 2.0}


def standing(name: str, areas: dict[str, float], change: Fraction | None = None) -> Standing:
    return Standing(name, areas, Fraction(2), None if change is None else Fraction(2) - change, change)


def test_an_area_lags_when_it_is_half_a_level_below_the_middle_at_more_than_half_of_the_clients() -> None:
    low = standing("One", EVEN | {"A2": 1.5})
    barely = standing("Two", EVEN | {"A2": 1.6})
    assert standouts([low, low, barely], list(NAMES)) == (["A2"], [])
    assert standouts([low, barely], list(NAMES)) == ([], [])


def test_the_title_names_who_lags_and_who_leads() -> None:
    clients = [standing(f"Client {i}", EVEN | {"A2": 0.5, "A3": 3.0}) for i in range(3)]
    assert headline(clients, NAMES) == "Decommissioning lags at most clients; restoration leads"


def test_the_verb_follows_the_number() -> None:
    areas = {"A1": 3.0, "A2": 3.0, "A3": 3.0, "A4": 1.0}
    assert headline([standing(f"C{i}", areas) for i in range(2)], NAMES) == "Incidents lag at most clients"
    two = {"A1": 3.0, "A2": 1.0, "A3": 3.0, "A4": 1.0, "A5": 3.0}
    assert headline([standing(f"C{i}", two) for i in range(2)], NAMES).startswith(
        "Decommissioning and incidents lag"
    )


def test_one_client_is_named() -> None:
    assert headline([standing("Corvo Logistics", EVEN | {"A2": 0.5})], NAMES) == (
        "Decommissioning lags at Corvo Logistics"
    )


def test_the_title_without_a_stand_out_and_without_an_assessment() -> None:
    assert headline([standing("A", EVEN), standing("B", EVEN)], NAMES) == (
        "No area lags or leads at most clients"
    )
    assert headline([Standing("A", {}, None)], NAMES) == "One client, none assessed yet"


def test_a_move_counts_from_what_shows_with_one_decimal() -> None:
    moves = moves_of(
        [
            standing("up", EVEN, Fraction(1, 20)),
            standing("same", EVEN, Fraction(49, 1000)),
            standing("down", EVEN, Fraction(-1, 20)),
            standing("first", EVEN),
        ]
    )
    assert (moves.up, moves.down, moves.same, moves.compared) == (1, 1, 1, 3)


def test_the_lede_counts_clients_and_moves() -> None:
    up, down = standing("a", EVEN, Fraction(1)), standing("b", EVEN, Fraction(-1))
    assert lede([up, up, down], 3, "2.0") == (
        "Three clients, median index 2.0. Two have moved up since the assessment before, one has slipped."
    )
    assert lede([down], 1, "2.0") == (
        "One client, median index 2.0. One has slipped since the assessment before."
    )
    assert lede([standing("a", EVEN)], 60, "") == "1 of 60 clients."


def test_the_chart_title_says_who_moved() -> None:
    up, down = standing("a", EVEN, Fraction(1)), standing("b", EVEN, Fraction(-1))
    assert moved_title(moves_of([up, up])) == "All two moved up"
    assert moved_title(moves_of([up, up, down])) == "Two of three moved up"
    assert moved_title(moves_of([down, down, up])) == "Two of three slipped"
    assert moved_title(moves_of([standing("a", EVEN, Fraction(0))])) == "No client has moved"
    assert moved_title(moves_of([])) == "No client has two assessments yet"


def test_a_name_of_one_word_is_not_shortened() -> None:
    found = short_names(
        [("A6", "Decommissioning", "Decommission"), ("A3", "Service restoration", "Restoration")]
    )
    assert found == {"A6": "Decommissioning", "A3": "Restoration"}
