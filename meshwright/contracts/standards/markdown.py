"""A product's contract as a page for people."""

from collections.abc import Iterable, Iterator

from meshwright.contracts.iceberg import spark_type
from meshwright.language import Column, Fresh, ProductRef, ServiceObjective, Table, Timed
from meshwright.markup import code, escaped
from meshwright.runtime.expectations import describe

from .odcs.writing import status

Row = tuple[str, ...]


def markdown(ref: ProductRef) -> str:
    """The page; ends in a newline."""
    parts = (_product(ref), *(_table(ref, table) for table in ref.product.tables), _asking(ref))
    return "\n".join(line for part in parts for line in part) + "\n"


def _product(ref: ProductRef) -> Iterator[str]:
    yield from (f"# {escaped(str(ref))}", "")
    if ref.product.purpose is not None:
        yield from (escaped(ref.product.purpose), "")
    yield from _grid(("", ""), _facts(ref))


def _facts(ref: ProductRef) -> Iterator[Row]:
    product = ref.product
    yield "version", f"{product.version}, {status(product)}"
    if product.sunset is not None:
        following = "" if product.successor is None else f"; v{product.successor} replaces it"
        yield "ends", f"after {product.sunset}{following}"
    yield "owner", escaped(ref.domain.owner or "nobody yet")
    yield "classification", product.classification
    yield "readable", "by every domain" if product.visibility == "open" else "where it is shared"
    yield "updated", _updated(ref)
    yield from (("promised", _promise(objective)) for objective in product.objectives)


def _updated(ref: ProductRef) -> str:
    schedule = ref.product.schedule
    if schedule is None:
        return "when somebody asks for it"
    if isinstance(schedule, Timed):
        return f"{code(schedule.cron)} (minute, hour, day, month, weekday; UTC)"
    return f"when {' or '.join(code(product) for product in schedule.products)} is published"


def _promise(objective: ServiceObjective) -> str:
    if isinstance(objective, Fresh):
        return f"the newest data is at most {objective.within} old"
    return f"{objective.at_least * 100:g} % of the runs in a month meet every expectation"


def _table(ref: ProductRef, table: Table) -> Iterator[str]:
    yield from ("", f"## {escaped(table.name)}", "")
    if table.description is not None:
        yield from (escaped(table.description), "")
    yield from (f"Read it as {code(f'{ref.database}.{table.name}')}.", "")
    columns = (row for column in table.columns for row in _columns(column, ""))
    yield from _grid(("number", "column", "type", "value", "meaning"), columns)
    if table.partition_by:
        yield from ("", f"Partitioned by {', '.join(map(code, table.partition_by))}.")
    if table.expects:
        yield from ("", "A run that breaks one of these publishes nothing:", "")
        yield from (f"- {escaped(describe(e.model_dump()))}" for e in table.expects)


def _columns(column: Column, within: str) -> Iterator[Row]:
    """A row for the column, and one for each part inside it."""
    path = f"{within}{column.name}"
    type = column.type.kind if column.parts else spark_type(column.type)
    yield str(column.number), code(path), type, ", ".join(_values(column)), _meaning(column)
    for part in column.parts:
        yield from _columns(part, f"{path}.")


def _values(column: Column) -> Iterator[str]:
    if column.key:
        yield "key"
    yield "optional" if column.optional else "required"
    if column.pii is not None:
        yield f"sensitive ({column.pii})"


def _meaning(column: Column) -> str:
    unit = None if column.unit is None else f"in {column.unit}"
    default = None if column.default is None else f"{column.default} where nothing was given"
    going = None if column.deprecated is None else f"deprecated: {column.deprecated}"
    return escaped("; ".join(text for text in (column.description, unit, default, going) if text is not None))


def _asking(ref: ProductRef) -> Iterator[str]:
    if ref.product.visibility == "open":
        yield from (
            "",
            "## Reading it in a transform",
            "",
            "Every domain may query it. A transform needs, beside that:",
        )
    else:
        yield from ("", "## Asking for it", "", "Write into your domain, and ask its owner for a share:")
    wanted = f'Subscription("{ref.name}", major={ref.product.major}, purpose="…")'
    yield from ("", "```python", f"consumes=[{wanted}]", "```")


def _grid(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
