"""The questions over records, and logs as they may lie on disk."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from meshwright.audit import changes, denied, reads_by, reads_of
from meshwright.audit.logs import Log


def asked(**more: Any) -> dict[str, Any]:
    return {
        "time": "2026-11-27T10:00:00+00:00", "consumer": "web", "role": "reader", "sql": "SELECT 1",
        "tables": ["shop_orders_v1.orders", "atlas_places_v2.places"],
        "columns": {"shop_orders_v1.orders": ["id"], "atlas_places_v2.places": ["name"]},
        "rows": 3, "outcome": "answered", "reason": None, **more,
    }  # fmt: skip


def test_a_question_over_two_tables_is_a_read_of_each() -> None:
    found = list(reads_of([asked()], "shop_orders_v1"))
    assert [(r.domain, r.role, r.table, r.columns, r.rows) for r in found] == [
        ("web", "reader", "shop_orders_v1.orders", ("id",), 3)
    ]
    assert list(reads_of([asked()], "shop_orders_v1", "refunds")) == []
    assert [r.table for r in reads_by([asked()], "web")] == ["shop_orders_v1.orders", "atlas_places_v2.places"]


def test_who_was_refused_read_nothing() -> None:
    refused = asked(outcome="denied", rows=None, reason="no share")
    assert list(reads_of([refused], "shop_orders_v1")) == []
    assert list(reads_by([refused], "web")) == []
    assert {r.reason for r in denied([refused, asked()])} == {"no share"}


def test_a_role_is_asked_about_alone_where_it_is_named() -> None:
    records = [asked(), asked(role="pipeline")]
    assert {r.role for r in reads_by(records, "web", "pipeline")} == {"pipeline"}
    assert {r.role for r in reads_by(records, "web")} == {"reader", "pipeline"}
    assert list(reads_by(records, "shop")) == []


def test_what_the_platform_granted_is_told_only_when_it_is_asked_for() -> None:
    records: list[dict[str, Any]] = [
        {"time": "2026-11-27T10:00:00", "by": "the platform", "action": "granted", "subject": "table a.b"},
        {
            "time": "2026-11-27T11:00:00",
            "by": "hand",
            "action": "revoked",
            "subject": "table a.b",
            "permissions": ["ALL"],
        },
    ]
    assert [(c.action, c.permissions) for c in changes(records)] == [("revoked", ("ALL",))]
    assert len(list(changes(records, by_hand=False))) == 2


def test_damaged_lines_are_counted_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps(asked()) + "\n{\n[]\n\n" + json.dumps(asked(time="2026-11-28T00:00:00+00:00")) + "\n")
    log = Log(path)
    assert len(list(log.records())) == 2
    assert log.damaged == 2
    assert len(list(Log(path, since=date(2026, 11, 28)).records())) == 1
    assert list(Log(tmp_path / "none.jsonl").records()) == []
