"""What is asked of a mesh, and what the platform means to answer: written by hand, read from no policy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from . import (
    bucket_cases,
    catalog_cases,
    deployment_cases,
    emergency_cases,
    key_cases,
    pipeline_cases,
    service_cases,
    trust_cases,
)
from .askers import COLUMNS, Site, asker, exists, spoken
from .case import Case
from .evaluator import Answer, Asker, Request, answer


@dataclass(frozen=True)
class Cell:
    """One question to one asker, and the answer."""

    case: Case
    request: Request
    bearer: str
    """ARN of what carries the resource's policy: of an object, its bucket."""
    kind: str
    """``trust`` for taking a role, else ``resource``."""
    account: str
    """Whose the resource is."""
    answer: Answer

    @property
    def meant(self) -> bool:
        """What the platform means to answer."""
        return self.request.asker.name in self.case.by

    def __str__(self) -> str:
        asked = f"{self.case.group}: {self.case.what} ({self.case.action}), {self.request.asker.name}"
        return f"{asked}: {self.answer}, meant {'yes' if self.meant else 'no'}"


OF_A_DOMAIN = (bucket_cases, catalog_cases, key_cases, service_cases, trust_cases)
OF_THE_PLATFORM = (emergency_cases, deployment_cases, pipeline_cases)


def cells(site: Site, chapters: Iterable[ModuleType] | None = None) -> Iterator[Cell]:
    """Every question of some chapters, put to everybody it is about; of all, in the order of the document."""
    if chapters is None:
        chapters = (*OF_A_DOMAIN, *(OF_THE_PLATFORM if site.platform else ()))
    everybody = [asker(site, name) for name in COLUMNS if exists(site, name)]
    for case in (case for chapter in chapters for case in chapter.cases(site)):
        for one in (case.asker,) if case.asker else everybody:
            yield _cell(site, case, one)


def _cell(site: Site, case: Case, asking: Asker) -> Cell:
    context = spoken(site, asking, case.action, case.resource, dict(case.says))
    request = Request(asking, case.action, case.resource, context)
    kind = "trust" if case.action.startswith("sts:") else "resource"
    bearer, account = _bearer(case.resource), _account(site, case.resource)
    return Cell(case, request, bearer, kind, account, answer(request, site.ground.on(bearer, kind), account))


def _bearer(resource: str) -> str:
    return resource.partition("/")[0] if resource.startswith("arn:aws:s3:::") else resource


def _account(site: Site, resource: str) -> str:
    """Buckets don't say whose they are, and all that are asked for are the mesh's."""
    return (resource.split(":")[4] if resource.startswith("arn:") else "") or site.ground.account
