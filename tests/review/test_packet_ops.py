"""Preparing what a panel reads: who may, what it hides, until when."""

import pytest
from sqlalchemy import select

from app.cases import ops as cases
from app.cases import queries
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.policy import may
from app.cases.words import PhotoKind, TextKind
from app.core import files
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor, Role
from app.core.pictures import Box
from app.review import ops_packet as ops
from app.review import queries_packet
from app.review.models_packet import PacketPhoto
from app.review.packet import BLACK
from app.review.sheet import Packet
from app.review.words import PacketField, Vote
from tests.builders.town import AFTERNOON, ENQUIRY, MONDAY, SAID, Town, a_picture, a_result, hours, minutes

AT = MONDAY + hours(3)
CORNER = [Box(0, 0, 200, 200)]


def before_a_panel(cast: Town, **more: object) -> Case:
    return cast.of(cast.in_review(**more).case_id)  # type: ignore[arg-type]


def packet_of(case: Case) -> Packet:
    return queries_packet.packet(case.id, case.round)


def after_photo(case: Case) -> int:
    return next(photo.id for photo in packet_of(case).photos if photo.kind is PhotoKind.AFTER)


def blacked(case: Case, photo_id: int) -> str:
    photo = packet_of(case).photo(photo_id)
    assert photo is not None
    return files.store_blacked(photo.original, CORNER).sha256


def test_the_packet_tells_the_grid_and_nothing_finer(cast: Town) -> None:
    case = before_a_panel(cast, text="和风苑六号楼，演示路 18 弄 6 号，王小明叫我来说的，鞋柜堆满了")
    found = packet_of(case)
    assert found.where and "鞋柜" in found.said
    for finer in ("和风苑", "演示路", "18 弄", "六号楼"):
        assert finer not in f"{found.where} {found.said}"
    assert (found.outcome, found.fact) == ("resolved", "yes")
    assert "鞋柜已经搬走" in found.answered


def test_nobody_who_had_a_part_is_named(cast: Town) -> None:
    case = cast.handled()
    worker = cast.side(case).name
    cases.check_fail(cast.checker(case), case, "还有", at=MONDAY + hours(2))
    result = a_result(reply=f"{worker}清完了，{cast.checker(case).name}看过")
    cases.handle(cast.side(case), case, result, at=MONDAY + hours(2.5))
    assert packet_of(case).answered == f"{BLACK}清完了，{BLACK}看过"


def test_the_name_that_a_reporter_gave_is_hidden_where_they_wrote_it(cast: Town) -> None:
    case = cast.called_in(text="欧阳雀儿住这里，鞋柜堆满了", name="欧阳雀儿")
    assert packet_of(case).said == f"{BLACK}住这里，鞋柜堆满了"


def test_of_somebody_who_asked_to_stay_unknown_no_picture_of_theirs_is_shown(cast: Town) -> None:
    shown = (a_picture(PhotoKind.REPORT, "blue"),)
    for confidential, kinds in ((False, {"report", "before", "after"}), (True, {"before", "after"})):
        case = cast.handled(pictures=shown, confidential=confidential)
        assert {photo.kind.value for photo in packet_of(case).photos} == kinds


def test_blacked_words_are_gone_and_come_back(cast: Town) -> None:
    case = before_a_panel(cast)
    ops.black_words(cast.dispatcher, case, PacketField.SAID, "鞋柜", at=AT)
    found = packet_of(case)
    assert found.said == SAID.replace("六", BLACK).replace("鞋柜", BLACK)
    assert "鞋柜" in found.answered
    ops.show_words(cast.chief, case, found.words[0].id, at=AT)
    assert "鞋柜" in packet_of(case).said
    with pytest.raises(NotFound):
        ops.show_words(cast.chief, case, found.words[0].id, at=AT)


def test_the_timeline_counts_and_holds_no_word_of_it(cast: Town) -> None:
    case = before_a_panel(cast)
    ops.black_words(cast.dispatcher, case, PacketField.SAID, "鞋柜", at=AT)
    ops.black_boxes(cast.clerk, case, after_photo(case), CORNER, blacked(case, after_photo(case)), at=AT)
    lines = [entry for entry in queries.timeline(case.id) if entry.verb is Verb.PREPARE_PACKET]
    assert [(entry.facts, entry.from_state) for entry in lines] == [
        ({"packet": [1, 0, 0]}, State.IN_REVIEW),
        ({"packet": [1, 1, 0]}, State.IN_REVIEW),
    ]
    kept = db.session.scalars(select(CaseText).where(CaseText.kind == TextKind.BLACKED)).one()
    assert lines[0].commitments == [kept.commitment]


@pytest.mark.parametrize("words", ["", "   ", "***", "没有的字", "长" * 201])
def test_words_that_are_not_there_are_refused(cast: Town, words: str) -> None:
    case = before_a_panel(cast)
    with pytest.raises(Invalid):
        ops.black_words(cast.dispatcher, case, PacketField.SAID, words, at=AT)


