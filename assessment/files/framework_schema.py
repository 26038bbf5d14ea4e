"""The keys of the format gradino-framework/1, each with its type; docs/framework-format.md describes them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE
from assessment.domain.framework import (
    Area,
    Cell,
    Framework,
    Group,
    Level,
    Metric,
    MetricUse,
    Outcome,
    Practice,
    ScaleStep,
    Scoring,
    Term,
)
from assessment.files.fields import Fields
from assessment.files.nodes import Node, Scalar
from assessment.files.problems import shown
from assessment.files.scalars import read_pattern, read_text

FORMAT = "gradino-framework/1"
METHODS = ("gated_coverage", "itcmf_survey", "iso33020", "c2m2_gate", "samm_sum", "cumulative_product")
UNITS = ("percent", "count", "rating", "duration", "currency", "yes_no", "ratio", "frequency")
DIRECTIONS = ("higher", "lower", "context")
FROM_TICKETS = ("yes", "partial", "no")
NOT_APPLICABLE_RULES = ("exclude", "zero")
UNANSWERED_RULES = ("zero", "exclude")
TOP_EFFORT = 5
TOP_LEVEL = 99
FEWEST_STEPS = 2
UNREAD = Fraction(-1)
"""Stands for a value that could not be read and was told already."""

_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_FRAMEWORK_ID = r"[a-z0-9]+([_-][a-z0-9]+)*"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}"
_KEY = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True, slots=True)
class Named:
    """An id of the file with its place. `kind` is the word for what it names."""

    kind: str
    id: str
    node: Node
    fields: Fields


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that names another thing of kind `kind`. `owner` is the id of what it belongs to."""

    kind: str
    key: str
    owner: str
    target: str
    node: Node
    fields: Fields


@dataclass(slots=True)
class Found:
    """What was seen while the file was taken apart and can be checked only when all of it is known."""

    names: list[Named] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    words: list[Named] = field(default_factory=list)
    levels: list[tuple[int, Node, Fields]] = field(default_factory=list)


