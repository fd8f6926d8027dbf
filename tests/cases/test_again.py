"""Why one look at a result is not enough."""

import pytest

from app.cases.again import Again, Story, why_again


@pytest.mark.parametrize(
    ("story", "why"),
    [
        (Story(), None),
        (Story(sent_back=True), Again.REWORKED),
        (Story(round=2), Again.REOPENED),
        (Story(merged=True), Again.MERGED),
        (Story(relapse=True), Again.RELAPSE),
        (Story(about=True), Again.ABOUT),
        (Story(True, True, True, 2, True), Again.ABOUT),
        (Story(relapse=True, sent_back=True), Again.RELAPSE),
    ],
)
def test_the_first_reason_that_holds_is_told(story: Story, why: Again | None) -> None:
    assert why_again(story) is why
