"""Every page in English is English, whatever the names and texts of the data."""

import pytest

from app.cases.lifecycle import State
from tests.builders.residents import a_form, secret_in
from tests.builders.town import CLUTTER, NAME, PROPERTY
from tests.i18n.reader import Reader

STAFF = {
    "worker": ("/work", "/work?tab=others", "/work?tab=grid", "/work/new", "/inbox", "/password"),
    "chief": ("/desk", "/desk?state=closed&lamp=red", "/desk/queue", "/inbox"),
    "committee": ("/roster",),
    "admin": ("/admin/grids", "/admin/calendar", "/admin/calendar/notice", "/admin/estates", "/admin/estates/new"),
    "clerk": ("/desk?grid=x&since=x", "/desk/queue", "/work/new"),
}


@pytest.mark.parametrize("path", ["/", "/report", "/track", "/reviewers/join", "/reviewers/asked"])
def test_the_public_pages(reader: Reader, path: str) -> None:
    page = reader.reads(None, f"/s/{reader.office.town.slug}{path}")
    assert reader.stumbles(page) == []


@pytest.mark.parametrize(("path", "status"), [("/sign-in", 200), ("/nowhere", 404), ("/s/nowhere/", 404)])
def test_the_door_and_what_is_not_there(reader: Reader, path: str, status: int) -> None:
    assert reader.stumbles(reader.reads(None, path, status)) == []


def test_what_is_wrong_with_a_report_is_said_in_english(reader: Reader) -> None:
    page = reader.reads(None, f"/s/{reader.office.town.slug}/report", 422, form_key="k" * 32, phone="1381234")
    assert page.count('class="error"') > 2
    assert reader.stumbles(page) == []


def test_what_is_wrong_with_a_wish_to_sit_is_said_in_english(reader: Reader) -> None:
    page = reader.reads(None, f"/s/{reader.office.town.slug}/reviewers/join", 422, form_key="k" * 32, phone="1381234")
    assert page.count('class="error"') > 5
    assert reader.stumbles(page) == []


def test_a_line_of_the_roster_for_its_reviewer_and_its_keeper(reader: Reader) -> None:
    town = reader.office.town
    assert reader.stumbles(reader.reads(town.reviewers[0], "/roster/me")) == []
    assert reader.stumbles(reader.reads(town.committee, "/roster/1")) == []


def test_the_receipt_and_the_tracking_page(reader: Reader) -> None:
    client, base = reader.office.web.client(), f"/s/{reader.office.town.slug}"
    client.set_cookie("lang", "en")
    form = a_form(reader.office.town.category(CLUTTER))
    done = client.post(f"{base}/report", data=form, follow_redirects=True).get_data(as_text=True)
    assert reader.stumbles(done) == []
    assert reader.stumbles(reader.reads(None, f"/t/{secret_in(done)}")) == []


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in STAFF.items() for path in paths])
def test_the_lists_of_the_staff(reader: Reader, name: str, path: str) -> None:
    for make in (reader.office.town.report, reader.office.town.refused, reader.office.town.registered):
        reader.office.case(make)
    assert reader.stumbles(reader.reads(getattr(reader.office.town, name), path)) == []


@pytest.mark.parametrize("state", State)
def test_a_case_in_every_state_and_the_form_of_every_move(reader: Reader, state: State) -> None:
    town = reader.office.town
    case_id = reader.office.case(town.case_in, state)
    owner = reader.office.of(case_id).owner_id
    for who in (town.chief, town.dispatcher, town.clerk, *([owner] if owner else [])):
        ways = reader.ways(who, f"/cases/{case_id}")
        assert len(ways) > 1
        assert {way: found for way in ways if (found := reader.stumbles(reader.reads(who, way)))} == {}


@pytest.mark.parametrize("kind", ["unplaced", "outside", "unclassified", "by_hand", "refused", "conference"])
def test_the_decisions_of_the_desk(reader: Reader, kind: str) -> None:
    case_id = reader.office.at_desk(kind)
    chief = reader.office.town.chief
    assert reader.stumbles(reader.reads(chief, f"/desk/queue?kind={kind}")) == []
    assert reader.stumbles(reader.reads(chief, f"/desk/queue/{case_id}")) == []


def test_the_contact_of_a_reporter(reader: Reader) -> None:
    case_id = reader.office.case(reader.office.town.called_in, PROPERTY)
    owner, _ = reader.office.people(case_id)
    page = reader.reads(owner, f"/cases/{case_id}/reporter")
    assert reader.stumbles(page) == [NAME[0]]  # kept encrypted, so the reader does not know it


def test_the_pages_of_a_reviewer(reader: Reader) -> None:
    review_id, _ = reader.office.reviewed()
    with reader.office.web.read():
        who = reader.office.town.panel(review_id)[0]
    assert reader.stumbles(reader.reads(who, "/panel")) == []
    assert reader.stumbles(reader.reads(who, f"/panel/{review_id}")) == []
    reader.office.decides(review_id)
    assert reader.stumbles(reader.reads(who, f"/panel/{review_id}")) == []


def test_a_refusal_says_what_is_wrong_in_english(reader: Reader) -> None:
    case_id = reader.office.case(reader.office.town.report)
    owner, _ = reader.office.people(case_id)
    page = reader.reads(owner, f"/cases/{case_id}/refuse", 422, version=reader.office.of(case_id).entry_count)
    assert "Please say why it goes back" in page
    assert reader.stumbles(page) == []


def test_a_reader_stumbles_over_our_own_words(reader: Reader) -> None:
    assert reader.stumbles("<p>办理结果</p>") == ["办理结果"]
    assert reader.stumbles(f"<p>{reader.office.town.worker.name}</p>") == []
