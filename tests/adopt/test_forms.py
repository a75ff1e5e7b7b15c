"""A plan as a page, as data, and as a list to fill in."""

import json

import pytest

from meshwright.adopt.assigning import assign, read
from meshwright.adopt.estate import Estate
from meshwright.adopt.forms import document, to_fill_in
from meshwright.adopt.planning import Plan, plan
from meshwright.adopt.report import markdown, sections, text
from meshwright.adopt.trying import Trial

from . import foreign_lake as lake
from .test_planning import MESH

NOTHING = Trial({}, {}, (), {}, frozenset(), ())


@pytest.fixture(scope="module")
def made(estate: Estate) -> Plan:
    return plan(MESH, estate, assign(estate, lake.ASSIGNED), whole=True)


def test_a_list_to_fill_in_names_everything_with_what_helps_to_know_whose_it_is(estate: Estate) -> None:
    lines = "\n".join(to_fill_in(plan(MESH, estate, assign(estate, []), whole=True), estate)).splitlines()
    assert "bucket:acme-lake-raw=" in lines
    assert "database:stock=  # 12 tables (12 parquet), 12 grants" in lines
    assert "role:team/OrdersAnalyst=  # 12 grants" in lines
    assert list(read("\n".join(lines))) == []


def test_what_is_filled_in_is_what_is_assigned(estate: Estate) -> None:
    text = "\n".join(to_fill_in(plan(MESH, estate, assign(estate, []), whole=True), estate))
    filled = text.replace("role:team/OrdersAnalyst=", "role:team/OrdersAnalyst = logistics").replace("w=", "w=retail")
    assert list(read(filled)) == [
        "bucket:acme-lake-raw=retail", "database:orders_raw=retail", "role:team/OrdersAnalyst=logistics",
    ]  # fmt: skip
    assert assign(estate, read(filled)).roles == {"team/OrdersAnalyst": "logistics"}


def test_roles_without_grants_are_counted_only() -> None:
    held = Estate("1" * 12, roles=("Lambda", "Deployer"))
    lines = "\n".join(to_fill_in(plan(MESH, held, assign(held, []), whole=True), held))
    assert "role:" not in lines.replace("role:NAME", "")
    assert "2 roles have no grants" in lines


def test_as_data_nothing_is_left_out(made: Plan, estate: Estate) -> None:
    told = json.loads(json.dumps(document(made, NOTHING, estate, "prod")))
    assert [d["name"] for d in told["domains"]] == ["finance", "logistics", "retail"]
    assert told["domains"][2]["products"][0]["shares"][3] == {
        "to": "finance",
        "tables": ["orders_04"],
        "columns": ["order_id", "country", "amount"],
        "rows": "country = 'DE'",
    }
    assert len(told["staying"]) == len(made.left)
    assert sum(told["grants"].values()) == len(estate.grants)


def test_as_a_page_every_section_is_a_heading_and_names_stay_as_they_are(made: Plan, estate: Estate) -> None:
    page = "\n".join(markdown("What becomes", sections(made, NOTHING, estate, whole=True)))
    assert page.startswith("# What becomes\n\n## Taken over as it is, guarded, never changed or deleted (8)\n\n- ")
    assert "- database orders\\_raw, as the product retail.orders\\_raw v1 with 18 tables" in page
    assert "## Nobody answers for (2)" in page


def test_grants_that_differ_in_the_table_alone_are_one_line(made: Plan, estate: Estate) -> None:
    lines = list(text(sections(made, NOTHING, estate, whole=True)))
    open_to_all = [x for x in lines if "IAM_ALLOWED_PRINCIPALS: ALL on 30 tables" in x or "ALL on 18 tables" in x]
    assert len(open_to_all) == 1
    assert sum("Intern" in x for x in lines) == 2, "one for its grants, and one since nobody answers for it"


def test_who_plans_nothing_yet_is_told_how_to_begin(estate: Estate) -> None:
    lines = list(text(sections(plan(MESH, estate, assign(estate, []), whole=True), NOTHING, estate, whole=True)))
    assert lines[0] == "the next preview changes nothing"
    assert lines[-1].startswith("say who answers for what: mesh adopt plan --format assign > lake.txt")
