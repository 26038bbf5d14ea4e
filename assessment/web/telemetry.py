"""What an operator sees of the requests: a number for each, a line in the log, counts for Prometheus.

Nothing of it says who asked or about which client: a line names the pattern of an address, never the address.
"""

import hmac
import json
import logging
import os
import re
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, request

from assessment.config import COUNTS_FOLDER, Settings
from assessment.errors import NotFound
from assessment.web.errors import request_id

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

LOGGER = "gradino.requests"
METRICS = "metrics"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NO_ROUTE = "none"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class JsonLines(logging.Formatter):
    """Each record as one line of JSON, with the details of an error in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": os.getpid(),
        }
        known = getattr(record, "known", None)
        line |= known if isinstance(known, dict) else {"message": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Counts:
    """The counts of one app, over all its processes where there are several."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = CollectorRegistry()
        self.requests = Counter(
            "gradino_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "gradino_request_seconds", "Time to answer", ["route"], buckets=SECONDS, registry=self.registry
        )
        self.streams = Gauge(
            "gradino_live_streams", "Screens that listen", registry=self.registry, multiprocess_mode="livesum"
        )

    def gathered(self) -> "CollectorRegistry":
        """The counts of every process."""
        if not os.environ.get(COUNTS_FOLDER):
            return self.registry
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return everybody


def init_telemetry(app: Flask, settings: Settings) -> None:
    """Give every answer its number; log and count requests when the settings ask for it."""
    counts = Counts() if settings.metrics_token else None
    app.extensions[METRICS] = counts
    log = request_log() if settings.log_requests else None

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        if GIVEN_ID.fullmatch(given):
            g.request_id = given

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        if log is None and counts is None:
            return response
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        if log is not None:
            log.info("", extra={"known": line_of(route, response.status_code, seconds)})
        if counts is not None:
            counts.requests.labels(request.method, route, str(response.status_code)).inc()
            counts.seconds.labels(route).observe(seconds)
        return response


def line_of(route: str, status: int, seconds: float) -> dict[str, Any]:
    """What the log says of a request."""
    return {
        "request": request_id(),
        "method": request.method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }


def request_log() -> logging.Logger:
    """The log of the requests; errors go the same way, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    if not any(isinstance(one.formatter, JsonLines) for one in root.handlers):
        root.addHandler(handler)
    log = logging.getLogger(LOGGER)
    log.setLevel(logging.INFO)
    return log


def metrics_answer() -> Response:
    """The counts as Prometheus reads them, for whoever has the token; NotFound when they are off."""
    counts: Counts | None = current_app.extensions.get(METRICS)
    token = current_app.config["SETTINGS"].metrics_token
    if counts is None or not token:
        raise NotFound("There is no such page.")
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        answer = Response("A token is needed.\n", 401, mimetype="text/plain")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return Response(generate_latest(counts.gathered()), content_type=CONTENT_TYPE_LATEST)


def count_streams(app: Flask, change: int) -> None:
    """Count a screen that begins or ends to listen."""
    counts: Counts | None = app.extensions.get(METRICS)
    if counts is not None:
        counts.streams.inc(change)
