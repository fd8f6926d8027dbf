"""A tablet's pictures: in pieces, whole by their hash, never lost when an answer is."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app import jobs
from app.core import files
from app.core.permissions import Actor
from app.field import uploads
from app.jobs import Turn
from tests.builders.staffed import LATER, Office
from tests.builders.town import a_jpeg

PIECE = 400
PHOTO = a_jpeg() + Random(7).randbytes(700)  # what follows the end of a JPEG is no part of the picture
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    files.configure(tmp_path)


@dataclass
class Tablet:
    """Somebody's tablet with one picture."""

    office: Office
    who: Actor
    raw: bytes = PHOTO

    @property
    def name(self) -> str:
        return sha256(self.raw).hexdigest()

    def asks(self) -> Any:
        return self.office.at_screen(self.who).get(f"/field/photos/{self.name}", headers=JSON)

    def puts(self, offset: int, end: int | None = None, **more: Any) -> Any:
        """The bytes from `offset` up to `end`, else a piece of them."""
        end = offset + PIECE if end is None else end
        query = {"offset": offset, "size": more.pop("size", len(self.raw))}
        client = self.office.at_screen(self.who)
        told = {"query_string": query, "data": self.raw[offset:end], "headers": JSON}
        return client.put(f"/field/photos/{self.name}", **told, **more)

    def sends(self) -> Any:
        """All of it, piece by piece."""
        answer = self.asks()
        while not answer.json["whole"]:
            answer = self.puts(answer.json["have"])
            assert answer.status_code == 200, answer.json
        return answer

    def stored(self) -> files.Stored | None:
        with self.office.web.read():
            return uploads.all_stored(self.who, [self.name]).get(self.name)


@pytest.fixture
def tablet(office: Office) -> Tablet:
    return Tablet(office, office.town.worker)


def test_a_picture_in_pieces_is_kept_like_any_other_once_it_is_whole(tablet: Tablet) -> None:
    assert tablet.asks().json == {"sha256": tablet.name, "have": 0, "whole": False}
    assert tablet.puts(0).json == {"sha256": tablet.name, "have": PIECE, "whole": False}
    assert (tablet.puts(0).status_code, tablet.puts(0).json["have"]) == (409, PIECE)  # its answer was lost
    assert tablet.stored() is None
    assert tablet.sends().json == {"sha256": tablet.name, "have": len(PHOTO), "whole": True}
    kept = tablet.stored()
    assert kept is not None and (kept.mime, kept.width, kept.height) == (files.PICTURE, 64, 48)
    assert files.open_stored(kept.sha256).is_file()
    for again in (tablet.puts(0), tablet.puts(PIECE), tablet.asks()):
        assert (again.status_code, again.json["whole"]) == (200, True)
    assert list((files.root() / "incoming").rglob("*.part")) == []
    assert Tablet(tablet.office, tablet.office.town.chief).asks().json["whole"] is False


def test_an_accident_at_the_last_piece_costs_that_piece(tablet: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    last = len(PHOTO) - 10
    tablet.puts(0, last)
    with monkeypatch.context() as broken:
        broken.setattr(uploads, "_write_down", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            tablet.puts(last)
    assert tablet.asks().json == {"sha256": tablet.name, "have": last, "whole": False}
    assert tablet.sends().json["whole"] is True


def test_a_piece_that_breaks_off_on_its_way_is_not_taken(tablet: Tablet) -> None:
    half = {"environ_overrides": {"CONTENT_LENGTH": str(PIECE)}}
    assert tablet.puts(0, PIECE // 2, **half).status_code == 400
    assert tablet.asks().json["have"] == 0
    assert tablet.sends().json["whole"] is True


def test_what_is_not_what_was_announced_begins_anew(tablet: Tablet) -> None:
    torn = Tablet(tablet.office, tablet.who, PHOTO)
    tablet.puts(0)
    torn.raw, name = PHOTO[:-1] + b"?", tablet.name
    client = tablet.office.at_screen(tablet.who)
    rest = {"query_string": {"offset": PIECE, "size": len(PHOTO)}, "data": torn.raw[PIECE:], "headers": JSON}
    answer: Any = client.put(f"/field/photos/{name}", **rest)
    assert (answer.status_code, answer.json["code"], answer.json["status"]) == (422, "torn", 422)
    assert tablet.asks().json["have"] == 0
    for no_picture in (b"no picture at all", PHOTO[:100]):
        refused = Tablet(tablet.office, tablet.who, no_picture).puts(0)
        assert (refused.status_code, "code" in refused.json) == (422, False)
    paper = Tablet(tablet.office, tablet.who, b"%PDF-1.7 a paper")
    assert paper.puts(0).json["whole"] is True
    kept = paper.stored()
    assert kept is not None and kept.mime == files.PAPER


def test_the_door_takes_pieces_of_people_who_work_outside_and_no_more_than_it_says(tablet: Tablet) -> None:
    office, town = tablet.office, tablet.office.town
    for who in (town.reviewers[0], town.admin):
        assert (Tablet(office, who).asks().status_code, Tablet(office, who).puts(0).status_code) == (403, 403)
    assert Tablet(office, town.handler).sends().json["whole"] is True
    assert office.web.client().get(f"/field/photos/{tablet.name}", headers=JSON).status_code == 401
    assert tablet.puts(0, csrf=False).status_code == 400
    assert tablet.puts(0, size=files.BYTES_MAX + 1).status_code == 413
    assert Tablet(office, town.worker, bytes(1024 * 1024 + 1)).puts(0, 1024 * 1024 + 1).status_code == 413
    assert [tablet.puts(0, size=size).status_code for size in (0, 3, "x")] == [422] * 3
    assert office.at_screen(town.worker).get("/field/photos/nothing", headers=JSON).status_code == 404


def test_nobody_fills_the_disk_alone(tablet: Tablet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SENT_MAX", len(PHOTO))
    tablet.sends()
    more = Tablet(tablet.office, tablet.who, b"%PDF-1.7 a paper")
    assert more.puts(0).status_code == 413
    assert (tablet.puts(0).status_code, Tablet(tablet.office, tablet.office.town.chief).puts(0).status_code) == (
        200,
        200,
    )


def test_after_two_weeks_a_tablet_that_still_needs_it_sends_it_again(tablet: Tablet) -> None:
    tablet.sends()
    half = Tablet(tablet.office, tablet.who, a_jpeg("red") + bytes(1000))
    half.puts(0)
    with tablet.office.web.read():
        jobs.purge(Turn(LATER + timedelta(days=13)))
    assert (tablet.stored() is not None, half.asks().json["have"]) == (True, PIECE)
    with tablet.office.web.read():
        jobs.purge(Turn(LATER + timedelta(days=15)))
    assert (tablet.stored(), half.asks().json["have"]) == (None, 0)
    assert tablet.sends().json["whole"] is True
