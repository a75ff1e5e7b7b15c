"""From a file to a published product by the commands of docs/starting.md, and a product that waits for its data."""

from pathlib import Path

import pytest

from tests.end_to_end.project import Project

ORDERS = """order_id,customer_email,ordered_at,amount
1001,anna@example.com,2026-01-02T10:00:00Z,12.50
1002,ben@example.com,2026-01-03T10:00:00Z,7.00
1003,chloe@example.com,2026-01-04T10:00:00Z,99.95
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "project"


def test_a_product_from_a_sample_is_published(tmp_path: Path, project: Path) -> None:
    sample = tmp_path / "orders.csv"
    sample.write_text(ORDERS)
    with Project.at(project, {"domains/README.md": "domains"}) as there:
        there.command("new", "domain", "sales", "--owner", "sales@example.org", "--cost-center", "CC-300")
        there.command("new", "product", "sales", "orders", "--from", str(sample))
        there.command("check")
        done = there.command("up")
        assert "sales" in done.out
        rows = there.ask("SELECT * FROM sales_orders_v0.orders ORDER BY order_id", "sales", role="owner")
        assert [r["order_id"] for r in rows] == [1001, 1002, 1003]
        assert not {"anna@example.com", "ben@example.com"} & {r["customer_email"] for r in rows}


def test_a_product_whose_data_has_not_landed_waits_for_it(tmp_path: Path, project: Path) -> None:
    sample = tmp_path / "orders.csv"
    sample.write_text(ORDERS)
    with Project.at(project, {"domains/README.md": "domains"}) as there:
        there.command("new", "domain", "sales", "--owner", "sales@example.org", "--cost-center", "CC-300")
        there.command("new", "product", "sales", "orders", "--from", str(sample))
        there.replace("domains/sales/domain.py", '    sample="samples/orders.csv",\n', "")
        done = there.command("up")
        assert "sales_orders_v0.orders waits for data: landing orders has no files" in done.out
        again = there.command("up")
        assert "nothing changes" in again.out
        bucket = next(
            b["Name"] for b in there.server.client("s3").list_buckets()["Buckets"] if "sales-landing" in b["Name"]
        )
        there.server.client("s3").put_object(Bucket=bucket, Key="orders/first.csv", Body=ORDERS.encode())
        there.command("up")
        assert len(there.ask("SELECT * FROM sales_orders_v0.orders", "sales", role="owner")) == 3
