"""Iceberg metadata as Glue writes it, checked by pyiceberg's own reader."""

from typing import Any

import pytest
from pyiceberg.table.metadata import TableMetadata, TableMetadataUtil

from meshwright.sandbox.extensions.iceberg import columns, current_schema, evolve, file_name, new_table
from meshwright.sandbox.extensions.iceberg_types import Problem, hive, ids, promotes

POSITION: dict[str, Any] = {
    "type": "struct",
    "fields": [
        {"id": 31, "name": "lat", "required": False, "type": "double"},
        {"id": 30, "name": "lon", "required": True, "type": "double"},
    ],
}
TAGS: dict[str, Any] = {"type": "list", "element-id": 40, "element-required": False, "element": "string"}
COUNTS: dict[str, Any] = {
    "type": "map",
    "key-id": 50,
    "key": "string",
    "value-id": 51,
    "value-required": False,
    "value": "int",
}


def field(number: int, name: str, kind: Any, *, required: bool = False, **more: Any) -> dict[str, Any]:
    return {"Id": number, "Name": name, "Type": kind, "Required": required, **more}


FIELDS = [
    field(7, "id", "long", required=True),
    field(3, "at", "timestamptz"),
    field(12, "name", "string", Doc="who"),
    field(20, "position", POSITION),
    field(21, "tags", TAGS),
    field(22, "counts", COUNTS),
    field(23, "amount", "decimal(10, 2)"),
]


def wanted(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Location": "s3://b/t/", "Schema": {"Type": "struct", "Fields": list(fields or FIELDS)}, **more}


def partition(source: int, transform: str, name: str, number: int = 0) -> dict[str, Any]:
    return {"SourceId": source, "Transform": transform, "Name": name, "FieldId": number}


def read(metadata: dict[str, Any]) -> TableMetadata:
    return TableMetadataUtil.parse_obj(metadata)


def grown(metadata: dict[str, Any], *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return evolve(metadata, {"Schema": {"Fields": list(fields)}, "Location": "s3://b/t", **more}, "s3://b/t/0")


def test_declared_ids_hold_nested_ones_too() -> None:
    schema = read(new_table(wanted())).schema()
    assert {schema.find_column_name(number): number for number in (7, 3, 12, 20, 31, 30, 21, 40, 22, 50, 51, 23)} == {
        "id": 7,
        "at": 3,
        "name": 12,
        "position": 20,
        "position.lat": 31,
        "position.lon": 30,
        "tags": 21,
        "tags.element": 40,
        "counts": 22,
        "counts.key": 50,
        "counts.value": 51,
        "amount": 23,
    }
    assert read(new_table(wanted())).last_column_id == 51


def test_required_fields_identifiers_and_docs_hold() -> None:
    schema = read(new_table({**wanted(), "Schema": {"Fields": FIELDS, "IdentifierFieldIds": [7]}})).schema()
    assert schema.identifier_field_ids == [7]
    assert (schema.find_field("id").required, schema.find_field("name").doc) == (True, "who")
    assert schema.find_field("position.lon").required


@pytest.mark.parametrize("transform", ["identity", "year", "month", "day", "hour", "bucket[4]", "truncate[8]", "void"])
def test_every_transform_partitions(transform: str) -> None:
    made = read(new_table(wanted(PartitionSpec={"Fields": [partition(3, transform, "p")]})))
    (found,) = made.spec().fields
    assert (found.source_id, found.field_id, found.name, str(found.transform)) == (3, 1000, "p", transform)
    assert made.last_partition_id == 1000


def test_partition_field_ids_are_kept_or_counted() -> None:
    fields = [partition(3, "month", "m", 1007), partition(12, "bucket[4]", "b")]
    made = new_table(wanted(PartitionSpec={"Fields": fields}))
    assert [f["field-id"] for f in made["partition-specs"][0]["fields"]] == [1007, 1000]
    assert made["last-partition-id"] == 1007


def test_a_sort_order_holds() -> None:
    order = {"SourceId": 3, "Transform": "identity", "Direction": "desc", "NullOrder": "nulls-last"}
    made = read(new_table(wanted(WriteOrder={"OrderId": 1, "Fields": [order]})))
    assert str(made.sort_order()) == "[\n  3 DESC NULLS LAST\n]"
    assert read(new_table(wanted())).sort_order().is_unsorted


def test_properties_and_location_hold() -> None:
    made = read(new_table(wanted(Properties={"owner": "o"})))
    assert (made.properties, made.location) == ({"owner": "o"}, "s3://b/t")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ([field(1, "a", "strin")], "field 'a' has type 'strin'"),
        ([field(1, "a", "decimal(39,2)")], "field 'a' has precision 39"),
        ([field(1, "a", "int"), field(1, "b", "int")], r"field ids are used twice: \[1\]"),
        ([field(30, "a", "int"), field(2, "b", POSITION)], r"field ids are used twice: \[30\]"),
        ([field(1, "a", "int"), field(2, "A", "int")], r"field names are used twice: \['a'\]"),
        ([field(1, "a", {"type": "set"})], "field 'a' has type 'set'"),
        ([field(1, "a", {"type": "list", "element": "int"})], "the type of field 'a' lacks 'element-id'"),
        ([field(1, "a", {**TAGS, "element": "x"})], "field 'a.element' has type 'x'"),
    ],
)
def test_schemas_that_cannot_be_are_refused(fields: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(Problem, match=message):
        new_table(wanted(*fields))


def test_a_schema_needs_a_field() -> None:
    with pytest.raises(Problem, match="at least one field"):
        new_table({"Location": "s3://b/t", "Schema": {"Fields": []}})


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"PartitionSpec": {"Fields": [partition(99, "month", "m")]}}, "no field has the source id 99"),
        ({"PartitionSpec": {"Fields": [partition(3, "week", "w")]}}, "'week' is no Iceberg transform"),
        ({"PartitionSpec": {"Fields": [partition(3, "bucket[0]", "w")]}}, r"'bucket\[0\]' is no Iceberg transform"),
        ({"Schema": {"Fields": FIELDS, "IdentifierFieldIds": [3]}}, r"identifier fields \[3\] are no required"),
    ],
)
def test_parts_that_do_not_fit_the_schema_are_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(Problem, match=message):
        new_table({**wanted(), **more})


