"""Topics, their policies and subscriptions."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError, SandboxError
from .kind import Inputs, Kind, Outputs, Realised
from .shapes import pairs

TOPIC = {
    "applicationFailureFeedbackRoleArn": "ApplicationFailureFeedbackRoleArn",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
}
"""Inputs of a topic that are attributes to the API (SNS API reference, CreateTopic)."""
SUBSCRIPTION = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "replayPolicy": "ReplayPolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}
"""Likewise for a subscription (SNS API reference, Subscribe)."""

KNOWN = {"topic", "protocol", "endpoint", "confirmationTimeoutInMinutes", "endpointAutoConfirms"}
"""Inputs of a subscription that are no attributes."""


class Topic(Kind):
    """A topic: all but its name are attributes."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """Creating one that exists answers with it, whatever its attributes."""
        attributes = _attributes(self, inputs, TOPIC, {"name", "tags"})
        tags = {"Tags": pairs(inputs["tags"])} if inputs.get("tags") else {}
        return api.call("sns", "create_topic", Name=inputs["name"], Attributes=attributes, **tags)

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Attributes one by one."""
        arn = self.physical(api, new)
        before, after = (_attributes(self, i, TOPIC, {"name", "tags"}, strict=i is new) for i in (old, new))
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                value = after.get(name, "")
                api.call("sns", "set_topic_attributes", TopicArn=arn, AttributeName=name, AttributeValue=value)
        self.retag(api, old, new)
        return self.computed(api, new, {})


class TopicPolicy(Kind):
    """The policy of a topic, which is one of its attributes."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """Put over whatever is there."""
        _attributes(self, inputs, {}, {"arn", "policy", "owner", "id"})
        return api.call(
            "sns",
            "set_topic_attributes",
            TopicArn=inputs["arn"],
            AttributeName="Policy",
            AttributeValue=inputs["policy"],
        )

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Put again."""
        return self.computed(api, new, self.call_create(api, new))

    def delete(self, api: Api, inputs: Inputs) -> None:
        """Back to what a new topic has: only its account."""
        statement = (
            '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",'
            '"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",'
            '"SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",'
            f'"SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"{inputs["arn"]}",'
            f'"Condition":{{"StringEquals":{{"AWS:SourceOwner":"{api.account}"}}}}}}]}}'
        )
        try:
            self.call_create(api, {"arn": inputs["arn"], "policy": statement})
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


class TopicSubscription(Kind):
    """A subscription. AWS chooses its ARN; topic, protocol and endpoint are what it is known by."""

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Subscribing twice answers with the first."""
        response = api.call(
            "sns",
            "subscribe",
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes=_attributes(self, inputs, SUBSCRIPTION, KNOWN),
            ReturnSubscriptionArn=True,
        )
        arn = response["SubscriptionArn"]
        return Realised(arn, self.computed(api, {**inputs, "arn": arn}, response))

    def physical(self, api: Api, inputs: Inputs) -> str:
        """What AWS answered."""
        return str(inputs.get("arn", ""))

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Attributes one by one."""
        arn = old["arn"]
        before, after = (_attributes(self, i, SUBSCRIPTION, KNOWN, strict=i is new) for i in (old, new))
        for name in sorted(name for name in {*before, *after} if before.get(name) != after.get(name)):
            api.call(
                "sns",
                "set_subscription_attributes",
                SubscriptionArn=arn,
                AttributeName=name,
                AttributeValue=after.get(name, ""),
            )
        return self.computed(api, {**new, "arn": arn}, {})


def _attributes(
    kind: Kind, inputs: Inputs, names: Mapping[str, str], known: set[str], *, strict: bool = True
) -> dict[str, str]:
    left = {n: v for n, v in inputs.items() if v is not None and n not in known | {"region", "tagsAll"}}
    if strict and (unknown := sorted(set(left) - set(names))):
        raise SandboxError(
            f"input {unknown[0]!r} is consumed by no line of the sandbox's table for {kind.token}; "
            "add it in meshwright/sandbox/resources/sns.py"
        )
    return {names[n]: str(v).lower() if isinstance(v, bool) else str(v) for n, v in left.items() if n in names}


KINDS = (
    Topic(
        token="aws:sns/topic:Topic",
        id="arn:{partition}:sns:{region}:{account}:{name}",
        key={"name": "Name", "arn": "TopicArn"},
        service="sns",
        creates="create_topic",
        updates="set_topic_attributes",
        deletes="delete_topic",
        reads="get_topic_attributes",
        outputs={"arn": "arn:{partition}:sns:{region}:{account}:{name}", "owner": "{account}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    TopicPolicy(
        token="aws:sns/topicPolicy:TopicPolicy",
        id="{arn}",
        key={"arn": "TopicArn"},
        service="sns",
        creates="set_topic_attributes",
        updates="set_topic_attributes",
        reads="get_topic_attributes",
        outputs={"owner": "{account}"},
    ),
    TopicSubscription(
        token="aws:sns/topicSubscription:TopicSubscription",
        id="",
        key={"topic": "TopicArn", "protocol": "Protocol", "endpoint": "Endpoint", "arn": "SubscriptionArn"},
        service="sns",
        creates="subscribe",
        updates="set_subscription_attributes",
        deletes="unsubscribe",
        reads="get_subscription_attributes",
        outputs={"ownerId": "{account}"},
    ),
)
