"""Two states of a mesh, compared."""

from meshwright.contracts.comparing import compare
from meshwright.contracts.grades import Grade
from tests.rules.building import TODAY, asking, domain, mesh, product, selling, share, table, text, with_columns


def test_a_mesh_is_the_same_as_itself() -> None:
    assert compare(mesh(selling(), asking()), mesh(selling(), asking()), today=TODAY).empty


def test_a_changed_product_names_its_changes_its_versions_and_its_consumers() -> None:
    shares = [share("planning", purpose="forecasts")]
    base = mesh(selling(shares=shares, tables=[table()]), asking())
    more = table(columns=[*table().columns, text(9, "note", optional=True)], expects=table().expects)
    head = mesh(selling(shares=shares, tables=[more]), asking())
    (found,) = compare(base, head, today=TODAY).products
    assert found.kind == "changed"
    assert found.grade is Grade.MINOR
    assert [c.what for c in found.changes] == ['optional column "note" (text) is added']
    assert (found.declared, found.required) == ("1.0.0", "1.1.0")
    assert [c.name for c in found.consumers] == ["planning"]


def test_a_new_major_is_explained_and_not_graded() -> None:
    newer = product(version="2.0.0", tables=[table(columns=table().columns[:1], expects=table().expects)])
    head = mesh(domain("sales", products=[product(tables=[table()]), newer]))
    (found,) = compare(mesh(selling(tables=[table()])), head, today=TODAY).products
    assert (found.kind, found.changes, found.required) == ("added", (), "2.0.0")
    assert found.beside is not None
    assert found.beside.product.version == "1.0.0"
    assert len(found.explained) == len(table().columns) - 1


def test_what_could_not_be_read_is_not_compared() -> None:
    base = mesh(selling())
    head = mesh()
    unread = type(head)(head.domains, head.governance, head.environments, unread=frozenset({"sales"}))
    assert compare(base, unread, today=TODAY).empty
    assert not compare(base, head, today=TODAY).empty


def test_columns_change_in_their_table() -> None:
    base, head = with_columns(text(2, "a")), with_columns(text(2, "b"))
    (found,) = compare(base, head, today=TODAY).products
    assert [(c.where, int(c.row), c.grade) for c in found.changes] == [("orders.b", 5, Grade.MAJOR)]
