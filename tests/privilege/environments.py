"""Every way in which people and pipelines come in: one environment for each, of whichever mesh."""

import shutil
from pathlib import Path

from .ground import Attached

ACCOUNT, REGION = "123456789012", "eu-west-1"
CENTRAL, SAML, OIDC, NOBODY = "prod", "saml", "oidc", "sandbox"
"""Identity Center and GitHub; a SAML provider and GitLab; an OIDC provider; nothing said, so tags decide."""
REPOSITORY, GITLAB_PROJECT, GITLAB_HOST = "example/mesh", "data/mesh", "gitlab.example.org"
SIGN_IN = "login.example.org"
DEPLOYER = "mesh-deployer"
IDENTITY_ACCOUNT, IDENTITY_ROLE = "999988887777", "mesh-identity"
STATE, SECRETS = "mesh-state", "alias/mesh-state"
SECRETS_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/secrets"
SOURCE = f'''"""Where the mesh is built."""

from meshwright import Environment, GitHub, GitLab, IdentityCenter, Oidc, Saml

environments = [
    Environment(
        "{CENTRAL}", account="{ACCOUNT}", region="{REGION}", deployer="{DEPLOYER}",
        backend="s3://{STATE}/{CENTRAL}?region={REGION}", secrets="awskms://{SECRETS}?region={REGION}",
        identity=IdentityCenter(
            instance="arn:aws:sso:::instance/ssoins-0123456789abcdef", store="d-1234567890",
            account="{IDENTITY_ACCOUNT}", region="eu-central-1", role="{IDENTITY_ROLE}",
        ),
        ci=GitHub("{REPOSITORY}"),
    ),
    Environment(
        "{SAML}", account="{ACCOUNT}", region="{REGION}", deployer="{DEPLOYER}",
        backend="s3://{STATE}/{SAML}?region={REGION}", secrets="awskms://{SECRETS}?region={REGION}",
        identity=Saml("corporate"), ci=GitLab("{GITLAB_PROJECT}", host="{GITLAB_HOST}", deploys="release"),
    ),
    Environment(
        "{OIDC}", account="{ACCOUNT}", region="{REGION}", deployer="{DEPLOYER}",
        identity=Oidc("{SIGN_IN}", audience="mesh"),
    ),
    Environment("{NOBODY}", account="{ACCOUNT}", region="{REGION}", deployer="{DEPLOYER}"),
]
'''
GIVEN = (
    # docs/identity.md asks for the first; the second is how every key of KMS begins
    Attached(
        "the role that assigns permission sets",
        "trust",
        f"arn:aws:iam::{IDENTITY_ACCOUNT}:role/{IDENTITY_ROLE}",
        (
            {
                "Sid": "Trust",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]},
                "Action": ["sts:AssumeRole"],
            },
        ),
    ),
    Attached(
        "the key of secrets in state",
        "resource",
        SECRETS_KEY,
        (
            {
                "Sid": "Root",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]},
                "Action": ["kms:*"],
                "Resource": ["*"],
            },
        ),
    ),
)


def place(project: Path, root: Path) -> None:
    """Copy a mesh to ``root``, its environments replaced by these."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(project / "Pulumi.yaml", root)
    for folder in ("domains", "stacks"):
        shutil.copytree(project / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    declare(root)


def declare(root: Path) -> None:
    """Replace the environments of a mesh by these."""
    (root / "stacks" / "environments.py").write_text(SOURCE)
