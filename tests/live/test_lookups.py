"""What is found of an interrupted creation whose id AWS made up."""

from collections.abc import Iterator
from typing import Any

import pytest

from meshwright.account.desired import KEY
from meshwright.language import Environment
from meshwright.live.lookups import QUERY, left
from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws

pytestmark = pytest.mark.sandbox

NOBODY: frozenset[str] = frozenset()
DESCRIPTION = "data of the domain alpha"
INPUTS = {"description": DESCRIPTION, "tags": {"domain": "alpha"}}


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with embedded_aws(tmp_path_factory.mktemp("aws")) as server:
        yield server


@pytest.fixture
def environment(aws: Server) -> Environment:
    return Environment("dev", account=ACCOUNT, region=REGION, endpoint=aws.endpoint)


def made(kms: Any, description: str, domain: str = "alpha") -> str:
    tags = [{"TagKey": "domain", "TagValue": domain}, {"TagKey": "more", "TagValue": "is no matter"}]
    return str(kms.create_key(Description=description, Tags=tags)["KeyMetadata"]["KeyId"])


def test_the_key_of_an_interrupted_creation_is_found_and_no_other(aws: Server, environment: Environment) -> None:
    kms = aws.client("kms")
    made(kms, DESCRIPTION, domain="beta")
    made(kms, "something else")
    kms.create_alias(AliasName="alias/in-use", TargetKeyId=made(kms, DESCRIPTION))
    kms.schedule_key_deletion(KeyId=made(kms, DESCRIPTION))
    assert left(environment, KEY, INPUTS, NOBODY) is None
    lost = made(kms, DESCRIPTION)
    assert left(environment, KEY, INPUTS, NOBODY) == lost
    assert left(environment, KEY, INPUTS, frozenset({lost})) is None


def test_a_query_is_found_by_its_name_within_its_workgroup(aws: Server, environment: Environment) -> None:
    athena = aws.client("athena")
    inputs = {"name": "who reads", "workgroup": "primary"}
    query = {"Database": "d", "QueryString": "SELECT 1", "WorkGroup": "primary"}
    athena.create_named_query(Name="another", **query)
    assert left(environment, QUERY, inputs, NOBODY) is None
    lost = athena.create_named_query(Name="who reads", **query)["NamedQueryId"]
    assert left(environment, QUERY, inputs, NOBODY) == lost


def test_of_types_whose_ids_follow_from_inputs_nothing_is_looked_for(environment: Environment) -> None:
    assert left(environment, "aws:s3/bucket:Bucket", {"bucket": "b"}, NOBODY) is None
