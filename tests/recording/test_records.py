"""A recording says what the real engine would have been asked, in plain values."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi import ResourceOptions
from pulumi_aws import Provider, ProviderDefaultTagsArgs, glue, iam, kms, lakeformation, s3, sns
from pulumi_random import RandomId

from meshwright.recording import UNKNOWN, Graph, RecordingError, record
from tests.harness import children, deploy

PREFIX = "urn:pulumi:operations.sandbox::meshwright::"


class Vault(pulumi.ComponentResource):
    """A key and a bucket that it encrypts."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        super().__init__("mesh:test:Vault", name, None, opts)
        self.key = kms.Key(f"{name}-key", deletion_window_in_days=30, opts=ResourceOptions(parent=self))
        self.bucket = s3.Bucket(f"{name}-bucket", opts=ResourceOptions(parent=self, retain_on_delete=True))
        s3.BucketPolicy(
            f"{name}-policy",
            bucket=self.bucket.bucket,
            policy=pulumi.Output.json_dumps({"bucket": self.bucket.arn, "key": self.key.arn}),
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({"keyArn": self.key.arn})


class House(pulumi.ComponentResource):
    """A component of components."""

    def __init__(self, name: str) -> None:
        super().__init__("mesh:test:House", name)
        Vault(f"{name}-vault", ResourceOptions(parent=self))
        self.register_outputs({})


def test_urns_are_those_of_the_real_engine() -> None:
    names = {r.name: r.urn for r in deploy(lambda: House("home")).resources}
    assert names["home"] == f"{PREFIX}mesh:test:House::home"
    assert names["home-vault"] == f"{PREFIX}mesh:test:House$mesh:test:Vault::home-vault"
    assert names["home-vault-key"] == f"{PREFIX}mesh:test:House$mesh:test:Vault$aws:kms/key:Key::home-vault-key"


def test_the_stack_itself_is_recorded_as_the_root() -> None:
    graph = record(lambda: Vault("v"), stack="sales.dev")
    stack = graph.named("meshwright-sales.dev")
    assert (stack.urn, stack.parent) == (
        "urn:pulumi:sales.dev::meshwright::pulumi:pulumi:Stack::meshwright-sales.dev",
        "",
    )
    assert graph.named("v").parent == stack.urn


def test_whole_numbers_are_integers_and_others_are_not() -> None:
    def program() -> None:
        glue.Job("job", role_arn="r", command={"script_location": "s"}, max_capacity=0.5, timeout=60)

    inputs = deploy(program)["job"].inputs
    assert (inputs["timeout"], type(inputs["timeout"])) == (60, int)
    assert inputs["maxCapacity"] == 0.5


def test_keys_are_camel_case_and_what_was_left_out_is_not_there() -> None:
    key = deploy(lambda: Vault("v"))["v-key"]
    assert key.inputs == {"deletionWindowInDays": 30}


def test_an_empty_list_and_an_empty_map_are_kept() -> None:
    def program() -> None:
        lakeformation.DataLakeSettings("settings", admins=[], parameters={})

    assert deploy(program)["settings"].inputs == {"admins": [], "parameters": {}}


def test_dependencies_are_urns_by_input() -> None:
    policy = deploy(lambda: Vault("v"))["v-policy"]
    bucket = f"{PREFIX}mesh:test:Vault$aws:s3/bucket:Bucket::v-bucket"
    key = f"{PREFIX}mesh:test:Vault$aws:kms/key:Key::v-key"
    assert policy.dependencies == (key, bucket)
    assert policy.property_dependencies == {"bucket": (bucket,), "policy": (key, bucket)}


def test_an_explicit_dependency_belongs_to_no_input() -> None:
    def program() -> None:
        first = sns.Topic("first")
        sns.Topic("second", opts=ResourceOptions(depends_on=[first]))

    second = deploy(program)["second"]
    assert second.dependencies == (f"{PREFIX}aws:sns/topic:Topic::first",)
    assert second.property_dependencies == {}


def test_the_nearest_component_is_named() -> None:
    deployed = deploy(lambda: House("home"))
    assert deployed["home-vault-key"].component == "mesh:test:Vault"
    assert deployed["home-vault"].component == "mesh:test:House"
    assert deployed["home"].component == ""


def test_a_child_of_a_cloud_resource_belongs_to_the_component_above_it() -> None:
    def program() -> None:
        vault = Vault("v")
        sns.Topic("under-bucket", opts=ResourceOptions(parent=vault.bucket))

    assert deploy(program)["under-bucket"].component == "mesh:test:Vault"


def test_protection_and_retention_are_handed_down_as_the_engine_does() -> None:
    def program() -> None:
        Vault("guarded", ResourceOptions(protect=True, retain_on_delete=True))
        Vault("plain")

    deployed = deploy(program)
    assert deployed["guarded-key"].options.protect
    assert deployed["guarded-key"].options.retain_on_delete
    assert not deployed["plain-key"].options.protect
    assert not deployed["plain-key"].options.retain_on_delete
    assert deployed["plain-bucket"].options.retain_on_delete


def test_options_are_recorded() -> None:
    def program() -> None:
        first = sns.Topic("first")
        sns.Topic(
            "topic",
            opts=ResourceOptions(
                ignore_changes=["display_name", "tags"],
                replace_on_changes=["name"],
                delete_before_replace=True,
                deleted_with=first,
                import_="arn:old",
                additional_secret_outputs=["arn"],
            ),
        )

    options = deploy(program)["topic"].options
    assert options.ignore_changes == ("displayName", "tags")
    assert options.replace_on_changes == ("name",)
    assert options.delete_before_replace
    assert options.deleted_with == f"{PREFIX}aws:sns/topic:Topic::first"
    assert options.import_id == "arn:old"
    assert options.additional_secret_outputs == ("arn",)


@pytest.mark.parametrize(
    ("alias", "urn"),
    [
        (pulumi.Alias(name="old"), f"{PREFIX}mesh:test:Vault$aws:sns/topic:Topic::old"),
        (pulumi.Alias(type_="aws:sns/old:Old"), f"{PREFIX}mesh:test:Vault$aws:sns/old:Old::topic"),
        (pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE), f"{PREFIX}aws:sns/topic:Topic::topic"),
        (
            pulumi.Alias(stack="sales.dev"),
            "urn:pulumi:sales.dev::meshwright::mesh:test:Vault$aws:sns/topic:Topic::topic",
        ),
        (f"{PREFIX}aws:sns/topic:Topic::before", f"{PREFIX}aws:sns/topic:Topic::before"),
    ],
)
def test_an_alias_becomes_the_urn_it_means(alias: Any, urn: str) -> None:
    def program() -> None:
        sns.Topic("topic", opts=ResourceOptions(parent=Vault("v"), aliases=[alias]))

    assert deploy(program)["topic"].options.aliases == (urn,)


