"""Slips of the keyboard that once did harm: dates far away, a file written over itself, a strange address."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment.cli.export import command
from assessment.errors import InvalidInput
from assessment.services.texts import sensible_day
from assessment.store.database import Database

SMALL = "format: gradino-assessment/1\nframework: {id: pom}\nratings: {L1-A1-P1: {consensus: F}}\n"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1989, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_a_day_far_away_is_refused_at_its_field(day: date) -> None:
    with pytest.raises(InvalidInput, match="between 1990 and 2100") as caught:
        sensible_day("starts_on", day)
    assert caught.value.field == "starts_on"


@pytest.mark.parametrize("day", [None, date(1990, 1, 1), date(2026, 11, 23), date(2100, 12, 31)])
def test_an_ordinary_day_stays(day: date | None) -> None:
    assert sensible_day("starts_on", day) == day


def test_an_export_never_replaces_the_file_it_reads(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    told = CliRunner().invoke(command, [str(file), "--format", "md", "-o", str(file)])
    assert isinstance(told.exception, InvalidInput)
    assert "is the file to read" in told.exception.message
    assert file.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize("address", ["foo://x", "not an address", "sqlite+nothing:///x"])
def test_a_database_address_that_says_nothing_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be read") as caught:
        Database(address)
    assert caught.value.field == "database"
