"""What the pages of categories and reply texts are given, and how a change of limits is looked at before it is made."""

from datetime import datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext

from app.admin import queries_catalog as queries
from app.admin.forms_catalog import LimitsForm, ReplyForm
from app.admin.forms_stages import StageForm
from app.admin.sending import typed
from app.catalog import queries as catalog
from app.catalog.models import Category, CategoryLimit
from app.catalog.models_replies import ReplyText
from app.catalog.setup import ops
from app.catalog.setup.limits import Promise, faults_of
from app.core.clock import from_street, street_time
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Span
from app.core.web import page
from app.core.web.locale import NOTHING, local, said
from app.sla.lamps import SPAN_WORDS


def span_words(text: str | Span | None) -> str:
    """ "4 working_hour" as people say it; a dash for none."""
    if not text:
        return NOTHING
    span = text if isinstance(text, Span) else Span.parse(text)
    return said(SPAN_WORDS[span.unit], n=span.amount)


def category_page(
    actor: Actor, category_id: int, at: datetime, form: LimitsForm | None = None, status: int = 200
) -> Any:
    """A category, every version of its limits, and the form for new ones. Raises NotFound."""
    row, versions = queries.category(actor.street_id, category_id), queries.versions(category_id)
    now, coming = queries.now_and_next(versions, at)
    newest = versions[-1].id if versions else None
    shown = form or LimitsForm.of(coming or now, newest, street_time(at).date())
    shown.sure.data = ""  # whatever was looked at before, what is typed now is looked at again
    context = {"versions": list(reversed(versions)), "now": now, "coming": coming, "span": span_words}
    return page("admin/category.html", status, row=row, form=shown, **context)


def preview_page(actor: Actor, category_id: int, form: LimitsForm, at: datetime) -> Any:
    """What the change would do, and one button that does it. Raises NotFound, Invalid for what cannot be."""
    row, promise = queries.category(actor.street_id, category_id), form.promise
    from_at = starts(form, at)
    if wrong := faults_of(promise):
        raise Invalid(errors=wrong)
    now, coming = queries.now_and_next(queries.versions(category_id), at)
    if coming is not None and from_at <= coming.from_at:
        day = local(coming.from_at, "day")
        raise Invalid(errors={"from_day": N_("已经定了从 %(day)s 起的新时限，要比它更晚")}, day=day)
    newest = coming or now
    effect = queries.effect(actor.street_id, category_id)
    lines = _compared(newest, promise)
    shown: dict[str, Any] = {"row": row, "lines": lines, "effect": effect, "from_at": from_at, "sent": typed()}
    action, back = (url_for(f"promises.{name}", category_id=category_id) for name in ("limits", "category"))
    return page("admin/limits_preview.html", **shown, action=action, back=back)


def change(actor: Actor, category_id: int, form: LimitsForm, at: datetime) -> bool:
    """Make the change that was looked at. Raises as the op does."""
    from_at = starts(form, at)
    return ops.change_limits(actor, category_id, form.promise, from_at=from_at, seen=form.seen_id, at=at)


def at_fields(invalid: Invalid) -> Invalid:
    """The op's refusal, at the names the form has for its fields."""
    errors = {LimitsForm.PLACES.get(name, name): words for name, words in invalid.errors.items()}
    return Invalid(invalid.message, errors, **invalid.params)


def starts(form: LimitsForm | StageForm, at: datetime) -> datetime:
    """The moment from which limits hold: now for today, the beginning of a day to come. Raises Invalid for the past."""
    day = form.from_day.data
    if day == street_time(at).date():
        return at
    moment = from_street(day, time.min)
    if moment < at:
        raise Invalid(errors={"from_day": N_("不能早于今天：已经答应的不改")})
    return moment


def _compared(before: CategoryLimit | None, promise: Promise) -> list[tuple[str, str, str]]:
    """Each value: what it is called, what it was, what it would be."""
    was = [
        span_words(getattr(before, name)) if before else NOTHING for name in ("respond", "dispose", "dispose_ceiling")
    ]
    will = [span_words(span) for span in (promise.respond, promise.dispose, promise.dispose_ceiling)]
    was.append(str(before.extensions_max) if before else NOTHING)
    will.append(str(promise.extensions_max))
    names = (gettext("先行联系"), gettext("办结"), gettext("延期后最长"), gettext("可延期次数"))
    return list(zip(names, was, will, strict=True))


def reply_form(actor: Actor, row: ReplyText | None = None) -> ReplyForm:
    """For a new text, or for one that is there."""
    told = {"title": row.title, "text": row.text, "category": row.category_id, "active": row.active} if row else {}
    form = ReplyForm(**told)
    form.offer(catalog.choices(actor.street_id, public_only=False), _kept(row))
    return form


def reply_page(form: ReplyForm, row: ReplyText | None = None, status: int = 200) -> Any:
    """The page of a text."""
    return page("admin/reply.html", status, form=form, row=row)


def _kept(row: ReplyText | None) -> Category | None:
    return catalog.category(row.category_id) if row is not None and row.category_id is not None else None
