"""A project's stacks are recorded by running its own program, as the engine would."""

import os
import sys
import textwrap
import time
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from meshwright.recording import UNKNOWN, Graph, RecordingError, record, record_stack, record_stacks

MAIN = """
    import pulumi
    from pulumi_random import RandomId
    import counters

    stack = pulumi.get_stack()
    if stack == "foundation.dev":
        suffix = RandomId("suffix", byte_length=4)
        counters.count("foundation")
        pulumi.export("suffix", suffix.hex)
        pulumi.export("words", ["a", "b"])
        pulumi.export("token", pulumi.Output.secret("t"))
    elif stack == "sales.dev":
        counters.count("sales")
        foundation = pulumi.StackReference("REFERENCE")
        RandomId("id", byte_length=4, prefix=foundation.require_output("suffix"))
        RandomId("hidden", byte_length=4, prefix=foundation.require_output("token"))
        pulumi.export("suffix", foundation.require_output("suffix"))
    elif stack == "lost.dev":
        pulumi.StackReference("organization/other/foundation.dev")
    elif stack in ("hen.dev", "egg.dev"):
        pulumi.StackReference("egg.dev" if stack == "hen.dev" else "hen.dev")
    else:
        raise pulumi.RunError(f"no stack {stack}; there are foundation.dev and sales.dev")
"""
COUNTERS = """
    import builtins

    def count(name):
        builtins.recorded_runs.append(name)
"""


def project(root: Path, reference: str = "organization/meshwright/foundation.dev") -> Path:
    (root / "stacks").mkdir()
    (root / "stacks" / "__main__.py").write_text(textwrap.dedent(MAIN).replace("REFERENCE", reference))
    (root / "stacks" / "counters.py").write_text(textwrap.dedent(COUNTERS))
    return root


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ran, in order: each run has modules of its own, so it is counted outside of them."""
    found: list[str] = []
    monkeypatch.setattr("builtins.recorded_runs", found, raising=False)
    return found


@pytest.fixture
def root(tmp_path: Path, runs: list[str]) -> Path:
    return project(tmp_path)


def test_the_stack_name_selects_what_is_recorded(root: Path) -> None:
    assert {r.name for r in record_stack(root, "foundation.dev").resources} == {"meshwright-foundation.dev", "suffix"}
    assert record_stack(root, "foundation.dev").stack == "foundation.dev"


@pytest.mark.parametrize(
    "reference", ["organization/meshwright/foundation.dev", "meshwright/foundation.dev", "foundation.dev"]
)
def test_a_reference_is_answered_from_the_other_stacks_own_recording(
    tmp_path: Path, runs: list[str], reference: str
) -> None:
    root = project(tmp_path, reference)
    suffix = record_stack(root, "foundation.dev").named("suffix").outputs["hex"]
    sales = record_stack(root, "sales.dev")
    assert sales.named("id").inputs["prefix"] == suffix
    assert sales.outputs["suffix"] == suffix
    assert sales.named(reference).outputs["outputs"]["words"] == ["a", "b"]


def test_a_reference_needs_no_recording_beforehand(root: Path) -> None:
    assert record_stack(root, "sales.dev").named("id").inputs["prefix"] != ""


def test_a_secret_of_another_stack_stays_secret(root: Path) -> None:
    sales = record_stack(root, "sales.dev")
    assert sales.named("hidden").secrets == ("prefix",)
    assert sales.named("id").secrets == ()


def test_in_a_preview_another_stack_is_already_deployed(root: Path) -> None:
    sales = record_stack(root, "sales.dev", preview=True)
    assert sales.outputs["suffix"] == record_stack(root, "foundation.dev").outputs["suffix"]
    assert sales.named("id").outputs["hex"] == UNKNOWN


def test_a_dependency_on_a_reference_is_a_dependency(root: Path) -> None:
    sales = record_stack(root, "sales.dev")
    assert sales.named("id").dependencies == (sales.named("organization/meshwright/foundation.dev").urn,)


def test_a_recording_is_kept_while_its_files_stay(root: Path, runs: list[str]) -> None:
    assert record_stack(root, "foundation.dev") is record_stack(root, "foundation.dev")
    assert runs == ["foundation"]


def test_a_known_foundation_is_not_run_again_for_each_domain(root: Path, runs: list[str]) -> None:
    record_stacks(root, ["foundation.dev", "sales.dev"])
    assert runs == ["foundation", "sales"]


def test_a_changed_file_is_recorded_again(root: Path) -> None:
    before = record_stack(root, "sales.dev")
    main = root / "stacks" / "__main__.py"
    main.write_text(main.read_text().replace('"suffix", byte_length=4', '"suffix", byte_length=8'))
    after = record_stack(root, "sales.dev")
    assert len(after.outputs["suffix"]) == 2 * len(before.outputs["suffix"])


def test_a_changed_domain_file_is_recorded_again(root: Path, runs: list[str]) -> None:
    record_stack(root, "foundation.dev")
    (root / "domains" / "sales").mkdir(parents=True)
    (root / "domains" / "sales" / "domain.py").write_text("")
    record_stack(root, "foundation.dev")
    assert runs == ["foundation", "foundation"]


def test_a_link_to_elsewhere_is_not_followed(
    root: Path, runs: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "domains").mkdir()
    (root / "domains" / "out").symlink_to(elsewhere)
    (root / "domains" / "round").symlink_to(root)
    record_stack(root, "foundation.dev")
    (elsewhere / "new.py").write_text("")
    record_stack(root, "foundation.dev")
    assert runs == ["foundation"]


def test_a_changed_setting_is_recorded_again(root: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    record_stack(root, "foundation.dev")
    monkeypatch.setenv("MESH_ENDPOINT", "http://127.0.0.1:1")
    record_stack(root, "foundation.dev")
    assert runs == ["foundation", "foundation"]


def test_the_next_day_everything_is_recorded_again(
    root: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(datetime):
        """A day later."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Tomorrow":
            return cls.fromtimestamp(time.time() + 24 * 60 * 60, tz)

    record_stack(root, "foundation.dev")
    monkeypatch.setattr("meshwright.recording.project.datetime", Tomorrow)
    record_stack(root, "foundation.dev")
    assert runs == ["foundation", "foundation"]


