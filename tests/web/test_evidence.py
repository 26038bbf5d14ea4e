"""Evidence on the question page, its files, and the list of what still has to be collected."""

import io
from typing import Any

import openpyxl
import pytest

from assessment.bench.measuring import counted_statements
from assessment.domain import evidence_files
from assessment.domain.answers import Evidence
from assessment.services import assessments, evidence
from assessment.services.questions import RatingChange, rate_practice
from assessment.services.readings import ReadingEntry, add_reading
from assessment.store.database import Database
from assessment.store.queries.answers import list_ratings
from assessment.store.queries.assessments import Place
from tests.web.fixtures_clients import add, rate, writing
from tests.web.fixtures_questions import AREA, FIRST, HOME, SECOND, place, practice
from tests.web.pages import Page, PageClient, value_of

ON_POSTGRES = True

__all__ = ["place"]

AT = ("corvo-logistics", "november-2026")
PDF = b"%PDF-1.7 the handbook"
LIST_QUERIES = 6


def noted(database: Database, place: Place, practice_id: str = FIRST) -> tuple[Evidence, ...]:
    """The stored evidence of a practice."""
    with writing(database) as unit:
        return list_ratings(unit, place.assessment.id)[practice_id].answer.evidence


def sent(page: Page) -> dict[str, Any]:
    """What the form of the area would send, with every line of evidence."""
    form: dict[str, Any] = page.form(AREA)
    for control in page.root.find("form", action=AREA).walk():
        name = control.attrs.get("name", "")
        if ".ev_" in name:
            value = value_of(control)
            form[name] = [*(form[name] if isinstance(form[name], list) else []), value]
    return form


def attach(client: PageClient, content: bytes, name: str, status: int = 200, **more: str) -> Page:
    """Send the form of the area with a file for the first practice."""
    form = sent(client.get(AREA)) | {"do": "save"} | more
    form[f"p.{FIRST}.file"] = (io.BytesIO(content), name)
    return client.post(AREA, form, status, content_type="multipart/form-data")


def remove(client: PageClient, page: Page, button: int = 0) -> Page:
    """Press one of the buttons that remove evidence."""
    found = [b for b in page.root.find_all("button", name="do") if b.attrs["value"].startswith("remove-")]
    return client.post(AREA, sent(page) | {"do": found[button].attrs["value"]})


def test_evidence_has_a_day_that_is_today_by_default(
    client: PageClient, place: Place, database: Database
) -> None:
    page = client.get(AREA)
    (day,) = page.root.find_all("input", name=f"p.{FIRST}.ev_day")
    assert day.attrs["value"] == "2026-11-23"
    form = page.form(AREA) | {
        f"p.{FIRST}.ev_note": "40 records",
        f"p.{FIRST}.ev_kind": "observed",
        "do": "save",
    }
    client.post(AREA, form)
    (piece,) = noted(database, place)
    assert (piece.kind, piece.note, str(piece.day)) == ("observed", "40 records", "2026-11-23")
    given = {"rating": "", "version": "1", "ev_kind": "observed", "ev_note": "40 records", "ev_day": ""}
    client.save(practice(FIRST), given)
    assert noted(database, place)[0].day is None
    refused = client.save(practice(FIRST), given | {"version": "2", "ev_day": "22 Nov"}, 422)
    assert "Write the day as year, month and day" in refused["error"]
    assert (
        "between 1990 and 2100"
        in client.save(practice(FIRST), given | {"ev_day": "0201-01-01"}, 422)["error"]
    )


def test_a_page_that_only_shows_evidence_changes_nothing(
    client: PageClient, place: Place, database: Database
) -> None:
    attach(client, PDF, "handbook.pdf")
    page = client.get(AREA)
    form = sent(page) | {"do": "save"}
    assert len(form[f"p.{FIRST}.ev_kind"]) == 2
    before = noted(database, place)
    assert client.post(AREA, form).form(AREA)[f"p.{FIRST}.version"] == "1"
    assert noted(database, place) == before


