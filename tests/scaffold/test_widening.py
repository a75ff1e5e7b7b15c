"""A share comes to a product that is there, and a table to what is asked for; the rest of the file stays."""

import pytest

from meshwright.errors import MeshError
from meshwright.language import Domain, Share
from meshwright.loader import read_definition
from meshwright.scaffold.inserting import Additions, insert

HEAD = "from meshwright import Domain, Product, Share, Subscription, Table, text\n\n"
TABLES = 'tables=[Table("a", columns=[text(1, "x")]), Table("b", columns=[text(1, "x")])]'
OLD = f'Product("old", version="1.0.0", adopts="old_lake", {TABLES}'
OTHER = f'Product("other", version="1.0.0", {TABLES})'
ASKED = 'Subscription("a.b", major=1, purpose="p", tables=["x"])'
SHAPES = {
    "in place": f'domain = Domain("sales", products=[{OTHER}, {OLD})], consumes=[{ASKED}])\n',
    "by name": f'old = {OLD})\nasked = {ASKED}\ndomain = Domain("sales", products=[old], consumes=[asked])\n',
    "lists by name": f"products = [{OLD})]\nconsumes = [{ASKED}]\n"
    'domain = Domain("sales", products=products, consumes=consumes)\n',
    "shared before": f"""domain = Domain(
    "sales",
    products=[
        {OLD},
            shares=[
                Share("web", purpose="p", tables=["a"]),  # é
            ],  # the end
        ),
    ],
    consumes=[{ASKED}],
)
""",
    "names of names": f"""lake = "old_lake"
shares = [Share("web", purpose="p")]
wanted = ["x"]
domain = Domain("sales", products=[{OLD.replace('"old_lake"', "lake")}, shares=shares)],
    consumes=[Subscription(product="a.b", major=1, purpose="p", tables=wanted)])
""",
}
MORE = Share("finance", purpose="q", tables=["b"], columns=["x"])
ADDITIONS = Additions(shares={"old_lake": [MORE]}, asks={"a.b": ["y", "z"]})


def domain(text: str) -> Domain:
    reading = read_definition("d.py", text)
    assert not reading.findings, f"{reading.findings}\n{text}"
    found: Domain = reading.values["domain"]
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_a_share_and_tables_come_behind_those_that_are_there(shape: str) -> None:
    text = HEAD + SHAPES[shape]
    before, after = domain(text), domain(insert("d.py", text, ADDITIONS))
    assert [p.name for p in after.products] == [p.name for p in before.products]
    for old, new in zip(before.products, after.products, strict=True):
        assert new.shares == ((*old.shares, MORE) if old.adopts else old.shares)
        assert new.tables == old.tables
    assert [s.tables for s in after.consumes] == [("x", "y", "z")]


def test_comments_stay() -> None:
    text = HEAD + SHAPES["shared before"]
    after = insert("d.py", text, ADDITIONS)
    assert [line for line in text.splitlines() if line not in after.splitlines()] == [f"    consumes=[{ASKED}],"]


def test_a_subscription_to_every_table_needs_none_more() -> None:
    text = HEAD + SHAPES["in place"].replace(', tables=["x"]', "")
    assert insert("d.py", text, Additions(asks={"a.b": ["y"]})) == text


def test_the_word_is_imported() -> None:
    text = (HEAD + SHAPES["in place"]).replace(" Share,", "")
    assert "Share" in insert("d.py", text, Additions(shares={"old_lake": [MORE]})).splitlines()[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'domain = Domain("sales", products=[{OLD}, shares=[Share(n, purpose="p") for n in "w"])])\n', "compreh"),
        (f'domain = Domain("sales", products=[{OLD}) for n in [1]])\n', "comprehension"),
        (f'domain = Domain("sales", products=[{OTHER}])\n', "the product that adopts old_lake is not written out"),
    ],
)  # fmt: skip
def test_what_is_not_written_out_is_left_to_a_person_with_the_text(text: str, why: str) -> None:
    with pytest.raises(MeshError, match=why) as told:
        insert("d.py", HEAD + text, Additions(shares={"old_lake": [MORE]}))
    assert "add it to the shares of the product that adopts old_lake" in str(told.value)
    assert 'Share("finance", purpose="q", tables=["b"], columns=["x"])' in str(told.value)


def test_a_subscription_that_is_not_written_out_is_left_to_a_person() -> None:
    text = f'{HEAD}domain = Domain("sales", consumes=[])\n'
    with pytest.raises(MeshError, match=r"subscription to a\.b is not written out.* add y to what it asks of a\.b"):
        insert("d.py", text, Additions(asks={"a.b": ["y"]}))
