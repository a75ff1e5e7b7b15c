"""Log groups: moto takes a key at creation and can't change it."""

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from .extending import Refused, extend


class Keys(LogsResponse):
    """The key of a log group."""

    def associate_kms_key(self) -> str:
        """AssociateKmsKey."""
        _found(self).kms_key_id = self._get_param("kmsKeyId")
        return ""

    def disassociate_kms_key(self) -> str:
        """DisassociateKmsKey."""
        _found(self).kms_key_id = None
        return ""


def install() -> None:
    """Add the operations."""
    extend(Keys)


def _found(response: LogsResponse) -> LogGroup:
    name = response._get_param("logGroupName")
    if name not in response.logs_backend.groups:
        raise Refused("ResourceNotFoundException", "The specified log group does not exist.")
    return response.logs_backend.groups[name]
