"""The records of a table of text: delimiter, quotes and lines; damaged ones are told, the rest is kept."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 200
TITLE_LINES = 20
QUOTE = '"'

Row = tuple[int, list[str]]
Reject = Callable[[int, str], None]


def delimiter_of(lines: Sequence[str]) -> str:
    """Return the delimiter that splits the first lines most evenly; a comma where none does."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].rstrip("\r\n")) == len("sep=,"):
        return lines[0][4]
    best, best_mark = (0.0, 0), DELIMITERS[0]
    for mark in DELIMITERS:
        widths = Counter(len(cells) for cells in _parsed(lines[:SNIFFED], mark) if cells)
        widths.pop(1, None)
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        rating = (times / max(sum(widths.values()), 1) * times, width)
        if rating > best:
            best, best_mark = rating, mark
    return best_mark


def width_of(line: str, mark: str) -> int:
    """Return how many fields a line has by itself."""
    return len(next(_parsed([line], mark), []))


def _parsed(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=mark)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def rows_of(lines: Iterable[str], mark: str, reject: Reject, skipped: int = 0) -> Iterator[Row]:
    """Yield the line on which each record begins, and its cells; the first one gives the width.

    `skipped` is how many lines of the file came before these.

    A record of another width is told through `reject`. Where it spans several lines, a stray quote has
    swallowed them: each of those lines is then tried on its own, so that the good ones are kept.
    """
    number = skipped
    width = 0
    rest = iter(lines)
    for line in rest:
        number += 1
        begins = number
        if QUOTE not in line:
            # The usual line has no quotes, and splitting it is several times faster than a parser.
            cells = line.rstrip("\r\n").split(mark)
            if len(cells) == width:
                yield number, cells
                continue
        fed = [line]
        if QUOTE in line:
            cells = _quoted(fed, rest, mark)
            number += len(fed) - 1
        if width and len(cells) == width and not _swallowed(fed, mark, width):
            yield begins, cells
        elif width:
            yield from _mended(fed, begins, mark, width, cells, reject)
        elif any(cells) and not _is_separator_line(fed):
            width = len(cells)
            yield begins, cells


def _quoted(fed: list[str], rest: Iterator[str], mark: str) -> list[str]:
    """Return the cells of a record that begins with the line in `fed`, adding those that it goes on in."""

    def feed() -> Iterator[str]:
        yield fed[0]
        for line in rest:
            fed.append(line)
            yield line

    try:
        return next(csv.reader(feed(), delimiter=mark), [])
    except csv.Error:
        return []


def _swallowed(fed: Sequence[str], mark: str, width: int) -> bool:
    """Return whether a stray quote made one record of several lines that are records themselves."""
    if len(fed) == 1:
        return False
    try:
        next(csv.reader(fed, delimiter=mark, strict=True))
    except csv.Error:
        return any(len(next(_parsed([line], mark), [])) == width for line in fed[1:])
    return False


def _is_separator_line(fed: Sequence[str]) -> bool:
    return len(fed) == 1 and fed[0].lower().startswith("sep=")


def _mended(
    fed: Sequence[str], begins: int, mark: str, width: int, cells: list[str], reject: Reject
) -> Iterator[Row]:
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        yield begins, cells[:width]
        return
    if len(fed) == 1:
        if any(cell.strip() for cell in cells):
            reject(begins, _wrong_width(len(cells), width))
        return
    for place, line in enumerate(fed):
        alone = next(_parsed([line], mark), [])
        if len(alone) == width:
            yield begins + place, alone
        elif any(cell.strip() for cell in alone):
            reject(begins + place, _wrong_width(len(alone), width))


def _wrong_width(found: int, width: int) -> str:
    fields = f"{found} field{'' if found == 1 else 's'}"
    return f"has {fields} where the line of column names has {width}; look for a stray quote or delimiter"
