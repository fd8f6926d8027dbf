"""What is told beside the cases: a shift to take over, one that was taken over, and a month without a word."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app import jobs
from app.cases import ops as cases
from app.cases.backlog import MONTH
from app.core.db import db
from app.grid import ops as grid
from app.jobs import Turn
from app.notices.models import Notice
from app.notices.reading import read
from app.notices.words import NoticeKind
from tests.builders.town import CLUTTER, MONDAY, Town, hours
from tests.support.towns import cast as cast
from tests.support.towns import seeded as seeded


def told(kind: NoticeKind) -> list[int | None]:
    """Who was told this, each as often as they were."""
    return sorted(db.session.scalars(select(Notice.user_id).where(Notice.kind == kind)), key=str)


def test_who_comes_is_told_of_a_hand_over_once_and_who_went_of_the_signature(cast: Town) -> None:
    made = grid.write_hand_over(cast.night1, "井盖还在等市政", {}, at=MONDAY)
    grid.write_hand_over(cast.night1, "井盖换好了", {}, at=MONDAY + hours(1))
    assert told(NoticeKind.HANDED_OVER) == sorted([cast.cast["night2"].id, cast.cast["night3"].id], key=str)
    assert told(NoticeKind.HANDOVER_SIGNED) == []
    grid.sign_hand_over(cast.cast["night2"], made.id, made.written_at, at=MONDAY + hours(2))
    [row] = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.HANDOVER_SIGNED))
    assert (row.user_id, row.case_id) == (cast.night1.id, None)
    assert read(row.kind, None, row.params).href == f"/handover/{made.id}"
    assert read(NoticeKind.HANDED_OVER, None, {"handover": 0}).href == "/handover"


def remind(at: datetime) -> int:
    """How many lead officials the worker looks at."""
    db.session.commit()
    return jobs.remind_leads(Turn(at))


def test_a_lead_official_hears_once_of_each_month_without_a_word(cast: Town) -> None:
    case = cast.signed_in(CLUTTER)
    cases.lead(cast.chief, case, cast.leader.id, "每周碰头", at=MONDAY)
    day = timedelta(days=1)
    found = [remind(MONDAY + MONTH + n * day) for n in (-1, 1, 2)]
    assert (found, told(NoticeKind.PROGRESS_DUE)) == ([0, 1, 1], [cast.leader.id])
    remind(MONDAY + 2 * MONTH + day)
    assert told(NoticeKind.PROGRESS_DUE) == [cast.leader.id] * 2
    cases.progress(cast.leader, case, "拆了一半", at=MONDAY + 2 * MONTH + 2 * day)
    assert remind(MONDAY + 3 * MONTH) == 0
    cases.void(cast.chief, case, "误报", at=MONDAY + 3 * MONTH)
    assert remind(MONDAY + 5 * MONTH) == 0
    assert len(told(NoticeKind.PROGRESS_DUE)) == 2
