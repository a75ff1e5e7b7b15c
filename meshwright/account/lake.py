"""Lake Formation's permissions in words, and the requests that take them back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .reaching import Account

EVERY_IAM_PRINCIPAL = "IAM_ALLOWED_PRINCIPALS"
"""The group of everybody whom IAM lets in: what it is granted, Lake Formation doesn't decide."""


def shown_alone(account: "Account", settings: Mapping[str, Any]) -> str:
    """Why Lake Formation shows the caller less than there is; empty where it shows everything.

    It lists to an administrator, or a read-only one, every permission, and to anybody else those that are his to see
    (Lake Formation API reference, ListPermissions).
    """
    if account.sandbox or account.environment.endpoint is not None:
        return ""
    arn = str(account.caller["Arn"])
    name = arn.split("/")[1] if ":assumed-role/" in arn else arn.rpartition("/")[2]
    listed = [*(settings.get("DataLakeAdmins") or ()), *(settings.get("ReadOnlyAdmins") or ())]
    if any(str(a["DataLakePrincipalIdentifier"]).rpartition("/")[2] == name for a in listed):
        return ""
    return f"Lake Formation shows {name} its own permissions alone; run it as an administrator, or a read-only one"


def resource_text(resource: Mapping[str, Any]) -> str:
    """What a permission is about, for people: ``table sales.orders``, ``columns id, amount of sales.orders``."""
    ((kind, content),) = resource.items()
    match kind:
        case "Catalog":
            return "the catalog"
        case "Database":
            return f"database {content['Name']}"
        case "Table" if "TableWildcard" in content:
            return f"every table of {content['DatabaseName']}"
        case "Table":
            return f"table {content['DatabaseName']}.{content['Name']}"
        case "TableWithColumns":
            return f"{_columns(content)} of {content['DatabaseName']}.{content['Name']}"
        case "DataCellsFilter":
            return f"filter {content['Name']} of {content['DatabaseName']}.{content['TableName']}"
        case "DataLocation":
            return f"location {content['ResourceArn']}"
        case "LFTag":
            return f"tag {content['TagKey']}={'|'.join(sorted(content['TagValues']))}"
        case "LFTagPolicy":
            return f"every {str(content['ResourceType']).lower()} tagged {_expression(content)}"
    return f"{kind} {', '.join(f'{name}={value}' for name, value in sorted(content.items()))}"


def revocation(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The request that revokes one entry of a listing, in full."""
    ((kind, content),) = entry["Resource"].items()
    if kind == "Table" and "TableWildcard" in content:  # AWS lists a name with it, and refuses both in a request
        content = {name: value for name, value in content.items() if name != "Name"}
    grantable = entry.get("PermissionsWithGrantOption") or []
    return {
        "Principal": {"DataLakePrincipalIdentifier": entry["Principal"]["DataLakePrincipalIdentifier"]},
        "Resource": {kind: content},
        "Permissions": list(entry["Permissions"]),
        **({"PermissionsWithGrantOption": list(grantable)} if grantable else {}),
    }


def _columns(content: Mapping[str, Any]) -> str:
    if content.get("ColumnNames"):
        return f"columns {', '.join(sorted(content['ColumnNames']))}"
    excluded = (content.get("ColumnWildcard") or {}).get("ExcludedColumnNames")
    return f"columns but {', '.join(sorted(excluded))}" if excluded else "every column"


def _expression(content: Mapping[str, Any]) -> str:
    if content.get("ExpressionName"):
        return f"as the expression {content['ExpressionName']} says"
    tags = sorted(content.get("Expression") or (), key=lambda tag: str(tag["TagKey"]))
    return ", ".join(f"{tag['TagKey']}={'|'.join(sorted(tag['TagValues']))}" for tag in tags)
