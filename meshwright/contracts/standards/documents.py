"""The documents of a product's contract: what is exported, and what is published with the product."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from meshwright.contracts.yaml_writing import to_yaml
from meshwright.language import Environment, ProductRef

from .json_schema import json_schema
from .odcs import contract
from .odcs.words import Document
from .odps import product

CONTRACT = "contract.odcs.yaml"
PRODUCT = "product.odps.yaml"
YAML, JSON = "application/yaml", "application/schema+json"


@dataclass(frozen=True)
class ContractDocument:
    """A document as it is published."""

    name: str
    """Within the product major's folder."""
    content_type: str
    text: str


def documents(ref: ProductRef, environment: Environment, inputs: Sequence[ProductRef]) -> tuple[ContractDocument, ...]:
    """What is published of a product in an environment: its contract, the product itself, a schema for each table.

    ``inputs`` are the products that its transforms read.
    """
    schemas = (
        ContractDocument(f"{table.name}.schema.json", JSON, to_json(json_schema(ref, table)))
        for table in ref.product.tables
    )
    return (
        ContractDocument(CONTRACT, YAML, to_yaml(contract(ref, [environment]))),
        ContractDocument(PRODUCT, YAML, to_yaml(product(ref, inputs))),
        *schemas,
    )


def to_json(document: Document) -> str:
    """The text of a document, keys in the order given; ends in a newline."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
