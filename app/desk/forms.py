"""What is typed at the desk's list."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

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

    @property
    def suggested(self) -> bool:
        """Whether each case has a target of its own."""
        return False


class DispatchMany(BulkForm):
    """派遣 to one member, or each case to whom routing suggests."""

    by_routing = BooleanField(_("每件派给规则建议的人"))
    member = drop_down(_("派给哪位网格员"))

    def validate_member(self, field: SelectField) -> None:
        """One of the two, not both. Raises ValidationError."""
        if not self.suggested and field.data is None:
            raise ValidationError(_("请选网格员，或勾每件派给规则建议的人"))
        if self.suggested and field.data is not None:
            raise ValidationError(_("按建议派就不用选人：两样只选一样"))

    @property
    def suggested(self) -> bool:
        """Whether each goes where routing would send it."""
        return bool(self.by_routing.data)

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
