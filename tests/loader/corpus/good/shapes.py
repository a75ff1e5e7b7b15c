"""Lists, tuples and dictionaries, and names for them."""

from meshwright import (
    Product, Share, Table,
    text,
)

ID = text(1, "id", key=True)
_private = [ID, text(2, "b")]
columns = (ID, text(2, "city"),)
table = Table("a", columns=columns)
tables = [table, Table(columns=_private, name="b")]
share = Share(purpose="planning", to="sales")
product = Product("orders", tables=(table,), version="1.0.0", shares=(share,)); after = 1
empty = {}
levels = {"a": "off", "b": ["c", {"d": None}]}
parenthesised = (((1)))
pair = 1, 2
