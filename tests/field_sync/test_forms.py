"""What the day fills in is what a tablet's forms ask for: nothing that they do not draw, nothing required left out."""

from typing import Any

import pytest

from app.field.specs import specs
from tests.field_sync.day import DAY
from tests.support.databases import Databases

FROM_THE_MAP = {"lon", "lat", "accuracy"}
# A picture of before is at hand where the report has one, not every category wants a paper, and a report from the
# street is one of a patrol.
NOT_ALWAYS = {"before", "document", "source"}


@pytest.fixture(scope="module")
def drawn(databases: Databases) -> dict[str, Any]:
    """The forms as a tablet gets them."""
    with databases.app("sqlite").test_request_context():
        return specs()


def test_a_tablet_can_fill_in_every_operation_of_the_day(drawn: dict[str, Any]) -> None:
    for made in (made for step in DAY for made in step.made):
        given, fields = {*made.fields, *made.photos}, drawn[made.do]["fields"]
        assert given - FROM_THE_MAP <= {field["name"] for field in fields}, made
        assert {field["name"] for field in fields if field["required"]} - NOT_ALWAYS <= given, made


def test_no_list_that_must_be_chosen_from_comes_empty(drawn: dict[str, Any]) -> None:
    fields = [(verb, field) for verb, spec in drawn.items() for field in spec["fields"]]
    assert [(verb, f["name"]) for verb, f in fields if f["type"] == "select" and f["required"]] == []
