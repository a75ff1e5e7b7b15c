"""Whatever the text, reading ends with values and findings, and each finding stands in the text."""

import pickle
import re
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from meshwright.language import CONSTRUCTORS
from meshwright.loader import Reading, load, read_definition
from meshwright.loader.files import Unfit, decoded
from tests.loader.meshes import mesh, write

CORPUS = Path(__file__).parent / "corpus"
GOOD = [path.read_bytes() for path in sorted((CORPUS / "good").glob("*.txt"))]
BAD = [
    block.partition("\n")[2].partition("--- findings\n")[0].encode()
    for path in sorted((CORPUS / "bad").glob("*.txt"))
    for block in path.read_text().split("=== ")[1:]
]
TOKEN = re.compile(rb"\"[^\"\n]*\"|\w+|\s+|.", re.DOTALL)
PIECES = [
    *(f"{word}(".encode() for word in CONSTRUCTORS),
    *(b"Expect.complete(", b"Objective.fresh(", b"__class__", b"domain", b"range(", b"lambda x: ", b"None", b"True"),
    *(b"(", b")", b"[", b"]", b"{", b"}", b",", b":", b"=", b":=", b"-", b".", b"*", b"**", b"@", b"\\", b";", b"#"),
    *(b"\n", b"\r", b"\r\n", b"    ", b"\t", b"\f", b"\0", b"'", b'"', b'"""', b"f'{", b"}'", b"\xff", b"\xe2\x80\xae"),
    *(
        b"0",
        b"1",
        b"-1",
        b"1e999",
        b"1j",
        b"9" * 5000,
        b"0x" + b"f" * 100,
        b"'a'",
        b"b'a'",
        b"'\\ud800'",
        b"...",
        b"[]",
    ),
    *(
        b" for n in ",
        b" if ",
        b" else ",
        b" not ",
        b" and ",
        b" in ",
        b"import os\n",
        b"x = ",
        b"def f(): ",
        b"class A: ",
    ),
]
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""A busy machine is no defect, and files that are written again need no folder of their own."""


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the corpus with some of its tokens cut, doubled, swapped or replaced."""
    tokens = TOKEN.findall(draw(st.sampled_from(GOOD + BAD)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(tokens) - 1, 0)))
        end = at + draw(st.integers(0, 4))
        other = draw(st.integers(0, max(len(tokens) - 1, 0)))
        match draw(st.sampled_from(["cut", "double", "swap", "replace", "insert", "splice"])):
            case "cut":
                del tokens[at:end]
            case "double":
                tokens[at:at] = tokens[at:end] * draw(st.integers(1, 5))
            case "swap" if tokens:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case "replace":
                tokens[at:end] = [draw(st.sampled_from(PIECES))]
            case "splice":
                tokens[at:at] = TOKEN.findall(draw(st.sampled_from(GOOD + BAD)))[:other]
            case _:
                tokens.insert(at, draw(st.sampled_from(PIECES)))
    return b"".join(tokens)


def check(text: str) -> Reading:
    """Read, and hold what every reading promises."""
    reading = read_definition("domain.py", text)
    lines = text.split("\n")
    for finding in reading.findings:
        assert finding.place.path == "domain.py"
        assert 1 <= finding.place.line <= len(lines) + 1
        assert 1 <= finding.place.column <= max(len(line) for line in lines) + 2
        assert str(finding).isprintable()
        assert "BROKEN" not in str(finding)
    assert list(reading.findings) == sorted(set(reading.findings))
    assert "BROKEN" not in repr(reading.values) or reading.findings
    assert set(reading.values) <= set(reading.places)
    assert reading == read_definition("domain.py", text), "the same text gives the same"
    assert pickle.loads(pickle.dumps(reading)) == reading
    return reading


@settings(deadline=None, suppress_health_check=SLOW)
@given(st.text(max_size=300))
@example("x = 'a'\n" * 3)
def test_any_text_is_read(text: str) -> None:
    check(text)


@settings(deadline=None, suppress_health_check=SLOW)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_sequence_of_pieces_is_read(pieces: list[bytes]) -> None:
    text = decoded(b"".join(pieces))
    if not isinstance(text, Unfit):
        check(text)


@settings(max_examples=600, deadline=None, suppress_health_check=SLOW)
@given(mutated())
@example(b'"""a\n\nx = f("sales"""", owner="team@example.org\\n")\n')  # Python states a column beyond the line's end
def test_a_good_file_that_was_mutilated_is_read(content: bytes) -> None:
    text = decoded(content)
    if not isinstance(text, Unfit):
        check(text)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(
    definition=mutated() | st.binary(max_size=200), governance=mutated(), environments=mutated(), transform=st.binary()
)
def test_any_files_are_loaded(
    tmp_path: Path, definition: bytes, governance: bytes, environments: bytes, transform: bytes
) -> None:
    root = mesh(tmp_path, sales=definition)
    write(root, "stacks/governance.py", governance)
    write(root, "stacks/environments.py", environments)
    write(root, "domains/sales/transforms/orders.sql", transform)
    loaded = load(root)
    assert list(loaded.findings) == sorted(set(loaded.findings))
    assert all(str(finding).isprintable() for finding in loaded.findings)
    assert loaded.findings or loaded.mesh.domains


@settings(deadline=None, suppress_health_check=SLOW)
@given(mutated())
def test_what_is_read_without_a_finding_is_what_python_makes_of_it(content: bytes) -> None:
    text = decoded(content)
    if isinstance(text, Unfit):
        return
    reading = read_definition("domain.py", text)
    if not reading.findings:
        names: dict[str, object] = {}
        exec(compile(text, "definition", "exec"), names)
        for name, value in reading.values.items():
            assert repr(names[name]) == repr(value)
