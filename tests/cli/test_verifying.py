"""``mesh verify`` at the terminal: what it prints, what it asks, and how it ends."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("verify"), port.FILES) as found:
        yield found


@pytest.fixture
def broken(made: Realised) -> Realised:
    made.ask("cloudtrail", "stop_logging", Name="mesh-sandbox")
    return made


def outcomes(text: str) -> dict[str, Any]:
    return {r["check"]: r for r in json.loads(text)}


def test_it_prints_each_check_with_its_evidence(made: Realised) -> None:
    done = made.project.command("verify")
    assert "V09" in done.out
    assert "not checkable here" in done.out
    assert done.err == "verified: 26 hold, 1 can't be told here\n"


def test_a_failing_check_ends_in_1_and_says_what_a_fix_would_do(broken: Realised) -> None:
    done = broken.project.command("verify", "--format", "json", status=1)
    (failed,) = [r for r in outcomes(done.out).values() if r["outcome"] == "fails"]
    assert failed["check"] == "V18"
    assert failed["fails"][0]["fix"] == "start the trail mesh-sandbox"
    done = broken.project.command("verify", status=1)
    assert "V18 mesh-sandbox: it doesn't log; expected: it logs; --fix would start the trail mesh-sandbox" in done.err


def test_fix_says_what_it_would_do_and_does_nothing_without_an_answer(broken: Realised) -> None:
    done = broken.project.command("verify", "--fix", status=2)
    assert "--fix would, in account 123456789012 (sandbox):\n  start the trail mesh-sandbox\n" in done.err
    assert "add --yes" in done.err
    assert not broken.ask("cloudtrail", "get_trail_status", Name="mesh-sandbox")["IsLogging"]


def test_fix_mends_and_looks_again(broken: Realised) -> None:
    done = broken.project.command("verify", "--fix", "--yes", "--format", "json")
    assert outcomes(done.out)["V18"]["outcome"] == "holds"
    assert "start the trail mesh-sandbox" in done.err
    assert broken.ask("cloudtrail", "get_trail_status", Name="mesh-sandbox")["IsLogging"]


def test_an_unknown_environment_is_wrong_usage(made: Realised) -> None:
    assert "there is no environment" in made.project.command("verify", "--env", "moon", status=2).err
