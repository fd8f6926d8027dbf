"""Two people at one case: the second sees what changed and loses nothing."""

from tests.builders.staffed import Office, text


def test_the_second_sees_what_changed_and_keeps_what_was_typed(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    before = office.of(case_id).entry_count
    office.moves(office.town.chief, case_id, "note", text="居委说已经搬了")
    answer = office.moves(owner, case_id, "contact", version=before, reached="yes", note="约好下午三点")
    page = text(answer)
    assert answer.status_code == 409
    assert all(words in page for words in ("居委说已经搬了", "约好下午三点", "仍然记下先行联系"))
    assert office.of(case_id).contacted_at is None


def test_pressing_again_on_the_page_that_shows_the_change_makes_the_move(office: Office) -> None:
    case_id = office.case(office.town.signed_in)
    owner, _ = office.people(case_id)
    before = office.of(case_id).entry_count
    office.moves(office.town.chief, case_id, "note", text="看过")
    stale = text(office.moves(owner, case_id, "contact", version=before, reached="yes", note="约好下午三点"))
    fresh = office.value_in(stale, "version")
    answer = office.moves(owner, case_id, "contact", version=fresh, reached="yes", note="约好下午三点")
    assert answer.status_code == 303
    assert office.of(case_id).contacted_at is not None


def test_a_move_that_is_gone_leaves_the_words_as_a_note_to_send(office: Office) -> None:
    case_id = office.case(office.town.refused)
    before = office.of(case_id).entry_count
    office.moves(office.town.dispatcher, case_id, "redispatch", member=office.town.worker.id)
    again = {"member": office.town.worker.id, "version": before}
    office.moves(office.town.chief, case_id, "note", text="x")
    answer = office.moves(office.town.dispatcher, case_id, "redispatch", **again)
    assert answer.status_code == 409
    assert "这一步现在不能做了" in text(answer)


def test_a_form_without_a_version_changes_nothing(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    for junk in ("abc", "-1", "9" * 40):
        assert office.moves(owner, case_id, "sign_in", version=junk).status_code == 409
    assert office.of(case_id).state == "dispatched"


def test_an_impatient_thumb_signs_in_once(office: Office) -> None:
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    seen = office.of(case_id).entry_count
    answers = [office.moves(owner, case_id, "sign_in", version=seen).status_code for _ in range(5)]
    assert answers == [303, 409, 409, 409, 409]
    assert office.of(case_id).entry_count == seen + 1
