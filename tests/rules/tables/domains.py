"""Domains."""

from tests.rules.building import LEFT_OUT, domain, mesh

from . import Bad, Good

BAD: Bad = {
    "owner-present": [
        (mesh(domain(owner=LEFT_OUT)), ['domain: owner-present sales has no owner; add owner="team@…"']),
    ],
    "cost-center-present": [
        (
            mesh(domain(cost_center=LEFT_OUT)),
            ['domain: cost-center-present sales has no cost center; add cost_center="…"'],
        ),
    ],
    "tag-fits": [
        (
            mesh(domain(cost_center="CC-1; drop")),
            [
                "domain.cost_center: tag-fits sales: cost_center \"CC-1; drop\" has ';', which a tag's value can't "
                "have; "
                "write it without that"
            ],
        ),
        (
            mesh(domain(owner="o'brien@example.org")),
            [
                "domain.owner: tag-fits sales: owner \"o'brien@example.org\" has \"'\", which a tag's value can't "
                "have; "
                "write it without that"
            ],
        ),
        (
            mesh(domain(cost_center="4" * 257)),
            [
                f'domain.cost_center: tag-fits sales: cost_center "{"4" * 59}…" has 257 characters, and a tag\'s '
                "value "
                "at most 256; write it without that"
            ],
        ),
        (
            mesh(domain(cost_center="CC\n1")),
            [
                "domain.cost_center: tag-fits sales: cost_center \"CC\\n1\" has '\\n', which a tag's value can't have; "
                "write it without that"
            ],
        ),
    ],
}

GOOD: Good = {
    "owner-present": [mesh(domain())],
    "cost-center-present": [mesh(domain(cost_center="none yet"))],
    "tag-fits": [mesh(domain(owner="sales+data@example.org", cost_center="Köln / 204_a:b=c"), domain("planning"))],
}
