"""Budgets: moto can't change one."""

from moto.budgets.responses import BudgetsResponse
from moto.core.utils import unix_time

from .extending import extend


class Changes(BudgetsResponse):
    """Changing a budget."""

    def update_budget(self) -> str:
        """UpdateBudget: the new one replaces the old, its notifications stay."""
        account, wanted = self._get_param("AccountId"), self._get_param("NewBudget")
        self.backend.describe_budget(account, wanted["BudgetName"])  # refuses one that doesn't exist
        held = self.backend.budgets[account][wanted["BudgetName"]]
        held.budget = {"TimePeriod": held.budget["TimePeriod"], **wanted, "LastUpdatedTime": unix_time()}
        return "{}"


def install() -> None:
    """Add the operation."""
    extend(Changes)
