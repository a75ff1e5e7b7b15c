"""The one way in which a stack reaches AWS."""

import pulumi
import pulumi_aws as aws

from meshwright.language import Environment

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


def explicit_provider(environment: Environment, tags: dict[str, str]) -> aws.Provider:
    """The provider of an environment: it refuses any other account than the one that is written down."""
    if environment.endpoint is None:
        return aws.Provider(
            "aws",
            region=environment.region,
            allowed_account_ids=[environment.account],
            default_tags=aws.ProviderDefaultTagsArgs(tags=tags),
        )
    return aws.Provider(
        "aws",
        region=environment.region,
        allowed_account_ids=[environment.account],
        default_tags=aws.ProviderDefaultTagsArgs(tags=tags),
        endpoints=[_everywhere(environment.endpoint)],
        # whoever answers there is not AWS: it gets no real credentials, and knows nothing of metadata or host names
        access_key="sandbox",
        secret_key="sandbox",
        s3_use_path_style=True,
        skip_credentials_validation=True,
        skip_metadata_api_check=True,
        skip_region_validation=True,
    )


def _everywhere(endpoint: str) -> aws.ProviderEndpointArgs:
    return aws.ProviderEndpointArgs(**{service: endpoint for service in SERVICES})


def built_with(provider: aws.Provider) -> pulumi.ResourceOptions:
    """Options of a component whose children are to be built with a provider."""
    return pulumi.ResourceOptions(providers=[provider])
