"""The limits of the stages: versions, who changes them, and what stays promised."""

import html
import re
from datetime import timedelta

import pytest

from app.catalog import queries as catalog
from app.catalog.setup import ops
from app.catalog.setup.stages import faults_of, stage_versions
from app.catalog.stages import DEFAULTS
from app.catalog.words import Urgency
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.permissions import Actor
from app.core.values import Span, Unit
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY, Town

SPANS = {
    Urgency.NORMAL: Span(3, Unit.WORKING_HOUR),
    Urgency.URGENT: Span(30, Unit.ELAPSED_MINUTE),
    Urgency.CRITICAL: Span(10, Unit.ELAPSED_MINUTE),
}
LATER = MONDAY + timedelta(days=2)


def newest(town: Town) -> int:
    return max(row.id for row in stage_versions(town.street_id, "sign_in"))


def change(town: Town, actor: Actor, spans: dict[Urgency, Span] = SPANS, **more: object) -> bool:
    told = {"from_at": LATER, "seen": newest(town), "at": MONDAY} | more
    return ops.change_stage(actor, "sign_in", spans, **told)  # type: ignore[arg-type]


def test_what_is_more_urgent_is_never_slower() -> None:
    assert faults_of(SPANS) == {}
    assert faults_of(SPANS | {Urgency.CRITICAL: Span(31, Unit.ELAPSED_MINUTE)}).keys() == {"critical"}
    assert faults_of(SPANS | {Urgency.NORMAL: Span(1000, Unit.WORKING_HOUR)}).keys() == {"normal"}


def test_new_limits_of_a_stage_hold_from_their_moment_and_stand_in_the_trail(cast: Town) -> None:
    before = catalog.stage_limit(cast.street_id, "sign_in", Urgency.NORMAL, MONDAY)
    assert change(cast, cast.admin)
    assert catalog.stage_limit(cast.street_id, "sign_in", Urgency.NORMAL, LATER - timedelta(hours=1)) == before
    assert catalog.stage_limit(cast.street_id, "sign_in", Urgency.NORMAL, LATER) == SPANS[Urgency.NORMAL]
    line = changes(cast.street_id, Setting.STAGE)[0]
    assert (line.subject, line.before["normal"], line.after["normal"]) == ("sign_in", str(before), "3 working_hour")
    assert "urgent" not in line.after and not change(cast, cast.admin, from_at=LATER + timedelta(days=1))


def test_nobody_else_changes_them_nor_the_past_nor_upon_an_older_look(cast: Town) -> None:
    for refused, told in (
        (NotAllowed, {"actor": cast.chief}),
        (Conflict, {"seen": -1}),
        (Invalid, {"from_at": MONDAY - timedelta(hours=1)}),
    ):
        with pytest.raises(refused):
            change(cast, **{"actor": cast.admin} | told)
    change(cast, cast.admin)
    with pytest.raises(Invalid):
        change(cast, cast.admin, SPANS | {Urgency.NORMAL: Span(1, Unit.WORKING_HOUR)}, from_at=MONDAY)
    with pytest.raises(NotFound):
        stage_versions(cast.street_id, "nothing")


def test_a_stage_is_looked_at_before_it_is_changed(office: Office) -> None:
    office.case(office.town.report)
    admin, path = office.town.admin, "/admin/stages/sign_in"
    listed, page = office.sees(admin, "/admin/stages"), office.sees(admin, path)
    assert listed.count("/admin/stages/") == len(DEFAULTS) and "2 个工作时" in listed
    sent = {f"{urgency.value}_n": str(span.amount) for urgency, span in SPANS.items()}
    sent |= {f"{urgency.value}_u": span.unit.value for urgency, span in SPANS.items()}
    sent |= {"from_day": "2026-11-18", "seen": office.value_in(page, "seen")}
    wrong = office.sends(admin, path, **sent | {"critical_n": "45"})
    assert wrong.status_code == 422 and "越急的不能越慢" in text(wrong) and 'value="45"' in text(wrong)
    preview = text(office.sends(admin, path, **sent))
    assert "<b>3 个工作时</b>" in preview and "正在走的 1 个钟照旧" in preview
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.split("<form")[-1])
    again = {name: html.unescape(value) for name, value in found if name != "csrf_token"}
    assert office.sends(admin, path, **again).status_code == 303
    assert "11月18日起有新时限" in office.sees(admin, "/admin/stages")
    assert office.sends(admin, path, **again).status_code == 409
    office.sees(admin, "/admin/stages/nothing", 404)
