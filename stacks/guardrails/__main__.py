"""Serves the guardrails to the engine, until the engine has had enough of them."""

from pathlib import Path

from pulumi_policy import EnforcementLevel, PolicyPack

from stacks.guardrails.pack import policies

PolicyPack(
    "meshwright",
    policies(Path(__file__).parents[2]),
    EnforcementLevel.MANDATORY,
    description="what must hold for every resource of the data mesh",
)
