from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from meshwright.language import Domain, Product
from meshwright.loader import load
from meshwright.scaffold import making, placing
from tests.scaffold.meshes import files, formatted, mesh, write_mesh

SALES = '''"""What the shop sells."""

from meshwright import Domain

domain = Domain("sales", owner="sales@example.org", cost_center="CC-1")
'''
ORDERS = """Order ID,Customer Name,contact,zip,ordered_at,amount,quantity,order,carrier,seen_at
1001,Anna Schmidt,anna@example.com,01234,2026-01-02T10:00:00Z,12.5,3,x,1,soon
1002,Ben Li,ben@example.com,99999,2026-01-03T10:00:00Z,7.00,NA,y,2,late
1003,Anna Schmidt,anna@example.com,01234,2026-01-04T10:00:00Z,99.95,1,z,3,late
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_mesh(tmp_path / "mesh", sales=SALES)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def only_product(root: Path) -> tuple[Domain, Product]:
    domain = load(root).mesh.domain("sales")
    assert domain is not None
    (product,) = domain.products
    return domain, product


def test_a_product_from_a_csv_file_passes_the_check_at_once(root: Path, orders: Path) -> None:
    assert mesh(root, "new", "product", "sales", "orders", "--from", orders)[0] == 0
    assert mesh(root, "check") == (0, "1 domain, 1 product: 0 errors, 0 warnings\n")
    assert formatted(root / "domains/sales/domain.py")


def test_types_are_those_of_the_values(root: Path, orders: Path) -> None:
    mesh(root, "new", "product", "sales", "orders", "--from", orders)
    domain, product = only_product(root)
    (landing,) = domain.landings
    assert [(c.number, c.name, c.type.kind, c.optional) for c in landing.columns] == [
        (1, "order_id", "long", False),
        (2, "customer_name", "text", False),
        (3, "contact", "text", False),
        (4, "zip", "text", False),
        (5, "ordered_at", "timestamp", False),
        (6, "amount", "decimal", False),
        (7, "quantity", "long", True),
        (8, "order", "text", False),
        (9, "carrier", "long", False),
        (10, "seen_at", "text", False),
    ]
    assert landing.null == "NA"
    names = {c.name: c.type.kind for c in product.tables[0].columns}
    assert names["order_value"] == "text"  # order is a keyword
    assert names["carrier"] == "text"  # governance says so
    assert "seen_at" not in names  # governance says that it is a timestamp
    assert product.tables[0].key == ("order_id",)


def test_what_is_likely_personal_is_treated_and_says_why(root: Path, orders: Path) -> None:
    mesh(root, "new", "product", "sales", "orders", "--from", orders)
    _, product = only_product(root)
    treated = {c.name: c.pii for c in product.tables[0].columns if c.pii}
    assert treated == {"customer_name": "pseudonymise", "contact": "pseudonymise", "zip": "generalise"}
    text = (root / "domains/sales/domain.py").read_text()
    assert "# likely personal, by its name: names of people" in text
    assert "# likely personal, by its values: e-mail addresses" in text


def test_no_personal_value_is_copied(root: Path, orders: Path) -> None:
    mesh(root, "new", "product", "sales", "orders", "--from", orders)
    copy = (root / "domains/sales/samples/orders.csv").read_text().splitlines()
    assert copy[0].startswith("order_id,customer_name,contact,")
    assert copy[1].startswith("1001,customer_name_0001,person0001@example.org,012,")
    assert copy[3].startswith("1003,customer_name_0001,person0001@example.org,012,")
    assert not any("Schmidt" in text.decode() or "example.com" in text.decode() for text in files(root).values())


def test_a_sample_in_the_domains_folder_is_used_where_it_is(root: Path) -> None:
    there = root / "domains/sales/samples/stock.csv"
    there.parent.mkdir()
    there.write_text("item,pieces\na,1\nb,2\n")
    before = there.read_bytes()
    assert mesh(root, "new", "product", "sales", "stock", "--from", there)[0] == 0
    assert only_product(root)[0].landings[0].sample == "samples/stock.csv"
    assert there.read_bytes() == before
    assert mesh(root, "check")[0] == 0


def test_a_product_without_a_sample_passes_too(root: Path) -> None:
    status, said = mesh(root, "new", "product", "sales", "visits")
    assert status == 0
    assert "made up" in said
    assert mesh(root, "check") == (0, "1 domain, 1 product: 0 errors, 0 warnings\n")
    assert formatted(root / "domains/sales/domain.py")


def test_products_are_added_one_after_the_other(root: Path, orders: Path) -> None:
    for name in ("orders", "visits", "returns"):
        assert mesh(root, "new", "product", "sales", name, "--from", orders)[0] == 0
        assert formatted(root / "domains/sales/domain.py")
    assert mesh(root, "check") == (0, "1 domain, 3 products: 0 errors, 0 warnings\n")


def test_a_product_from_a_parquet_file_passes_the_check(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "trips.parquet"
    table = pa.table(
        {
            "Trip": pa.array([1, 2, 3], pa.int32()),
            "phone": pa.array([491701234567, None, 491701234568], pa.int64()),
            "at": pa.array([0, 1, 2], pa.timestamp("ns")),
            "legs": pa.array([[{"km": 1.5}], [], None], pa.list_(pa.struct([("km", pa.float32())]))),
            "tags": pa.array([[("a", 1)], [], []], pa.map_(pa.string(), pa.int8())),
            "how_long": pa.array([1, 2, 3], pa.duration("s")),
            "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        }
    )
    pyarrow.parquet.write_table(table, path)
    status, said = mesh(root, "new", "product", "sales", "trips", "--from", path)
    assert status == 0, said
    assert "left out: how_long is duration[s]" in said
    assert mesh(root, "check")[0] == 0
    assert formatted(root / "domains/sales/domain.py")
    kinds = {c.name: (c.type.kind, c.pii) for c in only_product(root)[1].tables[0].columns}
    assert kinds["trip"] == ("integer", None)
    assert kinds["phone"] == ("text", "pseudonymise")
    assert kinds["legs"] == ("list", None)
    copy = pyarrow.parquet.read_table(root / "domains/sales/samples/trips.parquet")
    assert copy["phone"].to_pylist() == [1, None, 2]


def test_without_a_key_in_sight_it_says_what_to_do(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("kind,remark\na,\na,\n,b\n")
    status, said = mesh(root, "new", "product", "sales", "remarks", "--from", path)
    assert status == 0
    assert "no column and no two columns identify a row" in said
    assert "WHERE kind IS NOT NULL" in (root / "domains/sales/transforms/remarks.sql").read_text()
    assert "# TODO: nothing in the sample identifies a row" in (root / "domains/sales/domain.py").read_text()
    assert mesh(root, "check")[0] == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"a,b\n", "has a header and no row"),
        (b"a,b\n1,2\n1,2,3\n", "line 3: 3 values where the header names 2 columns"),
        (b'a,b\n1,"2\n', "mend the line"),
        (b"a\n\xe9\n", "line 2: byte 0xe9 is not UTF-8"),
        (b"a\0b\n1\n", "null bytes"),
        (b"a;b\n1;2\n", "separated by semicolons"),
        (",".join(f"c{n}" for n in range(2000)).encode() + b"\n" + b",".join([b"1"] * 2000) + b"\n", "2,000 columns"),
        (b"ratio\n1.5\n2.5\n", "could identify a row"),
    ],
)
def test_a_file_that_is_no_sample_writes_nothing(root: Path, tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    before = files(root)
    status, said = mesh(root, "new", "product", "sales", "odd", "--from", path)
    assert status == 1, said
    assert why in said
    assert files(root) == before


@pytest.mark.parametrize("name", ["odd.parquet", "odd.xlsx", "absent.csv", "folder.csv"])
def test_another_file_writes_nothing(root: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "odd.parquet").write_bytes(b"PAR0")
    (tmp_path / "odd.xlsx").write_bytes(b"PK")
    (tmp_path / "folder.csv").mkdir()
    before = files(root)
    status, said = mesh(root, "new", "product", "sales", "odd", "--from", tmp_path / name)
    assert status == 1
    assert name in said
    assert files(root) == before


@pytest.mark.parametrize(
    ("domain", "product", "why"),
    [
        ("sales", "Orders", "is not a name"),
        ("sales", "select", "is a keyword"),
        ("sales", "mesh", "is a word of the platform"),
        ("sales", "o" * 49, "at most 48"),
        ("nowhere", "orders", "there is no domain nowhere"),
    ],
)
def test_a_name_that_will_not_do_writes_nothing(root: Path, domain: str, product: str, why: str) -> None:
    before = files(root)
    status, said = mesh(root, "new", "product", domain, product)
    assert status == 1
    assert why in said
    assert files(root) == before


def test_nothing_is_written_over_another_file(root: Path) -> None:
    for taken in ("transforms/visits.sql", "samples/visits.csv"):
        path = root / "domains/sales" / taken
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
        before = files(root)
        status, said = mesh(root, "new", "product", "sales", "visits")
        assert status == 1
        assert f"{taken} exists already" in said
        assert files(root) == before
        path.unlink()


def test_a_product_of_the_same_name_writes_nothing(root: Path) -> None:
    mesh(root, "new", "product", "sales", "visits")
    before = files(root)
    assert "is there already" in mesh(root, "new", "product", "sales", "visits")[1]
    assert files(root) == before


def test_nothing_is_half_written_where_the_disk_fails(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    before = files(root)
    monkeypatch.setattr(placing, "replace_file", full)
    monkeypatch.setattr(making, "replace_file", full)
    assert mesh(root, "new", "product", "sales", "visits")[0] == 1
    assert files(root) == before
    assert not (root / "domains/sales/samples").exists()


def test_a_large_file_is_looked_at_in_part(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    with path.open("w") as file:
        file.write("item,pieces\n")
        file.writelines(f"item{n},{n}\n" for n in range(1_500_000))
    status, said = mesh(root, "new", "product", "sales", "stock", "--from", path)
    assert status == 0
    assert "only the first 20,000 rows" in said
    assert len((root / "domains/sales/samples/stock.csv").read_text().splitlines()) == 1_001
