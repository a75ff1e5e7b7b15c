"""The example mesh, recorded."""

from functools import cache
from pathlib import Path

from meshwright.loader import load
from meshwright.recording import record_stacks

from .askers import Site
from .ground import Ground, ground

ROOT = Path(__file__).parents[2]
DOMAINS = tuple(d.name for d in load(ROOT).mesh.domains)
OTHER = {domain: DOMAINS[(n + 1) % len(DOMAINS)] for n, domain in enumerate(DOMAINS)}
SHOWN = "operations"
"""The domain whose matrix is printed."""


@cache
def example() -> Ground:
    """Every stack of the sandbox, as its program would build it."""
    graphs = record_stacks(ROOT, [f"{scope}.sandbox" for scope in ("foundation", *DOMAINS)])
    return ground(graphs.values(), "123456789012", "eu-west-1")


def site(domain: str) -> Site:
    """The example mesh, seen from one of its domains."""
    return Site(example(), domain, OTHER[domain])
