"""What the tests of components build on: an environment, a domain, a governance, a foundation as it would export it."""

from components import FoundationOutputs
from meshwright.language import Domain, Environment, GitHub, Governance, IdentityCenter

SANDBOX = Environment("sandbox", account="123456789012", region="eu-west-1", deployer="mesh-deployer")
CENTER = IdentityCenter(
    instance="arn:aws:sso:::instance/ssoins-0123456789abcdef",
    store="d-1234567890",
    account="999988887777",
    region="eu-central-1",
    role="mesh-identity",
)
FEDERATED = Environment(
    "prod",
    account="123456789012",
    region="eu-west-1",
    deployer="mesh-deployer",
    backend="s3://mesh-state/prod?region=eu-west-1",
    secrets="awskms://alias/mesh-state?region=eu-west-1",
    identity=CENTER,
    ci=GitHub("example/mesh"),
)
GOVERNANCE = Governance(owner="platform@example.org", allowed_regions=["eu-west-1", "eu-central-1"])
OPERATIONS = Domain("operations", owner="operations@example.org", cost_center="CC-204")
SUFFIX = "0a1b2c3d"
KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
DEPLOYER = "arn:aws:iam::123456789012:role/mesh-deployer"
FOUNDATION = FoundationOutputs(
    suffix=SUFFIX,
    log_bucket=f"mesh-sandbox-platform-logs-{SUFFIX}",
    artifact_bucket=f"mesh-sandbox-platform-artifacts-{SUFFIX}",
    catalog_bucket=f"mesh-sandbox-platform-catalog-{SUFFIX}",
    audit_bucket=f"mesh-sandbox-platform-audit-{SUFFIX}",
    platform_key_arn=KEY_ARN,
    bus_name="mesh-sandbox",
    bus_arn="arn:aws:events:eu-west-1:123456789012:event-bus/mesh-sandbox",
    boundary_arn="arn:aws:iam::123456789012:policy/mesh/mesh-sandbox-boundary",
    lake_formation_role_arn="arn:aws:iam::123456789012:role/mesh/mesh-sandbox-platform-locations",
    alerts_topic_arn="arn:aws:sns:eu-west-1:123456789012:mesh-sandbox-platform-alerts",
)
