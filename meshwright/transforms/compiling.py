"""Compile a table's transform."""

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from meshwright.contracts.iceberg import duckdb_type, spark_type
from meshwright.findings import Finding
from meshwright.language import Mesh, Place, ProductRef, Table
from meshwright.runtime.plan import Input

from .compiled import Compiled
from .planning import landing_input, plan, table_input


def compile_mesh(mesh: Mesh) -> tuple[Compiled, ...]:
    """Every table of the mesh, compiled."""
    return tuple(compile_table(mesh, ref, table) for ref, table in mesh.tables())


def compile_table(mesh: Mesh, ref: ProductRef, table: Table) -> Compiled:
    """One table's transform, compiled for both engines."""
    text = mesh.transforms.get(ref.domain.name, {}).get(table.transform)
    path = f"domains/{ref.domain.name}/transforms/{table.transform}"
    inputs: dict[str, Input] = {}

    def failed(message: str, fix: str) -> Compiled:
        return Compiled(ref, table, None, (Finding(Place(path, 1, 1), "transform", message, fix),), tuple(inputs.values()))

    if text is None:
        return failed(f"{path} does not exist", "write the transform")
    try:
        statements = [s for s in sqlglot.parse(text, read="spark") if s]
        if len(statements) != 1 or not isinstance(statements[0], exp.Query):
            return failed("the transform is not one SELECT", "write one SELECT")
        schema: dict[str, dict[str, str]] = {}
        for node in statements[0].find_all(exp.Table):
            if not node.db:
                continue
            if node.db == "landing":
                landing = ref.domain.landing(node.name)
                if landing is None:
                    return failed(f"landing.{node.name} does not exist", "declare the landing")
                source = landing_input(landing)
                columns = [c for c in landing.columns if c.pii != "drop"]
            else:
                other = mesh.database(node.db)
                of = other.product.table(node.name) if other else None
                if other is None or of is None:
                    return failed(f"{node.db}.{node.name} does not exist", "name a declared table")
                columns = list(of.columns)
                source = table_input(other, of, [c.name for c in columns])
            inputs[source.view] = source
            schema[source.view] = {c.name: spark_type(c.type) for c in columns}
            node.replace(exp.Table(this=exp.to_identifier(source.view), alias=node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))))
        query = qualify(statements[0], schema=schema, dialect="spark", quote_identifiers=False, identify=False)
        query = annotate_types(query, schema=schema, dialect="spark")
    except sqlglot.errors.SqlglotError as error:
        return failed(str(error).splitlines()[0], "correct the SQL")
    missing = {c.name for c in table.columns} ^ set(query.named_selects)
    if missing:
        return failed(f"columns differ: {', '.join(sorted(missing))}", "select exactly the declared columns")
    spark = ", ".join(f"CAST(`{c.name}` AS {spark_type(c.type)}) AS `{c.name}`" for c in table.columns)
    duckdb = ", ".join(f'CAST("{c.name}" AS {duckdb_type(c.type)}) AS "{c.name}"' for c in table.columns)
    sql = {
        "spark": f"SELECT {spark} FROM ({query.sql('spark')}) AS published",
        "duckdb": f"SELECT {duckdb} FROM ({query.sql('duckdb')}) AS published",
    }
    return Compiled(ref, table, plan(ref, table, tuple(inputs.values()), sql), (), tuple(inputs.values()))
