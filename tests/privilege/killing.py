"""Which mutants a matrix notices."""

from collections.abc import Iterable, Iterator, Sequence

from .cases import Cell
from .evaluator import said, speaks
from .mutants import Mutant


def noticed(cells: Sequence[Cell], mutant: Mutant) -> Cell | None:
    """The first cell whose answer the mutant changes; None where it survives.

    An answer says what each layer does, so it changes where the mutant's own layer does.
    """
    for cell in _touched(cells, mutant):
        account = cell.account if mutant.policy.kind in ("resource", "trust") else None
        after = None if mutant.after is None else speaks(mutant.after, cell.request, account)
        if speaks(mutant.before, cell.request, account) == after:
            continue
        if said(mutant.policy.statements, cell.request, account) != said(mutant.statements, cell.request, account):
            return cell
    return None


def _touched(cells: Iterable[Cell], mutant: Mutant) -> Iterator[Cell]:
    """The cells that the policy has a say in."""
    policy = mutant.policy
    for cell in cells:
        asker = cell.request.asker
        if policy.kind == "identity":
            touched = asker.arn == policy.on
        elif policy.kind == "boundary":
            touched = asker.boundary is not None
        else:
            touched = (cell.kind, cell.bearer) == (policy.kind, policy.on)
        if touched:
            yield cell
