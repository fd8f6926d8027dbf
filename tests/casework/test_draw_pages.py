"""A draw on the staff's pages: what waits is said, and dice are entered where the duty chief finds them."""

from app.core.db import db
from app.core.permissions import Role
from app.people.models import Street
from app.review.models import Review
from tests.builders.staffed import Office, text

THROWN = {"dice": "61523 44136 25514 36215", "witnesses": "王见证\n李见证"}


def waiting(office: Office, value: str = "root") -> tuple[int, int]:
    """A case whose panel is not drawn yet: (review, case)."""
    with office.web.write():
        street = db.session.get_one(Street, office.town.street_id)
        street.settings = {**street.settings, "draw_value": value}
        made = office.town.frozen()
        return made.id, made.case_id


def drawn(office: Office, review_id: int) -> bool:
    """Whether the panel sits."""
    with office.web.read():
        return db.session.get_one(Review, review_id).is_drawn


def test_the_page_of_a_case_says_that_the_draw_waits(office: Office) -> None:
    _, case_id = waiting(office)
    page = office.sees(office.people(case_id)[0], f"/cases/{case_id}")
    assert "抽签等待" in page and "等下一条总账指纹" in page
    assert "名单指纹" in page


def test_the_duty_chief_finds_the_dice_in_the_queue_and_draws_with_them(office: Office) -> None:
    review_id, case_id = waiting(office, "dice")
    chief = office.town.chief
    pane = office.sees(chief, f"/desk/queue/{case_id}")
    assert "请你当着见证人掷骰子" in pane and 'name="dice"' in pane
    assert office.moves(chief, case_id, "draw", **THROWN).status_code == 303
    assert drawn(office, review_id)
    public = text(office.web.client().get(f"/s/{office.town.slug}/draws/{review_id}"))
    assert "dice 61523441362551436215" in public and "王见证" not in public


def test_what_cannot_be_drawn_with_stays_in_the_form(office: Office) -> None:
    review_id, case_id = waiting(office, "dice")
    answer = office.moves(office.town.chief, case_id, "draw", **THROWN | {"dice": "123"})
    assert answer.status_code == 422 and "20 到 60 个" in text(answer) and "王见证" in text(answer)
    assert not drawn(office, review_id)


def test_whoever_handled_or_is_complained_about_is_offered_no_dice(office: Office) -> None:
    review_id, case_id = waiting(office, "dice")
    with office.web.write():
        judge = office.town.person("兼任", Role.DUTY_CHIEF, unit="和风居委会")
    owner, _ = office.people(case_id)
    office.sees(owner, f"/cases/{case_id}/draw", 403)
    office.complain(case_id, judge)
    assert office.moves(judge, case_id, "draw", **THROWN).status_code == 404
    assert not drawn(office, review_id)


def test_a_draw_by_root_offers_nobody_any_dice(office: Office) -> None:
    _, case_id = waiting(office)
    assert office.moves(office.town.chief, case_id, "draw", **THROWN).status_code == 403
    assert f"/cases/{case_id}/draw" not in office.sees(office.town.chief, f"/cases/{case_id}")
