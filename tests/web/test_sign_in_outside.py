"""Sign-in with an account of another system, against a small provider that the test starts."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from assessment.config import Outside, Settings
from assessment.services import people, sign_in
from assessment.store.database import Database
from assessment.web.app import LOCAL_WORKSPACE, create_app
from tests.web.conftest import NOW
from tests.web.fixtures_people import EVERYWHERE, PASSWORD, make_other
from tests.web.pages import Page, PageClient

EMAIL = "ada@example.org"


@pytest.fixture
def ada(database: Database) -> str:
    """An owner with a password."""
    with database.write(LOCAL_WORKSPACE, "tests", NOW) as unit:
        person = people.add_person(unit, email=EMAIL, name="Ada", role="owner")
        sign_in.set_password(unit, person, sign_in.hashed_password(PASSWORD))
        return person.id


KEY = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)


class Provider(BaseHTTPRequestHandler):
    """A small OpenID Connect provider; what it says of the person is set by the test."""

    claims: ClassVar[dict[str, Any]] = {}
    nonce = ""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _send(self, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        """The metadata and the keys."""
        if self.path == "/keys":
            self._send({"keys": [KEY.as_dict(private=False)]})
        else:
            at = self.issuer
            self._send({
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys",
            })  # fmt: skip

    def do_POST(self) -> None:
        """The token, for the code that the test made up."""
        length = int(self.headers["Content-Length"])
        sent = parse_qs(self.rfile.read(length).decode())
        assert sent["code"] == ["good"]
        assert len(sent["code_verifier"][0]) >= 43
        claims = {
            "iss": self.issuer, "aud": "gradino", "sub": "ada-1", "exp": 4_000_000_000, "iat": 1_700_000_000,
            "nonce": Provider.nonce, "email": EMAIL, "email_verified": True, **Provider.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, KEY)
        self._send({"access_token": "a", "token_type": "Bearer", "id_token": signed})


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of a provider that runs beside the test."""
    Provider.claims = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def federated(settings: Settings, database: Database, provider: str) -> Flask:
    """An app on which people may also sign in with the provider."""
    other = Outside(provider, "gradino", "a secret", "Example ID")
    app = create_app(replace(settings, host=EVERYWHERE, outside=other), database)
    app.testing = True
    app.config["CLOCK"] = lambda: NOW
    return app


def through(browser: PageClient, state: str = "", place: str = "") -> Page:
    """Go to the provider and come back with its answer."""
    sent = browser.http.get("/sign-in/outside", query_string={"next": "/framework", "place": place})
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    Provider.nonce = asked["nonce"][0]
    back = f"/sign-in/outside/back?code=good&state={state or asked['state'][0]}"
    return browser._page(browser.http.get(back))


def test_another_system_vouches_for_a_person(federated: Flask, ada: str) -> None:
    browser = PageClient(federated)
    assert "Sign in with Example ID" in browser.get("/sign-in").text
    answer = through(browser)
    assert (answer.status, answer.response.headers["Location"]) == (303, "/framework")
    assert browser.http.get("/clients").status_code == 200
    assert through(PageClient(federated)).status == 303


def test_where_there_are_several_workspaces_the_other_system_is_asked_for_the_one_named(
    federated: Flask, ada: str, database: Database
) -> None:
    make_other(database)
    browser = PageClient(federated)
    assert browser.get("/sign-in").root.find("input", name="place")
    unknown = browser.get("/sign-in/outside?next=/framework&place=Nowhere", status=422)
    assert "There is no workspace of that name" in unknown.root.find("a", href="#place").text
    assert unknown.form("/sign-in/outside")["next"] == "/framework"
    answer = through(browser, place="Local")
    assert (answer.status, answer.response.headers["Location"]) == (303, "/framework")
    assert through(PageClient(federated), place="Other consultancy").status == 403


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "has not checked your e-mail address"),
        ({"email": "nobody@example.org"}, "Nobody here has the address"),
        ({"nonce": "another"}, "did not confirm"),
        ({"aud": "another"}, "did not confirm"),
        ({"iss": "https://evil.example"}, "did not confirm"),
        ({"exp": 1_700_000_001}, "did not confirm"),
    ],
)
def test_a_claim_that_does_not_hold_lets_nobody_in(
    federated: Flask, ada: str, claims: dict[str, Any], words: str
) -> None:
    Provider.claims = claims
    browser = PageClient(federated)
    answer = through(browser)
    assert answer.status == 403
    assert words in answer.text
    assert browser.http.get("/clients").status_code == 303


def test_an_answer_to_a_question_nobody_asked_lets_nobody_in(federated: Flask, ada: str) -> None:
    assert through(PageClient(federated), state="made-up").status == 403
    assert PageClient(federated).http.get("/sign-in/outside/back?code=good&state=x").status_code == 403


def test_an_account_is_bound_to_the_first_identity(federated: Flask, ada: str) -> None:
    through(PageClient(federated))
    Provider.claims = {"sub": "somebody-else"}
    assert through(PageClient(federated)).status == 403
