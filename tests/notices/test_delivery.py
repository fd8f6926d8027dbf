"""Mail leaves after the commit, once, over a real SMTP server on the loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.cases.events import CaseClosed
from app.core.db import db
from app.notices import channels, delivery, ops
from app.notices.backoff import HOLD, WAITS, wait
from app.notices.models import Notice
from app.notices.words import Channel
from tests.builders.reviews import NOON, Community
from tests.support.smtp_sink import SmtpSink


@contextmanager
def opened() -> Iterator[None]:
    """The test's own transaction stands for the worker's."""
    yield
    db.session.flush()


def deliver(at: datetime = NOON) -> int:
    db.session.expire_all()
    return delivery.deliver(at, 10, opened)


def closed(community: Community, email: str | None) -> None:
    owner = community.person(email=email)
    case = community.handled_case()
    case.owner_id = owner.id
    db.session.flush()
    ops.note_closed(CaseClosed(case.street_id, NOON, case_id=case.id, actor_id=None))


def mails() -> list[Notice]:
    db.session.expire_all()
    return list(db.session.scalars(select(Notice).where(Notice.channel == Channel.MAIL).order_by(Notice.id)))


def test_without_a_mail_server_nothing_is_queued(community: Community) -> None:
    closed(community, "chen@example.org")
    assert mails() == [] and deliver() == 0


def test_a_person_without_an_address_has_the_inbox_alone(community: Community, sink: SmtpSink) -> None:
    closed(community, None)
    assert mails() == [] and deliver() == 0 and sink.mails == []


def test_a_mail_arrives_once_with_the_receipt_and_nothing_else_of_the_case(
    community: Community, sink: SmtpSink
) -> None:
    closed(community, "chen@example.org")
    assert [deliver(), deliver()] == [1, 0]
    [mail] = sink.mails
    assert mail["To"] == "chen@example.org" and mail["From"] == "street@example.org"
    assert str(mail["Subject"]).startswith("T-") and "已结案" in mail.get_content()  # type: ignore[attr-defined]
    assert mails()[0].delivered_at == NOON


def test_one_refused_address_does_not_stop_the_others(community: Community, sink: SmtpSink) -> None:
    sink.refuse.add("gone@example.org")
    closed(community, "gone@example.org")
    closed(community, "chen@example.org")
    assert deliver() == 1
    gone, chen = mails()
    assert (gone.delivered_at, gone.attempts, gone.error) == (None, 1, "SMTPRecipientsRefused")
    assert gone.next_try_at == NOON + WAITS[0] and chen.delivered_at == NOON


def test_a_broken_connection_keeps_what_was_taken_and_tries_the_rest_later(
    community: Community, sink: SmtpSink
) -> None:
    for n in range(3):
        closed(community, f"p{n}@example.org")
    sink.drop_after = 1
    assert deliver() == 1
    sink.drop_after = None
    assert deliver(NOON + WAITS[0]) == 2
    assert [mail["To"] for mail in sink.mails] == [f"p{n}@example.org" for n in range(3)]


def test_a_server_that_stays_away_is_given_up_after_the_last_wait(community: Community) -> None:
    channels.configure(channels.MailSettings("127.0.0.1", 1))
    closed(community, "chen@example.org")
    at = NOON
    for _ in range(len(WAITS) + 2):
        deliver(at)
        at = mails()[0].next_try_at or at + timedelta(days=1)
    channels.configure(None)
    [given_up] = mails()
    assert (given_up.attempts, given_up.next_try_at) == (len(WAITS) + 1, None)
    assert given_up.error == "ConnectionRefusedError"


def test_what_one_worker_has_taken_no_other_takes_until_it_is_held_too_long(
    community: Community, sink: SmtpSink
) -> None:
    closed(community, "chen@example.org")
    assert len(ops.claim(NOON, 10)) == 1
    assert ops.claim(NOON + timedelta(minutes=1), 10) == []
    assert deliver(NOON + HOLD) == 1 and len(sink.mails) == 1


@given(st.integers(1, 50))
def test_waits_grow_and_end(attempts: int) -> None:
    this, following = wait(attempts), wait(attempts + 1)
    assert following is None or (this is not None and this < following)
    assert (this is None) == (attempts > len(WAITS))


def test_settings_come_from_the_configuration() -> None:
    given_config = {"SMTP_HOST": "mail.example.org", "SMTP_PORT": 587, "SMTP_STARTTLS": True, "SMTP_USER": ""}
    made = channels.MailSettings.from_config(given_config)
    assert made == channels.MailSettings("mail.example.org", 587, starttls=True)
    assert channels.MailSettings.from_config({"SMTP_HOST": ""}) is None
