"""What changes for every domain: governance, and the environment that is previewed."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from meshwright.language import Environment, Mesh
from meshwright.preview.properties import differences
from meshwright.preview.report import CentralChange


def changes(base: Mesh, head: Mesh, environment: Environment) -> tuple[CentralChange, ...]:
    """Every setting of the governance and of the environment that is another one afterwards."""
    earlier = base.environment(environment.name)
    found = [*_changed("governance", base.governance, head.governance)]
    if earlier is not None:
        found += _changed(f"environment {environment.name}", earlier, environment)
    return tuple(found)


def _changed(what: str, old: BaseModel, new: BaseModel) -> Iterator[CentralChange]:
    for difference in differences(*(side.model_dump(mode="json", exclude_none=True) for side in (old, new))):
        yield CentralChange(
            what=f"{what}: {difference.path}", before=_shown(difference.before), after=_shown(difference.after)
        )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key}={_shown(item)}" for key, item in value.items() if item is not None)
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)
