"""What an interrupted creation left: which types are taken over under an id, and that the provider can."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from meshwright.live.lookups import FINDERS
from meshwright.live.recovery import TWICE, half_taken, mended, takeovers
from meshwright.recording.outputs import computed_outputs
from meshwright.recording.registration import Place, Registration
from meshwright.sandbox.resources import table
from tests.generated import PROJECT

INVENTORY = PROJECT / "tests" / "components" / "inventory"
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


class Anything(dict[str, Any]):
    """Inputs that have whatever is asked for."""

    def get(self, key: str, default: Any = None) -> Any:
        parts = ("databaseName", "name", "tableCatalogId", "tableName")
        return dict.fromkeys(parts, "x") if key == "tableData" else "x"


def answered(token: str, name: str) -> str:
    """The id that AWS gives a resource of this name, as far as a recording knows it."""
    urn = f"urn:pulumi:a.dev::meshwright::{token}::{name}"
    return str(computed_outputs(Registration(urn=urn, type=token, name=name, inputs=Anything(), place=PLACE))["id"])


def form(id_: str) -> str:
    """How an id is made up: ``x`` for a part, ``arn`` for an ARN."""
    plain = id_.removeprefix("alias/").replace("arn:aws:", "arn:")
    return re.sub(r"[^:,/]+", "x", re.sub(r"arn:[^,]+", "arn", plain)).replace("arn", "x")


def declared() -> set[str]:
    """Every type that a component makes."""
    texts = [path.read_text(encoding="utf-8") for path in INVENTORY.glob("*.yaml")]
    return set(re.findall(r"\baws:\w+/\w+:\w+", "\n".join(texts)))


def test_what_has_no_importer_can_be_created_twice() -> None:
    types = {token for token in table() if token.startswith("aws:")}
    assert {token for token in types if IMPORTING not in documentation(token)} <= set(TWICE)


def test_of_every_type_it_is_known_how_to_go_on_after_its_creation_was_cut_off() -> None:
    """Its id follows from its inputs, or it is looked for, or it may be created twice."""
    assert declared() <= set(table())
    assert len(declared()) > 40
    made_up = {token for token in table() if token.startswith("aws:") and answered(token, "a") != answered(token, "b")}
    assert made_up - set(TWICE) == set(FINDERS)


def test_an_id_that_follows_from_inputs_is_what_the_importer_wants() -> None:
    for token in sorted(declared() - {*TWICE, *FINDERS}):
        examples = re.findall(rf"pulumi import {token} \S+ (\S+)", documentation(token))
        assert form(answered(token, "a")) in map(form, examples), token


def test_a_resource_is_taken_over_under_the_id_that_follows_from_its_inputs() -> None:
    urn = f"urn:pulumi:a.dev::meshwright::{TAG}::thing"
    assert takeovers(pending(TAG, key="sensitivity", values=["high"]), PLACE) == {urn: "123456789012:sensitivity"}


def test_a_resource_whose_id_aws_makes_up_has_none_that_follows() -> None:
    assert takeovers(pending(KEY), PLACE) == {}
    assert all(takeovers(pending(token), PLACE) == {} for token in TWICE)


def test_what_was_to_take_the_place_of_another_does_so() -> None:
    old = {"urn": "urn:a", "type": KEY, "custom": True, "id": "old", "outputs": {"keyId": "old"}}
    new = {"urn": "urn:a", "type": KEY, "custom": True, "id": "new"}
    other = {**old, "urn": "urn:b"}
    state = {"resources": [old, other], "pending_operations": [{"resource": new, "type": "creating"}]}
    assert mended(state, [new])["resources"] == [new, {**old, "delete": True}, other]
    gone = {"resources": [{**old, "pendingReplacement": True}, other]}
    assert mended(gone, [new])["resources"] == [new, other]
    assert mended(state, [])["resources"] == [old, other]
    assert mended(state, [])["pending_operations"] == []


def test_a_run_that_ended_before_the_engine_had_looked_is_seen() -> None:
    known = {"urn": "urn:a", "type": TAG, "custom": True, "id": "a", "outputs": {"key": "a"}}
    assert not half_taken({"resources": [known, {"urn": "urn:c", "type": "meshwright:index:C", "custom": False}]})
    assert half_taken({"resources": [{**known, "outputs": {}}]})
