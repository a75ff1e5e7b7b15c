"""A product's contract as documents that people and tools of every domain can read."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from meshwright import names
from meshwright.contracts.standards.documents import ContractDocument, documents
from meshwright.language import Environment, ProductRef

from ._component import MeshComponent
from .foundation_outputs import FoundationOutputs
from .tags import domain_tags


@dataclass(frozen=True, kw_only=True)
class ProductDocumentsArgs:
    """What only the caller knows."""

    ref: ProductRef
    inputs: Sequence[ProductRef]
    """The products that its transforms read."""
    environment: Environment
    foundation: FoundationOutputs


class ProductDocuments(MeshComponent):
    """The contract of one product major in the catalog bucket, in the words of each standard.

    A new version is written over the old one, which the bucket keeps for a while.
    """

    folder: pulumi.Output[str]
    """``s3://`` address of the folder that they stand in; ends in a slash."""

    def __init__(self, name: str, args: ProductDocumentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:ProductDocuments", name, opts)
        self._args = args
        ref = args.ref
        self._folder = names.contract_folder(ref.domain.name, ref.product.name, ref.product.major)

        for document in documents(ref, args.environment, args.inputs):
            self._publish(document)
        self.folder = pulumi.Output.concat("s3://", args.foundation.catalog_bucket, f"/{self._folder}")

        self.register_outputs({"folder": self.folder})

    def _publish(self, document: ContractDocument) -> None:
        foundation = self._args.foundation
        s3.BucketObjectv2(
            self.named(document.name),
            bucket=foundation.catalog_bucket,
            key=f"{self._folder}{document.name}",
            content=document.text,
            content_type=document.content_type,
            server_side_encryption="aws:kms",
            kms_key_id=foundation.platform_key_arn,
            bucket_key_enabled=True,
            tags=domain_tags(self._args.environment, self._args.ref.domain),
            opts=self.child(),
        )
