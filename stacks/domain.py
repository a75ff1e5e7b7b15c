"""What one domain owns: its data, what it publishes, and who may read that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import pulumi

from components import (
    AccessGrant,
    AccessGrantArgs,
    AdoptedCatalog,
    AdoptedCatalogArgs,
    AdoptedHoldings,
    AdoptedHoldingsArgs,
    DomainAccess,
    DomainAccessArgs,
    DomainAlerts,
    DomainAlertsArgs,
    DomainKey,
    DomainKeyArgs,
    DomainRuntime,
    DomainRuntimeArgs,
    DomainStorage,
    DomainStorageArgs,
    DomainWorkspace,
    DomainWorkspaceArgs,
    FoundationOutputs,
    Pipeline,
    PipelineArgs,
    ProductCatalog,
    ProductCatalogArgs,
    ProductDocuments,
    ProductDocumentsArgs,
    Turns,
)
from meshwright import access
from meshwright.access import Entitlement
from meshwright.language import Domain, Environment, Mesh, ProductRef
from meshwright.runtime.plan import Plan
from meshwright.transforms import compile_table


def build(
    mesh: Mesh,
    domain: Domain,
    environment: Environment,
    foundation: FoundationOutputs,
    *,
    today: date,
    root: Path,
    opts: pulumi.ResourceOptions,
) -> None:
    """Build everything of ``domain``; grants are those that hold ``today``.

    Raises ``pulumi.RunError`` where a transform can't be compiled.
    """
    products = [ProductRef(domain, product) for product in domain.products]
    plans = {ref.database: _plans(mesh, ref) for ref in products}
    entitlements = [e for e in access.compile(mesh, today=today) if e.ref.domain.name == domain.name]
    site = _Site(mesh, domain, environment, foundation, root, opts)

    ground = _ground(site)
    catalogs = {ref.database: _catalog(site, ground, ref, open=access.is_open(ref.product)) for ref in products}
    pipelines = [_pipeline(site, ground, ref, plans[ref.database]) for ref in products if ref.product.filled]
    if domain.adopts is not None:
        AdoptedHoldings(f"{domain.name}-adopted", AdoptedHoldingsArgs(adopted=domain.adopts), opts)
    for ref in products:
        _documents(site, ref, plans[ref.database])
    _grants(site, ground, catalogs, entitlements)

    pulumi.export("databases", [c.database.name for c in catalogs.values()])
    pulumi.export("stateMachines", [p.state_machine_arn for p in pipelines])
    pulumi.export("landingBucket", ground.storage.landing.bucket_name)
    pulumi.export("dataBucket", ground.storage.data.bucket_name)
    pulumi.export("scratchBucket", ground.storage.scratch.bucket_name)
    pulumi.export("workgroups", ground.workspace.workgroups)


@dataclass(frozen=True)
class _Site:
    """What is built, and where."""

    mesh: Mesh
    domain: Domain
    environment: Environment
    foundation: FoundationOutputs
    root: Path
    opts: pulumi.ResourceOptions

    @property
    def mailbox(self) -> str:
        """Whom to write to: the platform where the domain names nobody."""
        return self.domain.owner or self.mesh.governance.owner


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What a domain's products stand on."""

    storage: DomainStorage
    alerts: DomainAlerts
    workspace: DomainWorkspace
    runtime: DomainRuntime
    access: DomainAccess
    turns: Turns


def _ground(site: _Site) -> _Ground:
    key = DomainKey(
        f"{site.domain.name}-key",
        DomainKeyArgs(domain=site.domain, environment=site.environment, foundation=site.foundation),
        site.opts,
    ).key_arn
    storage = DomainStorage(
        f"{site.domain.name}-storage",
        DomainStorageArgs(domain=site.domain, environment=site.environment, foundation=site.foundation, key_arn=key),
        site.opts,
    )
    turns = Turns()
    return _Ground(
        storage=storage,
        alerts=_alerts(site, key),
        workspace=_workspace(site, key, storage),
        runtime=_runtime(site, key, storage),
        access=_access(site, storage, turns),
        turns=turns,
    )


