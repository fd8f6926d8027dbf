"""No path closes a case without an approval: every route, command, op and job, and everybody who tries."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import click
import pytest
from flask import Flask
from sqlalchemy import select

import app as program
import config
from app import jobs
from app.cases import ops
from app.cases.attempts import JUDGED, Tried
from app.cases.lifecycle import MOVES, OPEN, State
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseCheck
from app.cases.opinions import Opinion
from app.cases.ops.enforcing import Outing
from app.cases.reports import Spot
from app.cases.words import Approval, Decision, Finding, PhotoKind, RefusalReason, Satisfaction, Solved, Visit
from app.casework.steps import STEPS
from app.cli import cli
from app.core.db import db
from app.core.errors import IllegalMove, Invalid, NotAllowed, Refusal
from app.core.permissions import Actor, public_actor, system_actor
from app.core.values import Span, Unit
from app.review import ops as review
from app.review.models import Review
from app.review.words import Verdict, Vote
from tests.builders.town import CG, ENQUIRY, IN_R1, MONDAY, Town, a_picture, a_result, held, hours
from tests.builders.town_walks import parts_until
from tests.cases import closing_table as table
from tests.support.databases import Databases, make_app

LATER = MONDAY + hours(7)
SOURCES = sorted((config.ROOT / "app").rglob("*.py"))


@pytest.fixture(scope="module")
def demo(databases: Databases) -> Flask:
    """An application with every route there is, the demo's too; it never asks its database."""
    return make_app(f"sqlite:///{databases.folder}/none.db", databases.folder, DEMO="1")


def commands(group: click.Command, path: str = "") -> Iterator[str]:
    """Every command of the tree; a group counts where it does something by itself."""
    if not isinstance(group, click.Group):
        yield path
        return
    if group.invoke_without_command:
        yield path
    for name, command in group.commands.items():
        yield from commands(command, f"{path} {name}".strip())


def public_ops() -> Iterator[str]:
    """Every public function of every module or package called ops."""
    for found in pkgutil.walk_packages(program.__path__, "app."):
        if found.name.endswith(".ops"):
            module = importlib.import_module(found.name)
            own = [n for n, f in vars(module).items() if getattr(f, "__module__", "") == found.name]
            names = [n for n in getattr(module, "__all__", own) if inspect.isfunction(getattr(module, n))]
            yield from (f"{found.name.split('.')[1]}.{n}" for n in names if not n.startswith("_"))


def test_every_route_that_writes_stands_in_the_table(demo: Flask) -> None:
    writes = {r.endpoint for r in demo.url_map.iter_rules() if (r.methods or set()) - {"GET", "HEAD", "OPTIONS"}}
    assert writes == set(table.ROUTES)


def test_every_command_op_and_job_stands_in_the_table() -> None:
    assert set(commands(cli)) == set(table.COMMANDS)
    assert set(public_ops()) == set(table.OPS)
    assert {job.name for job in jobs.JOBS} == set(table.JOBS)


def test_every_entry_names_ops_that_are_there() -> None:
    entries = [*table.ROUTES.values(), *table.COMMANDS.values(), *table.OPS.values(), *table.JOBS.values()]
    named = {op for entry in entries if isinstance(entry, table.By) for op in entry.ops}
    assert named <= set(table.OPS)
    assert {op for op in named if isinstance(table.OPS[op], table.On)} == {"review.cast_ballot"}


def test_the_case_page_offers_no_verb_that_closes_but_two() -> None:
    offered = {f"cases.{verb}" for verb in STEPS}
    assert offered - set(table.OF_THE_PAGE) == set(table.CLOSING_VERBS.values())


def test_what_the_table_calls_a_move_leads_to_no_closing_in_the_lifecycle() -> None:
    closing = {str(move.verb) for move in MOVES if State.CLOSED in move.targets}
    assert closing == {"check_pass", "decide", "override"}
    calm = {name for name, entry in table.CASE_OPS.items() if isinstance(entry, table.Never)}
    assert calm.isdisjoint(closing)


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        (r"\b(case|self)\.state\s*=[^=]", {"app/cases/models.py"}),
        (r"\bmove_to\(", {"app/cases/models.py", "app/cases/ops/trail.py"}),
        (r"\brecord\([^\n]*State\.CLOSED", {"app/cases/ops/closing.py"}),
        (r"\bCaseApproval\(\w+=", {"app/cases/ops/closing.py"}),
        (r"\b(cases\.)?close\(\s*(rules|actor|system)", {"app/cases/ops/closing.py", "app/review/ops.py"}),
        (r"approval_id\s*=|\.approval_id,", {"app/cases/ops/closing.py", "app/cases/ops/ending.py"}),
    ],
)
def test_the_words_that_close_a_case_stand_in_these_files_only(pattern: str, places: set[str]) -> None:
    found = {str(p.relative_to(config.ROOT)) for p in SOURCES if re.search(pattern, p.read_text("utf-8"), re.S)}
    assert found == places


