"""Checks on Lake Formation: that it decides alone, and that somebody can still administer it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from meshwright.account.desired import Declared
from meshwright.account.lake import EVERY_IAM_PRINCIPAL, resource_text, revocation, shown_alone
from meshwright.drift.state import Grant
from meshwright.sandbox.api import Api

from .adopted import NOT_OURS
from .comparing import differences
from .ground import Ground
from .results import Breach, Fix, Observation, Sound, Untold

SETTINGS = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
LOCATION = "aws:lakeformation/resource:Resource"
_THEIRS = f"{NOT_OURS}: give those who read it by IAM today a share, then have those who made it take this away"
_NOT_SHARED = f"{NOT_OURS}: have those who made it agree with who reads by it, and take this away"
"""Of what was adopted: taken away by us, it would lock out whoever reads it now."""
DEFAULTS = {"CreateDatabaseDefaultPermissions": "databases", "CreateTableDefaultPermissions": "tables"}


def defaults_are_cleared(ground: Ground) -> Iterator[Observation]:
    """What is created tomorrow is open to nobody."""
    for member, what in DEFAULTS.items():
        opened = ground.settings.get(member) or []
        if not opened:
            yield Sound(f"new {what}", "no default permissions")
            continue
        who = ", ".join(map(_default, opened))
        fix = Fix(f"clear the default permissions of new {what}", partial(_put, changed={member: []}))
        yield Breach(f"new {what}", f"open by default: {who}", "no default permissions", fix=fix)


def deployer_administers(ground: Ground) -> Iterator[Observation]:
    """Who deploys can grant; without that the platform is locked out of its own lake."""
    environment = ground.account.environment
    if environment.deployer is None and not ground.account.sandbox:
        held = ", ".join(sorted(_admins(ground.settings))) or "nobody"
        why = f"the environment {environment.name} names no deployer=; administrators are: {held}"
        yield Untold("the deployer", why)
        return
    for arn in _declared_admins(ground)[:1]:
        yield _administrator(ground, arn)


def administrators_are_kept(ground: Ground) -> Iterator[Observation]:
    """Those that governance names administer the lake; whoever else does is told, and left alone."""
    declared = _declared_admins(ground)
    for arn in declared[1:]:
        yield _administrator(ground, arn)
    for arn in sorted(_admins(ground.settings) - set(declared)):
        yield Sound(arn, "administers the lake, which governance doesn't say; left alone")
    if not declared[1:]:
        yield Sound("governance", "names no administrator beside who deploys")


def nothing_is_open_to_all_of_iam(ground: Ground) -> Iterator[Observation]:
    """Whatever carries this grant is decided by IAM alone: shares and filters count for nothing."""
    return _granted(ground, lambda who: who == EVERY_IAM_PRINCIPAL, f"no grant to {EVERY_IAM_PRINCIPAL}")


def nothing_is_open_to_the_account(ground: Ground) -> Iterator[Observation]:
    """A grant to an account or an organisation is one to everybody whom IAM lets in there."""
    return _granted(ground, _is_a_crowd, "granted to named principals alone")


def _granted(ground: Ground, crowd: Callable[[str], bool], otherwise: str) -> Iterator[Observation]:
    """The grants to a crowd on the databases of the mesh; ``otherwise`` is what is said of one without."""
    if hidden := shown_alone(ground.account, ground.settings):
        yield Untold("permissions", hidden)
        return
    owned, sound = ground.desired.databases, set(ground.desired.databases)
    for entry in ground.permissions:
        database = Grant.of(entry).database
        if database in owned and crowd(entry["Principal"]["DataLakePrincipalIdentifier"]):
            sound.discard(database)
            yield _open(entry, adopted=database in ground.desired.adopted_databases)
    yield from (Sound(name, otherwise) for name in sorted(sound))


def databases_add_no_defaults(ground: Ground) -> Iterator[Observation]:
    """A database's own defaults would open each table that is added to it."""

    def look(declared: Declared) -> Observation:
        name = str(declared.inputs["name"])
        found = ground.account.api.call("glue", "get_database", Name=name)["Database"]
        opened = found.get("CreateTableDefaultPermissions") or []
        if not opened:
            return Sound(name, "no default permissions")
        who = ", ".join(str(e.get("Principal", {}).get("DataLakePrincipalIdentifier")) for e in opened)
        if declared.adopted:
            return Breach(name, f"its new tables are open to {who}", "no default permissions", cure=_THEIRS)
        fix = Fix(f"clear the default permissions of {name}", lambda api: _close(api, name))
        return Breach(name, f"its new tables are open to {who}", "no default permissions", fix=fix)

    databases = ground.desired.of("aws:glue/catalogDatabase:CatalogDatabase")
    return ground.each(databases, lambda d: str(d.inputs["name"]), look)


