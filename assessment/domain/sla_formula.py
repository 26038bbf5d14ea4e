"""Formulas of charges: names, numbers, + - * /, min, max and brackets; read and worked out without eval."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

LONGEST_FORMULA = 300
DEEPEST = 30
PIECE = re.compile(r"\s*(?:(\d{1,15}(?:\.\d{1,9})?)|([A-Za-z][A-Za-z0-9_]{0,59})|([-+*/(),]))")
FUNCTIONS = ("min", "max")
NO_NAMES = ("True", "False", "None")
"""What no metric is called; somebody who writes it means something else than a number."""
FIRST, SECOND = ("+", "-"), ("*", "/")

Node = tuple[object, ...]


class FormulaError(ValueError):
    """A formula that cannot be read or worked out; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: its tree and the names that it needs values for."""

    tree: Node
    names: frozenset[str]

    def value(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return what it comes to; FormulaError where a name has no value or a divisor is zero."""
        return _value(self.tree, values)


def read_formula(text: str) -> Formula:
    """Return the formula in a text; FormulaError with a sentence where it is none."""
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(f"A formula has at most {LONGEST_FORMULA} characters.")
    reader = _Reader(_pieces(text))
    tree = reader.sum(0)
    if reader.peek() is not None:
        raise FormulaError(f"Nothing fits where {reader.peek()} stands.")
    return Formula(tree, frozenset(reader.names))


def _pieces(text: str) -> list[str]:
    found, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = PIECE.match(text, place)
        if match is None:
            raise FormulaError(f"The formula cannot be read from character {place + 1} on.")
        found.append(match[0].strip())
        place = match.end()
    if not found:
        raise FormulaError("The formula is empty.")
    return found


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._place = 0
        self.names: set[str] = set()

    def peek(self) -> str | None:
        return self._pieces[self._place] if self._place < len(self._pieces) else None

    def take(self) -> str:
        piece = self.peek()
        if piece is None:
            raise FormulaError("The formula breaks off.")
        self._place += 1
        return piece

    def expect(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise FormulaError(
                f"{'The end' if self.peek() is None else self.peek()} stands where {wanted} is due."
            )
        self._place += 1

    def sum(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise FormulaError("The formula has too many brackets in each other.")
        return self._chain(FIRST, depth)

    def _chain(self, signs: tuple[str, ...], depth: int) -> Node:
        tree = self._chain(SECOND, depth) if signs is FIRST else self._part(depth)
        while self.peek() in signs:
            sign = self.take()
            tree = (sign, tree, self._chain(SECOND, depth) if signs is FIRST else self._part(depth))
        return tree

    def _part(self, depth: int) -> Node:
        piece = self.take()
        if piece == "-":
            if depth > DEEPEST:
                raise FormulaError("The formula has too many signs in a row.")
            return ("-", ("number", Fraction(0)), self._part(depth + 1))
        if piece == "(":
            tree = self.sum(depth + 1)
            self.expect(")")
            return tree
        if piece in FUNCTIONS:
            return self._call(piece, depth)
        if piece[0].isdigit():
            return ("number", Fraction(piece))
        if piece[0].isalpha() and piece not in NO_NAMES:
            self.names.add(piece)
            return ("name", piece)
        raise FormulaError(f"{piece} stands where a name or a number is due.")

    def _call(self, name: str, depth: int) -> Node:
        self.expect("(")
        parts = [self.sum(depth + 1)]
        while self.peek() == ",":
            self.take()
            parts.append(self.sum(depth + 1))
        self.expect(")")
        return (name, *parts)


def _value(tree: Node, values: Mapping[str, Fraction]) -> Fraction:
    kind = tree[0]
    if kind == "number":
        return tree[1]  # type: ignore[return-value]
    if kind == "name":
        if tree[1] not in values:
            raise FormulaError(f"There is no value for {tree[1]}.")
        return values[str(tree[1])]
    parts = [_value(part, values) for part in tree[1:]]  # type: ignore[arg-type]
    if kind in FUNCTIONS:
        return min(parts) if kind == "min" else max(parts)
    return _worked(str(kind), *parts)


def _worked(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "/":
        if right == 0:
            raise FormulaError("The formula divides by zero.")
        return left / right
    if sign == "*":
        return left * right
    return left + right if sign == "+" else left - right