Try = Callable[[Town, Actor, Case, datetime], object]


def _closing(kind: Approval) -> Try:
    return lambda t, a, c, at: ops.close(a, c, kind, reason="行", at=at)


TRIES: dict[str, Try] = {
    "verify": lambda t, a, c, at: ops.verify(a, c, at=at),
    "report_finding": lambda t, a, c, at: ops.report_finding(a, c, Finding.YES, "看过", at=at),
    "file": lambda t, a, c, at: ops.file(a, c, at=at),
    "place": lambda t, a, c, at: ops.place(a, c, Spot(IN_R1, "wgs84"), at=at),
    "classify": lambda t, a, c, at: ops.classify(a, c, t.category(ENQUIRY), at=at),
    "self_dispose": lambda t, a, c, at: ops.self_dispose(a, c, a_result(), at=at),
    "reject": lambda t, a, c, at: ops.reject(a, c, "不立", at=at),
    "merge": lambda t, a, c, at: ops.merge(a, c, c, "同一件", at=at),
    "unmerge": lambda t, a, c, at: ops.unmerge(a, c, "不是", at=at),
    "dispatch": lambda t, a, c, at: ops.dispatch(a, c, t.worker.id or 0, at=at),
    "sign_in": lambda t, a, c, at: ops.sign_in(a, c, at=at),
    "hand_over": lambda t, a, c, at: ops.hand_over(a, c, t.units["派出所"], at=at),
    "refuse": lambda t, a, c, at: ops.refuse(a, c, RefusalReason.NOT_OURS, "不归我", clause="第 1 条", at=at),
    "redispatch": lambda t, a, c, at: ops.redispatch(a, c, t.worker.id or 0, at=at),
    "rule": lambda t, a, c, at: ops.rule(a, c, t.worker.id or 0, None, "归你", at=at),
    "confer": lambda t, a, c, at: ops.confer(a, c, "难", at=at),
    "conclude": lambda t, a, c, at: ops.conclude(a, c, Decision.OVERRIDE, held(at), at=at),
    "make_safe": lambda t, a, c, at: ops.make_safe(a, c, "好了", (a_picture(PhotoKind.SAFE),), at=at),
    "suspend": lambda t, a, c, at: ops.suspend(a, c, parts_until(at + hours(99)), at=at),
    "ask_suspension": lambda t, a, c, at: ops.ask_suspension(a, c, parts_until(at + hours(99)), at=at),
    "ask_extension": lambda t, a, c, at: ops.ask_extension(a, c, 1, "等", at=at),
    "extend": lambda t, a, c, at: ops.extend(a, c, 1, at=at),
    "decline": lambda t, a, c, at: ops.decline(a, c, "不行", at=at),
    "supervise": lambda t, a, c, at: ops.supervise(a, c, "快办", Span(1, Unit.WORKING_DAY), at=at),
    "prepare_packet": lambda t, a, c, at: ops.prepare_packet(a, c, (1, 0, 0), "鞋柜", at=at),
    "answer": lambda t, a, c, at: ops.answer(a, c, "在办", at=at),
    "take_over": lambda t, a, c, at: ops.take_over(a, c, at=at),
    "pass_on": lambda t, a, c, at: ops.pass_on(a, c, t.far.id or 0, "换人", at=at),
    "reassign": lambda t, a, c, at: ops.reassign(a, c, t.far.id or 0, None, "换人", at=at),
    "lead": lambda t, a, c, at: ops.lead(a, c, t.leader.id, "每周看一次", at=at),
    "progress": lambda t, a, c, at: ops.progress(a, c, "谈过一次", at=at),
    "enforce": lambda t, a, c, at: ops.enforce(a, c, Outing(at, list(t.units.values())[:2], "门口", "责令改正"), at=at),
    "ask_part": lambda t, a, c, at: ops.ask_part(a, c, t.units[CG], "来拍照", at=at),
    "sign_in_part": lambda t, a, c, at: ops.sign_in_part(a, c, _part_of(c), at=at),
    "report_part": lambda t, a, c, at: ops.report_part(a, c, _part_of(c), "拍好了", at=at),
    "cancel_part": lambda t, a, c, at: ops.cancel_part(a, c, _part_of(c), "不用了", at=at),
    "call_back": lambda t, a, c, at: ops.call_back(a, c, Opinion(Solved.YES, Satisfaction.SATISFIED), "", at=at),
    "ask_reopen": lambda t, a, c, at: ops.ask_reopen(a, c, "还在", at=at),
    "decline_reopen": lambda t, a, c, at: ops.decline_reopen(a, c, "不", at=at),
    "appeal_reopen": lambda t, a, c, at: ops.appeal_reopen(a, c, "不服", at=at),
    "recheck": lambda t, a, c, at: ops.recheck(a, c, Visit.LASTS, at=at),
    "resume": lambda t, a, c, at: ops.resume(a, c, at=at),
    "handle": lambda t, a, c, at: ops.handle(a, c, a_result(), at=at),
    "check_pass": lambda t, a, c, at: ops.check_pass(a, c, at=at),
    "check_fail": lambda t, a, c, at: ops.check_fail(a, c, "不行", at=at),
    "override": lambda t, a, c, at: ops.override(a, c, solved=True, reason="行了", at=at),
    "reopen": lambda t, a, c, at: ops.reopen(a, c, "又来", at=at),
    "void": lambda t, a, c, at: ops.void(a, c, "误报", at=at),
    "contact": lambda t, a, c, at: ops.contact(a, c, "说好", reached=True, at=at),
    "note": lambda t, a, c, at: ops.note(a, c, "记", at=at),
    "urge": lambda t, a, c, at: ops.urge(a, c, "催", at=at),
    "supplement": lambda t, a, c, at: ops.supplement(a, c, "补", at=at),
    "start_review": lambda t, a, c, at: ops.start_review(a, c, at=at),
    "send_to_rework": lambda t, a, c, at: ops.send_to_rework(a, c, (), at=at),
    "to_conference": lambda t, a, c, at: ops.to_conference(a, c, (), at=at),
    "freeze": lambda t, a, c, at: ops.freeze(a, c, {}, at=at),
    "draw": lambda t, a, c, at: ops.draw(a, c, {}, at=at),
    **{f"close {kind}": _closing(kind) for kind in Approval},
    "cast_ballot": lambda t, a, c, at: review.cast_ballot(a, _panel_of(t, c), Vote.SOLVED, 5, at=at),
}


