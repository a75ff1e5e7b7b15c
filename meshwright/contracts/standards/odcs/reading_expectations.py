"""Quality rules of a contract, ours or anybody's, as expectations."""

from collections import deque
from collections.abc import Iterator

from pydantic import TypeAdapter

from meshwright.contracts.standards.located import Located
from meshwright.language import Column, Expect, Expectation

from .making import made
from .naming import slug
from .parts_of_whole import at_least
from .words import ENGINE, customs_of, tupled

_OURS: TypeAdapter[Expectation] = TypeAdapter(Expectation)
_EXACTLY, _AT_LEAST, _AT_MOST = "mustBe", "mustBeGreaterOrEqualTo", "mustBeLessOrEqualTo"
_LIMITS = ("minLength", "maxLength", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


class ExpectationReader:
    """Reads what is expected of tables; what can't be said here is left out, and told."""

    def __init__(self, left_out: list[Located]) -> None:
        self._left_out = left_out

    def of_table(self, shape: Located, properties: list[Located], columns: list[Column]) -> list[Expectation]:
        """Everything that is expected of a table, in the order of its definition where the contract tells it."""
        read = [e for p, c in zip(properties, columns, strict=True) for e in self._of_column(p, c)]
        for part in (inner for p in properties for inner in inside(p)):
            for rule in (*part.items("quality"), *_limits(part), *filter(None, [part.get("enum")])):
                self._leave(rule)
        read += [e for rule in shape.items("quality") for e in self._rule(rule, None)]
        order = customs_of(shape).get("expectsOrder")
        if order is None:
            return read
        places = [number.whole() for number in order.value]
        if sorted(places) != list(range(len(read))):
            order.refuse(f"does not number {len(read)} expectations", "remove it")
        return [expectation for _, expectation in sorted(zip(places, read, strict=True), key=lambda x: x[0])]

    def _of_column(self, part: Located, column: Column) -> Iterator[Expectation]:
        if part.flag("unique"):
            yield Expect.unique(column.name)
        options = part.get("logicalTypeOptions")
        if options is not None:
            yield from self._of_options(options, column)
        if (values := part.items("enum")) and not any(_lists_values(rule) for rule in part.items("quality")):
            yield made(part, lambda: Expect.one_of(column.name, [v.need("value").plain() for v in values]))
        for rule in part.items("quality"):
            if not (part.flag("unique") and rule.said("metric") == "duplicateValues" and _is_zero(rule)):
                yield from self._rule(rule, column.name)

    def _of_options(self, options: Located, column: Column) -> Iterator[Expectation]:
        low, high, pattern = options.get("minimum"), options.get("maximum"), options.said("pattern")
        if low is not None and high is not None and not isinstance(low.value, str):
            yield made(options, lambda: Expect.between(column.name, low.number(), high.number()))
        elif low is not None or high is not None:
            self._leave(low or high or options)
        if pattern is not None:
            yield made(options, lambda: Expect.matches(column.name, pattern))
        for limit in _LIMITS:
            if (found := options.get(limit)) is not None:
                self._leave(found)

    def _rule(self, rule: Located, column: str | None) -> Iterator[Expectation]:
        found = made(rule, lambda: _expectation(rule, column))
        if found is None:
            self._leave(rule)
        else:
            yield found

    def _leave(self, part: Located) -> None:
        self._left_out.append(part)


def inside(part: Located) -> Iterator[Located]:
    """Every property inside another, at any depth, outermost first."""
    waiting = deque([part])
    while waiting:
        outer = waiting.popleft()
        pair = outer.get("map")
        found = [*outer.items("properties"), *filter(None, [outer.get("items")])]
        found += [] if pair is None else [pair.need("key"), pair.need("value")]
        yield from found
        waiting.extend(found)


def _limits(part: Located) -> Iterator[Located]:
    """Limits of values, which are expected of a table's own columns only."""
    options = part.get("logicalTypeOptions")
    if options is not None:
        yield from filter(None, (options.get(name) for name in ("minimum", "maximum", "pattern", *_LIMITS)))


def _expectation(rule: Located, column: str | None) -> Expectation | None:
    custom = rule.get("implementation")
    if rule.said("engine") == ENGINE and custom is not None:
        return _OURS.validate_python(tupled(custom))
    arguments = rule.get("arguments")
    match rule.said("metric"), column:
        case "nullValues", str(name):
            return _complete(rule, name)
        case "invalidValues", str(name) if arguments is not None and rule.get(_EXACTLY) is not None:
            return _valid(rule, arguments, name)
        case "duplicateValues", _ if _is_zero(rule):
            return _distinct(arguments, column)
        case "rowCount", None:
            return _rows(rule)
    return None


def _lists_values(rule: Located) -> bool:
    arguments = rule.get("arguments")
    return arguments is not None and arguments.get("validValues") is not None


def _is_zero(rule: Located) -> bool:
    found = rule.get(_EXACTLY)
    return found is not None and found.value == 0


def _complete(rule: Located, name: str) -> Expectation | None:
    exact, most = customs_of(rule).get("atLeast"), rule.get(_AT_MOST)
    if exact is not None:
        return Expect.complete(name, at_least=exact.number())
    if most is not None and rule.said("unit") == "percent":
        return Expect.complete(name, at_least=at_least(most.number()))
    return Expect.complete(name) if _is_zero(rule) or (most is not None and most.value == 0) else None


def _valid(rule: Located, arguments: Located, name: str) -> Expectation | None:
    if not _is_zero(rule):
        return None
    if (values := arguments.get("validValues")) is not None and isinstance(values.value, list):
        return Expect.one_of(name, values.plain())
    pattern = arguments.said("pattern")
    return None if pattern is None else Expect.matches(name, pattern)


def _distinct(arguments: Located | None, column: str | None) -> Expectation | None:
    if column is not None:
        return Expect.unique(column)
    names = [] if arguments is None else arguments.items("properties")
    return Expect.unique(*(slug(n.text()) for n in names)) if names else None


def _rows(rule: Located) -> Expectation | None:
    if (exact := rule.get(_EXACTLY)) is not None:
        return Expect.rows(at_least=exact.whole(), at_most=exact.whole())
    between = rule.items("mustBeBetween")
    if len(between) == 2:
        return Expect.rows(at_least=between[0].whole(), at_most=between[1].whole())
    low = rule.get(_AT_LEAST)
    return None if low is None else Expect.rows(at_least=low.whole())
