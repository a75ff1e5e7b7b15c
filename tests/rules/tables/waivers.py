"""Waivers."""

from meshwright.language import Waiver
from tests.rules.building import LEFT_OUT, mesh, selling, waiver

from . import Bad, Good


def _waived(rule: str = "purpose-present", **changed: str) -> list[Waiver]:
    given = {"scope": "sales", "owner": "ann@example.org", "reason": "not yet", "until": "2027-12-31", **changed}
    return [waiver(rule, **given)]


PURPOSELESS = selling(purpose=LEFT_OUT)
FOUND = (
    'product: purpose-present sales.orders has no purpose; add purpose="…", such as "one row per scheduled departure"'
)

BAD: Bad = {
    "waiver-resolves": [
        (
            mesh(PURPOSELESS, waivers=_waived("purpose-presents")),
            [
                FOUND,
                'waiver.rule: waiver-resolves waiver of "purpose-presents": there is no such rule; '
                'write "purpose-present"',
            ],
        ),
        (
            mesh(selling(), waivers=_waived("row-limit")),
            [
                'waiver.rule: waiver-resolves waiver of "row-limit": this rule has no exceptions; '
                "remove it, and mend what the rule finds"
            ],
        ),
        (
            mesh(PURPOSELESS, waivers=_waived(scope="sales.order")),
            [
                FOUND,
                'waiver.scope: waiver-resolves waiver of "purpose-present": nothing is called "sales.order"; write '
                '"sales.orders"',
            ],
        ),
        (
            mesh(selling(), levels={"row-limit": "off"}),
            [
                'governance.levels: waiver-resolves level of "row-limit": this rule has no exceptions; '
                "remove it, and mend what the rule finds"
            ],
        ),
        (
            mesh(selling(), levels={"zzz": "error"}),
            ['governance.levels: waiver-resolves level of "zzz": there is no such rule; remove it'],
        ),
    ],
    "waiver-expired": [
        (
            mesh(PURPOSELESS, waivers=_waived(until="2026-11-22")),
            [
                FOUND,
                'waiver.until: waiver-expired waiver of "purpose-present" for sales ended on 2026-11-22; '
                "mend it, or ask ann@example.org for a new waiver",
            ],
        ),
    ],
    "waiver-used": [
        (
            mesh(selling(), waivers=_waived()),
            ['waiver: warning: waiver-used waiver of "purpose-present" for sales lets nothing pass; remove it'],
        ),
    ],
    "agreement-expiring": [
        (
            mesh(PURPOSELESS, waivers=_waived(until="2026-11-30")),
            [
                'waiver.until: warning: agreement-expiring waiver of "purpose-present" for sales ends in only 7 '
                "days, on "
                "2026-11-30; agree on a later until=, or tell those who depend on it"
            ],
        ),
    ],
}

GOOD: Good = {
    "waiver-resolves": [
        mesh(PURPOSELESS, waivers=_waived(scope="sales.orders")),
        mesh(PURPOSELESS, levels={"purpose-present": "off"}),
    ],
    "waiver-expired": [mesh(PURPOSELESS, waivers=_waived(until="2026-12-24"))],
    "waiver-used": [mesh(PURPOSELESS, waivers=_waived())],
}
