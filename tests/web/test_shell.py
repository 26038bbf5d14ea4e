"""The frame of every page: navigation, theme, notices, static files, and the pattern page as a whole."""

import gzip
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import TextClause, text

from assessment.resources import resource_dir
from assessment.web import unit
from assessment.web.access import AccessMissing, access, init_access, views_without_access
from assessment.web.app import LOCAL_WORKSPACE
from assessment.web.assets import FOR_EVER, PLOTLY, Assets
from assessment.web.shell import Undo, client_shell, toast
from assessment.web.site import local_path
from tests.web.conftest import NOW
from tests.web.pages import PageClient, page_faults

CSS_LIMIT = 40 * 1024
JS_LIMIT = 30 * 1024
# Only the pages of a workshop, the plan, the grid of readings and tickets load these, one each.
ONE_PAGE_SCRIPTS = {"room.js", "workshop.js", "plan.js", "grid.js", "tickets.js"}
ONE_PAGE_JS_LIMIT = 6 * 1024


def script_sizes(one_page: bool) -> list[int]:
    folder = resource_dir("static") / "js"
    return [one.stat().st_size for one in folder.iterdir() if (one.name in ONE_PAGE_SCRIPTS) is one_page]


def style_size(client: PageClient) -> int:
    href = client.get("/patterns").root.find("link", rel="stylesheet").attrs["href"]
    return len(client.http.get(href).data)


def test_the_pattern_page_has_no_faults(client: PageClient) -> None:
    page = client.get("/patterns")
    assert page.h1 == "Every part, in every state"
    assert page.root.find("nav", aria_label="Client").find("a", aria_current="page").text == "Results"


def test_the_pattern_page_is_only_for_builders(app: Flask) -> None:
    app.testing = False
    assert app.test_client().get("/patterns").status_code == 404


def test_style_and_scripts_stay_small(client: PageClient) -> None:
    assert 0 < style_size(client) < CSS_LIMIT
    assert 0 < sum(script_sizes(one_page=False)) < JS_LIMIT
    assert 0 < max(script_sizes(one_page=True)) < ONE_PAGE_JS_LIMIT


def test_the_theme_is_kept_and_drawn_by_the_server(client: PageClient) -> None:
    assert "data-theme" not in client.get("/patterns").root.find("html").attrs
    page = client.post("/preferences", {"theme": "dark", "next": "/patterns"})
    assert page.root.find("html").attrs["data-theme"] == "dark"
    page = client.post("/preferences", {"theme": "system", "next": "/patterns"})
    assert "data-theme" not in page.root.find("html").attrs


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example/", "/\\evil.example", "", "/a\r\nb"]
)
def test_a_form_never_leads_to_another_site(path: str) -> None:
    assert local_path(path) == "/"


def test_a_page_of_this_site_is_gone_back_to() -> None:
    assert local_path("/clients/corvo?show=gap") == "/clients/corvo?show=gap"


def test_a_toast_offers_its_way_back(app: Flask, client: PageClient) -> None:
    @app.get("/told")
    @access("owner")
    def told() -> str:
        toast("Item removed.", Undo("/preferences", {"theme": "light"}))
        return "told"

    client.http.get("/told")
    page = client.get("/patterns")
    notices = page.root.find("div", id="toasts")
    assert notices.find("form").find("input", name="theme").attrs["value"] == "light"
    assert notices.find("form").find("button").text == "Undo"
    assert client.get("/patterns").root.find("div", id="toasts").text == ""


def test_links_to_places_that_are_missing_are_not_drawn(app: Flask) -> None:
    app.view_functions.pop("plan.show", None)
    with app.test_request_context("/"):
        shell = client_shell("corvo", "Corvo Logistics", "plan")
    assert shell.client_name == "Corvo Logistics"
    assert "Plan" not in [link.label for link in shell.links]


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    assert app.view_functions
    assert views_without_access(app) == []


def test_the_app_refuses_to_start_with_an_open_view() -> None:
    app = Flask("open")
    app.add_url_rule("/open", "open", lambda: "open")
    with pytest.raises(AccessMissing, match="open"):
        init_access(app)


def test_a_role_must_be_known() -> None:
    with pytest.raises(ValueError, match="anyone, viewer, manager, consultant, owner"):
        access("king")  # type: ignore[arg-type]


