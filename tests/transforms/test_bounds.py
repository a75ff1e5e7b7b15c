"""Whatever stands in a transform's file: findings, soon, and never an exception."""

import random
import re
import time

import pytest

from meshwright.language import integer, text

from . import test_refusals
from .parity.running import cases
from .samples import compiled

COLUMNS = [integer(1, "id", key=True), text(2, "it", optional=True)]
V = "FROM landing.v"
EXTREMES = {
    "a long sum": f"SELECT id, CAST({'+'.join(['x'] * 3000)} AS INT) AS it {V}",
    "a long condition": f"SELECT id, t AS it {V} WHERE {' AND '.join(['i > 0'] * 5000)}",
    "conditions in turn": f"SELECT id, t AS it {V} WHERE {' OR '.join(['i > 0 AND j < 3'] * 2000)}",
    "deep parentheses": f"SELECT id, {'(' * 3000}t{')' * 3000} AS it {V}",
    "deep calls": f"SELECT id, {'upper(' * 60}t{')' * 60} AS it {V}",
    "text that doubles": f"SELECT id, {'mask_last(' * 25}t{')' * 25} AS it {V}",
    "many branches": f"SELECT id, CASE {' '.join(f'WHEN i = {n} THEN {n}' for n in range(2500))} END AS it {V}",
    "a long list": f"SELECT id, t AS it {V} WHERE i IN ({', '.join(map(str, range(9000)))})",
    "many unions": " UNION ALL ".join([f"SELECT id, t AS it {V}"] * 1400),
    "many joins": f"SELECT v.id, v.t AS it {V}" + "".join(f" JOIN {V[5:]} a{n} ON a{n}.id = v.id" for n in range(300)),
    "deep subqueries": f"SELECT id, it FROM {'(SELECT id, it FROM ' * 60}(SELECT id, t AS it {V}){')' * 60}",
    "many signs": f"SELECT id, CAST({'- ' * 3000}i AS STRING) AS it {V}",
    "a large file": f"SELECT id, t AS it {V} -- {'x' * 70_000}",
    "a huge number": f"SELECT id, {'9' * 5000} AS it {V}",
    "a NUL": f"SELECT id, '\0landing__v\0' AS it {V}",
    "half a text": f"SELECT id, 'x AS it {V}",
    "nothing": "",
    "a comment": "-- nothing",
    "another language": "def transform(): pass",
}


@pytest.mark.parametrize("sql", EXTREMES.values(), ids=EXTREMES)
def test_extremes_are_answered_soon(sql: str) -> None:
    began = time.perf_counter()
    result = compiled(sql, COLUMNS)
    assert time.perf_counter() - began < 5
    assert (result.plan is None) == bool(result.findings)
    if result.plan is not None:
        assert max(len(text) for text in result.plan.sql.values()) < 2_000_000


WORD = re.compile(r"'(?:[^'\\]|\\.)*'|\w+|\s+|[^\w\s]")
TEXTS = [WORD.findall(sql) for sql in (*cases(), *test_refusals.cases())]
WORDS = [word for words in TEXTS for word in words if not word.isspace()]
ODD = ["`", '"', "'", "\\", "::", "->", "[", "{", "@", "$", "?", ";", "/*", "\0", "PIVOT", "1e999", "LATERAL", "UNNEST"]


def _mutated(chance: random.Random) -> str:
    words = list(chance.choice(TEXTS))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(words)) if words else 0
        other = chance.choice(TEXTS)
        begin = chance.randrange(len(other))
        replacement = chance.choice(
            [
                [],
                [f" {chance.choice(WORDS)} "],
                [f" {chance.choice(ODD)} "],
                other[begin : begin + chance.randint(1, 12)],
            ]
        )
        words[at : at + chance.randint(0, 1)] = replacement
    return "".join(words)


@pytest.mark.parametrize("seed", range(10))
def test_broken_texts_give_findings_or_a_plan(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        sql = _mutated(chance)
        result = compiled(sql, COLUMNS)
        errors = [f for f in result.findings if f.level == "error"]
        assert (result.plan is None) == bool(errors), sql
        assert all(f.place.line >= 1 and f.place.column >= 1 and f.fix for f in result.findings), sql
