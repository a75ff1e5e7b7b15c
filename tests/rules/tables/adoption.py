"""What was there before the mesh."""

from typing import Any

from tests.rules.building import LEFT_OUT, adopted, daily, domain, fresh, mesh, product, rows, selling, table, text

from . import Bad, Good

_PLAIN: dict[str, Any] = {"objectives": LEFT_OUT, "adopts": "raw", "tables": [table(expects=[])]}

BAD: Bad = {
    "adopted-once": [
        (
            mesh(domain("sales", products=[product(**_PLAIN)]), domain("web", products=[product("visits", **_PLAIN)])),
            [
                'product.adopts: adopted-once web.visits: database "raw" is adopted already, at mesh.py:300:1; '
                "leave it to one domain"
            ],
        ),
        (
            mesh(domain("sales", products=[product(), product("raw", **{**_PLAIN, "adopts": "sales_orders_v1"})])),
            [
                'product.adopts: adopted-once sales.raw: database "sales_orders_v1" is what the mesh makes for '
                "sales.orders; leave it to one domain"
            ],
        ),
        (
            mesh(
                domain("sales", adopts=adopted(buckets=["lake"], roles=["old/Analyst"])),
                domain("web", adopts=adopted(buckets=["lake"], roles=["Analyst"])),
            ),
            [
                'adopted.buckets: adopted-once web: bucket "lake" is adopted already, at mesh.py:1400:1; '
                "leave it to one domain",
                'adopted.roles: adopted-once web: role "Analyst" is adopted already, at mesh.py:1400:1; '
                "leave it to one domain",
            ],
        ),
    ],
    "adopted-plain": [
        (
            mesh(selling(adopts="raw", schedule=daily("05:00"), objectives=[fresh(within="26h")])),
            [
                "product.objectives: adopted-plain sales.orders is adopted and has objectives=; leave it out, or make "
                "a new major beside it that the mesh fills",
                "product.schedule: adopted-plain sales.orders is adopted and has schedule=; leave it out, or make a "
                "new major beside it that the mesh fills",
                "table.expects: adopted-plain sales.orders.orders is adopted and has expects=; leave it out, or make "
                "a new major beside it that the mesh fills",
            ],
        ),
        (
            mesh(
                selling(
                    **{
                        **_PLAIN,
                        "tables": [table(transform="other.sql", partition_by=["country"], expects=[rows(at_least=1)])],
                    }
                )
            ),
            [
                "table.transform: adopted-plain sales.orders.orders is adopted and has transform=; leave it out, or "
                "make a new major beside it that the mesh fills",
                "table.partition_by: adopted-plain sales.orders.orders is adopted and has partition_by=; leave it "
                "out, or make a new major beside it that the mesh fills",
                "table.expects: adopted-plain sales.orders.orders is adopted and has expects=; leave it out, or make "
                "a new major beside it that the mesh fills",
            ],
        ),
    ],
}

GOOD: Good = {
    "adopted-once": [
        mesh(domain("sales", adopts=adopted(buckets=["lake"], roles=["lake"]), products=[product(**_PLAIN)])),
    ],
    "adopted-plain": [
        # no key, no expectation, no objective, no file: nobody knows them
        mesh(selling(**{**_PLAIN, "tables": [table("lines", columns=[text(1, "id")], expects=[])]})),
    ],
}
