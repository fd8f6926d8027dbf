"""The street's reasons for a 退单 and a 挂账: worded, ordered and retired, and what a case keeps of them."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from app.cases import ops as cases
from app.cases.models import Case
from app.cases.models_trail import CaseEntry
from app.catalog.queries_reasons import all_reasons, reasons
from app.catalog.reasons import BUILT_IN, Reason, facts_of, kept_words, merged
from app.catalog.setup import ops
from app.catalog.setup.reasons import ReasonEntry, faults_of
from app.catalog.words import ReasonAct
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound
from app.people.changes import changes
from app.people.words import Setting
from tests.builders.staffed import Office, text
from tests.builders.town import MONDAY, Town, a_town

REFUSE, SUSPEND = ReasonAct.REFUSE, ReasonAct.SUSPEND
WET = ReasonEntry("等天晴", "Dry weather", 1)
PLAIN = [one.code for one in BUILT_IN[REFUSE]]


@dataclass
class Row:
    code: str
    name_zh: str
    name_en: str
    place: int
    active: bool = True


def test_a_street_begins_with_the_built_in_reasons_and_its_own_stand_between() -> None:
    assert [one.code for one in merged(REFUSE, [])] == PLAIN
    mixed = merged(REFUSE, [Row("own_1", "我的", "Mine", 3), Row("not_here", "别处", "Elsewhere", 2, active=False)])
    assert [one.code for one in mixed] == ["not_ours", "not_here", "duplicate", "own_1", "too_little"]
    assert mixed[1] == Reason("not_here", "别处", "Elsewhere", active=False)


def test_a_case_keeps_the_words_that_are_the_street_s_own() -> None:
    plain, mine = BUILT_IN[REFUSE][1], Reason("own_1", "我的", "Mine")
    assert facts_of(REFUSE, "reason", plain) == {"reason": "not_here"}
    for one in (mine, replace(plain, name_zh="别处")):
        facts = facts_of(REFUSE, "reason", one)
        assert kept_words(REFUSE, "reason", facts) == one and "reason_words" in facts
    assert kept_words(REFUSE, "reason", {"reason": "not_here"}) == plain and kept_words(REFUSE, "reason", {}) is None


def test_what_a_rule_depends_on_is_not_retired_nor_the_last_one() -> None:
    plain = list(BUILT_IN[REFUSE])
    gone = [replace(one, active=False) for one in plain]
    assert faults_of(REFUSE, gone[0], plain[1:]).keys() == {"active"}
    assert faults_of(REFUSE, gone[1], plain[2:]) == {} and faults_of(REFUSE, gone[3], gone[1:3]).keys() == {"active"}
    assert faults_of(REFUSE, Reason("own_1", "重复", "Again"), plain).keys() == {"name_zh"}


def test_a_reason_is_added_worded_moved_and_retired_and_old_cases_keep_theirs(cast: Town) -> None:
    code = ops.add_reason(cast.admin, REFUSE, ReasonEntry("位置不清", "Unclear place", 2), at=MONDAY)
    assert [one.code for one in reasons(cast.street_id, REFUSE)] == [PLAIN[0], code, *PLAIN[1:]]
    case = cast.report()
    cases.refuse(cast.side(case), case, code, "门牌看不清", at=MONDAY)
    ops.edit_reason(cast.admin, REFUSE, code, ReasonEntry("地址不清", "Vague", 9, active=False), at=MONDAY)
    assert [one.code for one in reasons(cast.street_id, REFUSE)] == PLAIN
    assert all_reasons(cast.street_id, REFUSE)[-1] == Reason(code, "地址不清", "Vague", active=False)
    line = changes(cast.street_id, Setting.REASON)[0]
    assert (line.before["name_zh"], line.after["name_zh"], line.after["place"]) == ("位置不清", "地址不清", 5)
    facts = db.session.scalars(select(CaseEntry.facts).where(CaseEntry.case_id == case.id)).all()[-1]
    kept = kept_words(REFUSE, "reason", facts)
    assert kept is not None and kept.words == ["位置不清", "Unclear place"]
    with pytest.raises(Invalid) as refused:
        cases.refuse(cast.side(other := cast.report()), other, code, "门牌看不清", at=MONDAY)
    assert list(refused.value.errors) == ["reason"]


def test_whoever_says_it_is_not_theirs_names_the_clause_however_it_is_worded(cast: Town) -> None:
    ops.edit_reason(cast.admin, REFUSE, "not_ours", ReasonEntry("不归我们", "Not for us", 1), at=MONDAY)
    case = cast.report()
    with pytest.raises(Invalid) as refused:
        cases.refuse(cast.side(case), case, "not_ours", "不归我们管", at=MONDAY)
    assert list(refused.value.errors) == ["clause"]


def test_only_an_administrator_and_only_in_their_street(cast: Town) -> None:
    other = a_town()
    code = ops.add_reason(other.admin, SUSPEND, WET, at=MONDAY)
    assert "等天晴" not in {one.name_zh for one in all_reasons(cast.street_id, SUSPEND)}
    with pytest.raises(NotFound):
        ops.edit_reason(cast.admin, SUSPEND, code, WET, at=MONDAY)
    for who in (cast.chief, cast.cast["leader"], cast.worker):
        with pytest.raises(NotAllowed):
            ops.add_reason(who, SUSPEND, WET, at=MONDAY)
    for wrong in (replace(WET, name_zh=" "), replace(WET, name_en="x" * 61)):
        with pytest.raises(Invalid):
            ops.add_reason(cast.admin, SUSPEND, wrong, at=MONDAY)


def test_a_street_s_own_reason_is_chosen_at_the_case_and_read_in_its_story(office: Office) -> None:
    admin, told = office.town.admin, {"name_zh": "位置不清", "name_en": "Unclear place", "place": "2", "active": "y"}
    wrong = office.sends(admin, "/admin/reasons/refuse/new", **told | {"place": "x", "name_en": ""})
    assert wrong.status_code == 422 and 'value="位置不清"' in text(wrong)
    assert office.sends(admin, "/admin/reasons/refuse/new", **told).status_code == 303
    page = office.sees(admin, "/admin/reasons")
    assert "2. 位置不清" in page and "等施工" in page
    kept = office.sends(admin, "/admin/reasons/refuse/not_ours", name_zh="不归我们", name_en="No", place="1")
    assert kept.status_code == 422 and "这一条不能停用" in text(kept)
    case_id = office.case(office.town.report)
    owner, _ = office.people(case_id)
    shown = office.sees(owner, f"/cases/{case_id}/refuse")
    with office.web.read():
        code = next(one.code for one in all_reasons(office.town.street_id, REFUSE) if one.name_zh == "位置不清")
        assert db.session.get_one(Case, case_id).returns == 0
    assert f'value="{code}"' in shown and shown.index("位置不清") < shown.index("不在辖区")
    assert office.moves(owner, case_id, "refuse", reason=code, note="门牌看不清").status_code == 303
    assert "位置不清" in office.sees(office.town.dispatcher, f"/cases/{case_id}")
    office.sees(admin, "/admin/reasons/refuse/nothing", 404)
