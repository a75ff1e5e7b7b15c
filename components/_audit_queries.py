"""What is asked of an audit, as Athena SQL over the trail's table.

The order of parameters is said in each query's first line; a text goes in quotes. ``day`` prunes partitions, so it is
always asked for. What Lake Formation notes of a read (``GetDataAccess`` with the table's ARN and its principal) is
described in "Logging Lake Formation API calls" of its developer guide.
"""

from dataclasses import dataclass

CHANGING = (
    "AddLFTagsToResource", "BatchGrantPermissions", "BatchRevokePermissions", "CreateDataCellsFilter", "CreateLFTag",
    "DeleteDataCellsFilter", "DeleteLFTag", "DeregisterResource", "GrantPermissions", "PutDataLakeSettings",
    "RegisterResource", "RemoveLFTagsFromResource", "RevokePermissions", "UpdateDataCellsFilter", "UpdateLFTag",
    "UpdateResource",
)  # fmt: skip
"""The calls that change who may read what."""
ISSUER = "coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn)"
PRINCIPAL = f"coalesce(json_extract_scalar(additionaleventdata, '$.lakeFormationPrincipal'), {ISSUER})"
READ = """coalesce(
        json_extract_scalar(requestparameters, '$.tableArn'),
        concat(
            json_extract_scalar(requestparameters, '$.bucketName'), '/',
            json_extract_scalar(requestparameters, '$.key')))"""
READING = """errorcode IS NULL
    AND (
        (eventsource = 'lakeformation.amazonaws.com'
            AND eventname IN ('GetDataAccess', 'GetTemporaryGlueTableCredentials'))
        OR (eventsource = 's3.amazonaws.com' AND eventname = 'GetObject' AND strpos({issuer}, '{locations}') = 0)
    )"""


@dataclass(frozen=True)
class Question:
    """One named query."""

    name: str
    """As ``mesh audit`` calls it, for the same question."""
    description: str
    sql: str


def questions(table: str, *, locations: str, deployer: str) -> tuple[Question, ...]:
    """The named queries.

    Args:
        table: ``<database>.<table>`` of the trail.
        locations: name of the role that Lake Formation reads as for others: its reads are told by their principal.
        deployer: ARN of the role that deploys, or what stands for several: what they grant is declared.
    """
    reading = READING.format(issuer=ISSUER, locations=locations)
    changing = ", ".join(f"'{name}'" for name in CHANGING)
    return (
        Question(
            "reads",
            "who read a product: from a day, such as '2026/11/01', a database such as 'sales_orders_v1'",
            f"""-- parameters: day, database
SELECT eventtime, {PRINCIPAL} AS principal, eventname, {READ} AS what
FROM {table}
WHERE day >= ?
    AND {reading}
    AND strpos({READ}, concat('/', ?, '/')) > 0
ORDER BY eventtime
""",
        ),
        Question(
            "principal",
            "what a principal read: from a day, such as '2026/11/01', (part of) its ARN",
            f"""-- parameters: day, principal
SELECT eventtime, {PRINCIPAL} AS principal, eventname, {READ} AS what
FROM {table}
WHERE day >= ?
    AND {reading}
    AND strpos({PRINCIPAL}, ?) > 0
ORDER BY eventtime
""",
        ),
        Question(
            "denied",
            "what was refused: from a day, such as '2026/11/01'",
            f"""-- parameters: day
SELECT eventtime, {PRINCIPAL} AS principal, eventsource, eventname, errorcode, errormessage, requestparameters
FROM {table}
WHERE day >= ?
    AND (strpos(errorcode, 'AccessDenied') > 0 OR strpos(errorcode, 'UnauthorizedOperation') > 0)
    AND eventsource IN (
        'athena.amazonaws.com', 'glue.amazonaws.com', 'kms.amazonaws.com', 'lakeformation.amazonaws.com',
        's3.amazonaws.com')
ORDER BY eventtime
""",
        ),
        Question(
            "grants",
            "grants, filters, tags and settings changed by hand: from a day, such as '2026/11/01'",
            f"""-- parameters: day
SELECT eventtime, {ISSUER} AS changed_by, useragent, eventname, requestparameters
FROM {table}
WHERE day >= ?
    AND eventsource = 'lakeformation.amazonaws.com'
    AND errorcode IS NULL
    AND eventname IN ({changing})
    AND {ISSUER} NOT IN ('{deployer}')
ORDER BY eventtime
""",
        ),
    )