def static_url(app: Flask, name: str) -> str:
    assets: Assets = app.extensions["assets"]
    return assets.url(name)


def test_static_files_are_kept_for_ever_under_their_hash(app: Flask) -> None:
    http = app.test_client()
    url = static_url(app, "css/tokens.css")
    plain = http.get(url)
    assert plain.headers["Cache-Control"] == FOR_EVER
    assert plain.mimetype == "text/css"
    packed = http.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    again = http.get(url, headers={"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_static_file_under_its_plain_name_is_asked_for_each_time(app: Flask) -> None:
    answer = app.test_client().get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert "no-cache" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["css/none.css", "../pyproject.toml", "css/tokens.0000000000.css"])
def test_other_static_names_are_not_found(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/static/{path}").status_code == 404


def test_plotly_comes_from_its_package_and_is_packed_once(app: Flask, tmp_path: Path) -> None:
    http = app.test_client()
    answer = http.get(static_url(app, PLOTLY), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    kept = list((tmp_path / "cache").glob("plotly.*.gz"))
    assert [path.read_bytes() for path in kept] == [answer.data]


def packed_page(http: FlaskClient, path: str) -> bytes:
    answer = http.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    return gzip.decompress(answer.data)


def test_pages_are_packed_when_the_browser_can_unpack(app: Flask) -> None:
    http = app.test_client()
    assert packed_page(http, "/patterns").startswith(b"<!DOCTYPE html>")
    assert "Content-Encoding" not in http.get("/patterns").headers


def test_pages_carry_no_indentation(app: Flask) -> None:
    with app.test_request_context("/patterns"):
        html = render_template_string("{% extends 'base.html' %}")
    assert "\n  " not in html


GOOD = (
    "<!DOCTYPE html><html lang='en'><head><title>A - Gradino</title></head>"
    "<body><main><h1>A</h1>{}</main></body></html>"
)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("<p id='x'></p><p id='x'></p>", "id x 2 times"),
        ("<input name='a'>", "input a has no label"),
        ("<form method='post' action='/preferences'></form>", "no token"),
        ("<script>1</script>", "inline script"),
        ("<p onclick='1'>a</p>", "onclick on p"),
        ("<h3>b</h3>", "heading jump to h3"),
        ("<a href='/nowhere'>b</a>", "GET /nowhere leads nowhere"),
        ("<a href='#nowhere'>b</a>", "link to #nowhere finds nothing"),
        ("<p><div></div></p>", "<div> inside <p>"),
        ("<b>a", "closes <b>"),
        ("<button type='submit'></button>", "button without a name"),
        ("<h1>B</h1>", "2 h1"),
        ("<p aria-describedby='y'>a</p>", "aria-describedby=y finds nothing"),
    ],
)
def test_the_page_check_finds_what_it_is_for(app: Flask, part: str, fault: str) -> None:
    assert page_faults(app, GOOD.format(""))[1] == []
    assert any(fault in found for found in page_faults(app, GOOD.format(part))[1])


def test_units_of_a_request(app: Flask) -> None:
    with app.test_request_context("/"):
        with unit.read() as outer, unit.read() as inner:
            assert inner is outer
            with pytest.raises(RuntimeError, match="inside another unit"), unit.write():
                pass
        with unit.write() as written:
            assert (written.workspace_id, written.now) == (LOCAL_WORKSPACE, NOW)
        assert unit.today() == NOW.date()


def write_and_fail(statement: TextClause) -> None:
    with unit.write() as writing:
        writing.connection.execute(statement)
        raise ZeroDivisionError


def test_a_failed_write_leaves_nothing(app: Flask) -> None:
    add = text("INSERT INTO workspace (id, slug, name, created_at) VALUES ('w2', 'w2', 'Two', '2026-11-23')")
    count = text("SELECT count(*) FROM workspace")
    with app.test_request_context("/"):
        with pytest.raises(ZeroDivisionError):
            write_and_fail(add)
        with unit.read() as reading:
            assert reading.connection.execute(count).scalar() == 1
        with unit.write() as writing:
            writing.connection.execute(add)
        with unit.read() as reading:
            assert reading.connection.execute(count).scalar() == 2


def test_an_app_without_a_database_says_so(app: Flask) -> None:
    app.extensions.pop("database")
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="without a database"):
        unit.current_database()
