"""Which environment the sandbox is."""

from meshwright.language import Environment, Mesh

from .errors import SandboxError

NAME = "sandbox"


def sandbox_environment(mesh: Mesh) -> Environment:
    """The environment that is this machine.

    Raises:
        SandboxError: the mesh has none.
    """
    found = mesh.environment(NAME)
    if found is None:
        raise SandboxError(f'there is no environment "{NAME}"; add one to stacks/environments.py')
    return found
