"""Refused requests, safe headers, form tokens, and pages for everything that can go wrong."""

from dataclasses import replace

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from assessment.config import Settings
from assessment.errors import (
    AppError,
    Conflict,
    FileProblems,
    InvalidInput,
    NotAllowed,
    NotFound,
    Unavailable,
)
from assessment.store.database import Database
from assessment.web.access import access
from assessment.web.app import create_app
from assessment.web.errors import PROBLEMS, STATUS_OF_ERROR, status_of
from assessment.web.markdown import render_markdown
from assessment.web.security import CONTENT_SECURITY_POLICY, host_allowed, host_name
from tests.web.pages import PageClient

JSON = {"Accept": "application/json"}


def test_every_answer_carries_the_safe_headers(app: Flask) -> None:
    http = app.test_client()
    for path in ("/clients/new", "/nowhere", "/static/css/tokens.css"):
        headers = http.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_allows_no_inline_script_and_no_inline_sheet() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


def test_only_a_page_that_draws_charts_may_write_sheets_of_its_own(app: Flask) -> None:
    http = app.test_client()
    charts = http.get("/patterns").headers["Content-Security-Policy"]
    assert charts == CONTENT_SECURITY_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    assert "script-src 'self';" in charts
    assert http.get("/clients/new").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_pages_may_be_kept_only_by_this_browser(app: Flask) -> None:
    assert app.test_client().get("/patterns").headers["Cache-Control"] == "private, no-cache"


def test_the_session_cookie_is_closed_to_scripts(app: Flask) -> None:
    cookie = app.test_client().get("/patterns").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_secure_behind_https(settings: Settings, database: Database) -> None:
    app = create_app(replace(settings, public_url="https://assess.example.org"), database)
    assert app.config["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000"])
def test_loopback_names_are_answered(app: Flask, host: str) -> None:
    assert app.test_client().get("/patterns", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.5"]
)
def test_other_names_are_not_answered(app: Flask, host: str) -> None:
    answer = app.test_client().get("/patterns", headers={"Host": host})
    assert answer.status_code == 421
    assert "does not answer under that name" in answer.text


def test_an_open_server_answers_under_numbers_and_its_public_name(settings: Settings) -> None:
    wide = replace(settings, host="assess.lan", public_url="https://assess.example.org")
    assert host_allowed("10.0.0.5", wide)
    assert host_allowed("assess.lan", wide)
    assert host_allowed("assess.example.org", wide)
    assert not host_allowed("evil.example", wide)


def test_a_broken_host_is_no_name() -> None:
    assert host_name("[::1") == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_forms_of_other_sites_are_refused(client: PageClient, headers: dict[str, str]) -> None:
    page = client.post("/preferences", {"theme": "dark"}, status=403, headers=headers)
    assert "sent from another site" in page.text


