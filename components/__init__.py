"""The building blocks: one concept per file, what a data engineer says aloud."""

from ._artifacts import ArtifactStore
from ._turns import Turns
from .access_grant import AccessGrant, AccessGrantArgs
from .adopted_catalog import AdoptedCatalog, AdoptedCatalogArgs
from .adopted_holdings import AdoptedHoldings, AdoptedHoldingsArgs
from .audit_table import AuditTable, AuditTableArgs
from .audit_trail import AuditTrail, AuditTrailArgs
from .break_glass import BreakGlass, BreakGlassArgs
from .ci_access import CiAccess, CiAccessArgs
from .data_lake_governance import DataLakeGovernance, DataLakeGovernanceArgs
from .domain_access import DomainAccess, DomainAccessArgs
from .domain_alerts import DomainAlerts, DomainAlertsArgs
from .domain_key import DomainKey, DomainKeyArgs
from .domain_roles import DomainRoles, DomainRolesArgs
from .domain_runtime import DomainRuntime, DomainRuntimeArgs
from .domain_storage import DomainStorage, DomainStorageArgs
from .domain_workspace import DomainWorkspace, DomainWorkspaceArgs
from .event_bus import EventBus, EventBusArgs
from .foundation_guard import FoundationGuard
from .foundation_outputs import FoundationOutputs
from .open_access import OpenAccess, OpenAccessArgs
from .people_access import PeopleAccess, PeopleAccessArgs
from .pipeline import Pipeline, PipelineArgs
from .platform_alerts import PlatformAlerts, PlatformAlertsArgs
from .platform_key import PlatformKey, PlatformKeyArgs
from .platform_storage import PlatformStorage, PlatformStorageArgs
from .product_catalog import ProductCatalog, ProductCatalogArgs
from .product_documents import ProductDocuments, ProductDocumentsArgs
from .role_boundary import RoleBoundary, RoleBoundaryArgs
from .runtime_artifacts import RuntimeArtifacts, RuntimeArtifactsArgs

__all__ = [
    "AccessGrant",
    "AccessGrantArgs",
    "AdoptedCatalog",
    "AdoptedCatalogArgs",
    "AdoptedHoldings",
    "AdoptedHoldingsArgs",
    "ArtifactStore",
    "AuditTable",
    "AuditTableArgs",
    "AuditTrail",
    "AuditTrailArgs",
    "BreakGlass",
    "BreakGlassArgs",
    "CiAccess",
    "CiAccessArgs",
    "DataLakeGovernance",
    "DataLakeGovernanceArgs",
    "DomainAccess",
    "DomainAccessArgs",
    "DomainAlerts",
    "DomainAlertsArgs",
    "DomainKey",
    "DomainKeyArgs",
    "DomainRoles",
    "DomainRolesArgs",
    "DomainRuntime",
    "DomainRuntimeArgs",
    "DomainStorage",
    "DomainStorageArgs",
    "DomainWorkspace",
    "DomainWorkspaceArgs",
    "EventBus",
    "EventBusArgs",
    "FoundationGuard",
    "FoundationOutputs",
    "OpenAccess",
    "OpenAccessArgs",
    "PeopleAccess",
    "PeopleAccessArgs",
    "Pipeline",
    "PipelineArgs",
    "PlatformAlerts",
    "PlatformAlertsArgs",
    "PlatformKey",
    "PlatformKeyArgs",
    "PlatformStorage",
    "PlatformStorageArgs",
    "ProductCatalog",
    "ProductCatalogArgs",
    "ProductDocuments",
    "ProductDocumentsArgs",
    "RoleBoundary",
    "RoleBoundaryArgs",
    "RuntimeArtifacts",
    "RuntimeArtifactsArgs",
    "Turns",
]
