"""No product waits for itself."""

from collections import Counter
from collections.abc import Iterator, Mapping

from meshwright.language import ProductRef, awaited

from .facts import Facts
from .rule import Breach, Rule

Edges = Mapping[str, tuple[str, ...]]


def _check(facts: Facts) -> Iterator[Breach]:
    waiting = {ref.database: ref for ref in facts.products if awaited(ref)}
    majors = Counter(ref.name for ref in facts.products)

    def called(ref: ProductRef) -> str:
        return str(ref) if majors[ref.name] > 1 else ref.name

    for cycle in cycles({database: awaited(ref) for database, ref in waiting.items()}):
        refs = [waiting[database] for database in cycle]
        first = refs[0]
        assert first.product.schedule is not None  # it waits
        path = " → ".join(called(ref) for ref in (*refs, first))
        yield Breach(first.product.schedule.place, first.name, f"{called(first)} waits for itself: {path}")


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
