"""What a preview finds, as plain data: the renderers and the exit status follow from it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from meshwright.access import review as access
from meshwright.access.entitlements import READ, Places
from meshwright.access.implication import Comparison
from meshwright.findings import Finding
from meshwright.names import PLATFORM
from meshwright.preview.phrases import Phrase

Kind = Literal["added", "removed", "changed", "reordered"]
Action = Literal["create", "import", "update", "replace", "delete"]
Became = Literal["added", "removed", "changed"]


@dataclass(frozen=True, kw_only=True)
class PropertyChange:
    """One property of a resource before and after, in a form that may be shown to anybody."""

    path: str
    """Such as ``tags.owner``; an element of a list by what identifies it (``fields[id=7].name``), or ``[]``."""
    kind: Kind
    before: Any = None
    """A JSON value; None where it was added or only reordered. A secret, and what only AWS can tell, are words."""
    after: Any = None


@dataclass(frozen=True, kw_only=True)
class ResourceChange:
    """What a deployment would do to one resource."""

    action: Action
    stack: str
    """``<scope>.<environment>``."""
    urn: str
    """As it is after the change; before it, where it is deleted."""
    type: str
    """Type token, such as ``aws:s3/bucket:Bucket``."""
    name: str
    """Logical name."""
    component: str
    """Logical name of the component it is part of; empty where it stands alone."""
    renamed_from: str = ""
    """The logical name or component it is known by before, where an alias connects the two."""
    properties: tuple[PropertyChange, ...] = ()
    forced_by: tuple[str, ...] = ()
    """Of a replacement, the properties that can't be changed in place."""
    because_of: tuple[str, ...] = ()
    """Of a change that follows from another resource's replacement, the names of those."""
    retained: bool = False
    """Whether the old one stays in the account, where nobody manages it any more."""
    protected: bool = False
    """Whether the engine refuses, since the old one is protected."""
    deletes_first: bool = False
    """Of a replacement, whether the old one goes before the new one is there."""

    @property
    def kind(self) -> str:
        """The type as people say it: ``s3.Bucket``."""
        module, _, name = self.type.partition(":")[2].partition(":")
        return f"{module.partition('/')[0]}.{name}"

    @property
    def destroys(self) -> bool:
        """Whether something that was there is there no longer, or no longer managed."""
        return self.action in ("replace", "delete")


@dataclass(frozen=True, kw_only=True)
class DataRisk:
    """Something that holds data and that a deployment would replace or delete."""

    change: ResourceChange
    holds: str
    """What is in it, in a few words."""
    physical: str
    """What it is called in the account."""
    scope: str
    """The definition it belongs to: ``<domain>``, ``<domain>.<product>`` or ``<domain>.<product>.<table>``."""
    retire: str | None
    """The first switch: the reason that the definition gives; None where it gives none."""
    deletes: str
    """The second switch: what the environment says of removals."""
    afterwards: str
    """Where the data is after the change."""
    retire_on: str = ""
    """The definition that would have to say ``retire=``, such as ``product shop.orders``; empty where one did, and
    where none can, since it belongs to the platform."""

    @property
    def platform(self) -> bool:
        """Whether it belongs to the platform, so that no definition can let go of it."""
        return self.scope == PLATFORM

    @property
    def first(self) -> str:
        """When the switches have to be set: what is gone can't say anything any more."""
        return ", deployed before this change" if self.change.action == "delete" else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be written for it to pass; empty where both switches are set."""
        found = [f'retire="<reason>" on the {self.retire_on}{self.first}'] if self.retire_on else []
        if self.platform:
            found = ["nothing lets go of what belongs to the platform: keep it, or take the change back"]
        if self.deletes != "retired" and not self.platform:
            environment = self.change.stack.rpartition(".")[2]
            found.append(f'deletes="retired" on the environment {environment}{self.first}')
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class AccessChange:
    """One consumer's access to one table, before and after."""

    kind: access.Kind
    consumer: str
    """A domain, or ``*`` for every other domain."""
    roles: tuple[str, ...]
    """The mesh's own, and those that the consumer adopted."""
    product: str
    """``<domain>.<product> v<major>``."""
    table: str
    actions: tuple[str, ...] = READ
    """Lake Formation's permissions."""
    columns_gained: tuple[str, ...] = ()
    columns_lost: tuple[str, ...] = ()
    columns_renamed: tuple[tuple[str, str], ...] = ()
    """Those that stay and are called otherwise, before and after."""
    roles_gained: tuple[str, ...] = ()
    """Adopted roles that read it as well, where others did before."""
    roles_lost: tuple[str, ...] = ()
    """Adopted roles that no longer read it, where others go on."""
    columns: tuple[str, ...] = ()
    """All that may be read afterwards; before, where access is lost."""
    extent: str = ""
    """How much of the table that is, such as ``17 of 18 columns, not tail_number``."""
    sensitive: tuple[str, ...] = ()
    """Those of the columns gained that are sensitive, or were until now."""
    rows: tuple[str | None, str | None] = (None, None)
    """The row limit before and after; None for every row."""
    rows_become: Comparison = "same"
    """``other`` also where it can't be decided whether they are more or fewer."""
    until: tuple[date | None, date | None] = (None, None)
    """The last day before and after; None for no end."""
    reason: str = ""
    """The purposes that both sides state."""
    because: Places = ()
    """By what right, and where that is written."""
    terms_changed: bool = True
    """Whether what was agreed is another, or for more roles; False where the terms stay and the table changes under
    them."""


