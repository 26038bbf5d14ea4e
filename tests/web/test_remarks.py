"""Comments and files on the pages of items: added, changed, deleted and brought back; without scripts."""

import io
from collections.abc import Callable

import pytest

from assessment.bench.measuring import counted_statements
from assessment.services import actions, csip
from assessment.services.clients import add_client
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE
from tests.web.conftest import NOW
from tests.web.pages import Page, PageClient

HOME = "/clients/corvo"
ACTION, ITEM = f"{HOME}/actions/1", f"{HOME}/csip/1"
PDF = b"%PDF-1.7 the record"


@pytest.fixture(autouse=True)
def corvo(database: Database) -> None:
    """A client with one action and one improvement."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        add_client(unit, name="Corvo")
        add_client(unit, name="Lumen")
        actions.add_action(unit, "corvo", actions.ActionDraft("Answer in time"))
        csip.add_item(unit, "corvo", csip.ItemDraft("Chat"))


def undo_of(client: PageClient, page: Page) -> Page:
    """The page after the button in the notice was pressed."""
    form = page.root.find(id="toasts").find("form")
    fields = {field.attrs["name"]: field.attrs["value"] for field in form.find_all("input")}
    return client.post(form.attrs["action"], fields)


def remarks_in(page: Page) -> str:
    """What the page shows of comments and files."""
    return page.root.find("section", aria_labelledby="remarks-title").text


@pytest.mark.parametrize("path", [ACTION, ITEM])
def test_a_comment_is_added_changed_deleted_and_brought_back(client: PageClient, path: str) -> None:
    page = client.get(path)
    assert "No comments yet" in remarks_in(page)
    fields = page.form(f"{HOME}/remarks") | {"text": "Seen by *both*<script>", "side": "customer"}
    page = client.post(f"{HOME}/remarks", fields)
    assert page.response.request.path == path
    assert "One comment" in remarks_in(page)
    assert "(customer)" in remarks_in(page)
    assert "<em>both</em>" in page.html
    assert "<script>" not in page.root.find("main").text or "both<script>" not in page.html
    (form,) = (f for f in page.root.find_all("form") if "/remarks/" in f.attrs.get("action", ""))
    address = form.attrs["action"]
    page = client.post(address, page.form(address) | {"text": "Seen by one"})
    assert "Older text" in remarks_in(page)
    assert "Seen by both" in remarks_in(page)
    page = undo_of(client, page)
    assert page.form(address)["text"] == "Seen by *both*<script>"
    page = client.post(f"{address}/delete", page.form(address))
    assert "No comments yet" in remarks_in(page)
    assert "One comment" in remarks_in(undo_of(client, page))


def test_somebody_who_saw_an_older_text_sees_both(client: PageClient) -> None:
    client.post(f"{HOME}/remarks", client.get(ITEM).form(f"{HOME}/remarks") | {"text": "First"})
    page = client.get(ITEM)
    (form,) = (f for f in page.root.find_all("form") if "/remarks/" in f.attrs.get("action", ""))
    address = form.attrs["action"]
    client.post(address, page.form(address) | {"text": "Second"})
    conflict = client.post(address, page.form(address) | {"text": "Third"}, 409)
    assert "Third" in conflict.text
    assert "Second" in conflict.text


def test_a_file_is_attached_downloaded_taken_off_and_brought_back(client: PageClient) -> None:
    fields = client.get(ITEM).form(f"{HOME}/attachments")
    page = client.post(f"{HOME}/attachments", fields | {"file": (io.BytesIO(PDF), "../record.pdf")})
    link = next(a for a in page.root.find("main").find_all("a") if a.text == "record.pdf")
    answer = client.http.get(link.attrs["href"])
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.http.get(link.attrs["href"].replace("corvo", "lumen")).status_code == 404
    (form,) = (f for f in page.root.find_all("form") if "/attachments/" in f.attrs.get("action", ""))
    page = client.post(form.attrs["action"], page.form(form.attrs["action"]))
    assert "No file is kept" in remarks_in(page)
    assert "record.pdf" in remarks_in(undo_of(client, page))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"MZ", "This kind of file is not kept"),
        ("a.pdf", b"no pdf", "not what its name says"),
        ("", b"", "Choose a file first."),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(
    client: PageClient, name: str, content: bytes, message: str
) -> None:
    fields = client.get(ITEM).form(f"{HOME}/attachments")
    page = client.post(f"{HOME}/attachments", fields | {"file": (io.BytesIO(content), name)})
    assert message in page.root.find(id="toasts").text
    assert page.h1 == "Chat"


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "x",
        "",
        "/a\nb",
        "/" * 600,
    ],
)
def test_a_post_never_leads_elsewhere(client: PageClient, back: str) -> None:
    fields = client.get(ITEM).form(f"{HOME}/remarks") | {"text": "Seen", "back": back}
    answer = client.http.post(f"{HOME}/remarks", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}#remarks")


POSTS: tuple[tuple[str, Callable[[str], dict[str, str]]], ...] = (
    ("/clients/lumen/remarks", lambda subject: {"subject": subject, "text": "Seen"}),
    (f"{HOME}/remarks", lambda _: {"subject": "csip:nobody", "text": "Seen"}),
    (f"{HOME}/remarks/nobody", lambda _: {"text": "Seen", "seen": "1"}),
    (f"{HOME}/remarks/nobody/delete", lambda _: {}),
    (f"{HOME}/remarks/nobody/undo", lambda _: {}),
    (f"{HOME}/attachments/nobody/delete", lambda _: {}),
    (f"{HOME}/attachments/nobody/back", lambda _: {}),
)


@pytest.mark.parametrize(("path", "fields"), POSTS)
def test_what_is_not_of_the_client_is_not_there(
    client: PageClient, path: str, fields: Callable[[str], dict[str, str]]
) -> None:
    form = client.get(ITEM).form(f"{HOME}/remarks")
    client.post(path, {"csrf_token": form["csrf_token"], **fields(form["subject"])}, 404)


def test_many_comments_cost_no_more_questions(client: PageClient, database: Database) -> None:
    counts = []
    for _ in range(2):
        for text in ("one", "two", "three"):
            client.post(f"{HOME}/remarks", client.get(ITEM).form(f"{HOME}/remarks") | {"text": text})
        with counted_statements(database) as statements:
            client.get(ITEM)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 17
