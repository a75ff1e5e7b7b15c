"""What a stack left in the account when it went is not made a second time: the engine asks before it creates.

``mesh up`` takes such things over, which no program can do: it doesn't see its own state. So this one refuses, in the
preview already, and says what to run.
"""

import asyncio
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.runtime import invoke_async
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_monitor

from meshwright import names
from meshwright.language import Environment

KEY, BUCKET, TABLE = "aws:kms/key:Key", "aws:s3/bucket:Bucket", "aws:glue/catalogTable:CatalogTable"
"""What is asked for: a database stays as long as its tables, an alias as long as its key."""
SIGNING = "GENERATE_VERIFY_MAC"
"""What the key of pseudonyms is for."""


def asking_first(environment: Environment, scope: str, provider: aws.Provider) -> pulumi.ResourceOptions:
    """Options of components, so that what is kept is asked for before it is made; none where nobody is to be asked.

    A recording asks no account, and ``mesh preview`` has looked for itself.
    """
    if isinstance(get_monitor(), MockMonitor) or os.environ.get(names.LOOKED):
        return pulumi.ResourceOptions()
    # each registration under way holds a thread until the engine is done with it, and the engine waits for this answer
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1000))
    asking = pulumi.InvokeOptions(provider=provider)

    async def refuse(args: pulumi.ResourceHookArgs) -> None:
        if there := await _there(args.type, args.new_inputs or {}, environment, scope, asking):
            raise RuntimeError(
                f"{there} is in the account already, as it was kept; take it over: "
                f"mesh up --env {environment.name} {scope} (docs/majors.md#what-comes-back)"
            )

    hook = pulumi.ResourceHook("kept", refuse, pulumi.ResourceHookOptions(on_dry_run=True))
    binding = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_create=[hook]))

    def bind(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ not in (KEY, BUCKET, TABLE) or not args.opts.retain_on_delete or args.opts.import_:
            return None
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, binding))

    return pulumi.ResourceOptions(transformations=[bind])


async def _there(
    type_: str, given: Mapping[str, Any], environment: Environment, scope: str, asking: pulumi.InvokeOptions
) -> str:
    """What is there already of a resource that is about to be made; empty where nothing is."""
    if type_ == TABLE:
        args = {"databaseName": given.get("databaseName"), "name": given.get("name")}
        found = await _told("aws:glue/getCatalogTable:getCatalogTable", args, asking)
        return f"table {args['databaseName']}.{args['name']}" if found else ""
    if type_ == BUCKET:
        found = await _told("aws:s3/getBucket:getBucket", {"bucket": given.get("bucket")}, asking)
        return f"bucket {given['bucket']}" if found else ""
    owner = names.PLATFORM if scope == names.FOUNDATION else scope
    called = names.pseudonym_key_alias if given.get("keyUsage") == SIGNING else names.key_alias
    alias = called(environment.name, owner)
    found = await _told("aws:kms/getKey:getKey", {"keyId": alias}, asking)
    return f"key {alias}" if found.get("keyState") == "Enabled" else ""


async def _told(function: str, args: Mapping[str, Any], opts: pulumi.InvokeOptions) -> Mapping[str, Any]:
    """What the provider says; nothing where there is no such thing, or nobody may ask."""
    if None in args.values():
        return {}  # not known before it is made
    try:
        return dict(await invoke_async(function, args, opts) or {})
    except Exception:  # the SDK raises it as such
        return {}
