"""Everybody walks every page: what a reporter told us is nowhere but where it must be."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from app import jobs
from app.core import clock as core_clock
from app.core.db import db
from app.jobs import Turn
from tests.builders.town import MONDAY, hours
from tests.protection.scene import RESTRICTED_NAMES, WISHES_NAME, WISHES_PHONE, Scene, a_scene
from tests.protection.walking import Seen, addresses, may_read, own_page, walk
from tests.support.towns import Seeded, Served
from tests.support.web import Web


class Walked:
    """The scene, everything that was seen of it, every line that was logged, and the tables before and after."""

    def __init__(self, scene: Scene, seen: list[Seen], lines: str, before: str, after: str) -> None:
        self.scene, self.seen, self.lines = scene, seen, lines
        self.before, self.after = before, after
        self.readers = may_read(scene)


@pytest.fixture(scope="module")
def walked(seeded: Seeded) -> Iterator[Walked]:
    """One walk for all tests of this file."""
    app, _, town = seeded.of("sqlite")
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    with seeded.copy("sqlite") as url, Web.on(app, url) as web:
        scene = a_scene(Served(web, town), core_clock)
        with web.read():
            jobs.sweep(Turn(MONDAY + hours(4)))
        before = _tables(web)
        seen = list(walk(scene))
        yield Walked(scene, seen, "\n".join(heard.lines), before, _tables(web))
    logging.getLogger().removeHandler(heard)
    core_clock.reset()


class _Heard(logging.Handler):
    """Keeps every line of this process."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember it as it would be written."""
        self.lines.append(self.format(record))


def _tables(web: Web) -> str:
    """Every row of every table but the worker's own."""
    with web.read():
        names = sorted(set(inspect(db.engine).get_table_names()) - {"lease", "heartbeat", "alembic_version"})
        rows = [(n, *row) for n in names for row in db.session.execute(text(f'SELECT * FROM "{n}"'))]
    return "\n".join(repr(tuple(map(_plain, row))) for row in rows)


def _plain(value: object) -> object:
    """JSON as people read it, not as \\u escapes."""
    is_json = isinstance(value, str) and value[:1] in ("{", "[")
    return json.dumps(json.loads(str(value)), ensure_ascii=False) if is_json else value


def leaks(walked: Walked, *secrets: str) -> list[tuple[str, str]]:
    return [(s.visitor, s.address) for s in walked.seen if any(secret in s.text for secret in secrets)]


def test_the_walk_sees_every_page_and_most_roles_see_something_of_their_own(walked: Walked) -> None:
    fine = {(s.visitor, s.address) for s in walked.seen if s.status == 200}
    for visitor in ("worker", "chief", "dispatcher", "clerk", "inspector", "judge", "grid_chief"):
        assert len({address for name, address in fine if name == visitor}) > 10, visitor
    shown = {address for _, address in fine}
    asked = {a for e, a in addresses(walked.scene.served.web.app, walked.scene) if not e.endswith(("kept", "language"))}
    never = {a for a in asked - shown if "/cases/" not in a and "/desk/queue/" not in a}
    ends = [f"/s/{walked.scene.town.slug}/{page}" for page in ("report/done", "reviewers/joined")]
    assert never <= {"/", "/sign-in", "/healthz", *ends}


def test_no_name_and_no_number_is_on_any_page_for_anybody(walked: Walked) -> None:
    for told in walked.scene.told.values():
        found = leaks(walked, told.name)
        assert found == [], told.key
        # Whoever may read the report reads what was typed into it, a number too; but nobody else, and no panel.
        numbers = [(who, where) for who, where in leaks(walked, *told.private[1:]) if not walked.readers[who, told.key]]
        assert [row for row in numbers if not row[1].startswith(f"/t/{told.secret or '-'}")] == [], told.key


def test_even_masked_a_contact_is_shown_to_those_only_who_may_unmask_it(walked: Walked) -> None:
    allowed = {
        "in hand": {"worker", "deputy", "grid_chief", "patroller", "clerk", "chief"},
        **{key: {"clerk", "chief"} for key in ("confidential", "about", "petition", "unplaced", "in review", "closed")},
        "threat": {"clerk", "chief"},
    }
    for told in walked.scene.told.values():
        assert {who for who, _ in leaks(walked, told.masked)} <= allowed[told.key], told.key


def test_a_case_is_read_by_those_only_who_may_see_it(walked: Walked) -> None:
    readers, judged = walked.readers, walked.scene.told["in review"]
    for told in walked.scene.told.values():
        wrong = [s for s in walked.seen if told.receipt in s.text or told.words in s.text]
        wrong = [s for s in wrong if not readers[s.visitor, told.key] and not own_page(s, told)]
        wrong = [s for s in wrong if not (told is judged and s.visitor == "judge" and s.address.startswith("/panel/"))]
        assert [(s.visitor, s.address) for s in wrong] == [], told.key


