"""Plays ``pulumi-language-python``, which every installed CLI has: runs a program in a Python process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2, json_format

from . import messages, prepared
from .serving import serve

messages.load()
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2  # noqa: E402


class Python(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs programs."""

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def Handshake(self, request: Any, context: Any) -> Any:
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="")

    def GetRequiredPlugins(self, request: Any, context: Any) -> Any:
        return language_pb2.GetRequiredPluginsResponse()

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:
        return language_pb2.GetRequiredPackagesResponse()

    def InstallDependencies(self, request: Any, context: Any) -> Any:
        return iter(())

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def Run(self, request: Any, context: Any) -> Any:
        run = {
            "project": request.project,
            "stack": request.stack,
            "organization": request.organization or "organization",
            "root_directory": request.info.root_directory,
            "program": os.path.join(request.info.program_directory, request.info.entry_point),
            "monitor": request.monitor_address,
            "engine": self._engine,
            "parallel": request.parallel,
            "dry_run": request.dryRun,
        }
        environment = {
            **os.environ,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        status = _status(run, environment, request.pwd)
        if status == messages.TOLD:
            return language_pb2.RunResponse(bail=True)
        failure = f"Program exited with non-zero exit code: {status}" if status else ""
        return language_pb2.RunResponse(error=failure)

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:
        """A policy pack: its folder is run by the Python of the virtual environment that its options name."""
        options = json_format.MessageToDict(request.info.options)
        python = Path(request.info.root_directory) / options["virtualenv"] / "bin" / "python"
        process = subprocess.Popen(
            [python, request.info.program_directory, *request.args],
            cwd=request.pwd,
            env=dict(setting.split("=", 1) for setting in request.env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        context.add_callback(process.kill)
        assert process.stdout is not None
        for line in process.stdout:
            yield language_pb2.RunPluginResponse(stdout=line)
        yield language_pb2.RunPluginResponse(exitcode=process.wait())


def _status(run: dict[str, Any], environment: dict[str, str], folder: str) -> int:
    if socket := environment.get(prepared.SOCKET):
        return prepared.ask(socket, run, environment, folder)
    command = [sys.executable, "-u", "-m", "tests.engine.plugins.program", json.dumps(run)]
    return subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, check=False).returncode


def main() -> None:
    """Serve until the engine has no more use for it. The engine's own address is the last argument."""
    engine = sys.argv[-1]
    serve(lambda server: language_pb2_grpc.add_LanguageRuntimeServicer_to_server(Python(engine), server))