def test_a_file_is_attached_and_only_ever_saved_by_the_browser(
    client: PageClient, place: Place, database: Database
) -> None:
    page = attach(client, PDF, "the “hand” book é.pdf", **{f"p.{SECOND}.note": "Typed with care"})
    assert "The file was attached." in page.root.text
    assert page.form(AREA)[f"p.{SECOND}.note"] == "Typed with care"
    (link,) = [a for a in page.root.find_all("a") if "/evidence/" in a.attrs["href"]]
    assert "PDF, 1 KB" in page.text
    answer = client.get(link.attrs["href"]).response
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="the _hand_ book _.pdf"; filename*=UTF-8')
    assert "%C3%A9.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"
    digest = link.attrs["href"].split("/")[-2]
    renamed = client.get(f"/clients/corvo-logistics/evidence/{digest}/page.txt").response
    assert renamed.mimetype == "application/octet-stream"
    client.get(f"/clients/corvo-logistics/evidence/{digest}/page.html", 404)
    client.get(f"/clients/corvo-logistics/evidence/{'0' * 64}/a.pdf", 404)
    add(database, "Lumen Energy")
    client.get(link.attrs["href"].replace("corvo-logistics", "lumen-energy"), 404)
    assert "attached there already" in attach(client, PDF, "again.pdf").root.text
    assert len(noted(database, place)) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "“a.pdf” is empty"),
        ("a.pdf", b"MZ", "The content of “a.pdf” is not what its name says"),
        ("a.zip", b"PK", "A ZIP archive is not kept"),
        ("a.html", b"<script>", "This kind of file is not kept"),
        ("a.txt", b"a" * 2000, "at most 4 MB can be kept"),
    ],
)
def test_a_file_that_cannot_be_kept_leaves_what_was_typed(
    client: PageClient,
    place: Place,
    name: str,
    content: bytes,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evidence_files, "LARGEST_BYTES", 1000)
    page = attach(client, content, name, 422, **{f"p.{SECOND}.note": "Typed with care"})
    assert sentence in page.root.find("div", class_="errors").text
    assert sentence in page.root.find("fieldset", id=f"p-{FIRST}-evidence").text
    assert page.form(AREA)[f"p.{SECOND}.note"] == "Typed with care"
    assert client.get(AREA).form(AREA)[f"p.{SECOND}.note"] == ""


def test_evidence_is_removed_and_comes_back(client: PageClient, place: Place, database: Database) -> None:
    attach(client, PDF, "handbook.pdf")
    kept = noted(database, place)
    page = remove(client, client.get(AREA))
    assert "The evidence was removed." in page.root.find("div", class_="toast").text
    assert noted(database, place) == ()
    (undo,) = [
        f.attrs["action"] for f in page.root.find_all("form") if f.attrs.get("action", "").endswith("/back")
    ]
    assert "The evidence is back." in client.post(undo).root.text
    assert noted(database, place) == kept
    nothing = client.post(undo.replace("evidence/", "evidence/x"))
    assert "There is nothing to bring back." in nothing.root.text


def test_the_latest_reading_is_attached_with_one_click(
    client: PageClient, place: Place, database: Database
) -> None:
    assert "Attach as evidence" not in client.get(AREA).text
    with writing(database) as unit:
        add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "62.5"))
        add_reading(unit, *AT, "M17", ReadingEntry("2026-10", "3"))
    form = sent(client.get(AREA))
    page = client.post(AREA, form | {"do": "attach-M17"})
    assert "The reading was attached." in page.root.text
    assert "Attached as evidence" in page.text
    assert "in October 2026" in noted(database, place, "L5-A3-P1")[0].note
    refused = client.post(AREA, sent(page) | {"do": "attach-M12"}, 422)
    assert "Choose the practice that this reading shows." in refused.text
    chosen = {"do": "attach-M12", "m.M12.practice": SECOND}
    page = client.post(AREA, sent(page) | chosen)
    assert [a.text for a in page.root.find_all("a", href="/clients/corvo-logistics/metrics/M12")]
    again = client.post(AREA, sent(page) | chosen)
    assert "This reading is attached there already." in again.root.text
    typed = sent(again) | chosen | {"m.M12.value": "70", "m.M12.period": "2026-10"}
    client.post(AREA, typed)
    assert [one.note.endswith("70% in October 2026") for one in noted(database, place, SECOND)] == [True]


def test_a_closed_assessment_shows_its_evidence_and_takes_none(
    client: PageClient, place: Place, database: Database
) -> None:
    attach(client, PDF, "handbook.pdf")
    rate(database, place, {SECOND: "F"})
    with writing(database) as unit:
        assessments.close_assessment(unit, *AT)
    page = client.get(AREA)
    assert any("/evidence/" in a.attrs["href"] for a in page.root.find_all("a"))
    assert not page.root.find_all("input", type="file")
    assert "Attach" not in page.text