A, B = field(1, "a", "int", required=True), field(2, "b", "float")
START = new_table(wanted(A, B))


def test_the_same_again_changes_no_schema() -> None:
    again = grown(START, A, B)
    assert len(again["schemas"]) == 1
    assert again["current-schema-id"] == 0


def test_optional_fields_come_names_change_and_fields_go() -> None:
    more = grown(START, {**A, "Name": "alpha"}, field(9, "c", "string"))
    assert [(f.field_id, f.name) for f in read(more).schema().fields] == [(1, "alpha"), (9, "c")]
    assert (more["last-column-id"], more["current-schema-id"], len(more["schemas"])) == (9, 1, 2)
    assert [entry["metadata-file"] for entry in more["metadata-log"]] == ["s3://b/t/0"]
    assert more["last-updated-ms"] > START["last-updated-ms"]


def test_an_earlier_schema_comes_back_under_its_number() -> None:
    back = grown(grown(START, A, B, field(9, "c", "string")), A, B)
    assert (back["current-schema-id"], back["last-column-id"]) == (0, 9)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ([A, {**B, "Type": "string"}], "column 'b' can't change from float to string; add the new one beside it"),
        ([A, {**B, "Type": TAGS}], "column 'b' can't change from float to list"),
        ([A, {**B, "Required": True}], "column 'b' can't become required: rows that exist may lack it; leave it opt"),
        (
            [A, B, field(9, "c", "int", required=True)],
            "new column 'c' is required, but .* no value for it; make it opt",
        ),
        ([{**A, "Type": "short"}, B], "has type 'short'"),
    ],
)
def test_changes_that_lose_rows_or_meaning_are_refused(fields: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(Problem, match=message):
        grown(START, *fields)


def test_a_number_is_never_given_to_another_field() -> None:
    without = grown(START, A)
    with pytest.raises(Problem, match="column 'other' has number 2, which was that of column 'b'; take one from 3 on"):
        grown(without, A, field(2, "other", "float"))
    with pytest.raises(Problem, match="column 'b' has number 2, which was that of column 'b'"):
        grown(without, A, field(2, "b", "int"))


def test_a_removal_can_be_taken_back() -> None:
    assert read(grown(grown(START, A), A, B)).schema().find_field(2).name == "b"
    longer = grown(grown(START, A), A, B, field(3, "c", "int"))
    assert (longer["current-schema-id"], longer["last-column-id"]) == (2, 3)
    with pytest.raises(Problem, match="new column 'a' is required"):
        grown(grown(START, B), A, B)


def test_a_type_that_was_widened_stays_wide() -> None:
    wider = grown(START, {**A, "Type": "long"}, B)
    with pytest.raises(Problem, match="column 'a' can't change from long to int"):
        grown(wider, A, B)


@pytest.mark.parametrize("spec", [{"Fields": []}, {"Fields": [partition(1, "bucket[4]", "a_bucket")]}])
def test_a_partitions_source_cannot_go(spec: dict[str, Any]) -> None:
    """Not even when the table isn't partitioned by it any more: its old files are."""
    made = new_table(wanted(A, B, PartitionSpec={"Fields": [partition(2, "identity", "b")]}))
    again = grown(made, A, B, PartitionSpec=spec)
    for metadata in (made, again):
        with pytest.raises(Problem, match="column 'b' can't go: files are partitioned by it; deprecate it instead"):
            grown(metadata, A)


def test_what_a_table_is_sorted_by_cannot_go() -> None:
    order = {"SourceId": 2, "Transform": "identity", "Direction": "asc", "NullOrder": "nulls-first"}
    made = new_table(wanted(A, B, WriteOrder={"OrderId": 1, "Fields": [order]}))
    with pytest.raises(Problem, match="column 'b' can't go: the table is sorted by it"):
        grown(made, A)
    assert grown(grown(made, A, B, SortOrder={"OrderId": 2, "Fields": []}), A)["current-schema-id"] == 1


def test_partitioning_evolves_and_old_partitions_keep_their_ids() -> None:
    made = new_table(wanted(PartitionSpec={"Fields": [partition(3, "month", "m")]}))
    daily = grown(made, *FIELDS, PartitionSpec={"Fields": [partition(3, "day", "d")]})
    assert [(s["spec-id"], [f["field-id"] for f in s["fields"]]) for s in daily["partition-specs"]] == [
        (0, [1000]),
        (1, [1001]),
    ]
    assert daily["default-spec-id"] == 1
    back = grown(daily, *FIELDS, PartitionSpec={"Fields": [partition(3, "month", "m")]})
    assert (back["default-spec-id"], len(back["partition-specs"])) == (0, 2)
    read(back)
    with pytest.raises(Problem, match="partition field id 1000 of 'd' was another field's; leave it out"):
        grown(made, *FIELDS, PartitionSpec={"Fields": [partition(3, "day", "d", 1000)]})


def test_sort_orders_evolve() -> None:
    order = {"SourceId": 1, "Transform": "identity", "Direction": "asc", "NullOrder": "nulls-first"}
    sorted_ = grown(START, A, B, SortOrder={"OrderId": 1, "Fields": [order]})
    assert (sorted_["default-sort-order-id"], len(sorted_["sort-orders"])) == (1, 2)
    read(sorted_)
    assert grown(sorted_, A, B, SortOrder={"OrderId": 1, "Fields": []})["default-sort-order-id"] == 0


def test_properties_are_set_and_stay() -> None:
    made = new_table(wanted(A, B, Properties={"a": "1", "b": "1"}))
    assert grown(made, A, B, Properties={"b": "2"})["properties"] == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("old", "new", "yes"),
    [
        ("int", "long", True),
        ("long", "int", False),
        ("float", "double", True),
        ("decimal(10,2)", "decimal(12, 2)", True),
        ("decimal(10,2)", "decimal(12,3)", False),
        ("decimal(10,2)", "decimal(9,2)", False),
        ("date", "timestamp", False),
    ],
)
def test_types_widen_only_where_old_files_can_be_read(old: str, new: str, yes: bool) -> None:
    assert promotes(old, new) is yes


