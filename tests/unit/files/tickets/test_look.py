"""A look into an export before it is read: columns, words, the first tickets, what has to be asked."""

from collections.abc import Mapping

import pytest

from assessment.errors import FileProblems, InvalidInput
from assessment.files.tickets.look import Look, Word, layout_of_file, look_into
from assessment.files.tickets.settings import Settings

HEAD = "number,incident_state,opened_at,resolved_at,priority,assignment_group,sys_updated_at\n"
ROW = "INC{0},{1},2026-09-01 08:00,2026-09-01 10:00,1 - High,Desk,2026-09-01 10:00\n"


def look(text: str, **values: object) -> Look:
    return look_into(text.encode(), "x.csv", settings=Settings(**values))  # type: ignore[arg-type]


def test_words_are_counted_over_all_rows_with_what_they_mean() -> None:
    rows = "".join(ROW.format(number, "Closed" if number % 3 else "Weg") for number in range(3000))
    found = look(HEAD + rows)
    assert (found.layout, found.rows, found.needs_zone) == ("servicenow", 3000, True)
    assert found.words["state"] == (Word("Closed", 2000, "closed"), Word("Weg", 1000))
    assert found.words["priority"] == (Word("1 - High", 3000),)
    assert len(found.sample) == 8
    assert [one.number for one in found.sample][:2] == ["INC0", "INC1"]


def test_settings_show_in_the_first_tickets() -> None:
    columns: Mapping[str, str] = {"assignment_group": "", "service": "assignment_group"}
    found = look(HEAD + ROW.format(1, "Weg"), states={"weg": "closed"}, columns=columns)
    (one,) = found.sample
    assert one.ticket is not None
    assert (one.ticket.state, one.ticket.group, one.ticket.service) == ("closed", "", "Desk")
    assert "assignment_group" not in found.columns


def test_a_row_that_cannot_be_used_says_why() -> None:
    found = look(HEAD + ROW.format(1, "Closed").replace("2026-09-01 10:00", "2026-08-01 10:00"))
    (one,) = found.sample
    assert one.ticket is None
    assert one.reason.startswith("resolved before it was opened")


def test_an_order_that_no_date_decides_is_asked() -> None:
    found = look(HEAD + ROW.format(1, "Closed").replace("2026-09-01", "01/09/2026"))
    assert "can be read in two ways" in found.order_example
    assert found.order == ""
    assert look(HEAD + ROW.format(1, "Closed").replace("2026-09-01", "21/09/2026")).order == "dmy"


def test_times_with_a_zone_ask_for_none() -> None:
    assert not look(
        HEAD + ROW.format(1, "Closed").replace("00,", "00+02:00,").replace("00\n", "00Z\n")
    ).needs_zone


def test_a_table_without_the_columns_shows_what_there_is() -> None:
    found = look("Foo,Bar\n1,2\n")
    assert found.headers == ("Foo", "Bar")
    assert "no column gives the number of the ticket" in found.problem


def test_a_log_shows_tickets_and_not_events() -> None:
    found = look(HEAD + ROW.format(1, "New") + ROW.format(1, "Closed") + ROW.format(2, "New"))
    assert [one.line for one in found.sample] == [2, 4]


@pytest.mark.parametrize("content", [b"", b"\x01\x02\x03", b"%PDF-1.7"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileProblems):
        look_into(content, "x.csv")
    with pytest.raises(FileProblems):
        layout_of_file(content, "x.csv")


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InvalidInput, match='There is no column "Foo"'):
        look(HEAD + ROW.format(1, "New"), columns={"number": "Foo"})


def test_the_layout_is_known_by_the_column_names() -> None:
    layout, headers = layout_of_file((HEAD + ROW.format(1, "New")).encode(), "x.csv")
    assert (layout, headers[0]) == ("servicenow", "number")
    assert layout_of_file(b"Ticket,Opened\n1,2026-09-01\n", "x.csv") == ("generic", ("Ticket", "Opened"))
