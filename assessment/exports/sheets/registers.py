"""The sheets of what is kept beside the assessment: the CSIP register, the metric readings, the minutes."""

from assessment.domain.report import ReportCsip, ReportMinute, ReportReading
from assessment.domain.wording import capital, plural
from assessment.exports.sheets.page import MONEY, SHARE, Book, Column, Value

CSIP = "CSIP"
READINGS = "Readings"
MINUTES = "Minutes"
HUNDRED = 100

CSIP_COLUMNS = (
    Column("Number", 11),
    Column("Improvement", 50),
    Column("State", 14),
    Column("Area", 26),
    Column("Owner", 22),
    Column("Raised", 13, centred=True),
    Column("Due", 13, centred=True),
    Column("Cost", 12, MONEY),
    Column("Currency", 10, centred=True),
    Column("Approval", 12),
    Column("Progress", 10, SHARE),
    Column("Why", 52),
    Column("Practice", 12),
)
READING_COLUMNS = (
    Column("Metric", 9),
    Column("Name", 46),
    Column("Period", 11, centred=True),
    Column("Value", 12, "General"),
    Column("Unit", 12),
    Column("As shown", 14),
    Column("Areas", 40),
    Column("Source", 34),
)

MINUTE_COLUMNS = (
    Column("Day", 13, centred=True),
    Column("Area", 26),
    Column("Question", 50),
    Column("Ended as", 14),
    Column("Answer", 24),
    Column("Votes", 46),
    Column("Why", 52),
    Column("Evidence", 40),
)


def csip(book: Book) -> None:
    """Write the register."""
    entries = book.report.csip
    count = len(entries)
    verb = "stands" if count == 1 else "stand"
    title = f"{capital(plural(count, 'improvement'))} {verb} in the register."
    _table(book, CSIP, title, CSIP_COLUMNS, [_entry(entry) for entry in entries])


def readings(book: Book) -> None:
    """Write the metric readings."""
    found = book.report.readings
    metrics = len({one.metric for one in found})
    title = f"{capital(plural(len(found), 'reading'))} of {plural(metrics, 'metric')}."
    _table(book, READINGS, title, READING_COLUMNS, [_reading(one) for one in found])


def minutes(book: Book) -> None:
    """Write the minutes of the workshops."""
    found = book.report.minutes
    days = plural(len({one.held_on for one in found}), "day")
    title = (
        f"{capital(plural(len(found), 'question'))} {'was' if len(found) == 1 else 'were'} asked on {days}."
    )
    _table(book, MINUTES, title, MINUTE_COLUMNS, [_minute(one) for one in found])


def _minute(one: ReportMinute) -> tuple[Value, ...]:
    return (
        one.held_on, one.area, one.question, one.state, one.answer, one.spread, one.note, one.evidence,
    )  # fmt: skip


def _table(
    book: Book, name: str, title: str, columns: tuple[Column, ...], rows: list[tuple[Value, ...]]
) -> None:
    sheet = book.sheet(name, [column.width for column in columns])
    head = sheet.title(title, columns=4)
    row = sheet.heads(head, columns)
    sheet.inner.freeze_panes(row, 2)
    sheet.inner.repeat_rows(head)
    for values in rows:
        sheet.row(row, columns, values)
        row += 1
    sheet.inner.autofilter(head, 0, row - 1, len(columns) - 1)


def _entry(entry: ReportCsip) -> tuple[Value, ...]:
    cost = entry.cost
    costed = cost is not None and cost.kind != "none"
    amount: Value = "" if cost is None else "no cost" if not costed else cost.amount
    return (
        entry.number, entry.title, entry.state, entry.area, entry.owner, entry.raised, entry.due, amount,
        cost.currency if cost is not None and costed else "", entry.approval if costed else "",
        entry.progress / HUNDRED, entry.note, entry.practice,
    )  # fmt: skip


def _reading(one: ReportReading) -> tuple[Value, ...]:
    return (
        one.metric, one.name, one.period, one.value, one.unit.replace("_", " "), one.shown,
        ", ".join(one.areas), one.source,
    )  # fmt: skip
