"""What somebody fills in who wants to sit on panels, and who asks how that stands."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from app.casework.fields import CHOOSE, NONE_OF_THESE, drop_down, option
from app.core.errors import Invalid
from app.core.web.forms import Form, KeyedForm
from app.core.web.locale import said
from app.grid.queries import GridRow
from app.intake.phones import check_phone
from app.people.passwords import hash_password, weakness
from app.review.roster.ops.applying import NAME_MAX, Wish
from app.review.words import KIND_WORDS, ReviewerKind


class JoinForm(KeyedForm):
    """Who they are, for whom they speak, and a password of their own. No address."""

    grid = drop_down(_l("您住的居民区"), missing=_l("请选您住的居民区"))
    kind = RadioField(
        _l("您的身份"),
        [InputRequired(_l("请选一个身份"))],
        coerce=ReviewerKind,
        choices=[SelectChoice(kind, _l(words)) for kind, words in KIND_WORDS.items()],
        invalid_value_message=CHOOSE,
        invalid_choice_message=NONE_OF_THESE,
    )
    name = StringField(
        _l("姓名"), [InputRequired(_l("请写姓名")), Length(max=NAME_MAX, message=_l("太长：最多 30 个字"))]
    )
    phone = StringField(_l("手机号"), [InputRequired(_l("请写手机号"))])
    password = PasswordField(_l("给自己定一个密码"), [InputRequired(_l("请写密码"))])
    again = PasswordField(_l("再写一遍密码"), [EqualTo("password", _l("两遍写的不一样"))])
    agreed = BooleanField(_l("我看过上面的规则，同意"), [InputRequired(_l("同意了才能报名"))])

    def offer(self, homes: Iterable[GridRow]) -> None:
        """The communities to choose from."""
        self.grid.choices = [option(None, str(CHOOSE)), *(option(row.id, row.name) for row in homes)]

    def validate_phone(self, field: Any) -> None:
        """A number that can be called."""
        try:
            check_phone(field.data or "")
        except Invalid as invalid:
            raise ValidationError(said(invalid.errors["phone"])) from None

    def validate_password(self, field: Any) -> None:
        """As good as anybody's here."""
        if wrong := weakness(field.data or ""):
            raise ValidationError(said(wrong))

    @property
    def wish(self) -> Wish:
        """What came in, valid; the password is hashed here, outside any transaction."""
        return Wish(
            form_key=self.form_key.data or "",
            grid_id=self.grid.data,
            kind=self.kind.data,
            name=self.name.data or "",
            phone=check_phone(self.phone.data or ""),
            password_hash=hash_password(self.password.data or ""),
            agreed=self.agreed.data,
        )


class AskedForm(Form):
    """The number they were given, and their password."""

    number = StringField(_l("报名编号"), [InputRequired(_l("请写报名编号"))])
    password = PasswordField(_l("密码"), [InputRequired(_l("请写密码"))])
