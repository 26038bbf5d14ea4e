"""What an operator sees: numbers of requests, log lines without names, counts, whether a process is ready."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.config import Settings
from assessment.store.database import Database
from assessment.store.migrate import newest_revision
from assessment.web.app import create_app
from assessment.web.asgi import STOPPING
from assessment.web.telemetry import LOGGER, JsonLines
from tests.web.conftest import NOW
from tests.web.fixtures_clients import add
from tests.web.pages import PageClient

TOKEN = "a token that only tests use"


@pytest.fixture
def watched(settings: Settings, database: Database) -> Iterator[Flask]:
    """An app that logs and counts."""
    app = create_app(replace(settings, log_requests=True, metrics_token=TOKEN), database)
    app.testing = True
    app.config["CLOCK"] = lambda: NOW
    yield app
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, JsonLines):
            root.removeHandler(handler)


def test_every_answer_has_a_number_and_a_proxy_may_give_it(client: PageClient) -> None:
    first, second = (client.http.get("/health").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    given = client.http.get("/clients", headers={"X-Request-ID": "proxy-17.a"})
    assert given.headers["X-Request-ID"] == "proxy-17.a"
    bad = client.http.get("/clients", headers={"X-Request-ID": "x" * 65})
    assert len(bad.headers["X-Request-ID"]) == 12


def test_a_line_of_the_log_names_the_pattern_and_nobody(
    watched: Flask, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    add(database, "Corvo Logistics")
    caplog.set_level(logging.INFO, LOGGER)
    watched.test_client().get("/clients/corvo-logistics?q=Marta", headers={"X-Request-ID": "seen"})
    watched.test_client().get("/clients/nobody-here")
    lines = [JsonLines().format(record) for record in caplog.records if record.name == LOGGER]
    said = [json.loads(line) for line in lines]
    assert [(one["method"], one["route"], one["status"]) for one in said] == [
        ("GET", "/clients/<client>", 200),
        ("GET", "/clients/<client>", 404),
    ]
    assert said[0]["request"] == "seen"
    assert set(said[0]) == {"at", "level", "process", "request", "method", "route", "status", "ms"}
    for name in ("corvo", "Marta", "nobody-here", "127.0.0.1"):
        assert name not in "".join(lines)


def test_a_failure_is_one_line_with_its_details(watched: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> str:
        raise RuntimeError("planted")

    fail.access = "anyone"  # type: ignore[attr-defined]
    watched.view_functions["site.health"] = fail
    watched.config["PROPAGATE_EXCEPTIONS"] = False
    answer = watched.test_client().get("/health")
    assert answer.status_code == 500
    record = next(one for one in caplog.records if one.exc_info)
    line = json.loads(JsonLines().format(record))
    assert answer.headers["X-Request-ID"] in line["message"]
    assert "RuntimeError: planted" in line["error"]


def test_counts_are_off_without_a_token_and_closed_without_the_right_one(
    client: PageClient, watched: Flask
) -> None:
    assert client.http.get("/metrics").status_code == 404
    http = watched.test_client()
    assert http.get("/metrics").status_code == 401
    assert http.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    http.get("/health")
    counted = http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert counted.status_code == 200
    assert 'gradino_requests_total{method="GET",route="/health",status="200"} 1.0' in counted.text
    assert 'gradino_request_seconds_count{route="/health"} 1.0' in counted.text
    assert "gradino_live_streams 0.0" in counted.text


def test_a_process_is_ready_while_its_database_answers_with_the_right_tables(
    client: PageClient, database: Database, tmp_path: Path, settings: Settings
) -> None:
    assert client.http.get("/ready").status_code == 200
    stopping = client.http.get("/ready", environ_overrides={STOPPING: True})
    assert (stopping.status_code, stopping.text) == (503, "stopping\n")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        older = client.http.get("/ready")
        assert (older.status_code, "another edition" in older.text) == (503, True)
    finally:
        with database.engine.begin() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :now"), {"now": newest_revision()}
            )


def test_a_process_whose_database_is_away_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1")
    app = create_app(replace(settings, data_dir=tmp_path), away)
    answer = app.test_client().get("/ready")
    away.close()
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")
