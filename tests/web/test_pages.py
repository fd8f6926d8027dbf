"""What every page may say: moments, languages, words, forms that keep what was typed."""

from datetime import UTC, datetime
from types import ModuleType

import pytest
from flask import Flask
from jinja2 import UndefinedError
from wtforms import FieldList, StringField

from app.cases.lifecycle import State
from app.core.errors import Invalid
from app.core.web.asked import masked
from app.core.web.forms import KeyedForm
from app.core.web.locale import local
from app.sla.lamps import Words
from tests.support.databases import Databases

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def app(databases: Databases) -> Flask:
    """The application; its database is not asked."""
    return databases.app("sqlite")


class ReportForm(KeyedForm):
    """A form as the features make them."""

    text = StringField("什么事")
    others = FieldList(StringField("还有"), min_entries=1)


STYLES = [
    ("staff", "11-23 18:00", "11-23 18:00"),
    ("resident", "11月23日 18:00", "23 Nov 18:00"),
    ("day", "11月23日", "23 Nov"),
    ("time", "18:00", "18:00"),
]


@pytest.mark.parametrize(("style", "zh", "en"), STYLES)
def test_a_moment_is_told_in_the_streets_wall_time(app: Flask, clock: ModuleType, style: str, zh: str, en: str) -> None:
    clock.set(AT)
    for lang, said in (("zh", zh), ("en", en)):
        with app.test_request_context(headers={"Cookie": f"lang={lang}"}):
            assert local(AT, style) == said


def test_the_year_stands_only_when_it_is_another(app: Flask, clock: ModuleType) -> None:
    clock.set(datetime(2027, 1, 2, tzinfo=UTC))
    with app.test_request_context():
        assert (local(AT), local(AT, "resident")) == ("2026-11-23 18:00", "2026年11月23日 18:00")
        assert local(None) == "—"


def test_templates_are_strict_and_know_the_shared_names(app: Flask) -> None:
    with app.test_request_context():
        env = app.jinja_env
        assert (
            env.from_string("{{ label(state) }} {{ words(w) }}").render(
                state=State.CLOSED, w=Words("晚了 %(n)s 分钟", {"n": 3})
            )
            == "已结案 晚了 3 分钟"
        )
        with pytest.raises(UndefinedError):
            env.from_string("{{ nothing_of_the_kind }}").render()


def test_what_was_typed_is_never_markup(app: Flask) -> None:
    shown = app.jinja_env.from_string("{{ typed }}").render(typed="<b>\u202e\x00😀'\"")
    assert shown == "&lt;b&gt;\u202e\x00😀&#39;&#34;"


def test_an_ops_errors_stand_at_their_fields_and_the_rest_above(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"text": "丁<b>"}):
        form = ReportForm()
        form.take(Invalid("还差 %(n)s 处", errors={"text": "再写清楚些", "nowhere": "没有这一栏"}, n=2))
        assert form.text.data == "丁<b>"
        assert [(field, words) for field, _, words in form.faults] == [
            ("", "还差 2 处"),
            ("", "没有这一栏"),
            ("text", "再写清楚些"),
        ]


def test_a_form_that_makes_something_carries_a_key_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        assert ReportForm().form_key.data != ReportForm().form_key.data
    with app.test_request_context(method="POST", data={"form_key": "k" * 20}):
        assert ReportForm().form_key.data == "k" * 20


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/t/abc", "/t/…"),
        ("/t/abc/photos/3", "/t/…/photos/3"),
        ("/cases/7", "/cases/7"),
        ("/s/zx/kept/ab.c", "/s/zx/kept/…"),
    ],
)
def test_a_secret_link_is_cut_out_of_what_is_logged(path: str, shown: str) -> None:
    assert masked(path) == shown
