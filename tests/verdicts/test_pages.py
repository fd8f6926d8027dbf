"""Behind the secret link, and nowhere else: what a reporter sees and sends after the closing."""

import re
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app import jobs, schema
from app.cases import ops
from app.cases.models import Case
from app.cases.words import DeskKind
from app.core.counting import count_statements
from app.core.db import db
from app.core.permissions import Role
from app.core.web.sessions import STAFF_SEEN
from app.verdicts.models import ReporterVerdict
from tests.builders.closings import CLOSED, close, unhappy
from tests.builders.residents import a_form, secret_in, typed_in
from tests.builders.town import ENQUIRY, MONDAY, hours, minutes
from tests.support.towns import Served
from tests.support.web import Client

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
SAID: dict[str, Any] = {"solved": "no", "satisfaction": "unsatisfied", "why": "又堆回来了"}
ASKED: dict[str, Any] = {"sure": "y", "reason": "楼道又堵了"}
DAY = timedelta(days=1)


class Reporter:
    """Somebody who reported what is closed by now, with their browser and their link."""

    def __init__(self, served: Served) -> None:
        self.served, self.browser = served, served.web.client()
        form = a_form(served.town.category(ENQUIRY))
        answer = self.browser.post(f"/s/{served.town.slug}/report", data=form, follow_redirects=True)
        self.secret = secret_in(answer.get_data(as_text=True))
        with served.web.write():
            case = served.town.of(self._newest())
            ops.note(served.town.side(case), case, "楼里的话不外传", at=MONDAY + minutes(1))
            self.case_id = close(served.town, case).id

    def _newest(self) -> int:
        return int(db.session.scalar(select(func.max(Case.id))) or 0)

    def page(self, browser: Client | None = None) -> str:
        """What they read."""
        return str((browser or self.browser).get(f"/t/{self.secret}").get_data(as_text=True))

    def sends(self, what: str, browser: Client | None = None, **form: str) -> tuple[int, str]:
        """Status, and the page at the end."""
        answer = (browser or self.browser).post(f"/t/{self.secret}/{what}", data=form)
        status, at = answer.status_code, answer.get_data(as_text=True)
        return status, self.page(browser) if status == 303 else at

    def verdicts(self) -> int:
        """How many rows there are."""
        with self.served.web.read():
            return db.session.scalar(select(func.count()).select_from(ReporterVerdict)) or 0

    def chief(self, verb: str = "decline_reopen") -> None:
        """The duty chief answers."""
        with self.served.web.write():
            getattr(ops, verb)(self.served.town.chief, self.served.town.of(self.case_id), "是另一户", at=CLOSED + DAY)


@pytest.fixture
def reporter(served: Served, clock: ModuleType) -> Reporter:
    """An hour after the closing."""
    clock.set(MONDAY)
    made = Reporter(served)
    clock.set(CLOSED + hours(1))
    return made


def test_the_verdict_is_asked_for_says_that_it_is_final_and_then_stands_there(reporter: Reporter) -> None:
    page = reporter.page()
    assert "11月30日 之前可以说一次" in page and "不能改" in page and "/verdict" in page
    status, page = reporter.sends("verdict", **SAID)
    assert status == 303 and "您说：没有解决，不满意。" in page and "又堆回来了" in page
    assert "/verdict" not in page and "/reopen" in page
    assert reporter.sends("verdict", **SAID)[0] == 409


def test_an_empty_verdict_is_422_at_its_fields_and_what_was_typed_stays(reporter: Reporter) -> None:
    status, page = reporter.sends("verdict", why="味道还是有")
    assert status == 422 and 'id="solved-e"' in page and 'id="satisfaction-e"' in page
    assert typed_in(page, "why") == "味道还是有"
    assert reporter.verdicts() == 0


def test_a_value_of_no_list_is_422(reporter: Reporter) -> None:
    assert reporter.sends("verdict", solved="no", satisfaction="not_reached")[0] == 422
    assert reporter.sends("verdict", solved="perhaps", satisfaction="satisfied")[0] == 422


def test_after_fourteen_days_the_page_says_so(reporter: Reporter, clock: ModuleType) -> None:
    clock.set(CLOSED + 15 * DAY)
    assert "结案满 14 天了" in reporter.page()
    status, _page = reporter.sends("verdict", **SAID)
    assert (status, reporter.verdicts()) == (409, 0)


def test_to_ask_for_a_new_round_one_ticks_and_writes(reporter: Reporter) -> None:
    reporter.sends("verdict", **SAID)
    status, page = reporter.sends("reopen", reason="楼道又堵了")
    assert status == 422 and 'id="sure-e"' in page and typed_in(page, "reason") == "楼道又堵了"
    status, page = reporter.sends("reopen", **ASKED)
    assert status == 303 and "您请求重开了" in page and "有报告人请求重开" in page


def test_whoever_is_content_is_offered_no_new_round(reporter: Reporter) -> None:
    _, page = reporter.sends("verdict", solved="yes", satisfaction="satisfied")
    assert "/reopen" not in page
    assert reporter.sends("reopen", **ASKED)[0] == 409


def test_a_no_is_read_with_its_reason_and_appealed_against_once(reporter: Reporter) -> None:
    reporter.sends("verdict", **SAID)
    reporter.sends("reopen", **ASKED)
    reporter.chief()
    page = reporter.page()
    assert "是另一户" in page and "值班长的答复：不重开" in page and "/appeal" in page
    status, page = reporter.sends("appeal", reason="就是同一户")
    assert status == 303 and "分管领导 2 个工作日之内答复" in page and "/appeal" not in page
    assert reporter.sends("appeal", reason="再来")[0] == 409


