"""Event buses: moto can't change one."""

import json
from typing import Any

from moto.core.utils import unix_time
from moto.events.responses import EventsHandler

from .extending import Refused, extend


class Buses(EventsHandler):
    """Changing a bus."""

    def update_event_bus(self) -> tuple[str, dict[str, Any]]:
        """UpdateEventBus."""
        name = self._get_param("Name") or "default"
        bus = self.events_backend.event_buses.get(name)
        if bus is None:
            raise Refused("ResourceNotFoundException", f"Event bus {name} does not exist.")
        bus.description = self._get_param("Description")
        bus.kms_key_identifier = self._get_param("KmsKeyIdentifier")
        bus.dead_letter_config = self._get_param("DeadLetterConfig")
        bus.last_modified_time = unix_time()
        return json.dumps({"Name": name, "Arn": bus.arn}), self.response_headers


def install() -> None:
    """Add the operation."""
    extend(Buses)
