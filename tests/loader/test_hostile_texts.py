"""Texts that no person writes are refused, at once and in a few sentences."""

import subprocess
import sys
import time

import pytest

from meshwright.loader import read_definition

IMPORT = "from meshwright import Domain, Expect, list_of, struct, text\n"
DOUBLED = "".join(f"s{n} = struct({n}, 'a{n}', fields=[s{n - 1}, s{n - 1}])\n" for n in range(1, 40))
CHAINED = "".join(f"c{n} = list_of({n}, 'a{n}', element=c{n - 1})\n" for n in range(1, 200))
LISTS = "".join(f"l{n} = [l{n - 1}, l{n - 1}]\n" for n in range(1, 60))

HOSTILE = {
    "brackets": ("x = " + "(" * 10_000 + ")" * 10_000, "nests more than 100 deep"),
    "open brackets": ("x = " + "[" * 100_000, "nests more than 100 deep"),
    "brackets in turn": ("x = " + "([{" * 100_000, "nests more than 100 deep"),
    "closing brackets": ("x = 1" + ")" * 100_000, "unmatched ')'"),
    "calls inside calls": (IMPORT + "x = " + "text(" * 5_000 + ")" * 5_000, "nests more than 100 deep"),
    "sums": ("x = " + "1+" * 200_000 + "1", "nests more than 100 deep"),
    "differences": ("x = " + "1-" * 200_000 + "1", "nests more than 100 deep"),
    "minus signs": ("x = " + "-" * 200_000 + "1", "nests more than 100 deep"),
    "inversions": ("x = " + "~" * 200_000 + "1", "nests more than 100 deep"),
    "negations": ("x = " + "not " * 100_000 + "1", "nests more than 100 deep"),
    "powers": ("x = " + "2**" * 100_000 + "1", "nests more than 100 deep"),
    "attributes": ("x = a" + ".b" * 200_000, "nests more than 100 deep"),
    "a dotted import": ("import a" + ".b" * 200_000, "nests more than 100 deep"),
    "calls of calls": ("x = a" + "()" * 200_000, "nests more than 100 deep"),
    "lookups of lookups": ("x = a" + "[0]" * 200_000, "nests more than 100 deep"),
    "lambdas": ("x = " + "lambda: " * 50_000 + "1", "nests more than 100 deep"),
    "lambdas with commas": ("x = " + "lambda a, b: " * 50_000 + "1", "nests more than 100 deep"),
    "choices": ("x = " + "1 if 1 else " * 40_000 + "1", "nests more than 100 deep"),
    "other conditions": ("if a: pass\n" + "elif a: pass\n" * 40_000, "nests more than 100 deep"),
    "awaits": ("x = " + "await " * 100_000 + "y", "nests more than 100 deep"),
    "yields": ("x = " + "yield " * 100_000 + "y", "nests more than 100 deep"),
    "continued lines": ("x = 1" + "+\\\n1" * 100_000, "nests more than 100 deep"),
    "differences over continued lines": ("x = 1" + "-\\\n1" * 100_000, "nests more than 100 deep"),
    "minus signs behind each other's lines": ("x = (" + "-\n" * 100_000 + "1)", "nests more than 100 deep"),
    "minus signs in an f-string": ("x = f'{" + "-" * 100_000 + "1}'", "an f-string holds more"),
    "f-strings that take turns with texts": ("x = f'{' + " + "-" * 1_000 + "'}'", "an f-string holds more"),
    "f-strings inside f-strings": ('x = f"{' * 5_000 + "1" + '}"' * 5_000, "an f-string holds more"),
    "numbers": ("x = [" + "1," * 400_000 + "]", "holds more than 50000 values"),
    "short lines": ("a=1\n" * 200_000, "holds more than 50000 values"),
    "texts beside each other": ("x = " + "'' " * 300_000, "holds more than 50000 values"),
    "names": ("x = " + "a " * 400_000, "holds more than 50000 values"),
    "one long line": ("x = '" + "a" * 1_000_000 + "'", "a text of 1000000 characters"),
    "one long number": ("x = " + "9" * 1_000_000, "not valid Python"),
    "one long hexadecimal number": ("x = 0x" + "f" * 1_000_000, "a whole number of 4000000 bits"),
    "one long name": ("a" * 1_000_000 + " = b", "unknown name"),
    "one long unknown call": ("x = " + "a" * 1_000_000 + "()", "unknown name"),
    "one long argument": (IMPORT + "x = text(" + "a" * 1_000_000 + "=1)", "has no number"),
    "one long import": ("from meshwright import " + "a" * 1_000_000, "meshwright has no"),
    "one long comment": ("#" + "a" * 1_100_000, "the file has 1100001 characters"),
    "a text without an end": ("x = '''" + "a'" * 400_000, "unterminated"),
    "backslashes": ("x = '" + "\\" * 900_000, "unterminated"),
    "quotes": ("'" * 1_000_000, "holds more than 50000 values"),
    "line continuations": ("x = 1" + "\\\n" * 400_000, "not valid Python"),
    "indentation": ("".join(" " * n + "if a:\n" for n in range(300)), "too many levels of indentation"),
    "ten megabytes": ("x = 1\n" * 1_700_000, "the file has"),
    "a list of itself, doubled": ("l0 = []\n" + LISTS, "holds more than 100000 values"),
    "structs of themselves, doubled": (IMPORT + "s0 = text(100, 'a')\n" + DOUBLED, "holds more than 100000 values"),
    "lists of lists, one by one": (IMPORT + "c0 = text(1000, 'a')\n" + CHAINED, "nests more than 100 deep"),
    "texts that double": (
        "t0 = 'ab'\n" + "".join(f"t{n} = f'{{t{n - 1}}}{{t{n - 1}}}'\n" for n in range(1, 60)),
        "a text",
    ),
    "texts that add up": (
        f"t = '{'a' * 9_000}'\nx = [f'{{t}}' for n in range(5000)]\n",
        "f-strings build more than 1048576 characters",
    ),
    "comprehensions that multiply": (
        "x = [[[n for n in range(90)] for m in range(90)] for o in range(90)]",
        "comprehensions yield more than 10000 entries",
    ),
    "comprehensions over many values": (
        "x = [[" + "0," * 1_000 + "] for n in range(5000)]",
        "takes more than 200000 steps",
    ),
    "a null byte": ("x = 1\0", "control character U+0000"),
    "a form feed": ("\fx = 1", "control character U+000C"),
    "an escape sequence": ("x = '\x1b[31m'", "control character U+001B"),
    "line ends of CR": ("x = 1\ry = 2\r", "a line ends with CR alone"),
    "a mark of direction": ("x = 'a\u202eb'", "invisible character U+202E"),
    "a space without width": ("x = 'a\u200bb'", "invisible character U+200B"),
    "a byte order mark": ("\ufeffx = 1", "invisible character U+FEFF"),
    "a lone surrogate": ("x = '\ud800'", "U+D800"),
    "nothing but a backslash": ("\\", "not valid Python"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_at_once(name: str) -> None:
    text, expected = HOSTILE[name]
    began = time.process_time()
    findings = read_definition("domains/sales/domain.py", text).findings
    spent = time.process_time() - began
    assert any(expected in str(finding) for finding in findings), [str(f)[:200] for f in findings[:3]]
    assert len(findings) < 10
    assert all(len(str(finding)) < 400 for finding in findings)
    assert spent < 3, "far above what the slowest takes, far below what an unbounded one would"


def test_empty_files_bind_nothing() -> None:
    for text in ("", "\n", "# nothing\n", '"""Nothing."""\n'):
        reading = read_definition("domain.py", text)
        assert (reading.values, reading.findings, reading.complete) == ({}, (), True)


def test_a_comment_about_an_encoding_below_code_declares_nothing() -> None:
    assert read_definition("domain.py", "x = 1\n# coding: latin-1\n").findings == ()


def test_what_is_deep_but_within_the_limit_is_read() -> None:
    text = "x = " + "[" * 99 + "]" * 99 + "\n"
    assert read_definition("domain.py", text).findings == ()


def test_what_is_as_large_as_the_limit_is_read() -> None:
    text = "x = [" + "1, " * 49_000 + "]\n"
    reading = read_definition("domain.py", text)
    assert reading.findings == ()
    assert len(reading.values["x"]) == 49_000


def test_many_negative_numbers_and_alternatives_are_not_deep() -> None:
    source = "from meshwright import Expect\nx = [\n" + "    Expect.between('a', -1.5, -0.5),\n" * 2_000 + "]\n"
    reading = read_definition("domain.py", source)
    assert reading.findings == ()


def test_hostile_texts_stay_within_memory() -> None:
    script = (
        "import re, resource; resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20,) * 2)\n"
        "from tests.loader.test_hostile_texts import HOSTILE\n"
        "from meshwright.loader import read_definition\n"
        "assert all(read_definition('domain.py', text).findings for text, _ in HOSTILE.values())\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) < 400 * 1024  # the high-water mark of the process itself; ru_maxrss knows its parent too
