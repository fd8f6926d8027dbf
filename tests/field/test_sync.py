"""The outbox of a tablet at the server's door: once and for all, in order, merged, and honest about time."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.cases import ops
from app.cases import queries as cases
from app.cases.models import Case
from app.core import clock
from app.core.counting import count_statements
from app.core.db import db
from app.field.models import FieldReceipt
from app.sla.clocks import ClockKind
from app.sla.models import Clock
from tests.builders.staffed import LATER, Office
from tests.builders.town import CLUTTER, IN_R1, IN_R3, MONDAY, a_jpeg, hours, minutes
from tests.field.tablet import JSON, Tablet, shot

HANDLED = {"outcome": ["resolved"], "fact": ["yes"], "claim": ["yes"], "reply": ["清干净了"]}


@pytest.fixture
def tablet(office: Office) -> Tablet:
    """The worker's."""
    return Tablet(office, office.town.worker)


def signed(office: Office) -> int:
    """A case of the worker's, signed for."""
    return office.case(office.town.signed_in)


def shown(office: Office, case_id: int) -> list[str]:
    """The verbs of its story that people made."""
    with office.web.read():
        return [line.verb.value for line in cases.timeline(case_id) if line.actor_id]


def test_a_whole_case_is_worked_on_without_a_network_and_arrives_in_order(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.report)
    line = tablet.line(case_id)
    assert (line["tab"], line["main"], line["ahead"]["sign_in"]["main"]) == ("todo", "sign_in", "contact")
    assert line["ahead"]["sign_in"]["ahead"]["contact"]["main"] == "handle"
    before, after = tablet.uploads(a_jpeg("red")), tablet.uploads()
    here = {"lon": IN_R1.lon, "lat": IN_R1.lat}
    pictures = {"before": [shot(before, LATER, **here)], "after": [shot(after, LATER + minutes(40), **here)]}
    made = [
        tablet.op("sign_in", line, LATER),
        tablet.op("contact", line, LATER + minutes(5), fields={"reached": ["yes"], "note": ["下午来清"]}),
        tablet.op("handle", line, LATER + minutes(50), fields=HANDLED, photos=pictures),
    ]
    office.on(LATER + hours(3))
    answers = tablet.sends(*made)
    assert [a["status"] for a in answers] == ["done"] * 3, answers
    assert answers[-1]["line"]["state"] == "handled"
    assert shown(office, case_id) == ["sign_in", "contact", "handle"]
    assert office.photos(case_id) == ["before", "after"]


def test_the_same_operation_gets_the_first_answer_however_often_it_comes(office: Office, tablet: Tablet) -> None:
    report = tablet.op("report", fields=_seen(office), photos={"photos": [shot(tablet.uploads())]})
    first, second = tablet.sends(report)[0], tablet.sends(report, report)
    assert (first["status"], bool(first["receipt"])) == ("done", True)
    assert [a["receipt"] for a in second] == [first["receipt"]] * 2
    with office.web.read():
        assert db.session.scalar(select(func.count(Case.id))) == 1
        assert db.session.scalar(select(func.count(FieldReceipt.id))) == 1


def test_nobody_is_told_what_another_person_was_answered(office: Office, tablet: Tablet) -> None:
    note = tablet.op("note", tablet.line(signed(office)), fields={"text": ["门上贴了条"]})
    tablet.sends(note)
    [answer] = Tablet(office, office.town.deputy).sends(note)
    assert (answer["status"], answer["message"]) == ("refused", "这一条是别人送出的")
    assert answer["receipt"] == ""


def test_a_report_fixed_on_the_spot_comes_with_its_result(office: Office, tablet: Tablet) -> None:
    told = _seen(office) | HANDLED | {"done": ["y"], "urgency": ["urgent"], "photo_why": ["相机没有定位"]}
    pictures = {"photos": [shot(tablet.uploads(a_jpeg("red")))], "after": [shot(tablet.uploads())]}
    [answer] = tablet.sends(tablet.op("report", fields=told, photos=pictures))
    assert answer["status"] == "done", answer
    with office.web.read():
        case = office.town.of(answer["case"])
        assert (case.state, case.self_disposed, case.urgency, case.source) == ("handled", True, "urgent", "patrol")


