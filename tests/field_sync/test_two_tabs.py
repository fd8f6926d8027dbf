"""The same outbox sent from two windows of a tablet at the very same moment."""

from functools import partial
from typing import Any
from unittest import mock

from sqlalchemy import func, select

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.models_refused import RefusedClosing
from app.core import files
from app.core.db import db
from app.core.permissions import Actor
from app.field import receipts, uploads
from app.field.models import FieldReceipt
from tests.builders.staffed import Office
from tests.builders.staffed import office as office
from tests.builders.town import CLUTTER, IN_R1, a_jpeg
from tests.field.tablet import Tablet, shot
from tests.support.together import at_once
from tests.support.towns import served as served

WINDOWS, TURNS_MAX = 3, 20


def until_done(tablet: Tablet, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send again what waits, as a tablet does; the receipts."""
    got: dict[str, dict[str, Any]] = {}
    for _ in range(TURNS_MAX):
        waiting = [one for one in made if one["id"] not in got]
        if not waiting:
            break
        got |= {one["id"]: one for one in tablet.sends(*waiting) if one["status"] != "wait"}
    return [got[one["id"]] for one in made]


def test_each_operation_is_done_once_and_every_window_gets_its_receipt(office: Office) -> None:
    worker = office.town.worker
    case_id = office.case(office.town.report)
    windows = [Tablet(office, worker, "11111111-2222-4333-8444-555555555555") for _ in range(WINDOWS)]
    first, line = windows[0], windows[0].line(case_id)
    told = {"text": ["地库积水"], "category": [str(office.town.category(CLUTTER))]}
    told |= {"lon": [str(IN_R1.lon)], "lat": [str(IN_R1.lat)], "accuracy": ["9"]}
    made = [
        first.op("sign_in", line),
        first.op("contact", line, fields={"reached": ["yes"]}),
        first.op("note", line, fields={"text": ["车进不去"]}, photos={"photos": [shot(first.uploads())]}),
        first.op("report", fields=told),
    ]
    answers = at_once(office.web, [partial(until_done, window, made) for window in windows])
    for got in answers:
        assert [one["status"] for one in got] == ["done"] * 4, got
        assert [one["receipt"] for one in got] == [one["receipt"] for one in answers[0]]
    with office.web.read():
        shown = [line.verb.value for line in cases.timeline(case_id) if line.actor_id]
        assert shown == ["sign_in", "contact", "note"]
        counts = [db.session.scalar(select(func.count(kind.id))) for kind in (Case, FieldReceipt)]
        assert counts == [2, 4]


def test_a_picture_that_two_windows_send_is_kept_once_and_whole(office: Office) -> None:
    windows = [Tablet(office, office.town.worker) for _ in range(WINDOWS)]
    raw = a_jpeg("red") + bytes(5000)
    shas = at_once(office.web, [partial(window.uploads, raw) for window in windows])
    with office.web.read():
        kept = uploads.all_stored(office.town.worker, shas[:1]).get(shas[0])
        assert kept is not None and files.open_stored(kept.sha256).is_file()
    assert len(set(shas)) == 1


def test_a_check_that_comes_twice_at_one_moment_is_no_attempt_to_close(office: Office) -> None:
    case_id = office.case(office.town.handled)
    with office.web.read():
        checker = office.town.checker(office.town.of(case_id))
    tablet = Tablet(office, checker)
    check = tablet.op("check_pass", tablet.line(case_id), fields={"note": ["清干净了"]})
    first = tablet.sends(check)
    of, looked = receipts.of, list[bool]()

    def not_yet(actor: Actor, uuid: str) -> FieldReceipt | None:
        """As it is for the second one, which looked before the first one was through."""
        looked.append(True)
        return of(actor, uuid) if len(looked) > 1 else None

    with mock.patch.object(receipts, "of", not_yet):
        assert tablet.sends(check) == first
    with office.web.read():
        assert db.session.scalars(select(RefusedClosing)).all() == []
