"""A workshop on an assessment, and what the people in it do: join, vote, ask, reveal."""

import re

import pytest
from flask import Flask

from assessment.files.framework_file import framework_by_id
from assessment.store.database import Database
from tests.web.fixtures_clients import add, start
from tests.web.fixtures_questions import HOME
from tests.web.pages import Page, PageClient

SLUGS = [area.slug for area in framework_by_id("pom").areas]


@pytest.fixture
def lead(client: PageClient, database: Database) -> PageClient:
    """The facilitator's browser, with an assessment."""
    start(database, add(database).slug)
    return client


@pytest.fixture
def room(lead: PageClient) -> str:
    """The address of an open workshop."""
    areas = [f"A{number}" for number in range(1, 10)]
    fields = {"way": "live", "names": "anonymous", "timer": "0", "areas": areas}
    lead.post(f"{HOME}/workshop", fields)
    page = lead.get(f"{HOME}/workshop")
    return next(a.attrs["href"] for a in page.root.find_all("a") if "/workshop/" in a.attrs.get("href", ""))


def code_of(lead: PageClient, room: str) -> str:
    found = re.search(r'class="code">\s*([0-9A-Z]{3}-[0-9A-Z]{3})', lead.http.get(room).text)
    assert found is not None
    return found[1].replace("-", "")


def seated(app: Flask, code: str) -> PageClient:
    phone = PageClient(app)
    phone.post(f"/j/{code}/seat", {"group": "service_desk"})
    return phone


def hidden(page: Page, name: str) -> str:
    return str(page.root.find("input", name=name).attrs["value"])


def ask(lead: PageClient, room: str, question: str) -> None:
    lead.post(f"{room}/ask", {"question": question})


def vote(phone: PageClient, code: str, answer: str, status: int = 200) -> None:
    current = hidden(phone.get(f"/j/{code}"), "round")
    phone.post(f"/j/{code}/vote", {"round": current, "answer": answer}, status=status)


def revealed(lead: PageClient, room: str, question: str) -> str:
    """The address of the round of a question, after its reveal."""
    ask(lead, room, question)
    forms = lead.get(room).root.find_all("form")
    reveal = next(form for form in forms if form.attrs.get("action", "").endswith("/reveal"))
    address = str(reveal.attrs["action"].rsplit("/", 1)[0])
    lead.post(f"{address}/reveal", {"version": "1"})
    return address
