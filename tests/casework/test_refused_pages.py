"""Through the pages, with every right there is: refused, recorded, explained; and shown to those who watch."""

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from app import jobs
from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models_refused import RefusedClosing
from app.cli.answers import application
from app.core.db import db, transaction
from app.core.errors import NotAllowed
from app.core.permissions import Actor
from app.notices.models import Notice
from app.notices.words import NoticeKind
from tests.builders.staffed import LATER, Office, text

SUPERVISORS = ("dispatcher", "chief", "leader", "admin", "worker")
FORMS = {
    "check_pass": {},
    "override": {"solved": "yes", "reason": "就这样"},
    "merge": {"other": "ZX-261116-0001-A", "reason": "同一件"},
}


def kept(office: Office) -> list[tuple[int | None, str, str]]:
    with office.web.read():
        rows = select(RefusedClosing.actor_id, RefusedClosing.door, RefusedClosing.verb)
        return [(row[0], row[1], row[2]) for row in db.session.execute(rows.order_by(RefusedClosing.id))]


def tries(office: Office, who: Actor, case_id: int, verb: str) -> int:
    return office.moves(who, case_id, verb, **FORMS[verb]).status_code


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.CONFERENCE])
def test_every_supervisor_is_refused_on_every_way_and_each_try_leaves_a_line(office: Office, state: State) -> None:
    case_id, expected = office.case(office.town.case_in, state), []
    for name in SUPERVISORS:
        who = getattr(office.town, name)
        for verb in FORMS:
            assert tries(office, who, case_id, verb) in (403, 404, 409), (name, verb)
            expected.append((who.id, "casework.act", verb))
    assert kept(office) == expected
    assert office.of(case_id).state is state


def test_the_answer_says_why_and_what_the_ways_are(office: Office) -> None:
    case_id = office.case(office.town.handled)
    owner, _ = office.people(case_id)
    page = text(office.moves(owner, case_id, "check_pass"))
    assert "你或你的单位办过这件事" in page and "结案只有四条路" in page and "已经记下" in page
    assert f'href="/cases/{case_id}"' in page


def test_looking_at_the_form_is_no_attempt_and_neither_is_being_slow(office: Office) -> None:
    case_id = office.case(office.town.handled)
    owner, checker = office.people(case_id)
    assert checker is not None
    page = office.sees(owner, f"/cases/{case_id}/check_pass", 403)
    assert "已经记下" not in page
    seen = office.of(case_id).entry_count
    assert office.moves(checker, case_id, "check_pass").status_code == 303
    assert office.moves(checker, case_id, "check_pass", version=seen).status_code == 409
    assert kept(office) == []


def test_a_case_that_is_hidden_from_somebody_stays_hidden_and_the_try_is_kept(office: Office) -> None:
    case_id = office.case(office.town.handled)
    office.complain(case_id, office.town.chief)
    answer = office.moves(office.town.chief, case_id, "override", **FORMS["override"])
    assert (answer.status_code, "已经记下" in text(answer)) == (404, False)
    assert kept(office) == [(office.town.chief.id, "casework.act", "override")]
    assert office.sends(office.town.chief, "/cases/999999/override").status_code == 404
    assert len(kept(office)) == 1


def test_the_auditor_and_the_leader_read_it_on_the_case_and_in_the_list(office: Office) -> None:
    case_id = office.case(office.town.case_in, State.IN_REVIEW)
    tries(office, office.town.chief, case_id, "override")
    for who in (office.town.auditor, office.town.leader):
        for path in (f"/cases/{case_id}", "/audit/refusals"):
            page = office.sees(who, path)
            assert "被拒绝的结案" in page and office.town.chief.name in page and "值班长裁决" in page
        assert 'href="/audit/refusals"' in office.sees(who, "/desk")
    assert "被拒绝的结案" not in office.sees(office.town.dispatcher, f"/cases/{case_id}")
    for who in (office.town.dispatcher, office.town.chief, office.town.worker):
        office.sees(who, "/audit/refusals", 403)


def test_an_empty_list_says_so(office: Office) -> None:
    assert "没有这样的事" in office.sees(office.town.auditor, "/audit/refusals")


def test_the_leader_is_told_once(office: Office) -> None:
    case_id = office.case(office.town.case_in, State.IN_REVIEW)
    for _ in range(2):
        tries(office, office.town.chief, case_id, "override")
    with office.web.read():
        told = select(func.count()).where(Notice.kind == NoticeKind.REFUSED_CLOSING)
        assert db.session.scalar(told.where(Notice.user_id == office.town.leader.id)) == 1
    assert "想不经批准就结" in office.sees(office.town.leader, "/inbox")


def test_pages_of_those_who_watch_stay_within_their_statements(office: Office) -> None:
    review_id, case_id = office.reviewed()
    office.decides(review_id)
    tries(office, office.town.chief, case_id, "override")
    assert office.statements(office.town.auditor, f"/cases/{case_id}") <= 12
    assert office.statements(office.town.auditor, "/audit/refusals") <= 8


def test_a_command_leaves_the_same_line(office: Office) -> None:
    case_id = office.case(office.town.case_in, State.IN_REVIEW)

    @click.command()
    def close_it() -> None:
        with application(), transaction():
            ops.override(office.town.chief, office.town.of(case_id), solved=True, reason="行", at=LATER)

    result = CliRunner().invoke(close_it, obj=lambda: office.web.app)
    assert isinstance(result.exception, NotAllowed)
    assert kept(office) == [(office.town.chief.id, "close-it", "override")]


def test_a_job_leaves_the_same_line_and_goes_on(office: Office) -> None:
    cases = [office.case(office.town.case_in, State.IN_REVIEW) for _ in range(2)]

    def close(case_id: int) -> None:
        ops.override(office.town.chief, office.town.of(case_id), solved=True, reason="行", at=LATER)

    with office.web.read():
        assert jobs._each(jobs.Turn(LATER), "close all", cases, close) == 0
    assert kept(office) == [(office.town.chief.id, "close all", "override")] * 2
