"""The question page: what it shows, and what saves itself piece by piece."""

from fractions import Fraction

from assessment.bench.measuring import counted_statements
from assessment.services import assessments
from assessment.services.questions import AreaChange, RatingChange, answer_area, rate_practice
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.store.database import Database
from assessment.store.queries.assessments import Place
from tests.web.fixtures_clients import add, writing
from tests.web.fixtures_questions import AREA, FIRST, HOME, SECOND, THIRD, place, practice
from tests.web.pages import PageClient

__all__ = ["place"]

MOST_QUERIES = 9
SAVE_STATEMENTS = 6


def test_an_untouched_area_says_so_and_asks_the_first_levels(client: PageClient, place: Place) -> None:
    page = client.get(AREA)
    assert page.h1 == "How do you bring a service back when it breaks?"
    assert "Area 3 of 9: Service restoration" in page.text
    assert "Nothing is rated yet" in page.text
    near = [h.attrs["id"] for h in page.root.find("main").find_all("h3")]
    assert near[:2] == ["level-1", "level-2"]
    assert "The other levels: 3 Intermediate, 4 Advanced, 5 Optimized" in page.text
    assert "open" not in page.root.find("details", class_="others").attrs


def test_all_levels_are_one_click_away(client: PageClient, place: Place) -> None:
    page = client.get(f"{AREA}?all=1")
    assert "open" in page.root.find("details", class_="others").attrs


def test_the_placing_decides_which_level_comes_first(
    client: PageClient, place: Place, database: Database
) -> None:
    with writing(database) as unit:
        answer_area(
            unit, "corvo-logistics", "november-2026", "restoration", AreaChange(0, placing=Fraction(4))
        )
    page = client.get(AREA)
    assert [h.attrs["id"] for h in page.root.find("main").find_all("h3")][:3] == [
        "level-4",
        "level-3",
        "level-5",
    ]


def test_a_rating_is_saved_and_shown(client: PageClient, place: Place) -> None:
    answer = client.save(practice(FIRST), {"rating": "F", "version": "0", "note": "**Seen**"})
    assert answer["version"] == 1
    assert answer["saved_at"]
    assert "Between 1.0 and 5.0, at least Initial" in answer["fragments"]["#standing"]
    assert "100%" in answer["fragments"]["#coverage-L1"]
    assert "level 1" in answer["fragments"]["#strip-A3"]
    assert "<strong>Seen</strong>" in answer["fragments"][f"#p-{FIRST}-read"]
    page = client.get(AREA)
    form = page.form(AREA)
    assert form[f"p.{FIRST}.rating"] == "F"
    assert form[f"p.{FIRST}.version"] == "1"
    assert "Between 1.0 and 5.0, at least Initial" in page.title


def test_a_higher_practice_that_counts_for_a_lower_one_is_named(client: PageClient, place: Place) -> None:
    answer = client.save(practice(SECOND), {"rating": "L", "version": "0"})
    note = answer["fragments"][f"#p-{FIRST}-implied"]
    assert "because" in note
    assert "(level 2) is largely in place." in note
    page = client.get(AREA)
    assert "Counted in part" in page.root.find("p", id=f"p-{FIRST}-implied").text
    cleared = client.save(practice(SECOND), {"rating": "", "version": "1"})
    assert "hidden" in cleared["fragments"][f"#p-{FIRST}-implied"]


def test_a_practice_that_does_not_apply_needs_a_reason(client: PageClient, place: Place) -> None:
    refused = client.save(practice(FIRST), {"rating": "NA", "version": "0"}, 422)
    assert refused == {"error": "Say why this practice does not apply here.", "field": "reason"}
    saved = client.save(practice(FIRST), {"rating": "NA", "version": "0", "reason": "No own services"})
    assert saved["version"] == 1
    assert client.get(AREA).form(AREA)[f"p.{FIRST}.reason"] == "No own services"


def test_an_answer_that_is_not_on_the_scale_is_refused(client: PageClient, place: Place) -> None:
    refused = client.save(practice(FIRST), {"rating": "Z", "version": "0"}, 422)
    assert refused["field"] == "rating"


def test_a_note_that_is_too_long_is_refused(client: PageClient, place: Place) -> None:
    text = "x" * (LONGEST_NOTE + 1)
    refused = client.save(practice(FIRST), {"rating": "F", "version": "0", "note": text}, 422)
    assert refused["field"] == "note"
    assert str(LONGEST_NOTE) in refused["error"]


def test_two_people_see_both_values(client: PageClient, place: Place, database: Database) -> None:
    with writing(database) as unit:
        rate_practice(
            unit, "corvo-logistics", "november-2026", FIRST, RatingChange(0, "P", None, "Half of them")
        )
    answer = client.save(practice(FIRST), {"rating": "F", "version": "0", "note": "All of them"}, 409)
    conflict = answer["conflict"]
    assert conflict["yours"].splitlines() == ["Fully", "note: All of them"]
    assert conflict["theirs"].splitlines() == ["Partly", "note: Half of them"]
    assert (conflict["by"], conflict["version"]) == ("tests", 1)
    kept = client.save(practice(FIRST), {"rating": "F", "version": "1", "note": "All of them"})
    assert kept["version"] == 2


def test_the_same_value_twice_is_no_conflict(client: PageClient, place: Place) -> None:
    client.save(practice(FIRST), {"rating": "F", "version": "0"})
    assert client.save(practice(FIRST), {"rating": "F", "version": "0"})["version"] == 1


