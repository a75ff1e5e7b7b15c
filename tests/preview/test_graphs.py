"""What a deployment would do to each resource."""

import pytest

from meshwright.preview.graphs import compared
from meshwright.preview.report import ResourceChange
from meshwright.recording.graph import UNKNOWN, Resource

from .graphs import ALIAS, BUCKET, KEY, POLICY, TABLE, graph, resource, urn


def one(before: Resource | None, after: Resource | None) -> ResourceChange:
    (change,) = compared(*(graph(*([r] if r else [])) for r in (before, after)))
    return change


def test_equal_graphs_have_no_changes() -> None:
    assert compared(graph(resource(BUCKET, "data")), graph(resource(BUCKET, "data"))) == ()


def test_what_is_new_is_created_and_what_is_gone_is_deleted() -> None:
    assert one(None, resource(BUCKET, "data")).action == "create"
    gone = one(resource(BUCKET, "data"), None)
    assert (gone.action, gone.retained) == ("delete", False)


def test_a_stack_that_is_gone_is_all_deleted() -> None:
    assert [c.action for c in compared(graph(resource(BUCKET, "data")), None)] == ["delete"]


def test_what_can_be_changed_in_place_is_updated() -> None:
    change = one(resource(BUCKET, "data", {"tags": {"a": "1"}}), resource(BUCKET, "data", {"tags": {"a": "2"}}))
    assert change.action == "update"
    assert [(p.path, p.before, p.after) for p in change.properties] == [("tags.a", "1", "2")]


def test_what_cannot_be_changed_in_place_is_replaced_and_says_why() -> None:
    change = one(
        resource(BUCKET, "data", {"bucket": "one"}, retain_on_delete=True),
        resource(BUCKET, "data", {"bucket": "two"}, retain_on_delete=True),
    )
    assert (change.action, change.forced_by, change.retained) == ("replace", ("bucket",), True)


def test_a_nested_property_can_force_a_replacement() -> None:
    def table(version: str) -> Resource:
        iceberg = {"icebergInput": {"metadataOperation": "CREATE", "version": version}}
        return resource(TABLE, "orders", {"name": "orders", "openTableFormatInput": iceberg})

    assert one(table("2"), table("3")).forced_by == ("openTableFormatInput.icebergInput.version",)


def test_a_region_is_a_place_that_cannot_be_changed() -> None:
    change = one(
        resource(BUCKET, "data", outputs={"region": "eu-west-1"}),
        resource(BUCKET, "data", outputs={"region": "eu-north-1"}),
    )
    assert (change.action, change.forced_by) == ("replace", ("region",))


def test_an_account_is_a_place_that_cannot_be_changed() -> None:
    def made(account: str) -> tuple[Resource, ...]:
        provider = resource("pulumi:providers:aws", "aws", {"allowedAccountIds": f'["{account}"]'})
        return provider, resource(BUCKET, "data", provider=provider.urn)

    (change,) = compared(graph(*made("111122223333")), graph(*made("444455556666")))
    assert (change.name, change.forced_by) == ("data", ("account",))


def test_a_renamed_resource_with_an_alias_is_the_same() -> None:
    change = one(resource(BUCKET, "old"), resource(BUCKET, "new", aliases=(urn(BUCKET, "old"),)))
    assert (change.action, change.renamed_from, change.properties) == ("update", "old", ())


def test_an_alias_of_what_is_still_there_means_nothing() -> None:
    old = resource(BUCKET, "old")
    changes = compared(graph(old), graph(old, resource(BUCKET, "new", aliases=(old.urn,))))
    assert [(c.action, c.name) for c in changes] == [("create", "new")]


def test_what_is_to_be_ignored_is_no_change() -> None:
    def made(a: str, b: str) -> Resource:
        return resource(BUCKET, "data", {"tags": {"a": a, "b": b}}, ignore_changes=("tags.a",))

    assert compared(graph(made("1", "1")), graph(made("2", "1"))) == ()
    assert [p.path for p in one(made("1", "1"), made("2", "2")).properties] == ["tags.b"]


def test_an_option_can_ask_for_a_replacement() -> None:
    def made(value: str) -> Resource:
        return resource(KEY, "key", {"description": value}, replace_on_changes=("description",))

    assert one(made("a"), made("b")).forced_by == ("description",)