def test_a_blacked_picture_takes_the_place_of_the_other(cast: Town) -> None:
    case = before_a_panel(cast)
    photo_id = after_photo(case)
    sha256 = blacked(case, photo_id)
    for _ in range(2):
        ops.black_boxes(cast.dispatcher, case, photo_id, CORNER, sha256, at=AT)
    photo = packet_of(case).photo(photo_id)
    assert photo is not None and (photo.sha256, list(photo.boxes)) == (sha256, CORNER)
    assert queries.photo(case.id, photo_id).sha256 == photo.original != sha256
    ops.put_back(cast.dispatcher, case, photo_id, at=AT)
    assert packet_of(case).counts == (0, 0, 0)
    rows = db.session.scalars(select(PacketPhoto).where(PacketPhoto.photo_id == photo_id)).all()
    assert [row.undone_by_id for row in rows] == [cast.dispatcher.id] * 2


def test_the_last_picture_after_the_work_cannot_be_left_out(cast: Town) -> None:
    case = before_a_panel(cast)
    with pytest.raises(Invalid):
        ops.leave_out(cast.dispatcher, case, after_photo(case), at=AT)
    first = packet_of(case).before[0]
    ops.leave_out(cast.dispatcher, case, first.id, at=AT)
    assert packet_of(case).before == []
    assert packet_of(case).counts == (0, 0, 1)


@pytest.mark.parametrize("boxes", [[], CORNER * 21, [Box(900, 0, 200, 10)], [Box(0, 0, 0, 10)], [Box(-1, 0, 5, 5)]])
def test_boxes_lie_in_the_picture(cast: Town, boxes: list[Box]) -> None:
    case = before_a_panel(cast)
    with pytest.raises(Invalid):
        ops.black_boxes(cast.dispatcher, case, after_photo(case), boxes, "0" * 64, at=AT)


def test_a_picture_of_another_case_is_none_of_it(cast: Town) -> None:
    case, other = before_a_panel(cast), cast.handled()
    with pytest.raises(NotFound):
        ops.put_back(cast.dispatcher, case, after_photo(other), at=AT)


def test_first_the_checker_and_then_the_desk_prepares_it(cast: Town) -> None:
    case = cast.handled()
    checker, desk = cast.checker(case), (Role.DISPATCHER, Role.INTAKE_CLERK, Role.DUTY_CHIEF)
    assert _who(cast, case) == {checker.id}
    cases.check_pass(checker, case, at=MONDAY + hours(2))
    assert _who(cast, case) == {checker.id, *(who.id for who in cast.cast.values() if who.has(*desk))}


def _who(cast: Town, case: Case) -> set[int | None]:
    crowd: list[Actor] = [*cast.cast.values(), *cast.reviewers]
    return {who.id for who in crowd if may(who, Verb.PREPARE_PACKET, case)}


def test_whoever_handled_it_prepares_nothing_whatever_their_role(cast: Town) -> None:
    case = cast.handled()
    cases.check_pass(cast.checker(case), case, at=MONDAY + hours(2))
    with pytest.raises(NotAllowed):
        ops.black_words(cast.side(case), case, PacketField.SAID, "鞋柜", at=AT)


def test_where_no_panel_will_judge_there_is_nothing_to_prepare(cast: Town) -> None:
    case = cast.handled(ENQUIRY)
    with pytest.raises(Conflict, match="没有评议材料"):
        ops.black_words(cast.checker(case), case, PacketField.SAID, "鞋柜", at=AT)


def test_once_decided_nothing_changes_any_more(cast: Town) -> None:
    case = before_a_panel(cast)
    cast.decide(cast.review_of(case))
    with pytest.raises(Conflict, match="评议已经定了"):
        ops.black_words(cast.dispatcher, cast.of(case.id), PacketField.SAID, "鞋柜", at=AFTERNOON)


def test_a_decided_panels_packet_is_the_one_it_decided_on(cast: Town) -> None:
    case = before_a_panel(cast)
    ops.black_words(cast.dispatcher, case, PacketField.SAID, "鞋柜", at=AT)
    words = packet_of(case).words[0]
    cast.decide(cast.review_of(case), Vote.UNSOLVED, MONDAY + hours(4))
    decided = cast.review_of(case).decided_at
    cast.done_again(case, MONDAY + hours(5))
    ops.show_words(cast.dispatcher, cast.of(case.id), words.id, at=MONDAY + hours(6))
    assert "鞋柜" in packet_of(case).said
    assert "鞋柜" not in queries_packet.packet(case.id, case.round, decided).said


def test_nobody_waits_for_a_preparer(cast: Town) -> None:
    case = before_a_panel(cast)
    assert packet_of(case).counts == (0, 0, 0)
    cast.decide(cast.review_of(case), at=AT + minutes(1))
    assert cast.of(case.id).state is State.CLOSED
