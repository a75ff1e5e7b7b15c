"""What outlives the code that declared it."""

from meshwright.language import Domain, Environment, Product, Table


def keeps(environment: Environment, *owners: Domain | Product | Table) -> bool:
    """Whether what holds the data of these stays in the account when it is no longer declared.

    Two people have to agree on losing it: whoever owns the definition writes ``retire=`` on the thing itself or on what
    it is part of, and whoever owns the environment lets it delete what is retired. Both have to be deployed before the
    definition goes, since what is gone can't say anything any more.
    """
    return environment.deletes != "retired" or not any(owner.retire for owner in owners)
