"""No product waits for itself."""

from collections.abc import Iterator, Mapping

from meshwright.language import OnPublish, ProductRef

from .facts import Facts
from .rule import Breach, Rule

Edges = Mapping[str, tuple[str, ...]]


def _check(facts: Facts) -> Iterator[Breach]:
    waits: dict[str, tuple[str, ...]] = {}
    waiting: dict[str, ProductRef] = {}
    for ref in facts.products:
        if isinstance(ref.product.schedule, OnPublish):
            waits[ref.name] = waits.get(ref.name, ()) + ref.product.schedule.products
            waiting.setdefault(ref.name, ref)
    for cycle in cycles(waits):
        ref = waiting[cycle[0]]
        assert ref.product.schedule is not None  # it waits
        path = " → ".join((*cycle, cycle[0]))
        yield Breach(ref.product.schedule.place, ref.name, f"{ref.name} waits for itself: {path}")


def cycles(edges: Edges) -> Iterator[tuple[str, ...]]:
    """The cycles that a walk along the edges meets: none where there are none, at least one of each knot.

    Each begins with its first name in the alphabet. Walked without recursion: a chain may be as long as the mesh.
    """
    done: set[str] = set()
    for start in sorted(edges):
        if start in done:
            continue
        path, steps, on_path = [start], [iter(sorted(set(edges[start])))], {start}
        while path:
            following = next(steps[-1], None)
            if following is None:
                done.add(path[-1])
                on_path.discard(path.pop())
                steps.pop()
            elif following in on_path:
                cycle = path[path.index(following) :]
                first = cycle.index(min(cycle))
                yield tuple(cycle[first:] + cycle[:first])
            elif following in edges and following not in done:
                path.append(following)
                on_path.add(following)
                steps.append(iter(sorted(set(edges[following]))))


RULE = Rule(
    id="on-publish-acyclic",
    must="no product waits, over however many others, for its own publication",
    why="one run would start the next for ever, and each costs money",
    fix="give one of them a schedule by the clock",
    check=_check,
    waivable=False,
)
