"""Late promises that nobody noted, and mails that were given up: seen at the desk, settled once."""

from datetime import timedelta
from types import ModuleType

import pytest
from sqlalchemy import select

from app import jobs
from app.cases import ops
from app.core import counters
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Actor
from app.core.values import Unit
from app.jobs import Turn
from app.notices.models import Notice
from app.sla import calendars
from app.sla.clocks import ClockKind
from app.sla.ladder import Step
from app.sla.models import Clock, ClockStep
from tests.builders.staffed import Office
from tests.builders.town import MONDAY, hours
from tests.desk.mails import lost_mail

MUCH_LATER = MONDAY + timedelta(days=21)


@pytest.fixture
def late(office: Office) -> int:
    """A case whose promises were not kept."""
    case_id = office.case(office.town.report)
    with office.web.read():
        jobs.sweep(Turn(MUCH_LATER))
    return case_id


@pytest.fixture
def lost(office: Office) -> int:
    """A mail that no server took."""
    with office.web.write():
        return lost_mail(office.town, office.town.report())


def version(office: Office) -> int:
    with office.web.read():
        return counters.version(counters.desk_of(office.town.street_id))


def test_a_late_promise_waits_at_the_desk_until_somebody_above_knows(office: Office, late: int) -> None:
    page = office.sees(office.town.chief, "/desk/late")
    assert f'href="/cases/{late}"' in page and f"/cases/{late}/clocks/" in page
    with office.web.read():
        clock_id = db.session.scalars(select(ClockStep.clock_id).order_by(ClockStep.id)).first()
    before, chief = version(office), office.web.as_(office.town.chief)
    door, back = f"/cases/{late}/clocks/{clock_id}/noted", {"next": office.value_in(page, "next")}
    assert office.web.as_(office.town.dispatcher).post(door, data=back).status_code == 403
    assert chief.post(door, data=back).headers["Location"] == "/desk/late"
    assert door not in office.sees(office.town.chief, "/desk/late")
    assert version(office) == before + 1


def test_who_only_watches_has_no_button(office: Office, late: int) -> None:
    page = office.sees(office.town.auditor, "/desk/late")
    assert f'href="/cases/{late}"' in page and "知道了" not in page
    assert office.web.as_(office.town.worker).get("/desk/late").status_code == 403


def test_a_mail_that_was_given_up_is_sent_again_once(office: Office, lost: int) -> None:
    page = office.sees(office.town.dispatcher, "/desk/messages")
    assert "SMTPServerDisconnected" in page and f'"/desk/messages/{lost}/again"' in page
    before, who = version(office), office.web.as_(office.town.dispatcher)
    assert who.post(f"/desk/messages/{lost}/again").status_code == 303
    assert who.post(f"/desk/messages/{lost}/let-be").status_code == 409
    with office.web.read():
        row = db.session.get_one(Notice, lost)
        assert (row.error, row.attempts, row.next_try_at is None) == (None, 0, False)
    assert version(office) == before + 1
    assert "都发出去了" in office.sees(office.town.dispatcher, "/desk/messages")


def test_or_somebody_lets_it_be_and_the_error_stays(office: Office, lost: int) -> None:
    clerk, chief = office.web.as_(office.town.clerk), office.web.as_(office.town.chief)
    assert clerk.post(f"/desk/messages/{lost}/let-be").status_code == 403
    assert chief.post(f"/desk/messages/{lost}/let-be").status_code == 303
    with office.web.read():
        row = db.session.get_one(Notice, lost)
        assert (row.error, row.noted_by_id) == ("SMTPServerDisconnected", office.town.chief.id)


def test_a_mail_about_a_case_that_is_not_to_be_seen_tells_nothing_of_it(office: Office, lost: int) -> None:
    with office.web.read():
        case_id = db.session.scalars(select(Notice.case_id).where(Notice.id == lost)).one()
    office.complain(case_id or 0, office.town.chief)
    page, name = office.sees(office.town.chief, "/desk/messages"), office.town.worker.name
    assert "你看不到的案件" in page and f"/cases/{case_id}" not in page and name not in page
    assert f"/desk/messages/{lost}/again" in page and name in office.sees(office.town.dispatcher, "/desk/messages")