class FrameworkBuilder:
    """Takes a framework file apart into the domain's types; faults are noted, never raised."""

    def __init__(self, top: Fields) -> None:
        self.top = top
        self.found = Found()
        self._levels: tuple[int, ...] = ()

    def build(self) -> Framework:
        """Return the framework. It can be trusted only when no fault was noted."""
        top = self.top
        check_format(top, FORMAT)
        framework_id = top.read(
            "id", read_pattern(_FRAMEWORK_ID, "small letters, digits and hyphens"), "", True
        )
        version = top.read("version", read_pattern(_VERSION, "a version such as 1.0"), "", True)
        languages = self._languages()
        top.languages = languages
        name, origin = top.texts("name", required=True), top.texts("origin")
        levels = top.each("levels", self._level, required=True)
        self._levels = tuple(number for number, _, _ in self.found.levels)
        framework = Framework(
            id=framework_id,
            version=version,
            languages=languages,
            name=name,
            origin=origin,
            levels=levels,
            scale=self._scale(top, required=True),
            scoring=self._scoring(),
            glossary=top.each("glossary", self._term),
            groups=top.each("groups", self._group),
            areas=top.each("areas", self._area, required=True),
            metrics=top.each("metrics", self._metric),
        )
        top.close()
        return framework

    def _languages(self) -> tuple[str, ...]:
        codes: list[str] = []
        reader = read_pattern(_LANGUAGE, "a language code such as en or pt-BR")
        for at, scalar in enumerate(self.top.singles("languages", required=True)):
            code = self.top.of(scalar, f"languages[{at}]", reader, "")
            if code in codes:
                self.top.fault(scalar, f"languages[{at}]", f'language "{code}" is there twice')
            elif code:
                codes.append(code)
        if not codes and self.top.has("languages"):
            self.top.fault_at(
                "languages", "no language is named; write the codes, the first one is the main one"
            )
        return tuple(codes)

    def _level(self, fields: Fields) -> Level:
        number = fields.whole("number", 0, TOP_LEVEL, -1, required=True)
        if number >= 0:
            self.found.levels.append((number, fields.node.values["number"], fields))
        return Level(number, fields.texts("name", required=True), fields.texts("meaning", required=True))

    def _scale(self, fields: Fields, required: bool = False) -> tuple[ScaleStep, ...]:
        places: list[Fields] = []
        steps = fields.each("scale", lambda inner: self._step(inner, places), required)
        if fields.is_empty_list("scale") or len(steps) == 1:
            fields.fault_at("scale", f"a scale has at least {FEWEST_STEPS} answers")
        seen: set[str] = set()
        last: Fraction | None = None
        for step, place in zip(steps, places, strict=True):
            if step.id and step.id in seen:
                place.fault_at("id", f'answer id "{step.id}" is there twice in this scale')
            seen.add(step.id)
            if step.value < 0:
                continue
            if last is not None and step.value <= last:
                place.fault_at("value", f"values must ascend, {step.value} follows {last}")
            last = step.value
        return steps

    def _step(self, fields: Fields, places: list[Fields]) -> ScaleStep:
        places.append(fields)
        ident = fields.ident()
        if ident in (DONT_KNOW, NOT_APPLICABLE):
            fields.fault_at(
                "id", f'"{ident}" is kept for "don\'t know" and "does not apply"; choose another id'
            )
        return ScaleStep(
            ident,
            fields.number("value", UNREAD, 0, 1, required=True),
            fields.texts("name", required=True),
            fields.texts("help"),
        )

    def _scoring(self) -> Scoring:
        usual = Scoring()
        fields = self.top.section("scoring")
        if fields is None:
            return usual
        scoring = Scoring(
            method=fields.choice("method", METHODS, usual.method, required=True),
            use_implied=fields.flag("use_implied", usual.use_implied),
            achieved_above=fields.number("achieved_above", usual.achieved_above, 0, 1),
            ahead_above=fields.number("ahead_above", usual.ahead_above, 0, 1),
            floor_level=fields.whole("floor_level", 0, max(self._levels, default=0), usual.floor_level),
            not_applicable=fields.choice("not_applicable", NOT_APPLICABLE_RULES, usual.not_applicable),
            unanswered=fields.choice("unanswered", UNANSWERED_RULES, usual.unanswered),
        )
        fields.close()
        return scoring

    def _ident(self, fields: Fields, kind: str) -> str:
        ident = fields.ident()
        if ident:
            self.found.names.append(Named(kind, ident, fields.node.values["id"], fields))
        return ident

    def _word(self, fields: Fields, key: str, reader: Callable[[Scalar], str]) -> str:
        """Return a required word that may stand only once in the file."""
        word = fields.read(key, reader, "", required=True)
        if word:
            self.found.words.append(Named(key, word, fields.node.values[key], fields))
        return word

    def _term(self, fields: Fields) -> Term:
        return Term(self._word(fields, "term", read_text), fields.texts("text", required=True))

    def _refer(
        self, fields: Fields, key: str, kind: str, owner: str, required: bool = False
    ) -> tuple[str, ...]:
        """Return the ids in the list of `key`, noted to be looked up later."""
        targets: dict[str, None] = {}
        for at, scalar in enumerate(fields.singles(key, required)):
            target = fields.of(scalar, f"{key}[{at}]", read_text, "")
            if target in targets:
                fields.fault(scalar, f"{key}[{at}]", f'"{target}" is there twice')
            elif target:
                targets[target] = None
                self.found.references.append(Reference(kind, f"{key}[{at}]", owner, target, scalar, fields))
        return tuple(targets)

    def _refer_one(self, fields: Fields, key: str, kind: str, owner: str) -> str | None:
        target = fields.text(key)
        if not target:
            return None
        self.found.references.append(Reference(kind, key, owner, target, fields.node.values[key], fields))
        return target

    def _group(self, fields: Fields) -> Group:
        ident = self._ident(fields, "group")
        return Group(
            ident, fields.texts("name", required=True), self._refer_one(fields, "parent", "group", ident)
        )

    def _area(self, fields: Fields) -> Area:
        ident = self._ident(fields, "area")
        slug = self._word(fields, "slug", read_pattern(_SLUG, "small letters, digits and hyphens"))
        cells: dict[int, Cell] = {}
        fields.each("cells", lambda inner: self._cell(inner, ident, cells), required=True)
        if not cells and fields.has("cells"):
            fields.fault_at("cells", "an area needs at least one cell: the practices of one of its levels")
        return Area(
            id=ident,
            slug=slug,
            name=fields.texts("name", required=True),
            cells=tuple(cells.get(number, Cell(number)) for number in self._levels),
            short=fields.texts("short"),
            question=fields.texts("question"),
            steps=self._steps(fields),
            group=self._refer_one(fields, "group", "group", ident),
            weight=fields.number("weight", Fraction(1), 0),
        )

    def _steps(self, fields: Fields) -> dict[int, dict[str, str]]:
        steps: dict[int, dict[str, str]] = {}
        for written, node in fields.table("steps").items():
            if written.isdecimal() and int(written) in self._levels:
                steps[int(written)] = fields.texts_of(node, f"steps.{written}")
            else:
                self._no_level(fields, fields.key_place("steps", written), "steps", written)
        return dict(sorted(steps.items()))

    def _no_level(self, fields: Fields, node: Node, key: str, written: object) -> None:
        known = ", ".join(str(number) for number in self._levels)
        fields.fault(node, key, f"level {written} is not declared; declared: {known}")

    def _cell(self, fields: Fields, area: str, cells: dict[int, Cell]) -> None:
        level = fields.whole("level", 0, TOP_LEVEL, -1, required=True)
        if level >= 0 and level not in self._levels:
            self._no_level(fields, fields.node.values["level"], "level", level)
        if level in cells and level >= 0:
            fields.fault_at("level", f"level {level} is there twice in this area; put both into one cell")
        cells[level] = Cell(
            level,
            fields.each("practices", lambda inner: self._practice(inner, area, level)),
            fields.each(
                "outcomes",
                lambda f: Outcome(self._ident(f, "outcome"), f.texts("text", required=True), f.texts("note")),
            ),
            fields.each("metrics", self._use),
        )

    def _practice(self, fields: Fields, area: str, level: int) -> Practice:
        ident = self._ident(fields, "practice")
        return Practice(
            id=ident,
            area=area,
            level=level,
            text=fields.texts("text", required=True),
            question=fields.texts("question"),
            why=fields.texts("why"),
            evidence=fields.texts("evidence"),
            note=fields.texts("note"),
            effort=fields.whole("effort", 1, TOP_EFFORT, 1),
            weight=fields.number("weight", Fraction(1), 0),
            implied_by=self._refer(fields, "implied_by", "practice", ident),
            needs=self._refer(fields, "needs", "practice", ident),
            scale=self._scale(fields),
        )

    def _use(self, fields: Fields) -> MetricUse:
        ident = self._ident(fields, "metric entry")
        uses = self._refer(fields, "uses", "metric", ident, required=True)
        if fields.is_empty_list("uses"):
            fields.fault_at("uses", "name at least one metric of the catalogue")
        return MetricUse(ident, uses, fields.texts("text"), fields.texts("note"))

    def _metric(self, fields: Fields) -> Metric:
        ident = self._ident(fields, "metric")
        lowest, highest = self._ends(fields)
        return Metric(
            id=ident,
            key=self._word(fields, "key", read_pattern(_KEY, "small letters, digits and _")),
            name=fields.texts("name", required=True),
            unit=fields.choice("unit", UNITS, "", required=True),
            direction=fields.choice("direction", DIRECTIONS, "", required=True),
            numerator=fields.texts("numerator"),
            denominator=fields.texts("denominator"),
            formula=fields.text("formula"),
            words=fields.texts("words"),
            data_needed=fields.texts("data_needed"),
            source=fields.text("source"),
            from_tickets=fields.choice("from_tickets", FROM_TICKETS, "no"),
            note=fields.texts("note"),
            orientation=fields.texts("orientation"),
            lowest=lowest,
            highest=highest,
        )

    def _ends(self, fields: Fields) -> tuple[Fraction | None, Fraction | None]:
        """Return the ends of the scale of a rating; both of them or none."""
        unknown = Fraction(-1)
        lowest, highest = fields.number("lowest", unknown, 0), fields.number("highest", unknown, 0)
        if lowest == highest == unknown:
            return None, None
        if lowest == unknown or lowest >= highest:
            fields.fault_at("highest", "a scale has a lowest and a highest value, and the lowest is smaller")
            return None, None
        return lowest, highest


def check_format(top: Fields, expected: str) -> None:
    """Note a fault where the first line does not name the format that is read here."""
    scalar = top.scalar("format", required=True)
    if isinstance(scalar, Scalar) and scalar.text != expected:
        top.fault(scalar, "format", f'this program reads "{expected}" here, not "{shown(scalar.text)}"')
