"""The copy of a picture that says what it is: when, where, which grid and case, and of which original.

The original and what the ledger holds of it stay as they are; whoever doubts a copy compares the digits.
"""

import hashlib
from functools import partial
from pathlib import Path

from flask_babel import gettext

from app.cases.models import Case
from app.cases.models_trail import CasePhoto
from app.catalog import queries_places as catalog
from app.core import files
from app.core.clock import street_time
from app.core.errors import NotFound
from app.core.stamps import burn
from app.core.values import Point
from app.grid import queries as grid

DIGITS, KEY = 12, 16
SEPARATOR = " · "


def stamped(case: Case, photo: CasePhoto) -> Path:
    """The file of the copy, made at first need. Raises NotFound for a paper. Two statements at most."""
    if not photo.mime.startswith("image/"):
        raise NotFound
    lines = [_when(photo), *_where(case, photo), _which(case, photo)]
    key = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
    return files.beside(photo.sha256, f"{key}.stamped", partial(burn, lines=lines))


def _when(photo: CasePhoto) -> str:
    at = street_time(photo.taken_at or photo.at).strftime("%Y-%m-%d %H:%M:%S")
    return str(gettext("%(at)s 拍摄", at=at) if photo.taken_at else gettext("%(at)s 上传", at=at))


def _where(case: Case, photo: CasePhoto) -> list[str]:
    words = _place(case)
    if photo.lon is not None and photo.lat is not None:
        point = gettext("照片位置 %(point)s", point=_degrees(Point(photo.lon, photo.lat)))
    else:
        point = gettext("案件位置 %(point)s", point=_degrees(case.point)) if case.point else ""
    return list(filter(None, (words, point)))


def _place(case: Case) -> str:
    """The address, else the estate; and the grid. Nothing of it where nobody has said yet."""
    estate = catalog.estate(case.estate_id) if case.estate_id and not case.address else None
    grid_id = case.place_grid_id or case.owner_grid_id
    said = (case.address or (estate.name if estate else ""), grid.row(grid_id).name if grid_id else "")
    return SEPARATOR.join(filter(None, said))


def _which(case: Case, photo: CasePhoto) -> str:
    return SEPARATOR.join((case.receipt, gettext("原图 SHA-256 %(digits)s", digits=photo.sha256[:DIGITS])))


def _degrees(point: Point) -> str:
    return f"{point.lat:.5f}°, {point.lon:.5f}°"
