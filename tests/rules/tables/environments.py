"""Environments and quotas."""

from collections.abc import Sequence

from meshwright.language import Column, Domain
from tests.rules.building import (
    ORDERS_COLUMNS,
    SANDBOX,
    domain,
    environment,
    long,
    mesh,
    on_publish,
    product,
    selling,
    share,
    subscription,
    table,
)

from . import Bad, Good

DEV = environment("dev", account="210987654321", region="eu-west-1")


def _domains(count: int) -> list[Domain]:
    return [domain(f"d{n:04d}") for n in range(count)]


def _awaiting(count: int) -> Domain:
    return domain(
        "sales", products=[product(), *(product(f"p{n}", schedule=on_publish("sales.orders")) for n in range(count))]
    )


def _sharing(count: int, *, asked: bool = True, columns: Sequence[Column] = ORDERS_COLUMNS) -> list[Domain]:
    """Each of so many consumers reads orders, through a filter where a column is sensitive."""
    consumes = [subscription("sales.orders", major=1, purpose="x")] if asked else []
    consumers = [domain(f"d{n:04d}", consumes=consumes) for n in range(count)]
    shares = [share(d.name, purpose="x") for d in consumers]
    return [*consumers, selling(shares=shares, tables=[table(columns=columns)])]


BAD: Bad = {
    "environment-distinct": [
        (
            mesh(environments=[SANDBOX, environment("dev", account="123456789012", region="eu-west-1")]),
            [
                'environment.account: environment-distinct environment "dev" is account 123456789012 in eu-west-1, '
                "and so "
                'is "sandbox"; give each its own account, or another region'
            ],
        ),
    ],
    "region-allowed": [
        (
            mesh(
                environments=[environment("dev", account="1" * 12, region="us-east-1")],
                allowed_regions=["eu-west-1", "eu-central-1"],
            ),
            [
                'environment.region: region-allowed environment "dev" is in us-east-1, which governance does not '
                "allow; "
                'choose "eu-west-1" and "eu-central-1"'
            ],
        ),
    ],
    "quota-default": [
        (
            mesh(*_domains(251)),
            [
                "environment.account: warning: quota-default 1,255 IAM roles in account 123456789012 are needed, and "
                "1,000 are allowed unless raised; ask AWS for a higher quota (up to 5,000), or need fewer",
                "environment.account: warning: quota-default 251 Glue security configurations in account "
                "123456789012 in "
                "eu-west-1 are needed, and 250 are allowed unless raised; ask AWS for a higher quota, or need fewer",
            ],
        ),
        (
            mesh(
                *_domains(130),
                environments=[SANDBOX, environment("dev", account="123456789012", region="eu-central-1")],
                allowed_regions=["eu-west-1", "eu-central-1"],
            ),
            [
                "environment.account: warning: quota-default 1,300 IAM roles in account 123456789012 are needed, and "
                "1,000 are allowed unless raised; ask AWS for a higher quota (up to 5,000), or need fewer"
            ],
        ),
        (
            mesh(_awaiting(301)),
            [
                "environment.account: warning: quota-default 301 EventBridge rules on the mesh's bus in account "
                "123456789012 in eu-west-1 are needed, and 300 are allowed unless raised; ask AWS for a higher "
                "quota, or "
                "need fewer"
            ],
        ),
        (
            mesh(*_sharing(101)),
            [
                "product.shares: warning: quota-default 101 data filters on sales.orders.orders are needed, and 100 "
                "are "
                "allowed unless raised; ask AWS for a higher quota, or need fewer"
            ],
        ),
        (
            mesh(selling(tables=[table(columns=[*ORDERS_COLUMNS, *(long(n, f"c{n}") for n in range(5, 1600))])])),
            [
                "table.columns: warning: quota-default 1,599 columns in sales.orders.orders are needed, and 1,598 are "
                "allowed unless raised; ask AWS for a higher quota, or need fewer"
            ],
        ),
    ],
    "quota-highest": [
        (
            mesh(*_domains(1001)),
            [
                *(
                    f"environment.account: warning: quota-default {what} in account 123456789012 in eu-west-1 are "
                    f"needed, and {allowed} are allowed unless raised; ask AWS for a higher quota, or need fewer"
                    for what, allowed in (
                        ("1,001 EventBridge Scheduler groups", "500"),
                        ("1,001 Glue security configurations", "250"),
                        ("2,002 Athena workgroups", "1,000"),
                    )
                ),
                "environment.account: quota-highest 5,005 IAM roles in account 123456789012 are needed, and AWS "
                "allows at "
                "most 5,000; give environments accounts of their own, or split the mesh over accounts",
            ],
        ),
    ],
}

GOOD: Good = {
    "environment-distinct": [
        mesh(environments=[SANDBOX, DEV]),
        mesh(
            environments=[SANDBOX, environment("dev", account="123456789012", region="eu-central-1")],
            allowed_regions=["eu-west-1", "eu-central-1"],
        ),
    ],
    "region-allowed": [mesh(environments=[SANDBOX, DEV])],
    "quota-default": [
        mesh(*_domains(200)),
        mesh(*_domains(200), environments=[SANDBOX, DEV]),
        mesh(*_sharing(100)),
        mesh(*_sharing(101, asked=False)),
        mesh(*_sharing(101, columns=ORDERS_COLUMNS[:3])),
    ],
    "quota-highest": [mesh(*_domains(10))],
}