def test_granted_the_page_says_that_it_is_open_again(reporter: Reporter) -> None:
    reporter.sends("verdict", **SAID)
    reporter.sends("reopen", **ASKED)
    reporter.chief("reopen")
    page = reporter.page()
    assert "已经重开了" in page and "是另一户" in page and "您说办得怎么样" not in page


@pytest.mark.parametrize("what", ["verdict", "reopen", "appeal"])
def test_a_browser_with_a_staff_session_says_nothing_for_the_reporter(reporter: Reporter, what: str) -> None:
    staff = reporter.served.web.as_(reporter.served.town.worker)
    assert "登录过工作账号" in reporter.page(staff) and f"/{what}" not in reporter.page(staff)
    status, page = reporter.sends(what, staff, **SAID, **ASKED)
    assert (status, reporter.verdicts()) == (403, 0)
    assert "登录过工作账号" in page


def test_for_a_day_after_the_session_the_browser_says_nothing_either(reporter: Reporter, clock: ModuleType) -> None:
    staff = reporter.served.web.as_(reporter.served.town.worker)
    staff.get("/work")
    staff.post("/sign-out")
    signed_out = CLOSED + hours(1)
    assert staff.get("/work").status_code == 303
    clock.set(signed_out + DAY - timedelta(seconds=1))
    assert reporter.sends("verdict", staff, **SAID)[0] == 403
    clock.set(signed_out + DAY)
    assert reporter.sends("verdict", staff, **SAID)[0] == 303


def test_the_marker_names_nobody_and_is_no_scripts(reporter: Reporter) -> None:
    staff = reporter.served.web.as_(reporter.served.town.worker)
    [cookie] = [c for c in staff.get("/work").headers.getlist("Set-Cookie") if c.startswith(STAFF_SEEN)]
    value = cookie.split(";")[0].removeprefix(f"{STAFF_SEEN}=")
    assert value == str(int((CLOSED + hours(1)).timestamp()))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=86400" in cookie
    assert STAFF_SEEN not in staff.get("/work").headers.get("Set-Cookie", "")


@pytest.mark.parametrize("value", ["", "x", "9" * 40, "-1"])
def test_a_marker_that_cannot_be_read_counts(reporter: Reporter, value: str) -> None:
    somebody = reporter.served.web.client()
    somebody.set_cookie(STAFF_SEEN, value)
    assert reporter.sends("verdict", somebody, **SAID)[0] == 403


def test_a_neighbour_who_reviews_is_not_staff(reporter: Reporter) -> None:
    neighbour = next(a for a in reporter.served.town.reviewers if a.roles == {Role.REVIEWER})
    browser = reporter.served.web.as_(neighbour)
    browser.get("/panel")
    assert reporter.sends("verdict", browser, **SAID)[0] == 303


def test_staff_read_what_is_asked_and_none_of_the_answers(reporter: Reporter) -> None:
    reporter.sends("verdict", **SAID)
    reporter.sends("reopen", **ASKED)
    chief = reporter.served.web.as_(reporter.served.town.chief)
    pane = chief.get(f"/desk/queue/{reporter.case_id}").get_data(as_text=True)
    assert "楼道又堵了" in pane and f"/cases/{reporter.case_id}/decline_reopen" in pane
    page = chief.get(f"/cases/{reporter.case_id}").get_data(as_text=True)
    assert "申请重开" in chief.get("/desk/queue").get_data(as_text=True)
    for hidden in ("又堆回来了", "没有解决", "不满意", reporter.secret):
        assert hidden not in pane + page, hidden


def test_the_chief_declines_on_their_page_and_the_queue_is_empty_again(reporter: Reporter) -> None:
    reporter.sends("verdict", **SAID)
    reporter.sends("reopen", **ASKED)
    town, chief = reporter.served.town, reporter.served.web.as_(reporter.served.town.chief)
    with reporter.served.web.read():
        case = town.of(reporter.case_id)
        assert case.desk_kind is DeskKind.REOPEN_ASKED
        version = case.entry_count
    form = {"version": str(version), "reason": "是另一户"}
    assert chief.post(f"/cases/{reporter.case_id}/decline_reopen", data=form).status_code == 303
    with reporter.served.web.read():
        assert town.of(reporter.case_id).desk_kind is None


def test_the_chain_of_ones_own_case_is_shown_with_its_hashes_and_what_seals_it(reporter: Reporter) -> None:
    with reporter.served.web.read():
        jobs.make_root(jobs.Turn(CLOSED))
    page = reporter.page()
    hashes = re.findall(r'class="mono hash">([0-9a-f]{64})<', page)
    assert "核对：连续" in page and "一条内部记录" in page and "第 1 号" in page
    assert hashes[0] == "0" * 64 and hashes[1::2][:-1] == hashes[2::2]


def test_a_line_that_was_changed_shows_on_the_page(reporter: Reporter) -> None:
    with reporter.served.web.write():
        for drop in schema.drop_triggers("sqlite"):
            db.session.execute(text(drop))
        db.session.execute(text("UPDATE case_entry SET verb = 'note' WHERE seq = 2"))
    assert "核对：对不上" in reporter.page()


def test_the_page_costs_at_most_fourteen_statements(reporter: Reporter) -> None:
    with reporter.served.web.write():
        unhappy(reporter.served.town, reporter.served.town.of(reporter.case_id), reason="又来")
    reporter.chief()
    reporter.page()
    with count_statements() as n:
        reporter.page()
    assert n.n <= 14, n.statements
