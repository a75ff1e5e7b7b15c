"""What the loader can find, for people and for reports."""

from collections.abc import Mapping
from types import MappingProxyType

EXPLANATIONS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "unreadable-file": (
            "a definition is a plain UTF-8 text file inside its own folder",
            "a link, a device or another encoding could show a reviewer something else than what is read",
            "write a plain text file in UTF-8, without a byte order mark, with LF or CRLF line ends",
        ),
        "hidden-character": (
            "a definition holds no character that an editor hides",
            "invisible and direction-changing characters let a text read differently from what it says",
            "delete the character, or write it as an escape inside a text",
        ),
        "syntax": (
            "a definition is valid Python",
            "editors, type checkers and the loader must read it alike",
            "mend the line",
        ),
        "forbidden-syntax": (
            "a definition only states values: literals, names, constructors and simple comprehensions",
            "it is read and never run, so that a pull request cannot execute anything",
            "write the value itself",
        ),
        "forbidden-import": (
            "a definition imports words of the language by name, at its top, and nothing else",
            "everything a definition may use comes from meshwright",
            "write: from meshwright import Domain, Product, …",
        ),
        "over-limit": (
            "a definition is of a size that a person can review",
            "every check reads every definition, in bounded time and memory",
            "split it, or say it with fewer and flatter values",
        ),
        "unknown-name": (
            "every name is imported from meshwright or bound above its use",
            "a definition reads from top to bottom",
            "import the name, or bind it above",
        ),
        "rebound-name": (
            "every name is bound once",
            "a reader finds what a name means in one place",
            "use a new name",
        ),
        "missing-argument": (
            "a constructor is given everything it needs",
            "what is left out is decided strictly, and some things nobody else can decide",
            "add the argument",
        ),
        "unexpected-argument": (
            "a constructor is given only what it knows",
            "a misspelt argument would otherwise be lost without a word",
            "write the argument as the language spells it, or remove it",
        ),
        "invalid-value": (
            "every value is what its constructor asks for",
            "names, versions and types end up in accounts, catalogs and contracts, where they cannot be mended cheaply",
            "write the value in the form that the message shows",
        ),
        "missing-definition": (
            "each definition file exists and binds the name it is there for",
            "a folder without a definition, or governance without rules, would pass in silence",
            "write the file, or bind the name in it",
        ),
        "wrong-folder": (
            "a domain is named as its folder",
            "code ownership goes by folder, everything else by name",
            "rename the folder or the domain",
        ),
        "duplicate-definition": (
            "a domain is defined once, in one folder",
            "two definitions of one domain would overwrite each other's resources",
            "rename or remove one of the two",
        ),
    }
)
"""Of each finding's id: what must be true, why, and how to get there."""
