"""The matrix as a page of the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from .askers import COLUMNS, DUTIES, SIGNED_IN
from .cases import Cell
from .granted import NOTHING, Seen

HEAD = """\
# Who may do what: the decision matrix

Every role that the platform makes, and everybody else, against what there is to ask for. Worked out from the policies
of the example mesh as its stacks would build them (an environment `{environment}` with Identity Center and GitHub,
domain `{domain}`, with `{other}` as the other domain), and from its definitions for data in the catalog.
`UPDATE_MATRIX=1 pytest tests/privilege/test_matrix.py` writes this page; a test keeps it fresh, and holds every cell to
what is meant, which `tests/privilege/*_cases.py` say by hand.

Each answer is followed by what each layer says by itself: the role's own policy, its permissions boundary, and the
policy of the bucket, key, topic, bus or role that is asked for.

- `+` allows, `-` does not allow, `!` denies whatever else allows, `±` denies what it allows otherwise
- `~` leaves it to the account's IAM, `.` there is no such layer
- **locations** is the role that Lake Formation serves data as, **CI plan** and **CI deploy** are pipelines.
- **signed in** is whoever a permission set of Identity Center lets into the account, before they take a role; for
  **owner**, **engineer**, **reader** and **break-glass** apart where their answers differ.
- **administrator** is whoever IAM lets do everything: who deploys first, and those whom `governance.py` names.
  **outsider** is the same in another account.

The proof is also a test of itself: of {mutants} policies that say a little more or refuse a little less (a permission
of every action or every resource, for everybody, without one of its conditions; a denial gone, or without one of its
conditions, actions or resources), every one changes a cell, here, in another domain's matrix or in that of another way
to come in. So does each of {shares} definitions whose shares give more.
"""
TOGETHER = "signed in"


def page(
    cells: Sequence[Cell],
    seen: Sequence[Seen],
    lake: Mapping[str, Sequence[str]],
    otherwise: Mapping[str, Sequence[Cell]],
    **facts: str | int,
) -> str:
    """The whole page, in Markdown.

    ``lake`` lists who administers Lake Formation and who looks at everything in it, ``otherwise`` who becomes what in
    environments that know people and pipelines in other ways.
    """
    parts = [HEAD.format(**facts), *_data(seen), *_lake(lake), *_chapters(cells, "##")]
    for title, found in otherwise.items():
        parts.extend([f"\n## Coming in {title}", *_chapters(found, "###")])
    return "\n".join(parts) + "\n"


def _chapters(cells: Sequence[Cell], level: str) -> Iterator[str]:
    groups = list(dict.fromkeys(c.case.group for c in cells))
    ordered = sorted(cells, key=lambda c: groups.index(c.case.group))
    for group, found in groupby(ordered, key=lambda c: c.case.group):
        yield "\n".join([f"\n{level} {group[0].upper()}{group[1:]}\n", *_tables(list(found))])


def _data(seen: Sequence[Seen]) -> Iterator[str]:
    yield "\n## Data in the catalog\n"
    yield "What IAM lets a role ask for, and what it is entitled to. Left out is what no role of a domain sees."
    yield "No other role is entitled to anything of a domain's.\n"
    yield _row("domain", "table", *DUTIES)
    yield _row(*["---"] * (len(DUTIES) + 2))
    for one in seen:
        if set(one.by_duty) != {NOTHING}:
            yield _row(one.domain, f"{one.database}.{one.table}", *one.by_duty)


def _lake(lake: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "\n## Lake Formation's own lists\n"
    yield "Beside what IAM says below, whoever grants data has to stand here.\n"
    yield _row("list", "who")
    yield _row("---", "---")
    for title, arns in lake.items():
        yield _row(title, ", ".join(f"`{arn.partition(':role/')[2]}`" for arn in arns))


def _tables(cells: list[Cell]) -> Iterator[str]:
    everybody = [c for c in cells if c.case.asker is None]
    if everybody:
        yield from _table(everybody)
    alone = [c for c in cells if c.case.asker is not None]
    if alone:
        yield "\n" * bool(everybody) + _row("who", "asks", "action", "answer")
        yield _row(*["---"] * 4)
        for c in alone:
            yield _row(c.request.asker.arn if c.request.asker.account is None else c.request.asker.name,
                       c.case.what, f"`{c.case.action}`", _text(c))  # fmt: skip


def _table(everybody: list[Cell]) -> Iterator[str]:
    asked = [{c.request.asker.name: _text(c) for c in found} for _, found in groupby(everybody, lambda c: id(c.case))]
    columns = _columns(asked)
    yield _row("asked for", *columns)
    yield _row(*["---"] * (len(columns) + 1))
    rows: dict[tuple[str, ...], list[str]] = {}
    for (_, found), answers in zip(groupby(everybody, lambda c: id(c.case)), asked, strict=True):
        case = next(found).case
        row = (case.what, *(answers[SIGNED_IN[0] if name == TOGETHER else name] for name in columns))
        rows.setdefault(row, []).append(case.action)
    for (what, *shown), actions in rows.items():
        yield _row(f"{what}: {', '.join(f'`{a}`' for a in dict.fromkeys(actions))}", *shown)


def _columns(asked: Sequence[Mapping[str, str]]) -> list[str]:
    """Those who were asked; people who are signed in together where that says it all."""
    columns = [name for name in COLUMNS if name in asked[0]]
    people = [name for name in SIGNED_IN if name in asked[0]]
    if not people or any(len({answers[name] for name in people}) > 1 for answers in asked):
        return columns
    return [TOGETHER if name == people[0] else name for name in columns if name not in people[1:]]


def _text(cell: Cell) -> str:
    answer = cell.answer
    decided = "**yes**" if answer.allowed else "no"
    return f"{decided} `{answer.identity}{answer.boundary}{answer.resource}`"


def _row(*fields: str) -> str:
    return f"| {' | '.join(fields)} |"