NESTED = new_table(wanted(A, field(20, "position", POSITION), field(21, "tags", TAGS), field(22, "counts", COUNTS)))


def nested(position: Any = POSITION, tags: Any = TAGS, counts: Any = COUNTS) -> dict[str, Any]:
    fields = [A, field(20, "position", position), field(21, "tags", tags), field(22, "counts", counts)]
    return grown(NESTED, *fields)


def within(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "struct", "fields": list(fields)}


HEIGHT = {"id": 60, "name": "height", "required": False, "type": "double"}
LAT, LON = POSITION["fields"]


@pytest.mark.parametrize(
    "changed",
    [
        {"position": within(LAT, LON, HEIGHT)},
        {"position": within(LON, LAT)},
        {"position": within({**LAT, "name": "latitude"}, LON)},
        {"position": within(LAT, {**LON, "required": False})},
        {"position": within(LAT)},
        {"position": within({**LAT, "doc": "north is positive"}, LON)},
        {"counts": {**COUNTS, "value": "long"}},
        {"tags": {**TAGS}},
    ],
)
def test_nested_columns_evolve_by_their_numbers(changed: dict[str, Any]) -> None:
    made = nested(**changed)
    read(made)
    assert (made["current-schema-id"], len(made["schemas"])) == ((0, 1) if "tags" in changed else (1, 2))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"position": within(LAT, LON, {**HEIGHT, "required": True})}, "new column 'position.height' is required"),
        ({"position": within({**LAT, "required": True}, LON)}, "column 'position.lat' can't become required"),
        ({"position": within({**LAT, "type": "string"}, LON)}, "column 'position.lat' can't change from double to str"),
        ({"position": within(LAT, LON, {**HEIGHT, "name": "Lat"})}, r"field names are used twice: \['position.lat'\]"),
        ({"position": TAGS}, "field ids are used twice"),
        ({"position": {**TAGS, "element-id": 61}}, "column 'position' can't change from struct to list"),
        ({"position": within(LAT), "tags": {**TAGS, "element": within(LON)}}, "can't change from string to struct"),
        ({"tags": {**TAGS, "element-id": 41}}, "the element of column 'tags' has number 41 instead of 40"),
        ({"tags": {**TAGS, "element-required": True}}, "column 'tags.element' can't become required"),
        ({"counts": {**COUNTS, "key": "int"}}, "the keys of column 'counts' can't change"),
        ({"counts": {**COUNTS, "key-id": 61}}, "the keys of column 'counts' can't change"),
        ({"counts": {**COUNTS, "value-id": 61}}, "the value of column 'counts' has number 61 instead of 51"),
        ({"counts": {**COUNTS, "value": "string"}}, "column 'counts.value' can't change from int to string"),
    ],
)
def test_nested_changes_that_lose_rows_or_meaning_are_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(Problem, match=message):
        nested(**changed)


