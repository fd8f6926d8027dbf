"""What the database refuses by itself, on both dialects: these rows go past every op."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cases import audit, ops
from app.cases.lifecycle import OPEN, State
from app.cases.models import Case
from app.core.db import db
from tests.builders.reviews import put
from tests.builders.town import CG, CLUTTER, ENQUIRY, FUMES, MONDAY, Town, a_result, hours
from tests.builders.town_walks import closed_by_check

LATER = MONDAY + hours(2)
APPEND_ONLY = (
    "case_entry",
    "case_handler",
    "case_check",
    "case_approval",
    "ledger_root",
    "ledger_head",
    "contact_look",
)


def refused(words: str, write: Callable[[], object]) -> None:
    """The database says no, in these words; what stood before still stands."""
    with pytest.raises(DatabaseError, match=words), db.session.begin_nested():
        write()


def run(statement: str, **values: object) -> Callable[[], object]:
    return lambda: db.session.execute(text(statement), values)


def closing(case: Case, approval_id: int) -> Callable[[], object]:
    """Past every op: the row says closed."""
    close = "UPDATE \"case\" SET state = 'closed', is_open = :no, approval_id = :approval WHERE id = :id"
    return run(close, no=False, approval=approval_id, id=case.id)


def check(case: Case, who: int | None, passed: bool = True, round_: int | None = None) -> int:
    row = {"street_id": case.street_id, "case_id": case.id, "round": round_ or case.round, "at": LATER}
    return put("case_check", **row, checker_id=who, passed=passed)


def approve(case: Case, kind: str, **more: object) -> int:
    row = {"street_id": case.street_id, "case_id": case.id, "round": case.round, "kind": kind, "at": LATER}
    return put("case_approval", **row | more)


@pytest.mark.parametrize("state", OPEN)
def test_no_open_case_is_closed_by_a_statement(cast: Town, state: State) -> None:
    case = cast.case_in(state)
    close = "UPDATE \"case\" SET state = 'closed' WHERE id = :id"
    refused("(?i)approval", run(close, id=case.id))


def test_a_case_is_not_born_closed(cast: Town) -> None:
    row = {"street_id": cast.street_id, "receipt": "X-1", "source": "resident", "reported_at": MONDAY}
    refused("not born closed", lambda: put("case", **row, state="closed", approval_id=1))


@pytest.mark.parametrize("which", ["none", "failed", "of another case", "of another round"])
def test_an_approval_by_check_stands_on_a_passed_check_of_its_own_case_and_round(cast: Town, which: str) -> None:
    case, other = cast.handled(ENQUIRY), cast.handled(ENQUIRY)
    checks = {
        "none": None,
        "failed": check(case, cast.inspector.id, passed=False),
        "of another case": check(other, cast.inspector.id),
        "of another round": check(case, cast.inspector.id, round_=9),
    }
    refused("recorded approval", lambda: closing(case, approve(case, "check", check_id=checks[which]))())
    closing(case, approve(case, "check", check_id=check(case, cast.inspector.id)))()


def test_a_passed_check_is_no_approval_where_a_panel_is_due(cast: Town) -> None:
    case = cast.case_in(State.IN_REVIEW)
    passed = db.session.scalar(text("SELECT id FROM case_check WHERE passed AND case_id = :id"), {"id": case.id})
    refused("recorded approval", lambda: closing(case, approve(case, "check", check_id=passed))())


@pytest.mark.parametrize("kind", ["panel", "panel_sampled"])
@pytest.mark.parametrize("which", ["none", "open", "of another case"])
def test_an_approval_by_panel_stands_on_an_approved_review_of_its_own_case(cast: Town, kind: str, which: str) -> None:
    case, other = cast.case_in(State.IN_REVIEW), cast.case_in(State.CLOSED)
    reviews = {"none": None, "open": cast.review_of(case).id, "of another case": cast.review_of(other).id}
    refused("recorded approval", lambda: closing(case, approve(case, kind, review_ref=reviews[which]))())


def test_an_override_has_somebody_and_a_reason(cast: Town) -> None:
    case = cast.case_in(State.CONFERENCE)
    refused("recorded approval", lambda: closing(case, approve(case, "override", user_id=cast.chief.id))())
    words = {"street_id": case.street_id, "case_id": case.id, "kind": "reason", "round": 1, "at": LATER}
    reason = put("case_text", **words, value="够了", salt="0" * 64, commitment="0" * 64)
    refused("recorded approval", lambda: closing(case, approve(case, "override", reason_text_id=reason))())


def test_the_approval_of_an_earlier_round_closes_no_later_one(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    former = case.approval_id or 0
    ops.reopen(cast.chief, case, "又来了", at=LATER + hours(1))
    db.session.flush()
    refused("recorded approval", closing(case, former))


def test_an_approval_of_another_case_closes_nothing(cast: Town) -> None:
    case, other = cast.handled(ENQUIRY), closed_by_check(cast, MONDAY)
    refused("recorded approval", closing(case, other.approval_id or 0))


def test_there_is_one_approval_a_round(cast: Town) -> None:
    case = closed_by_check(cast, MONDAY)
    refused("(?i)unique", lambda: approve(case, "check"))


@pytest.mark.parametrize("name", ["worker", "enforcer", "enforcer2"])
def test_no_handler_and_nobody_of_a_handling_unit_checks(cast: Town, name: str) -> None:
    case = _handled_by_enforcer(cast)
    refused("a handler is not a judge", lambda: check(case, getattr(cast, name).id))
    check(case, cast.inspector.id)


def test_nobody_complained_about_checks(cast: Town) -> None:
    case = cast.handled(CLUTTER)
    put("case_about", street_id=case.street_id, case_id=case.id, user_id=cast.inspector.id)
    refused("not its judge", lambda: check(case, cast.inspector.id))


def test_no_handler_gives_an_approval(cast: Town) -> None:
    case = _handled_by_enforcer(cast)
    refused("a handler is not a judge", lambda: approve(case, "override", user_id=cast.enforcer2.id))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET street_id = street_id", "DELETE FROM {}"])
def test_what_was_written_is_neither_changed_nor_removed(cast: Town, table: str, change: str) -> None:
    case = closed_by_check(cast, MONDAY)
    audit.make_root(LATER)
    put("contact_look", case_id=case.id, user_id=cast.clerk.id, reason="回访", at=LATER)
    statement = change.replace("street_id = street_id", "case_id = case_id") if table == "contact_look" else change
    refused("append-only", run(statement.format(table)))


def test_a_case_is_never_removed(cast: Town) -> None:
    case = cast.case_in(State.VOID)
    refused("never removed", run('DELETE FROM "case" WHERE id = :id', id=case.id))


def test_a_case_has_one_handling_side_a_merged_one_a_target_and_a_point_both_halves(cast: Town) -> None:
    case = cast.report()
    sets = [f"handling_unit_id = {cast.units[CG]}", "state = 'merged'", "lat = NULL", "lon = 900, lat = 0"]
    for change in sets:
        refused("(?i)check constraint", run(f'UPDATE "case" SET {change} WHERE id = :id', id=case.id))


def _handled_by_enforcer(cast: Town) -> Case:
    case = cast.signed_in(FUMES)
    ops.hand_over(cast.worker, case, cast.units[CG], at=MONDAY)
    ops.sign_in(cast.enforcer, case, at=MONDAY)
    ops.handle(cast.enforcer, case, a_result(), at=LATER)
    return case
