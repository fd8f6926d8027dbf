"""What comes in from the page that prepares a packet: one form for every act on it."""

from collections.abc import Iterator

from wtforms import Field, HiddenField, StringField

from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.pictures import WHOLE, Box
from app.core.web.forms import Form
from app.review.words import PacketField

EDGES = ("left", "top", "width", "height")
NUMBER_MAX = 8  # letters
NO_NUMBERS = N_("左、上、宽、高都要填 0 到 100 的数")


class EdgeField(Field):
    """Every value that was sent under one name, in order."""

    data: list[str]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take them as they came."""
        self.data = [str(value).strip() for value in valuelist]


class PacketForm(Form):
    """do: words, show, boxes, out or back; the other fields as that needs them. Edges are percent of a picture.

    `boxes` is no control: it carries what is wrong with all of them.
    """

    do, field, words = HiddenField(), HiddenField(), StringField()
    row, photo, boxes = HiddenField(), HiddenField(), HiddenField()
    left, top, width, height = (EdgeField() for _ in EDGES)

    @property
    def text(self) -> PacketField:
        """Which text; raises Invalid for none of them."""
        try:
            return PacketField(self.field.data or "")
        except ValueError:
            raise Invalid(N_("请从列表里选一个")) from None

    @property
    def drawn(self) -> list[Box]:
        """The boxes; rows left empty are none. Raises Invalid."""
        return [Box(*map(_thousandths, row)) for row in self._rows() if any(row)]

    def number(self, name: str) -> int:
        """An id; 0, which nothing has, for what is none."""
        text = self._fields[name].data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def _rows(self) -> Iterator[tuple[str, ...]]:
        edges = [self._fields[name].data or [] for name in EDGES]
        if len({len(values) for values in edges}) > 1:
            raise Invalid(errors={"boxes": NO_NUMBERS})
        return zip(*edges, strict=True)


def _thousandths(percent: str) -> int:
    try:
        value = float(percent) if len(percent) <= NUMBER_MAX else -1.0
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise Invalid(errors={"boxes": NO_NUMBERS})
    return round(value * WHOLE / 100)
