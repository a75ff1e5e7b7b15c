"""The allow-list: each function a transform may call, and how it is written in both engines.

A name that is not here is refused. What is here has been compared with Spark 3.5, value by value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from ..casts import cast, coerced, cure
from ..problems import Problem
from ..types import DATE, TEXT, TIMESTAMP, Type
from ..values import Value, derive


@dataclass
class Call:
    """A function call with its arguments compiled."""

    node: exp.Expr
    name: str
    args: list[Value]
    nodes: list[exp.Expr]

    def problem(self, message: str, fix: str, id: str = "function") -> Problem:
        """What is wrong with this call."""
        return Problem(self.node, id, f"{self.name}: {message}", fix)

    def take(self, position: int, type: Type) -> Value:
        """An argument as ``type``, converted as Spark does by itself where both engines agree.

        Raises:
            Problem: it is something else.
        """
        value, node = self.args[position], self.nodes[position]
        found = coerced(value, type)
        if found is None and (type == TEXT or (value.type, type) in _BY_ITSELF):
            try:
                found = cast(value, type, node)
            except Problem:
                found = None
        if found is None:
            what = f"argument {position + 1} of {self.name}"
            raise Problem(node, "type", f"{what} is {value.type}, not {type}", cure(value.type, type))
        return found

    def constant(self, position: int, kind: type[str] | type[int]) -> str | int:
        """An argument that has to be a literal.

        Raises:
            Problem: it isn't one of that kind.
        """
        literal = self.args[position].literal
        if not isinstance(literal, kind) or isinstance(literal, bool):
            word = "text" if kind is str else "a whole number"
            raise Problem(
                self.nodes[position],
                "function",
                f"argument {position + 1} of {self.name} is computed",
                f"write it as {word}: what it says decides how the call is translated",
            )
        if isinstance(literal, int) and abs(literal) >= 2**31:
            raise Problem(self.nodes[position], "function", f"{literal} is too large here", "write a smaller number")
        return literal


_BY_ITSELF = {(TIMESTAMP, DATE)}
Builder = Callable[[Call], Value]


@dataclass(frozen=True)
class Function:
    """One allowed function."""

    name: str
    """As Spark calls it first; it may have other spellings."""
    build: Builder
    least: int
    most: int | None
    """How many arguments it takes; None for any number."""
    shape: str
    """For people: ``substring(text, integer[, integer]) → text``."""

    @property
    def summary(self) -> str:
        """What is to be known beside Spark's own description."""
        return " ".join((self.build.__doc__ or "").partition("\n\n")[0].split()).replace("``", "`")


class Topic:
    """The allowed functions of one kind of values."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.functions: dict[str, Function] = {}
        """By every spelling."""

    def scalar(
        self,
        names: str,
        params: Sequence[Type],
        result: Type,
        duckdb: str,
        spark: str | None = None,
        *,
        optional: int = 0,
    ) -> None:
        """Allow a function whose both texts are templates over its arguments.

        ``names`` are its spellings; the first is Spark's own. The last ``optional`` parameters may be left out, where
        the templates are lists parted by ``|``, from the fewest arguments to the most.
        """
        first = names.split()[0]
        ducks, sparks = duckdb.split(" | "), spark.split(" | ") if spark else []

        def build(call: Call) -> Value:
            args = [call.take(i, params[i]) for i in range(len(call.args))]
            form = len(args) - len(params) + optional
            duck = ducks[form].format(*(a.duckdb for a in args))
            listed = ", ".join(a.spark for a in args)
            own = sparks[form].format(*(a.spark for a in args)) if sparks else f"{first}({listed})"
            return derive(args, own, duck, result)

        shape = f"({_listed(params, optional)}) → {result}"
        self._add(names, build, len(params) - optional, len(params), shape)

    def builds(self, names: str, least: int, most: int | None, shape: str) -> Callable[[Builder], Builder]:
        """Allow a function that builds its own texts."""

        def register(build: Builder) -> Builder:
            self._add(names, build, least, most, shape)
            return build

        return register

    def _add(self, names: str, build: Builder, least: int, most: int | None, shape: str) -> None:
        first = names.split()[0]
        for name in names.split():
            self.functions[name] = Function(first, build, least, most, f"{first}{shape}")


def letting(value: str, body: str) -> str:
    """DuckDB text that computes ``value`` once and uses it in ``body`` as ``it``."""
    return f"list_transform([{value}], lambda it: {body})[1]"


def tried(function: str, parts: Sequence[str]) -> str:
    """DuckDB text that calls a function and gives NULL where it fails.

    The parts are computed outside TRY, which takes nothing that may call ``error``.
    """
    if not any("error(" in part or "pseudonymise(" in part or "generalise(" in part for part in parts):
        return f"TRY({function}({', '.join(parts)}))"
    fields = ", ".join(f"a{i} := {part}" for i, part in enumerate(parts))
    inside = ", ".join(f"it.a{i}" for i in range(len(parts)))
    return letting(f"struct_pack({fields})", f"TRY({function}({inside}))")


def _listed(params: Sequence[Type], optional: int) -> str:
    needed = [str(p) for p in params[: len(params) - optional]]
    more = [str(p) for p in params[len(params) - optional :]]
    return ", ".join(needed) + "".join(f"[, {p}]" if needed or i else f"[{p}]" for i, p in enumerate(more))
