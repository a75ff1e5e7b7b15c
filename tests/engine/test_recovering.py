"""The CLI is killed in the middle of a creation whose id AWS makes up, or that knows none: nothing is doubled."""

from collections import Counter

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .faults import Disturbed, within
from .projects import ENVIRONMENT, domain_files, write_environment, write_project

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

STACK = f"foundation.{ENVIRONMENT}"
INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
CENTER = (
    f'IdentityCenter(instance="{INSTANCE}", store="d-1234567890", account="999988887777", region="eu-west-1", '
    'attributes="here")'
)
CUT_OFF = (
    "aws:athena/namedQuery:NamedQuery",
    "aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration",
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:ssoadmin/permissionSet:PermissionSet",
)
"""What is cut off, each after AWS has done it; keys and whatever else comes are in ``test_faults``."""


@pytest.fixture(scope="module")
def disturbed(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    place = tmp_path_factory.mktemp("recovering")
    root = write_project(place / "project", aws, domain_files("alpha"))
    write_environment(root, aws, identity=CENTER)
    engine = Engine(root, place / "home")
    engine.init(STACK)
    return Disturbed(engine, aws)


def test_creations_that_were_cut_off_are_found_again(disturbed: Disturbed, aws: Server) -> None:
    disturbed.together("up", STACK, "create", CUT_OFF)
    created = [c.urn for c in disturbed.engine.calls() if within(c, STACK, "create") and not c.preview]
    again = {urn.split("::")[2].rpartition("$")[2] for urn, times in Counter(created).items() if times > 1}
    assert again == {"aws:sns/topicSubscription:TopicSubscription"}
    assert disturbed.engine.preview(STACK, "--refresh", "--expect-no-changes").changes == {}
    listed = aws.client("sns").list_subscriptions()["Subscriptions"]
    assert len({s["Endpoint"] + s["TopicArn"] for s in listed}) == len(listed)
