"""The letter at the closing: to whoever left an address, without their link, unsealed only when it is sent."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from app import jobs
from app.core.db import db
from app.notices import channels
from app.notices.models import Notice
from app.notices.words import NoticeKind
from tests.builders.closings import CLOSED, close, closed
from tests.builders.town import ENQUIRY, MONDAY, Town, minutes
from tests.support.smtp_sink import SmtpSink, smtp_sink

MINE, OTHERS = "chen@example.org", "li@example.org"


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A real server on the loopback, switched on as this process's mail channel."""
    with smtp_sink() as server:
        channels.configure(channels.MailSettings("127.0.0.1", server.port, "street@example.org"))
        yield server
    channels.configure(None)


def letters() -> list[Notice]:
    db.session.flush()
    return list(db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.REPORT_CLOSED).order_by(Notice.id)))


def deliver() -> int:
    db.session.commit()
    return jobs.deliver(jobs.Turn(CLOSED))


def test_a_letter_tells_the_number_and_the_ways_back_and_no_more(cast: Town, sink: SmtpSink) -> None:
    case = closed(cast, email=MINE)
    assert deliver() == 1
    [mail] = sink.mails
    said = mail.get_content()  # type: ignore[attr-defined]
    assert mail["To"] == MINE and case.receipt in str(mail["Subject"])
    assert case.receipt in said and "14 天" in said and "/t/" not in said and "演示" not in said


def test_it_names_the_street_s_page_where_the_public_address_is_set(
    cast: Town, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flask import current_app

    monkeypatch.setitem(current_app.config, "PUBLIC_URL", "https://grid.example.org")
    closed(cast, email=MINE)
    deliver()
    assert f"https://grid.example.org/s/{cast.slug}/track" in sink.mails[0].get_content()  # type: ignore[attr-defined]


def test_every_reporter_of_a_merged_case_gets_the_number_of_their_own_report(cast: Town, sink: SmtpSink) -> None:
    from app.cases import ops

    first, second = cast.called_in(ENQUIRY, email=MINE), cast.called_in(ENQUIRY, email=OTHERS)
    ops.merge(cast.dispatcher, second, first, "同一件事", at=MONDAY + minutes(3))
    close(cast, first)
    assert deliver() == 2
    told = {mail["To"]: str(mail["Subject"]) for mail in sink.mails}
    assert first.receipt in told[MINE] and second.receipt in told[OTHERS] and first.receipt not in told[OTHERS]


def test_the_outbox_holds_no_address(cast: Town, sink: SmtpSink) -> None:
    closed(cast, email=MINE)
    [letter] = letters()
    assert (letter.user_id, set(letter.params)) == (None, {"receipt", "street"})
    rows = db.session.execute(text("SELECT * FROM notice")).all()
    assert MINE not in str(rows)


def test_whoever_was_forgotten_meanwhile_gets_none(cast: Town, sink: SmtpSink) -> None:
    from app.intake import ops as intake

    intake.erase_contact(closed(cast, email=MINE), CLOSED)
    assert deliver() == 0 and sink.mails == []
    assert letters()[0].error == channels.NO_ADDRESS


def test_without_an_address_or_a_mail_server_none_is_written(cast: Town, sink: SmtpSink) -> None:
    closed(cast)
    channels.configure(None)
    closed(cast, email=MINE)
    assert letters() == []
