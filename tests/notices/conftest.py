"""A community with people who hear of its cases, and a mail server where one is needed."""

from collections.abc import Iterator

import pytest

from app.notices import channels
from tests.builders.reviews import Community, a_community
from tests.support.smtp_sink import SmtpSink, smtp_sink


@pytest.fixture
def community(town: object) -> Community:
    """Seven reviewers at home."""
    made = a_community()
    made.roster(7)
    return made


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A real server on the loopback, switched on as this process's mail channel."""
    with smtp_sink() as server:
        channels.configure(channels.MailSettings("127.0.0.1", server.port, "street@example.org"))
        yield server
    channels.configure(None)