def locations_are_registered(ground: Ground) -> Iterator[Observation]:
    """Lake Formation decides over files only where their place is registered, and not as hybrid."""

    def look(declared: Declared) -> Observation:
        arn, role = str(declared.inputs["arn"]), str(declared.inputs["roleArn"])
        found = ground.account.api.call("lakeformation", "describe_resource", ResourceArn=arn)["ResourceInfo"]
        seen = {"RoleArn": found.get("RoleArn"), "HybridAccessEnabled": bool(found.get("HybridAccessEnabled"))}
        lacking = list(differences({"RoleArn": role, "HybridAccessEnabled": False}, seen))
        if not lacking:
            return Sound(arn, "registered with the lake's role, IAM has no say")
        fix = Fix(
            f"register {arn} with {role} and without hybrid access",
            lambda api: _register(api, arn, role),
        )
        return Breach(arn, "; ".join(lacking), "as declared", fix=fix)

    return ground.each(ground.desired.of(LOCATION), lambda d: str(d.inputs["arn"]), look)


def _default(entry: Mapping[str, Any]) -> str:
    return f"{', '.join(entry['Permissions'])} to {entry['Principal']['DataLakePrincipalIdentifier']}"


def _open(entry: Mapping[str, Any], *, adopted: bool) -> Breach:
    what, permissions = resource_text(entry["Resource"]), ", ".join(entry["Permissions"])
    principal = entry["Principal"]["DataLakePrincipalIdentifier"]
    seen = f"{permissions} granted to {principal}"
    if adopted:
        return Breach(what, seen, "no such grant", cure=_THEIRS if principal == EVERY_IAM_PRINCIPAL else _NOT_SHARED)
    fix = Fix(f"revoke {permissions} on {what} from {principal}", lambda api: _revoke(api, entry))
    return Breach(what, seen, "no such grant", fix=fix)


def _revoke(api: Api, entry: Mapping[str, Any]) -> None:
    api.call("lakeformation", "revoke_permissions", **revocation(entry))


def _is_a_crowd(principal: str) -> bool:
    return (
        principal.isdecimal()
        or principal.endswith((":IAMPrincipals", ":root"))
        or principal in ("EVERYONE", "ALLIAMPrincipals")
        or ":organizations:" in principal
    )


def _declared_admins(ground: Ground) -> list[str]:
    return [str(arn) for declared in ground.desired.of(SETTINGS) for arn in declared.inputs.get("admins") or ()]


def _admins(settings: Mapping[str, Any]) -> set[str]:
    return {str(a["DataLakePrincipalIdentifier"]) for a in settings.get("DataLakeAdmins") or ()}


def _administrator(ground: Ground, arn: str) -> Observation:
    if arn in _admins(ground.settings):
        return Sound(arn, "administers the lake")
    fix = Fix(f"add {arn} to the administrators of the lake, beside those that there are", lambda api: _admit(api, arn))
    return Breach(arn, "is no administrator of the lake", "administers the lake", fix=fix)


def _admit(api: Api, arn: str) -> None:
    held = api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    admins = list(held.get("DataLakeAdmins") or [])
    _put(api, {"DataLakeAdmins": [*admins, {"DataLakePrincipalIdentifier": arn}]})


def _put(api: Api, changed: Mapping[str, Any]) -> None:
    """Settings are written as a whole: all that is there stays, but for what is changed."""
    held = api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    api.call("lakeformation", "put_data_lake_settings", DataLakeSettings={**held, **changed})


def _close(api: Api, name: str) -> None:
    found = api.call("glue", "get_database", Name=name)["Database"]
    shape = ("Name", "Description", "LocationUri", "Parameters", "FederatedDatabase", "TargetDatabase")
    kept = {member: found[member] for member in shape if found.get(member)}
    api.call("glue", "update_database", Name=name, DatabaseInput={**kept, "CreateTableDefaultPermissions": []})


def _register(api: Api, arn: str, role: str) -> None:
    api.call("lakeformation", "update_resource", ResourceArn=arn, RoleArn=role, HybridAccessEnabled=False)