def test_a_case_somebody_may_not_see_is_a_404_at_each_of_its_addresses(walked: Walked) -> None:
    readers = walked.readers
    for told in walked.scene.told.values():
        own = [s for s in walked.seen if f"/cases/{told.case_id}/" in f"{s.address}/" and s.visitor != "nobody"]
        assert own
        assert {s.status for s in own if not readers[s.visitor, told.key]} == {404}, told.key


def test_whoever_a_case_is_about_finds_no_trace_of_it(walked: Walked) -> None:
    told = walked.scene.told["about"]
    for visitor in ("worker", "committee", "deputy"):
        assert not walked.readers[visitor, "about"]
        theirs = [s for s in walked.seen if s.visitor == visitor and not own_page(s, told)]
        assert [s.address for s in theirs if told.receipt in s.text] == []


def test_what_a_reporter_says_of_the_closing_is_on_no_page_but_their_own(walked: Walked) -> None:
    told = walked.scene.told["closed"]
    shown = [s for s in walked.seen if told.why in s.text]
    assert shown and all(own_page(s, told) for s in shown)
    assert leaks(walked, told.email) == []


def test_no_page_but_their_own_names_a_reporters_link(walked: Walked) -> None:
    for told in (t for t in walked.scene.told.values() if t.secret):
        assert [s.address for s in walked.seen if told.secret in s.text and not own_page(s, told)] == [], told.key


def test_why_a_reporter_asks_to_reopen_is_read_by_those_who_read_the_case(walked: Walked) -> None:
    told = walked.scene.told["closed"]
    readers = {s.visitor for s in walked.seen if told.asked in s.text}
    assert "chief" in readers and all(walked.readers[who, "closed"] for who in readers)


def test_restricted_categories_are_on_no_public_page(walked: Walked) -> None:
    public = [s for s in walked.seen if s.visitor == "nobody"]
    assert [s.address for s in public if any(name in s.text for name in RESTRICTED_NAMES)] == []


def test_a_panel_learns_neither_number_nor_receipt_nor_door(walked: Walked) -> None:
    told = walked.scene.told["in review"]
    ballots = [s for s in walked.seen if s.visitor == "judge" and s.address.startswith("/panel/1")]
    assert any(told.words in s.text for s in ballots)
    for secret in (told.receipt, *told.private, told.masked, "18 弄 6 号"):
        assert [s.address for s in ballots if secret in s.text] == [], secret


def test_nobody_without_an_account_gets_past_the_door(walked: Walked) -> None:
    staff = ("/cases", "/desk", "/work", "/panel", "/roster", "/inbox", "/password")
    answers = {s.status for s in walked.seen if s.visitor == "nobody" and s.address.startswith(staff)}
    assert answers == {303}


def test_who_asks_to_sit_on_panels_is_known_to_those_only_who_decide_it(walked: Walked) -> None:
    seen = leaks(walked, WISHES_NAME, WISHES_PHONE)
    assert {who for who, _ in seen} == {"committee", "chief"}
    assert {where for _, where in seen} == {f"/roster/wishes/{walked.scene.wish_id}"}
    assert WISHES_NAME not in walked.before + walked.lines and WISHES_PHONE not in walked.before + walked.lines


def test_looking_changes_nothing(walked: Walked) -> None:
    assert walked.after == walked.before


def test_no_line_of_the_log_holds_what_anybody_told_us(walked: Walked) -> None:
    for told in walked.scene.told.values():
        for secret in (*told.private, told.masked, told.words, told.secret or told.name, told.email, told.why):
            assert secret not in walked.lines, told.key


def test_no_table_holds_a_name_or_a_number_in_the_clear(walked: Walked) -> None:
    for told in walked.scene.told.values():
        rows = [row for row in walked.before.splitlines() if told.name in row or told.phone in row]
        assert [row for row in rows if not row.startswith("('case_text'")] == [], told.key
        assert [row for row in rows if told.name in row] == [], told.key
        assert told.email not in walked.before and told.why not in walked.before, told.key


def test_notices_decisions_and_timelines_hold_no_word_of_a_report(walked: Walked) -> None:
    for told in walked.scene.told.values():
        rows = [row for row in walked.before.splitlines() if told.words in row]
        assert {row.split("'")[1] for row in rows} == {"case_text"}, told.key


def test_the_outbox_names_a_case_by_its_number_only(walked: Walked) -> None:
    rows = [row for row in walked.before.splitlines() if row.startswith("('notice'")]
    assert rows
    for private in ("演示路", "和风苑", "楼下", *(t.secret for t in walked.scene.told.values() if t.secret)):
        assert [row for row in rows if private in row] == []
