"""Judged domain by domain, with what is known from earlier, a mesh is judged as if it were looked at as a whole."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright import transforms
from meshwright.judging import Judged, judged, judged_whole, opened
from meshwright.judging.cases import rows_of
from meshwright.language import Place
from meshwright.loader import load, loading
from meshwright.loader.loading import load_part
from meshwright.loader.states import folder_state
from meshwright.rules import Breach, Rule
from tests.generated import write_mesh
from tests.loader.meshes import write
from tests.loader.test_states import NAMES, edited, few, mesh, put

TODAY = date(2026, 11, 1)
RULES = ("owner-present", "purpose-present", "expectation-present", "agreement-expired", "no-such-rule")
waivers = st.lists(
    st.tuples(
        st.sampled_from(RULES),
        st.sampled_from([*NAMES, "ants.p", "ants.p.t"]),
        st.sampled_from(["2026-10-31", "2026-11-20", "2027-12-31"]),
    ),
    max_size=3,
)


def by_domain(root: Path, today: date = TODAY) -> tuple[Judged, frozenset[str]]:
    """What is found, as a process of its own would, and the domains that were looked at for it."""
    loading._memories.clear()
    state, rows = folder_state(root), rows_of(root)
    case = opened(state, today, rows)
    found = judged(case, load_part(root, state.index, case.needed).mesh, lambda: load(root).mesh)
    rows.keep()
    return found, case.missing


def as_a_whole(root: Path, today: date = TODAY) -> Judged:
    return judged_whole(load(root).mesh, today)


def govern(root: Path, waived: Iterable[tuple[str, str, str]]) -> None:
    listed = "".join(
        f'Waiver("{rule}", scope="{scope}", owner="o@example.org", reason="r", until="{until}"),'
        for rule, scope, until in waived
    )
    text = f"""
from meshwright import Governance, Waiver
governance = Governance(owner="o@example.org", allowed_regions=["eu-west-1"], waivers=[{listed}],
    levels={{"purpose-present": "warning"}})
"""
    write(root, "stacks/governance.py", text)


@few
@given(data=st.data())
def test_whatever_changes_the_same_is_found(tmp_path: Path, data: st.DataObject) -> None:
    said, waived = data.draw(mesh), data.draw(waivers)
    for _ in range(3):
        root = put(tmp_path / "root", said)
        govern(root, waived)
        today = TODAY + timedelta(days=data.draw(st.sampled_from([0, 0, 1, 25, 340])))
        assert by_domain(root, today)[0] == as_a_whole(root, today)
        said = edited(said, data.draw)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Twelve domains, each of which reads the two before it."""
    write_mesh(tmp_path / "mesh", domains=12, reads=2)
    by_domain(tmp_path / "mesh")
    return tmp_path / "mesh"


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert old in text
    write(root, path, text.replace(old, new, 1))


def test_what_is_as_it_was_is_not_looked_at_again(root: Path) -> None:
    found, looked_at = by_domain(root)
    assert looked_at == frozenset()
    assert found == as_a_whole(root)


def test_another_day_is_no_reason_to_look_again(root: Path) -> None:
    assert by_domain(root, TODAY + timedelta(days=200))[1] == frozenset()


def test_of_a_change_only_what_is_around_it_is_looked_at(root: Path) -> None:
    replace(root, "domains/d0005/domain.py", 'purpose="measurements"', 'purpose="others"')
    found, looked_at = by_domain(root)
    assert looked_at == {"d0003", "d0004", "d0005", "d0006", "d0007"}
    assert found == as_a_whole(root)


BREAKS: dict[str, tuple[str, str, str]] = {
    "a share with nobody": ("d0005/domain.py", 'Share("d0006"', 'Share("d006"'),
    "a subscription to nothing": ("d0005/domain.py", 'Subscription("d0004.product0"', 'Subscription("d0004.product7"'),
    "a transform that reads nothing": ("d0005/transforms/p0_t0.sql", "landing.", "landings."),
    "a transform that is no SQL": ("d0005/transforms/p0_t0.sql", "SELECT", "SELEC"),
    "a transform that reads far away": ("d0009/transforms/p0_t0.sql", "d0008_product0_v1", "d0001_product0_v1"),
    "a column less": ("d0005/domain.py", '                    double(9, "measure_9", optional=True, unit="kg"),\n', ""),
}


