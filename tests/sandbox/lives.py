"""What every kind of resource must do, told by a table: come, be recognised, change, and go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from meshwright.sandbox.api import Api
from meshwright.sandbox.resources import kind_of

from .graphs import ACCOUNT, POLICY, ROLE, TRUST, iceberg

Shows = Callable[[Api], Any]


@dataclass(frozen=True)
class Life:
    """One resource from its creation to its deletion."""

    token: str
    inputs: dict[str, Any]
    shows: Shows
    """What AWS says of it, in as few words as prove it."""
    created: Any
    """What it shows after the creation."""
    changed_to: dict[str, Any] = field(default_factory=dict)
    """The inputs that change; the others stay."""
    changed: Any = None
    arn: str = ""
    vanishes: bool = True
    """False where nothing can tell that it is gone."""
    needs: tuple[str, ...] = ()
    """Names of ``GROUND`` that must exist before."""

    @property
    def name(self) -> str:
        return self.token.rpartition(":")[2]


def live(life: Life, api: Api) -> None:
    """The whole life, with an assertion at each step."""
    kind = kind_of(life.token)
    for name in life.needs:
        GROUND[name](api)

    made = kind.create(api, life.inputs)
    assert life.shows(api) == life.created
    assert not made.adopted
    assert made.outputs["id"] == made.id
    if life.arn:
        assert made.outputs["arn"] == life.arn

    again = kind.find(api, life.inputs, frozenset()) or kind.create(api, life.inputs)
    assert again.id == made.id, "creating it again made another one"
    assert life.shows(api) == life.created
    read = kind.read(api, made.outputs)
    assert read is not None
    assert read["id"] == made.id

    if life.changed_to:
        new = {**life.inputs, **life.changed_to}
        assert kind.replaced_by(life.inputs, new) == ()
        kind.update(api, made.outputs, new)
        assert life.shows(api) == life.changed

    kind.delete(api, made.outputs)
    kind.delete(api, made.outputs)
    if life.vanishes:
        assert kind.read(api, made.outputs) is None


def _bucket(name: str, **more: Any) -> Callable[[Api], None]:
    def make(api: Api) -> None:
        kind_of("aws:s3/bucket:Bucket").create(api, {"bucket": name, **more})

    return make


def _make(token: str, inputs: dict[str, Any]) -> Callable[[Api], None]:
    def make(api: Api) -> None:
        kind_of(token).create(api, inputs)

    return make


ORDERS = iceberg("data", (1, "id", '"long"'), (2, "amount", '"double"'))

GROUND: dict[str, Callable[[Api], None]] = {
    "data": _bucket("data"),
    "logs": _bucket("logs"),
    "locked": _bucket("locked", objectLockEnabled=True),
    "role": _make("aws:iam/role:Role", {"name": "reader", "path": "/mesh/", "assumeRolePolicy": TRUST}),
    "policy": _make("aws:iam/policy:Policy", {"name": "limit", "path": "/mesh/", "policy": POLICY}),
    "database": _make("aws:glue/catalogDatabase:CatalogDatabase", {"name": "sales"}),
    "table": _make(
        "aws:glue/catalogTable:CatalogTable",
        {"name": "orders", "databaseName": "sales", "openTableFormatInput": ORDERS},
    ),
    "tag": _make("aws:lakeformation/lfTag:LfTag", {"key": "class", "values": ["open", "closed"]}),
    "location": _make("aws:lakeformation/resource:Resource", {"arn": "arn:aws:s3:::data", "roleArn": ROLE}),
    "filter": _make(
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        {
            "tableData": {
                "databaseName": "sales",
                "tableName": "orders",
                "name": "few",
                "tableCatalogId": ACCOUNT,
                "columnNames": ["id"],
                "rowFilter": {"filterExpression": "id > 1"},
            }
        },
    ),
    "bus": _make("aws:cloudwatch/eventBus:EventBus", {"name": "mesh"}),
    "rule": _make("aws:cloudwatch/eventRule:EventRule", {"name": "r", "eventBusName": "mesh", "eventPattern": "{}"}),
    "group": _make("aws:scheduler/scheduleGroup:ScheduleGroup", {"name": "sales"}),
    "topic": _make("aws:sns/topic:Topic", {"name": "alerts"}),
}
