"""The policy pack: ``pulumi preview --policy-pack stacks/guardrails``."""
