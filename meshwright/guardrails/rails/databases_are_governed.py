"""Lake Formation decides, not IAM alone."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

SETTINGS = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"
DEFAULTS = ("createDatabaseDefaultPermissions", "createTableDefaultPermissions")
LOCATION = "aws:lakeformation/resource:Resource"


def _check(stack: Stack) -> Iterator[Breach]:
    for settings in stack.of_type(SETTINGS):
        yield from (
            Breach(settings, f"{settings.name} leaves {field} as it is")
            for field in DEFAULTS
            if settings.known(field) and settings.get(field) != []
        )
    for database in stack.of_type(DATABASE):
        if database.known(DEFAULTS[1]) and database.get(DEFAULTS[1]) != []:
            yield Breach(database, f"{database.name} gives its new tables to IAM_ALLOWED_PRINCIPALS")
    for location in stack.of_type(LOCATION):
        if location.get("hybridAccessEnabled") is True:
            yield Breach(location, f"{location.name} is open to IAM beside Lake Formation")


RAIL = Guardrail(
    id="databases-are-governed",
    must="nothing new is given to IAM_ALLOWED_PRINCIPALS, and no location is open to IAM beside Lake Formation",
    why="there Lake Formation's grants would decide nothing",
    remedy="write empty default permissions, and no hybrid access",
    severity="critical",
    nist=("AC-3", "AC-6"),
    cdmc=("7",),
    types=(SETTINGS, DATABASE, LOCATION),
    check=_check,
)
