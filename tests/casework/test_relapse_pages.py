"""Relapses, second checks, return visits and doubtful pictures, as people read and send them."""

from datetime import timedelta
from io import BytesIO

from PIL import ExifTags, Image

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.words import PhotoKind
from tests.builders.staffed import DONE, LATER, Office, picture, text
from tests.builders.town import CLUTTER, ENQUIRY, IN_R1, MONDAY, Town, a_jpeg, a_result, hours, minutes

NEXT_WEEK = MONDAY + timedelta(days=7)
DUE = MONDAY + timedelta(days=30)


def come_back(town: Town) -> Case:
    """A case that was closed, and the same a week later."""
    town.case_in(State.CLOSED)
    return town.report(CLUTTER, NEXT_WEEK)


def checked_once(town: Town) -> Case:
    """An enquiry done again: one person has passed it."""
    case = town.handled(ENQUIRY)
    ops.check_fail(town.checker(case), case, "没答到点子上", at=LATER)
    ops.handle(town.side(case), case, a_result(), at=LATER + minutes(10))
    ops.check_pass(town.checker(case), case, "打电话问过，说清楚了", at=LATER + minutes(20))
    return case


def noted_jpeg(street_time: str, lon: float = IN_R1.lon, lat: float = IN_R1.lat) -> bytes:
    """A picture whose camera noted time and place."""
    exif, out = Image.Exif(), BytesIO()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = street_time
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    Image.new("RGB", (64, 48), "olive").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_relapse_says_so_and_leads_to_the_first_closing_which_counts_it(office: Office) -> None:
    again = office.case(come_back, office.town)
    first = office.of(again).relapse_of_id
    page = office.sees(office.town.chief, f"/cases/{again}")
    assert "返潮，第 2 次" in page and "返潮：这里结过案的，又出现了" in page
    assert f'href="/cases/{first}"' in page
    page = office.sees(office.town.chief, f"/cases/{first}")
    assert "结案后返潮 1 次" in page and f'href="/cases/{again}"' in page


def test_a_relapse_is_marked_in_the_workers_day_and_in_the_list_of_all(office: Office) -> None:
    again = office.case(come_back, office.town)
    worker = office.people(again)[0]
    assert "返潮" in office.line_of(office.sees(worker, "/work"), again)
    page = office.sees(office.town.chief, "/desk")
    row = page.split(f'href="/cases/{again}"')[1].split("</tr>")[0]
    assert "返潮" in row


def test_the_desk_sees_a_relapse_where_it_decides(office: Office) -> None:
    def sent_back(town: Town) -> Case:
        case = come_back(town)
        town.refuse(case, NEXT_WEEK + minutes(10))
        return case

    again = office.case(sent_back, office.town)
    office.on(NEXT_WEEK + hours(1))
    assert "返潮" in office.sees(office.town.dispatcher, "/desk/queue")
    assert "返潮" in office.sees(office.town.dispatcher, f"/desk/queue/{again}")


def test_the_second_checker_reads_why_there_is_a_second_check_and_what_the_first_said(office: Office) -> None:
    case_id = office.case(checked_once, office.town)
    office.on(LATER + hours(1))
    second = office.people(case_id)[1]
    assert second is not None
    page = office.sees(second, f"/cases/{case_id}/check_pass")
    for words in ("第二次核查", "这件事返过工，所以要另一个人再核查一次", "打电话问过，说清楚了"):
        assert words in page
    assert office.moves(second, case_id, "check_pass").status_code == 303
    assert office.of(case_id).state is State.CLOSED


