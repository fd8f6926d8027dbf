"""The copy of a case's picture that says when, where, of which case and of which original it is."""

import contextlib
from io import BytesIO
from typing import NamedTuple

import pytest
from PIL import Image

from app.cases import audit, queries
from app.casework import stamped
from app.core import files, stamps
from app.core.clock import street_time
from app.core.permissions import Actor
from tests.builders.staffed import Office
from tests.builders.town import CLUTTER


class Asked(NamedTuple):
    """An answer that is closed."""

    status: int
    kind: str | None
    kept: str | None
    raw: bytes


def _asked(office: Office, who: Actor, path: str) -> Asked:
    answer = office.at_screen(who).get(path)
    with contextlib.closing(answer):
        return Asked(answer.status_code, answer.mimetype, answer.headers.get("Cache-Control"), answer.data)


def test_the_copy_is_made_when_asked_for_and_the_original_and_its_seal_stay(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[list[str]] = []

    def burn(raw: bytes, lines: list[str]) -> bytes:
        made.append(lines)
        return stamps.burn(raw, lines)

    monkeypatch.setattr(stamped, "burn", burn)
    town, case_id = office.town, office.case(office.town.handled, CLUTTER)
    path = f"/cases/{case_id}/photos/{office.photo_of(case_id)}"
    assert f"{path}?stamped" in office.sees(town.worker, f"/cases/{case_id}")
    first, second, plain = (_asked(office, town.worker, path + query) for query in ("?stamped", "?stamped", ""))
    assert (first.status, first.kind, first.kept) == (200, files.PICTURE, "private, no-store")
    assert Image.open(BytesIO(first.raw)).width >= 640 and first.raw == second.raw
    with office.web.read():
        case, photo = town.of(case_id), queries.photos(case_id)[0]
        [lines], original = made, files.open_stored(photo.sha256).read_bytes()
        assert lines[0] == f"{street_time(photo.at):%Y-%m-%d %H:%M:%S} 上传"
        assert case.receipt in lines[-1] and photo.sha256[:12] in lines[-1]
        assert case.address in lines[1] and "31.2" in lines[2] and len(lines) == 4
        assert audit.verify().faults == []
    assert plain.raw == original != first.raw
    assert _asked(office, town.market, f"{path}?stamped").status == 404
