"""The figures of the live workshop: their limits, their page, and how the load reads what it hears."""

import json
import os
from pathlib import Path

import pytest

from assessment.bench.figures import Figure, report_json, report_text
from assessment.bench.live import BESIDE, ROWS, rows, rows_beside
from assessment.bench.live_client import Screen, request_bytes
from assessment.bench.live_load import percentile
from assessment.bench.live_serving import Process
from assessment.bench.serving import NotMeasured
from tests.factories.manual import ROOT, table_after

PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
HEAD = "| Live row | Limit | Unit | Measured |"


def test_the_page_lists_every_row_with_its_limit() -> None:
    found = [(row["Live row"], row["Limit"], row["Unit"]) for row in table_after(PAGE[PAGE.index(HEAD) :])]
    limits = [(name, f"{limit:g}", unit) for name, _, _, unit, limit in ROWS]
    assert found == [*limits, *((name, "", unit) for name, _, _, unit in BESIDE)]


def test_a_row_over_its_limit_is_marked_and_one_without_a_limit_never() -> None:
    figures = [*rows({"burst_p99": 0.25, "burst_lost": 0}), *rows_beside({"reveal_1000": 9.0})]
    text = report_text(figures).splitlines()
    assert any(
        line.startswith("! burst of 200 votes, acknowledged, p99") and "250.00" in line for line in text
    )
    assert any(line.startswith("  burst of 200 votes, not stored") for line in text)
    assert any(line.startswith("  bare: 1,000 phones, p99 after the press") for line in text)
    by_name = {row["name"]: row for row in json.loads(json.dumps(report_json(figures)))["results"]}
    assert by_name["bare: 1,000 phones, p99 after the press"]["limit"] is None
    assert by_name["burst of 200 votes, acknowledged, p99"]["ok"] is False


def test_what_was_not_measured_says_why_and_is_not_ok() -> None:
    figures = rows({}, "the server to measure did not start")
    assert not any(figure.ok for figure in figures)
    assert "the server to measure did not start" in report_text(figures)


def test_a_limit_may_be_the_least_that_a_figure_has_to_reach() -> None:
    short, enough = (Figure("two", value, "x", 1.7, at_least=True) for value in (1.6, 1.7))
    assert (short.ok, enough.ok) == (False, True)
    text = report_text([short, enough])
    assert "at least 1.7" in text
    assert [line[0] for line in text.splitlines()[1:3]] == ["!", " "]
    assert enough.to_json()["at_least"] is True


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2.0), (0.99, 4.0), (0.75, 3.0), (0.25, 1.0)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert percentile([3.0, 1.0, 4.0, 2.0], share) == expected


def test_a_screen_counts_whole_messages_only() -> None:
    screen = Screen("/live/j/ABC", {}, keeps=True)
    screen.data_received(b"HTTP/1.1 200 OK\r\n\r\n10\r\nretry: 2000\n\n\r\n")
    screen.data_received(b"9\r\n: here\n\n\r\n")
    screen.data_received(b"20\r\nid: 4\ndata: {")
    assert screen.heard == []
    screen.data_received(b"}\n\n\r\n")
    assert len(screen.heard) == 1
    assert b"id: 4" in screen.said[0]


def test_a_request_goes_out_as_a_browser_would_send_it() -> None:
    sent = request_bytes("POST", "/j/ABC/vote", {"gradino-seat": "x"}, "answer=3").decode()
    assert sent.startswith("POST /j/ABC/vote HTTP/1.1\r\n")
    assert "Cookie: gradino-seat=x\r\n" in sent
    assert sent.endswith("Content-Length: 8\r\n\r\nanswer=3")


def test_a_system_that_tells_nothing_of_a_process_is_no_figure() -> None:
    with pytest.raises(NotMeasured, match="does not tell"):
        Process(1, -1).cpu_seconds()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system has no /proc")
def test_a_process_uses_time_and_memory() -> None:
    here = Process(1, os.getpid())
    assert here.cpu_seconds() > 0
    assert here.memory_kb() > 1000
    assert here.connections() == 0
