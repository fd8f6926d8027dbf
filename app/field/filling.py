"""What a tablet filled in, put into the form that a page would have: nothing it sent is passed over in silence."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext

from app.cases.reports import Picture
from app.cases.words import PhotoKind
from app.casework.pictures import EACH_MAX, PicturesField, fields_of
from app.core import files
from app.core.errors import Invalid, Refusal
from app.core.files import Stored
from app.core.web.forms import Form
from app.field import moments
from app.field.operations import Operation, Shot


class Unfit(Refusal):
    """Something is wrong with what was filled in. faults: by field, in words of the page's language."""

    status = 422

    def __init__(self, faults: Mapping[str, Sequence[str]], words: str = "") -> None:
        super().__init__()
        self.faults, self.words = faults, words


@dataclass(frozen=True)
class Arrival:
    """What a batch says of times. off: what the tablet's clock is wrong by; at: when we have it."""

    off: timedelta
    at: datetime


def fill(form: Form, operation: Operation, stored: Mapping[str, Stored], when: Arrival) -> None:
    """Judge the fields and hand in the pictures. Raises Unfit."""
    faults = {name: [gettext("这一项现在不用填了，先把它记成一笔")] for name in _unknown(form, operation)}
    if not form.validate():
        faults |= _faults(form)
    for field in fields_of(form):
        shots = operation.photos.get(field.name, [])
        faults |= _pictures(field, [(shot, stored[shot.sha256]) for shot in shots], when)
    if faults:
        raise Unfit(faults)


@contextmanager
def fit(form: Form) -> Iterator[None]:
    """What an op finds wrong inside stands at the fields of the form. Raises Unfit instead of Invalid."""
    try:
        yield
    except Invalid as refused:
        form.take(refused)
        raise Unfit(_faults(form), " ".join(map(str, form.form_errors))) from None


def _faults(form: Form) -> dict[str, list[str]]:
    return {field.name: words for field in form if (words := form.errors_of(field.name))}


def _unknown(form: Form, operation: Operation) -> list[str]:
    """What was filled in and the form does not ask any more, words and pictures each: the category may have changed."""
    sent = [name for name, values in operation.fields.items() if any(value.strip() for value in values)]
    rows = {field.name for field in fields_of(form)}
    return [*(n for n in sent if n not in form or n in rows), *(n for n in operation.photos if n not in rows)]


def _pictures(field: PicturesField, sent: Sequence[tuple[Shot, Stored]], when: Arrival) -> dict[str, list[str]]:
    """Put them into their field; what is wrong with them, by the field's name."""
    if len(sent) > EACH_MAX:
        return {field.name: [gettext("最多 4 张")]}
    if field.shows is not PhotoKind.DOCUMENT and any(kept.mime != files.PICTURE for _, kept in sent):
        return {field.name: [gettext("这个文件不是照片")]}
    field.kept = [Picture(field.shows, _noted(kept, shot, when)) for shot, kept in sent]
    return {}


def _noted(kept: Stored, shot: Shot, when: Arrival) -> Stored:
    """With the camera's own time and place, else those that the tablet noted; its clock set right."""
    told = (moments.taken_at(taken, when.off, when.at) for taken in (kept.taken_at, shot.taken_at))
    return replace(kept, taken_at=next(filter(None, told), None), point=kept.point or shot.point)
