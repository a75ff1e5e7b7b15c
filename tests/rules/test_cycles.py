"""Finding what waits for itself."""

from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from meshwright.rules.on_publish_acyclic import cycles
from tests.rules.unhurried import unhurried

NAMES = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(NAMES, st.lists(NAMES, max_size=3).map(tuple), max_size=6)


@unhurried()
@given(edges=GRAPHS)
def test_a_cycle_is_found_exactly_where_there_is_one(edges: dict[str, tuple[str, ...]]) -> None:
    try:
        TopologicalSorter(edges).prepare()
        cyclic = False
    except CycleError:
        cyclic = True
    assert any(True for _ in cycles(edges)) == cyclic


@unhurried()
@given(edges=GRAPHS)
def test_what_is_found_is_a_cycle(edges: dict[str, tuple[str, ...]]) -> None:
    for cycle in cycles(edges):
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        for one, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert following in edges[one]


def test_many_ways_to_one_product_are_walked_once() -> None:
    layers = {f"{n}{way}": (f"{n + 1}a", f"{n + 1}b", f"{n + 1}c") for n in range(100) for way in "abc"}
    assert list(cycles(layers)) == []


def test_a_chain_may_be_as_long_as_the_mesh() -> None:
    chain = {str(n): (str(n + 1),) for n in range(50_000)}
    assert list(cycles(chain)) == []
    assert len(next(cycles({**chain, "50000": ("0",)}))) == 50_001