def test_forms_of_this_site_are_taken(client: PageClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    data = {"theme": "dark", "next": "/patterns"}
    assert client.post("/preferences", data, headers=headers).status == 200


def test_a_form_without_its_token_keeps_what_was_typed(client: PageClient) -> None:
    data = {"csrf_token": "old", "theme": "dark", "note": "Only <b>for</b> now", "password": "hidden"}
    page = client.post("/preferences", data, status=400, follow_redirects=False)
    assert page.h1 == "Send the form again"
    form = page.root.find("main").find("form", action="/preferences")
    assert form.find("input", name="note").attrs["value"] == "Only <b>for</b> now"
    assert form.find_all("input", name="password") == []
    fresh = form.find("input", name="csrf_token").attrs["value"]
    again = client.http.post("/preferences", data={"csrf_token": fresh, "theme": "dark"})
    assert again.status_code == 303


def test_the_saving_script_gets_a_fresh_token(client: PageClient) -> None:
    client.get("/patterns")
    answer = client.http.post("/preferences", data={"csrf_token": "old"}, headers=JSON)
    assert answer.status_code == 400
    headers = JSON | {"X-CSRFToken": answer.get_json()["csrf_token"]}
    assert client.http.post("/preferences", headers=headers).status_code == 303


RAISED: dict[str, AppError] = {
    "not-found": NotFound("There is no such client."),
    "not-allowed": NotAllowed("The assessment is closed."),
    "conflict": Conflict(
        "It was changed.", field="note", yours="mine", theirs="theirs", by="Desk lead", version=4
    ),
    "invalid": InvalidInput("amount", "The amount must not be below 0."),
    "file": FileProblems(["a.yaml:3:1: levels: is missing"]),
    "unavailable": Unavailable("The database is busy. Nothing was saved; try again in a moment."),
    "other": AppError("That did not work."),
}


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """A client of an app with one address per error."""

    @app.get("/raise/<name>")
    @access("owner")
    def fail(name: str) -> str:
        if name == "bug":
            raise ZeroDivisionError("a secret of the code")
        if name.isdigit():
            abort(int(name))
        raise RAISED[name]

    @app.post("/take")
    @access("owner")
    def take() -> str:
        return str(len(request.get_data()))

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("name", RAISED)
def test_own_errors_become_pages_and_json(app: Flask, failing: FlaskClient, name: str) -> None:
    error = RAISED[name]
    page = PageClient(app).get(f"/raise/{name}", status=status_of(error))
    assert error.message in page.text
    assert page.root.find("main").find_all("a")
    answer = failing.get(f"/raise/{name}", headers=JSON)
    assert answer.status_code == status_of(error)
    assert "error" in answer.get_json() or "conflict" in answer.get_json()


def test_a_conflict_shows_both_values(failing: FlaskClient) -> None:
    expected = {"field": "note", "yours": "mine", "theirs": "theirs", "by": "Desk lead", "version": 4}
    assert failing.get("/raise/conflict", headers=JSON).get_json() == {"conflict": expected}


def test_a_refused_value_names_its_field(failing: FlaskClient) -> None:
    answer = failing.get("/raise/invalid", headers=JSON).get_json()
    assert answer == {"error": "The amount must not be below 0.", "field": "amount"}


def test_a_busy_database_says_when_to_come_back(failing: FlaskClient) -> None:
    assert failing.get("/raise/unavailable").headers["Retry-After"] == "2"


@pytest.mark.parametrize("status", sorted(set(PROBLEMS) - {421}))
def test_each_status_has_a_page_that_leads_on(app: Flask, failing: FlaskClient, status: int) -> None:
    page = PageClient(app).get(f"/raise/{status}", status=status)
    assert page.h1 == PROBLEMS[status].title
    assert "Go to the clients" in page.text


def test_every_own_error_has_a_status() -> None:
    assert {status for _, status in STATUS_OF_ERROR} <= set(PROBLEMS)
    assert status_of(AppError("x")) == 400


def test_a_fault_of_ours_shows_a_number_and_no_code(
    app: Flask, failing: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    page = PageClient(app).get("/raise/bug", status=500)
    number = page.response.headers["X-Request-ID"]
    assert number in page.text
    assert "secret" not in page.html
    assert "Traceback" not in page.html
    assert number in caplog.text
    assert "a secret of the code" in caplog.text


def test_a_file_that_is_too_large_is_refused(app: Flask, failing: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert failing.post("/take", data=b"x" * 6_000_000).status_code == 413
    assert failing.post("/take", data=b"x" * 5_000_000).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](https://example.org/a.png)",
        "<a href='#' onclick='x()' style='color:red'>a</a>",
        "<iframe src='https://example.org'></iframe>",
    ],
)
def test_typed_text_can_do_no_harm(text: str) -> None:
    html = str(render_markdown(text))
    for bad in ("<script", "javascript:", "<img", "onclick", "style=", "<iframe"):
        assert bad not in html


def test_typed_text_keeps_its_form() -> None:
    html = str(render_markdown("**a** [b](https://example.org)"))
    assert "<strong>a</strong>" in html
    assert 'rel="noopener nofollow"' in html


@pytest.mark.parametrize("path", ["/clients?page=", "/framework/restoration/"])
def test_a_number_with_thousands_of_digits_is_no_number(app: Flask, path: str) -> None:
    assert app.test_client().get(path + "9" * 5000).status_code in (200, 404)
