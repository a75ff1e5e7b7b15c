"""Everything that can be found in a transform is explained."""

import ast
from pathlib import Path

from meshwright import transforms
from meshwright.transforms.explanations import EXPLANATIONS

SOURCES = sorted(Path(transforms.__file__).parent.rglob("*.py"))
WITH_ID = {"Problem", "at"}
"""Calls whose second argument is a finding's id."""


def ids() -> set[str]:
    found = {"transform-cycle"}  # of the mesh, not of one text
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and len(node.args) > 1:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = node.args[1]
                if name in WITH_ID and isinstance(given, ast.Constant) and isinstance(given.value, str):
                    found.add(f"transform-{given.value}")
    return found


def test_every_id_is_explained_and_nothing_else() -> None:
    assert ids() == EXPLANATIONS.keys()
