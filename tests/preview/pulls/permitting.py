"""Who administers, what no role goes beyond, and who becomes a role: privileges rather than access."""

from .central import ENVIRONMENTS, GOVERNANCE
from .editing import Pull, change

REGIONS = 'allowed_regions=["eu-west-1", "eu-central-1"]'
DEV = 'Environment("dev", account="444455556666", region="eu-west-1", deployer="mesh-deployer")'
IMPORTED = change(ENVIRONMENTS, "import Environment", "import Environment, GitHub, Saml")
PIPELINES = 'ci=GitHub("example-org/mesh")'


def dev(more: str) -> str:
    return f"{DEV[:-1]}, {more})"


PULLS = (
    Pull("administrator_added", 3, [change(GOVERNANCE, REGIONS, f'{REGIONS}, administrators=["lake-admin"]')]),
    Pull("administrator_removed", 3, [
        change(GOVERNANCE, ', administrators=["lake-admin"]', ""),
    ], before=[
        change(GOVERNANCE, REGIONS, f'{REGIONS}, administrators=["lake-admin"]'),
    ]),
    Pull("boundary_allows_another_region", 3, [
        change(GOVERNANCE, REGIONS, 'allowed_regions=["eu-west-1", "eu-central-1", "us-east-1"]'),
    ]),
    Pull("boundary_allows_a_region_less", 3, [change(GOVERNANCE, REGIONS, 'allowed_regions=["eu-west-1"]')]),
    Pull("people_sign_in_elsewhere", 3, [IMPORTED, change(ENVIRONMENTS, DEV, dev('identity=Saml("corporate")'))]),
    Pull("pipelines_deploy", 3, [IMPORTED, change(ENVIRONMENTS, DEV, dev(PIPELINES))]),
    Pull("pipelines_of_another_repository", 3, [
        change(ENVIRONMENTS, "example-org/mesh", "example-org/other"),
    ], before=[
        IMPORTED, change(ENVIRONMENTS, DEV, dev(PIPELINES)),
    ]),
    Pull("administrator_added_and_one_domain_asked_for", 3, [
        change(GOVERNANCE, REGIONS, f'{REGIONS}, administrators=["lake-admin"]'),
    ], domains=("shop",)),
)  # fmt: skip
