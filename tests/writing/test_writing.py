import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from meshwright.language import (
    Domain,
    Governance,
    Product,
    Table,
    cron,
    daily,
    hourly,
    integer,
    landing,
    text,
)
from meshwright.loader import read_definition
from meshwright.writing import write_domain, write_environments, write_governance
from tests.rules.unhurried import unhurried
from tests.writing import definitions

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "domains").glob("*/domain.py"))
RUFF = Path(sys.executable).parent / "ruff"


def read(written: str, name: str = "domain") -> Any:
    """What a text binds a name to; it has to be without a finding."""
    reading = read_definition("domains/x/domain.py", written)
    assert not reading.findings, f"{reading.findings[0]}\n{written}"
    return reading.values[name]


def same(one: Any, other: Any) -> bool:
    """Equal to the last type: ``1`` is not ``True`` and not ``1.0``."""
    return one == other and repr(one) == repr(other)


@given(definitions.domains)
@settings(unhurried(60), phases=[Phase.generate])  # making an example smaller would take minutes
def test_what_is_written_reads_back_the_same(domain: Domain) -> None:
    assert same(read(write_domain(domain)), domain)


def test_the_formatter_changes_nothing(tmp_path: Path) -> None:
    written: dict[Path, str] = {}

    @given(definitions.domains)
    @settings(unhurried(40), phases=[Phase.generate])
    def write(domain: Domain) -> None:
        path = tmp_path / f"d{len(written)}.py"
        written[path] = write_domain(domain)
        path.write_text(written[path])

    write()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    subprocess.run([RUFF, "format", "--quiet", tmp_path], check=True)
    subprocess.run([RUFF, "check", "--quiet", "--select", "F,I,UP,D1", tmp_path], check=True)
    assert len(written) >= 40
    for path, as_written in written.items():
        assert path.read_text() == as_written


@given(definitions.governances)
@unhurried(60)
def test_governance_reads_back_the_same(governance: Governance) -> None:
    assert same(read(write_governance(governance), "governance"), governance)


@given(st.lists(definitions.environments, max_size=4))
@unhurried(60)
def test_environments_read_back_the_same(environments: list[Any]) -> None:
    assert same(read(write_environments(environments), "environments"), environments)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.parent.name)
def test_every_example_domain_reads_back_the_same(path: Path) -> None:
    domain = read(path.read_text())
    assert same(read(write_domain(domain)), domain)


@pytest.mark.parametrize("name", ["analytics", "fleet", "operations", "weather"])
def test_it_is_written_as_a_person_wrote_it(name: str) -> None:
    """These were written by hand before there was a writer."""
    by_hand = (ROOT / "domains" / name / "domain.py").read_text()
    assert write_domain(read(by_hand), title=by_hand.split('"""')[1]) == by_hand


def one_table(**options: Any) -> Table:
    return Table("visits", columns=[text(1, "visit", key=True, **options)])


def product(table: Table, **options: Any) -> Product:
    return Product("visits", version="1.0.0", tables=[table], **options)


@pytest.mark.parametrize(
    ("schedule", "written"),
    [
        (daily("05:00"), 'daily("05:00")'),
        (cron("0 5 * * *"), 'daily("05:00")'),
        (cron("00 5 * * *"), 'cron("00 5 * * *")'),
        (hourly(), "hourly()"),
        (hourly(20), "hourly(20)"),
        (cron("*/5 * * * *"), 'cron("*/5 * * * *")'),
    ],
)
def test_a_schedule_is_written_in_the_plainest_words(schedule: Any, written: str) -> None:
    domain = Domain("port", products=[product(one_table(), schedule=schedule)])
    assert f"schedule={written}," in write_domain(domain)
    assert same(read(write_domain(domain)), domain)


def test_defaults_are_left_out() -> None:
    written = write_domain(Domain("port", products=[product(one_table())]))
    for word in ("classification", "visibility", "transform", "optional", "expects", "shares", "None"):
        assert word not in written


def test_only_words_in_use_are_imported() -> None:
    written = write_domain(Domain("port", products=[product(one_table())]))
    assert "\nfrom meshwright import Domain, Product, Table, text\n" in written


def test_a_text_that_is_too_long_for_a_line_is_cut_at_spaces() -> None:
    purpose = "say what every row of it is and who asked for it " * 8
    domain = Domain("port", products=[product(one_table(), purpose=purpose)])
    assert max(map(len, write_domain(domain).splitlines())) <= 120
    assert same(read(write_domain(domain)), domain)


def test_a_comment_stands_above_what_it_is_about() -> None:
    landed = landing("visits", format="csv", columns=[text(1, "visit"), text(2, "captain", pii="drop")])
    domain = Domain("port", landings=[landed], products=[product(one_table())])
    notes = {"landing.visits.captain": "a name", "visits_v1.visits": "one row a visit", "visits_v1.visits.visit": "key"}
    written = write_domain(domain, notes=notes)
    assert "            # a name\n            text(2, " in written or "# a name\n" in written
    assert same(read(written), domain)
    for note in notes.values():
        line = next(i for i, text in enumerate(written.splitlines()) if text.strip() == f"# {note}")
        assert ("captain" if note == "a name" else "visit") in "".join(written.splitlines()[line + 1 : line + 3])


def test_what_stands_above_is_never_named_as_a_word_of_the_language() -> None:
    columns = [integer(n, f"column_{n}", key=n == 1) for n in range(1, 31)]
    tables = [Table(name, columns=columns) for name in ("text", "domain", "range", "visits", "l", "list")]
    landed = [landing(name, format="csv", columns=columns) for name in ("visits", "text", "visits_landing")]
    products = [Product("visits", version=f"{n}.0.0", tables=tables) for n in (1, 2)]
    domain = Domain("port", landings=landed, products=products)
    assert same(read(write_domain(domain)), domain)


def test_a_title_cannot_end_its_docstring() -> None:
    domain = Domain("port", owner="port@example.org")
    for title in ('"""\nimport os', "\\", '"', "", "\x00", "a\u202eb", "ends in \\"):
        assert same(read(write_domain(domain, title=title)), domain)