def test_the_desk_counts_both(office: Office, late: int, lost: int) -> None:
    page = office.sees(office.town.chief, "/desk/queue")
    assert 'href="/desk/messages"' in page and 'href="/desk/late"' in page
    assert "红牌" in page and "没发出去的消息" in page


@pytest.mark.parametrize("path", ["/desk/late", "/desk/messages"])
def test_their_statements_do_not_grow(office: Office, late: int, lost: int, path: str) -> None:
    with count_statements() as counted:
        office.sees(office.town.chief, path)
    assert counted.n == 11  # five of them count what else waits


def asked(office: Office, who: Actor, tag: str = "") -> tuple[int, str, int]:
    """Status, ETag and statements of the script's question."""
    headers = {"X-Piece": "1", **({"If-None-Match": tag} if tag else {})}
    client = office.web.as_(who)
    with count_statements() as counted:
        answer = client.get("/desk/queue", headers=headers)
    return answer.status_code, answer.headers.get("ETag", ""), counted.n


def test_the_queue_says_304_while_nothing_was_put_before_the_desk_nor_decided(office: Office) -> None:
    chief = office.town.chief
    status, tag, whole = asked(office, chief)
    assert status == 200 and tag
    status, _, few = asked(office, chief, tag)
    assert (status, few < whole) == (304, True)
    case_id = office.case(office.town.refused, MONDAY)
    assert asked(office, chief, tag)[0] == 200
    _, tag, _ = asked(office, chief)
    office.moves(office.town.dispatcher, case_id, "redispatch", member=office.town.neighbour.id)
    assert asked(office, chief, tag)[0] == 200
    _, tag, _ = asked(office, chief)
    office.case(office.town.report, at=MONDAY + hours(1))
    assert asked(office, chief, tag)[0] == 304


def test_the_backlog_shows_who_has_a_case_and_leads_to_it(office: Office, clock: ModuleType) -> None:
    town = office.town
    case_id = office.case(town.signed_in)
    refused = office.moves(town.chief, case_id, "lead", official=town.leader.id, plan="")
    assert refused.status_code == 422
    assert office.moves(town.chief, case_id, "lead", official=town.leader.id, plan="每周碰头").status_code == 303
    assert "包案 leader" in office.sees(town.chief, f"/cases/{case_id}")
    assert office.moves(town.leader, case_id, "progress", text="谈好了").status_code == 303
    page = office.sees(town.dispatcher, "/desk/backlog")
    assert f'href="/cases/{case_id}"' in page and "包案 leader" in page
    assert office.web.as_(town.worker).get("/desk/backlog").status_code == 403


def test_nobody_is_pressed_about_what_is_closed(office: Office) -> None:
    """A call-back is promised after the closing; 督办 is a move of open cases."""
    with office.web.write():
        case = office.town.called_in()
        ops.void(office.town.chief, case, "误报", at=MONDAY + hours(1))
        row = Clock(street_id=case.street_id, case_id=case.id, kind=ClockKind.CALL_BACK, round=1)
        row.started_at, row.due_at, row.yellow_at, row.amount, row.unit = MONDAY, MONDAY, MONDAY, 1, Unit.WORKING_DAY
        row.calendar_id, row.step = calendars.in_force(case.street_id, MONDAY).id, Step.RED
        db.session.add(row)
        db.session.flush()
        db.session.add(ClockStep(clock_id=row.id, step=Step.RED, at=MONDAY))
        case_id = case.id
    page = office.sees(office.town.chief, "/desk/late")
    assert f'href="/cases/{case_id}"' in page and f"/cases/{case_id}/supervise" not in page
