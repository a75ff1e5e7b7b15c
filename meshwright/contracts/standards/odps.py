"""The Open Data Product Standard 1.1 of Bitol: what a product reads, and which contracts it is read under.

Not to be confused with opendataproducts.org's, which goes by the same four letters.
"""

from collections.abc import Sequence

from meshwright.language import ProductRef

from .odcs.words import Document, customs, said
from .odcs.writing import status, support

API_VERSION = "v1.1.0"
KIND = "DataProduct"
CONTENT = "tables"
"""The type of the one port that there is."""


def product(ref: ProductRef, inputs: Sequence[ProductRef]) -> Document:
    """One product major; ``inputs`` are the products that its transforms read."""
    described = ref.product
    return said(
        apiVersion=API_VERSION,
        kind=KIND,
        id=ref.database,
        name=described.name,
        version=described.version,
        status=status(described),
        deprecated=True if described.sunset is not None else None,
        domain=ref.domain.name,
        description=said(purpose=described.purpose),
        inputPorts=[_input(read) for read in inputs],
        outputPorts=[_output(ref, inputs)],
        team=None if ref.domain.owner is None else _team(ref.domain.name, ref.domain.owner),
        support=support(ref),
        customProperties=customs({"classification": described.classification, "visibility": described.visibility}),
    )


def _input(read: ProductRef) -> Document:
    """What is read, by its major: a minor version of it changes nothing here."""
    return {"name": read.name, "version": str(read.product.major), "contractId": read.database}


def _output(ref: ProductRef, inputs: Sequence[ProductRef]) -> Document:
    return said(
        name=ref.product.name,
        type=CONTENT,
        version=ref.product.version,
        contractId=ref.database,
        inputContracts=[{"id": read.database, "version": str(read.product.major)} for read in inputs],
    )


def _team(domain: str, owner: str) -> Document:
    return {"name": domain, "members": [{"username": owner, "role": "owner"}]}
