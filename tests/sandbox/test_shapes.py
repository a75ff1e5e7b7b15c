"""Requests made from inputs by the request's own shape."""

from typing import Any

import pytest

from meshwright.sandbox.resources.shapes import UnfitInput, UnknownInput, request

Case = tuple[str, str, dict[str, Any], dict[str, Any]]
GOOD: list[Case] = [
    ("kms", "create_alias", {"aliasName": "alias/a", "targetKeyId": "k"}, {"AliasName": "alias/a", "TargetKeyId": "k"}),
    ("kms", "create_key", {"multiRegion": "true"}, {"MultiRegion": True}),
    ("glue", "create_job", {"timeout": 5.0, "maxCapacity": 2}, {"Timeout": 5, "MaxCapacity": 2.0}),
    ("glue", "create_job", {"defaultArguments": {"--a": 1, "--b": True}},
     {"DefaultArguments": {"--a": "1", "--b": "true"}}),
    ("glue", "create_job", {"command": [{"name": "x"}]}, {"Command": {"Name": "x"}}),
    ("glue", "create_job", {"description": None}, {}),
    ("logs", "create_log_group", {"logGroupName": "a", "tags": {"k": "v"}}, {"logGroupName": "a", "tags": {"k": "v"}}),
    ("athena", "create_work_group", {"name": "w", "tags": {"b": 1, "a": 2}},
     {"Name": "w", "Tags": [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "1"}]}),
    ("stepfunctions", "create_state_machine", {"tags": {"a": "b"}}, {"tags": [{"key": "a", "value": "b"}]}),
    ("cloudwatch", "put_metric_alarm", {"dimensions": {"a": "b"}}, {"Dimensions": [{"Name": "a", "Value": "b"}]}),
    ("kms", "create_key", {"tags": {"a": "b"}}, {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
    ("s3", "put_object", {"bucket": "b", "body": "text"}, {"Bucket": "b", "Body": b"text"}),
    ("events", "put_targets", {"rule": "r", "targets": {"id": "1", "arn": "a"}},
     {"Rule": "r", "Targets": [{"Id": "1", "Arn": "a"}]}),
]  # fmt: skip
BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("kms", "create_key", {"policies": {}}, "input 'policies' is {}, expected text"),
    ("glue", "create_job", {"command": [{}, {}]}, r"input 'command' is \[{}, {}\], expected at most one"),
    ("glue", "create_job", {"command": "x"}, "input 'command' is 'x', expected a structure"),
    ("glue", "create_job", {"defaultArguments": "x"}, "input 'defaultArguments' is 'x', expected a map"),
    ("glue", "create_job", {"timeout": "soon"}, "input 'timeout' is 'soon', expected a value of type integer"),
    (
        "kms",
        "create_key",
        {"multiRegion": "perhaps"},
        "input 'multiRegion' is 'perhaps', expected a value of type boolean",
    ),
]


@pytest.mark.parametrize(("service", "operation", "inputs", "expected"), GOOD)
def test_inputs_become_a_request(
    service: str, operation: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert request(service, operation, inputs, {}) == expected


@pytest.mark.parametrize(("service", "operation", "inputs", "message"), BAD)
def test_values_that_do_not_fit_are_errors(service: str, operation: str, inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(UnfitInput, match=message):
        request(service, operation, inputs, {})


def test_an_input_without_a_place_is_an_error_with_its_path() -> None:
    with pytest.raises(UnknownInput) as unknown:
        request("glue", "create_job", {"command": {"nmae": "x"}}, {})
    assert unknown.value.path == "command.nmae"


def test_names_that_differ_are_looked_up_by_path() -> None:
    assert request("glue", "create_job", {"roleArn": "r"}, {"roleArn": "Role"}) == {"Role": "r"}
    assert request("glue", "create_job", {"roleArn": "r"}, {"roleArn": ""}) == {}


def test_documents_are_json_text() -> None:
    def field(kind: str) -> dict[str, Any]:
        schema = {"fields": [{"id": 1, "name": "a", "type": kind, "required": True}]}
        table = {"location": "s3://b/t", "schema": schema}
        return {"openTableFormatInput": {"icebergInput": {"createIcebergTableInput": table}}}

    made = request("glue", "create_table", field('{"type":"list"}'), {})
    fields = made["OpenTableFormatInput"]["IcebergInput"]["CreateIcebergTableInput"]["Schema"]["Fields"]
    assert fields[0]["Type"] == {"type": "list"}
    with pytest.raises(UnfitInput, match="expected JSON text, such as"):
        request("glue", "create_table", field("long"), {})