def test_an_alias_is_recorded_once() -> None:
    aliases = deploy(lambda: s3.Bucket("bucket"))["bucket"].options.aliases
    assert aliases == (f"{PREFIX}aws:s3/bucketV2:BucketV2::bucket",)


def test_secrets_are_plain_and_marked() -> None:
    def program() -> None:
        topic = sns.Topic(
            "topic", display_name=pulumi.Output.secret("quiet"), tags={"a": "b", "c": pulumi.Output.secret("d")}
        )
        pulumi.export("hidden", topic.display_name)
        pulumi.export("open", 1)

    deployed = deploy(program)
    assert deployed["topic"].inputs == {"displayName": "quiet", "tags": {"a": "b", "c": "d"}}
    assert deployed["topic"].secrets == ("displayName", "tags.c")
    assert deployed.outputs == {"hidden": "quiet", "open": 1}
    assert deployed.graph.secrets == ("hidden",)


def test_an_additional_secret_output_stays_secret_downstream() -> None:
    def program() -> None:
        topic = sns.Topic("topic", opts=ResourceOptions(additional_secret_outputs=["arn"]))
        sns.TopicPolicy("policy", arn=topic.arn, policy="{}")

    assert deploy(program)["policy"].secrets == ("arn",)


def test_assets_are_their_content(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text("print()\n")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "a.txt").write_text("a")

    def program() -> None:
        sources: dict[str, pulumi.Asset | pulumi.Archive] = {
            "text": pulumi.StringAsset("select 1"),
            "file": pulumi.FileAsset(str(tmp_path / "job.py")),
            "folder": pulumi.FileArchive(str(tmp_path / "pack")),
            "mixed": pulumi.AssetArchive({"x.sql": pulumi.StringAsset("select 1")}),
        }
        for name, source in sources.items():
            s3.BucketObjectv2(name, bucket="b", key=name, source=source)

    deployed = deploy(program, root=tmp_path)
    select = hashlib.sha256(b"select 1").hexdigest()
    assert deployed["text"].inputs["source"] == {"asset": "text", "text": "select 1", "sha256": select}
    assert deployed["file"].inputs["source"] == {
        "asset": "file",
        "path": "job.py",
        "sha256": hashlib.sha256(b"print()\n").hexdigest(),
    }
    assert deployed["folder"].inputs["source"]["path"] == "pack"
    assert deployed["mixed"].inputs["source"]["assets"]["x.sql"]["sha256"] == select


def test_an_archive_changes_with_any_file_in_it(tmp_path: Path) -> None:
    def digest() -> str:
        def program() -> None:
            s3.BucketObjectv2("pack", bucket="b", key="k", source=pulumi.FileArchive(str(tmp_path)))

        return str(deploy(program)["pack"].inputs["source"]["sha256"])

    (tmp_path / "a.txt").write_text("a")
    before = digest()
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert digest() != before


def test_a_missing_asset_is_named() -> None:
    def program() -> None:
        s3.BucketObjectv2("script", bucket="b", key="k", source=pulumi.FileAsset("nowhere.py"))

    with pytest.raises(RecordingError, match=r"::script: source: the asset nowhere\.py does not exist; build it"):
        deploy(program)


