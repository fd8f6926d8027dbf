"""What the pages of the stages' limits are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from app.admin.forms_category import URGENCIES
from app.admin.forms_stages import StageForm
from app.admin.promises import span_words, starts
from app.admin.queries_stages import running, stage_rows
from app.catalog.models import StageLimit
from app.catalog.setup.stages import faults_of, stage_versions
from app.catalog.stages import DEFAULTS, SECOND_REVIEW
from app.catalog.words import Urgency
from app.core.clock import street_time
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Span
from app.core.web import page
from app.core.web.locale import NOTHING, local, said
from app.sla.clocks import ClockKind
from app.sla.lamps import CLOCK_WORDS

# The second panel's limit is a stage of its own, and a promise of the panel's kind.
STAGES = {stage: CLOCK_WORDS[ClockKind(stage)] for stage in DEFAULTS if stage != SECOND_REVIEW}
STAGES[SECOND_REVIEW] = N_("第二轮评议")


@dataclass(frozen=True)
class StageRow:
    """A stage with its limits in force by urgency, and from when others hold; None: none to come."""

    stage: str
    spans: Sequence[str]
    next_at: datetime | None


def index(actor: Actor, at: datetime) -> Any:
    """Every stage. One statement."""
    found = stage_rows(actor.street_id)
    by_stage = {stage: [row for row in found if row.stage == stage] for stage in DEFAULTS}
    lines = [_row(stage, rows, at) for stage, rows in by_stage.items()]
    return page("admin/stages.html", lines=lines, words=STAGES, urgencies=URGENCIES, span=span_words)


def stage_page(stage: str, form: StageForm, rows: Sequence[StageLimit], status: int = 200) -> Any:
    """The form of a stage, and every version of its limits, the newest first."""
    form.sure.data = ""  # whatever was looked at before, what is typed now is looked at again
    context = {"words": STAGES, "urgencies": URGENCIES, "span": span_words}
    return page("admin/stage.html", status, stage=stage, form=form, versions=list(reversed(rows)), **context)


def stage_form(actor: Actor, stage: str, at: datetime) -> tuple[StageForm, Sequence[StageLimit]]:
    """With what holds last, or with what was sent. Raises NotFound."""
    rows = stage_versions(actor.street_id, stage)
    last = {row.urgency: Span.parse(row.span) for row in rows}
    return StageForm.of(last, max((row.id for row in rows), default=None), street_time(at).date()), rows


def preview_page(actor: Actor, stage: str, form: StageForm, sent: list[tuple[str, str]], at: datetime) -> Any:
    """What the change would do, and one button that does it. Raises Invalid for what cannot be."""
    from_at, wanted = starts(form, at), form.spans
    if wrong := faults_of(wanted):
        raise Invalid(errors=wrong)
    was = {row.urgency: row.span for row in stage_versions(actor.street_id, stage)}
    told = gettext(
        "从 %(day)s 起开始的才按新的；正在走的 %(n)s 个钟照旧", day=local(from_at), n=running(actor.street_id, stage)
    )
    lines = [
        (
            said(URGENCIES[urgency]),
            span_words(was.get(urgency)) if was.get(urgency) else NOTHING,
            span_words(span),
            told,
        )
        for urgency, span in wanted.items()
        if was.get(urgency) != str(span)
    ]
    title, back = said(STAGES[stage]), url_for("stages.edit", stage=stage)
    crumbs = [(url_for("stages.index"), gettext("各步时限")), (back, title)]
    return page("admin/preview.html", lines=lines, sent=sent, action=back, back=back, crumbs=crumbs)


def _row(stage: str, rows: Sequence[StageLimit], at: datetime) -> StageRow:
    coming = [row.from_at for row in rows if row.from_at > at]
    spans = [_in_force([row for row in rows if row.urgency is urgency], at) for urgency in Urgency]
    return StageRow(stage, spans, min(coming, default=None) if len(coming) < len(rows) else None)


def _in_force(rows: Sequence[StageLimit], at: datetime) -> str:
    passed = [row.span for row in rows if row.from_at <= at]
    return passed[-1] if passed else rows[0].span if rows else ""