def test_what_is_wrong_is_kept_as_refused_with_the_words_at_its_field(office: Office, tablet: Tablet) -> None:
    line = tablet.line(signed(office))
    made = tablet.op("handle", line, fields=HANDLED | {"reply": [" "]})
    [answer] = tablet.sends(made)
    assert answer["status"] == "refused"
    assert {"reply", "after"} <= answer["fields"].keys(), answer
    assert "改好" in answer["todo"]
    assert tablet.sends(made)[0]["fields"] == answer["fields"]
    mended = tablet.op("note", line, fields={"text": ["先记一笔"]})
    assert tablet.sends(mended)[0]["status"] == "done"


def test_a_field_or_a_picture_that_the_form_does_not_ask_for_is_not_passed_over(office: Office, tablet: Tablet) -> None:
    line = tablet.line(signed(office))
    pictures = {"after": [shot(tablet.uploads())]}
    [answer] = tablet.sends(tablet.op("contact", line, fields={"reached": ["yes"], "reply": ["x"]}, photos=pictures))
    assert (answer["status"], sorted(answer["fields"])) == ("refused", ["after", "reply"])


def test_an_operation_whose_picture_is_not_whole_waits_and_so_do_the_later_ones_of_its_case(
    office: Office, tablet: Tablet
) -> None:
    line, other = tablet.line(signed(office)), tablet.line(signed(office))
    missing = "ab" * 32
    made = [
        tablet.op("note", line, fields={"text": ["带照片"]}, photos={"photos": [shot(missing)]}),
        tablet.op("contact", line, fields={"reached": ["yes"]}),
        tablet.op("contact", other, fields={"reached": ["yes"]}),
    ]
    answers = tablet.sends(*made)
    assert [a["status"] for a in answers] == ["wait", "wait", "done"]
    assert answers[0]["missing"] == [missing]
    assert shown(office, line["id"]) == ["sign_in"]


def test_what_others_wrote_on_another_part_of_the_case_does_not_disturb(office: Office, tablet: Tablet) -> None:
    case_id = signed(office)
    line = tablet.line(case_id)
    with office.web.write():
        case = office.town.of(case_id)
        ops.note(office.town.chief, case, "请快一点", at=LATER)
        ops.contact(office.town.grid_chief, case, "我打过电话了", reached=True, at=LATER)
    assert (
        tablet.sends(tablet.op("contact", line, fields={"reached": ["yes"], "note": ["我也到了"]}))[0]["status"]
        == "done"
    )
    assert shown(office, case_id) == ["sign_in", "note", "contact", "contact"]


def test_who_comes_second_is_told_what_the_first_did_and_keeps_everything(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.report)
    line = tablet.line(case_id)
    with office.web.write():
        ops.void(office.town.chief, office.town.of(case_id), "报重了", at=LATER)
    made = tablet.op("sign_in", line)
    [answer] = tablet.sends(made)
    assert (answer["status"], answer["message"]) == ("conflict", "别人先办了这件事")
    assert any("报重了" in one["text"] for one in answer["news"]), answer
    assert "记成一笔" in answer["todo"]
    assert tablet.sends(made)[0]["news"] == answer["news"]
    with office.web.read():
        assert "报重了" not in str(db.session.scalar(select(FieldReceipt.answer))), "what can be erased is kept once"


def test_two_tablets_on_one_case_both_contact_and_only_one_reports_it_done(office: Office, tablet: Tablet) -> None:
    case_id, second = signed(office), Tablet(office, office.town.worker)
    line = tablet.line(case_id)
    photo = {"before": [shot(tablet.uploads(a_jpeg("red")))], "after": [shot(tablet.uploads())]}
    told = HANDLED | {"photo_why": ["没有定位"]}
    for one in (tablet, second):
        assert one.sends(one.op("contact", line, fields={"reached": ["yes"]}))[0]["status"] == "done"
    assert tablet.sends(tablet.op("handle", line, fields=told, photos=photo))[0]["status"] == "done"
    [answer] = second.sends(second.op("handle", line, fields=told, photos=photo))
    assert (answer["status"], answer["line"]["state"]) == ("conflict", "handled")
    assert shown(office, case_id) == ["sign_in", "contact", "contact", "handle"]


def test_a_promise_kept_without_signal_is_kept_and_the_story_says_so(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.report)
    line = tablet.line(case_id)
    made = tablet.op("sign_in", line, MONDAY + minutes(20))
    office.on(LATER + hours(6))
    assert tablet.sends(made)[0]["status"] == "done"
    with office.web.read():
        rows = select(Clock.stopped_at, Clock.due_at).where(Clock.case_id == case_id, Clock.kind == ClockKind.SIGN_IN)
        stopped, due = db.session.execute(rows).one()
        assert stopped == MONDAY + minutes(20) < due < LATER + hours(6)
    page = office.sees(office.town.worker, f"/cases/{case_id}")
    assert "11-16 09:50 办的，有信号后才收到" in page
    assert "平板上的钟" not in page


