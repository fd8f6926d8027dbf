"""Whatever a page says can be said in both languages: no Chinese stands outside the msgids."""

from pathlib import Path

import pytest

from tests.i18n.catalogue import APP
from tests.i18n.hardcoded import in_module, in_script, in_template

TEMPLATES = sorted((APP / "templates").rglob("*.html"))
SCRIPTS = sorted((APP / "static" / "js").rglob("*.js"))
# Chinese that is read or kept, not shown as words of ours: patterns for what people type, names of places and
# dates, the words of stored records, and the terminal, which speaks both languages at once.
LET_BE = {
    "cases/ops/safety.py",
    "cases/printed.py",
    "catalog/queries_places.py",
    "catalog/reasons.py",
    "cli/demo.py",
    "cli/together.py",
    "core/web/locale.py",
    "grid/drawing.py",
    "grid/roster_sample.py",
    "grid/roster_sheet.py",
    "intake/importing.py",
    "people/ops.py",
    "review/packet.py",
    "review/sheet.py",
}
MODULES = [p for p in sorted(APP.rglob("*.py")) if APP / "demo" not in p.parents]


def shown(path: Path) -> str:
    return str(path.relative_to(APP))


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_says_nothing_outside_its_msgids(path: Path) -> None:
    assert list(in_template(path)) == []


def test_no_script_has_words_of_its_own() -> None:
    assert [said for path in SCRIPTS for said in in_script(path)] == []


def test_no_module_has_words_outside_its_msgids() -> None:
    assert [said for path in MODULES if shown(path) not in LET_BE for said in in_module(path)] == []


def test_what_is_let_be_still_needs_to_be() -> None:
    assert [name for name in sorted(LET_BE) if not list(in_module(APP / name))] == []


def test_words_outside_the_msgids_are_found(tmp_path: Path) -> None:
    page, script = tmp_path / "a.html", tmp_path / "a.js"
    page.write_text("<p title='好'>{{ _('是') }} {{ '否' }}</p>{# 不看 #}", "utf-8")
    script.write_text("say(`第 1 张`) // 不看\n/* 不看 */ const A = /居民区$/;", "utf-8")
    assert len(list(in_template(page))) == 2
    assert list(in_script(script)) == ["`第 1 张`"]
