"""No line of any log holds a resident's link or what stood behind a question mark."""

import logging

import pytest

from app.cli.logs import Mask, mask

LINES = [
    ("Error handling request /t/abc123?x=1", "Error handling request /t/…?x=1"),
    ('"GET /s/x/places.json?q=13800000000 HTTP/1.1"', '"GET /s/x/places.json HTTP/1.1"'),
    ("worker host:1:ab plans", "worker host:1:ab plans"),
]


@pytest.mark.parametrize(("line", "shown"), LINES)
def test_a_line_is_masked(line: str, shown: str) -> None:
    assert mask(line) == shown


def test_the_filter_rewrites_a_record_with_its_arguments() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "lost %s", ("/t/abc",), None)
    assert Mask().filter(record)
    assert record.getMessage() == "lost /t/…"
