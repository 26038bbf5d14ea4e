"""What every test shares: the order of the run, hypothesis settings and the folder of shared data."""

import os
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from assessment.services import passwords
from tests.postgres import new_postgres_database as new_postgres_database
from tests.postgres import postgres_url as postgres_url
from tests.postgres import shared_postgres as shared_postgres

SHARED_DATA = "GRADINO_TEST_DATA"

# The same examples in every run, and no time limit per example: a busy machine is not a fault.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

# Passwords of tests guard nothing; servers in a process of their own keep the real cost.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser last, so that a plain fault shows before the slow tests start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


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