def _part_of(case: Case) -> int:
    return next((part.id for part in case.parts if part.is_open), 0)


def _panel_of(cast: Town, case: Case) -> int:
    return cast.review_of(case).id if case.state is State.IN_REVIEW else 0


def test_the_tries_above_try_every_op_that_a_person_could_call() -> None:
    unasked = {
        "report",
        "route_filed",
        "call_checker",
        "plan_rechecks",
        "drop_rechecks",
        "call_next",
        "needs_desk",
        "forget_name",
        "rebuild_words",
        "set_return_until",
        "set_answer_by",
        "note_refused",
        "set_drawn",
        "close",
        "lapse",
        "review_again",
        "leave_to_chief",
        "end_listing",
        "let_go",
        "expect_unit",
        "name_again",
        "find_follower",
    }
    assert {name.split()[0] for name in TRIES} - {"cast_ballot", "close"} == set(table.CASE_OPS) - unasked


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("state", OPEN)
def test_whoever_tries_whatever_in_whichever_state_a_closed_case_has_its_approval(cast: Town, state: State) -> None:
    case_id = (cast.handled(ENQUIRY) if state is State.HANDLED else cast.case_in(state)).id
    db.session.flush()
    staff = [*cast.cast.values(), cast.reviewers[0]]
    crowd = [*staff, public_actor(cast.street_id), system_actor(cast.street_id)]
    closed = {name for who in crowd for name in _closing_tries(cast, who, case_id)}
    assert closed == ({"check_pass"} if state is State.HANDLED else set())


def _closing_tries(cast: Town, who: Actor, case_id: int) -> Iterator[str]:
    """What closed the case for this person; whatever moved it is taken back before the next try."""
    nested, case = db.session.begin_nested(), cast.of(case_id)
    for name, attempt in TRIES.items():
        state, no = case.state, _refusal(partial(attempt, cast, who, case, LATER))
        if no is not None:
            assert _is_remembered(no) is _must_be_remembered(name, state, no), (name, who.name)
        if isinstance(no, NotAllowed | IllegalMove) and not (db.session.dirty or db.session.new):
            continue
        if case.state is State.CLOSED:
            assert _has_grounds(case)
            yield name
        nested.rollback()
        nested, case = db.session.begin_nested(), cast.of(case_id)
    nested.rollback()


def _refusal(attempt: Callable[[], object]) -> Refusal | None:
    """What was said no with."""
    try:
        attempt()
        db.session.flush()
    except Refusal as no:
        return no
    return None


def _must_be_remembered(name: str, state: State, no: Refusal) -> bool:
    """Wrong input is no attempt; everything else that was refused on a way to the end of a case is."""
    merged_away = name == "merge" and state in JUDGED
    return not isinstance(no, Invalid) and (name in table.REMEMBERED or merged_away)


def _is_remembered(no: Refusal) -> bool:
    return isinstance(no.tried, Tried)


def _has_grounds(case: Case) -> bool:
    given = db.session.get_one(CaseApproval, case.approval_id)
    if given.kind is Approval.CHECK:
        check = db.session.get_one(CaseCheck, given.check_id)
        return check.passed and check.round == case.round and check.checker_id not in case.handler_ids
    if given.kind is Approval.OVERRIDE:
        return given.reason_text_id is not None and given.user_id not in case.handler_ids
    return db.session.scalar(select(Review.verdict).where(Review.id == given.review_ref)) is Verdict.APPROVED
