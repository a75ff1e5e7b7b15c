"""Which pipelines may become the roles that plan and deploy: one repository, and one place in it."""

from collections.abc import Iterator

from meshwright import names

from .askers import ELSEWHERE, Site, service, vouched
from .case import Case, alone, may
from .environments import CENTRAL, GITLAB_HOST, GITLAB_PROJECT, REPOSITORY, SAML

ACTION, ASSUME, TAG = "sts:AssumeRoleWithWebIdentity", "sts:AssumeRole", "sts:TagSession"
GITHUB_HOST = "token.actions.githubusercontent.com"


def cases(site: Site) -> Iterator[Case]:
    """Of both roles, where an environment names a repository."""
    if site.environment == CENTRAL:
        right, wrong = _github(site.environment)
        yield from _taking(site, GITHUB_HOST, "sts.amazonaws.com", right, wrong)
    elif site.environment == SAML:
        right, wrong = _gitlab()
        yield from _taking(site, GITLAB_HOST, f"https://{GITLAB_HOST}", right, wrong)


def _github(environment: str) -> tuple[dict[str, str], dict[str, str]]:
    """The subject of each role, and those of neither (GitHub docs, "Example subject claims")."""
    right = {
        names.CI_PLAN: f"repo:{REPOSITORY}:ref:refs/heads/main",
        names.CI_DEPLOY: f"repo:{REPOSITORY}:environment:{environment}",
    }
    wrong = {
        "another branch": f"repo:{REPOSITORY}:ref:refs/heads/feature",
        "a tag": f"repo:{REPOSITORY}:ref:refs/tags/main",
        "a pull request": f"repo:{REPOSITORY}:pull_request",
        "another environment": f"repo:{REPOSITORY}:environment:{environment}-2",
        "a fork's branch": "repo:fork/mesh:ref:refs/heads/main",
        "a fork's environment": f"repo:fork/mesh:environment:{environment}",
        "another repository": f"repo:{REPOSITORY}-x:ref:refs/heads/main",
        "another repository's environment": f"repo:{REPOSITORY}-x:environment:{environment}",
    }
    return right, wrong


def _gitlab() -> tuple[dict[str, str], dict[str, str]]:
    """The same of GitLab (GitLab docs, "OpenID Connect in AWS")."""
    right = {
        names.CI_PLAN: f"project_path:{GITLAB_PROJECT}:ref_type:branch:ref:main",
        names.CI_DEPLOY: f"project_path:{GITLAB_PROJECT}:ref_type:branch:ref:release",
    }
    wrong = {
        "another branch": f"project_path:{GITLAB_PROJECT}:ref_type:branch:ref:feature",
        "a tag": f"project_path:{GITLAB_PROJECT}:ref_type:tag:ref:main",
        "a tag like the branch that deploys": f"project_path:{GITLAB_PROJECT}:ref_type:tag:ref:release",
        "a fork's branch": "project_path:fork/mesh:ref_type:branch:ref:main",
        "a fork's branch that deploys": "project_path:fork/mesh:ref_type:branch:ref:release",
        "another repository": f"project_path:{GITLAB_PROJECT}-x:ref_type:branch:ref:main",
    }
    return right, wrong


def _taking(site: Site, host: str, audience: str, right: dict[str, str], wrong: dict[str, str]) -> Iterator[Case]:
    known = vouched("pipeline", site.iam(f"oidc-provider/{host}"))
    other = vouched("stranger", site.iam("oidc-provider/other.example.org"))
    elsewhere = vouched("stranger", f"arn:aws:iam::{ELSEWHERE}:oidc-provider/{host}")
    for duty, subject in right.items():
        role, group = site.pipelines(duty), f"become CI {duty}"
        says = {f"{host}:aud": audience, f"{host}:sub": subject}
        yield alone(group, "its own subject", known, ACTION, role, allowed=True, says=says)
        yield alone(group, "its own subject, tagging", known, TAG, role, allowed=False, says=says)
        yield alone(group, "its own subject, otherwise", known, ASSUME, role, allowed=False, says=says)
        subjects = {**wrong, **{f"the subject of who may {d}": s for d, s in right.items() if d != duty}}
        for what, stray in subjects.items():
            strayed = {**says, f"{host}:sub": stray}
            yield alone(group, what, known, ACTION, role, allowed=False, says=strayed)
        for what, who, said in (
            ("a token for somebody else", known, {**says, f"{host}:aud": "https://example.org"}),
            ("a token for nobody in particular", known, {f"{host}:sub": subject}),
            ("a token of nobody", known, {f"{host}:aud": audience}),
            ("signed by another provider", other, says),
            ("signed for another account", elsewhere, says),
            ("a service", service("codebuild"), says),
        ):
            yield alone(group, what, who, ACTION, role, allowed=False, says=said)
        yield from may(group, "any role", f"{ACTION} {ASSUME}", role, "", says)
