"""Pictures in a form: kept before the transaction, and never lost because another field was wrong.

A browser cannot fill a file field again, so what was kept comes back as a signed slip in a hidden field.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField

from app.cases.reports import Picture
from app.cases.words import PhotoKind
from app.core import files
from app.core.errors import Invalid, TooLarge
from app.core.msgid import N_
from app.core.web import slips

DOOR = "staff"
EACH_MAX = 4


class PicturesField(MultipleFileField):
    """Up to four pictures of one kind; a DOCUMENT may also be a PDF."""

    def __init__(
        self, label: str = "", *, shows: PhotoKind, hint: str = "", optional: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, description=hint, **kwargs)
        self.shows, self.optional = shows, optional
        self.slips: list[str] = []
        self.kept: list[Picture] = []

    @property
    def accept(self) -> str:
        """What the file dialogue offers."""
        return "image/*,application/pdf" if self.shows is PhotoKind.DOCUMENT else "image/*"

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the new files, and the slips of those that were kept before."""
        super().process(formdata, *args, **kwargs)
        self.slips = list(formdata.getlist(f"{self.name}-kept")) if formdata else []

    def deposit(self, at: datetime) -> None:
        """Keep the new files; `kept` then holds all. Raises Invalid or TooLarge with the words for this field."""
        self.kept = [picture for slip in self.slips if (picture := _read(slip, self.shows))]
        for file in self.data or ():
            if isinstance(file, FileStorage):
                with contextlib.closing(file):
                    self.kept += [self._store(file, at)] if file.filename else []
        self.slips = [_write(picture) for picture in self.kept]
        if len(self.kept) > EACH_MAX:
            raise Invalid(N_("最多 4 张"))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What was kept, as (slip, ticket); the ticket names the picture in an address, "" for a paper."""
        papers = self.shows is PhotoKind.DOCUMENT
        return [
            (slip, "" if papers else slips.ticket(DOOR, picture.stored))
            for slip in self.slips
            if (picture := _read(slip, self.shows))
        ]

    def _store(self, file: FileStorage, at: datetime) -> Picture:
        raw = file.stream.read(files.BYTES_MAX + 1)
        if self.shows is PhotoKind.DOCUMENT:
            return Picture(self.shows, files.store_document(raw, at, file.filename or ""))
        return Picture(self.shows, files.store_image(raw, at))


def deposit(form: Any, at: datetime) -> int:
    """Keep the files of every picture field of a form; 200, or the status of what was refused (413, 422).

    Refusals stand at their field; the pictures that were fine are kept all the same.
    """
    status = 200
    for field in fields_of(form):
        try:
            field.deposit(at)
        except (Invalid, TooLarge) as refused:
            field.errors = [*field.errors, gettext(refused.message, **refused.params)]
            status = max(status, refused.status) if status == 200 else status
    return status


def fields_of(form: Any) -> Iterator[PicturesField]:
    """The picture fields of a form."""
    return (field for field in form if isinstance(field, PicturesField))


def pictures_of(form: Any) -> tuple[Picture, ...]:
    """Every kept picture of a form, in the order of its fields."""
    return tuple(picture for field in fields_of(form) for picture in field.kept)


def sha_of(ticket: str) -> str:
    """The hash behind the address of a kept picture; raises NotFound."""
    return slips.sha_of(DOOR, ticket)


def _write(picture: Picture) -> str:
    return slips.write(DOOR, picture.stored, picture.kind.value)


def _read(slip: str, shows: PhotoKind) -> Picture | None:
    stored = slips.read(DOOR, slip, shows.value)
    return Picture(shows, stored) if stored else None
