"""What a tablet filled in, put into the form that a page would have: nothing it sent is passed over in silence."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from flask_babel import gettext

from app.cases.reports import Picture
from app.cases.words import PhotoKind
from app.casework.pictures import EACH_MAX, PicturesField, fields_of
from app.core import files
from app.core.errors import Invalid, Refusal
from app.core.files import Stored
from app.core.web.forms import Form
from app.field.operations import Operation, Shot


class Unfit(Refusal):
    """Something is wrong with what was filled in. faults: by field, in words of the page's language."""

    status = 422

    def __init__(self, faults: Mapping[str, Sequence[str]], words: str = "") -> None:
        super().__init__()
        self.faults, self.words = faults, words


def fill(form: Form, operation: Operation, stored: Mapping[str, Stored], off: timedelta) -> None:
    """Judge the fields and hand in the pictures; off: what the tablet's clock is wrong by. Raises Unfit."""
    faults = {name: [gettext("这一项现在不用填了，先把它记成一笔")] for name in _unknown(form, operation)}
    if not form.validate():
        faults |= _faults(form)
    for field in fields_of(form):
        shots = operation.photos.get(field.name, [])
        faults |= _pictures(field, [(shot, stored[shot.sha256]) for shot in shots], off)
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
    """What was filled in and the form does not ask any more: the category may have changed since."""
    sent = [name for name, values in operation.fields.items() if any(value.strip() for value in values)]
    return [name for name in (*sent, *operation.photos) if name not in form]


def _pictures(field: PicturesField, sent: Sequence[tuple[Shot, Stored]], off: timedelta) -> dict[str, list[str]]:
    """Put them into their field; what is wrong with them, by the field's name."""
    if len(sent) > EACH_MAX:
        return {field.name: [gettext("最多 4 张")]}
    if field.shows is not PhotoKind.DOCUMENT and any(kept.mime != files.PICTURE for _, kept in sent):
        return {field.name: [gettext("这个文件不是照片")]}
    field.kept = [Picture(field.shows, _noted(kept, shot, off)) for shot, kept in sent]
    return {}


def _noted(kept: Stored, shot: Shot, off: timedelta) -> Stored:
    """With the camera's own time and place, else those that the tablet noted; its clock set right."""
    taken = kept.taken_at or shot.taken_at
    return replace(kept, taken_at=taken + off if taken else None, point=kept.point or shot.point)
