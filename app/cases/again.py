"""When one look at a result is not enough: what happened to the case says so. Pure (domain.md section 2).

A `sampled` category is then reviewed without a lot; in a `none` category a second person, one tier up, checks.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.msgid import N_


class Again(StrEnum):
    """Why, in the order in which it is told."""

    ABOUT = "about"
    RELAPSE = "relapse"
    MERGED = "merged"
    REOPENED = "reopened"
    REWORKED = "reworked"


WORDS = {
    Again.ABOUT: N_("反映的是处置的人，所以要另一个人再核查一次"),
    Again.RELAPSE: N_("这是返潮，所以要另一个人再核查一次"),
    Again.MERGED: N_("不止一个人反映，所以要另一个人再核查一次"),
    Again.REOPENED: N_("这件事重开过，所以要另一个人再核查一次"),
    Again.REWORKED: N_("这件事返过工，所以要另一个人再核查一次"),
}


@dataclass(frozen=True)
class Story:
    """What counts. merged: others go on inside this case; sent_back: a check or a panel found it wanting."""

    about: bool = False
    relapse: bool = False
    merged: bool = False
    round: int = 1
    sent_back: bool = False


def why_again(story: Story) -> Again | None:
    """The first reason that holds; None: the ordinary way is enough."""
    holds = {
        Again.ABOUT: story.about,
        Again.RELAPSE: story.relapse,
        Again.MERGED: story.merged,
        Again.REOPENED: story.round > 1,
        Again.REWORKED: story.sent_back,
    }
    return next((why for why, true in holds.items() if true), None)
