"""Objects that a program uploads: text, a file, or an archive that is packed on the way."""

import base64
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ..api import Api
from ..errors import SandboxError
from .kind import Inputs, Kind, Outputs

CONTENT = frozenset({"content", "contentBase64", "source"})
CLIENT_SIDE = frozenset({"etag", "sourceHash", "forceDestroy", "overrideProvider", "tags", "kmsKeyId"})
"""Inputs that only pulumi-aws looks at, or that the request has in another form."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of everything in a packed archive, so that equal content gives equal bytes."""


class BucketObject(Kind):
    """An object with its content."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """Putting over what is there."""
        own = {n: v for n, v in self.own(inputs).items() if n not in CONTENT | CLIENT_SIDE}
        parameters = self.request("put_object", own)
        if inputs.get("kmsKeyId"):
            parameters.setdefault("ServerSideEncryption", "aws:kms")
            parameters["SSEKMSKeyId"] = inputs["kmsKeyId"]
        if inputs.get("tags"):
            parameters["Tagging"] = urlencode(inputs["tags"])
        return api.call("s3", "put_object", Body=body(inputs, api.root), **parameters)

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Put again."""
        return self.computed(api, new, self.call_create(api, new))

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """S3 answers with hash and version."""
        told = {"etag": str(response.get("ETag", inputs.get("etag", ""))).strip('"')}
        if response.get("VersionId") or inputs.get("versionId"):
            told["versionId"] = str(response.get("VersionId") or inputs.get("versionId"))
        return {**super().computed(api, inputs, response), **told}


def body(inputs: Inputs, root: Path) -> bytes:
    """The bytes of an object.

    Raises:
        SandboxError: a file isn't there, or the content has a form that a sandbox can't fetch.
    """
    if "content" in inputs:
        return str(inputs["content"]).encode()
    if "contentBase64" in inputs:
        return base64.b64decode(inputs["contentBase64"])
    return _asset(inputs.get("source") or {"asset": "text", "text": ""}, root)


def _asset(asset: Mapping[str, Any], root: Path) -> bytes:
    match asset.get("asset") or asset.get("archive"):
        case "text":
            return str(asset["text"]).encode()
        case "file":
            return _read(root / asset["path"])
        case "directory":
            folder = root / asset["path"]
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            return _packed((path.relative_to(folder).as_posix(), _read(path)) for path in files)
        case "assets":
            return _packed(sorted(_members(asset["assets"], "", root)))
        case other:
            raise SandboxError(f"an object's source is {other!r}; the sandbox takes text, files and folders")


def _members(assets: Mapping[str, Any], within: str, root: Path) -> Iterator[tuple[str, bytes]]:
    for name, asset in assets.items():
        if "assets" in asset:
            yield from _members(asset["assets"], f"{within}{name}/", root)
        elif asset.get("archive") == "directory":
            folder = root / asset["path"]
            for path in folder.rglob("*"):
                if path.is_file():
                    yield f"{within}{name}/{path.relative_to(folder).as_posix()}", _read(path)
        else:
            yield f"{within}{name}", _asset(asset, root)


def _packed(members: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise SandboxError(f"an object's source {path} can't be read ({problem.strerror}); build it first") from problem


def _object(token: str) -> BucketObject:
    return BucketObject(
        token=token,
        id="{key}",
        key={"bucket": "Bucket", "key": "Key"},
        service="s3",
        creates="put_object",
        updates="put_object",
        deletes="delete_object",
        reads="head_object",
        names={"acl": "ACL"},
        outputs={"arn": "arn:{partition}:s3:::{bucket}/{key}"},
    )


KINDS = (_object("aws:s3/bucketObjectv2:BucketObjectv2"), _object("aws:s3/bucketObject:BucketObject"))
