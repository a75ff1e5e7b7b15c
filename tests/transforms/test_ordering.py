"""Which table is filled after which."""

from meshwright.language import Domain, Mesh, Product, Subscription, Table, landing, text
from meshwright.transforms import findings, order

from .samples import GOVERNANCE

COLUMNS = [text(1, "k", key=True)]


def _mesh(**reads: str) -> Mesh:
    """Domains ``a`` and ``b``, each with a product ``p``; ``a_one="b_p_v1.two"`` is a table and what it reads."""
    domains = []
    for name in ("a", "b"):
        tables = {k.removeprefix(f"{name}_"): v for k, v in reads.items() if k.startswith(f"{name}_")}
        other = "b" if name == "a" else "a"
        products = [Product("p", version="1.0.0", tables=[Table(t, columns=COLUMNS) for t in tables])] if tables else []
        consumes = [Subscription(f"{other}.p", major=1, purpose="keys")]
        raw = [landing("raw", format="csv", columns=COLUMNS)]
        domains.append(Domain(name, landings=raw, products=products, consumes=consumes))
    transforms = {
        name: {f"{k.removeprefix(f'{name}_')}.sql": _sql(v) for k, v in reads.items() if k.startswith(f"{name}_")}
        for name in ("a", "b")
    }
    return Mesh(tuple(domains), GOVERNANCE, (), transforms)


def _sql(reads: str) -> str:
    return "\nUNION ALL\n".join(f"SELECT k FROM {source}" for source in reads.split())


def _names(mesh: Mesh) -> list[str]:
    return [f"{ref.domain.name}.{table.name}" for ref, table in order(mesh)]


def test_a_table_comes_after_those_it_reads_across_products_and_within_one() -> None:
    mesh = _mesh(
        a_first="b_p_v1.last", a_second="landing.raw", b_last="a_p_v1.second", b_more="b_p_v1.last a_p_v1.first"
    )
    names = _names(mesh)
    assert sorted(names) == ["a.first", "a.second", "b.last", "b.more"]
    assert names.index("a.second") < names.index("b.last") < names.index("a.first") < names.index("b.more")
    assert findings(mesh) == ()


def test_a_circle_is_a_finding_that_names_it_and_its_place() -> None:
    mesh = _mesh(
        a_one="landing.raw b_p_v1.two a_p_v1.alone", b_two="b_p_v1.three", b_three="a_p_v1.one", a_alone="landing.raw"
    )
    (finding,) = findings(mesh)
    assert finding.id == "transform-cycle"
    assert finding.message == (
        "tables read each other: a_p_v1.one reads b_p_v1.two reads b_p_v1.three reads a_p_v1.one"
    )
    assert str(finding.place) == "domains/a/transforms/one.sql:3:15"
    names = _names(mesh)
    assert sorted(names) == ["a.alone", "a.one", "b.three", "b.two"]
    assert names.index("a.alone") < names.index("a.one")


def test_every_circle_is_found() -> None:
    mesh = _mesh(a_one="b_p_v1.two", b_two="a_p_v1.one", a_three="b_p_v1.four", b_four="a_p_v1.three")
    assert [f.message for f in findings(mesh)] == [
        "tables read each other: a_p_v1.one reads b_p_v1.two reads a_p_v1.one",
        "tables read each other: a_p_v1.three reads b_p_v1.four reads a_p_v1.three",
    ]


def test_a_file_that_is_missing_is_left_to_the_rules() -> None:
    mesh = _mesh(a_one="landing.raw")
    assert findings(Mesh(mesh.domains, GOVERNANCE, (), {})) == ()