def _alerts(site: _Site, key: pulumi.Output[str]) -> DomainAlerts:
    return DomainAlerts(
        f"{site.domain.name}-alerts",
        DomainAlertsArgs(domain=site.domain, environment=site.environment, mailbox=site.mailbox, key_arn=key),
        site.opts,
    )


def _workspace(site: _Site, key: pulumi.Output[str], storage: DomainStorage) -> DomainWorkspace:
    return DomainWorkspace(
        f"{site.domain.name}-workspace",
        DomainWorkspaceArgs(
            domain=site.domain,
            environment=site.environment,
            mailbox=site.mailbox,
            scratch_bucket=storage.scratch.bucket_name,
            key_arn=key,
        ),
        site.opts,
    )


def _runtime(site: _Site, key: pulumi.Output[str], storage: DomainStorage) -> DomainRuntime:
    return DomainRuntime(
        f"{site.domain.name}-runtime",
        DomainRuntimeArgs(
            domain=site.domain,
            environment=site.environment,
            foundation=site.foundation,
            storage=storage,
            key_arn=key,
            root=site.root,
        ),
        site.opts,
    )


def _access(site: _Site, storage: DomainStorage, turns: Turns) -> DomainAccess:
    return DomainAccess(
        f"{site.domain.name}-access",
        DomainAccessArgs(
            domain=site.domain,
            environment=site.environment,
            foundation=site.foundation,
            data_bucket=storage.data.bucket_name,
            turns=turns,
        ),
        site.opts,
    )


def _catalog(site: _Site, ground: _Ground, ref: ProductRef, *, open: bool) -> ProductCatalog | AdoptedCatalog:
    if not ref.product.filled:
        adopting = AdoptedCatalogArgs(ref=ref, environment=site.environment, open=open)
        return AdoptedCatalog(f"{_short(ref)}-catalog", adopting, site.opts)
    return ProductCatalog(
        f"{_short(ref)}-catalog",
        ProductCatalogArgs(
            ref=ref,
            environment=site.environment,
            data_bucket=ground.storage.data.bucket_name,
            open=open,
            access=ground.access,
        ),
        site.opts,
    )


def _pipeline(site: _Site, ground: _Ground, ref: ProductRef, plans: Mapping[str, Plan]) -> Pipeline:
    return Pipeline(
        f"{_short(ref)}-pipeline",
        PipelineArgs(ref=ref, plans=plans, runtime=ground.runtime, topic_arn=ground.alerts.topic_arn),
        site.opts,
    )


def _documents(site: _Site, ref: ProductRef, plans: Mapping[str, Plan]) -> None:
    read = {i.database for plan in plans.values() for i in plan.inputs if i.kind == "table"} - {ref.database}
    ProductDocuments(
        f"{_short(ref)}-documents",
        ProductDocumentsArgs(
            ref=ref,
            inputs=[found for database in sorted(read) if (found := site.mesh.database(database)) is not None],
            environment=site.environment,
            foundation=site.foundation,
        ),
        site.opts,
    )


def _grants(
    site: _Site,
    ground: _Ground,
    catalogs: Mapping[str, ProductCatalog | AdoptedCatalog],
    entitlements: Sequence[Entitlement],
) -> None:
    named = [e for e in entitlements if e.agreed]
    for (database, consumer), agreed in groupby(named, key=lambda e: (e.ref.database, e.consumer)):
        catalog = catalogs[database]
        AccessGrant(
            f"{_short(catalog.ref)}-to-{consumer}",
            AccessGrantArgs(
                entitlements=list(agreed), catalog=catalog, environment=site.environment, turns=ground.turns
            ),
            site.opts,
        )


def _short(ref: ProductRef) -> str:
    """A product major within its domain's stack."""
    return f"{ref.product.name}_v{ref.product.major}"


def _plans(mesh: Mesh, ref: ProductRef) -> dict[str, Plan]:
    compiled = {table.name: compile_table(mesh, ref, table) for table in ref.product.tables}
    errors = [f for c in compiled.values() for f in c.findings if f.level == "error"]
    if errors:
        listed = "\n".join(f"  {finding}" for finding in errors)
        raise pulumi.RunError(f"the transforms of {ref} have {len(errors)} errors; nothing was built\n{listed}")
    return {name: c.plan for name, c in compiled.items() if c.plan is not None}
