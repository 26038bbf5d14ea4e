"""What every test shares: the order of the run, hypothesis settings and the folder of shared data."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.templating import Environment
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from assessment.services import passwords
from assessment.store.database import Database
from assessment.store.migrate import upgrade
from tests.postgres import NOW
from tests.postgres import new_postgres_database as new_postgres_database
from tests.postgres import postgres_url as postgres_url
from tests.postgres import shared_postgres as shared_postgres

SHARED_DATA = "GRADINO_TEST_DATA"
EVERY_ENGINE = "--every-engine"
PAGE_TESTS = Path(__file__).parent / "web"

# The same examples in every run, and no time limit per example: a busy machine is not a fault.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

# Servers in a process of their own start twice as fast when they keep what they compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Passwords of tests guard nothing; servers in a process of their own keep the real cost.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Compiled(BytecodeCache):
    """Compiled templates, kept for the next app: compiling takes most of the time of a page test."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what an earlier app compiled."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Leave it for the next app."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _an_app_is_made_quickly() -> Iterator[None]:
    """Templates and routes are the same in every app, so they are compiled once in each process."""
    made, compiled = Flask.create_jinja_environment, Rule._compile_builder
    builders: dict[tuple[Any, ...], Any] = {}

    def with_compiled(app: Flask) -> Environment:
        environment = made(app)
        environment.bytecode_cache = Compiled()
        return environment

    def built_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, str(rule.defaults), append_unknown)
        if key not in builders:
            builders[key] = compiled(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "create_jinja_environment", with_compiled)
        patch.setattr(Rule, "_compile_builder", built_once)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to run every page test on both databases."""
    parser.addoption(
        EVERY_ENGINE, action="store_true", help="run every page test on PostgreSQL as well, not only some"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the browser last, so that a plain fault shows before the slow tests start.

    Queries and use cases are tested on both databases in tests/store; pages run on PostgreSQL where their
    module says so with `ON_POSTGRES`, or all of them when asked for.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if not config.getoption(EVERY_ENGINE):
        left = {item for item in items if _is_a_repetition(item)}
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=list(left))


def _is_a_repetition(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or PAGE_TESTS not in item.path.parents:
        return False
    if item.get_closest_marker("postgres") is None:
        return False
    return "settings" in item.fixturenames and not getattr(item.module, "ON_POSTGRES", False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, copied for each test because migrating takes longer."""
    path = tmp_path_factory.mktemp("migrated") / "gradino.sqlite"
    opened = Database(f"sqlite:///{path}")
    upgrade(opened, NOW)
    opened.close()
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports and reference figures, which are not part of the project."""
    named = os.environ.get(SHARED_DATA, "")
    if not named:
        pytest.skip(f"{SHARED_DATA} does not name the folder of shared test data")
    folder = Path(named)
    if not folder.is_dir():
        pytest.skip(f"{SHARED_DATA} names {named}, which is no folder")
    return folder
