import difflib
from pathlib import Path

import pytest

from meshwright.errors import MeshError
from meshwright.language import Adopted, Governance, Subscription
from meshwright.loader import read_definition
from meshwright.scaffold.inserting import Additions, insert
from meshwright.scaffold.products import from_name
from tests.scaffold.meshes import files, mesh, write_mesh

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "domains").glob("*/domain.py"))
GOVERNANCE = Governance(owner="p@example.org", allowed_regions=["eu-west-1"])
HEAD = "from meshwright import Domain, Product, Table, landing, text\n"
PRODUCT = 'Product("old", version="1.0.0", tables=[Table("old", columns=[text(1, "o", key=True)])])'
LANDING = 'landing("old", format="csv", columns=[text(1, "o")])'
SHAPES = {
    "nothing": f'{HEAD}domain = Domain("sales")\n',
    "one line": f'{HEAD}domain = Domain("sales", owner="s@example.org", products=[{PRODUCT}], landings=[{LANDING}])\n',
    "empty lists": f'{HEAD}domain = Domain("sales", landings=[], products=[\n])\n',
    "by name": f'{HEAD}old = {PRODUCT}\nlanded = {LANDING}\n'
    f'domain = Domain("sales", landings=[landed], products=[old])\n',
    "lists by name": f"""{HEAD}
# what lands
landed = [{LANDING}]  # more to come

products = [
    {PRODUCT}  # the oldest
    # nothing after this
]
# the domain itself
domain = Domain("sales", landings=landed, products=products)
""",
    "odd layout": f"""{HEAD}
domain = Domain(  # é ü 名
  "sales", owner = 's@example.org',   # odd, but ours
  products = [ {PRODUCT}, # é
     ],  landings=[{LANDING},],
      )
# the end""",
    "two imports": f'from meshwright import Domain\nfrom meshwright import (Product, Table,  # both\n  landing, text)\n'
    f'domain = Domain("sales", products=[{PRODUCT}])\n',
    "taken names": f'{HEAD}visits = {LANDING}\nvisits_landing = visits_table = 1\ndomain = Domain("sales")\n'.replace(
        "visits_landing = visits_table = 1", "visits_landing = 1\nvisits_table = 2"
    ),
    "trailing text": f'{HEAD}domain = Domain("sales", owner="s@example.org",)  # é\nother = 1\n',
    "a tall call without a last comma": f'{HEAD}domain = Domain(\n    "sales",\n    owner="s@example.org"  # us\n)\n',
}  # fmt: skip


def added(text: str) -> tuple[str, str]:
    """A text as the loader reads it, and with a product in it, verified."""
    before = read_definition("d.py", text)
    assert not before.findings, before.findings
    domain = before.values["domain"]
    draft = from_name("visits", domain, GOVERNANCE, Path("/nowhere"))
    after = insert("d.py", text, draft.additions)
    reading = read_definition("d.py", after)
    assert not reading.findings, f"{reading.findings}\n{after}"
    found = reading.values["domain"]
    assert found.products == (*domain.products, draft.product)
    assert found.landings == (*domain.landings, *draft.landings)
    assert (found.owner, found.consumes) == (domain.owner, domain.consumes)
    return text, after


@pytest.mark.parametrize("shape", SHAPES)
def test_a_product_is_added_whatever_the_layout(shape: str) -> None:
    _, after = added(SHAPES[shape])
    compile(after, "d.py", "exec")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_comment_and_every_other_line_stays(shape: str) -> None:
    before, after = added(SHAPES[shape])
    for line in before.splitlines():
        if "import" not in line and "# us" not in line and "(" not in line and "[" not in line:
            assert line in after.splitlines() or f"{line}," in after
    for comment in (
        "# what lands",
        "# more to come",
        "# the oldest",
        "# nothing after this",
        "# é",
        "# the end",
        "# us",
    ):
        assert before.count(comment) == after.count(comment)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_of_the_example_domains_only_the_import_changes(path: Path) -> None:
    before, after = added(path.read_text())
    removed = [x[2:] for x in difflib.ndiff(before.splitlines(), after.splitlines()) if x.startswith("- ")]
    kept = [x for x in removed if not x.startswith(("from meshwright import", "    ", ")"))]
    assert not kept
    body = before[before.index("\n\n", before.index("import")) :]
    assert len([x for x in removed if x in body.splitlines()]) <= 1  # the line of landings=[…]


ADOPTS = {
    "nothing adopted": "",
    "on one line": ', adopts=Adopted(roles=["Other"])',
    "both": ', adopts=Adopted(buckets=["b-1"], roles=["Other"])',
    "spread": ",\n    adopts=Adopted(\n        buckets=[\n            'b-1', # é\n        ],\n        roles=[],\n    )",
    "subscribed": ', consumes=[\n    Subscription("a.b", major=1, purpose="p"),  # é\n], adopts=Adopted(roles=["O"])',
}


@pytest.mark.parametrize("shape", ADOPTS)
def test_what_a_domain_adopts_and_consumes_is_added(shape: str) -> None:
    text = f'from meshwright import Adopted, Domain, Subscription  # é\n\ndomain = Domain("sales"{ADOPTS[shape]})\n'
    before = read_definition("d.py", text).values["domain"]
    more = Subscription("a.c", major=1, purpose="q")
    after = insert("d.py", text, Additions(consumes=[more], adopts=Adopted(buckets=["b-2"], roles=["x/Role"])))
    found = read_definition("d.py", after).values["domain"]
    held = before.adopts or Adopted()
    assert found.consumes == (*before.consumes, more)
    assert found.adopts == Adopted(buckets=[*held.buckets, "b-2"], roles=[*held.roles, "x/Role"])
    assert after.count("# é") == text.count("# é")
    assert after.startswith("from meshwright import Adopted, Domain, Subscription  # é\n\n")


def test_an_adopts_that_is_not_written_out_is_left_to_a_person() -> None:
    text = 'from meshwright import Adopted, Domain\n\nkept = [Adopted()]\ndomain = Domain("sales", adopts=kept[0])\n'
    with pytest.raises(MeshError, match=r'adopts is no Adopted.* add "b-1" to the buckets it adopts'):
        insert("d.py", text, Additions(adopts=Adopted(buckets=["b-1"])))


def test_line_ends_of_windows_stay() -> None:
    text = SHAPES["one line"].replace("\n", "\r\n")
    _, after = added(text)
    assert after.count("\r\n") == after.count("\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'{HEAD}domain = Domain("sales", products=[{PRODUCT.replace("old", "x")} for x in [1]])\n', "a comprehension"),
        (f'{HEAD}domain = Domain("sales", products=({PRODUCT},))\n', "no list that is written out"),
        (f'{HEAD}domain = Domain("sales")\r\n', "end in different ways"),
        (f'{HEAD}domain = Domain("sales", products=[\n    # none yet\n])\n', "holds a comment alone"),
    ],
)
def test_where_it_can_t_be_added_the_text_to_paste_is_shown(tmp_path: Path, text: str, why: str) -> None:
    root = write_mesh(tmp_path / "mesh")
    (root / "domains/sales").mkdir()
    (root / "domains/sales/domain.py").write_bytes(text.encode())
    before = files(root)
    status, said = mesh(root, "new", "product", "sales", "visits")
    assert status == 1
    assert why in said
    assert "nothing was written" in said
    assert 'product = Product(\n    "visits",' in said
    assert files(root) == before
