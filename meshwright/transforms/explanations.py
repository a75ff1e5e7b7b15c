"""What can be wrong with a transform, for people and for reports."""

from collections.abc import Mapping
from types import MappingProxyType

EXPLANATIONS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "transform-missing": (
            "every table's transform is a file in transforms/",
            "without its SQL a table can't be filled",
            "write the file, or name another one with transform=",
        ),
        "transform-syntax": (
            "a transform is valid Spark SQL, of a size that a person can review",
            "it has to mean the same to its reader, to Spark and to the sandbox",
            "mend the SQL where the finding points",
        ),
        "transform-statement": (
            "a transform is one SELECT",
            "the platform creates, fills and publishes tables; a transform only says what is in them",
            "write one SELECT",
        ),
        "transform-source": (
            "a transform reads landings of its domain, its own tables, and products that are subscribed to",
            "what it reads is what access, lineage and the order of runs are made from",
            "read landing.<name> or <domain>_<product>_v<major>.<table>",
        ),
        "transform-subscription": (
            "another domain's product is subscribed to before it is read",
            "the grant that the job needs exists only by share and subscription",
            "add the Subscription to consumes=",
        ),
        "transform-column": (
            "every column that is named exists, once",
            "a guess would be another column after the next change",
            "name a column of what is read, with its table where two have it",
        ),
        "transform-function": (
            "a transform uses only functions and forms that give the same in Spark and in the sandbox",
            "a result that differs between the engines proves nothing on a laptop",
            "write it with the functions of docs/transforms.md",
        ),
        "transform-type": (
            "every value has the type that its place asks for",
            "engines convert silently, and each in its own way",
            "convert with CAST where that is meant",
        ),
        "transform-order": (
            "what depends on an order says the whole order",
            "else the same input gives another result each time",
            "order by enough columns to tell all rows apart",
        ),
        "transform-output": (
            "the SELECT gives exactly the columns that the table declares",
            "the contract is what readers rely on",
            "select each declared column under its name, and no other",
        ),
        "transform-sensitive": (
            "a column made from a sensitive one is declared sensitive, unless a de-identifying function stands between",
            "else a share would show what its owner meant to hold back",
            'declare pii= on the column, or clear the value with mask_last, generalise or an aggregate such as count',
        ),
        "transform-cycle": (
            "no table reads itself, over however many others",
            "there would be no order to fill them in",
            "take what they share into a table of its own",
        ),
    }
)  # fmt: skip
