"""How findings about changes say what changed, and where it belongs instead."""

from collections.abc import Sequence

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.contracts.grades import Change


def scope(product: ProductChange, change: Change) -> str:
    """What a waiver would name: the table, else the product."""
    return f"{product.ref.name}.{change.table}" if change.table else product.ref.name


def told(product: ProductChange, change: Change) -> str:
    """What changed, and in which product and table."""
    return f"{scope(product, change)}: {change.what}"


def subscribed(consumers: Sequence[str]) -> str:
    """``a, b and c subscribe to it``, with every name: whoever is told to wait has to know for whom."""
    names = " and ".join([", ".join(consumers[:-1]), consumers[-1]] if len(consumers) > 1 else consumers)
    return f"{names} subscribe{'' if len(consumers) > 1 else 's'} to it"


def elsewhere(comparison: Comparison, product: ProductChange) -> str:
    """Where a change belongs that can't be made in this major."""
    ref = product.ref
    name, major = ref.name, ref.product.major
    if major == 0:
        return 'write version="1.0.0", whose tables are new ones, or give the table another name'
    before = {r.product.major: r for r in comparison.base.products() if r.name == name}
    after = {r.product.major: r for r in comparison.head.products() if r.name == name}
    kept = f"leave {product.base.product.version if product.base else ref.product.version} as it was"
    newest = max(after)
    if newest > major and newest not in before:
        return f"{kept}, and make the change in {after[newest].product.version}"
    return f'{kept}, and write the change as version="{max(newest, *before) + 1}.0.0" beside it'
