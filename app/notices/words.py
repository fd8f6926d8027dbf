"""The kinds of notices and their sentences: Chinese msgids, filled and translated at the edge.

No sentence has a place for a name, a phone, an address or a text somebody wrote: a receipt number and
our own words are all that leaves the case.
"""

from enum import StrEnum

from app.core.msgid import N_


class Channel(StrEnum):
    """How a notice reaches its reader."""

    INBOX = "inbox"
    MAIL = "mail"


class NoticeKind(StrEnum):
    """What a notice tells."""

    DISPATCHED = "dispatched"
    TO_CHECK = "to_check"
    TO_VOTE = "to_vote"
    VOTE_SOON = "vote_soon"
    VOTE_LATE = "vote_late"
    REWORK = "rework"
    YELLOW = "yellow"
    RED = "red"
    CLOSED = "closed"
    DESK = "desk"
    URGED = "urged"
    RAISED = "raised"
    GRANTED = "granted"
    DECLINED = "declined"
    TAKEN_OVER = "taken_over"
    SUPERVISED = "supervised"
    ANSWERED = "answered"
    PART_ASKED = "part_asked"
    PART_DONE = "part_done"
    PART_CANCELLED = "part_cancelled"
    SEAT_LOST = "seat_lost"
    REPORT_CLOSED = "report_closed"
    REFUSED_CLOSING = "refused_closing"
    HANDED_OVER = "handed_over"
    HANDOVER_SIGNED = "handover_signed"
    PROGRESS_DUE = "progress_due"
    PASSED_ON = "passed_on"
    DEVICE_UNSENT = "device_unsent"


SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.DISPATCHED: N_("%(receipt)s 派给你了，请签收。"),
    NoticeKind.TO_CHECK: N_("%(receipt)s 已办好，请你去核查。"),
    NoticeKind.TO_VOTE: N_("有一件事请您评议：到底解决了没有？"),
    NoticeKind.VOTE_SOON: N_("有一件事还等您投票；%(due)s 还没投，由候补接替。"),
    NoticeKind.VOTE_LATE: N_("有一件事还等您投票；%(due)s 还没有结论，这一轮就作废。"),
    NoticeKind.SEAT_LOST: N_("有一件事您没有投票，已由候补接替，不用再投。"),
    NoticeKind.REWORK: N_("%(receipt)s 退回返工，请看理由。"),
    NoticeKind.YELLOW: N_("%(receipt)s 的%(clock)s临近时限：%(due)s。"),
    NoticeKind.RED: N_("%(receipt)s 的%(clock)s超期了，应在 %(due)s 前完成。"),
    NoticeKind.CLOSED: N_("%(receipt)s 已结案。"),
    NoticeKind.REPORT_CLOSED: N_("您报告的 %(receipt)s 已结案，请说说办得怎么样。"),
    NoticeKind.URGED: N_("%(receipt)s 有人催办。"),
    NoticeKind.RAISED: N_("%(receipt)s 的%(clock)s超期已久，应在 %(due)s 前完成，请你过问。"),
    NoticeKind.GRANTED: N_("%(receipt)s 同意延期。"),
    NoticeKind.DECLINED: N_("%(receipt)s 的申请没有同意，请看理由。"),
    NoticeKind.TAKEN_OVER: N_("%(receipt)s 换人跟了，不再归你。"),
    NoticeKind.PASSED_ON: N_("%(receipt)s 归你跟到结案了，请看写着什么。"),
    NoticeKind.SUPERVISED: N_("%(receipt)s 被督办，请按时答复。"),
    NoticeKind.ANSWERED: N_("%(receipt)s 答复了督办。"),
    NoticeKind.PART_ASKED: N_("%(receipt)s 请你们协办，请签收。"),
    NoticeKind.PART_DONE: N_("%(receipt)s 的一个协办有结果了。"),
    NoticeKind.PART_CANCELLED: N_("%(receipt)s 不用你们协办了，请看理由。"),
    NoticeKind.REFUSED_CLOSING: N_("有人想不经批准就结 %(receipt)s，没有让他结，已经记下。"),
    NoticeKind.HANDED_OVER: N_("上一班写好了交班，等你看了签收。"),
    NoticeKind.HANDOVER_SIGNED: N_("你写的交班，接班的人签了。"),
    NoticeKind.PROGRESS_DUE: N_("%(receipt)s 由你包案，一个月没有写进展了，请写一笔。"),
    NoticeKind.DEVICE_UNSENT: N_("一台停用的平板里还有 %(unsent)s 件没送出的事，请处理。"),
    NoticeKind.DESK: N_("%(receipt)s 要你定：%(desk)s。"),
}
# Those who reported: by mail only, without an account, in both languages.
FOR_REPORTERS = (NoticeKind.REPORT_CLOSED,)
# A reviewer is never told a receipt number: with it a report can be looked up.
FOR_REVIEWERS = (NoticeKind.TO_VOTE, NoticeKind.VOTE_SOON, NoticeKind.VOTE_LATE, NoticeKind.SEAT_LOST)
