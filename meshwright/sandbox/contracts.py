"""The contracts that were published in the sandbox."""

from meshwright import names
from meshwright.contracts.standards.documents import CONTRACT

from .errors import SandboxError
from .place import NAME
from .server import Server


def published_contracts(server: Server) -> list[tuple[str, str]]:
    """Address and text of each contract in the catalog bucket, by address.

    Raises:
        SandboxError: nothing was built here yet, or an object there is no text.
    """
    s3 = server.client("s3")
    begins = names.bucket(NAME, names.PLATFORM, "catalog", "")
    buckets = [b["Name"] for b in s3.list_buckets()["Buckets"] if b["Name"].startswith(begins)]
    if len(buckets) != 1:
        raise SandboxError(f"{len(buckets)} buckets are called {begins}…; one is needed; run `mesh up`")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=buckets[0], Prefix=names.CONTRACTS)
    keys = [found["Key"] for page in pages for found in page.get("Contents", ())]
    published = []
    for key in sorted(key for key in keys if key.endswith(f"/{CONTRACT}")):
        address, content = f"s3://{buckets[0]}/{key}", s3.get_object(Bucket=buckets[0], Key=key)["Body"].read()
        published.append((address, _text(address, content)))
    return published


def _text(address: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        cure = "run `mesh up` to publish it again"
        raise SandboxError(f"{address}: the published contract is not UTF-8; {cure}") from None
