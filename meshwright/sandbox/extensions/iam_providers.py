"""OpenID Connect providers: moto can't change their clients."""

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse

from .extending import extend


class Providers(IamResponse):
    """Clients of a provider."""

    def add_client_id_to_open_id_connect_provider(self) -> ActionResult:
        """AddClientIDToOpenIDConnectProvider; adding one that is there changes nothing."""
        clients, client = _clients(self), self._get_param("ClientID")
        clients += [client] if client not in clients else []
        return EmptyResult()

    def remove_client_id_from_open_id_connect_provider(self) -> ActionResult:
        """RemoveClientIDFromOpenIDConnectProvider."""
        clients, client = _clients(self), self._get_param("ClientID")
        clients[:] = [known for known in clients if known != client]
        return EmptyResult()


def install() -> None:
    """Add the operations."""
    extend(Providers)


def _clients(response: IamResponse) -> list[str]:
    arn = response._get_param("OpenIDConnectProviderArn")
    return response.backend.get_open_id_connect_provider(arn).client_id_list
