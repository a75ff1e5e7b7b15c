"""``mesh contract``: what is exported and imported."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.project import find_root, load_mesh
from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.language import Mesh, ProductRef, Table


def export(written: str, format: str, table: str | None, output: Path | None) -> int:
    """Print one product in a standard's words."""
    from meshwright.contracts.standards.exporting import OF_TABLES, Exported, export_table
    from meshwright.contracts.standards.exporting import export as exported

    loaded = load_mesh(find_root())
    ref = loaded.product(written)
    if format in OF_TABLES:
        text = export_table(ref, _table(ref, table, format), format)
    elif table is not None:
        raise WrongUsage(f"--table names a part of a product, and {format} describes a whole one; leave it out")
    else:
        text = exported(Exported(ref, loaded.mesh.environments, _inputs(loaded.mesh, ref)), format)
    return _put(text, output)


def import_(file: Path, domain: str | None, output: Path | None) -> int:
    """Print the definition of what a contract describes; what is left out of it is told."""
    from meshwright.contracts.standards.odcs import read_contract
    from meshwright.loader.reading import read_definition
    from meshwright.writing import write_domain

    imported = read_contract(_text(file), str(file), domain=domain)
    product = imported.domain.products[0]
    text = write_domain(imported.domain, title=f"{product.name}, as its contract describes it.", notes=imported.notes)
    reading = read_definition("domain.py", text)
    if reading.findings or reading.values.get("domain") != imported.domain:
        found = next(iter(reading.findings), None)
        told = f": {found.message}; {found.fix}" if found else ""
        raise MeshError(f"{file}: the contract says more than a definition can hold{told}")
    status = _put(text, output)
    for left in imported.left_out:
        print(f"mesh: left out, since a definition has no word for it: {left}", file=sys.stderr)
    return status


def _table(ref: "ProductRef", name: str | None, format: str) -> "Table":
    tables = [t.name for t in ref.product.tables]
    if name is None and len(tables) > 1:
        raise WrongUsage(f"{format} describes one table, and {ref} has {len(tables)}; add --table {tables[0]}")
    found = ref.product.table(name or tables[0])
    if found is None:
        from meshwright.cli.project import unknown

        raise unknown("table", name or "", tables)
    return found


def _inputs(mesh: "Mesh", ref: "ProductRef") -> "list[ProductRef]":
    """The products that its transforms read, as far as they can be followed."""
    from meshwright.transforms import compile_table

    plans = [compile_table(mesh, ref, table).plan for table in ref.product.tables]
    read = {i.database for plan in plans if plan is not None for i in plan.inputs if i.kind == "table"}
    found = (mesh.database(database) for database in sorted(read - {ref.database}))
    return [other for other in found if other is not None]


def _text(file: Path) -> str:
    from meshwright.contracts.standards.files import read_document

    try:
        return read_document(file)
    except OSError as error:
        raise WrongUsage(f"{file} can't be read: {(error.strerror or 'unreadable').lower()}; name a file") from None


def _put(text: str, output: Path | None) -> int:
    if output is None:
        sys.stdout.write(text)
        return Status.DONE
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.link(unfinished, output)  # unlike a rename, it refuses where there is a file
    except FileNotFoundError:
        raise MeshError(f"{output.parent} is no folder; make it, or name another --output") from None
    except FileExistsError:
        raise MeshError(f"{output} is there already; remove it, or name another --output") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return Status.DONE
