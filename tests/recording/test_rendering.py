"""A drawing shows every resource in its component's box, and is valid whatever things are called."""

import html
import json
import re

import pulumi
import pytest
from pulumi_random import RandomId

from meshwright.recording import Graph, record, render


class Box(pulumi.ComponentResource):
    """A component around a few ids."""

    def __init__(self, name: str, parent: pulumi.Resource | None = None) -> None:
        super().__init__("mesh:test:Box", name, None, pulumi.ResourceOptions(parent=parent))
        self.first = RandomId(f"{name}-first", byte_length=4, opts=pulumi.ResourceOptions(parent=self))
        RandomId(f"{name}-second", byte_length=4, prefix=self.first.hex, opts=pulumi.ResourceOptions(parent=self.first))
        self.register_outputs({})


def program() -> None:
    outer = Box("outer")
    Box("inner", outer)
    RandomId("alone", byte_length=4)
    pulumi.ComponentResource("mesh:test:Empty", "empty")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return record(program, stack="operations.sandbox")


DOT = """digraph "operations.sandbox" {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_n5 { label="outer\\nmesh:test:Box";
    subgraph cluster_n2 { label="inner\\nmesh:test:Box";
      n0 [label="inner-second\\nrandom:index/randomId:RandomId"];
      n1 [label="inner-first\\nrandom:index/randomId:RandomId"];
    }
    n3 [label="outer-second\\nrandom:index/randomId:RandomId"];
    n4 [label="outer-first\\nrandom:index/randomId:RandomId"];
  }
  n8 [label="alone\\nrandom:index/randomId:RandomId"];
  n0 -> n1;
  n3 -> n4;
}
"""
MERMAID = """flowchart LR
  subgraph n5["outer<br/>mesh:test:Box"]
    subgraph n2["inner<br/>mesh:test:Box"]
"""


def test_dot(graph: Graph) -> None:
    assert render(graph, "dot") == DOT


def test_mermaid_has_the_same_boxes_nodes_and_arrows(graph: Graph) -> None:
    drawn = render(graph, "mermaid")
    assert drawn.startswith(MERMAID)
    assert re.findall(r"(n\d+) --> (n\d+)", drawn) == re.findall(r"(n\d+) -> (n\d+)", DOT)
    assert re.findall(r"^ *(n\d+)\[", drawn, re.M) == re.findall(r"^ *(n\d+) \[", DOT, re.M)
    assert drawn.count("subgraph ") == len(re.findall(r"^ *end$", drawn, re.M)) == 2


def test_json_is_the_whole_graph(graph: Graph) -> None:
    assert len(json.loads(render(graph, "json"))["resources"]) == len(graph.resources)


def test_an_unknown_form_lists_the_known(graph: Graph) -> None:
    with pytest.raises(ValueError, match="can't be drawn as 'svg'; use one of json, dot, mermaid"):
        render(graph, "svg")


def test_providers_are_left_out() -> None:
    def with_provider() -> None:
        RandomId("id", byte_length=4, opts=pulumi.ResourceOptions(provider=pulumi.ProviderResource("random", "p", {})))

    assert "providers" not in render(record(with_provider, stack="a.dev"), "dot")


STRANGE = ['say "hi"', "back\\slash", "a#b;c", "<b>bold</b>", "`code`", "a&b", "end", "two\nlines", "ünï→"]


@pytest.mark.parametrize("name", STRANGE)
def test_any_name_is_one_label_of_dot(name: str) -> None:
    drawn = render(record(lambda: RandomId(name, byte_length=4), stack="a.dev"), "dot")
    (label,) = re.findall(r'^  n\d+ \[label="((?:[^"\\\n]|\\.)*)"\];$', drawn, re.M)
    read = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], label)
    assert read == f"{name}\nrandom:index/randomId:RandomId"


@pytest.mark.parametrize("name", STRANGE)
def test_any_name_is_one_label_of_mermaid(name: str) -> None:
    drawn = render(record(lambda: RandomId(name, byte_length=4), stack="a.dev"), "mermaid")
    (label,) = re.findall(r'^  n\d+\["([^"\n]*)"\]$', drawn, re.M)
    assert not re.search(r"[`]|<(?!br/>)", label)
    read = html.unescape(re.sub(r"#(\d+;)", r"&#\1", label.replace("<br/>", "\n")))
    assert read == f"{name}\nrandom:index/randomId:RandomId"
