"""What Lake Formation does in the name of whoever holds a grant."""

from meshwright import names
from meshwright.language import Environment

from .account import Account, key_called
from .duties import LIST_OBJECTS, USE_KEY
from .statement import Policy, allow


def locations(environment: Environment, suffix: str) -> Policy:
    """The permissions of the role that data locations are registered with: every domain's data, nothing else of it."""
    account = Account(environment)
    data = account.bucket(names.bucket(environment.name, "*", "data", suffix))
    return Policy(
        (
            allow("ListData", LIST_OBJECTS, [data]),
            allow("ServeData", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{data}/*"]),
            allow(
                "UseKeysOfDomains",
                USE_KEY,
                [account.arn("kms", "key/*")],
                key_called(names.key_alias(environment.name, "*")),
                account.via("s3"),
            ),
        )
    )
