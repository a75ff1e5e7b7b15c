"""A report on some domains only."""

from collections.abc import Collection
from dataclasses import replace

from meshwright.names import PLATFORM
from meshwright.preview.report import Report


def narrowed(report: Report, domains: Collection[str]) -> Report:
    """What concerns these domains, as producers or consumers; what holds for all of them stays."""

    def concerns(*scopes: str) -> bool:
        return any(scope.partition(".")[0] in domains for scope in scopes)

    folders = tuple(f"domains/{name}/" for name in domains)
    return replace(
        report,
        findings=tuple(f for f in report.findings if f.level == "error" or f.place.path.startswith(folders)),
        access=tuple(c for c in report.access if concerns(c.consumer, c.product)),
        waiting=tuple(c for c in report.waiting if concerns(c.consumer, c.product)),
        privileges=tuple(c for c in report.privileges if c.scope == PLATFORM or concerns(c.scope)),
        domains=tuple(c for c in report.domains if concerns(c.name)),
        contracts=tuple(c for c in report.contracts if concerns(c.product, *c.consumers)),
        data=tuple(r for r in report.data if concerns(r.change.stack)),
        sensitivity=tuple(c for c in report.sensitivity if concerns(c.column)),
        resources=tuple(c for c in report.resources if concerns(c.stack)),
    )