def test_a_clock_an_hour_wrong_is_set_right_and_never_before_what_was_seen(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.report)
    line = tablet.line(case_id)
    tablet.wrong = hours(1)
    made = tablet.op("sign_in", line, MONDAY - hours(5))
    office.on(LATER + hours(2))
    assert tablet.sends(made)[0]["status"] == "done"
    with office.web.read():
        [receipt] = db.session.scalars(select(FieldReceipt))
        assert receipt.happened_at == MONDAY - hours(4)
        assert receipt.acted_at == cases.timeline(case_id)[line["seen"] - 1].at
    assert "没有照它算" in office.sees(office.town.worker, f"/cases/{case_id}")


def test_a_case_that_is_no_longer_theirs_to_see_is_refused_without_a_word_of_it(office: Office, tablet: Tablet) -> None:
    far = office.case(office.town.report, CLUTTER, spot=office.spot(IN_R3))
    [answer] = tablet.sends(tablet.op("note", {"id": far, "seen": 1}, fields={"text": ["?"]}))
    assert (answer["status"], answer["line"], answer["case"]) == ("refused", None, None)
    assert answer["message"] == "这件事已经不归你看"


def test_without_a_session_or_token_nothing_is_taken_and_nothing_is_lost(office: Office, tablet: Tablet) -> None:
    made = tablet.op("note", tablet.line(signed(office)), fields={"text": ["x"]})
    nobody = office.web.client().post("/field/sync", json={}, headers=JSON)
    assert nobody.status_code == 401
    told = {"device": tablet.uuid, "sent_at": clock.now().isoformat(), "operations": [made]}
    stale = tablet.client.open("/field/sync", method="POST", json=told, headers=JSON, csrf=False)
    assert (stale.status_code, stale.get_json()["status"]) == (400, 400)
    assert tablet.sends(made)[0]["status"] == "done"


@pytest.mark.parametrize(
    "wrong",
    [
        7,
        {},
        {"do": "void"},
        {"do": "note", "case": -1},
        {"do": "note", "case": "1"},
        {"do": "note", "case": []},
        {"do": "report", "case": 1},
        {"do": "note", "case": 1, "happened_at": "gestern"},
        {"do": "note", "case": 1, "happened_at": "2026-11-16T09:00:00"},
        {"do": "note", "case": 1, "fields": {"text": "x"}},
        {"do": "note", "case": 1, "photos": {"photos": [{"sha256": "../../etc"}]}},
    ],
)
def test_what_no_tablet_of_ours_would_send_is_refused_in_words(office: Office, tablet: Tablet, wrong: Any) -> None:
    made = tablet.op("note") | wrong if isinstance(wrong, dict) and wrong else wrong
    [answer] = tablet.sends(made)
    assert (answer["status"], answer["message"]) == ("refused", "这一条平板写得不对，读不懂")


@pytest.mark.parametrize("wrong", [[], {"device": "x"}, {"sent_at": None}, {"operations": "all"}])
def test_a_batch_that_is_none_is_answered_at_once(tablet: Tablet, wrong: Any) -> None:
    body = {"device": tablet.uuid, "sent_at": clock.now().isoformat(), "operations": []} | wrong if wrong else wrong
    answer = tablet.client.post("/field/sync", json=body, headers=JSON)
    assert (answer.status_code, "读不懂" in answer.get_json()["error"]) == (422, True)


def test_an_operation_costs_the_same_in_a_long_batch_as_in_a_short_one(office: Office, tablet: Tablet) -> None:
    lines = [tablet.line(signed(office)) for _ in range(6)]
    notes = [tablet.op("note", line, fields={"text": ["看过"]}) for line in lines]
    tablet.sends(tablet.op("note", lines[0], fields={"text": ["先热一热"]}))
    spent = []
    for batch in (notes[:1], notes[1:3], notes[3:6]):
        with count_statements() as counted:
            tablet.sends(*batch)
        spent.append(counted.n)
    assert spent[1] - spent[0] == spent[2] - spent[1]


def _seen(office: Office) -> dict[str, list[str]]:
    told = {"text": "楼道里堆了鞋柜", "category": str(office.town.category(CLUTTER)), "address": "演示路 18 弄"}
    told |= {"lon": str(IN_R1.lon), "lat": str(IN_R1.lat), "accuracy": "12"}
    return {name: [value] for name, value in told.items()}
