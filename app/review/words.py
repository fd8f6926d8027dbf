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
    """How a review ended. VOID: without a verdict."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"


class Widened(StrEnum):
    """From how far the pool came; said openly on the ballot."""

    OWN = "own"
    NEIGHBOURS = "neighbours"
    STREET = "street"


class Exclusion(StrEnum):
    """Why somebody of the roster is not in a pool: the first that holds, in this order."""

    UNAVAILABLE = "unavailable"
    REPORTER = "reporter"
    ABOUT = "about"
    HANDLER = "handler"
    PROPERTY = "property"
    SAME_BUILDING = "same_building"
    SAT = "sat"
    SAT_LINKED = "sat_linked"
    OVER_CAP = "over_cap"


class ReviewerKind(StrEnum):
    """Whom a reviewer speaks for (domain.md section 2, panel rules)."""

    RESIDENT = "resident"
    BUILDING_HEAD = "building_head"
    OWNERS_COMMITTEE = "owners_committee"
    SHOP = "shop"
    VOLUNTEER = "volunteer"


class ApplicationState(StrEnum):
    """How the wish to sit on panels stands. LAPSED: nobody decided it in time, and it was forgotten."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class RosterVerb(StrEnum):
    """What changed on a roster."""

    ENROLLED = "enrolled"
    RENEWED = "renewed"
    ENDED = "ended"
    CAPPED = "capped"
    AGREED = "agreed"
    LEFT = "left"


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


class DrawValue(StrEnum):
    """Where the value comes from that nobody knew at the freeze."""

    ROOT = "root"
    DICE = "dice"


class PacketField(StrEnum):
    """A text of the packet: what was reported, what was answered, why a picture proves less than it should."""

    SAID = "said"
    ANSWERED = "answered"
    PHOTO_WHY = "photo_why"


class SeatEnd(StrEnum):
    """Why a seat was left: by 回避, because its holder did not vote in time, or because the case concerns them now."""

    RECUSED = "recused"
    NO_VOTE = "no_vote"
    CONCERNED = "concerned"


class WhyVoid(StrEnum):
    """Why a review ended without a verdict: time ran out, too few were left to sit, or the case ended first."""

    LAPSED = "lapsed"
    TOO_FEW = "too_few"
    CASE_ENDED = "case_ended"


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
WHY_VOID_WORDS = {
    WhyVoid.LAPSED: N_("到期没有结论"),
    WhyVoid.TOO_FEW: N_("评议的人不够了"),
    WhyVoid.CASE_ENDED: N_("案件先了结了"),
}
SEAT_END_WORDS = {
    SeatEnd.RECUSED: (N_("已回避"), N_("您已回避，换了别人来评"), N_("谢谢。这件事的内容不再给您看。")),
    SeatEnd.NO_VOTE: (
        N_("已换人"),
        N_("这个座位已由候补接替"),
        N_("到了时间没有投票，换了候补来评；这件事不用您再投。"),
    ),
    SeatEnd.CONCERNED: (
        N_("已换人"),
        N_("这件事后来和您有关，换了别人来评"),
        N_("有人报的同一件事并了进来。谢谢，您投的票不算了。"),
    ),
}
WIDENED_WORDS = {
    Widened.NEIGHBOURS: N_("本居民区的评议员不够，这次从相邻居民区一起抽签。"),
    Widened.STREET: N_("附近的评议员不够，这次从全街道抽签。"),
}
# What the public record says of a chair that was left.
LEFT_WORDS: dict[str, str] = {"recused": N_("回避"), "no_vote": N_("没有按时投票")}
DRAW_WAITS = {
    DrawValue.ROOT: N_("名单已经定下，等下一条总账指纹出来，就用它抽签。"),
    DrawValue.DICE: N_("名单已经定下，等当着见证人掷骰子抽签。"),
}
EXCLUSION_WORDS = {
    Exclusion.UNAVAILABLE: N_("不在任期内，或暂时来不了"),
    Exclusion.REPORTER: N_("是报告这件事的人"),
    Exclusion.ABOUT: N_("这件事说的就是本人或所在单位"),
    Exclusion.HANDLER: N_("本人或所在单位办过这件事"),
    Exclusion.PROPERTY: N_("是管这个小区的物业"),
    Exclusion.SAME_BUILDING: N_("和事发地点是同一栋楼"),
    Exclusion.SAT: N_("评过这件事"),
    Exclusion.SAT_LINKED: N_("评过返潮前的那件事"),
    Exclusion.OVER_CAP: N_("本月已经评满"),
}
KIND_WORDS = {
    ReviewerKind.RESIDENT: N_("居民"),
    ReviewerKind.BUILDING_HEAD: N_("楼组长"),
    ReviewerKind.OWNERS_COMMITTEE: N_("业委会"),
    ReviewerKind.SHOP: N_("商户代表"),
    ReviewerKind.VOLUNTEER: N_("志愿者"),
}
APPLICATION_WORDS = {
    ApplicationState.WAITING: N_("还没有批准"),
    ApplicationState.APPROVED: N_("批准了"),
    ApplicationState.REFUSED: N_("没有批准"),
    ApplicationState.LAPSED: N_("过期了，没有人批"),
}
ROSTER_WORDS = {
    RosterVerb.ENROLLED: N_("进入名册"),
    RosterVerb.RENEWED: N_("续任"),
    RosterVerb.ENDED: N_("结束任期"),
    RosterVerb.CAPPED: N_("改每月上限"),
    RosterVerb.AGREED: N_("同意评议规则"),
    RosterVerb.LEFT: N_("自己退出"),
}
