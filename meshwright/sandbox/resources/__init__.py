"""The table: how each resource type becomes API calls.

One module for each service, a row for each type. A new type is a ``Kind`` in one of the ``KINDS`` below; a type that
needs no call at all goes into ``NOTHING``.
"""

from functools import cache

from ..errors import SandboxError
from .kind import Kind, Realised
from .nothing import NOTHING

__all__ = ["NOTHING", "Kind", "Realised", "kind_of", "table"]


@cache
def table() -> dict[str, Kind]:
    """Every row by its type token."""
    from . import (
        athena,
        events,
        glue,
        glue_tables,
        iam,
        identity_center,
        kms,
        lakeformation,
        lakeformation_access,
        logs,
        s3,
        s3_objects,
        sns,
    )

    access = lakeformation_access
    identity = (iam, identity_center, kms)
    modules = (athena, events, glue, glue_tables, *identity, lakeformation, access, logs, s3, s3_objects, sns)
    return {kind.token: kind for module in modules for kind in module.KINDS}


def kind_of(token: str) -> Kind:
    """The row of a type.

    Raises:
        SandboxError: the table has none.
    """
    kind = table().get(token)
    if kind is None:
        raise SandboxError(
            f"the sandbox doesn't know the resource type {token}; "
            "add a row for it to a module of meshwright/sandbox/resources"
        )
    return kind
