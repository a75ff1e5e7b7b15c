"""Versions that don't follow from what changed: what is refused, and everything that is found."""

from tests.rules.building import daily, domain, mesh, product, replaced, selling, table, text

from .pairs import Bad, beside, columns, versions

BAD: Bad = {
    "version-raised": [
        (
            versions("1.2.0", "1.2.0", purpose="orders"),
            [
                "product.version: version-raised sales.orders: version 1.2.0 stays, and its purpose is "
                'described otherwise (PATCH); write version="1.2.1"',
            ],
        ),
        (
            columns([], [text(2, "a", optional=True)], "1.0.0"),
            [
                "product.version: version-raised sales.orders: version 1.0.0 stays, and orders: optional "
                'column "a" (text) is added (MINOR); write version="1.1.0"',
            ],
        ),
        (
            columns([], [text(2, "a", optional=True)], "1.0.1"),
            [
                "product.version: version-raised sales.orders: version 1.0.1 is too low after 1.0.0, "
                'since orders: optional column "a" (text) is added (MINOR); write version="1.1.0"',
            ],
        ),
        (
            versions("1.2.0", "1.1.0", purpose="orders"),
            [
                'product.version: version-raised sales.orders: version 1.1.0 is behind 1.2.0; write version="1.2.1"',
            ],
        ),
        (
            versions("1.2.0", "1.1.9"),
            [
                'product.version: version-raised sales.orders: version 1.1.9 is behind 1.2.0; write version="1.2.0"',
            ],
        ),
        (
            versions("1.2.0", "1.4.0", purpose="orders"),
            [
                "product.version: version-raised sales.orders: version 1.4.0 leaves out what follows "
                '1.2.0; write version="1.3.0"',
            ],
        ),
        (
            versions("1.2.0", "1.2.2", purpose="orders"),
            [
                "product.version: version-raised sales.orders: version 1.2.2 leaves out what follows "
                '1.2.0; write version="1.2.1"',
            ],
        ),
        (
            columns([], [text(2, "a", optional=True)], "1.0.2"),
            [
                "product.version: version-raised sales.orders: version 1.0.2 leaves out what follows "
                '1.0.0; write version="1.1.0"',
            ],
        ),
        (
            versions("1.2.3", "1.3.1", purpose="orders"),
            [
                "product.version: version-raised sales.orders: version 1.3.1 leaves out what follows "
                '1.2.3; write version="1.3.0"',
            ],
        ),
        (
            versions("1.2.0", "1.2.0", purpose="orders", schedule=daily("05:00")),
            [
                "product.version: version-raised sales.orders: version 1.2.0 stays, and its purpose is "
                'described otherwise (PATCH) and 1 more change; write version="1.2.1"',
            ],
        ),
        (
            beside("2.1.0"),
            [
                "product.version: version-raised sales.orders: version 2.1.0 leaves out what follows "
                '1.0.0; write version="2.0.0"',
            ],
        ),
        (
            beside("3.0.0"),
            [
                "product.version: version-raised sales.orders: version 3.0.0 leaves out what follows "
                '1.0.0; write version="2.0.0"',
            ],
        ),
        (
            (mesh(selling(version="2.0.0")), mesh(domain(products=[replaced(), product(version="2.0.0")]))),
            [
                'product.version: version-raised sales.orders: version 1.0.0 is behind 2.0.0; write version="3.0.0"',
            ],
        ),
        (
            columns([text(2, "a")], [text(2, "b")], "0.1.1", since="0.1.0"),
            [
                "product.version: version-raised sales.orders: version 0.1.1 is too low after 0.1.0, "
                'since orders: column "a" is renamed to "b" (MAJOR); write version="0.2.0"',
            ],
        ),
        (
            versions("0.1.0", "0.1.0", purpose="orders"),
            [
                "product.version: version-raised sales.orders: version 0.1.0 stays, and its purpose is "
                'described otherwise (PATCH); write version="0.1.1"',
            ],
        ),
        (
            versions(
                "1.2.0",
                "1.2.0",
                tables=[
                    table(
                        columns=[*table().columns, text(5, "a", optional=True), text(6, "b", optional=True)],
                        expects=table().expects,
                    )
                ],
            ),
            [
                "product.version: version-raised sales.orders: version 1.2.0 stays, and orders: optional "
                'column "a" (text) is added (MINOR) and 1 more change; write version="1.3.0"',
            ],
        ),
    ],
}
