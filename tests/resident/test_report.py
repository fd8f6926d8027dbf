"""The report form: what is wrong is said at its field, and nothing that was typed is lost."""

import html
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.cases.models import Case
from app.cases.models_trail import CasePhoto, CaseText
from app.cases.words import DeskKind, TextKind
from app.core.db import db
from app.intake.models import Contact
from tests.builders.residents import a_form, secret_in, typed_in
from tests.builders.town import FUMES, OUTSIDE, PETITION, PROPERTY, a_jpeg
from tests.resident.conftest import Door

STRANGE = ("零\x00字节", "表情🙂👨‍👩‍👧", "<script>alert(1)</script>&amp;", "\u202eمرحبا\u202c abc", "长" * 10_000)
IDS = ("nul", "emoji", "html", "rtl", "long")


def test_a_report_gives_a_number_a_link_once_and_two_dates(door: Door) -> None:
    client = door.resident
    status, page = door.send(client=client)
    assert status == 200
    assert re.search(r"TO-261116-\d{4}-[A-Z]", page)
    assert secret_in(page)
    assert page.count('class="promise-day"') == 2
    again = client.get(f"{door.base}/report/done").get_data(as_text=True)
    assert "/t/" not in again


def test_the_done_page_is_kept_nowhere_and_names_itself_in_no_referer(door: Door) -> None:
    client = door.resident
    client.post(f"{door.base}/report", data=a_form(door.town.category(FUMES)))
    answer = client.get(f"{door.base}/report/done")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_each_missing_thing_is_said_at_its_field_with_422(door: Door) -> None:
    status, page = door.send(category="", text="", address="", lon="", lat="", phone="138")
    assert status == 422
    for name in ("category", "text", "place", "phone"):
        assert f'id="{name}-e"' in page
        assert f'href="#{name}"' in page
    assert 'value="138"' in page


@pytest.mark.parametrize("text", STRANGE, ids=IDS)
def test_strange_texts_come_back_as_typed_and_never_as_markup(door: Door, text: str) -> None:
    status, page = door.send(text=text, address="", lon="", lat="")
    assert status == 422
    assert typed_in(page) == text
    assert "<script>alert" not in page


@pytest.mark.parametrize("text", STRANGE, ids=IDS)
def test_strange_texts_are_kept_to_the_letter(door: Door, text: str) -> None:
    client = door.resident
    status, page = door.send(client=client, text=text)
    assert status == 200
    with door.web.read():
        kept = db.session.scalars(select(CaseText.value).where(CaseText.kind == TextKind.REPORT)).one()
    assert kept == text
    shown = client.get(f"/t/{secret_in(page)}").get_data(as_text=True)
    assert str(html.escape(text, quote=False)) in shown.replace("&#39;", "'").replace("&#34;", '"')


def test_an_address_too_long_is_refused_at_its_field(door: Door) -> None:
    status, page = door.send(address="路" * 201)
    assert status == 422
    assert 'id="address-e"' in page


@pytest.mark.parametrize("address", ["菜场\x00后面", "\u202e路口\u202c <b>旁</b>🙂"])
def test_a_strange_address_is_kept_to_the_letter(door: Door, address: str) -> None:
    assert door.send(address=address)[0] == 200
    with door.web.read():
        assert db.session.scalars(select(Case.address)).one() == address


def test_the_same_form_sent_five_times_is_one_case_with_one_link(door: Door) -> None:
    pages = [door.send()[1] for _ in range(5)]
    assert len({secret_in(page) for page in pages}) == 1
    with door.web.read():
        assert db.session.scalar(select(func.count(Case.id))) == 1


def test_no_category_for_staff_only_is_offered_or_taken(door: Door) -> None:
    page = door.resident.get(f"{door.base}/report").get_data(as_text=True)
    assert "餐饮油烟扰民" in page
    assert "信访" not in page.replace("矛盾纠纷与信访", "")
    assert "过激扬言" not in page
    assert door.send(PETITION)[0] == 422


