"""The `plan` section of an assessment file: what people set by hand, checked against the framework."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.framework import Framework
from assessment.files.cycles import ARROW, waiting_cycles
from assessment.files.fields import Fields
from assessment.files.nodes import Node, Scalar
from assessment.files.problems import shown
from assessment.files.scalars import Unfit, read_number, read_pattern, read_text, read_whole

LOWEST_RANK, TOP_RANK = 1, 5
COST_KINDS = ("none", "costed")
NO_COST = "none"

T = TypeVar("T")


def read_plan(top: Fields, framework: Framework) -> PlanEdits:
    """Return the plan section of an assessment file; faults are noted."""
    fields = top.section("plan")
    if fields is None:
        return PlanEdits()
    plan = _Plan(fields, framework)
    edits = plan.read()
    fields.close()
    return edits


class _Plan:
    def __init__(self, fields: Fields, framework: Framework) -> None:
        self._fields = fields
        self._framework = framework

    def read(self) -> PlanEdits:
        capacity, same_wave = self._waves()
        edits = PlanEdits(
            impact=self._ranks("impact"),
            urgency=self._ranks("urgency"),
            effort=self._ranks("effort"),
            cost=self._by_practice("cost", self._cost),
            prerequisites=self._by_practice("prerequisites", self._links),
            pins=self._by_practice("pins", self._pin),
            capacity_days=capacity,
            same_wave_start=same_wave,
        )
        self._check_cycles(edits)
        return edits

    def _by_practice(self, key: str, read: Callable[[Fields, Node, str], T | None]) -> dict[str, T]:
        made: dict[str, T] = {}
        section = self._fields.section(key)
        if section is None:
            return made
        for practice, node in section.node.values.items():
            if self._is_known(section, section.node.keys[practice], practice, shown(practice)):
                value = read(section, node, practice)
                if value is not None:
                    made[practice] = value
        return made

    def _is_known(self, fields: Fields, node: Node, practice: str, key: str) -> bool:
        if practice in self._framework.practices:
            return True
        hint = fields.faults.near(practice, self._framework.practices)
        fields.fault(node, key, f'the framework has no practice "{shown(practice)}"{hint}')
        return False

    def _ranks(self, key: str) -> dict[str, int]:
        def read(fields: Fields, node: Node, practice: str) -> int | None:
            scalar = fields.single(node, practice)
            return None if scalar is None else fields.of(scalar, practice, _rank, None)

        return self._by_practice(key, read)

    def _cost(self, fields: Fields, node: Node, practice: str) -> Cost | None:
        inner = fields.inner(node, practice, practice)
        if inner is None:
            return None
        kind = inner.choice("kind", COST_KINDS, NO_COST, required=True)
        costed = kind != NO_COST
        amount = (
            inner.number("amount", Fraction(0), 0, required=costed) if costed or inner.has("amount") else None
        )
        currency = inner.read("currency", _CURRENCY, "", required=costed)
        if not costed and inner.has("kind") and (amount is not None or currency):
            inner.fault_at(
                "kind", "kind none has no amount and no currency; write kind: costed or leave them out"
            )
        inner.close()
        return Cost(kind, amount, currency)

    def _links(self, fields: Fields, node: Node, practice: str) -> tuple[str, ...] | None:
        found: dict[str, None] = {}
        for at, scalar in enumerate(fields.singles(practice)):
            key = f"{practice}[{at}]"
            target = fields.of(scalar, key, read_text, "")
            if target and self._is_known(fields, scalar, target, key):
                if target in found:
                    fields.fault(scalar, key, f'"{target}" is there twice')
                found[target] = None
        return tuple(found)

    def _pin(self, fields: Fields, node: Node, practice: str) -> Pin | None:
        inner = fields.inner(node, practice, practice)
        if inner is None:
            return None
        pin = Pin(inner.whole("wave", 1, None, 1, required=True), inner.text("reason"))
        inner.close()
        return pin

    def _waves(self) -> tuple[tuple[Fraction, ...] | None, bool]:
        fields = self._fields.section("waves")
        if fields is None:
            return None, False
        days = [
            fields.of(scalar, f"capacity_days[{at}]", _capacity, Fraction(1))
            for at, scalar in enumerate(fields.singles("capacity_days"))
        ]
        if fields.is_empty_list("capacity_days"):
            fields.fault_at(
                "capacity_days", "name at least one wave, or leave the key out for three of 20 days"
            )
        same_wave = fields.flag("same_wave_start", False)
        fields.close()
        return tuple(days) or None, same_wave

    def _check_cycles(self, edits: PlanEdits) -> None:
        """Note links that would make practices wait for each other, counting the framework's own links."""
        if not edits.prerequisites:
            return
        needs = {
            practice.id: (*practice.needs, *edits.prerequisites.get(practice.id, ()))
            for practice in self._framework.practices.values()
        }
        for path in waiting_cycles(self._framework, needs):
            message = f"these would wait for each other: {ARROW.join(path)}; take a link out"
            self._fields.fault_at("prerequisites", message)


_CURRENCY = read_pattern("[A-Z]{3}", "the three capital letters of a currency, such as EUR")


def _rank(scalar: Scalar) -> int | None:
    return read_whole(scalar, LOWEST_RANK, TOP_RANK)


def _capacity(scalar: Scalar) -> Fraction:
    days = read_number(scalar)
    if days <= 0:
        raise Unfit(f"days above 0 are expected, not {shown(scalar.text)}")
    return days
