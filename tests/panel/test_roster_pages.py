"""The roster at its screens: the committee keeps it, the auditor reads it, a reviewer sees their own line."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor
from app.people.passwords import hash_password
from app.review.models import Reviewer
from app.review.roster import ops
from app.review.roster.models import ReviewerApplication
from app.review.words import ApplicationState, ReviewerKind, Vote
from tests.builders.roster import NAME, PHONE, a_wish
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY

PASSWORD = "Panda-2026-panda"
TERM = {"serves_from": "2026-11-16", "serves_until": "2028-11-15"}


def asks(office: Office, home: str = "R1", kind: ReviewerKind = ReviewerKind.RESIDENT) -> int:
    """Somebody wants to sit: the id of the wish."""
    with office.web.write():
        wish = a_wish(office.town.grid_ids[home], kind=kind, password_hash=hash_password(PASSWORD))
        number = ops.apply(office.town.street_id, wish, at=MONDAY)
        return db.session.scalars(select(ReviewerApplication.id).where(ReviewerApplication.number == number)).one()


def wish_of(office: Office, wish_id: int) -> ReviewerApplication:
    with office.web.read():
        return db.session.get_one(ReviewerApplication, wish_id)


def line_of(office: Office, who: Actor) -> Reviewer:
    with office.web.read():
        return db.session.scalars(select(Reviewer).where(Reviewer.user_id == who.id)).one()


def test_the_committee_sees_who_asks_and_who_stands_on_its_roster(office: Office) -> None:
    wish_id = asks(office)
    page = office.sees(office.town.committee, "/roster")
    assert f'href="/roster/wishes/{wish_id}"' in page and NAME not in page
    assert all(who.name in page for who in office.town.reviewers[:7])
    assert not any(who.name in page for who in office.town.reviewers[7:])
    assert "一个月最多 4 次" in page


def test_the_roster_tells_nobody_who_sat_and_each_reviewer_their_own_count(office: Office) -> None:
    before = office.sees(office.town.committee, "/roster")
    review_id, _ = office.reviewed()
    panel = office.decides(review_id, Vote.UNSOLVED)
    page = office.sees(office.town.committee, "/roster")
    assert page.count("可以抽到") == before.count("可以抽到") and "本月 1 次" not in page
    assert "坐过 1 次，最多 4 次" in office.sees(panel[0], "/roster/me")


def test_the_lists_take_few_statements(office: Office) -> None:
    for _ in range(2):
        asks(office)
    assert office.statements(office.town.committee, "/roster") <= 8


@pytest.mark.parametrize("name", ["worker", "handler", "dispatcher", "leader"])
def test_nobody_else_finds_the_roster(office: Office, name: str) -> None:
    wish_id, line = asks(office), line_of(office, office.town.reviewers[0])
    for path in ("/roster", f"/roster/{line.id}", f"/roster/wishes/{wish_id}", "/roster/me"):
        office.sees(getattr(office.town, name), path, 404)
    assert office.sends(getattr(office.town, name), f"/roster/wishes/{wish_id}/approve", **TERM).status_code == 404
    assert office.sends(getattr(office.town, name), f"/roster/{line.id}/end").status_code == 403


def test_the_auditor_reads_every_roster_and_changes_none(office: Office) -> None:
    asks(office)
    page = office.sees(office.town.auditor, "/roster")
    assert office.town.reviewers[0].name in page and "/roster/wishes" not in page and "等批的报名" not in page
    other = office.sees(office.town.auditor, f"/roster?grid={office.town.grid_ids['R2']}")
    assert office.town.reviewers[7].name in other and office.town.reviewers[0].name not in other
    office.sees(office.town.committee, f"/roster?grid={office.town.grid_ids['R2']}", 404)


def test_a_wish_is_approved_and_its_owner_signs_in_with_the_number(office: Office) -> None:
    wish_id = asks(office)
    page = office.sees(office.town.committee, f"/roster/wishes/{wish_id}")
    assert NAME in page and PHONE in page and 'value="2028-11-15"' in page and "负责的楼栋" not in page
    assert office.sends(office.town.committee, f"/roster/wishes/{wish_id}/approve", **TERM).status_code == 303
    assert NAME in office.sees(office.town.committee, "/roster")
    login = {"login": wish_of(office, wish_id).number, "password": PASSWORD}
    answer = office.web.client().post("/sign-in", data=login)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panel")
    office.sees(office.town.committee, f"/roster/wishes/{wish_id}", 404)


def test_a_building_is_offered_for_a_building_head_only(office: Office) -> None:
    wish_id = asks(office, kind=ReviewerKind.BUILDING_HEAD)
    page = office.sees(office.town.committee, f"/roster/wishes/{wish_id}")
    assert "负责的楼栋" in page and "演示路18弄6" in page
    place = office.town.places[0]
    answer = office.sends(office.town.committee, f"/roster/wishes/{wish_id}/approve", **TERM, place=place)
    assert answer.status_code == 303
    with office.web.read():
        assert db.session.scalars(select(Reviewer.place_id).order_by(Reviewer.id.desc()).limit(1)).one() == place


def test_a_wrong_term_stands_at_its_field(office: Office) -> None:
    wish_id = asks(office)
    for wrong, words in (({"serves_from": ""}, "请选一天"), ({"serves_until": "2026-01-01"}, "到期日要在开始以后")):
        answer = office.sends(office.town.committee, f"/roster/wishes/{wish_id}/approve", **TERM | wrong)
        assert (answer.status_code, words in text(answer)) == (422, True)
    assert wish_of(office, wish_id).state is ApplicationState.WAITING


def test_a_refusal_needs_a_reason(office: Office) -> None:
    wish_id = asks(office)
    path = f"/roster/wishes/{wish_id}/refuse"
    answer = office.sends(office.town.committee, path, reason=" ")
    assert answer.status_code == 422 and "写一句为什么" in text(answer)
    assert office.sends(office.town.committee, path, reason="不住本居民区").status_code == 303
    assert wish_of(office, wish_id).state is ApplicationState.REFUSED


def test_the_keeper_caps_ends_and_renews(office: Office) -> None:
    line = line_of(office, office.town.reviewers[0])
    path, keeper = f"/roster/{line.id}", office.town.committee
    assert "续任两年" not in office.sees(keeper, path)
    for wrong in ("0", "99", "x"):
        assert office.sends(keeper, f"{path}/cap", cap=wrong).status_code == 422
    assert office.sends(keeper, f"{path}/cap", cap="2").status_code == 303
    assert office.sends(keeper, f"{path}/renew").status_code == 409
    assert office.sends(keeper, f"{path}/end").status_code == 303
    page = office.sees(keeper, path)
    assert "任期已结束" in page and "最多 2 次" in page and "续任两年" in page
    assert office.sends(keeper, f"{path}/renew").status_code == 303
    changes = office.sees(keeper, "/roster")
    assert all(words in changes for words in ("改每月上限", "结束任期", "续任"))


def test_a_reviewer_is_away_and_comes_back(office: Office) -> None:
    who = office.town.reviewers[0]
    assert "2026-01-01 到 2029-12-31" in office.sees(who, "/roster/me")
    assert 'href="/roster/me"' in office.sees(who, "/panel")
    wrong = office.sends(who, "/roster/me/away", until="2026-01-01")
    assert wrong.status_code == 422 and "一年以内" in text(wrong)
    assert office.sends(who, "/roster/me/away", until="2026-12-01").status_code == 303
    assert "暂停到 2026-12-01" in office.sees(who, "/roster/me")
    assert "暂停到 2026-12-01" in office.sees(office.town.committee, "/roster")
    assert office.sends(who, "/roster/me/back").status_code == 303
    assert "可以抽到" in office.sees(who, "/roster/me")


def test_a_reviewer_leaves_and_may_agree_anew(office: Office) -> None:
    review_id, _ = office.reviewed()
    with office.web.read():
        who = office.town.panel(review_id)[0]
    assert office.sends(who, "/roster/me/leave").status_code == 303
    with office.web.read():
        assert who not in office.town.panel(review_id)
    page = office.sees(who, "/roster/me")
    assert "本人已退出" in page and "我同意" in page and "退出评议" not in page.split("<main")[1].split("</h1>")[1]
    assert office.sends(who, "/roster/me/agree").status_code == 303
    assert "任期已结束" in office.sees(who, "/roster/me")


def test_whoever_agreed_before_there_was_a_text_is_shown_it_once(office: Office) -> None:
    who = office.town.reviewers[0]
    with office.web.write():
        db.session.scalars(select(Reviewer).where(Reviewer.user_id == who.id)).one().consent_version = 0
    assert "规则写成了文字" in office.sees(who, "/roster/me")
    office.sends(who, "/roster/me/agree")
    assert "规则写成了文字" not in office.sees(who, "/roster/me")


def test_a_term_that_ran_out_says_so(office: Office) -> None:
    office.on(MONDAY + timedelta(days=1400))
    assert "任期过了" in office.sees(office.town.reviewers[0], "/roster/me")
