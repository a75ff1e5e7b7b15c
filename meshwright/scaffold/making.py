"""``mesh new``: from what was asked for to files that pass the check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from pydantic import ValidationError

from meshwright import codeowners
from meshwright.errors import MeshError
from meshwright.language import Domain, Mesh
from meshwright.language.definition import refusal
from meshwright.writing import write_domain

from . import trial
from .contracts import CONTRACTS, from_contract
from .draft import Draft
from .inserting import insert
from .naming import domain_problem, product_problem
from .placing import place_beside, place_folder, replace_file
from .products import from_name, from_sample
from .sampled import Sample

PAYER = "to be named"
"""The cost center of a domain for which none was given."""


@dataclass(frozen=True)
class Made:
    """What was written."""

    files: tuple[str, ...]
    """From the mesh's root, in order."""
    remarks: Sequence[str] = ()
    """What a person should know and look at."""


def new_domain(root: Path, mesh: Mesh, name: str, owner: str | None, payer: str | None, *, today: date) -> Made:
    """Write ``domains/<name>/domain.py`` of a domain that holds nothing yet, and CODEOWNERS.

    Raises:
        MeshError: the name will not do or is taken; nothing was written.
    """
    if (problem := domain_problem(name)) is not None:
        raise MeshError(problem)
    folder = root / "domains" / name
    if mesh.domain(name) is not None or folder.exists():
        raise MeshError(f"{folder.relative_to(root)} exists already; choose another name, or add a product to it")
    todo = []
    if owner is None:
        owner = mesh.governance.owner
        todo.append(f"owner is {owner}, of the platform team, until you write your team's mailbox")
    if payer is None:
        payer = PAYER
        todo.append("cost_center is still to be named")
    try:
        domain = Domain(name, owner=owner, cost_center=payer)
    except ValidationError as error:
        raise MeshError(refusal(error)) from None
    text = write_domain(domain, title=f"What {name} owns.")
    path = f"domains/{name}/domain.py"
    domain = trial.read(path, text)
    trial.refuse_what_fails(mesh, domain, {}, (), today=today)
    place_folder(folder, {"domain.py": text.encode()})
    return Made((path, *renew_owners(root, mesh, domain)), todo)


def new_product(root: Path, mesh: Mesh, domain_name: str, name: str, file: Path | None, *, today: date) -> Made:
    """Add a product to a domain: its definition, transform and sample.

    Raises:
        MeshError: the name, the file or the definition will not do; nothing was written.
    """
    if (problem := product_problem(name)) is not None:
        raise MeshError(problem)
    domain = mesh.domain(domain_name)
    if domain is None:
        raise MeshError(f"there is no domain {domain_name}; start it with: mesh new domain {domain_name}")
    if domain.product(name) is not None:
        raise MeshError(f"{domain_name}.{name} is there already; choose another name, or write a new version of it")
    folder = root / "domains" / domain_name
    draft = _draft(mesh, domain, name, file, folder)
    path = f"domains/{domain_name}/domain.py"
    before = (root / path).read_bytes()
    after = insert(path, before.decode(), draft.additions)
    wanted = replace_parts(domain, draft)
    found = trial.read(path, after)
    if found != wanted:
        raise MeshError(f"{path} is written in a way that a product can't be added to; add it by hand")
    linked = [x.sample for x in draft.landings if x.sample is not None]
    trial.refuse_what_fails(mesh, found, draft.transforms, linked, today=today)
    files = {f"transforms/{n}": text.encode() for n, text in draft.transforms.items()} | dict(draft.samples)
    place_beside(folder, files, changed=root / path, before=before, after=after.encode())
    written = (path, *(f"domains/{domain_name}/{n}" for n in files))
    return Made((*written, *renew_owners(root, mesh, found)), draft.remarks)


def replace_parts(domain: Domain, draft: Draft) -> Domain:
    """The domain with everything of the draft at the end of its lists."""
    return domain.model_copy(
        update={
            "landings": (*domain.landings, *draft.landings),
            "products": (*domain.products, draft.product),
        }
    )


def _draft(mesh: Mesh, domain: Domain, name: str, file: Path | None, folder: Path) -> Draft:
    if file is None:
        return from_name(name, domain, mesh.governance, folder)
    if not file.is_file():
        raise MeshError(f"{file} is no file; name a csv or parquet file, or a contract")
    if file.suffix.lower() in CONTRACTS:
        return from_contract(file, name, domain)
    return from_sample(_sample(file), name, domain, mesh.governance, folder)


def _sample(file: Path) -> Sample:
    match file.suffix.lower():
        case ".csv":
            from .csv_samples import read_csv

            return read_csv(file)
        case ".parquet":
            if find_spec("pyarrow") is None:
                raise MeshError("parquet files need pyarrow; install it with: pip install 'meshwright[sandbox]'")
            from .parquet_samples import read_parquet

            return read_parquet(file)
    raise MeshError(f'{file} ends in "{file.suffix}"; a sample is a .csv or a .parquet file, a contract a .yaml file')


def renew_owners(root: Path, mesh: Mesh, *written: Domain) -> tuple[str, ...]:
    """Write CODEOWNERS anew, with these domains as they are now, unless it can't be known what belongs there."""
    domains = {d.name: d for d in (*mesh.domains, *written)}
    changed = replace(mesh, domains=tuple(sorted(domains.values(), key=lambda d: d.name)))
    text = codeowners.codeowners(changed)
    path = root / codeowners.FILE
    if mesh.unread or (path.is_file() and path.read_text() == text):
        return ()
    replace_file(path, text.encode())
    return (codeowners.FILE,)
