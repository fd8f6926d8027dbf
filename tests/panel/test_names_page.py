"""The names behind a draw: for an auditor with a reason, and every look is written down."""

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor
from app.review.models_draw import DrawLook
from tests.builders.staffed import Office, text


def names(office: Office, review_id: int) -> list[str]:
    """Who sits."""
    with office.web.read():
        return [who.name for who in office.town.panel(review_id)]


def looks(office: Office) -> list[tuple[int, str]]:
    """Who looked, and why."""
    with office.web.read():
        return [(who, why) for who, why in db.session.execute(select(DrawLook.user_id, DrawLook.reason))]


def test_an_auditor_reads_the_names_after_saying_why_and_it_is_written_down(office: Office) -> None:
    review_id, case_id = office.reviewed()
    auditor, path = office.town.auditor, f"/panel/{review_id}/names"
    assert f'href="{path}"' in office.sees(auditor, f"/cases/{case_id}")
    assert not any(name in office.sees(auditor, path) for name in names(office, review_id))
    page = text(office.sends(auditor, path, reason="有人举报抽签"))
    assert all(name in page for name in names(office, review_id))
    assert looks(office) == [(auditor.id, "有人举报抽签")]


def test_without_a_reason_nothing_is_shown_or_written(office: Office) -> None:
    review_id, _ = office.reviewed()
    answer = office.sends(office.town.auditor, f"/panel/{review_id}/names", reason=" ")
    assert answer.status_code == 422
    assert not any(name in text(answer) for name in names(office, review_id))
    assert looks(office) == []


def others(office: Office, review_id: int) -> list[Actor]:
    """The duty chief, who handled it, and somebody of the panel itself."""
    with office.web.read():
        return [office.town.chief, office.town.worker, office.town.admin, office.town.panel(review_id)[0]]


def test_nobody_else_reads_them(office: Office) -> None:
    review_id, _ = office.reviewed()
    for who in others(office, review_id):
        office.sees(who, f"/panel/{review_id}/names", 403)
        assert office.sends(who, f"/panel/{review_id}/names", reason="想看").status_code == 403
    office.sees(office.town.auditor, "/panel/999999/names", 404)
    assert looks(office) == []


def test_a_reviewer_finds_their_own_number_on_the_public_page(office: Office) -> None:
    review_id, _ = office.reviewed()
    with office.web.read():
        who = office.town.panel(review_id)[0]
    page = office.sees(who, f"/panel/{review_id}")
    link = page.split(f"/s/{office.town.slug}/draws/{review_id}#")[1].split('"')[0]
    assert f'id="{link}"' in text(office.web.client().get(f"/s/{office.town.slug}/draws/{review_id}"))
