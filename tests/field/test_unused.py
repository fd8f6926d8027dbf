"""Kept files that no case names are forgotten after three weeks; every other stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from app import jobs
from app.cases import queries as cases
from app.core import files
from app.field import uploads
from tests.builders.staffed import Office
from tests.builders.town import MONDAY, a_jpeg
from tests.field.tablet import Tablet, shot


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    files.configure(tmp_path)


def lie(sha256: str, days: int) -> str:
    """Brought so many days ago."""
    then = (MONDAY - timedelta(days=days)).timestamp()
    os.utime(files.path_of(sha256), (then, then))
    return sha256


def nights(office: Office) -> int:
    """How many go in sixteen nights."""
    with office.web.read():
        return sum(jobs.drop_unused(jobs.Turn(MONDAY + timedelta(days=night))) for night in range(16))


def test_what_no_case_names_goes_after_three_weeks_with_what_was_made_of_it(office: Office) -> None:
    tablet = Tablet(office, office.town.worker)
    line = tablet.line(office.case(office.town.signed_in))
    noted, unsent = tablet.uploads(a_jpeg("red")), tablet.uploads(a_jpeg("blue"))
    tablet.sends(tablet.op("note", line, fields={"text": ["看过"]}, photos={"photos": [shot(noted)]}))
    with office.web.read():
        [photo] = {one.sha256 for one in cases.photos(line["id"])}
        on_its_way = uploads.all_stored(office.town.worker, [unsent])[unsent].sha256
    left, fresh = (files.store_image(a_jpeg(colour), MONDAY).sha256 for colour in ("white", "black"))
    files.beside(left, "stamped", lambda raw: raw)
    for sha256, days in ((photo, 30), (on_its_way, 30), (left, 22), (fresh, 20)):
        lie(sha256, days)
    files.store_image(a_jpeg("black"), MONDAY)
    first = files.path_of(photo)
    aside = first.rename(first.with_suffix(".aside"))
    assert nights(office) == 0, "it is not the store of this database"
    aside.rename(first)
    assert nights(office) == 1 and list(files.path_of(left).parent.glob(f"{left}*")) == []
    assert all(files.open_stored(sha256).is_file() for sha256 in (photo, on_its_way, fresh))
