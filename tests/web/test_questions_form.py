"""The question page without scripts: one form for the whole area, the bulk mark with its undo, readings."""

from assessment.services.questions import RatingChange, rate_practice
from assessment.store.database import Database
from assessment.store.queries.assessments import Place
from tests.web.fixtures_clients import writing
from tests.web.fixtures_questions import AREA, FIRST, HOME, SECOND, place
from tests.web.pages import PageClient

__all__ = ["place"]


def sent_on(client: PageClient, form: dict[str, str]) -> tuple[int, str]:
    """Send the form of the area and return the status and where the browser is sent."""
    response = client.http.post(AREA, data={**form, "csrf_token": client.token()})
    return response.status_code, response.location


def test_the_whole_area_is_saved_at_once(client: PageClient, place: Place) -> None:
    form = client.get(AREA).form(AREA)
    form |= {
        f"p.{FIRST}.rating": "F", f"p.{SECOND}.rating": "L", f"p.{SECOND}.note": "Two services lack one",
        "a.placing": "2.5", "a.target": "3", "a.note": "Agreed by all", "o.L1-A3-O1.seen": "yes",
        "m.M12.value": "62,5", "m.M12.source": "Ticket export", "do": "save",
    }  # fmt: skip
    page = client.post(AREA, form)
    saved = page.form(AREA)
    assert saved[f"p.{FIRST}.rating"] == "F"
    assert saved[f"p.{SECOND}.note"] == "Two services lack one"
    assert (saved["a.placing"], saved["a.target"], saved["a.note"]) == ("2.5", "3", "Agreed by all")
    assert saved["o.L1-A3-O1.seen"] == "yes"
    assert page.root.find("span", id="m-M12-last").text == "Last value 62.5% in 2026-10"
    assert "from Ticket export" in page.text
    assert saved["m.M12.value"] == ""


def test_saving_goes_to_the_next_area(client: PageClient, place: Place) -> None:
    form = client.get(AREA).form(AREA) | {"do": "next"}
    assert sent_on(client, form) == (303, f"{HOME}/incident")
    back = client.get(f"{AREA}?back=check").form(AREA) | {"do": "next"}
    assert sent_on(client, back)[1] == f"{HOME}/check"


def test_a_saved_page_comes_back_as_it_was(client: PageClient, place: Place) -> None:
    form = client.get(f"{AREA}?all=1&present=1").form(AREA) | {"do": "save"}
    assert sent_on(client, form) == (303, f"{AREA}?present=1&all=1")


def test_an_area_is_marked_as_done_and_back(client: PageClient, place: Place) -> None:
    page = client.post(AREA, client.get(AREA).form(AREA) | {"do": "done"})
    assert "Mark as not done" in page.text
    page = client.post(AREA, page.form(AREA) | {"do": "not-done"})
    assert "Mark area as done" in page.text


def test_parts_that_nobody_touched_are_left_alone(
    client: PageClient, place: Place, database: Database
) -> None:
    stale = client.get(AREA).form(AREA)
    client.save(f"{AREA}/practices/{FIRST}", {"rating": "F", "version": "0"})
    page = client.post(AREA, stale | {f"p.{SECOND}.rating": "P", "do": "save"})
    assert page.form(AREA)[f"p.{FIRST}.rating"] == "F"
    assert page.form(AREA)[f"p.{SECOND}.rating"] == "P"


def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(client: PageClient, place: Place) -> None:
    form = client.get(AREA).form(AREA)
    form |= {
        f"p.{FIRST}.rating": "NA", f"p.{SECOND}.rating": "F", f"p.{SECOND}.note": "Typed with care",
        "m.M12.value": "120", "a.placing": "3", "do": "save",
    }  # fmt: skip
    page = client.post(AREA, form, 422)
    assert page.title.startswith("Error:")
    errors = page.root.find("div", class_="errors").text
    assert "Say why this practice does not apply here." in errors
    assert "A percentage goes from 0 to 100." in errors
    kept = page.form(AREA)
    assert kept[f"p.{SECOND}.note"] == "Typed with care"
    assert (kept[f"p.{FIRST}.rating"], kept["a.placing"], kept["m.M12.value"]) == ("NA", "3", "120")
    fresh = client.get(AREA).form(AREA)
    assert f"p.{SECOND}.rating" not in fresh
    assert fresh["a.placing"] == ""
    corrected = kept | {f"p.{FIRST}.reason": "No services of our own", "m.M12.value": "20", "do": "save"}
    assert client.post(AREA, corrected).form(AREA)[f"p.{SECOND}.note"] == "Typed with care"


