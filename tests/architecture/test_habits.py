"""Habits that no linter knows: who commits, how we ask the database, what a test file may hold, inline code."""

import ast
import re
from pathlib import Path

import config

APP = sorted((config.ROOT / "app").rglob("*.py"))
TESTS = sorted((config.ROOT / "tests").rglob("test_*.py"))
TEMPLATES = sorted((config.ROOT / "app" / "templates").rglob("*.html"))
SCRIPTS = sorted(p for p in (config.ROOT / "app" / "static" / "js").rglob("*.js"))
INLINE = (
    r"(?i)\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|javascript:"
    r"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")"
)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
DB = config.ROOT / "app" / "core" / "db.py"


def shown(path: Path) -> str:
    return str(path.relative_to(config.ROOT))


def having(pattern: str, paths: list[Path]) -> list[str]:
    """The files in which the pattern stands."""
    return [shown(path) for path in paths if re.search(pattern, path.read_text("utf-8"))]


def test_only_the_entry_points_transaction_commits() -> None:
    assert having(r"\.commit\(", APP) == [shown(DB)]


def test_the_database_is_asked_by_select() -> None:
    assert having(r"\b[A-Z]\w*\.query\b|session\.query\(", APP) == []


def test_ops_queries_and_policies_open_no_transaction() -> None:
    below = [p for p in APP if p.stem in ("ops", "queries", "policy") or "ops" in p.parts]
    assert below
    assert having(r"\btransaction\(\)", below) == []


def test_no_module_hides_behind_a_folder_of_its_name() -> None:
    assert [shown(path) for path in APP if path.with_suffix("").is_dir()] == []


def test_every_function_of_a_test_file_is_a_test_a_fixture_or_used() -> None:
    found = [f"{shown(path)}: {name}" for path in TESTS for name in _never_called(path)]
    assert found == []
    assert [shown(p) for p in TESTS if not re.search(r"^\s*def test_", p.read_text("utf-8"), re.M)] == []


def test_no_page_carries_inline_style_or_script() -> None:
    markup = [(shown(path), JINJA.sub("", path.read_text("utf-8"))) for path in TEMPLATES]
    assert [name for name, text in markup if re.search(INLINE, text)] == []
    assert re.search(INLINE, '<p style="x">') and re.search(INLINE, "<script>x</script>")


def test_no_script_makes_markup_of_text() -> None:
    # A piece of a page that our own server has rendered may be put in as it is.
    made = r"innerHTML(?! = await answer\.text\(\))|outerHTML|insertAdjacentHTML|document\.write|\beval\("
    assert having(made, SCRIPTS) == []


def _never_called(path: Path) -> list[str]:
    """Functions pytest does not collect and nobody uses: a test that lost its prefix."""
    text = path.read_text("utf-8")
    plain = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and not n.decorator_list]
    names = [n.name for n in plain if not n.name.startswith(("test_", "_"))]
    return [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2]
