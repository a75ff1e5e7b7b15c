"""Tables in the Glue catalog.

An Iceberg table is made from its Iceberg input alone: pulumi-aws sends nothing else when it creates one (since 7.51,
``internal/service/glue/catalog_table.go`` upstream), and Glue refuses both together.
"""

from typing import Any

from ..api import Api
from ..errors import SandboxError
from .kind import Inputs, Kind, Outputs

FORMAT = "openTableFormatInput"
PLACE = ("catalogId", "databaseName", "name")
ICEBERG = f"{FORMAT}.icebergInput.icebergTableInput"

DESCRIPTIONS = ("Description", "comment")
"""The Iceberg properties that engines describe a table with: pyiceberg's and Spark's."""


class Table(Kind):
    """A table, Iceberg or not."""

    def parameters(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """The request that makes a table."""
        own = self.own(inputs)
        beside: dict[str, Any] = {n: own.pop(n) for n in ("catalogId", "databaseName") if n in own}
        if not _iceberg(inputs):
            indices = {"partitionIndexes": own.pop("partitionIndices")} if "partitionIndices" in own else {}
            formats = {FORMAT: own.pop(FORMAT)} if FORMAT in own else {}
            return self.request(operation_name, {**beside, **indices, **formats, "tableInput": own})
        if lost := _lost(own):
            raise SandboxError(
                f"{', '.join(lost)} of an Iceberg table never reach AWS, which is sent its Iceberg input alone; "
                "write the same as properties of the icebergTableInput"
            )
        return self.request(operation_name, {**beside, **{n: own[n] for n in ("name", FORMAT)}})

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """An Iceberg table gets new metadata; another one a new description."""
        place: dict[str, Any] = {n: new[n] for n in PLACE if n in new}
        if not _iceberg(new):
            changeable = {n: v for n, v in new.items() if n not in ("partitionIndices", "targetTable", FORMAT)}
            api.call("glue", "update_table", **self.parameters("update_table", changeable))
            return self.computed(api, new, {})
        self.parameters(self.creates, new)
        if _iceberg(old).get("partitionSpec") and not _iceberg(new).get("partitionSpec"):
            raise SandboxError(
                "its partitioning can't be taken away in place: AWS is told nothing where there is none, so the table "
                'would keep the one it has; write another, such as partition_by=["bucket(1, <key>)"]'
            )
        if old.get(FORMAT) != new[FORMAT]:
            update = {"updateIcebergInput": {"updateIcebergTableInput": {"updates": [_iceberg(new)]}}}
            request = self.request("update_table", {**place, "updateOpenTableFormatInput": update})
            api.call("glue", "update_table", **request)
        return self.computed(api, new, {})

    def replaced_by(self, old: Inputs, new: Inputs) -> tuple[str, ...]:
        """A table doesn't become an Iceberg table in place, nor cease to be one."""
        changed = super().replaced_by(old, new)
        return (*changed, FORMAT) if bool(_iceberg(old)) != bool(_iceberg(new)) and not changed else changed


def _lost(own: Inputs) -> list[str]:
    """What a program says of an Iceberg table beside its Iceberg input, and not in that input's properties."""
    properties = _iceberg(own).get("properties") or {}
    lost = sorted(set(own) - {"name", FORMAT, "parameters", "description"})
    lost += [f"parameter {n!r}" for n, v in (own.get("parameters") or {}).items() if properties.get(n) != v]
    described = {properties.get(name) for name in DESCRIPTIONS}
    return lost + (["description"] if own.get("description") and own["description"] not in described else [])


def _iceberg(inputs: Inputs) -> dict[str, Any]:
    return _one(_one(_one(inputs.get(FORMAT)).get("icebergInput")).get("icebergTableInput"))


def _one(block: Any) -> dict[str, Any]:
    """A block of inputs, which may stand in a list of one."""
    if isinstance(block, list):
        block = block[0] if block else {}
    return dict(block or {})


KINDS = (
    Table(
        token="aws:glue/catalogTable:CatalogTable",
        id="{account}:{databaseName}:{name}",
        key={"databaseName": "DatabaseName", "name": "Name", "catalogId": "CatalogId"},
        service="glue",
        creates="create_table",
        updates="update_table",
        deletes="delete_table",
        reads="get_table",
        names={
            ICEBERG: "CreateIcebergTableInput",
            f"{ICEBERG}.sortOrder": "WriteOrder",
            "tableInput.storageDescriptor.serDeInfo": "SerdeInfo",
        },
        outputs={
            "arn": "arn:{partition}:glue:{region}:{account}:table/{databaseName}/{name}",
            "catalogId": "{account}",
        },
    ),
)
