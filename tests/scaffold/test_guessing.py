import pytest

from meshwright.scaffold.guessing import guess, null_word
from meshwright.scaffold.keys import key
from meshwright.scaffold.naming import column_names
from meshwright.scaffold.personal import by_name, by_values, personal
from meshwright.scaffold.sampled import Field


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-2", "30"], "long"),
        (["007", "12"], "text"),
        (["1", "1.5"], "double"),
        (["1e3"], "double"),
        (["9223372036854775808"], "double"),
        (["+1"], "text"),
        (["true", "FALSE"], "boolean"),
        (["yes", "no"], "text"),
        (["2026-02-28"], "date"),
        (["2026-02-30"], "text"),
        (["2026-02-28", "2026-02-28T10:00:00Z"], "timestamp"),
        (["28.02.2026"], "text"),
        (["1", "x"], "text"),
        ([None, None], "text"),
        ([" 1"], "text"),
    ],
)
def test_a_type_is_one_that_all_values_have(values: list[str | None], kind: str) -> None:
    assert guess("anything", values).kind == kind


def test_money_is_exact() -> None:
    assert guess("total_amount", ["1", "2.5", "3.125"]).kind == "decimal"
    assert guess("total_amount", ["1", "x"]).kind == "text"


def test_a_word_for_no_value_is_found_only_where_it_explains_something() -> None:
    assert null_word([["1", "NA"], ["a", "b"]]) == "NA"
    assert null_word([["a", "NA"], ["b", "c"]]) is None
    assert null_word([["NA", "NA"]]) is None


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["First Name", "firstName", "HTTPStatus"], ["first_name", "first_name_2", "http_status"]),
        (["", " ", "%"], ["column_1", "column_2", "column_3"]),
        (["Größe", "Œuvre", "名前", "2nd"], ["grosse", "oeuvre", "column_3", "column_2nd"]),
        (["element", "a__b_", "ID"], ["element_2", "a_b", "id"]),
        (["x" * 80, "x" * 80], ["x" * 64, "x" * 58 + "_2"]),
    ],
)
def test_headers_become_names(headers: list[str], names: list[str]) -> None:
    assert column_names(headers) == names


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("customer_email", "e-mail addresses"),
        ("home_phone", "phone numbers"),
        ("last_name", "names of people"),
        ("birth_date", "dates of birth"),
        ("ip_address", "network addresses"),
        ("street", "postal addresses"),
        ("station_name", None),
        ("shipping", None),
        ("page", None),
        ("order_id", None),
    ],
)
def test_a_name_tells_of_a_person(name: str, what: str | None) -> None:
    found = by_name(name)
    assert (found.what if found else None) == what


@pytest.mark.parametrize(
    ("values", "what"),
    [
        (["a@example.org", "none", "n/a"], "e-mail addresses"),
        (["+49 170 1234567", "0044 20 7946 0000"], "phone numbers"),
        (["DE89 3704 0044 0532 0130 00"], "bank accounts"),
        (["DE00 3704 0044 0532 0130 00"], None),
        (["4111 1111 1111 1111"], "payment cards"),
        (["4111 1111 1111 1112"], None),
        (["192.0.2.1", "2001:db8::1"], "network addresses"),
        (["00:1b:44:11:3a:b7"], "network addresses"),
        (["Anna Schmidt", "Ben Li"], "names of people"),
        (["JFK", "LGA"], None),
        (["2026-01-01", "2026-01-02"], None),
        (["1.5", "2.5"], None),
        ([], None),
    ],
)
def test_values_tell_of_a_person(values: list[str], what: str | None) -> None:
    found = by_values(values)
    assert (found.what if found else None) == what


def column(name: str, *values: str | None) -> Field:
    return Field(name, name, guess(name, values), values)


def test_days_of_many_years_are_births_only_beside_people() -> None:
    days = column("since", "1950-01-01", "1999-01-01")
    assert not personal([days])
    assert personal([days, column("email", "a@b.org", "c@d.org")])["since"][0].what == "dates of birth"


def test_a_key_is_what_never_repeats_and_is_never_empty() -> None:
    assert key([column("note", "a", "b"), column("order_id", "1", "2")], "orders") == ("order_id",)
    assert key([column("note", "a", "a"), column("code", "x", None)], "orders") == ()
    assert key([column("day", "1", "1", "2"), column("shop", "x", "y", "x")], "sales") == ("day", "shop")
    assert key([column("ratio", "1.5", "2.5")], "sales") == ()
