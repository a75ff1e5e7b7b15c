"""Whether what a new domain brings is built as it was for those before."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from meshwright.preview.privileges.holders import held
from meshwright.preview.values import parsed
from meshwright.recording.graph import Resource

ANY = "<domain>"
"""What stands for a domain's name where things of several are compared."""


class Built:
    """What was built for the domains before, by stack and URN.

    ``scope`` tells the domain by stack and logical name; ``show`` names what AWS makes up, which differs for each.
    """

    def __init__(
        self,
        before: Mapping[str, Mapping[str, Resource]],
        scope: Callable[[str, str], str],
        show: Callable[[Any], Any],
    ) -> None:
        self._before, self._scope, self._show = before, scope, show

    def alike(self, resource: Resource, domain: str) -> bool:
        """Whether one of the domains before has the same, but for its name."""
        known = self._known.get((resource.type, renamed(resource.name, domain, ANY)), ())
        wanted = self._deciding(resource)
        return any(renamed(self._deciding(other), name, domain) == wanted for name, other in known)

    def _deciding(self, resource: Resource) -> str:
        parts = held(resource.type, "", resource.inputs)
        values = ((h.what, parsed(h.value) if isinstance(h.value, str) else h.value) for h in parts)
        return json.dumps([[what, self._show(value)] for what, value in values], sort_keys=True)

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], list[tuple[str, Resource]]]:
        found = defaultdict(list)
        for stack, resources in self._before.items():
            for resource in resources.values():
                domain = self._scope(stack, resource.name)
                found[resource.type, renamed(resource.name, domain, ANY)].append((domain, resource))
        return found


def renamed(text: str, old: str, new: str) -> str:
    """A text with one domain's name in the place of another's, wherever it stands as a word."""
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(old)}(?![A-Za-z0-9])", new, text)