def test_the_results_show_what_is_behind_a_piece(
    client: PageClient, place: Place, database: Database
) -> None:
    attach(client, PDF, "handbook.pdf", **{f"p.{FIRST}.rating": "F"})
    page = client.get(f"{HOME}/results/restoration")
    assert "document, 23 Nov 2026 handbook.pdf PDF, 1 KB" in page.text


def test_the_list_names_what_has_to_be_shown(client: PageClient, place: Place, database: Database) -> None:
    empty = client.get(f"{HOME}/evidence")
    assert empty.h1 == "No evidence to collect yet"
    assert not [a for a in empty.root.find_all("a") if a.attrs["href"].endswith(".csv")]
    rate(database, place, {FIRST: "L", SECOND: "F"})
    with writing(database) as unit:
        add_reading(unit, *AT, "M12", ReadingEntry("2026-10", "62.5"))
        said = (Evidence("stated", "The lead says so"),)
        rate_practice(unit, *AT, "L1-A1-P1", RatingChange(0, "F", evidence=said))
    page = client.get(f"{HOME}/evidence")
    assert page.h1 == "Three high ratings wait for evidence"
    rows = [row.text for body in page.root.find_all("tbody") for row in body.find_all("tr")]
    assert [" Nothing noted " in row for row in rows] == [True, True, False]
    assert " Only stated " in rows[2]
    assert "62.5% in October 2026" in rows[0]
    assert "largely in place at most" not in page.text
    links = [a.attrs["href"] for a in page.root.find("main").find_all("a")]
    assert f"{AREA}?all=1#p-{SECOND}-evidence" in links
    assert f"{HOME}/evidence" in [a.attrs["href"] for a in client.get(HOME).root.find_all("a")]
    assert f"{HOME}/evidence" in [a.attrs["href"] for a in client.get(f"{HOME}/check").root.find_all("a")]
    evidence_of_all(client, database)


def evidence_of_all(client: PageClient, database: Database) -> None:
    """Note something for each practice, and look at the list again."""
    with writing(database) as unit:
        for one in (FIRST, SECOND, "L1-A1-P1"):
            evidence.attach_file(unit, *AT, one, "handbook.pdf", PDF)
    page = client.get(f"{HOME}/evidence")
    assert page.h1 == "Every high rating has evidence"


def test_the_list_leaves_as_a_table(client: PageClient, place: Place, database: Database) -> None:
    rate(database, place, {FIRST: "L", SECOND: "F"})
    text = client.get(f"{HOME}/evidence.csv").response.get_data(as_text=True)
    assert text.splitlines()[0].lstrip("\ufeff").startswith("Area,Level,Practice,Rated,Evidence so far")
    assert text.splitlines()[1].startswith("Service restoration,2,")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{HOME}/evidence.xlsx").response.data))
    assert book.sheetnames == ["Evidence to collect"]
    client.get(f"{HOME}/evidence.pdf", 404)


def test_the_cap_is_chosen_applied_and_said(client: PageClient, place: Place, database: Database) -> None:
    rate(database, place, {FIRST: "F"})
    assert "rated higher" not in client.get(f"{HOME}/results").text
    settings = client.get(f"{HOME}/settings").form(f"{HOME}/settings") | {"cap_without_evidence": "y"}
    client.post(f"{HOME}/settings", settings)
    assert "largely in place at most" in client.get(HOME).text
    sentence = "One practice rated higher counts as largely in place at most, because no evidence is noted"
    assert sentence in client.get(f"{HOME}/results").text
    assert "counts for less, because no evidence is noted" in client.get(f"{HOME}/results/restoration").text
    page = client.get(f"{HOME}/evidence")
    assert "One practice with nothing noted counts as largely in place at most" in page.text
    assert "counts as largely at most" in page.text
    attach(client, PDF, "handbook.pdf")
    assert "rated higher" not in client.get(f"{HOME}/results").text


def test_the_list_asks_few_questions_of_the_database(
    client: PageClient, place: Place, database: Database
) -> None:
    rate(database, place, {FIRST: "L", SECOND: "F"})
    client.get(f"{HOME}/evidence")
    with counted_statements(database) as statements:
        client.get(f"{HOME}/evidence")
    assert len(statements) <= LIST_QUERIES


def test_another_clients_list_is_not_found(client: PageClient, place: Place, database: Database) -> None:
    add(database, "Lumen Energy")
    client.get(f"{HOME}/evidence".replace("corvo-logistics", "lumen-energy"), 404)
    undo = f"{practice(FIRST)}/evidence/x/back".replace("corvo-logistics", "lumen-energy")
    client.post(undo, {}, 404)