def test_exports_are_the_outputs_of_the_stack() -> None:
    def program() -> None:
        vault = Vault("v")
        pulumi.export("bucket", vault.bucket.bucket)
        pulumi.export("rows", [{"count": 3.0}])

    deployed = deploy(program)
    assert deployed.outputs == {"bucket": deployed["v-bucket"].outputs["bucket"], "rows": [{"count": 3}]}


def test_a_component_answers_what_it_registered() -> None:
    deployed = deploy(lambda: Vault("v"))
    assert deployed.component("v").outputs == {"keyArn": deployed["v-key"].outputs["arn"]}


def test_one_urn_twice_is_an_error_naming_it() -> None:
    def program() -> None:
        sns.Topic("news")
        sns.Topic("news")

    with pytest.raises(
        RecordingError, match=r"named 'news': urn:.*Topic::news and urn:.*Topic::news; give one another"
    ):
        deploy(program)


def test_one_name_for_two_cloud_resources_is_an_error_naming_both() -> None:
    def program() -> None:
        sns.Topic("news")
        kms.Key("news")

    with pytest.raises(RecordingError, match=r"named 'news': urn:.*sns/topic:Topic::news and urn:.*kms/key:Key::news"):
        deploy(program)


def test_a_component_may_be_named_as_its_resource() -> None:
    def program() -> None:
        Vault("v")
        sns.Topic("v")

    assert deploy(program)["v"].type == "aws:sns/topic:Topic"


def test_a_provider_says_where_its_resources_are() -> None:
    def program() -> None:
        provider = Provider(
            "elsewhere",
            region="cn-north-1",
            allowed_account_ids=["999999999999"],
            default_tags=ProviderDefaultTagsArgs(tags={"domain": "sales"}),
        )
        sns.Topic("there", name="t", tags={"team": "a"}, opts=ResourceOptions(provider=provider))
        sns.Topic("here", name="t2")
        sns.Topic("abroad", name="t3", region="us-east-1")

    deployed = deploy(program)
    assert deployed["there"].outputs["arn"] == "arn:aws-cn:sns:cn-north-1:999999999999:t"
    assert deployed["there"].outputs["tagsAll"] == {"domain": "sales", "team": "a"}
    assert deployed["there"].options.provider == f"{PREFIX}pulumi:providers:aws::elsewhere"
    assert deployed["here"].outputs["arn"] == "arn:aws:sns:eu-west-1:123456789012:t2"
    assert deployed["here"].options.provider == ""
    assert deployed["abroad"].outputs["arn"] == "arn:aws:sns:us-east-1:123456789012:t3"


def test_a_component_hands_its_provider_to_its_children() -> None:
    def program() -> None:
        Vault("v", ResourceOptions(providers=[Provider("aws", region="eu-north-1")]))

    deployed = deploy(program)
    assert deployed["v-key"].options.provider == deployed["aws"].urn
    assert deployed.component("v").options.provider == ""
    assert deployed["v-key"].outputs["region"] == "eu-north-1"


def everything() -> None:
    suffix = RandomId("suffix", byte_length=4)
    House("home")
    role = iam.Role("role", assume_role_policy="{}")
    s3.Bucket("data", bucket=pulumi.Output.concat("mesh-", suffix.hex))
    iam.RolePolicy("access", role=role.name, policy=role.arn.apply(lambda arn: json.dumps({"arn": arn})))
    pulumi.export("role", role.arn)


def test_a_preview_registers_what_an_update_does() -> None:
    assert deploy(everything, preview=True).urns == deploy(everything).urns


def test_in_a_preview_what_the_cloud_computes_is_unknown() -> None:
    deployed = deploy(everything, preview=True)
    assert deployed["role"].outputs["arn"] == UNKNOWN
    assert deployed["role"].id == UNKNOWN
    assert deployed["access"].inputs["policy"] == UNKNOWN
    assert deployed["data"].inputs["bucket"] == UNKNOWN
    assert deployed.outputs == {"role": UNKNOWN}


def test_in_a_preview_a_made_up_name_is_known_as_in_the_engine() -> None:
    preview, update = deploy(everything, preview=True), deploy(everything)
    assert preview["role"].outputs["name"] == update["role"].outputs["name"]
    assert preview["access"].inputs["role"] == update["role"].outputs["name"]


def test_in_an_update_nothing_is_unknown() -> None:
    assert UNKNOWN not in deploy(everything).graph.to_json()


def test_equal_programs_give_equal_bytes() -> None:
    assert deploy(everything).graph.to_json() == deploy(everything).graph.to_json()


def test_the_order_of_registration_does_not_show() -> None:
    names = ["b", "a", "c"]

    def program(order: list[str]) -> Graph:
        def run() -> None:
            for name in order:
                sns.Topic(name)

        return record(run, stack="operations.sandbox")

    assert program(names).to_json() == program(sorted(names)).to_json()


def test_children_are_found_at_any_depth() -> None:
    deployed = deploy(lambda: House("home"))
    assert {r.name for r in children(deployed, "home")} == {
        "home-vault",
        "home-vault-bucket",
        "home-vault-key",
        "home-vault-policy",
    }