def test_preview_and_update_are_kept_apart(root: Path) -> None:
    assert record_stack(root, "foundation.dev").outputs["suffix"] != UNKNOWN
    assert record_stack(root, "foundation.dev", preview=True).outputs["suffix"] == UNKNOWN
    assert record_stack(root, "foundation.dev").outputs["suffix"] != UNKNOWN


def test_two_projects_with_modules_of_one_name_do_not_mix(tmp_path: Path, runs: list[str]) -> None:
    def with_helper(name: str, value: str) -> Graph:
        root = tmp_path / name
        (root / "stacks").mkdir(parents=True)
        (root / "stacks" / "helper.py").write_text(f"VALUE = {value!r}\n")
        (root / "stacks" / "__main__.py").write_text("import helper, pulumi\npulumi.export('v', helper.VALUE)\n")
        return record_stack(root, "a.dev")

    assert [with_helper("one", "1").outputs, with_helper("two", "2").outputs] == [{"v": "1"}, {"v": "2"}]


def test_a_program_runs_in_its_own_folder(root: Path) -> None:
    main = "import os, pulumi\npulumi.export('folder', os.getcwd())\npulumi.export('argument', __file__)\n"
    (root / "stacks" / "__main__.py").write_text(main)
    folder = str(root / "stacks")
    assert record_stack(root, "a.dev").outputs == {"folder": folder, "argument": f"{folder}/__main__.py"}


def test_changed_components_are_loaded_again(root: Path) -> None:
    components = root / "components"
    components.mkdir()
    (components / "__init__.py").touch()
    main = "import pulumi, components.one\npulumi.export('v', components.one.VALUE)\n"
    (root / "stacks" / "__main__.py").write_text(main)
    seen = []
    for value in ("1", "22"):
        (components / "one.py").write_text(f"VALUE = {value!r}\n")
        seen += [record_stack(root, "a.dev").outputs["v"], record_stack(root, "a.dev", preview=True).outputs["v"]]
    assert seen == ["1", "1", "22", "22"]


def test_components_are_loaded_once_for_several_stacks(root: Path, runs: list[str]) -> None:
    (root / "components").mkdir()
    (root / "components" / "__init__.py").touch()
    (root / "components" / "one.py").write_text("import builtins\nbuiltins.recorded_runs.append('components')\n")
    (root / "stacks" / "__main__.py").write_text("import components.one, counters\ncounters.count('main')\n")
    record_stacks(root, ["a.dev", "b.dev"])
    assert runs == ["components", "main", "main"]


def test_the_process_is_left_as_it_was(root: Path) -> None:
    import components

    before = (list(sys.path), os.getcwd(), sys.modules["__main__"], sys.modules["components"])
    record_stack(root, "sales.dev")
    assert (list(sys.path), os.getcwd(), sys.modules["__main__"], sys.modules["components"]) == before
    assert before[3] is components
    assert "counters" not in sys.modules


def test_an_unknown_stack_is_the_programs_own_error(root: Path) -> None:
    with pytest.raises(RecordingError, match=r"^no stack typo\.dev; there are foundation\.dev and sales\.dev"):
        record_stack(root, "typo.dev")


def test_a_reference_to_another_project_is_named(root: Path) -> None:
    with pytest.raises(
        RecordingError, match=r"organization/other/foundation\.dev belongs to another project; refer to"
    ):
        record_stack(root, "lost.dev")


def test_stacks_that_refer_to_each_other_are_an_error(root: Path) -> None:
    with pytest.raises(RecordingError, match=r"in a circle: hen\.dev -> egg\.dev -> hen\.dev"):
        record_stack(root, "hen.dev")


def test_a_folder_without_a_program_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"has no stacks/__main__\.py; name the folder that holds Pulumi\.yaml"):
        record_stack(tmp_path, "foundation.dev")


@pytest.mark.parametrize("name", ["organization/meshwright/base.dev", "meshwright/base.dev", "base.dev"])
def test_outputs_are_given_under_any_form_of_a_stacks_name(name: str) -> None:
    def program() -> None:
        import pulumi

        pulumi.export("x", pulumi.StackReference("organization/meshwright/base.dev").require_output("x"))

    assert record(program, stack="a.dev", references={name: {"x": [1, {"y": None}]}}).outputs == {"x": [1, {}]}


def test_a_missing_reference_lists_what_is_known() -> None:
    def program() -> None:
        import pulumi

        pulumi.StackReference("base.prod")

    with pytest.raises(
        RecordingError, match=r"stack organization/meshwright/base\.prod are given; given are those of .*/base\.dev"
    ):
        record(program, stack="a.dev", references={"base.dev": {}})
