"""The contracts that were published in an account."""

from meshwright import names
from meshwright.contracts.standards.documents import CONTRACT
from meshwright.errors import MeshError
from meshwright.sandbox.buckets import bucket_called

from .reaching import Account


def published_contracts(account: Account) -> list[tuple[str, str]]:
    """Address and text of each contract in the catalog bucket of an environment, by address.

    Raises:
        MeshError: nothing was built there yet, or an object there is no text.
        ApiError: AWS refused.
    """
    api, environment = account.api, account.environment.name
    s3 = api.client("s3", api.region)
    again = "run `mesh up`" if account.sandbox else f"run `mesh up --env {environment}`"
    bucket = bucket_called(s3, names.bucket(environment, names.PLATFORM, "catalog", ""), again)
    found = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=names.CONTRACTS)
    keys = sorted(o["Key"] for page in found for o in page.get("Contents", ()) if o["Key"].endswith(f"/{CONTRACT}"))
    published = []
    for key in keys:
        address = f"s3://{bucket}/{key}"
        content: bytes = api.call("s3", "get_object", Bucket=bucket, Key=key)["Body"].read()
        try:
            published.append((address, content.decode()))
        except UnicodeDecodeError:
            raise MeshError(f"{address}: the published contract is not UTF-8; {again} to publish it again") from None
    return published
