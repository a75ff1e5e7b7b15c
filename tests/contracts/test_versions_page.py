"""The page about versions shows the table that changes are graded by."""

import os
from pathlib import Path

from meshwright.contracts.rows import document

PAGE = Path(__file__).parent.parent.parent / "docs" / "versions.md"
BEGIN, END = "<!-- rows -->\n", "<!-- /rows -->\n"


def test_the_table_on_the_page_is_fresh() -> None:
    before, _, rest = PAGE.read_text().partition(BEGIN)
    shown, _, after = rest.partition(END)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(f"{before}{BEGIN}{document()}{END}{after}")
        shown = document()
    assert shown == document(), "run: UPDATE_DOCS=1 pytest tests/contracts/test_versions_page.py"
