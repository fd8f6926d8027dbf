"""The timelines cannot be changed unseen: a chain a case, salted commitments, and roots outside the chains."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app import jobs, schema
from app.cases import audit, ops, queries
from app.cases.lifecycle import State
from app.cases.words import TextKind
from app.core.db import db
from app.intake import ops as intake
from tests.builders.town import CLUTTER, MONDAY, NAME, PHONE, SAID, Town, hours

TONIGHT = MONDAY + hours(8)


@pytest.fixture
def story(cast: Town) -> int:
    """A case with a whole life, beside others, sealed by a root."""
    cast.case_in(State.IN_PROGRESS)
    case = cast.case_in(State.CLOSED)
    audit.make_root(TONIGHT)
    db.session.flush()
    return case.id


def faults() -> list[str]:
    db.session.flush()
    db.session.expire_all()
    return audit.verify().faults


def tamper(statement: str, **values: object) -> None:
    """Somebody with the database in their hands: first the triggers, then the row."""
    for drop in schema.drop_triggers(db.session.get_bind().dialect.name):
        db.session.execute(text(drop))
    db.session.execute(text(statement), values)


def test_every_walk_of_a_case_leaves_sound_chains(cast: Town) -> None:
    for n, state in enumerate(State):
        cast.case_in(state, MONDAY + timedelta(minutes=n))
    audit.make_root(TONIGHT)
    db.session.flush()
    found = audit.verify()
    assert found.faults == [] and found.roots > 1
    assert found.cases == len(State) + 1 and found.entries > 3 * found.cases


CHANGES: dict[str, str] = {
    "the moment of a line": "UPDATE case_entry SET at = '2026-01-01 00:00:00+00:00' WHERE case_id = :id AND seq = 2",
    "who did it": "UPDATE case_entry SET actor_id = (SELECT min(id) FROM user_account) WHERE case_id = :id AND seq = 3",
    "a fact": "UPDATE case_entry SET facts = '{\"owner\": 9}' WHERE case_id = :id AND seq = 3",
    "what was done": "UPDATE case_entry SET verb = 'note' WHERE case_id = :id AND seq = 2",
    "a commitment taken away": "UPDATE case_entry SET commitments = '[]' WHERE case_id = :id AND seq = 1",
    "its own hash": "UPDATE case_entry SET hash = prev_hash WHERE case_id = :id AND seq = 3",
    "a line in the middle": "DELETE FROM case_entry WHERE case_id = :id AND seq = 3",
    "the first line": "DELETE FROM case_entry WHERE case_id = :id AND seq = 1",
    "a text": "UPDATE case_text SET value = '什么也没有' WHERE case_id = :id AND kind = 'report'",
    "a text with its salt": "UPDATE case_text SET value = '什么也没有', salt = NULL WHERE case_id = :id AND kind = 'report'",
    "a text and the row": "DELETE FROM case_text WHERE case_id = :id AND kind = 'report'",
    "a picture": "UPDATE case_photo SET sha256 = 'ab' WHERE case_id = :id AND kind = 'after'",
    "a picture and the row": "DELETE FROM case_photo WHERE case_id = :id AND kind = 'after'",
    "the head": "UPDATE \"case\" SET head_hash = '00' WHERE id = :id",
    "the root": "UPDATE ledger_root SET hash = prev_hash",
    "what the root sealed": "UPDATE ledger_head SET head = '00' WHERE case_id = :id",
    "all that a root sealed": "DELETE FROM ledger_head",
}


HANGING = (
    "case_words",
    "field_receipt",
    *(
        "clock_step",
        "clock",
        "notice",
        "ballot",
        "review_seat",
        "review_pool",
        "review_exclusion",
        "review",
        "sampling",
        "case_approval",
    ),
    *("case_check", "case_entry", "case_text", "case_photo", "case_handler", "routing_decision", "recheck"),
)


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found(story: int, what: str) -> None:
    assert faults() == []
    tamper(CHANGES[what], id=story)
    assert faults() != []


def test_lines_in_another_order_are_found(story: int) -> None:
    tamper("UPDATE case_entry SET seq = -seq WHERE case_id = :id AND seq IN (4, 5)", id=story)
    db.session.execute(text("UPDATE case_entry SET seq = 9 + seq WHERE case_id = :id AND seq < 0"), {"id": story})
    assert any(f"case {story}:" in fault for fault in faults())


def test_a_last_line_cut_off_with_its_head_mended_is_found(story: int) -> None:
    before = queries.timeline(story)[-2]
    tamper("DELETE FROM case_entry WHERE case_id = :id AND seq > :n", id=story, n=before.seq)
    mend = 'UPDATE "case" SET entry_count = :n, head_hash = :hash WHERE id = :id'
    db.session.execute(text(mend), {"n": before.seq, "hash": before.hash, "id": story})
    assert faults() == [f"case {story}: shorter or other than when it was sealed"]


def test_a_whole_case_cut_out_is_found(story: int) -> None:
    tamper("SELECT 1")
    for table in HANGING:
        db.session.execute(text(f"DELETE FROM {table}"))
    db.session.execute(text('DELETE FROM "case" WHERE id = :id'), {"id": story})
    assert f"case {story}: sealed, but gone" in faults()


def test_a_text_erased_with_its_salt_leaves_everything_sound(story: int) -> None:
    said = next(t for t in queries.texts(story) if t.kind is TextKind.REPORT)
    assert said.value == SAID
    said.value, said.salt, said.erased_at = None, None, TONIGHT
    assert faults() == []


def test_a_picture_erased_leaves_everything_sound(story: int) -> None:
    for shown in queries.photos(story):
        shown.salt, shown.erased_at = None, TONIGHT
    assert faults() == []


def test_the_same_words_have_another_commitment_each_time(cast: Town) -> None:
    first, second = (cast.report(CLUTTER) for _ in range(2))
    said = [next(t for t in queries.texts(case.id)) for case in (first, second)]
    assert said[0].value == said[1].value and said[0].commitment != said[1].commitment
    assert all(len(bytes.fromhex(t.salt or "")) == 32 for t in said)


def test_a_contact_is_committed_to_by_the_first_line(cast: Town) -> None:
    case = cast.called_in()
    kept = db.session.scalar(text("SELECT commitment FROM contact WHERE case_id = :id"), {"id": case.id})
    first = queries.timeline(case.id)[0]
    assert first.facts["contact"] == kept
    assert NAME not in str(first.facts) and PHONE not in str(first.facts)


@pytest.mark.parametrize("column", ["commitment", "phone_cipher", "name_cipher"])
def test_a_contact_that_was_exchanged_is_found(cast: Town, column: str) -> None:
    case, other = cast.called_in().id, cast.called_in(name="别人", phone="13900001111").id
    assert faults() == []
    swap = "UPDATE contact SET {0} = (SELECT {0} FROM contact WHERE case_id = :other) WHERE case_id = :id"
    tamper(swap.format(column), id=case, other=other)
    assert any(f"case {case}:" in fault for fault in faults())


def test_a_contact_forgotten_after_half_a_year_leaves_everything_sound(cast: Town) -> None:
    case = cast.called_in()
    ops.void(cast.chief, case, "误报", at=MONDAY)
    db.session.commit()
    assert intake.purge(MONDAY + timedelta(days=200)) == 1
    assert faults() == []


def test_the_root_is_made_every_hour_and_only_where_something_grew(cast: Town) -> None:
    cast.report()
    db.session.commit()
    for hour in range(3):
        jobs.make_root(jobs.Turn(TONIGHT + timedelta(hours=hour)))
    assert audit.verify().roots == 1
    cast.report()
    db.session.commit()
    jobs.make_root(jobs.Turn(TONIGHT + timedelta(hours=4)))
    assert (audit.verify().roots, audit.verify().faults) == (2, [])


def test_sealing_does_not_make_anybodys_page_stale(cast: Town) -> None:
    case = cast.report()
    seen = (case.entry_count, case.version_id)
    audit.make_root(TONIGHT)
    db.session.expire_all()
    again = cast.of(case.id)
    assert (again.entry_count, again.version_id, again.rooted_count) == (*seen, seen[0])
