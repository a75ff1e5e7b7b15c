"""The order of creation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.recording.graph import Resource
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.ordering import in_order, sorted_by_dependency

from .graphs import graph, resource, urn


def names(*resources: tuple[Resource, tuple[str, ...]]) -> list[str]:
    return [resource.name for resource, _ in resources]


def test_what_is_needed_comes_first() -> None:
    bucket = resource("bucket", "z-bucket", {})
    policy = resource("bucketPolicy", "a-policy", {}, after=(bucket,))
    assert names(*in_order(graph(bucket, policy))) == ["z-bucket", "a-policy"]


def test_a_component_stands_for_everything_in_it() -> None:
    box = resource("mesh:index:Box", "box", {}, custom=False)
    inner = resource("mesh:index:Inner", "inner", {}, custom=False, parent=box.urn)
    deep = resource("bucket", "z-deep", {}, parent=inner.urn)
    later = resource("bucket", "a-later", {}, after=(box,))
    ordered = in_order(graph(box, inner, deep, later))
    assert names(*ordered).index("z-deep") < names(*ordered).index("a-later")
    assert deep.urn in dict((r.name, needs) for r, needs in ordered)["a-later"]


def test_children_of_the_stack_do_not_wait_for_each_other() -> None:
    stack = resource("pulumi:pulumi:Stack", "stack", {}, custom=False)
    first = resource("bucket", "first", {}, parent=stack.urn)
    second = resource("bucket", "second", {}, parent=stack.urn, after=(stack,))
    needs = {r.name: n for r, n in in_order(graph(stack, first, second))}
    assert needs["second"] == (stack.urn,)


def test_a_circle_is_an_error_that_names_a_member() -> None:
    a = resource("bucket", "a", {})
    b = resource("bucket", "b", {}, after=(a,))
    a = resource("bucket", "a", {}, after=(b,))
    with pytest.raises(SandboxError, match=f"2 resources depend on each other in a circle, among them {a.urn}"):
        in_order(graph(a, b))


def test_needs_outside_of_the_graph_do_not_count() -> None:
    assert sorted_by_dependency(["a"], {"a": {urn("foundation.sandbox", "t", "x")}}) == ["a"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=80), st.randoms(use_true_random=False))
def test_every_name_comes_once_and_after_its_needs(pairs: list[tuple[int, int]], random: object) -> None:
    every = [str(n) for n in range(31)]
    random.shuffle(every)  # type: ignore[attr-defined]
    needs: dict[str, set[str]] = {name: set() for name in every}
    for a, b in pairs:
        if a != b:
            needs[str(max(a, b))].add(str(min(a, b)))
    ordered = sorted_by_dependency(every, needs)
    assert sorted(ordered) == sorted(every)
    assert all(ordered.index(need) < ordered.index(name) for name in every for need in needs[name])
    assert ordered == sorted_by_dependency(every, needs)