def test_an_imported_resource_is_not_created() -> None:
    change = one(None, resource(BUCKET, "data", import_id="mesh-data"))
    assert (change.action, change.properties[0].after) == ("import", "mesh-data")


def test_less_protection_is_a_change_although_no_input_changes() -> None:
    change = one(resource(BUCKET, "data", retain_on_delete=True), resource(BUCKET, "data"))
    assert [(p.path, p.before, p.after) for p in change.properties] == [("options.retainOnDelete", True, False)]


@pytest.mark.parametrize("after", [None, resource(BUCKET, "data", {"bucket": "two"}, protect=True)])
def test_the_engine_refuses_to_take_away_what_is_protected(after: Resource | None) -> None:
    assert one(resource(BUCKET, "data", {"bucket": "one"}, protect=True), after).protected


def test_secrets_are_never_shown() -> None:
    def made(token: str) -> Resource:
        inputs = {"tags": {"token": token, "plain": token[:1]}}
        return resource(BUCKET, "data", inputs, secrets=("tags.token",))

    change = one(made("abc"), made("xyz"))
    assert [(p.path, p.before, p.after) for p in change.properties] == [
        ("tags.plain", "a", "x"),
        ("tags.token", "secret", "secret"),
    ]
    assert one(made("abc"), resource(BUCKET, "data", {})).properties[0].before == {"token": "secret", "plain": "a"}


def test_a_value_that_only_aws_knows_is_said_to_be_unknown() -> None:
    change = one(resource(BUCKET, "data", {"bucket": "a"}), resource(BUCKET, "data", {"bucket": UNKNOWN}))
    assert change.properties[0].after == "known after apply"


def test_a_long_text_is_shown_by_its_hash() -> None:
    change = one(resource(BUCKET, "data", {"a": "x" * 500}), resource(BUCKET, "data", {"a": "y" * 500}))
    assert str(change.properties[0].after).startswith("text of 500 characters, sha256 ")


def test_a_stand_in_is_shown_as_what_it_stands_for() -> None:
    key = resource(KEY, "key", outputs={"keyId": "8905fda3-5c14-5cf7-a8e3-2f06e39c7c65"})
    arn = "arn:aws:kms:eu-west-1:123456789012:key/8905fda3-5c14-5cf7-a8e3-2f06e39c7c65"
    (change,) = compared(
        graph(key, resource(BUCKET, "data")), graph(key, resource(BUCKET, "data", {"tags": {"key": arn}}))
    )
    assert change.properties[0].after == {"key": "arn:aws:kms:eu-west-1:123456789012:key/${key.keyId}"}


def test_a_replacement_reaches_what_refers_to_it() -> None:
    def made(name: str) -> tuple[Resource, ...]:
        bucket = resource(BUCKET, "data", {"bucket": "data", "objectLockEnabled": name == "two"})
        policy = resource(POLICY, "policy", {"bucket": "data", "policy": "{}"}, uses={"bucket": bucket})
        return bucket, policy

    changes = compared(graph(*made("one")), graph(*made("two")))
    assert [(c.name, c.action, c.forced_by, c.because_of) for c in changes] == [
        ("data", "replace", ("objectLockEnabled",), ()),
        ("policy", "replace", ("bucket",), ("data",)),
    ]


def test_an_id_that_aws_makes_up_anew_reaches_what_holds_it() -> None:
    def made(usage: str) -> tuple[Resource, ...]:
        number = "8905fda3-5c14-5cf7-a8e3-2f06e39c7c65"
        key = resource(KEY, "key", {"keyUsage": usage}, outputs={"keyId": number})
        alias = resource(ALIAS, "alias", {"name": "alias/a", "targetKeyId": number}, uses={"targetKeyId": key})
        return key, alias

    alias, key = compared(graph(*made("ENCRYPT_DECRYPT")), graph(*made("SIGN_VERIFY")))
    assert (key.action, alias.action, alias.because_of) == ("replace", "update", ("key",))
    assert [(p.path, p.before, p.after) for p in alias.properties] == [
        ("targetKeyId", "${key.keyId}", "known after apply")
    ]