def test_a_picture_without_time_and_place_is_asked_about_and_nothing_is_lost(office: Office) -> None:
    case_id = office.case(office.town.signed_in, CLUTTER)
    side, form = office.side(case_id), {**DONE, "photo_why": ""}
    empty = office.sees(side, f"/cases/{case_id}/handle")
    assert 'name="photo_why"' not in empty
    answer = office.moves(side, case_id, "handle", before=picture(), after=picture(raw=a_jpeg("olive")), **form)
    page = text(answer)
    assert answer.status_code == 422 and "处置之后的照片没有时间和位置信息：请写明原因" in page
    assert 'name="photo_why"' in page and "鞋柜搬走了。" in page
    kept = {name: office.slip_in(page, name) for name in ("before-kept", "after-kept")}
    answer = office.moves(side, case_id, "handle", **kept, **{**form, "photo_why": "旧手机不记时间"})
    assert answer.status_code == 303 and office.of(case_id).state is State.HANDLED


def test_a_picture_with_time_and_place_passes_and_the_checker_reads_both(office: Office) -> None:
    case_id = office.case(office.town.signed_in, CLUTTER)
    side, form = office.side(case_id), {**DONE, "photo_why": ""}
    after = picture(raw=noted_jpeg("2026:11:16 10:20:00"))
    assert office.moves(side, case_id, "handle", before=picture(), after=after, **form).status_code == 303
    checker = office.people(case_id)[1]
    assert checker is not None
    page = office.sees(checker, f"/cases/{case_id}/check_pass")
    assert "拍于" in page and "离案件位置 0 米" in page and "时间、位置都对得上" in page


def test_the_checker_reads_what_is_missing_and_the_reason(office: Office) -> None:
    case_id = office.case(office.town.handled, CLUTTER)
    checker = office.people(case_id)[1]
    assert checker is not None
    for path in (f"/cases/{case_id}/check_pass", f"/cases/{case_id}"):
        page = office.sees(checker, path)
        assert "没有时间信息、没有位置信息" in page and "旧手机，照片不带时间地点" in page


def test_the_panel_reads_the_reason_as_well(office: Office) -> None:
    review_id, _ = office.reviewed()
    with office.web.read():
        who = office.town.panel(review_id)[0]
    assert "旧手机，照片不带时间地点" in office.sees(who, f"/panel/{review_id}")


def test_a_return_visit_stands_in_the_day_of_those_who_may_make_it_from_its_day_on(office: Office) -> None:
    case_id = office.case(office.town.case_in, State.CLOSED)
    office.on(DUE - timedelta(days=1))
    assert "tab=recheck" not in office.sees(office.town.deputy, "/work")
    office.on(DUE)
    assert "tab=recheck" in office.sees(office.town.deputy, "/work")
    assert "去复查" in office.line_of(office.sees(office.town.deputy, "/work?tab=recheck"), case_id)
    assert "tab=recheck" not in office.sees(office.town.worker, "/work")  # who handled it
    assert "tab=recheck" not in office.sees(office.town.far, "/work")


def test_what_a_return_visit_finds_back_becomes_a_case_that_the_page_leads_to(office: Office) -> None:
    case_id = office.case(office.town.case_in, State.CLOSED)
    office.on(DUE)
    deputy = office.town.deputy
    assert f"/cases/{case_id}/recheck" in office.sees(deputy, f"/cases/{case_id}")
    assert office.moves(deputy, case_id, "recheck", visit="returned", note="").status_code == 422
    shown = picture(raw=a_jpeg("teal"))
    answer = office.moves(deputy, case_id, "recheck", visit="returned", note="又堆满了", photos=shown)
    assert answer.status_code == 303
    page = office.sees(office.town.chief, f"/cases/{case_id}")
    assert "结案后返潮 1 次" in page and "又出现了" in page
    assert office.photos(case_id)[-1] == PhotoKind.RECHECK.value


def test_a_long_story_of_relapses_costs_the_page_no_more_statements(office: Office) -> None:
    again = office.case(come_back, office.town)
    few = office.statements(office.town.chief, f"/cases/{again}")
    for _ in range(3):
        office.case(office.town.report, CLUTTER, NEXT_WEEK)
    assert office.statements(office.town.chief, f"/cases/{again}") == few <= 12
