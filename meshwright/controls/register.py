"""The controls, numbered. A number is never used for another control: audits refer to it.

NIST is SP 800-53 rev. 5; CDMC is the EDM Council's Cloud Data Management Capabilities 1.1, whose 14 key controls are
numbered 1 to 14.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Control:
    """Something that must hold, and who sees to it."""

    number: int
    title: str
    """What holds, as a sentence without its full stop."""
    guardrails: tuple[str, ...] = ()
    """Ids of ``meshwright.guardrails`` that judge every resource for it."""
    rules: tuple[str, ...] = ()
    """Ids of findings that judge every definition for it."""
    built: tuple[str, ...] = ()
    """Components that see to it by themselves."""
    nist: tuple[str, ...]
    cdmc: tuple[str, ...]


CONTROLS: tuple[Control, ...] = (
    Control(
        number=1,
        title="data is encrypted at rest, with a key of its domain's",
        guardrails=("buckets-use-customer-keys", "data-is-encrypted"),
        built=("DomainKey", "DomainStorage", "Pipeline"),
        nist=("SC-12", "SC-13", "SC-28"),
        cdmc=("9",),
    ),
    Control(
        number=2,
        title="data is encrypted on its way",
        guardrails=("buckets-are-reached-by-tls",),
        built=("PrivateBucket",),
        nist=("AC-4", "SC-8", "SC-23"),
        cdmc=("9",),
    ),
    Control(
        number=3,
        title="keys are renewed, and take long enough to delete for a mistake to be seen",
        guardrails=("keys-rotate",),
        built=("DomainKey", "PlatformKey"),
        nist=("CP-9", "SC-12"),
        cdmc=("9", "11"),
    ),
    Control(
        number=4,
        title="nothing is open to the public",
        guardrails=("buckets-are-private", "buckets-are-protected", "principals-are-named"),
        rules=("open-classification",),
        built=("PrivateBucket",),
        nist=("AC-3", "AC-4", "CM-6", "SC-7"),
        cdmc=("7", "9", "11"),
    ),
    Control(
        number=5,
        title="every permission is named, and given to a named role",
        guardrails=("actions-are-named", "account-root-is-narrowed", "services-act-for-this-account"),
        built=("DomainRoles", "RoleBoundary"),
        nist=("AC-3", "AC-5", "AC-6"),
        cdmc=("7",),
    ),
    Control(
        number=6,
        title="no role can be used to become another",
        guardrails=("passed-roles-are-named",),
        built=("RoleBoundary",),
        nist=("AC-5", "AC-6"),
        cdmc=("7",),
    ),
    Control(
        number=7,
        title="people and machines have no keys that last",
        guardrails=("there-are-no-users",),
        nist=("AC-2", "IA-2", "IA-5"),
        cdmc=("7",),
    ),
    Control(
        number=8,
        title="a consumer reads what its producer shares with it, and nothing else",
        guardrails=("lake-permissions-are-explicit", "databases-are-governed"),
        rules=(
            "share-resolves",
            "share-terms",
            "share-unique",
            "row-limit",
            "prerelease-private",
            "open-unlimited",
            "subscription-resolves",
            "subscription-unique",
        ),
        built=("AccessGrant", "DataLakeGovernance", "OpenAccess"),
        nist=("AC-3", "AC-6", "AC-16"),
        cdmc=("7",),
    ),
    Control(
        number=9,
        title="access has a purpose, and ends on its day",
        rules=("agreement-expired", "missing-argument"),
        built=("AccessGrant",),
        nist=("AC-2", "PT-2", "PT-3"),
        cdmc=("7", "8"),
    ),
    Control(
        number=10,
        title="sensitive columns are marked, treated, and kept raw for a stated reason only",
        rules=("pii-reason", "pii-fits-place", "pii-fits-type"),
        built=("ProductCatalog", "Pipeline"),
        nist=("AC-16", "PT-7", "SI-19"),
        cdmc=("6", "7", "10"),
    ),
    Control(
        number=11,
        title="every product is classified",
        rules=("classification-known",),
        built=("ProductCatalog",),
        nist=("AC-16", "RA-2"),
        cdmc=("6",),
    ),
    Control(
        number=12,
        title="everything has an owner",
        guardrails=("tags-say-whose",),
        rules=("owner-present", "cost-center-present", "tag-fits"),
        nist=("CM-8", "PM-5"),
        cdmc=("2", "13"),
    ),
    Control(
        number=13,
        title="data stays in its account and in allowed regions",
        guardrails=("account-is-the-environments", "regions-are-allowed"),
        rules=("region-allowed", "environment-distinct"),
        nist=("AC-4", "CM-2", "SA-9"),
        cdmc=("4",),
    ),
    Control(
        number=14,
        title="data outlives the code that declared it",
        guardrails=("data-is-retained", "iceberg-data-never-expires"),
        built=("DomainStorage", "ProductCatalog"),
        nist=("CP-9", "SI-12"),
        cdmc=("11",),
    ),
    Control(
        number=15,
        title="who did what, and who read what, is on record and can't be changed",
        guardrails=("trail-records-everything",),
        built=("AuditTrail", "AuditTable"),
        nist=("AU-2", "AU-3", "AU-9", "AU-11", "AU-12"),
        cdmc=("7", "8"),
    ),
    Control(
        number=16,
        title="logs are kept for a stated time",
        guardrails=("logs-are-retained",),
        built=("DomainRuntime",),
        nist=("AU-11", "SI-12"),
        cdmc=("11",),
    ),
    Control(
        number=17,
        title="every run can be followed, and a failed one is told",
        guardrails=("state-machines-are-logged",),
        built=("DomainAlerts", "Pipeline"),
        nist=("AU-2", "SI-4"),
        cdmc=("14",),
    ),
    Control(
        number=18,
        title="no run can exhaust the account",
        guardrails=("jobs-are-bounded",),
        rules=("quota-default", "quota-highest"),
        built=("DomainWorkspace", "Pipeline"),
        nist=("SC-5", "SC-6"),
        cdmc=("13",),
    ),
    Control(
        number=19,
        title="quality is promised, measured, and met before anything is published",
        rules=("expectation-present", "expectation-resolves", "expectation-fits-type", "objective-present"),
        built=("Pipeline",),
        nist=("SI-7", "SI-10"),
        cdmc=("12",),
    ),
    Control(
        number=20,
        title="every product is in the catalog, with its purpose and its contract",
        rules=("purpose-present", "key-present", "standard-type"),
        built=("ProductCatalog",),
        nist=("CM-8", "PM-5"),
        cdmc=("3", "5"),
    ),
    Control(
        number=21,
        title="exceptions have an owner, a reason and an end",
        rules=("waiver-resolves", "waiver-expired", "waiver-used"),
        nist=("CA-5", "CM-3"),
        cdmc=("1",),
    ),
)
