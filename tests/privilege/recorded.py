"""The example mesh, recorded in every environment."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from meshwright.loader import load
from meshwright.recording import Graph, record_stacks

from .askers import Site
from .environments import ACCOUNT, CENTRAL, GIVEN, REGION, place
from .ground import Ground, ground

ROOT = Path(__file__).parents[2]
DOMAINS = tuple(d.name for d in load(ROOT).mesh.domains)
OTHER = {domain: DOMAINS[(n + 1) % len(DOMAINS)] for n, domain in enumerate(DOMAINS)}
SHOWN = "operations"
"""The domain whose matrix is printed."""


@cache
def graphs(environment: str = CENTRAL) -> tuple[Graph, ...]:
    """Every stack of an environment, as its program would build it."""
    with TemporaryDirectory() as folder:
        place(ROOT, Path(folder) / "mesh")
        stacks = [f"{scope}.{environment}" for scope in ("foundation", *DOMAINS)]
        return tuple(record_stacks(Path(folder) / "mesh", stacks).values())


@cache
def example(environment: str = CENTRAL) -> Ground:
    """What these stacks attach."""
    return ground(graphs(environment), environment, ACCOUNT, REGION, GIVEN)


def site(domain: str, environment: str = CENTRAL) -> Site:
    """The example mesh, seen from one of its domains."""
    return Site(example(environment), domain, OTHER[domain], environment, platform=domain == SHOWN)
