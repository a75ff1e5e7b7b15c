"""Whether a backtracking engine could need exponential time for a pattern.

It does when some text can be read in two ways around a loop (Weideman et al., "Analyzing Matching Time Behavior of
Backtracking Regular Expression Matchers by Using Ambiguity of NFA", 2016). The loops are turned into Glushkov's
automaton, whose states are the letters; two ways around show as one step that arises twice, or as a cycle in the
product of the automaton with itself that leaves the diagonal and comes back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .patterns import Choice, Letter, Ranges, Repeat, Sequence, Tree

MOST = 80
"""Letters within one loop; beyond, the proof could take longer than a check should."""


class TooIntricate(ValueError):
    """The pattern is too large to be judged."""


def is_ambiguous(tree: Tree) -> bool:
    """Whether some text can be read in exponentially many ways. Raises ``TooIntricate``."""
    return any(_loop_is_ambiguous(loop) for loop in _outermost_loops(tree))


def _outermost_loops(tree: Tree) -> Iterator[Repeat]:
    match tree:
        case Repeat(part=part, high=high):
            if high is None or (high > 1 and _has_loop(part)):
                yield Repeat(part, 1, None)
            else:
                yield from _outermost_loops(part)
        case Sequence(parts=parts) | Choice(parts=parts):
            for part in parts:
                yield from _outermost_loops(part)


def _has_loop(tree: Tree) -> bool:
    return any(True for _ in _outermost_loops(tree))


@dataclass
class _Automaton:
    """Letters and which may follow which."""

    letters: list[Ranges] = field(default_factory=list)
    follow: list[set[int]] = field(default_factory=list)
    doubled: set[tuple[int, int]] = field(default_factory=set)
    """Steps that arise in two ways."""

    def letter(self, ranges: Ranges) -> int:
        if len(self.letters) == MOST:
            raise TooIntricate(f"a loop holds more than {MOST} letters")
        self.letters.append(ranges)
        self.follow.append(set())
        return len(self.letters) - 1

    def join(self, before: set[int], after: set[int]) -> None:
        for one in before:
            self.doubled.update((one, other) for other in after & self.follow[one])
            self.follow[one] |= after


@dataclass
class _Span:
    """A part's first and last letters, and whether it may be empty."""

    first: set[int]
    last: set[int]
    empty: bool


def _build(automaton: _Automaton, tree: Tree) -> _Span:
    match tree:
        case Letter(ranges=ranges):
            at = automaton.letter(ranges)
            return _Span({at}, {at}, empty=False)
        case Choice(parts=parts):
            spans = [_build(automaton, p) for p in parts]
            first, last = set().union(*(s.first for s in spans)), set().union(*(s.last for s in spans))
            return _Span(first, last, any(s.empty for s in spans))
        case Sequence(parts=parts):
            return _chain(automaton, parts)
        case Repeat(part=part, low=low, high=high):
            copies = [part] * (low if high is None else high)
            if high is None:
                span = _build(automaton, part)
                automaton.join(span.last, span.first)
                rest = _chain(automaton, tuple(copies[1:]), span)
                return _Span(rest.first, rest.last, low == 0 or rest.empty)
            optional = [Choice((c, Sequence(()))) for c in copies[low:]]
            return _chain(automaton, (*copies[:low], *optional))


def _chain(automaton: _Automaton, parts: tuple[Tree, ...], span: _Span | None = None) -> _Span:
    span = span or _Span(set(), set(), empty=True)
    for part in parts:
        after = _build(automaton, part)
        automaton.join(span.last, after.first)
        span = _Span(
            span.first | after.first if span.empty else span.first,
            after.last | span.last if after.empty else after.last,
            span.empty and after.empty,
        )
    return span


def _loop_is_ambiguous(loop: Repeat) -> bool:
    automaton = _Automaton()
    _build(automaton, loop)
    # everything inside one loop can be reached again, so a doubled step is always part of a way around
    return bool(automaton.doubled) or _leaves_the_diagonal(automaton)


def _leaves_the_diagonal(automaton: _Automaton) -> bool:
    count = range(len(automaton.letters))
    alike = [{j for j in count if _overlap(automaton.letters[i], automaton.letters[j])} for i in count]

    def steps(pair: tuple[int, int]) -> Iterator[tuple[int, int]]:
        for one in automaton.follow[pair[0]]:
            for other in automaton.follow[pair[1]] & alike[one]:
                yield one, other

    seen: set[tuple[int, int]] = set()
    for start in count:
        todo = [step for step in steps((start, start)) if step[0] < step[1] and step not in seen]
        while todo:
            pair = todo.pop()
            if pair[0] == pair[1]:
                return True  # whatever lies inside the loop leads back to the start
            if pair not in seen:
                seen.add(pair)
                todo.extend(s for s in steps(pair) if s not in seen)
    return False


def _overlap(one: Ranges, other: Ranges) -> bool:
    return any(a <= d and c <= b for a, b in one for c, d in other)