def test_evidence_is_kept_and_a_wrong_link_is_refused(client: PageClient, place: Place) -> None:
    given = {"rating": "F", "version": "0", "ev_kind": "observed", "ev_note": "40 records", "ev_link": ""}
    client.save(practice(FIRST), given)
    form = client.get(AREA).root.find_all("input", name=f"p.{FIRST}.ev_note")
    assert [field.attrs["value"] for field in form] == ["40 records", ""]
    refused = client.save(practice(FIRST), {**given, "version": "1", "ev_link": "javascript:alert(1)"}, 422)
    assert refused == {"error": "A link starts with https:// or http://.", "field": "evidence"}


def test_what_people_write_cannot_run(client: PageClient, place: Place) -> None:
    note = "<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)> <b>bold</b>"
    answer = client.save(practice(FIRST), {"rating": "F", "version": "0", "note": note})
    shown = answer["fragments"][f"#p-{FIRST}-read"]
    assert "<script" not in shown
    assert "javascript:" not in shown
    assert "onerror" not in shown
    assert "<b>bold</b>" in shown
    html = client.get(AREA).html
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_placing_beside_the_index_is_a_finding(client: PageClient, place: Place) -> None:
    client.save(practice(FIRST), {"rating": "F", "version": "0"})
    answer = client.save(
        f"{AREA}/answer", {"placing": "4", "target": "4.5", "importance": "5", "version": "0"}
    )
    standing = answer["fragments"]["#standing"]
    assert "People place it at 4, the practices reach 1.0: ask what the practices miss." in standing
    assert "3.5 short of target 4.5." in standing
    form = client.get(AREA).form(AREA)
    assert (form["a.placing"], form["a.target"], form["a.importance"]) == ("4", "4.5", "5")


def test_a_placing_goes_in_halves(client: PageClient, place: Place) -> None:
    # A number with an exponent can have a million zeros, so none is read.
    client.save(f"{AREA}/answer", {"placing": "2e0", "version": "0"}, 422)
    refused = client.save(f"{AREA}/answer", {"placing": "2.3", "version": "0"}, 422)
    assert refused["field"] == "placing"


def test_unknown_practices_give_a_range(client: PageClient, place: Place) -> None:
    answer = client.save(practice(SECOND), {"rating": "P", "version": "0"})
    assert "Between 0.3 and " in answer["fragments"]["#standing"]


def test_an_outcome_is_noted_and_never_scored(client: PageClient, place: Place) -> None:
    assert "never part of the score" in client.get(AREA).text
    answer = client.save(f"{AREA}/outcomes/L1-A3-O1", {"seen": "partly", "note": "At night", "version": "0"})
    assert (answer["version"], answer["fragments"]) == (1, {})
    page = client.get(AREA)
    assert page.form(AREA)["o.L1-A3-O1.seen"] == "partly"
    assert "Nothing is rated yet" in page.text
    client.save(f"{AREA}/outcomes/L1-A3-O1", {"seen": "no", "version": "0"}, 409)


def test_a_closed_assessment_is_read_only(client: PageClient, place: Place, database: Database) -> None:
    client.save(practice(FIRST), {"rating": "F", "version": "0"})
    with writing(database) as unit:
        assessments.close_assessment(unit, "corvo-logistics", "november-2026")
    page = client.get(AREA)
    assert "This assessment is closed and its answers are frozen." in page.text
    assert "disabled" in page.root.find("fieldset", class_="whole").attrs
    assert not page.root.find_all("button", name="do", value="next")
    assert "autosave" not in page.html.replace('data-autosave="ask"', "")
    refused = client.save(practice(FIRST), {"rating": "P", "version": "1"}, 403)
    assert "is closed" in refused["error"]
    client.save(f"{AREA}/answer", {"placing": "2", "version": "0"}, 403)
    client.save(f"{AREA}/outcomes/L1-A3-O1", {"seen": "no", "version": "0"}, 403)
    assert client.get(AREA).form(AREA)[f"p.{FIRST}.rating"] == "F"


def test_another_client_is_not_found(client: PageClient, place: Place, database: Database) -> None:
    add(database, "Lumen Energy")
    other = AREA.replace("corvo-logistics", "lumen-energy")
    client.get(other, 404)
    client.save(f"{other}/practices/{FIRST}", {"rating": "F", "version": "0"}, 404)
    client.get(f"{HOME}/no-such-area", 404)
    client.save(practice("L9-A9-P9"), {"rating": "F", "version": "0"}, 404)


def test_the_projector_view_and_the_way_back_to_check(client: PageClient, place: Place) -> None:
    page = client.get(f"{AREA}?present=1&back=check")
    assert page.root.find("html").attrs["data-view"] == "projector"
    assert "Save and go back to check" in page.text
    assert page.form(AREA)["present"] == "1"


def test_the_page_asks_few_questions_of_the_database(
    client: PageClient, place: Place, database: Database
) -> None:
    for version, rating in enumerate("NPLF"):
        client.save(practice(THIRD), {"rating": rating, "version": str(version)})
    with counted_statements(database) as statements:
        client.get(AREA)
    assert len(statements) <= MOST_QUERIES
    with counted_statements(database) as statements:
        client.save(practice(THIRD), {"rating": "P", "version": "4"})
    assert len(statements) == SAVE_STATEMENTS


def test_the_history_of_a_practice_is_on_the_page(client: PageClient, place: Place) -> None:
    client.save(practice(FIRST), {"rating": "P", "version": "0"})
    client.save(practice(FIRST), {"rating": "L", "version": "1", "note": "Since May"})
    past = client.get(AREA).root.find("div", id=f"p-{FIRST}").find("details", class_="past").text
    assert past.startswith("2 latest changes Partly → became Largely Since May")
    assert "Not rated → became Partly" in past


def test_a_version_with_thousands_of_digits_is_none(client: PageClient, place: Place) -> None:
    client.save(practice(SECOND), {"rating": "P", "version": "9" * 5000})
