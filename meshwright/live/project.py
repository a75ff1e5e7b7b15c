"""One environment of the project, as the engine sees it: its backend, its stacks, their state."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pulumi.automation import CommandError, LocalWorkspace

from meshwright.language import Environment
from meshwright.names import GUARD

from .command import Command
from .trouble import LiveError, explained, in_short

FOUNDATION = "foundation"
KEPT_BY_US = ("file", "s3", "gs", "azblob")
"""Backends that are a folder or a bucket. Any other one is Pulumi's service, which has its own way with secrets."""
PASSPHRASES = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")


@dataclass(frozen=True)
class Stack:
    """A stack that exists in the backend."""

    name: str
    resources: int
    updated: str = ""
    """When its state was last written, as the backend says it."""


@dataclass(frozen=True)
class Project:
    """The stacks of one environment."""

    root: Path
    environment: Environment
    settings: Mapping[str, str]
    """More environment variables for the program, such as the day."""

    @cached_property
    def command(self) -> Command:
        """The CLI; a LiveError where there is none that fits."""
        return Command()

    @cached_property
    def workspace(self) -> LocalWorkspace:
        """The project's folder, with the environment's backend."""
        return LocalWorkspace(work_dir=str(self.root), pulumi_command=self.command, env_vars=self.variables)

    @property
    def variables(self) -> dict[str, str]:
        """What the CLI gets beside the person's own environment."""
        backend = {"PULUMI_BACKEND_URL": self.environment.backend} if self.environment.backend else {}
        return {
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_ERROR_OUTPUT_STRING": "true",
            "PULUMI_DEBUG_COMMANDS": "true",  # there the CLI keeps its log of events
            **backend,
            **self.settings,
        }

    def stack(self, scope: str) -> str:
        """The name of a scope's stack."""
        return f"{scope}.{self.environment.name}"

    def stacks(self, expected: Iterable[str] = ()) -> dict[str, Stack]:
        """Those of this environment that exist, by scope.

        Raises:
            LiveError: the backend can't be reached, nobody is logged in to it, or a state is damaged; of the scopes
                that are ``expected`` it says which.
        """
        try:
            listed = json.loads(self.pulumi("stack", "ls", "--json", "--project", "meshwright") or "[]")
        except LiveError as problem:
            raise self._damaged(expected) or problem from None
        found: dict[str, Stack] = {}
        owners: set[str] = set()
        for entry in listed:
            owner, _, name = str(entry["name"]).rpartition("/")
            scope, _, environment = name.rpartition(".")
            if environment != self.environment.name or not scope:
                continue
            if owner:  # the CLI names the organisation where it isn't the default one
                owners.add(owner.partition("/")[0])
            else:
                found[scope] = Stack(name, int(entry.get("resourceCount") or 0), str(entry.get("lastUpdate") or ""))
        if owners and not found:
            owned = ", ".join(sorted(owners))
            raise LiveError(
                f"the stacks of {self.environment.name} are in the organisation {owned}, not in the default one; "
                f"choose it with: pulumi org set-default {sorted(owners)[0]}"
            )
        return found

    def _damaged(self, scopes: Iterable[str]) -> LiveError | None:
        """What the CLI doesn't say when it lists: whose state it can't read."""
        found = []
        for stack in map(self.stack, scopes):
            try:
                self.state(stack)
            except LiveError as problem:
                found += [str(problem)] if "can't be read" in str(problem) else []
        return LiveError("\n".join([*found, "nothing was touched"])) if found else None

    def create(self, scopes: Sequence[str], jobs: int) -> None:
        """Make an empty stack for each, several at a time; the first alone, since a new backend is laid out by it."""
        secrets = ("--secrets-provider", self.environment.secrets) if self.environment.secrets else ()

        def make(stack: str) -> None:
            self.pulumi("stack", "init", "--no-select", "-s", stack, *secrets, about=stack)

        stacks = [self.stack(scope) for scope in scopes]
        for stack in stacks[:1]:
            make(stack)
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(make, stacks[1:]))

    def settle_secrets(self, stack: str) -> None:
        """Tell the CLI what encrypts a stack's secrets, where this checkout doesn't know yet.

        The CLI keeps it in ``Pulumi.<stack>.yaml``. It falls back to a passphrase where that file is missing, as in a
        new checkout.
        """
        path, secrets = self.root / f"Pulumi.{stack}.yaml", self.environment.secrets
        if secrets and secrets != "passphrase" and not path.exists():
            path.write_text(f"secretsprovider: {secrets}\n", encoding="utf-8")

    def state(self, stack: str) -> dict[str, Any]:
        """What the engine knows of a stack; secrets stay encrypted."""
        deployment: dict[str, Any] = json.loads(self.pulumi("stack", "export", "-s", stack, about=stack))["deployment"]
        return deployment

    def replace_state(self, stack: str, deployment: Mapping[str, Any]) -> None:
        """Put another state in place of a stack's; the CLI refuses one that makes no sense."""
        path = self.root / ".mesh" / "live" / f"{stack}.state"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_text(json.dumps({"version": 3, "deployment": deployment}), encoding="utf-8")
            self.pulumi("stack", "import", "-s", stack, "--file", str(path), about=stack)
        finally:
            path.unlink(missing_ok=True)

    def pulumi(self, *arguments: str, about: str = "the backend") -> str:
        """A command that is quickly done; what it printed."""
        try:
            return str(self.command.run([*arguments], str(self.root), self.variables).stdout)
        except CommandError as problem:
            text = str(problem)
            raise LiveError(f"{about}: {explained(text, about) or in_short(text)}") from None

    @cached_property
    def place(self) -> str:
        """The address of the backend: the written one, else that which somebody is logged in to, or a LiveError."""
        written = self.environment.backend or os.environ.get("PULUMI_BACKEND_URL")
        return written or str(json.loads(self.pulumi("whoami", "--json", "--verbose"))["url"])

    def need_passphrase(self) -> None:
        """A LiveError where a passphrase is needed and nobody gave one."""
        environment = self.environment
        cloud = self.place.partition("://")[0] not in KEPT_BY_US
        wanted = environment.secrets == "passphrase" or (environment.secrets is None and not cloud)
        if wanted and not any(name in os.environ for name in PASSPHRASES):
            raise LiveError(str(explained("passphrase must be set")))


def let_go(project: Project, stack: str, resources: Iterable[Mapping[str, Any]]) -> None:
    """Allow the engine to destroy the foundation, which it refuses of itself, if no domain stands on it.

    Raises:
        LiveError: one does, such as one that somebody brought up a moment ago.
    """
    refuse_standing(scope for scope, found in project.stacks().items() if scope != FOUNDATION and found.resources)
    for resource in resources:
        if resource["urn"].endswith(f"::{GUARD}") and resource.get("protect"):
            project.pulumi("state", "unprotect", resource["urn"], "--yes", "-s", stack, about=stack)


def refuse_standing(domains: Iterable[str]) -> None:
    """A LiveError where these are any: the foundation can't go."""
    if listed := ", ".join(sorted(domains)):
        raise LiveError(f"the foundation stays while domains stand on it: {listed}; remove them first")
