"""What every move's form has, and the forms that ask for a few words only."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.cases import ops
from app.cases import queries as cases
from app.cases.models import Case
from app.cases.order import is_reopening_asked
from app.cases.receipts import read_receipt
from app.cases.words import PhotoKind
from app.casework.fields import area
from app.casework.pictures import PicturesField, pictures_of
from app.catalog.models import Category
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web.forms import Form

DIGITS_MAX = 9


@dataclass(frozen=True)
class Occasion:
    """Who makes a move on what, and when; the case comes with its handlers and whom it is about."""

    actor: Actor
    case: Case
    category: Category | None
    at: datetime


class MoveForm(Form):
    """The form of one verb. `version`: how many lines of the story the page showed; `next`: where to go on."""

    version = HiddenField()
    next = HiddenField()

    @property
    def seen(self) -> int:
        """The version as a number; -1, which no case has, for anything else."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX else -1

    def prepare(self, now: Occasion) -> None:
        """Load what the form offers for this case, and drop the fields that it does not ask."""

    def act(self, now: Occasion) -> None:
        """Make the move; raises what the op refuses."""
        raise NotImplementedError

    def typed(self) -> str:
        """The words somebody wrote, to be kept when the move is no longer theirs to make."""
        texts = (f.data for f in self if isinstance(f, TextAreaField) and isinstance(f.data, str))
        return "\n".join(text for text in texts if text.strip())


class SignIn(MoveForm):
    """签收."""

    def act(self, now: Occasion) -> None:
        """Sign in."""
        ops.sign_in(now.actor, now.case, at=now.at)


class Verify(MoveForm):
    """派人核实."""

    def act(self, now: Occasion) -> None:
        """Send somebody to look."""
        ops.verify(now.actor, now.case, at=now.at)


class File(MoveForm):
    """立案."""

    def act(self, now: Occasion) -> None:
        """Open it formally."""
        ops.file(now.actor, now.case, at=now.at)


class Resume(MoveForm):
    """恢复办理."""

    def act(self, now: Occasion) -> None:
        """Go on with it."""
        ops.resume(now.actor, now.case, at=now.at)


class Reasoned(MoveForm):
    """A move that needs a reason and nothing else."""

    reason = area(_("理由"), missing=_("请写明理由"))


class Reject(Reasoned):
    """不予立案."""

    def act(self, now: Occasion) -> None:
        """End it without opening it."""
        ops.reject(now.actor, now.case, self.reason.data, at=now.at)


class Void(Reasoned):
    """作废."""

    def act(self, now: Occasion) -> None:
        """End it, keep it."""
        ops.void(now.actor, now.case, self.reason.data, at=now.at)


class Reopen(Reasoned):
    """重开."""

    def prepare(self, now: Occasion) -> None:
        """Who asked for it reads why it is granted."""
        if is_reopening_asked(now.case):
            self.reason.description = gettext("报告人看得到这段话，不写人名和电话。")

    def act(self, now: Occasion) -> None:
        """A new round."""
        ops.reopen(now.actor, now.case, self.reason.data, at=now.at)


class Unmerge(Reasoned):
    """撤销并案."""

    def act(self, now: Occasion) -> None:
        """Apart again."""
        ops.unmerge(now.actor, now.case, self.reason.data, at=now.at)


class Confer(Reasoned):
    """交疑难会商."""

    def act(self, now: Occasion) -> None:
        """Before a conference."""
        ops.confer(now.actor, now.case, self.reason.data, at=now.at)


class Merge(Reasoned):
    """并案."""

    other = StringField(
        _("并入哪一件"), [InputRequired(_("请写案件编号"))], description=_("写案件编号，例如 ZX-261116-0427-K")
    )

    def prepare(self, _now: Occasion) -> None:
        """Start from the case whose card was pressed."""
        if not self.is_submitted() and (receipt := read_receipt(request.args.get("other", ""))):
            self.other.data = receipt

    def act(self, now: Occasion) -> None:
        """Go on inside the other case, which must be visible to whoever merges."""
        receipt = read_receipt(self.other.data)
        other = cases.by_receipt(now.actor, receipt) if receipt else None
        if other is None:
            raise Invalid(errors={"other": N_("没有这个编号的案件，请再核对一下")})
        ops.merge(now.actor, now.case, other, self.reason.data, at=now.at)


class Note(MoveForm):
    """记一笔."""

    text = area(_("写什么"), _("所有能看这件事的工作人员都看得到。"), optional=True)
    photos = PicturesField(_("照片"), shows=PhotoKind.REPORT, optional=True)

    def act(self, now: Occasion) -> None:
        """Write it down."""
        ops.note(now.actor, now.case, self.text.data, pictures_of(self), at=now.at)


class Urge(MoveForm):
    """催办."""

    text = area(_("要催什么"), optional=True)

    def act(self, now: Occasion) -> None:
        """Urge, counted."""
        ops.urge(now.actor, now.case, self.text.data, at=now.at)
