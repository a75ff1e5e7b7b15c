"""What goes wrong in the sandbox, in words for the person at the terminal."""

from meshwright.errors import MeshError


class SandboxError(MeshError):
    """A problem with its cure: lower case, no full stop. Nothing for a traceback."""


class ApiError(Exception):
    """AWS refused a call."""

    def __init__(self, service: str, operation: str, code: str, message: str) -> None:
        self.service = service
        self.operation = operation
        """Python name, such as ``create_key``."""
        self.code = code
        """AWS's code, such as ``EntityNotFoundException``."""
        self.message = message
        super().__init__(f"{service}.{operation}: {code}: {message}")
