"""What stood in the account before the mesh, and stays as it is."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from .definition import Definition, given
from .quoting import quoted

_DATABASE = re.compile(r"[a-z][a-z0-9_]{0,254}\Z")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_ROLE = re.compile(r"(?:[A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,64}\Z")


def _database(value: str) -> str:
    if not _DATABASE.match(value):
        raise ValueError(
            f"database {quoted(value)} can't be read in SQL as it is; it needs lower-case letters, digits and "
            "underscores, beginning with a letter"
        )
    return value


def _bucket(value: str) -> str:
    if not _BUCKET.match(value):
        raise ValueError(f"bucket {quoted(value)} is not the name of a bucket; write it without s3:// and without keys")
    return value


def _role(value: str) -> str:
    if not _ROLE.match(value):
        raise ValueError(f"{quoted(value)} is not the name of a role; write it as it stands behind :role/ in its ARN")
    return value


ExistingDatabase = Annotated[str, AfterValidator(_database)]
"""A database of the account's Glue catalog."""
ExistingBucket = Annotated[str, AfterValidator(_bucket)]
"""A bucket of the account."""
ExistingRole = Annotated[str, AfterValidator(_role)]
"""A role of the account, with its path where it has one: what stands behind ``:role/`` in its ARN."""


class Adopted(Definition):
    """Buckets and roles of the account that a domain answers for, made by others before the mesh.

    They are taken over as they are, protected, and never changed or deleted. A role reads what the domain subscribes
    to, as its readers do.
    """

    buckets: tuple[ExistingBucket, ...] = ()
    roles: tuple[ExistingRole, ...] = ()

    def __init__(self, *, buckets: Sequence[str] = (), roles: Sequence[str] = ()) -> None:
        super().__init__(**given(buckets=buckets, roles=roles))
