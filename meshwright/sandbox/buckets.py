"""Finding a bucket of the mesh, whose suffix only the foundation knows."""

from typing import Any

from .errors import SandboxError


def bucket_called(s3: Any, begins: str, again: str = "run `mesh up`") -> str:
    """The one bucket whose name begins so; ``again`` is the command that builds it.

    Raises:
        SandboxError: there is none, or there are several.
    """
    found = [b["Name"] for b in s3.list_buckets()["Buckets"] if b["Name"].startswith(begins)]
    if len(found) != 1:
        raise SandboxError(f"{len(found)} buckets are called {begins}…; one is needed; {again}")
    return str(found[0])
