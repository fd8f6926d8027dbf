"""Files travel compressed to whoever reads that, and unharmed to everybody."""

import gzip

from tests.support.web import Web

SHEET = "/static/css/tokens.css"


def test_a_file_arrives_the_same_whether_compressed_or_not(web: Web) -> None:
    client = web.client()
    with client.get(SHEET, headers={"Accept-Encoding": "identity"}) as plain:
        whole = plain.get_data()
    small = client.get(SHEET, headers={"Accept-Encoding": "gzip"})
    assert (plain.headers.get("Content-Encoding"), small.headers["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(small.get_data()) == whole
    assert len(small.get_data()) < len(whole) / 2
    assert "Accept-Encoding" in small.headers["Vary"]


def test_what_a_browser_still_has_is_not_sent_again(web: Web) -> None:
    client = web.client()
    first = client.get(SHEET, headers={"Accept-Encoding": "gzip"})
    with client.get(SHEET, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}) as again:
        assert (again.status_code, again.get_data()) == (304, b"")


def test_a_picture_and_a_page_of_ours_are_sent_as_they_are(web: Web) -> None:
    client = web.client()
    for path in ("/static/icons/app-192.png", "/sign-in"):
        with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
            assert "Content-Encoding" not in answer.headers


def test_the_shell_of_the_tablet_reads_no_session_and_travels_compressed(web: Web) -> None:
    answer = web.client().get("/field/", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.headers.getlist("Set-Cookie")) == ("gzip", [])
    assert b"csrf" not in gzip.decompress(answer.get_data())