def test_a_column_never_moves_into_another() -> None:
    with pytest.raises(Problem, match=r"column 'tags' has number 31, which is that of column 'position.lat'; a column"):
        grown(NESTED, A, field(20, "position", within(LON)), field(31, "tags", "double"))


def test_what_a_new_column_holds_may_be_required() -> None:
    made = grown(NESTED, A, *grown_fields(), field(70, "place", within({**HEIGHT, "id": 71, "required": True})))
    assert read(made).schema().find_field("place.height").required


def grown_fields() -> list[dict[str, Any]]:
    return [field(20, "position", POSITION), field(21, "tags", TAGS), field(22, "counts", COUNTS)]


def test_glue_shows_columns_with_their_ids_and_hive_types() -> None:
    shown = {c["Name"]: (c["Type"], c["Parameters"]["iceberg.field.id"]) for c in columns(new_table(wanted()))}
    assert shown == {
        "id": ("bigint", "7"),
        "at": ("timestamp", "3"),
        "name": ("string", "12"),
        "position": ("struct<lat:double,lon:double>", "20"),
        "tags": ("array<string>", "21"),
        "counts": ("map<string,int>", "22"),
        "amount": ("decimal(10,2)", "23"),
    }
    assert hive("fixed[4]") == "binary"


def test_ids_are_found_wherever_they_are() -> None:
    assert sorted(ids(current_schema(new_table(wanted())))) == [3, 7, 12, 20, 21, 22, 23, 30, 31, 40, 50, 51]


def test_metadata_files_are_numbered() -> None:
    assert file_name().startswith("00000-")
    assert file_name("s3://b/t/metadata/00041-x.metadata.json").startswith("00042-")