@pytest.mark.parametrize("what", BREAKS)
def test_each_mistake_is_found_again_and_again_and_gone_once_it_is_mended(root: Path, what: str) -> None:
    path, old, new = BREAKS[what]
    text = (root / f"domains/{path}").read_text()
    replace(root, f"domains/{path}", old, new)
    for _ in range(3):
        found, looked_at = by_domain(root)
        assert found == as_a_whole(root)
        assert found.findings
        assert "d0011" not in looked_at
    write(root, f"domains/{path}", text)
    assert by_domain(root)[0] == as_a_whole(root) == Judged((), by_domain(root)[0].uses)


def test_tables_that_read_each_other_far_apart_are_found(root: Path) -> None:
    text = (root / "domains/d0003/domain.py").read_text()
    asked = 'Subscription("d0005.product0", major=1, purpose="planning"),'
    write(
        root,
        "domains/d0003/domain.py",
        text.replace('        Subscription("', f'        {asked}\n        Subscription("', 1),
    )
    replace(root, "domains/d0005/domain.py", "shares=[", 'shares=[Share("d0003", purpose="planning"),')
    replace(root, "domains/d0003/transforms/p0_t0.sql", "d0002_product0_v1", "d0005_product0_v1")
    for _ in range(2):
        found, _ = by_domain(root)
        assert found == as_a_whole(root)
        assert "transform-cycle" in {f.id for f in found.findings}


def test_products_that_wait_for_each_other_are_found(root: Path) -> None:
    for one, other in (("d0004", "d0005"), ("d0005", "d0004")):
        path, said = f"domains/{one}/domain.py", f'on_publish("{other}.product0")'
        replace(root, path, 'schedule=daily("05:00")', f"schedule={said}")
        replace(root, path, "landing, text", "landing, on_publish, text")
    for _ in range(2):
        found, _ = by_domain(root)
        assert found == as_a_whole(root)
    assert "on-publish-resolves" in {f.id for f in found.findings}


def test_a_verdict_that_was_damaged_is_found_anew(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESH_CACHE", str(tmp_path / "cache"))
    by_domain(root)
    for damaged in (b"[]", b"{", b'{"0": 1}'):
        for kind in ("verdicts", "verdicts-together"):
            for file in (tmp_path / "cache" / kind).glob("*/*"):
                file.write_bytes(damaged)
        assert by_domain(root)[0] == as_a_whole(root)


def test_what_was_compiled_once_is_not_compiled_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(transforms, "compile_table", refused, raising=False)
    assert by_domain(root)[0].findings == ()


def test_a_day_that_is_near_is_a_reason_to_look_again(root: Path) -> None:
    replace(root, "domains/d0005/domain.py", 'Share("d0006", ', 'Share("d0006", until="2026-12-15", ')
    for days, ids in ((0, set()), (3, set()), (15, {"agreement-expiring"}), (16, {"agreement-expiring"})):
        found, looked_at = by_domain(root, TODAY + timedelta(days=days))
        assert found == as_a_whole(root, TODAY + timedelta(days=days))
        assert ids <= {f.id for f in found.findings}
        assert ("d0005" in looked_at) == (days != 3), "44 and 41 days ahead are both far"
    over = TODAY + timedelta(days=60)
    assert by_domain(root, over)[0] == as_a_whole(root, over)
    assert "agreement-expired" in {f.id for f in by_domain(root, over)[0].findings}


def test_a_waiver_may_name_a_rule_that_is_run_for_this_once(root: Path) -> None:
    rule = Rule("no-fives", "m", "w", "f", lambda facts: [Breach(Place("domains/d0005/domain.py"), "d0005", "a five")])
    govern(root, [("no-fives", "d0005", "2027-12-31"), ("purpose-present", "d0003", "2027-12-31")])
    state, rows = folder_state(root), rows_of(root)
    for _ in range(2):
        case = opened(state, TODAY, rows)
        part = load_part(root, state.index, case.needed).mesh
        found = judged(case, part, lambda: load(root).mesh, extra=[rule])
        assert found == judged_whole(load(root).mesh, TODAY, extra=[rule])
        assert [f.id for f in found.findings if f.place.path == "stacks/governance.py"] == ["waiver-used"]
