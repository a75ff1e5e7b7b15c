"""What an interrupted creation left: which types are taken over under an id, and that the provider can."""

import re
from importlib.util import find_spec
from pathlib import Path

from meshwright.live.recovery import ASSIGNED, TWICE, takeovers
from meshwright.recording.registration import Place
from meshwright.sandbox.resources import table

PLACE = Place(account="123456789012", region="eu-west-1")
KEY, TAG = "aws:kms/key:Key", "aws:lakeformation/lfTag:LfTag"
IMPORTING = "pulumi import"
"""What the documentation of a type says that has an importer."""


def documentation(token: str) -> str:
    """The module of pulumi-aws with a type, as text: loading them all takes long."""
    spec = find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    module, name = token.split(":")[1].split("/")
    file = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
    return (Path(spec.origin).parent / module / f"{file}.py").read_text(encoding="utf-8")


def pending(token: str, **inputs: object) -> dict[str, object]:
    resource = {"urn": f"urn:pulumi:a.dev::meshwright::{token}::thing", "type": token, "inputs": inputs}
    return {"pending_operations": [{"resource": resource, "type": "creating"}]}


def test_what_is_taken_over_has_an_importer_and_what_has_none_can_be_created_twice() -> None:
    types = {token for token in table() if token.startswith("aws:")}
    assert {token for token in types if IMPORTING not in documentation(token)} == set(TWICE)


def test_a_resource_is_taken_over_under_the_id_that_follows_from_its_inputs() -> None:
    urn = f"urn:pulumi:a.dev::meshwright::{TAG}::thing"
    assert takeovers(pending(TAG, key="sensitivity", values=["high"]), PLACE) == {urn: "123456789012:sensitivity"}


def test_a_resource_whose_id_aws_makes_up_is_forgotten() -> None:
    assert KEY in ASSIGNED
    assert takeovers(pending(KEY), PLACE) == {}
    assert all(takeovers(pending(token), PLACE) == {} for token in TWICE)
