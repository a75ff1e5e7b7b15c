"""Why something is a leftover of the mesh's own, rather than made by hand."""

from .state import Facts, Target, database_of, table_of


def reason_left_behind(principal: str, target: Target, facts: Facts) -> str:
    """In words; empty where nothing says that it was ever compiled."""
    if facts.is_ours(principal) and principal not in facts.roles:
        return f"the role {principal.rpartition('/')[2]} is not declared any more"
    database, table = database_of(target), table_of(target)
    if facts.is_ours(principal) and database is not None:
        gone = _undeclared(database, table, facts)
        if gone:
            return gone
    if target[0] == "tagged" and isinstance(target[2], tuple):
        for key, values in target[2]:
            if key == "domain" and facts.is_ours(principal) and not set(values) <= facts.domains:
                return f"the domain {', '.join(sorted(set(values) - facts.domains))} is not declared any more"
    consumer = _domain(principal, facts)
    until = facts.ended.get((consumer, database or "", table or ""))
    return f"what was agreed ended on {until}" if until else ""


def _undeclared(database: str, table: str | None, facts: Facts) -> str:
    if database not in facts.databases:
        owner = database.partition("_")[0]
        return f"the database {database} is not declared any more" if owner in facts.domains else ""
    if table not in (None, "*") and table not in facts.tables.get(database, frozenset()):
        return f"the table {database}.{table} is not declared any more"
    return ""


def _domain(principal: str, facts: Facts) -> str:
    return principal.removeprefix(facts.prefix).rpartition("-")[0] if facts.is_ours(principal) else ""
