"""The closed lists of a review and their Chinese msgids, translated at the edge."""

from enum import StrEnum

from app.cases.again import Again
from app.core.msgid import N_


class Vote(StrEnum):
    """What a seated reviewer says; the last is no vote, it vacates the seat."""

    SOLVED = "solved"
    MOSTLY = "mostly"
    UNSOLVED = "unsolved"
    RECUSED = "recused"


class Verdict(StrEnum):
    """How a review ended. VOID: too few reviewers were left to reach the quorum."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"


class Widened(StrEnum):
    """From how far the pool came; said openly on the ballot."""

    OWN = "own"
    NEIGHBOURS = "neighbours"
    STREET = "street"


class ReviewerKind(StrEnum):
    """Whom a reviewer speaks for (domain.md section 2, panel rules)."""

    RESIDENT = "resident"
    BUILDING_HEAD = "building_head"
    OWNERS_COMMITTEE = "owners_committee"
    SHOP = "shop"
    VOLUNTEER = "volunteer"


class Why(StrEnum):
    """Why a case of a `sampled` category is reviewed or not: by lot, or always (app/cases/again.py).

    AGAIN: done again, as it was written before its reasons were told apart.
    """

    LOT = "lot"
    AGAIN = "again"
    ABOUT = Again.ABOUT.value
    RELAPSE = Again.RELAPSE.value
    MERGED = Again.MERGED.value
    REOPENED = Again.REOPENED.value
    REWORKED = Again.REWORKED.value


class SeatEnd(StrEnum):
    """Why a seat was left."""

    RECUSED = "recused"


VOTE_WORDS = {
    Vote.SOLVED: (N_("解决"), N_("看不出原来的问题")),
    Vote.MOSTLY: (N_("基本解决"), N_("还有一点，不影响生活")),
    Vote.UNSOLVED: (N_("未解决"), N_("要退回重做")),
    Vote.RECUSED: (N_("回避"), N_("我和这件事有关，请换人")),
}
ATTITUDE_WORDS = {1: N_("很差"), 2: N_("差"), 3: N_("一般"), 4: N_("好"), 5: N_("很好")}
VERDICT_WORDS = {
    Verdict.PENDING: N_("还在评议"),
    Verdict.APPROVED: N_("评议通过"),
    Verdict.REJECTED: N_("评议认为未解决"),
    Verdict.VOID: N_("这一轮作废"),
}
WIDENED_WORDS = {
    Widened.NEIGHBOURS: N_("本居民区的评议员不够，这次从相邻居民区一起抽签。"),
    Widened.STREET: N_("附近的评议员不够，这次从全街道抽签。"),
}
KIND_WORDS = {
    ReviewerKind.RESIDENT: N_("居民"),
    ReviewerKind.BUILDING_HEAD: N_("楼组长"),
    ReviewerKind.OWNERS_COMMITTEE: N_("业委会"),
    ReviewerKind.SHOP: N_("商户代表"),
    ReviewerKind.VOLUNTEER: N_("志愿者"),
}
