"""Each component that a domain's products are made of, built as a stack would."""

from pathlib import Path

from pulumi_aws import lakeformation

from components import (
    AccessGrant,
    AccessGrantArgs,
    ArtifactStore,
    DomainAccess,
    DomainAccessArgs,
    DomainAlerts,
    DomainAlertsArgs,
    DomainRuntime,
    DomainRuntimeArgs,
    DomainStorage,
    DomainStorageArgs,
    DomainWorkspace,
    DomainWorkspaceArgs,
    OpenAccess,
    OpenAccessArgs,
    Pipeline,
    PipelineArgs,
    ProductCatalog,
    ProductCatalogArgs,
    ProductDocuments,
    ProductDocumentsArgs,
    RuntimeArtifacts,
    RuntimeArtifactsArgs,
    Turns,
    ontology,
)
from components.tags import domain_tags
from meshwright import names
from meshwright.language import ProductRef

from .ground import FOUNDATION, GOVERNANCE, KEY_ARN, SANDBOX
from .shop import COUNTRIES, MESH, SALES, SALES_ORDERS, entitlements, plans

ROOT = Path(__file__).parent.parent.parent
DATA_BUCKET = "mesh-sandbox-sales-data-0a1b2c3d"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:mesh-sandbox-sales-alerts"


def domain_access(name: str = "it", turns: Turns | None = None) -> DomainAccess:
    args = DomainAccessArgs(
        domain=SALES, environment=SANDBOX, foundation=FOUNDATION, data_bucket=DATA_BUCKET, turns=turns or Turns()
    )
    return DomainAccess(name, args)


def product_catalog(name: str = "it", ref: ProductRef = SALES_ORDERS) -> ProductCatalog:
    args = ProductCatalogArgs(
        ref=ref,
        environment=SANDBOX,
        data_bucket=DATA_BUCKET,
        open=ref is COUNTRIES,
        access=domain_access(f"{name}-own"),
    )
    return ProductCatalog(name, args)


def product_documents(name: str = "it", ref: ProductRef = SALES_ORDERS) -> ProductDocuments:
    forecasts = MESH.product("planning.forecasts")
    assert forecasts is not None
    args = ProductDocumentsArgs(ref=ref, inputs=[forecasts], environment=SANDBOX, foundation=FOUNDATION)
    return ProductDocuments(name, args)


def access_grant(name: str = "it", consumer: str = "planning") -> AccessGrant:
    args = AccessGrantArgs(
        entitlements=entitlements(consumer),
        catalog=product_catalog(f"{name}-catalog"),
        environment=SANDBOX,
        turns=Turns(),
    )
    return AccessGrant(name, args)


def open_access(name: str = "it") -> OpenAccess:
    arns = {role: names.role_arn(SANDBOX, "finance", role) for role in names.ROLES}
    defined = ontology.ontology(GOVERNANCE, ["finance", "sales"])
    tags = {key: lakeformation.LfTag(f"{name}-{key}", key=key, values=list(values)) for key, values in defined.items()}
    return OpenAccess(name, OpenAccessArgs(role_arns=arns, tags=tags))


def runtime_artifacts(name: str = "it") -> RuntimeArtifacts:
    store = ArtifactStore(
        domain="sales", bucket=FOUNDATION.artifact_bucket, key_arn=KEY_ARN, tags=domain_tags(SANDBOX, SALES)
    )
    return RuntimeArtifacts(name, RuntimeArtifactsArgs(store=store, root=ROOT))


def domain_runtime(name: str = "it") -> DomainRuntime:
    storage = DomainStorage(
        f"{name}-storage",
        DomainStorageArgs(domain=SALES, environment=SANDBOX, foundation=FOUNDATION, key_arn=KEY_ARN),
    )
    args = DomainRuntimeArgs(
        domain=SALES, environment=SANDBOX, foundation=FOUNDATION, storage=storage, key_arn=KEY_ARN, root=ROOT
    )
    return DomainRuntime(name, args)


def pipeline(name: str = "it", ref: ProductRef = SALES_ORDERS) -> Pipeline:
    args = PipelineArgs(ref=ref, plans=plans(ref), runtime=domain_runtime(f"{name}-ground"), topic_arn=TOPIC)
    return Pipeline(name, args)


def pipeline_on_publish(name: str = "it") -> Pipeline:
    return pipeline(name, COUNTRIES)


def domain_alerts(name: str = "it") -> DomainAlerts:
    args = DomainAlertsArgs(domain=SALES, environment=SANDBOX, mailbox="sales@example.org", key_arn=KEY_ARN)
    return DomainAlerts(name, args)


def domain_workspace(name: str = "it") -> DomainWorkspace:
    args = DomainWorkspaceArgs(
        domain=SALES,
        environment=SANDBOX,
        mailbox="sales@example.org",
        scratch_bucket="mesh-sandbox-sales-scratch-0a1b2c3d",
        key_arn=KEY_ARN,
    )
    return DomainWorkspace(name, args)
