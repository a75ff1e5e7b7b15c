"""Glue's table optimizers: compaction, snapshot retention and orphan file deletion. moto has none of them.

They are kept and shown; nothing is optimised here.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.glue.responses import GlueResponse

from .extending import Refused, extend
from .lake import table_of

Key = tuple[str, str, str]
TYPES = ("compaction", "retention", "orphan_file_deletion")


class Optimizers(GlueResponse):
    """Operations on table optimizers."""

    def create_table_optimizer(self) -> ActionResult:
        """CreateTableOptimizer."""
        asked, kept = self.parameters, _kept(self)
        table = table_of(self.glue_backend, asked["DatabaseName"], asked["TableName"])
        if (table.as_dict().get("Parameters") or {}).get("table_type") != "ICEBERG":
            raise Refused("InvalidInputException", f"Table {asked['TableName']} is no Iceberg table")
        if asked["Type"] not in TYPES:
            raise Refused("InvalidInputException", f"{asked['Type']} is none of {', '.join(TYPES)}")
        if _key(asked) in kept:
            raise Refused("AlreadyExistsException", f"Table optimizer already exists: {'.'.join(_key(asked))}")
        kept[_key(asked)] = asked["TableOptimizerConfiguration"]
        return EmptyResult()

    def update_table_optimizer(self) -> ActionResult:
        """UpdateTableOptimizer."""
        asked = self.parameters
        _found(self)
        _kept(self)[_key(asked)] = asked["TableOptimizerConfiguration"]
        return EmptyResult()

    def get_table_optimizer(self) -> ActionResult:
        """GetTableOptimizer."""
        asked = self.parameters
        return ActionResult(
            {
                "CatalogId": self.current_account,
                "DatabaseName": asked["DatabaseName"],
                "TableName": asked["TableName"],
                "TableOptimizer": {"type": asked["Type"], "configuration": _found(self)},
            }
        )

    def delete_table_optimizer(self) -> ActionResult:
        """DeleteTableOptimizer."""
        _found(self)
        del _kept(self)[_key(self.parameters)]
        return EmptyResult()


def install() -> None:
    """Add the operations."""
    extend(Optimizers)


def _kept(response: GlueResponse) -> dict[Key, dict[str, Any]]:
    backend: Any = response.glue_backend
    if not hasattr(backend, "mesh_optimizers"):
        backend.mesh_optimizers = {}
    return backend.mesh_optimizers  # type: ignore[no-any-return]


def _key(asked: dict[str, Any]) -> Key:
    return asked["DatabaseName"], asked["TableName"], asked["Type"]


def _found(response: GlueResponse) -> dict[str, Any]:
    key = _key(response.parameters)
    if key not in _kept(response):
        raise Refused("EntityNotFoundException", f"Table optimizer not found: {'.'.join(key)}")
    return _kept(response)[key]
