"""What is typed at the desk's list."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField

from app.casework.fields import area, drop_down
from app.core.web.forms import Form, KeyedForm
from app.desk.words import BulkVerb


class SaveForm(Form):
    """A name for the filters as they stand. Whether it will do is said by the op."""

    name = StringField(_("存成我的筛选"))
    shared = BooleanField(_("给全街道的调度台用"))


class BulkForm(KeyedForm):
    """One move on many cases: `picks`, and what goes with the move."""

    picks = HiddenField()

    @property
    def member_id(self) -> int | None:
        """To whom they go."""
        return None

    @property
    def words(self) -> str:
        """What is written to each."""
        return ""


class DispatchMany(BulkForm):
    """派遣 to one member."""

    member = drop_down(_("派给哪位网格员"), missing=_("请选网格员"))

    @property
    def member_id(self) -> int | None:
        """To whom they go."""
        return self.member.data  # type: ignore[no-any-return]


class UrgeMany(BulkForm):
    """催办 in the same words."""

    text = area(_("要催什么"), optional=True)

    @property
    def words(self) -> str:
        """What is written to each."""
        return self.text.data or ""


class VoidMany(BulkForm):
    """作废 for the same reason."""

    reason = area(_("作废的理由"), _("每一件都写上这个理由。"), missing=_("请写明理由"))

    @property
    def words(self) -> str:
        """What is written to each."""
        return self.reason.data or ""


BULK_FORMS: dict[BulkVerb, type[BulkForm]] = {
    BulkVerb.DISPATCH: DispatchMany,
    BulkVerb.URGE: UrgeMany,
    BulkVerb.VOID: VoidMany,
}