@dataclass(frozen=True, kw_only=True)
class WaitingChange:
    """A subscription that begins or ends to wait for a share."""

    kind: Literal["waits", "settled"]
    consumer: str
    product: str
    tables: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class PrivilegeStep:
    """One statement of a policy that says something else, or one setting that decides who may do what."""

    what: str
    """``statement <sid>``, or the setting."""
    kind: Became
    effect: str = ""
    """``Allow`` or ``Deny``; empty where it is no statement."""
    gained: Mapping[str, tuple[str, ...]]
    """By ``actions``, ``resources``, ``principals`` and ``conditions``, what it names now and didn't; of a setting the
    ``values``."""
    lost: Mapping[str, tuple[str, ...]]
    escalation: bool
    """Whether somebody may do what nobody could, or what some denial or limit kept from them."""


@dataclass(frozen=True, kw_only=True)
class PrivilegeChange:
    """One policy, or one set of settings, that says something else of what somebody may do."""

    holder: str
    """What it is, such as ``the trust policy of the role``."""
    name: str
    """Of the role, the bucket or what else it is about; empty where there is only one."""
    scope: str
    """The domain that it belongs to, or ``platform``."""
    guarded: bool = False
    """Whether it guards what that domain owns, a key or a bucket, so that its owner has a say."""
    steps: tuple[PrivilegeStep, ...] = ()

    @property
    def escalation(self) -> bool:
        """Whether any part of it widens."""
        return any(step.escalation for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class GradedChange:
    """One change of a contract."""

    grade: str
    """PATCH, MINOR, MAJOR or ILLEGAL."""
    row: int
    """The row of the table in docs/versions.md."""
    where: str
    """``<table>.<column path>``, ``<table>``, or empty for the whole product."""
    what: str
    meaning: str
    """What it means, and for whom."""
    place: str
    """``path:line:column`` in the head, or in the base where it is gone; empty where it is in no file."""
    touches: tuple[str, ...]
    """The consumers that read what changes."""
    governance: bool = False
    """Whether it needs the platform's word too."""


@dataclass(frozen=True, kw_only=True)
class ContractChange:
    """What becomes of one major of a product."""

    kind: Became
    product: str
    """``<domain>.<product> v<major>``."""
    version: tuple[str, str]
    """Before and after; empty where there is none."""
    required: str
    """The lowest version that the changes allow; empty where there is nothing to compare with."""
    grade: str
    """The highest of its changes: NONE, PATCH, MINOR, MAJOR or ILLEGAL."""
    changes: tuple[GradedChange, ...] = ()
    beside: str = ""
    """Of a new major, the one that it stands beside or replaces."""
    explained: tuple[GradedChange, ...] = ()
    """How a new major differs from that one; nobody's queries break by it."""
    consumers: tuple[str, ...] = ()
    """Who reads it before the change."""

    @property
    def breaks(self) -> bool:
        """Whether somebody's queries, or rows that are written, no longer mean what they did."""
        return self.grade in ("MAJOR", "ILLEGAL") and not self.version[0].startswith("0.")


@dataclass(frozen=True, kw_only=True)
class DomainChange:
    """What becomes of a domain, beside its products."""

    kind: Became
    name: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SensitivityChange:
    """A column whose sensitivity is another one afterwards."""

    column: str
    """``<domain>.<product>.<table>.<column>``; inside a nested one with further dots."""
    before: str
    """How it is treated: a treatment, or ``not sensitive``; empty for a new column."""
    after: str
    weaker: bool
    """Whether more can be seen than before."""
    because: str = ""
    """Of a change that follows from a transform, where the values come from."""


@dataclass(frozen=True, kw_only=True)
class QuotaUse:
    """How much of a quota the mesh needs."""

    what: str
    before: int
    after: int
    allowed: int

    @property
    def share(self) -> float:
        """1.0 is all that is allowed."""
        return self.after / self.allowed


@dataclass(frozen=True, kw_only=True)
class CentralChange:
    """A change of what holds for every domain: governance or the environment."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why somebody has to look."""

    what: Phrase
    who: tuple[str, ...] = ()
    """Mailboxes of those who can approve it."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that a reviewer must know of a change, in the order of what matters."""

    environment: str
    base: str
    """What is compared with, in words."""
    today: date
    findings: tuple[Finding, ...] = ()
    """Errors and warnings of the head that the base doesn't have, and all its errors."""
    access: tuple[AccessChange, ...] = ()
    waiting: tuple[WaitingChange, ...] = ()
    privileges: tuple[PrivilegeChange, ...] = ()
    domains: tuple[DomainChange, ...] = ()
    contracts: tuple[ContractChange, ...] = ()
    data: tuple[DataRisk, ...] = ()
    sensitivity: tuple[SensitivityChange, ...] = ()
    central: tuple[CentralChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    quotas: tuple[QuotaUse, ...] = ()
    unaffected: int = 0
    """Stacks of the environment that are as before."""
    notes: tuple[str, ...] = ()
    """What could not be compared, and why."""
    failure: str = ""
    """Why the head can't be built; empty where it can."""
    blocked: tuple[Reason, ...] = ()
    approvals: tuple[Reason, ...] = ()
    unasked: tuple[str, ...] = ()
    """Those of who has to approve something whom CODEOWNERS doesn't ask for the files of this change, sorted."""

    @property
    def status(self) -> int:
        """The exit status: 0 nothing needs attention, 1 blocked, 3 something needs an approval."""
        return 1 if self.blocked else 3 if self.approvals else 0

    @property
    def counts(self) -> Mapping[str, int]:
        """Resources by action, in the order of actions; those without any are left out."""
        actions = ("create", "import", "update", "replace", "delete")
        found = {a: sum(r.action == a for r in self.resources) for a in actions}
        return {a: n for a, n in found.items() if n}
