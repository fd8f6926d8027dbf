"""Every change of a case: one verb, one function. Authorise → check the move → change → record → publish.

None commits. Each takes the actor first and the moment as `at=`.
"""

from app.cases.ops.asking import ask_extension, ask_suspension, decline, extend, suspend
from app.cases.ops.assigning import call_next, dispatch, hand_over, redispatch, route_filed
from app.cases.ops.checking import call_checker, check_fail, check_pass, name_again
from app.cases.ops.closing import close, override, send_to_rework, set_drawn, start_review
from app.cases.ops.conferring import conclude, confer, to_conference
from app.cases.ops.drawing import draw, freeze
from app.cases.ops.ending import merge, reject, reopen, unmerge, void
from app.cases.ops.enforcing import enforce
from app.cases.ops.filing import classify, file, place, report_finding, verify
from app.cases.ops.following import find_follower
from app.cases.ops.forgetting import forget_name
from app.cases.ops.handling import (
    contact,
    handle,
    refuse,
    resume,
    self_dispose,
    set_answer_by,
    set_return_until,
    sign_in,
)
from app.cases.ops.indexing import rebuild_words
from app.cases.ops.joint import ask_part, cancel_part, report_part, sign_in_part
from app.cases.ops.lapsing import lapse, leave_to_chief, review_again
from app.cases.ops.leading import lead, progress
from app.cases.ops.leaving import expect_unit, let_go
from app.cases.ops.noting import note, prepare_packet, supplement, urge
from app.cases.ops.rechecking import drop_rechecks, plan_rechecks, recheck
from app.cases.ops.refusing import note_refused
from app.cases.ops.reopening import appeal_reopen, ask_reopen, decline_reopen
from app.cases.ops.reporting import report
from app.cases.ops.ruling import end_listing, rule
from app.cases.ops.safety import make_safe
from app.cases.ops.supervising import answer, call_back, pass_on, reassign, supervise, take_over
from app.cases.ops.trail import needs_desk

__all__ = [
    "expect_unit",
    "find_follower",
    "let_go",
    "answer",
    "ask_part",
    "cancel_part",
    "rebuild_words",
    "report_part",
    "sign_in_part",
    "appeal_reopen",
    "ask_extension",
    "ask_reopen",
    "ask_suspension",
    "decline_reopen",
    "call_back",
    "decline",
    "extend",
    "reassign",
    "set_answer_by",
    "supervise",
    "take_over",
    "pass_on",
    "call_checker",
    "call_next",
    "check_fail",
    "check_pass",
    "classify",
    "close",
    "conclude",
    "confer",
    "contact",
    "dispatch",
    "draw",
    "end_listing",
    "enforce",
    "file",
    "freeze",
    "forget_name",
    "hand_over",
    "handle",
    "lapse",
    "leave_to_chief",
    "make_safe",
    "merge",
    "name_again",
    "needs_desk",
    "note",
    "note_refused",
    "override",
    "drop_rechecks",
    "place",
    "prepare_packet",
    "progress",
    "lead",
    "plan_rechecks",
    "recheck",
    "redispatch",
    "refuse",
    "reject",
    "reopen",
    "report",
    "report_finding",
    "resume",
    "review_again",
    "route_filed",
    "rule",
    "self_dispose",
    "send_to_rework",
    "set_drawn",
    "set_return_until",
    "sign_in",
    "start_review",
    "supplement",
    "suspend",
    "to_conference",
    "unmerge",
    "urge",
    "verify",
    "void",
]
