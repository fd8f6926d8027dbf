"""run.py calendar: what it prints before and after, and how it ends."""

from datetime import datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.people.changes import changes
from app.sla import queries
from app.sla.calendar_queries import runs, versions
from tests.support.towns import Served

NOTICE = "day,kind,name\n2026-12-31,rest,元旦\n2027-01-01,rest,元旦\n2027-01-10,work,元旦\n"
NOTHING = [
    "open cases that move: 0",
    "promises that move: 0",
    "  of them later: 0",
    "  of them earlier: 0",
    "open cases that become overdue: 0",
    "open cases that are overdue no longer: 0",
    "promises that are estimated no longer: 0",
]


@pytest.fixture(autouse=True)
def today(clock: ModuleType) -> None:
    """Monday 2026-11-16, 10:00."""
    clock.set(datetime(2026, 11, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai")))


def run(served: Served, *words: str) -> Result:
    """A command on the town's database."""
    return CliRunner().invoke(cli, ["calendar", *words], obj=lambda: served.web.app)


def said(served: Served, *words: str) -> list[str]:
    """The lines of a command that must end well."""
    done = run(served, *words)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def a_file(folder: Path, text: str) -> str:
    """The path of a sheet."""
    path = folder / "days.csv"
    path.write_text(text, "utf-8")
    return str(path)


def count(served: Served) -> int:
    """How many versions the street's calendar has."""
    with served.web.read():
        return len(versions(served.town.street_id))


def test_a_notice_is_previewed_first_and_then_put_in_force(served: Served, tmp_path: Path) -> None:
    words = ("import", a_file(tmp_path, NOTICE), "--year", "2027")
    assert said(served, *words) == [*NOTHING, "nothing was written: --activate puts it in force"]
    assert count(served) == 1
    assert said(served, *words, "--activate") == [*NOTHING, "version 2 is in force"]
    assert said(served, *words, "--activate") == [*NOTHING, "version 2 says so already"]
    with served.web.read():
        assert queries.streets_without_year(2027) == []
        (line,) = changes(served.town.street_id)
        assert (line.by_id, line.subject, line.after["days"]["2027-01-10"]) == (None, "2", "work official 元旦")


def test_the_figures_of_the_preview_are_those_of_the_deed(served: Served) -> None:
    with served.web.write():
        served.town.report()
    words = ("close", "--day", "2026-11-17", "--day", "2026-11-18", "--name", "停电")
    told = said(served, *words)
    assert told[:3] == ["open cases that move: 1", "promises that move: 1", "  of them later: 1"]
    assert said(served, *words, "--activate")[:-1] == told[:-1]


def test_every_fault_of_a_sheet_stands_on_a_line_of_its_own_and_nothing_is_written(
    served: Served, tmp_path: Path
) -> None:
    sheet = a_file(tmp_path, "day,kind,name\n2027-01-01,off,元旦\n2027-13-01,rest,元旦\n")
    done = run(served, "import", sheet, "--year", "2027", "--activate")
    assert (done.exit_code, done.output.splitlines()) == (
        1,
        [
            "日历没有改",
            "第 2 行：没有“off”这一种，只能是 rest、work",
            "第 3 行：“2027-13-01”不是一天：写成 2027-01-01 这样",
        ],
    )
    assert count(served) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "--from-package", "--year", "2027"), "chinesecalendar 里没有 2027 年，只到 2026 年"),
        (("import", "--from-package", "--year", "2019"), "日历只有 2026 到 2029 年，没有 2019 年"),
        (("close", "--day", "2040-01-02", "--name", "x"), "日历只有 2026 到 2029 年，没有 2040 年"),
        (
            ("close", "--day", "2026-12-24"),
            "日历没有改\n第 2 行：名称要 1 到 80 个字",
        ),
        (
            ("windows", "8-12"),
            "办公时间读不懂\n“8-12”不是一段时间：写成 08:30-12:00 这样",
        ),
    ],
)
def test_what_cannot_be_is_said_in_plain_lines_with_code_1(served: Served, words: tuple[str, ...], told: str) -> None:
    done = run(served, *words, "--activate")
    assert (done.exit_code, done.output) == (1, told + "\n")


@pytest.mark.parametrize(
    "words",
    [("import", "--year", "2027"), ("close",), ("import", "--from-package"), ("close", "--day", "tomorrow")],
    ids=" ".join,
)
def test_a_command_without_its_days_says_how_it_is_used(served: Served, words: tuple[str, ...]) -> None:
    assert run(served, *words).exit_code == 2


def test_the_days_of_the_package_are_there_already(served: Served) -> None:
    told = said(served, "import", "--from-package", "--year", "2026", "--activate")
    assert told == [*NOTHING, "version 1 says so already"]


def test_other_office_hours_make_a_version(served: Served) -> None:
    assert said(served, "windows", "09:00-12:00,13:00-17:00", "--activate")[-1] == "version 2 is in force"
    assert said(served, "show")[:2] == [
        "version 1 from 2004-01-01 08:00: 08:30-12:00, 13:30-18:00",
        "version 2 from 2026-11-16 10:00: 09:00-12:00, 13:00-17:00",
    ]


def test_a_calendar_is_shown_with_its_sure_and_its_estimated_years(served: Served, tmp_path: Path) -> None:
    said(served, "import", a_file(tmp_path, NOTICE), "--year", "2027", "--activate")
    said(served, "close", a_file(tmp_path, "day,kind,name\n2027-03-01,closed,停电\n"), "--activate")
    assert said(served, "show", "--year", "2027", "--street", served.town.slug)[3:] == [
        "official: 2026-2027",
        "estimated: 2028-2029",
        "2027-01-01 Fri rest official 元旦",
        "2027-01-10 Sun work official 元旦",
        "2027-03-01 Mon rest manual 停电",
    ]


def test_among_several_streets_one_must_be_named(served: Served) -> None:
    made = CliRunner().invoke(cli, ["create-street", "310114003000", "other", "别的街道"], obj=lambda: served.web.app)
    assert made.exit_code == 0
    done = run(served, "show")
    assert (done.exit_code, "--street must be one of: other, town" in done.output) == (1, True)
    assert said(served, "show", "--street", "other")[1:] == ["official: 2004-2026", "estimated: 2027-2029"]


def test_years_are_written_as_runs() -> None:
    assert runs([2030, 2004, 2005, 2027, 2006]) == "2004-2006, 2027, 2030"
    assert runs([]) == ""
