"""A product that begins with a contract: complete, passing, and waiting for its first file."""

from pathlib import Path

import pytest

from meshwright.contracts.standards.located import BYTES
from meshwright.loader import load
from tests.scaffold.meshes import files, formatted, mesh, write_mesh

SHOP = '''"""What the shop sells."""

from meshwright import Domain

domain = Domain("shop", owner="shop@example.org", cost_center="CC-1")
'''
CONTRACT = """apiVersion: v3.2.0
kind: DataContract
id: a-1
name: orders
version: 1.2.0
status: active
description:
  purpose: one row per order
schema:
  - name: orders
    properties:
      - name: order_id
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        required: true
      - name: placed_at
        logicalType: timestamp
        required: true
      - name: tags
        logicalType: array
        items:
          logicalType: string
  - name: lines
    properties:
      - name: line_id
        logicalType: integer
        primaryKey: true
        primaryKeyPosition: 1
        required: true
      - name: item
        logicalType: string
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_mesh(tmp_path / "mesh", shop=SHOP)


def contract(tmp_path: Path, text: str | bytes, name: str = "contract.odcs.yaml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_product_from_a_contract_passes_the_check_at_once(root: Path, tmp_path: Path) -> None:
    status, said = mesh(root, "new", "product", "shop", "sales", "--from", contract(tmp_path, CONTRACT))
    assert status == 0, said
    assert "orders, lines wait for data" in said
    status, said = mesh(root, "check")
    assert status == 0, said
    assert formatted(root / "domains/shop/domain.py")


def test_it_is_what_the_contract_says(root: Path, tmp_path: Path) -> None:
    mesh(root, "new", "product", "shop", "sales", "--from", contract(tmp_path, CONTRACT))
    loaded = load(root).mesh
    domain = loaded.domain("shop")
    assert domain is not None
    (product,) = domain.products
    assert (product.name, product.version, product.purpose) == ("sales", "1.2.0", "one row per order")
    assert [(t.name, t.key) for t in product.tables] == [("orders", ("order_id",)), ("lines", ("line_id",))]
    assert [(x.name, x.format, x.sample) for x in domain.landings] == [("orders", "json", None), ("lines", "csv", None)]
    assert [c.name for c in domain.landings[0].columns] == ["order_id", "placed_at", "tags"]
    assert not any(c.key for x in domain.landings for c in x.columns)
    assert loaded.transforms["shop"]["lines.sql"] == "SELECT\n  line_id,\n  item\nFROM landing.lines\n"


@pytest.mark.parametrize("product", ["operations.departures", "weather.observations"])
def test_what_was_exported_begins_again_elsewhere(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], product: str
) -> None:
    project = Path(__file__).parents[2]
    status, text = mesh(project, "contract", "export", product, "--format", "odcs")
    assert status == 0
    status, said = mesh(root, "new", "product", "shop", "copied", "--from", contract(tmp_path, text))
    assert status == 0, said
    assert mesh(root, "check")[0] == 0
    original, copied = load(project).mesh.product(product), load(root).mesh.product("shop.copied")
    assert original is not None
    assert copied is not None
    assert [t.columns for t in copied.product.tables] == [t.columns for t in original.product.tables]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CONTRACT.replace("v3.2.0", "v4.0.0"), "contract.odcs.yaml:1: apiVersion v4.0.0 is newer"),
        (CONTRACT.replace("primaryKey: true\n", "primaryKey: false\n"), "has no key"),
        ("a: &a [*a]\n", "contract.odcs.yaml:1"),
        ("x" * (5 * 2**20), f"larger than {BYTES // 1024} KiB"),
        (b"a: \xff\n", "byte 0xff is not UTF-8"),
        ("- 1\n", "contract.odcs.yaml:1"),
        ("", "contract.odcs.yaml"),
        ("{", "is not valid YAML"),
    ],
    ids=["future", "no key", "recursive", "5 MB", "bytes", "a list", "empty", "malformed"],
)
def test_a_contract_that_will_not_do_leaves_everything_as_it_was(
    root: Path, tmp_path: Path, text: str | bytes, why: str
) -> None:
    before = files(root)
    status, said = mesh(root, "new", "product", "shop", "sales", "--from", contract(tmp_path, text))
    assert status != 0
    assert why in said
    assert "Traceback" not in said
    assert files(root) == before
