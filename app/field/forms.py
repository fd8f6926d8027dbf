"""A report from the street or the desk: what, where, by whom, and whether it was fixed on the spot."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField

from app.cases.labels import label
from app.cases.policy import RESTRICTED_ROLES
from app.cases.reports import Report, Result
from app.cases.words import Finding, Outcome, PhotoKind, Source, Urgency
from app.casework.fields import area, drop_down, id_or_none, maybe, option, radio
from app.casework.forms_desk import category_options
from app.casework.forms_work import AFTER_HINT, CLAIMS, FACTS, OUTCOME_SMALL, why_of_photo
from app.casework.pictures import PicturesField
from app.casework.spots import SpotFields
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.core.web.forms import KeyedForm

URGENCY_SMALL = {
    Urgency.NORMAL: _("照这一类平常的时限"),
    Urgency.URGENT: _("等不到平常的时限；直接派给主办单位"),
    Urgency.CRITICAL: _("现在就有危险：先打 110、119、120，再报"),
}
AT_THE_DESK = (Source.HOTLINE, Source.HIGHER, Source.MEDIA, Source.PATROL)


class NewForm(SpotFields, KeyedForm):
    """A staff report; with `done` also the result of what was fixed on the spot."""

    ORDER = (
        "photos",
        "text",
        "category",
        "urgency",
        "source",
        "place",
        "estate",
        "building",
        "address",
        "after",
        "photo_why",
        "document",
    )

    photos = PicturesField(_("现场照片"), shows=PhotoKind.REPORT, hint=_("先拍再说，最多 4 张。"), optional=True)
    text = area(_("看到了什么"), missing=_("请写几个字，说说是什么问题"))
    category = drop_down(_("类别"))
    urgency = radio(
        _("急不急"), [(u, _(label(u))) for u in Urgency], coerce=maybe(Urgency), needed=False, small=URGENCY_SMALL
    )
    source = radio(_("来源"), [], coerce=Source)
    name = StringField(_("报告人怎么称呼"), default="")
    phone = StringField(_("报告人电话"), default="", description=_("加密保存，默认遮盖。"))
    confidential = BooleanField(_("报告人不想让处置的人知道"))
    about_handlers = BooleanField(_("反映的就是会来处置的人"))
    done = BooleanField(_("我当场办好了（自行处置）"))
    after = PicturesField(_("处置之后"), shows=PhotoKind.AFTER, hint=AFTER_HINT, optional=True)
    photo_why = why_of_photo()
    document = PicturesField(_("凭据"), shows=PhotoKind.DOCUMENT, hint=_("有的类别要：PDF 或照片。"), optional=True)
    outcome = radio(_("结果"), [(o, _(label(o))) for o in Outcome], coerce=Outcome, small=OUTCOME_SMALL, needed=False)
    fact = radio(_("事实认定"), FACTS, coerce=Finding, needed=False)
    claim = radio(_("诉求认定"), CLAIMS, coerce=Finding, needed=False)
    reply = TextAreaField(_("给居民的答复"), description=_("居民会看到这段话，不写人名和电话。"))
    same_as = StringField()

    def offer(self, actor: Actor) -> None:
        """Fill the lists for this person; somebody in the street reports what they saw, and nothing else."""
        self.category.choices = category_options(actor)
        sources: Sequence[Source] = AT_THE_DESK if actor.has(*RESTRICTED_ROLES) else (Source.PATROL,)
        self.source.choices = [option(source, gettext(label(source))) for source in sources]
        if self.source.data is None and len(sources) == 1:
            self.source.data = sources[0]
        self.offer_places(actor.street_id)

    @property
    def chosen(self) -> int | None:
        """The open case that somebody says this is the same as."""
        return id_or_none(self.same_as.data)

    def report(self, actor: Actor) -> Report:
        """What came in. Raises Invalid at the fields of the result when one of them is missing."""
        return Report(
            source=self.source.data,
            text=self.text.data or "",
            category_id=self.category.data,
            spot=self.placed(actor.street_id),
            pictures=() if self.done.data else tuple(self.photos.kept),
            form_key=self.form_key.data,
            confidential=self.confidential.data,
            about_handlers=self.about_handlers.data,
            result=self._result() if self.done.data else None,
            urgency=self.urgency.data,
        )

    def take(self, invalid: Invalid) -> None:
        """A missing picture of before is one of the report's own field."""
        errors = {"photos" if name == "before" else name: words for name, words in invalid.errors.items()}
        super().take(Invalid(invalid.message, errors, **invalid.params))

    def _result(self) -> Result:
        missing = {n: gettext("请选一个") for n in ("outcome", "fact", "claim") if getattr(self, n).data is None}
        if missing:
            raise Invalid(errors=missing)
        before = [replace(picture, kind=PhotoKind.BEFORE) for picture in self.photos.kept]
        pictures = (*before, *self.after.kept, *self.document.kept)
        words = (self.outcome.data, self.fact.data, self.claim.data, self.reply.data or "")
        return Result(*words, pictures=pictures, photo_why=self.photo_why.data or "")
