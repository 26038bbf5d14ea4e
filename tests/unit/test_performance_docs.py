"""The page on performance lists every row that `gradino bench` prints, with the limit that it holds."""

from collections.abc import Iterator

import pytest

from assessment.bench import imports, measuring, metrics, pages, processes, register_client, registers, scale
from tests.factories.manual import ROOT, Row, table_after

PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
HEAD = "| Row | Limit | Unit | Measured |"
PER_PAGE = (
    ("queries", pages.MOST_QUERIES, "queries"),
    ("HTML", pages.LARGEST_PAGE_KB, "KB"),
    ("HTML compressed", pages.LARGEST_PACKED_KB, "KB"),
)


def expected() -> Iterator[tuple[str, float, str]]:
    """Name, limit and unit of every row, put together from what the measurements are made of."""
    yield "save rating, p50", pages.SAVE_P50, "x hello-world"
    yield "save rating, server CPU", pages.SAVE_CPU, "x hello-world"
    for name, (_, limit) in pages.PAGES.items():
        yield f"{name}, p50", limit, "x hello-world"
        yield f"{name}, server CPU", limit, "x hello-world"
        for what, most, unit in PER_PAGE:
            yield f"{name}, {what}", most, unit
    for name in ("save rating", "question page", "results", "plan"):
        yield f"{name}, 1,000 clients against 1", pages.GROWTH, "x CPU"
    yield "client list, 50 of 1,000 against 50 of 50", pages.GROWTH, "x CPU"
    yield "all styles", pages.LARGEST_CSS_KB, "KB"
    yield "all scripts of ours", pages.LARGEST_JS_KB, "KB"
    yield "score one assessment in memory", pages.SCORE_MS, "ms"
    yield "load the sample data, CPU", pages.SAMPLES_SECONDS, "s"
    yield "score FILE, whole process", pages.SCORE_COMMAND, "x import flask"


def rows() -> list[Row]:
    return table_after(PAGE[PAGE.index(HEAD) :])


@pytest.mark.parametrize(("name", "limit", "unit"), list(expected()))
def test_every_limit_is_listed(name: str, limit: float, unit: str) -> None:
    found = [row for row in rows() if row["Row"] == name]
    assert [(float(row["Limit"]), row["Unit"]) for row in found] == [(limit, unit)]


def test_nothing_else_is_listed() -> None:
    assert {row["Row"] for row in rows()} == {name for name, _, _ in expected()}


def test_a_row_that_is_measured_without_a_server_is_named_as_in_the_page() -> None:
    figure = pages.memory_row()
    assert (figure.name, figure.limit, figure.unit) in set(expected())


def test_the_numbers_of_rounds_in_the_text() -> None:
    text = " ".join(PAGE.split())
    assert measuring.ROUNDS == 5
    assert "Five rounds take turns" in text
    assert f"warm-up of {measuring.WARM_UP}." in text
    assert f"{measuring.TIMES} requests to the bare route and {measuring.TIMES} to the page" in text


def expected_of_scale() -> Iterator[tuple[str, str]]:
    """Name and limit of every row about many clients and several processes."""
    yield "results, one process against two, on PostgreSQL", f"at least {processes.TWO_AGAINST_ONE:g}"
    for engine, most in processes.CROSSING_MS.items():
        yield f"a vote that crosses processes, added p95, {engine}", f"{most:g}"
    yield "memory of two workers, less 1.5 times two bare ones", f"{processes.MEMORY_MORE_MB:g}"
    yield "making 10,000 clients with 61 answers", f"{scale.MAKING_SECONDS:g}"
    for figure in ("p50", "server CPU"):
        yield f"client list, 50 of 1,000, {figure}", f"{scale.PORTFOLIO:g}"
        yield f"six of 1,000 clients compared, {figure}", f"{scale.COMPARE:g}"
    for name in ("save rating", *scale.FLAT):
        for size in scale.SIZES[1:]:
            limit = f"{scale.GROWTH:g}" if size == scale.SIZES[-1] else ""
            yield f"{name}, {size:,} clients against 1", limit
    for name in scale.FLAT:
        yield f"{name}, queries at 10,000 clients less those at 1", "0"
    yield "client list, 50 of 100,000", f"{scale.LIST_MS:g}"
    yield "needs you this week and weakest practices, 100,000 clients", f"{scale.FRAGMENT_MS:g}"


def test_every_limit_on_many_clients_is_listed_and_no_other() -> None:
    head = "| Scale row | Limit | Unit | Measured |"
    listed = {row["Scale row"]: row["Limit"] for row in table_after(PAGE[PAGE.index(head) :])}
    assert listed == dict(expected_of_scale())


def test_every_limit_on_ticket_exports_is_listed_and_no_other() -> None:
    head = "| Export row | Limit | Unit | Measured |"
    listed = {row["Export row"]: float(row["Limit"]) for row in table_after(PAGE[PAGE.index(head) :])}
    assert listed == {
        "log of 141,712 rows (xz), read and computed": metrics.AGAINST_ENGINE,
        "log of 141,712 rows (xz), peak memory": metrics.LOG_MB,
        imports.P95: imports.MOST_TIMES,
        imports.LOCKED: imports.MOST_LOCKED_MS,
        "1,000,000 tickets, peak memory": metrics.MILLION_MB,
        "1,000,000 tickets, time per ticket against 100,000": metrics.LINEAR,
    }


def expected_of_registers() -> Iterator[tuple[str, float, str]]:
    """Name, limit and unit of every row about large registers."""
    for name, most in (
        *((page, registers.MOST) for page in registers.PAGES),
        (registers.PACK, registers.MOST_FOR_PACK),
    ):
        yield f"{name}, p50", most, "x hello-world"
        yield f"{name}, server CPU", most, "x hello-world"
        yield f"{name}, queries", registers.MOST_QUERIES, "queries"


def test_every_limit_on_large_registers_is_listed_and_no_other() -> None:
    head = "| Register row | Limit | Unit | Measured |"
    listed = {
        (row["Register row"], float(row["Limit"]), row["Unit"])
        for row in table_after(PAGE[PAGE.index(head) :])
    }
    assert listed == set(expected_of_registers())


def test_the_sizes_of_large_registers_in_the_text() -> None:
    text = " ".join(PAGE.split())
    assert f"{register_client.IMPROVEMENTS:,} improvements" in text
    assert f"{register_client.ACTIONS} actions" in text
    assert f"{register_client.AGREEMENTS} agreements" in text
    assert f"{registers.PAGE_TIMES} requests to a page and {registers.PACK_TIMES} makings of the pack" in text
