"""The one way in which a stack reaches AWS."""

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.language import Environment, IdentityCenter

SERVICES = (
    "athena",
    "budgets",
    "cloudtrail",
    "cloudwatch",
    "cloudwatchevents",
    "cloudwatchlogs",
    "glue",
    "iam",
    "kms",
    "lakeformation",
    "s3",
    "scheduler",
    "sfn",
    "sns",
    "sts",
)
"""What the stacks speak to, as the provider calls it."""
IDENTITY_SERVICES = ("identitystore", "ssoadmin", "sts")
"""What is asked where Identity Center is."""


def explicit_provider(environment: Environment, tags: dict[str, str]) -> aws.Provider:
    """The provider of an environment: it refuses any other account than the one that is written down."""
    if environment.endpoint is None:
        return aws.Provider(
            "aws",
            region=environment.region,
            allowed_account_ids=[environment.account],
            default_tags=aws.ProviderDefaultTagsArgs(tags=tags),
        )
    return _elsewhere("aws", environment, environment.endpoint, SERVICES, tags)


def identity_provider(environment: Environment, center: IdentityCenter, tags: dict[str, str]) -> aws.Provider:
    """The provider that reaches Identity Center, in the account and region where the organisation keeps it.

    An environment with an endpoint of its own has everything there, in its own account.
    """
    if environment.endpoint is not None:
        return _elsewhere("identity", environment, environment.endpoint, IDENTITY_SERVICES, tags)
    role = names.assigning_role(center)
    return aws.Provider(
        "identity",
        region=center.region,
        allowed_account_ids=[center.account],
        assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=role, session_name="mesh")] if role else None,
        default_tags=aws.ProviderDefaultTagsArgs(tags=tags),
    )


def _elsewhere(
    name: str, environment: Environment, endpoint: str, services: tuple[str, ...], tags: dict[str, str]
) -> aws.Provider:
    return aws.Provider(
        name,
        region=environment.region,
        allowed_account_ids=[environment.account],
        default_tags=aws.ProviderDefaultTagsArgs(tags=tags),
        endpoints=[aws.ProviderEndpointArgs(**{service: endpoint for service in services})],
        # whoever answers there is not AWS: it gets no real credentials, and knows nothing of metadata or host names
        access_key="sandbox",
        secret_key="sandbox",
        s3_use_path_style=True,
        skip_credentials_validation=True,
        skip_metadata_api_check=True,
        skip_region_validation=True,
    )


def built_with(provider: aws.Provider) -> pulumi.ResourceOptions:
    """Options of a component whose children are to be built with a provider."""
    return pulumi.ResourceOptions(providers=[provider])
