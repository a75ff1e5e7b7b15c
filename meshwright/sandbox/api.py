"""Calls to AWS: which were made, and what came back when one was refused."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .account import ACCOUNT, PARTITION, REGION
from .errors import ApiError, SandboxError

READS = ("get_", "list_", "describe_", "head_", "batch_get_", "search_")
_MARKS = {"NextToken": "NextToken", "nextToken": "nextToken", "Marker": "Marker", "NextMarker": "Marker"}
"""What a page says of where the next one begins, and what asks for that: IAM says Marker, KMS NextMarker."""


@dataclass(frozen=True)
class Api:
    """One account in one region, reached through boto3."""

    client: Callable[[str, str], Any]
    """From a service and a region to its boto3 client."""
    account: str = ACCOUNT
    region: str = REGION
    partition: str = PARTITION
    root: Path = Path()
    """Where relative paths of files to upload begin."""
    calls: Counter[str] = field(default_factory=Counter)
    """``service.operation`` to how often it was called."""
    nobody: tuple[str, str] = (
        "the sandbox server stopped answering",
        "run mesh up again, it starts a new one if this one is dead",
    )
    """What to say where nobody answers, and what to do."""

    def within(self, region: str | None) -> "Api":
        """The same account in another region."""
        if not region or region == self.region:
            return self
        return replace(self, region=region)

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Call an operation by its Python name.

        Raises:
            ApiError: AWS refused, or the parameters don't fit.
            SandboxError: nobody answers.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        self.calls[f"{service}.{operation}"] += 1
        try:
            return dict(getattr(self.client(service, self.region), operation)(**parameters))
        except (BotoCoreError, ClientError) as problem:
            raise self._translated(service, operation, problem) from problem

    def pages(self, service: str, operation: str, member: str, /, **parameters: Any) -> list[Any]:
        """Every item of a listing, whatever its pages."""
        items: list[Any] = []
        token: dict[str, Any] = {}
        while True:
            response = self.call(service, operation, **parameters, **token)
            items += response.get(member, [])
            following = {asks: response[says] for says, asks in _MARKS.items() if response.get(says)}
            if not following or following == token:
                return items
            token = following

    @property
    def writes(self) -> Mapping[str, int]:
        """The calls that may have changed something."""
        return {name: n for name, n in self.calls.items() if not name.partition(".")[2].startswith(READS)}

    def _translated(self, service: str, operation: str, problem: Exception) -> Exception:
        """What went wrong, in our words."""
        from botocore.exceptions import ClientError, HTTPClientError, ParamValidationError
        from botocore.exceptions import ConnectionError as NoConnection

        if isinstance(problem, HTTPClientError | NoConnection):
            happened, cure = self.nobody
            return SandboxError(f"{happened} during {service}.{operation}; {cure}")
        if isinstance(problem, ClientError):
            error = problem.response.get("Error", {})
            return ApiError(service, operation, str(error.get("Code", "")), str(error.get("Message", problem)))
        code = "ParamValidation" if isinstance(problem, ParamValidationError) else type(problem).__name__
        return ApiError(service, operation, code, " ".join(str(problem).split()))
