"""The matrix as a page of the documentation."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from .askers import COLUMNS, DUTIES
from .cases import Cell
from .granted import NOTHING, Seen

HEAD = """\
# Who may do what: the decision matrix

Every role of a domain, and everybody else, against what there is to ask for. Worked out from the policies of the
example mesh as its stacks would build them (environment `sandbox`, domain `{domain}`, with `{other}` as the other
domain), and from its definitions for data in the catalog. `UPDATE_MATRIX=1 pytest tests/privilege` writes this page; a
test keeps it fresh, and holds every cell to what is meant, which `tests/privilege/*_cases.py` say by hand.

Each answer is followed by what each layer says by itself: the role's own policy, its permissions boundary, and the
policy of the bucket, key, topic, bus or role that is asked for.

- `+` allows, `-` does not allow, `!` denies whatever else allows, `±` denies what it allows otherwise
- `~` leaves it to the account's IAM, `.` there is no such layer
- **locations** is the role that Lake Formation serves data as, **administrator** whoever IAM lets do everything,
  **outsider** the same in another account.

The proof is also a test of itself: of {mutants} policies that say a little more or refuse a little less (a permission
of every action or every resource, for everybody, without one of its conditions; a denial gone, or without one of its
conditions, actions or resources), every one changes a cell, here or in another domain's matrix. So does each of
{shares} definitions whose shares give more.
"""


def page(cells: Sequence[Cell], seen: Sequence[Seen], *, domain: str, other: str, mutants: int, shares: int) -> str:
    """The whole page, in Markdown."""
    parts = [HEAD.format(domain=domain, other=other, mutants=mutants, shares=shares), *_data(seen)]
    ordered = sorted(cells, key=lambda c: _groups(cells).index(c.case.group))
    for group, found in groupby(ordered, key=lambda c: c.case.group):
        parts.append("\n".join([f"\n## {group[0].upper()}{group[1:]}\n", *_tables(list(found))]))
    return "\n".join(parts) + "\n"


def _groups(cells: Sequence[Cell]) -> list[str]:
    return list(dict.fromkeys(c.case.group for c in cells))


def _data(seen: Sequence[Seen]) -> Iterator[str]:
    yield "\n## Data in the catalog\n"
    yield "What IAM lets a role ask for, and what it is entitled to. Left out is what no role of a domain sees.\n"
    yield _row("domain", "table", *DUTIES)
    yield _row(*["---"] * (len(DUTIES) + 2))
    for one in seen:
        if set(one.by_duty) != {NOTHING}:
            yield _row(one.domain, f"{one.database}.{one.table}", *one.by_duty)


def _tables(cells: list[Cell]) -> Iterator[str]:
    everybody = [c for c in cells if c.case.asker is None]
    if everybody:
        yield _row("asked for", *COLUMNS)
        yield _row(*["---"] * (len(COLUMNS) + 1))
        rows: dict[tuple[str, ...], list[str]] = {}
        for _, found in groupby(everybody, key=lambda c: id(c.case)):
            one = list(found)
            rows.setdefault((one[0].case.what, *map(_text, one)), []).append(one[0].case.action)
        for (what, *answers), actions in rows.items():
            yield _row(f"{what}: {', '.join(f'`{a}`' for a in dict.fromkeys(actions))}", *answers)
    alone = [c for c in cells if c.case.asker is not None]
    if alone:
        yield "\n" * bool(everybody) + _row("who", "asks", "action", "answer")
        yield _row(*["---"] * 4)
        for c in alone:
            yield _row(c.request.asker.arn if c.request.asker.account is None else c.request.asker.name,
                       c.case.what, f"`{c.case.action}`", _text(c))  # fmt: skip


def _text(cell: Cell) -> str:
    answer = cell.answer
    decided = "**yes**" if answer.allowed else "no"
    return f"{decided} `{answer.identity}{answer.boundary}{answer.resource}`"


def _row(*fields: str) -> str:
    return f"| {' | '.join(fields)} |"
