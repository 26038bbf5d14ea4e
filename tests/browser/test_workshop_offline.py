"""The network of a hotel: a phone that drops off while voting, a proxy that buffers, a wrong clock."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.browser.support import PHONE, Window, add_client_by_form, start_assessment_by_form
from tests.browser.workshop_support import (
    ballot,
    choose,
    code_on,
    join,
    open_workshop,
    press,
    question_on,
    start,
    vote,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AREA = "Service restoration"
NOT_SENT = "Not sent yet. It is kept on this phone and sent by itself."
STREAM = b"GET /live/"
CHUNK = 65536


@pytest.fixture
def lead(window: Window, own: str) -> Any:
    """The facilitator's window, on an open workshop with a question on the screens."""
    page = window(own).new_page()
    start(page, [AREA])
    return page


def test_a_phone_that_was_offline_for_two_minutes_sends_its_vote_by_itself(
    window: Window, own: str, lead: Any
) -> None:
    phone = join(window, own, code_on(lead))
    press(lead, "Begin with")
    question = question_on(lead)
    ballot(phone, question)
    phone.clock.install()
    phone.context.set_offline(True)
    choose(phone, question, "4")
    phone.locator("#sent", has_text=NOT_SENT).wait_for()
    phone.clock.fast_forward("02:00")
    phone.locator("#sent", has_text=NOT_SENT).wait_for()
    assert "0 of 1 have voted" in lead.locator("#count").inner_text()
    phone.context.set_offline(False)
    phone.clock.fast_forward("00:10")
    phone.locator("#sent", has_text="Sent: 4 Advanced.").wait_for()
    lead.locator("#count", has_text="1 of 1 have voted").wait_for()


def test_a_vote_that_has_not_arrived_survives_a_reload(window: Window, own: str, lead: Any) -> None:
    phone = join(window, own, code_on(lead))
    press(lead, "Begin with")
    question = question_on(lead)
    ballot(phone, question)
    phone.route("**/vote", lambda route: route.abort())
    choose(phone, question, "2", target="3")
    phone.locator("#sent", has_text=NOT_SENT).wait_for()
    phone.reload()
    phone.locator("#sent", has_text=NOT_SENT).wait_for()
    assert phone.locator("input[name=answer]:checked").get_attribute("value") == "2"
    assert phone.locator("select[name=target]").input_value() == "3"
    phone.unroute("**/vote")
    phone.locator("#sent", has_text="Sent: 2 Basic.").wait_for()
    lead.locator("#count", has_text="1 of 1 have voted").wait_for()


def test_a_vote_that_comes_after_the_reveal_is_told(window: Window, own: str, lead: Any) -> None:
    phone = join(window, own, code_on(lead))
    other = join(window, own, code_on(lead))
    press(lead, "Begin with")
    question = question_on(lead)
    vote(other, question, "3")
    phone.context.set_offline(True)
    choose(phone, question, "4")
    press(lead, "Reveal votes")
    lead.get_by_text("1 person voted.").first.wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("The votes on this question are revealed.").wait_for()
    phone.locator(".tally").wait_for()
    assert phone.locator(".tally .mine:visible").count() == 0


@contextmanager
def buffering_proxy(port: int) -> Iterator[int]:
    """A proxy in front of a server that passes pages on and keeps the bytes of streams for itself."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def answer(client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", port)) as server:
            client.settimeout(30)
            server.settimeout(30)
            request = client.recv(CHUNK)
            if request.startswith(STREAM):
                over.wait()
                return
            # One request for each connection keeps the proxy simple.
            server.sendall(
                re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", request, count=1).replace(
                    b"\r\n", b"\r\nConnection: close\r\n", 1
                )
            )
            length = re.search(rb"(?i)content-length: (\d+)", request)
            missing = int(length[1]) - len(request.partition(b"\r\n\r\n")[2]) if length else 0
            while missing > 0:
                part = client.recv(CHUNK)
                server.sendall(part)
                missing -= len(part)
            while part := server.recv(CHUNK):
                client.sendall(part)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listening.getsockname()[1]
    over.set()
    listening.close()


def test_behind_a_proxy_that_keeps_streams_back_the_pages_ask_for_the_state(
    window: Window, own: str, lead: Any
) -> None:
    with buffering_proxy(int(own.rpartition(":")[2])) as port:
        site = f"http://127.0.0.1:{port}"
        phone = join(window, site, code_on(lead))
        screen = window(site).new_page()
        screen.goto(f"{lead.url.replace(own, '')}/screen")
        press(lead, "Begin with")
        question = question_on(lead)
        vote(phone, question, "3")
        lead.locator("#count", has_text="1 of 1 have voted").wait_for()
        screen.get_by_text("1 of 1 have voted").first.wait_for()
        press(lead, "Reveal votes")
        phone.locator(".tally").wait_for()
        screen.locator(".dots").first.wait_for()
        phone.close()
        screen.close()


@pytest.mark.parametrize("hours", [-7, 5])
def test_the_timer_goes_by_the_clock_of_the_server(window: Window, own: str, hours: int) -> None:
    page = window(own).new_page()
    client = add_client_by_form(page, f"Timer {hours}")
    open_workshop(page, start_assessment_by_form(page, client, "Timed", "2026-11-23"), [AREA], timer="60")
    code = code_on(page)
    phone = window(own, width=PHONE).new_page()
    phone.clock.install(time=phone_time(page, hours))
    phone.goto(f"/j/{code.replace('-', '')}")
    phone.get_by_role("button", name="Take a seat").click()
    phone.wait_for_selector("#room")
    press(page, "Begin with")
    question = question_on(page)
    ballot(phone, question)
    phone.locator(".timer", has_text=re.compile(r"^(1:00|0:5\d|0:4\d) left$")).wait_for()
    page.locator(".timer", has_text=re.compile(r"^(1:00|0:5\d|0:4\d) left$")).wait_for()
    press(page, "30 seconds more")
    phone.locator(".timer", has_text=re.compile(r"^1:[12]\d left$")).wait_for()
    phone.clock.fast_forward("02:00")
    phone.locator(".timer", has_text="Time is up. Votes are still taken.").wait_for()
    vote(phone, question, "3")
    page.locator("#count", has_text="1 of 1 have voted").wait_for()


def phone_time(page: Any, hours: int) -> str:
    """The moment on a phone whose clock is so many hours off."""
    found: str = page.evaluate(
        """(hours) => {
            const moment = Date.parse(document.querySelector("[data-now]").dataset.now);
            return new Date(moment + hours * 3600e3).toISOString();
        }""",
        hours,
    )
    return found