def test_a_conflict_shows_both_values_and_either_can_stand(
    client: PageClient, place: Place, database: Database
) -> None:
    form = client.get(AREA).form(AREA) | {f"p.{FIRST}.rating": "F", f"p.{FIRST}.note": "Mine", "do": "save"}
    with writing(database) as unit:
        rate_practice(unit, "corvo-logistics", "november-2026", FIRST, RatingChange(0, "P"))
    page = client.post(AREA, form, 409)
    box = page.root.find("div", class_="conflict").text
    assert "Yours Fully note: Mine Theirs Partly note: nothing" in box
    assert page.form(AREA)[f"p.{FIRST}.note"] == "Mine"
    again = page.form(AREA)
    theirs = client.post(AREA, again | {"theirs": f"p.{FIRST}", "do": "save"})
    assert theirs.form(AREA)[f"p.{FIRST}.rating"] == "P"
    mine = client.post(AREA, again | {"do": "save"})
    assert (mine.form(AREA)[f"p.{FIRST}.rating"], mine.form(AREA)[f"p.{FIRST}.note"]) == ("F", "Mine")


def test_a_whole_level_is_marked_with_a_note_and_taken_back(client: PageClient, place: Place) -> None:
    client.save(f"{AREA}/practices/{FIRST}", {"rating": "P", "version": "0"})
    form = client.get(AREA).form(AREA)
    refused = client.post(AREA, form | {"do": "mark-1"}, 422)
    assert "Say in a few words how you know" in refused.text
    page = client.post(AREA, form | {"do": "mark-1", "level.1.note": "Shown in the review"})
    assert page.form(AREA)[f"p.{FIRST}.rating"] == "F"
    assert page.form(AREA)[f"p.{FIRST}.note"] == "Shown in the review"
    toast = page.root.find("div", class_="toast")
    assert "1 practice is marked as fully in place." in toast.text
    undone = client.post(f"{AREA}/undo", page.form(f"{AREA}/undo"))
    assert undone.form(AREA)[f"p.{FIRST}.rating"] == "P"
    assert undone.form(AREA)[f"p.{FIRST}.note"] == ""
    assert "The ratings are as they were before." in undone.root.find("div", class_="toast").text


def test_undo_leaves_what_somebody_changed_since(client: PageClient, place: Place) -> None:
    form = client.get(AREA).form(AREA) | {"do": "mark-1", "level.1.note": "Known"}
    page = client.post(AREA, form)
    client.save(f"{AREA}/practices/{FIRST}", {"rating": "N", "version": "1", "note": "Looked again"})
    undone = client.post(f"{AREA}/undo", page.form(f"{AREA}/undo"))
    assert undone.form(AREA)[f"p.{FIRST}.rating"] == "N"
    assert "0 of 1 ratings are as before" in undone.root.find("div", class_="toast").text


def test_a_rating_is_taken_back_without_scripts(client: PageClient, place: Place) -> None:
    client.save(f"{AREA}/practices/{FIRST}", {"rating": "F", "version": "0"})
    form = client.get(AREA).form(AREA) | {"clear": FIRST}
    assert f"p.{FIRST}.rating" not in client.post(AREA, form).form(AREA)


def test_readings_are_read_by_their_unit(client: PageClient, place: Place) -> None:
    address = f"{AREA}/readings/M13"
    answer = client.save(address, {"period": "2026-10", "value": "2 h 5 min"})
    assert "<b>2 h 5 min</b> in 2026-10" in answer["fragments"]["#m-M13-last"]
    older = client.save(address, {"period": "2026-09", "value": "90"})
    assert "in 2026-10" in older["fragments"]["#m-M13-last"]
    corrected = client.save(address, {"period": "2026-10", "value": "45"})
    assert "<b>45 min</b>" in corrected["fragments"]["#m-M13-last"]


def test_a_value_is_computed_from_two_parts(client: PageClient, place: Place) -> None:
    parts = {"period": "2026-10", "numerator": "12003", "denominator": "23362"}
    assert "51.4%" in client.save(f"{AREA}/readings/M12", parts)["fragments"]["#m-M12-last"]


def test_no_data_is_never_a_zero(client: PageClient, place: Place) -> None:
    address = f"{AREA}/readings/M12"
    month = {"period": "2026-10"}
    assert client.save(address, month, 422)["field"] == "value"
    missing = client.save(address, {**month, "numerator": "3"}, 422)
    assert missing["field"] == "denominator"
    zero = client.save(address, {**month, "numerator": "0", "denominator": "0"}, 422)
    assert (zero["field"], "no data" in zero["error"]) == ("denominator", True)
    assert client.save(address, {"period": "2026-12", "value": "5"}, 422)["field"] == "period"
    assert client.save(address, {"period": "2026-13", "value": "5"}, 422)["field"] == "period"
    assert client.save(address, {**month, "value": "lots"}, 422)["field"] == "value"
    assert "No value yet" in client.get(AREA).text
