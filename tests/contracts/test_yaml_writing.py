"""What is written as YAML is read back as it was, by every reader."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from meshwright.contracts.yaml_writing import to_yaml

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.from_regex(
    r"[-?:,\[\]{}#&*!|>'\"%@`~=<0-9a-z_.+ \n\t]{0,12}", fullmatch=True
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = TEXTS | NUMBERS | st.booleans() | st.none()
DOCUMENTS = st.dictionaries(
    TEXTS,
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)),
    min_size=1,
    max_size=4,
)
PYTHON_AND_C = [yaml.SafeLoader, yaml.CSafeLoader]


@pytest.mark.parametrize("loader", PYTHON_AND_C)
@given(document=DOCUMENTS)
def test_every_reader_reads_what_was_written(loader: Any, document: dict[str, Any]) -> None:
    assert repr(yaml.load(to_yaml(document), Loader=loader)) == repr(document)  # 1, 1.0 and True are equal


LOOK_ALIKES = [
    "yes", "No", "ON", "null", "~", "1.0.0", "1.0", "1e3", "0x1f", "0o17", "12:30:45", "2027-12-31", "=", "<<", ".inf",
    "a: b", "a #b", "- a", "* a", "&a", "!a", "%a", "@a", "`a", "a:", " a", "a ", "", "a\nb", "\ufeffa",
    "a\x85b", "\u2028",
]  # fmt: skip


@pytest.mark.parametrize("text", LOOK_ALIKES)
@pytest.mark.parametrize("loader", PYTHON_AND_C)
def test_texts_that_look_like_something_else_stay_texts(text: str, loader: Any) -> None:
    assert yaml.load(to_yaml({"it": text, text: "it"}), Loader=loader) == {"it": text, text: "it"}


def test_plain_words_stand_without_quotes() -> None:
    document = {"purpose": "one row per order, paid or not", "tables": [{"name": "orders", "keys": []}], "none": {}}
    assert to_yaml(document) == (
        "purpose: one row per order, paid or not\ntables:\n- name: orders\n  keys: []\nnone: {}\n"
    )
