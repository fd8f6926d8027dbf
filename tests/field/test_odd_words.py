"""What no tablet of ours would send, or only on a bad day: nobody else is harmed by it, and nothing is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.cases import queries as cases
from app.field import bundle, receipts
from tests.builders.staffed import LATER, Office
from tests.builders.town import IN_R1, hours
from tests.field.tablet import JSON, Tablet, shot

HALF = "\ud83d"  # of an emoji that a field cut in two


@pytest.fixture
def tablet(office: Office) -> Tablet:
    """The worker's."""
    return Tablet(office, office.town.worker)


def noted(tablet: Tablet, line: dict[str, Any], text: str = "看过", **more: Any) -> dict[str, Any]:
    return tablet.op("note", line, fields={"text": [text]}, **more)


def test_half_an_emoji_spoils_no_page_and_no_bundle(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.signed_in)
    [answer] = tablet.sends(noted(tablet, tablet.line(case_id), f"楼下堆物{HALF}"))
    assert (answer["status"], answer["message"].endswith("记下了")) == ("done", True)
    assert tablet.line(case_id)["id"] == case_id
    page = office.at_screen(office.town.chief).get(f"/cases/{case_id}")
    assert (page.status_code, "楼下堆物\ufffd" in page.text) == (200, True)


@pytest.mark.parametrize("year", ["1970", "2000", "2199"])
def test_a_clock_that_lost_its_battery_holds_nothing_up_and_is_believed_in_nothing(
    office: Office, tablet: Tablet, year: str
) -> None:
    line = tablet.line(office.case(office.town.signed_in))
    wild = f"{year}-01-01T00:00:10+08:00"
    photo = shot(tablet.uploads()) | {"taken_at": wild}
    office.on(LATER + hours(1))
    [answer] = tablet.sends(noted(tablet, line, photos={"photos": [photo]}) | {"happened_at": wild})
    assert answer["status"] == "done", answer
    with office.web.read():
        told = cases.timeline(line["id"])[-1].facts["acted_at"]
        [kept] = cases.photos(line["id"])
    assert LATER - timedelta(days=7) <= datetime.fromisoformat(told) <= LATER + hours(1)
    assert kept.taken_at is None or kept.taken_at.year == 2000
    assert tablet.posts(sent_at=wild).status_code == 200


def test_a_case_that_is_nobodys_day_here_does_not_stay_on_the_shelf(office: Office) -> None:
    tablet = Tablet(office, office.town.inspector)
    told = {"text": "井盖没了", "lon": str(IN_R1.lon), "lat": str(IN_R1.lat), "accuracy": "12"}
    [answer] = tablet.sends(tablet.op("report", fields={name: [value] for name, value in told.items()}))
    assert (answer["status"], answer["line"]) == ("done", None)


def test_one_attempt_to_close_is_one_however_often_its_operation_comes(
    office: Office, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = office.case(office.town.handled)
    own = Tablet(office, office.side(case_id))
    tried = own.op("check_pass", own.line(case_id))
    first, real, looks = own.sends(tried), receipts.of, iter(range(2))
    # It comes twice at one moment: neither knows of the other's answer before its own is to be written down.
    monkeypatch.setattr(receipts, "of", lambda *known: real(*known) if next(looks, None) is None else None)
    assert (own.sends(tried), first[0]["status"]) == (first, "refused")
    with office.web.read():
        assert len(cases.refused(office.town.leader, case_id)) == 1


def test_words_in_the_place_of_pictures_are_not_passed_over(office: Office, tablet: Tablet) -> None:
    line = tablet.line(office.case(office.town.signed_in))
    wrong = tablet.op("note", line, fields={"photos": ["x"]}, photos={"text": [shot(tablet.uploads())]})
    [answer] = tablet.sends(wrong)
    assert (answer["status"], sorted(answer["fields"])) == ("refused", ["photos", "text"])


@pytest.mark.parametrize("odd", [{"do": []}, {"do": {}}, {"case": 10**30}, {"case": True}, {"seen": 10**30}])
def test_a_batch_with_something_odd_in_it_does_what_is_right_in_it(
    office: Office, tablet: Tablet, odd: dict[str, Any]
) -> None:
    line = tablet.line(office.case(office.town.signed_in))
    answers = tablet.sends(noted(tablet, line) | odd, noted(tablet, line) | odd, noted(tablet, line))
    assert [answer["status"] for answer in answers[:2]] != ["done", "done"] or "seen" in odd
    assert answers[2]["status"] in ("done", "wait")


def test_what_is_no_text_is_no_reason_and_no_name(office: Office, tablet: Tablet) -> None:
    case_id = office.case(office.town.called_in)
    for why in (None, 7, ["x"]):
        assert tablet.client.post(f"/field/cases/{case_id}/phone", json={"why": why}, headers=JSON).status_code == 422
    assert office.looks(case_id) == []
    deep = "[" * 200_000 + "]" * 200_000
    odd = tablet.client.open("/field/sync", method="POST", data=deep, content_type="application/json", headers=JSON)
    assert odd.status_code in (400, 422)
    for way in ("/field/bundle?device=%00", "/field/bundle"):
        assert tablet.client.get(way, headers=JSON).status_code == 422
    assert office.at_screen(office.town.admin).get("/admin/devices?q=%00陆").status_code == 200


def test_many_figures_are_no_number_of_days(office: Office, tablet: Tablet) -> None:
    line = tablet.line(office.case(office.town.signed_in))
    asked = tablet.op("ask_extension", line, fields={"days": ["9" * 400], "reason": ["材料没到"]})
    [answer] = tablet.sends(asked)
    assert (answer["status"], answer["fields"]["days"][0]) == ("refused", "请填一个整数")


def test_what_one_did_is_not_taken_in_anothers_session(office: Office, tablet: Tablet) -> None:
    made = noted(tablet, tablet.line(office.case(office.town.signed_in)))
    theirs, mine = office.town.deputy.id, office.town.worker.id
    told = {"device": tablet.uuid, "sent_at": LATER.isoformat(), "operations": [made]}
    doors = [
        tablet.client.post("/field/sync", json=told, headers=JSON | {"X-Field-User": str(theirs)}),
        tablet.client.put(f"/field/photos/{'a' * 64}?offset=0&size=9", data=b"x", headers=JSON | {"X-Field-User": "x"}),
    ]
    assert [(one.status_code, one.get_json()["code"]) for one in doors] == [(409, "other_person")] * 2
    taken = tablet.client.post("/field/sync", json=told, headers=JSON | {"X-Field-User": str(mine)})
    assert taken.get_json()["receipts"][0]["status"] == "done"


def test_exactly_as_many_as_fit_are_not_cut(office: Office, tablet: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        office.case(office.town.signed_in)
    for most, cut in ((2, False), (1, True)):
        monkeypatch.setitem(bundle.MOST, "mine", most)
        found = tablet.takes()
        assert (len(found["cases"]) >= most, found["cut"]) == (True, cut)
