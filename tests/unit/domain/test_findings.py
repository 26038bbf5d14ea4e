"""The sentences of the results, from small score cards made by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.domain.comparison import (
    DOWN,
    NOT_COMPARED,
    UNCLEAR,
    UP,
    comparable,
    comparison_sentence,
    moves,
)
from assessment.domain.findings import (
    ahead_sentence,
    coverage_sentence,
    gap_title,
    implied_sentence,
    method_sentence,
    not_assessable_sentence,
    placing_sentence,
    practices_title,
    provisional_sentence,
    range_sentence,
    results_title,
)
from assessment.domain.methods import GATED_COVERAGE, ITCMF_SURVEY
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.wording import joined, sentence_name, shown, signed

NAMES = {"A1": "Contact", "A2": "IMAC requests", "A3": "Decommissioning", "A4": "Service analysis"}


def area(key: str, index: str | None, high: str | None = None, **more: object) -> AreaScore:
    """One area with an index and everything else as if all were answered."""
    value = None if index is None else Fraction(index)
    score = AreaScore(
        key, True, value, value if high is None else Fraction(high),
        None if value is None else int(value), 4, 4, 4, (), (),
    )  # fmt: skip
    return replace(score, **more)  # type: ignore[arg-type]


def card(*areas: AreaScore, coverage: str = "1", method: str = GATED_COVERAGE) -> ScoreCard:
    """The card of some areas, all of one weight."""
    known = [a for a in areas if a.index is not None and a.index_high is not None]
    low = sum((a.index for a in known if a.index is not None), Fraction(0)) / len(known) if known else None
    high = (
        sum((a.index_high for a in known if a.index_high is not None), Fraction(0)) / len(known)
        if known
        else None
    )
    weakest = min(known, key=lambda a: a.index or 0) if known else None
    share = Fraction(coverage)
    return ScoreCard(method, method, areas, low, high, weakest, share, share < Fraction(4, 5))


def blank(key: str) -> AreaScore:
    """An area that nobody answered."""
    return area(key, "0", "5", valued=0, rated=0)


@pytest.mark.parametrize(
    ("areas", "title"),
    [
        ((), "Corvo has no results yet"),
        ((blank("A1"), blank("A2")), "Corvo has no results yet"),
        (
            (area("A1", "4"), area("A2", "3"), area("A3", "1")),
            "Corvo runs at 2.7. Decommissioning holds it back",
        ),
        (
            (area("A1", "4"), area("A2", "1"), area("A3", "6/5"), area("A4", "4")),
            "Corvo runs at 2.6. IMAC requests and decommissioning hold it back",
        ),
        (
            (area("A1", "3"), area("A2", "14/5"), area("A3", "13/5")),
            "Corvo runs at 2.8. Decommissioning is the weakest",
        ),
        ((area("A1", "2"), area("A2", "2")), "Corvo runs at 2.0. Every area stands at the same point"),
        (
            (area("A1", "2"), area("A2", "2"), area("A3", "2"), area("A4", "9/4")),
            "Corvo runs at 2.1. Three areas share the lowest place",
        ),
        (
            (area("A1", "2"), blank("A2"), blank("A3")),
            "Corvo lies between 0.7 and 4.0 so far: one of three areas is answered",
        ),
    ],
)
def test_the_title_names_the_mean_and_what_holds_it_back(areas: tuple[AreaScore, ...], title: str) -> None:
    assert results_title("Corvo", card(*areas), NAMES) == title


def test_a_provisional_title_gives_the_range() -> None:
    found = results_title("Corvo", card(area("A1", "1", "3"), area("A2", "3", "4"), coverage="1/2"), NAMES)
    assert found == "Corvo lies between 2.0 and 3.5 so far. Contact holds it back"


@pytest.mark.parametrize(
    ("gaps", "title"),
    [
        ((None, None), "No targets are set yet"),
        (("2", "5/2"), "Two areas are two levels or more short of target"),
        (("2", "1"), "One area is two levels or more short of target"),
        (("1", "0"), "One area is a level or more short of target"),
        (("1/2", "0"), "One area is less than a level short of target"),
        (("0", "0"), "Every area has reached its target"),
    ],
)
def test_the_gaps_in_one_sentence(gaps: tuple[str | None, ...], title: str) -> None:
    areas = [
        area(key, "1", target=None if gap is None else 1 + Fraction(gap))
        for key, gap in zip(NAMES, gaps, strict=False)
    ]
    assert gap_title(card(*areas)) == title


def test_coverage_and_what_follows_from_it() -> None:
    full, half = card(area("A1", "1")), card(area("A1", "1"), coverage="1/2")
    assert coverage_sentence(full) == "All practices asked have a value."
    assert coverage_sentence(half) == "50% of the practices asked have a value."
    assert provisional_sentence(full) == ""
    assert "provisional" in provisional_sentence(half)


def test_the_range_is_said_only_when_it_shows() -> None:
    words = range_sentence(Fraction("2.3"), Fraction("3.1"), 6)
    assert words == "between 2.3 and 3.1, because six practices are unknown"
    assert range_sentence(Fraction("2.31"), Fraction("2.32"), 1) == ""


def test_what_stands_above_a_gap_is_named() -> None:
    found = ahead_sentence(area("A1", "4/3", ahead_of_gate=(3, 4)), NAMES)
    assert found == "Contact is already strong at levels 3 and 4; that counts once level 2 is achieved."
    assert ahead_sentence(area("A1", "4/3"), NAMES) == ""


def test_a_placing_far_from_the_index_is_a_finding() -> None:
    found = placing_sentence(area("A1", "1", placing=Fraction(5, 2)), NAMES)
    assert found.startswith("Contact was placed at 2.5, and its practices give 1.0: people see it higher")
    assert placing_sentence(area("A1", "2", placing=Fraction(5, 2)), NAMES) == ""


def test_an_area_that_cannot_be_assessed_is_left_out_by_name() -> None:
    found = not_assessable_sentence(card(area("A1", "1"), area("A2", None, assessable=False)), NAMES)
    assert found == "IMAC requests is left out: more than half of the practices do not apply."


def test_counts_of_implied_practices_and_practices_in_place() -> None:
    assert implied_sentence(0) == ""
    assert implied_sentence(1).startswith("One practice takes over")
    assert implied_sentence(6).startswith("Six practices take over")
    assert practices_title(card(area("A1", "1")), 19, 59) == "19 of 59 practices are in place"


def test_a_survey_in_place_of_practices_is_said() -> None:
    found = replace(card(area("A1", "1"), method=ITCMF_SURVEY), requested=GATED_COVERAGE)
    assert "survey of placings" in method_sentence(found)
    assert "survey" not in method_sentence(card(area("A1", "1")))


def test_small_and_uncertain_differences_are_no_clear_difference() -> None:
    now = card(area("A1", "2"), area("A2", "2"), area("A3", "1"), area("A4", "2", "3"))
    before = card(area("A1", "3/2"), area("A2", "8/5"), area("A3", "2"), area("A4", "1", "2"))
    found = moves(now, before)
    assert [m.verdict for m in found] == [UP, UNCLEAR, DOWN, UNCLEAR]
    assert comparison_sentence(found, "March 2026") == "One area moved up, one slipped since March 2026"


def test_what_was_not_answered_is_not_compared() -> None:
    found = moves(card(area("A1", "2"), blank("A2")), card(blank("A1"), area("A2", "2")))
    assert [m.verdict for m in found] == [NOT_COMPARED, NOT_COMPARED]
    assert comparison_sentence(found, "March 2026") == "No area can be compared with March 2026"


def test_two_cards_are_comparable_only_under_one_method_and_when_enough_is_known() -> None:
    full, thin = card(area("A1", "2")), card(area("A1", "2"), coverage="1/2")
    assert comparable(full, full) == ""
    assert "provisional" in comparable(full, thin)
    assert "methods" in comparable(full, card(area("A1", "2"), method=ITCMF_SURVEY))


def test_numbers_and_lists_in_words() -> None:
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert sentence_name("IMAC requests") == "IMAC requests"
    assert sentence_name("Service analysis") == "service analysis"
    assert [shown(Fraction(value)) for value in ("9/4", "1/20", "5", "249/100")] == [
        "2.3",
        "0.1",
        "5.0",
        "2.5",
    ]
    assert [signed(Fraction(value)) for value in ("1/4", "-1/4", "1/100")] == ["+0.3", "−0.3", "0.0"]
