"""Which mutants a matrix notices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .cases import Cell
from .evaluator import said, speaks
from .mutants import Mutant


class Matrix:
    """Cells, by the policies that have a say in them."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._by_policy: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in cells:
            asker = cell.request.asker
            self._by_policy["identity", asker.arn].append(cell)
            self._by_policy[cell.kind, cell.bearer].append(cell)
            if asker.bounded_by is not None:
                self._by_policy["boundary", asker.bounded_by].append(cell)

    def noticed(self, mutant: Mutant) -> Cell | None:
        """The first cell whose answer the mutant changes; None where it survives.

        An answer says what each layer does, so it changes where the mutant's own layer does.
        """
        policy, touched = mutant.policy, self._touched(mutant)
        for cell in touched:
            account = cell.account if policy.kind in ("resource", "trust") else None
            after = None if mutant.after is None else speaks(mutant.after, cell.request, account)
            if speaks(mutant.before, cell.request, account) == after:
                continue
            if said(mutant.layer, cell.request, account) != said(mutant.statements, cell.request, account):
                return cell
        return None

    def _touched(self, mutant: Mutant) -> Sequence[Cell]:
        return self._by_policy.get((mutant.policy.kind, mutant.policy.on), ())
