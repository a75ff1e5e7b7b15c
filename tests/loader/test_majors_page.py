"""The page about majors shows a definition that is one."""

import re
from pathlib import Path

from meshwright.language import Domain
from meshwright.loader import read_definition

PAGE = (Path(__file__).parents[2] / "docs" / "majors.md").read_text()


def test_its_definition_has_two_majors_with_a_database_each() -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    reading = read_definition("domain.py", source)
    assert [str(finding) for finding in reading.findings] == []
    domain = reading.values["domain"]
    assert isinstance(domain, Domain)
    assert [(p.name, p.major, p.sunset is None) for p in domain.products] == [("orders", 1, False), ("orders", 2, True)]
