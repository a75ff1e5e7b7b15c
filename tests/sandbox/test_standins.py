"""Ids that AWS makes up."""

import pytest

from meshwright.sandbox.standins import substituted, token

STAND, REAL = "11111111-2222-5333-8444-555555555555", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


@pytest.mark.parametrize(
    ("value", "made_up"),
    [
        (STAND, STAND),
        (f"arn:aws:kms:eu-west-1:123456789012:key/{STAND}", STAND),
        (f"arn:aws:sns:eu-west-1:123456789012:topic:{STAND}", STAND),
        ("AROAX4EXAMPLEEXAMPLE1", "AROAX4EXAMPLEEXAMPLE1"),
    ],
)
def test_the_made_up_part_is_the_end(value: str, made_up: str) -> None:
    assert token(value) == made_up


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STAND, REAL),
        (f"arn:aws:kms:eu-west-1:123456789012:key/{STAND}", f"arn:aws:kms:eu-west-1:123456789012:key/{REAL}"),
        (f'{{"Resource":"arn:key/{STAND}","Also":["{STAND}"]}}', f'{{"Resource":"arn:key/{REAL}","Also":["{REAL}"]}}'),
        ({"a": [STAND, {"b": STAND}], "n": 1, "t": True}, {"a": [REAL, {"b": REAL}], "n": 1, "t": True}),
        (f"x{STAND}", f"x{STAND}"),
        (f"{STAND}0", f"{STAND}0"),
        ("short", "short"),
    ],
)
def test_whole_stand_ins_are_replaced_wherever_they_are(before: object, after: object) -> None:
    assert substituted(before, {STAND: REAL}) == after
