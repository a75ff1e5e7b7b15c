"""What goes wrong in the sandbox, in words for the person at the terminal."""

from meshwright.errors import MeshError


class SandboxError(MeshError):
    """A problem with its cure: lower case, no full stop. Nothing for a traceback."""


class ApiError(SandboxError):
    """AWS refused a call. Who knows the resource says it in better words."""

    def __init__(self, service: str, operation: str, code: str, message: str) -> None:
        self.service = service
        self.operation = operation
        """Python name, such as ``create_key``."""
        self.code = code
        """AWS's code, such as ``EntityNotFoundException``."""
        self.message = message
        super().__init__(f"{service}.{operation}: {code}: {message}")
