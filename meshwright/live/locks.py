"""Who works on a stack already: the locks in a backend that is a folder or a bucket.

Pulumi Cloud keeps its own, and refuses a second update before that touches anything.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .project import Project
from .trouble import LiveError, locked

LOCKS = ".pulumi/locks/organization/meshwright/"


def refuse_locked(project: Project, stacks: Iterable[str]) -> None:
    """A LiveError where somebody works on one of the stacks, or died at it."""
    held = dict(_held(project.place))
    wanted = [stack for stack in stacks if stack in held]
    if wanted:
        told = [f"{stack}: {locked(stack, **_holder(held[stack]))}" for stack in wanted]
        raise LiveError("\n".join([*told, "nothing was touched"]))


def _held(backend: str) -> Iterator[tuple[str, str]]:
    """Stack and the text of its lock."""
    parts = urlsplit(backend)
    if parts.scheme == "file":
        folder = Path(backend.removeprefix("file://")).expanduser() / LOCKS
        for path in sorted(folder.glob("*/*.json")):
            yield path.parent.name, path.read_text(encoding="utf-8", errors="replace")
    elif parts.scheme == "s3" and find_spec("boto3") is not None:
        client = _bucket_client({name: values[-1] for name, values in parse_qs(parts.query).items()})
        prefix = f"{parts.path.strip('/')}/{LOCKS}".lstrip("/")
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=parts.netloc, Prefix=prefix):
            for entry in page.get("Contents", ()):
                stack = entry["Key"].removeprefix(prefix).partition("/")[0]
                body = client.get_object(Bucket=parts.netloc, Key=entry["Key"])["Body"]
                yield stack, body.read().decode(errors="replace")


def _bucket_client(options: Mapping[str, str]) -> Any:
    """As the CLI reads the address of a backend."""
    import boto3
    from botocore.config import Config

    endpoint = options.get("endpoint")
    if endpoint and "://" not in endpoint:
        endpoint = f"{'http' if options.get('disableSSL') == 'true' else 'https'}://{endpoint}"
    style = Config(s3={"addressing_style": "path" if options.get("s3ForcePathStyle") == "true" else "auto"})
    session = boto3.Session(profile_name=options.get("profile") or options.get("awssdk_profile"))
    return session.client("s3", region_name=options.get("region"), endpoint_url=endpoint, config=style)


def _holder(text: str) -> dict[str, str]:
    """Who, where, which process and since when, as far as a lock says it."""
    try:
        told = json.loads(text)
        return {
            "user": str(told["username"]), "host": str(told["hostname"]),
            "pid": str(told["pid"]), "since": str(told["timestamp"]),
        }  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return {}
