"""Data at risk: what holds data and would be replaced or deleted.

Two switches let it pass, in two hands: the definition it belongs to says ``retire="reason"``, and the environment says
``deletes="retired"``. For what is gone from the definitions both must have been deployed before: the engine keeps
what it was told to keep.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meshwright.language import Domain, Environment, Mesh, Product, Table
from meshwright.names import PLATFORM
from meshwright.preview.report import DataRisk, ResourceChange
from meshwright.preview.values import Showing
from meshwright.recording.graph import Graph, Resource

HOLDS: Mapping[str, str] = {
    "aws:cloudwatch/logGroup:LogGroup": "logs",
    "aws:dynamodb/table:Table": "a table's items",
    "aws:glue/catalogDatabase:CatalogDatabase": "a product's tables",
    "aws:glue/catalogTable:CatalogTable": "a table and its history",
    "aws:kinesis/stream:Stream": "a stream's records",
    "aws:kms/key:Key": "the key to everything encrypted with it",
    "aws:redshiftserverless/namespace:Namespace": "a warehouse's databases",
    "aws:s3/bucket:Bucket": "a bucket's objects",
    "aws:sqs/queue:Queue": "messages that wait",
}
"""By type token, what is in it."""
_PHYSICAL = ("bucket", "name")


@dataclass(frozen=True)
class _Owner:
    """The definition that something belongs to, innermost first."""

    scope: str
    definitions: tuple[Table | Product | Domain, ...]

    @property
    def retire(self) -> str | None:
        """The reason it gives for letting go of the data."""
        return next((d.retire for d in self.definitions if d.retire is not None), None)


def at_risk(
    base: Mesh,
    head: Mesh,
    environment: Environment,
    changes: Sequence[ResourceChange],
    graphs: Mapping[str, Graph],
) -> tuple[DataRisk, ...]:
    """Every change that replaces or deletes something that holds data; ``graphs`` are those of the base, by stack."""
    endangered = [change for change in changes if change.destroys and change.type in HOLDS]
    return tuple(_risks(base, head, environment, endangered, graphs))


def _risks(
    base: Mesh, head: Mesh, environment: Environment, changes: Sequence[ResourceChange], graphs: Mapping[str, Graph]
) -> Iterator[DataRisk]:
    for change in changes:
        resource = _before(graphs[change.stack], change)
        was = _owner(base, resource, change.stack)
        # what is still defined speaks for itself; what is gone must have spoken before it went
        now = _owner(head, resource, change.stack) if change.action == "replace" else was
        allowed = environment if change.action == "replace" else base.environment(environment.name) or environment
        yield DataRisk(
            change=change,
            holds=HOLDS[change.type],
            physical=_physical(resource, Showing([graphs[change.stack]])),
            scope=was.scope,
            retire=now.retire,
            deletes=allowed.deletes,
            afterwards=_afterwards(change),
            retire_on="" if now.retire is not None or not now.definitions else _silent(now, head, change),
        )


def _before(graph: Graph, change: ResourceChange) -> Resource:
    by_urn = {r.urn: r for r in graph.resources}
    if change.urn in by_urn:
        return by_urn[change.urn]
    return next(r for r in graph.resources if r.type == change.type and r.name == change.renamed_from)


def _owner(mesh: Mesh, resource: Resource, stack: str) -> _Owner:
    domain = mesh.domain(stack.rpartition(".")[0])
    database = resource.inputs.get("databaseName", resource.inputs.get("name", ""))
    ref = mesh.database(str(database)) if resource.type.startswith("aws:glue/catalog") else None
    if ref is not None:
        table = ref.product.table(str(resource.inputs.get("name"))) if "databaseName" in resource.inputs else None
        inner = (table,) if table is not None else ()
        scope = f"{ref.name}.{table.name}" if table else ref.name
        return _Owner(scope, (*inner, ref.product, ref.domain))
    if domain is not None:
        return _Owner(domain.name, (domain,))
    return _Owner(PLATFORM, ())


def _physical(resource: Resource, showing: Showing) -> str:
    """What it is called in the account; its logical name where AWS chose a number."""
    called = next((str(v) for key in _PHYSICAL if (v := resource.outputs.get(key))), resource.name)
    within = resource.inputs.get("databaseName")
    return str(showing(f"{within}.{called}" if within else called))


def _afterwards(change: ResourceChange) -> str:
    if "account" in change.forced_by:
        return "stays in the old account, where nobody manages it any more"
    if change.retained:
        return "stays in the account as it is, and nobody manages it any more"
    if change.type == "aws:kms/key:Key":
        return "is lost: once the key's waiting time is over, nothing encrypted with it can be read"
    return "is deleted" if change.action == "delete" else "is deleted with the old one; the new one is empty"


def _silent(owner: _Owner, head: Mesh, change: ResourceChange) -> str:
    """The outermost definition that goes or moves: one word there lets go of all that was in it."""
    domain, _, rest = owner.scope.partition(".")
    if head.domain(domain) is None or not rest or set(change.forced_by) & {"region", "account"}:
        return f"domain {domain}"
    product, _, table = rest.partition(".")
    majors = {d.major for d in owner.definitions if isinstance(d, Product)}
    if not table or not any(head.product(f"{domain}.{product}", major) for major in majors):
        return f"product {domain}.{product}"
    return f"table {owner.scope}"
