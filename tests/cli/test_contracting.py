"""``mesh contract`` over the example mesh."""

from pathlib import Path

import pytest

from meshwright.cli.ending import run
from meshwright.loader.reading import read_definition

ROOT = Path(__file__).parents[2]
FORMATS = ("odcs", "odps", "jsonschema", "avro", "dbt-sources", "markdown")


@pytest.fixture(autouse=True)
def in_the_example_mesh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("format", FORMATS)
def test_a_product_is_exported(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contract", "export", "operations.departures", "--format", format]) == 0
    assert "departures" in capsys.readouterr().out


def test_what_was_exported_is_imported_as_the_definition_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "c.yaml"
    assert run(["contract", "export", "operations.departures:1", "--output", str(written)]) == 0
    assert run(["contract", "import", str(written)]) == 0
    imported = read_definition("domain.py", capsys.readouterr().out).values["domain"].products[0]
    (own,) = read_definition("d.py", (ROOT / "domains/operations/domain.py").read_text()).values["domain"].products
    assert imported == own.model_copy(update={"shares": ()})


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "c.yaml"
    there.write_text("mine")
    assert run(["contract", "export", "operations.departures", "-o", str(there)]) == 1
    assert "is there already; remove it, or name another --output" in capsys.readouterr().err
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("c.yaml", "mine")]


def test_a_file_in_no_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contract", "export", "operations.departures", "-o", str(tmp_path / "nowhere" / "c.yaml")]) == 1
    assert "nowhere is no folder; make it, or name another --output" in capsys.readouterr().err


def test_a_bad_contract_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(b"kind: \xff\n")
    assert run(["contract", "import", str(bad), "-o", str(tmp_path / "domain.py")]) == 1
    assert "bad.yaml:1: byte 0xff is not UTF-8; save it as UTF-8" in capsys.readouterr().err
    bad.write_bytes(b"x" * 5_000_000)
    assert run(["contract", "import", str(bad), "-o", str(tmp_path / "domain.py")]) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["bad.yaml"]


MISUSED = {
    "no such product": (["export", "operations.departure"], "did you mean operations.departures?"),
    "no such major": (["export", "operations.departures:9"], 'there is no product "operations.departures:9"'),
    "no major": (["export", "operations.departures:x"], "x is no major version"),
    "several tables": (["export", "network.reference", "--format", "avro"], "add --table airports"),
    "no such table": (
        ["export", "network.reference", "--format", "avro", "--table", "airport"],
        "did you mean airports?",
    ),
    "a table of a whole": (["export", "network.reference", "--table", "airports"], "leave it out"),
    "no such file": (["import", "nowhere.yaml"], "nowhere.yaml can't be read: no such file or directory; name a file"),
}


@pytest.mark.parametrize(("arguments", "message"), MISUSED.values(), ids=MISUSED.keys())
def test_a_wrong_word_is_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contract", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("major", ["x", "", "-1", "9" * 5000], ids=["a letter", "nothing", "negative", "large"])
@pytest.mark.parametrize("command", [["contract", "export"], ["run"], ["access", "who"]], ids=" ".join)
def test_what_is_no_major_is_told_alike_everywhere(
    command: list[str], major: str, capsys: pytest.CaptureFixture[str]
) -> None:
    written = f"operations.departures:{major}"
    assert run([*command, written]) == 2
    told = f"{written}: {major or 'nothing'} is no major version; write <domain>.<product>:<major>"
    assert told in capsys.readouterr().err
