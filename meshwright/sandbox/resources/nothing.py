"""Types that the sandbox makes nothing of, each with its reason. Components are not in any cloud either."""

NOTHING = {
    "pulumi:pulumi:Stack": "the stack itself",
    "pulumi:pulumi:StackReference": "reads another stack, whose resources are realised from its own graph",
    "pulumi:providers:aws": "the sandbox is the account",
    "pulumi:providers:random": "its values are recorded",
    "random:index/randomId:RandomId": "its value is recorded",
}
