"""A server that others can reach: what answers without the owner's cookie, and the link that gives it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.config import Settings
from assessment.store.database import Database
from assessment.web import addresses
from assessment.web.addresses import address_of, printed_address, public_base, reachable_host
from assessment.web.app import create_app
from assessment.web.owner import FOLDER, OWNER_COOKIE, forget_links, is_owner, new_link
from tests.web.conftest import NOW
from tests.web.pages import PageClient

EVERYWHERE = "0.0.0.0"  # noqa: S104
OUTSIDE_ENDPOINTS = {
    "site.health",
    "site.preferences",
    "site.patterns",
    "site.save_pattern",
    "static",
    "owner.enter",
    "owner.use",
    "workshops.observe",
    "workshops.observed_state",
}


@pytest.fixture
def outside(settings: Settings, database: Database) -> Flask:
    """An app that the whole network can reach."""
    app = create_app(replace(settings, host=EVERYWHERE), database)
    app.testing = True
    app.config["CLOCK"] = lambda: NOW
    return app


def form_token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def use(http: FlaskClient, link: str) -> Any:
    """Open an owner link and press its button."""
    page = http.get(link)
    assert page.status_code == 200
    return http.post(link, data={"csrf_token": form_token(page.text)})


def test_only_what_a_phone_needs_answers_without_the_cookie(outside: Flask) -> None:
    views = outside.view_functions.items()
    open_to_all = {name for name, view in views if getattr(view, "access", "") == "anyone"}
    assert {name for name in open_to_all if not name.startswith("join.")} == OUTSIDE_ENDPOINTS
    http = outside.test_client()
    assert http.get("/health").text == "ok\n"
    assert http.get("/j").status_code == 200
    for path in ("/", "/clients", "/framework", "/framework/glossary", "/owner", "/clients/new"):
        assert http.get(path).status_code == 403, path


def test_a_refused_page_leads_to_the_code_and_to_no_page_of_the_app(outside: Flask) -> None:
    for path, status in (("/clients", 403), ("/nowhere", 404), ("/owner/used", 404)):
        page = PageClient(outside).get(path, status=status)
        links = {a.attrs["href"] for a in page.root.find("body").find_all("a")}
        assert links == {"#main", "/j"}, path


def test_a_link_opens_the_app_once(outside: Flask, settings: Settings) -> None:
    link = f"/owner/{new_link(settings.data_dir)}"
    first, second = outside.test_client(), outside.test_client()
    assert use(first, link).status_code == 303
    assert first.get("/clients").status_code == 200
    page = second.get(link)
    assert page.status_code == 404
    assert "used already" in page.text
    assert second.get("/clients").status_code == 403


def test_looking_at_a_link_does_not_use_it_up(outside: Flask, settings: Settings) -> None:
    link = f"/owner/{new_link(settings.data_dir)}"
    preview = outside.test_client()
    assert preview.get(link).status_code == 200
    assert preview.head(link).status_code == 200
    assert preview.get("/clients").status_code == 403
    assert use(outside.test_client(), link).status_code == 303


def test_of_two_who_press_the_button_one_gets_in(outside: Flask, settings: Settings) -> None:
    link = f"/owner/{new_link(settings.data_dir)}"
    browsers = [outside.test_client() for _ in range(2)]
    tokens = [form_token(http.get(link).text) for http in browsers]
    answers = [
        http.post(link, data={"csrf_token": token}) for http, token in zip(browsers, tokens, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [303, 404]
    assert OWNER_COOKIE not in "".join(answers[1].headers.getlist("Set-Cookie"))


def test_the_folder_tells_no_link(settings: Settings) -> None:
    token = new_link(settings.data_dir)
    names = [path.name for path in (settings.data_dir / FOLDER).iterdir()]
    assert len(names) == 1
    assert token not in names[0]
    assert all(not path.read_bytes() for path in (settings.data_dir / FOLDER).iterdir())


def test_links_of_an_earlier_run_are_taken_back(outside: Flask, settings: Settings) -> None:
    link = f"/owner/{new_link(settings.data_dir)}"
    forget_links(settings.data_dir)
    assert outside.test_client().get(link).status_code == 404


def test_an_owner_lets_a_second_browser_in(outside: Flask, settings: Settings) -> None:
    first = outside.test_client()
    use(first, f"/owner/{new_link(settings.data_dir)}")
    page = first.get("/owner")
    made = first.post("/owner", data={"csrf_token": form_token(page.text)})
    found = re.search(r'value="http://localhost(/owner/[^"]+)"', made.text) or re.search(
        r'value="http://[^/"]+(/owner/[^"]+)"', made.text
    )
    assert found is not None
    second = outside.test_client()
    assert use(second, found[1]).status_code == 303
    assert second.get("/clients").status_code == 200
    assert first.get("/clients").status_code == 200


def test_guessing_links_is_slowed_down(outside: Flask) -> None:
    http = outside.test_client()
    answers = [http.get(f"/owner/guess-{number}").status_code for number in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_an_altered_cookie_lets_nobody_in(outside: Flask, settings: Settings) -> None:
    http = outside.test_client()
    use(http, f"/owner/{new_link(settings.data_dir)}")
    cookie = http.get_cookie(OWNER_COOKIE)
    assert cookie is not None
    reachable = replace(settings, host=EVERYWHERE)
    assert is_owner(reachable, {OWNER_COOKIE: cookie.value})
    assert not is_owner(reachable, {OWNER_COOKIE: cookie.value[:-2]})
    assert not is_owner(
        replace(reachable, secret_key="another key, long enough"), {OWNER_COOKIE: cookie.value}
    )
    assert not is_owner(reachable, {})


@pytest.mark.parametrize(
    ("host", "public", "needed"),
    [
        ("127.0.0.1", None, False),
        ("127.0.0.1", "http://localhost:9000", False),
        ("127.0.0.1", "https://assess.example.org", True),
        ("192.168.1.20", None, True),
        (EVERYWHERE, None, True),
    ],
)
def test_a_link_is_needed_where_others_can_reach_the_app(
    settings: Settings, host: str, public: str | None, needed: bool
) -> None:
    assert replace(settings, host=host, public_url=public).needs_owner_link is needed


def test_on_this_machine_no_link_is_asked_or_made(client: PageClient, settings: Settings) -> None:
    page = client.get("/owner")
    assert "No link is needed" in page.text
    client.post("/owner", {})
    assert not (settings.data_dir / FOLDER).exists()


def test_the_printed_address_is_one_that_phones_reach(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "PROBES", {EVERYWHERE: (-1, "", "127.0.0.1")})
    assert reachable_host("192.168.1.20") == "192.168.1.20"
    assert reachable_host(EVERYWHERE) == "127.0.0.1"
    assert printed_address(replace(settings, host="192.168.1.20"), 81) == "http://192.168.1.20:81"
    public = replace(settings, public_url="https://assess.example.org")
    assert printed_address(public, 81) == "https://assess.example.org"


def test_phones_get_the_number_of_the_machine_when_its_owner_typed_localhost(
    outside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "reachable_host", lambda host: "192.168.1.20")
    with outside.test_request_context("/", headers={"Host": "localhost:8000"}):
        assert public_base() == "http://192.168.1.20:8000"
    with outside.test_request_context("/", headers={"Host": "192.168.1.99:8000"}):
        assert public_base() == "http://192.168.1.99:8000"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """The command on every address of this machine, and the three lines that it prints."""
    command = [sys.executable, "-m", "assessment", "serve", "--host", EVERYWHERE, "--port", "0"]
    with subprocess.Popen([*command, "--data", str(tmp_path)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server, [server.stdout.readline().strip() for _ in range(3)]
        finally:
            server.terminate()


def test_serve_prints_the_link_and_the_address_for_phones(
    served: tuple["subprocess.Popen[str]", list[str]], tmp_path: Path
) -> None:
    _, (ready, link, join) = served
    address = re.search(r"http://[^ ]+", ready)
    assert address is not None
    assert re.fullmatch(rf"Your own link, for one browser: {re.escape(address[0])}/owner/[\w-]{{24}}", link)
    assert join == f"Everybody else joins a workshop with its code: {address[0]}/j"
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    assert address_of("::1", 1) == "http://[::1]:1"
