"""The policy pack, served to an engine: the same guardrails over what the engine is about to build."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from meshwright.guardrails import ALL, Seen
from meshwright.recording.graph import UNKNOWN
from tests.guardrails.breaches import BREACHES
from tests.guardrails.recorded import ROOT, seen

IN_PACK = [rail for rail in ALL if not rail.options]


@pytest.fixture(scope="module")
def analyzer() -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack as the engine starts it: a process whose first line is its port."""
    command = [sys.executable, str(ROOT / "stacks" / "guardrails" / "__main__.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT / "stacks" / "guardrails") as process:
        assert process.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
            yield analyzer_pb2_grpc.AnalyzerStub(channel)
        process.terminate()


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    found = struct_pb2.Struct()
    found.update(values)
    return found


def refused(analyzer: analyzer_pb2_grpc.AnalyzerStub, resource: Seen) -> set[str]:
    """Ids of the policies that a resource breaks."""
    request = analyzer_pb2.AnalyzeRequest(
        type=resource.type, properties=struct(resource.inputs), urn=resource.urn, name=resource.name
    )
    answer = analyzer.Analyze(request)
    assert all(d.enforcementLevel == analyzer_pb2.MANDATORY for d in answer.diagnostics)
    return {d.policyName for d in answer.diagnostics}


def refused_together(analyzer: analyzer_pb2_grpc.AnalyzerStub, resources: tuple[Seen, ...]) -> set[str]:
    request = analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer_pb2.AnalyzerResource(type=r.type, properties=struct(r.inputs), urn=r.urn, name=r.name)
            for r in resources
        ]
    )
    return {d.policyName for d in analyzer.AnalyzeStack(request).diagnostics}


def test_the_engine_is_told_of_every_guardrail_it_can_hold(analyzer: analyzer_pb2_grpc.AnalyzerStub) -> None:
    info = analyzer.GetAnalyzerInfo(empty_pb2.Empty())
    assert info.name == "meshwright"
    assert {p.name for p in info.policies} == {rail.id for rail in IN_PACK}
    assert all(p.description and p.remediation_steps for p in info.policies)


def test_the_example_mesh_passes(analyzer: analyzer_pb2_grpc.AnalyzerStub) -> None:
    for scope in ("foundation", "operations"):
        stack = seen(scope, preview=True)
        assert {(r.name, found) for r in stack.resources for found in refused(analyzer, r)} == set()
        assert refused_together(analyzer, stack.resources) == set()


@pytest.mark.parametrize("rail", IN_PACK, ids=lambda r: r.id)
def test_the_engine_refuses_every_breach(analyzer: analyzer_pb2_grpc.AnalyzerStub, rail: Any) -> None:
    before = seen("operations")
    for change in BREACHES[rail.id]:
        after = change(before)
        if rail.alone:
            changed = [r for r in after.resources if r not in before.resources]
            found = {id for r in changed for id in refused(analyzer, r)}
        else:
            found = refused_together(analyzer, after.resources)
        assert rail.id in found


def test_nothing_is_said_of_what_is_not_known_yet(analyzer: analyzer_pb2_grpc.AnalyzerStub) -> None:
    inputs = {
        "policy": UNKNOWN,
        "enableKeyRotation": True,
        "tags": {"domain": UNKNOWN, "environment": "x", "owner": "y"},
    }
    urn = "urn:pulumi:operations.sandbox::meshwright::aws:kms/key:Key::k"
    assert refused(analyzer, Seen(urn=urn, type="aws:kms/key:Key", name="k", inputs=inputs)) == set()