def test_a_category_that_needs_a_phone_says_so(door: Door) -> None:
    status, page = door.send(PROPERTY, phone="")
    assert status == 422
    assert 'id="phone-e"' in page


def test_a_report_without_phone_and_name_keeps_no_contact(door: Door) -> None:
    assert door.send(phone="")[0] == 200
    with door.web.read():
        assert db.session.scalar(select(func.count(Contact.case_id))) == 0


def test_a_photo_survives_a_refused_form_without_being_picked_again(door: Door) -> None:
    client, url = door.resident, f"{door.base}/report"
    first = client.post(url, data=a_form(door.town.category(FUMES), text="", photos=(BytesIO(a_jpeg()), "现场.jpg")))
    token = re.search(r'name="kept" value="([^"]+)"', first.get_data(as_text=True))
    assert first.status_code == 422
    assert token is not None
    assert client.post(url, data=a_form(door.town.category(FUMES), kept=token.group(1))).status_code == 303
    with door.web.read():
        assert db.session.scalar(select(func.count(CasePhoto.id))) == 1


def test_a_forged_photo_token_is_left_out(door: Door) -> None:
    assert door.send(kept="x.y.z")[0] == 200
    with door.web.read():
        assert db.session.scalar(select(func.count(CasePhoto.id))) == 0


def test_a_file_that_is_no_picture_is_refused_at_its_field_and_the_rest_stays(door: Door) -> None:
    status, page = door.send(photos=(BytesIO(b"GIF89a nothing"), "现场.jpg"))
    assert status == 422
    assert 'id="photos-e"' in page
    assert typed_in(page) == "楼下油烟大"


def test_a_photo_over_fifteen_megabytes_is_413_and_the_rest_stays(door: Door) -> None:
    big = FileStorage(BytesIO(b"\xff\xd8" + bytes(15 * 1024 * 1024)), "大.jpg")
    boundary, body = encode_multipart(a_form(door.town.category(FUMES), photos=big))
    kind = f"multipart/form-data; boundary={boundary}"
    answer = door.resident.post(f"{door.base}/report", data=body, content_type=kind)
    assert answer.status_code == 413
    assert typed_in(answer.get_data(as_text=True)) == "楼下油烟大"


def test_five_photos_are_one_too_many(door: Door) -> None:
    colours = ("red", "green", "blue", "white", "black")
    status, page = door.send(photos=[(BytesIO(a_jpeg(c)), f"{c}.jpg") for c in colours])
    assert status == 422
    assert page.count('name="kept"') == 5


def test_without_a_script_the_buildings_of_an_estate_come_at_a_button(door: Door) -> None:
    status, page = door.send(estate=door.town.estates["和风苑"], buildings="1")
    assert status == 200
    assert "演示路18弄 6" in page
    assert typed_in(page) == "楼下油烟大"


def test_a_point_outside_the_street_is_taken_and_goes_to_the_desk(door: Door) -> None:
    assert door.send(lon=OUTSIDE.lon, lat=OUTSIDE.lat)[0] == 200
    with door.web.read():
        assert db.session.scalars(select(Case.desk_kind)).one() == DeskKind.OUTSIDE


def test_what_the_reporter_ticks_is_kept(door: Door) -> None:
    door.send(confidential="y", about_handlers="y")
    with door.web.read():
        case = db.session.scalars(select(Case)).one()
    assert (case.confidential, case.about_handlers) == (True, True)


def test_a_form_without_its_token_is_refused(door: Door) -> None:
    assert door.resident.post(f"{door.base}/report", data=a_form(1), csrf=False).status_code == 400


def test_the_summary_lists_what_is_wrong_in_the_order_of_the_page(door: Door) -> None:
    status, page = door.send(text=" ", category="", phone="12", estate="", address="", lon="", lat="")
    assert status == 422
    summary = page[page.index("data-error-summary") : page.index("</ul>", page.index("data-error-summary"))]
    wrong = re.findall(r'href="#([a-z]+)', summary)
    assert wrong == ["text", "category", "place", "phone"]
