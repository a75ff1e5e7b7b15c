"""What becomes of contracts, and of the domains that give them."""

from datetime import date

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.contracts.comparing import compare as compared
from meshwright.contracts.grades import Change
from meshwright.language import Mesh
from meshwright.preview.report import ContractChange, DomainChange, GradedChange


def comparison(base: Mesh, head: Mesh, *, today: date) -> Comparison:
    """Two states of a mesh, product by product."""
    return compared(base, head, today=today)


def changes(found: Comparison) -> tuple[ContractChange, ...]:
    """Every product that comes, goes or changes, those that break somebody first."""
    # shares and the like differ too, and are no part of the contract
    made = [_product(p) for p in found.products if p.kind != "changed" or p.changes or p.declared != _before(p)]
    order = {"ILLEGAL": 0, "MAJOR": 1}
    return tuple(sorted(made, key=lambda change: (order.get(change.grade, 2), change.product)))


def domains(found: Comparison) -> tuple[DomainChange, ...]:
    """Every domain that comes, goes, or says something else of itself."""
    return tuple(
        DomainChange(kind=d.kind, name=d.name, changes=tuple(change.what for change in d.changes))
        for d in found.domains
    )


def _before(product: ProductChange) -> str | None:
    return product.base.product.version if product.base else None


def _product(product: ProductChange) -> ContractChange:
    return ContractChange(
        kind=product.kind,
        product=str(product.ref),
        version=(_before(product) or "", product.declared or ""),
        required=product.required or "",
        grade=product.grade.name,
        changes=tuple(_graded(product, change) for change in product.changes),
        beside=str(product.beside) if product.beside else "",
        explained=tuple(_graded(product, change) for change in product.explained),
        consumers=tuple(consumer.name for consumer in product.consumers),
    )


def _graded(product: ProductChange, change: Change) -> GradedChange:
    return GradedChange(
        grade=change.grade.name,
        row=int(change.row),
        where=change.where,
        what=change.what,
        meaning=change.meaning,
        place=str(change.place) if change.place.path else "",
        touches=tuple(consumer.name for consumer in product.touched(change)),
        governance=change.approval is not None,
    )
