"""The states of a case and every move between them: the one table (domain.md section 2).

Pages draw their buttons from it, `docs/lifecycle.md` and `docs/roles.md` are printed from it, and no
op changes a state without asking it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.core.errors import IllegalMove
from app.core.msgid import N_


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    VERIFYING = "verifying"
    FILED = "filed"
    DISPATCHED = "dispatched"
    DISPUTED = "disputed"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    HANDLED = "handled"
    REWORK = "rework"
    IN_REVIEW = "in_review"
    CONFERENCE = "conference"
    CLOSED = "closed"
    MERGED = "merged"
    REJECTED = "rejected"
    VOID = "void"


class Verb(StrEnum):
    """What is done to a case. Those from `contact` on change no state."""

    REPORT = "report"
    VERIFY = "verify"
    REPORT_FINDING = "report_finding"
    FILE = "file"
    SELF_DISPOSE = "self_dispose"
    REJECT = "reject"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DISPATCH = "dispatch"
    SIGN_IN = "sign_in"
    HAND_OVER = "hand_over"
    REFUSE = "refuse"
    REDISPATCH = "redispatch"
    RULE = "rule"
    CONFER = "confer"
    CONCLUDE = "conclude"
    MAKE_SAFE = "make_safe"
    SUSPEND = "suspend"
    RESUME = "resume"
    HANDLE = "handle"
    CHECK_PASS = "check_pass"  # noqa: S105 (a verb)
    CHECK_FAIL = "check_fail"
    DECIDE = "decide"
    OVERRIDE = "override"
    REOPEN = "reopen"
    VOID = "void"
    REASSIGN = "reassign"
    CONTACT = "contact"
    NOTE = "note"
    URGE = "urge"
    PLACE = "place"
    CLASSIFY = "classify"
    CALL_NEXT = "call_next"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    ASK_SUSPENSION = "ask_suspension"
    DECLINE = "decline"
    TAKE_OVER = "take_over"
    SUPERVISE = "supervise"
    ANSWER = "answer"
    CALL_BACK = "call_back"
    ASK_PART = "ask_part"
    SIGN_IN_PART = "sign_in_part"
    REPORT_PART = "report_part"
    CANCEL_PART = "cancel_part"
    FREEZE = "freeze"
    DRAW = "draw"
    LAPSE = "lapse"
    REFER = "refer"
    ASK_REOPEN = "ask_reopen"
    DECLINE_REOPEN = "decline_reopen"
    APPEAL_REOPEN = "appeal_reopen"
    RECHECK = "recheck"
    PREPARE_PACKET = "prepare_packet"
    ENFORCE = "enforce"
    LEAD = "lead"
    PROGRESS = "progress"


class Who(StrEnum):
    """Who may make a move; `policy.py` turns each into roles and scope."""

    RULES = "rules"
    RESIDENT = "resident"
    CLERK = "clerk"
    DISPATCHER = "dispatcher"
    DUTY_CHIEF = "duty_chief"
    LEADER = "leader"
    GRID_STAFF = "grid_staff"
    INSPECTOR = "inspector"
    OWNER = "owner"
    HANDLING = "handling"
    CHECKER = "checker"
    PANEL = "panel"
    PART = "part"
    OFFICIAL = "official"


class Need(StrEnum):
    """What a move asks for besides the right person."""

    CATEGORY = "category"
    PLACE = "place"
    REASON = "reason"
    FINDING = "finding"
    OTHER_CASE = "other_case"
    UNIT = "unit"
    WINDOW = "window"
    SAFE_CATEGORY = "safe_category"
    PHOTO = "photo"
    REVIEW_DATE = "review_date"
    RESULT = "result"
    EVIDENCE = "evidence"
    INDEPENDENT = "independent"
    VERDICT = "verdict"
    LAPSED = "lapsed"
    MINUTES = "minutes"
    FIRST_REFUSAL = "first_refusal"
    SECOND_REFUSAL = "second_refusal"
    DAYS = "days"
    IN_TIME = "in_time"
    ASKED = "asked"
    WAITING_REASON = "waiting_reason"
    ANSWER_BY = "answer_by"
    UNANSWERED = "unanswered"
    NO_OPEN_PART = "no_open_part"
    TASK = "task"
    FEEDBACK = "feedback"
    WITNESSES = "witnesses"
    PANEL_DUE = "panel_due"
    UNDECIDED = "undecided"
    UNHAPPY = "unhappy"
    DECLINED = "declined"
    VISIT_DUE = "visit_due"


@dataclass(frozen=True)
class Move:
    """One row of the table: by whom, from where, to where, on what conditions."""

    verb: Verb
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    who: tuple[Who, ...]
    needs: tuple[Need, ...] = ()


S, V, W, N = State, Verb, Who, Need
ENDS = (S.CLOSED, S.REJECTED, S.VOID, S.MERGED)
OPEN = tuple(s for s in State if s not in ENDS)
AT_WORK = (S.IN_PROGRESS, S.REWORK)
UNDER_WAY = (S.DISPATCHED, *AT_WORK)
UNHANDLED = (S.REPORTED, S.VERIFYING, S.FILED, S.DISPATCHED, S.DISPUTED, *AT_WORK)
JOINT = (S.DISPATCHED, S.DISPUTED, *AT_WORK, S.SUSPENDED, S.CONFERENCE)
MERGEABLE = (S.REPORTED, S.FILED, S.DISPATCHED, S.IN_PROGRESS)
# The leader judges where no duty chief may: each handled it, or is complained about.
JUDGES = (W.DUTY_CHIEF, W.LEADER)
# A conference may also leave it to the duty chief: then it stays where it is.
CONCLUSIONS = (S.IN_PROGRESS, S.DISPATCHED, S.IN_REVIEW, S.CONFERENCE)
# Never by whoever handled it; nor a reopening that somebody asked for (policy.py).
JUDGING = (
    *(V.CHECK_PASS, V.CHECK_FAIL, V.OVERRIDE, V.CONCLUDE, V.DRAW, V.PREPARE_PACKET, V.CALL_BACK),
    *(V.DECLINE_REOPEN, V.RECHECK),
)
REOPENING = (V.REOPEN, V.DECLINE_REOPEN)

MOVES: tuple[Move, ...] = (
    Move(V.VERIFY, (S.REPORTED,), (S.VERIFYING,), (W.CLERK,)),
    Move(V.REPORT_FINDING, (S.VERIFYING,), (S.REPORTED,), (W.GRID_STAFF, W.INSPECTOR), (N.FINDING,)),
    Move(V.FILE, (S.REPORTED,), (S.FILED,), (W.RULES, W.CLERK), (N.CATEGORY, N.PLACE)),
    Move(V.SELF_DISPOSE, (S.REPORTED,), (S.HANDLED,), (W.GRID_STAFF,), (N.CATEGORY, N.RESULT, N.EVIDENCE)),
    Move(V.REJECT, (S.REPORTED,), (S.REJECTED,), (W.DUTY_CHIEF,), (N.REASON,)),
    Move(V.MERGE, MERGEABLE, (S.MERGED,), (W.DISPATCHER,), (N.OTHER_CASE, N.REASON, N.NO_OPEN_PART)),
    Move(V.UNMERGE, (S.MERGED,), MERGEABLE, (W.DISPATCHER,), (N.REASON,)),
    Move(V.DISPATCH, (S.FILED,), (S.DISPATCHED,), (W.RULES, W.DISPATCHER, W.DUTY_CHIEF, W.OWNER)),
    Move(V.CALL_NEXT, (S.DISPATCHED,), (S.DISPATCHED,), (W.RULES,)),
    Move(V.SIGN_IN, (S.DISPATCHED,), (S.IN_PROGRESS,), (W.HANDLING,)),
    Move(V.HAND_OVER, (S.DISPATCHED, S.IN_PROGRESS), (S.DISPATCHED,), (W.OWNER,), (N.UNIT,)),
    Move(V.REFUSE, (S.DISPATCHED, S.IN_PROGRESS), (S.DISPUTED,), (W.HANDLING,), (N.REASON, N.WINDOW)),
    Move(V.REDISPATCH, (S.DISPUTED,), (S.DISPATCHED,), (W.DISPATCHER,), (N.FIRST_REFUSAL,)),
    Move(V.RULE, (S.DISPUTED,), (S.DISPATCHED,), JUDGES, (N.REASON, N.SECOND_REFUSAL)),
    Move(V.CONFER, (S.DISPUTED,), (S.CONFERENCE,), JUDGES, (N.REASON,)),
    Move(V.MAKE_SAFE, (S.IN_PROGRESS,), (S.IN_PROGRESS,), (W.HANDLING,), (N.SAFE_CATEGORY, N.PHOTO)),
    Move(
        V.SUSPEND,
        (S.IN_PROGRESS,),
        (S.SUSPENDED,),
        (W.DUTY_CHIEF,),
        (N.WAITING_REASON, N.REASON, N.REVIEW_DATE, N.IN_TIME),
    ),
    Move(V.RESUME, (S.SUSPENDED,), (S.IN_PROGRESS,), (W.RULES, W.DUTY_CHIEF)),
    Move(V.HANDLE, AT_WORK, (S.HANDLED,), (W.HANDLING,), (N.RESULT, N.EVIDENCE, N.NO_OPEN_PART)),
    Move(V.CHECK_PASS, (S.HANDLED,), (S.IN_REVIEW, S.CLOSED), (W.CHECKER,), (N.INDEPENDENT,)),
    Move(V.CHECK_FAIL, (S.HANDLED,), (S.REWORK,), (W.CHECKER,), (N.INDEPENDENT, N.REASON)),
    Move(V.DECIDE, (S.IN_REVIEW,), (S.CLOSED, S.REWORK, S.CONFERENCE), (W.PANEL,), (N.VERDICT,)),
    Move(V.OVERRIDE, (S.IN_REVIEW,), (S.CLOSED, S.REWORK), JUDGES, (N.INDEPENDENT, N.REASON, N.LAPSED)),
    Move(V.CONCLUDE, (S.CONFERENCE,), CONCLUSIONS, JUDGES, (N.INDEPENDENT, N.MINUTES)),
    Move(
        V.OVERRIDE,
        (S.CONFERENCE,),
        (S.CLOSED, S.REWORK),
        JUDGES,
        (N.INDEPENDENT, N.REASON, N.MINUTES, N.NO_OPEN_PART),
    ),
    Move(V.REOPEN, (S.CLOSED,), (S.IN_PROGRESS,), (W.DUTY_CHIEF, W.LEADER), (N.REASON,)),
    Move(V.REASSIGN, UNDER_WAY, (S.DISPATCHED,), (W.RULES, W.DUTY_CHIEF, W.LEADER), (N.REASON,)),
    Move(V.VOID, OPEN, (S.VOID,), (W.DUTY_CHIEF,), (N.REASON, N.NO_OPEN_PART)),
)

ACTS: tuple[Move, ...] = (
    Move(V.REPORT, (), (S.REPORTED,), (W.RESIDENT, W.CLERK, W.GRID_STAFF, W.INSPECTOR)),
    Move(V.CONTACT, (S.DISPATCHED, S.DISPUTED, *AT_WORK, S.SUSPENDED), (), (W.HANDLING, W.OWNER)),
    Move(V.NOTE, OPEN, (), (W.HANDLING, W.OWNER, W.CHECKER, W.GRID_STAFF, W.CLERK, W.DISPATCHER, W.DUTY_CHIEF)),
    Move(V.URGE, OPEN, (), (W.CLERK, W.DISPATCHER, W.DUTY_CHIEF)),
    Move(V.PLACE, (S.REPORTED, S.VERIFYING, S.FILED), (), (W.CLERK, W.DISPATCHER, W.DUTY_CHIEF)),
    Move(V.CLASSIFY, UNHANDLED, (), (W.CLERK, W.DISPATCHER, W.DUTY_CHIEF)),
    Move(V.ASK_EXTENSION, AT_WORK, (), (W.HANDLING, W.OWNER), (N.REASON, N.DAYS, N.IN_TIME)),
    Move(V.EXTEND, AT_WORK, (), (W.DUTY_CHIEF, W.LEADER), (N.ASKED, N.DAYS)),
    Move(
        V.ASK_SUSPENSION,
        (S.IN_PROGRESS,),
        (),
        (W.HANDLING, W.OWNER),
        (N.WAITING_REASON, N.REASON, N.REVIEW_DATE, N.IN_TIME),
    ),
    Move(V.DECLINE, AT_WORK, (), (W.RULES, W.DUTY_CHIEF, W.LEADER), (N.ASKED, N.REASON)),
    Move(V.TAKE_OVER, UNDER_WAY, (), (W.RULES, W.OWNER, W.DUTY_CHIEF, W.LEADER)),
    Move(V.SUPERVISE, OPEN, (), (W.DUTY_CHIEF, W.LEADER), (N.ANSWER_BY,)),
    Move(V.ANSWER, OPEN, (), (W.HANDLING, W.OWNER), (N.UNANSWERED,)),
    Move(V.ASK_PART, UNDER_WAY, (), (W.OWNER, W.DISPATCHER, W.DUTY_CHIEF), (N.UNIT, N.TASK)),
    Move(V.SIGN_IN_PART, JOINT, (), (W.PART,)),
    Move(V.REPORT_PART, JOINT, (), (W.PART,), (N.FEEDBACK,)),
    Move(V.CANCEL_PART, JOINT, (), (W.OWNER, W.DISPATCHER, W.DUTY_CHIEF), (N.REASON,)),
    Move(V.ENFORCE, JOINT, (), (W.OWNER, W.HANDLING, W.DUTY_CHIEF), (N.UNIT, N.RESULT)),
    Move(V.LEAD, OPEN, (), JUDGES, (N.REASON,)),
    Move(V.PROGRESS, OPEN, (), (W.OFFICIAL,), (N.FEEDBACK,)),
    Move(V.FREEZE, (S.IN_REVIEW,), (), (W.RULES,)),
    Move(V.DRAW, (S.IN_REVIEW,), (), (W.RULES, *JUDGES), (N.INDEPENDENT, N.WITNESSES)),
    Move(V.LAPSE, (S.IN_REVIEW,), (), (W.RULES,)),
    Move(V.REFER, (S.IN_REVIEW, S.CONFERENCE), (), (W.RULES,)),
    Move(V.PREPARE_PACKET, (S.HANDLED,), (), (W.CHECKER,), (N.INDEPENDENT, N.PANEL_DUE)),
    Move(
        V.PREPARE_PACKET,
        (S.IN_REVIEW,),
        (),
        (W.CHECKER, W.CLERK, W.DISPATCHER, W.DUTY_CHIEF),
        (N.INDEPENDENT, N.UNDECIDED),
    ),
    Move(V.CALL_BACK, (S.CLOSED,), (), (W.CLERK,), (N.INDEPENDENT,)),
    Move(V.ASK_REOPEN, (S.CLOSED,), (), (W.RESIDENT,), (N.UNHAPPY, N.REASON)),
    Move(V.DECLINE_REOPEN, (S.CLOSED,), (), (W.DUTY_CHIEF, W.LEADER), (N.ASKED, N.INDEPENDENT, N.REASON)),
    Move(V.APPEAL_REOPEN, (S.CLOSED,), (), (W.RESIDENT,), (N.DECLINED, N.REASON)),
    Move(V.RECHECK, (S.CLOSED,), (), (W.OWNER, W.GRID_STAFF, W.INSPECTOR), (N.INDEPENDENT, N.VISIT_DUE)),
)


@cache
def rows(verb: Verb) -> tuple[Move, ...]:
    """Every row of the table for a verb."""
    return tuple(m for m in (*MOVES, *ACTS) if m.verb == verb)


@cache
def row(verb: Verb, state: State) -> Move | None:
    """The row that lets `verb` start in `state`, or None."""
    return next((m for m in rows(verb) if state in m.sources), None)


def check(verb: Verb, source: State, target: State) -> Move:
    """The row for this very move; raises IllegalMove when the table has none."""
    move = row(verb, source)
    if move is None or (target not in move.targets and not (move.targets == () and target == source)):
        raise IllegalMove(N_("这件事现在的状态不能这样做"), verb=verb.value, source=source.value, target=target.value)
    return move


@cache
def verbs_from(state: State) -> tuple[Verb, ...]:
    """Every verb that may start in `state`, in the table's order."""
    return tuple(dict.fromkeys(m.verb for m in (*MOVES, *ACTS) if state in m.sources))
