"""The house's size limits (docs: a file 300 lines, a function 40, a view 20, a template 120)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import config

FILE, FUNCTION, VIEW, TEMPLATE, LINE = 300, 40, 20, 120, 120
METHODS = {"get", "post", "put", "patch", "delete", "route"}
FOLDERS = ("app", "tests", "scripts")
PYTHON = [*sorted(p for folder in FOLDERS for p in (config.ROOT / folder).rglob("*.py")), *config.ROOT.glob("*.py")]
TEMPLATES = sorted((config.ROOT / "app" / "templates").rglob("*.html"))


def shown(path: Path) -> str:
    return str(path.relative_to(config.ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in METHODS for call in calls)


def test_no_python_file_is_too_long_or_too_wide() -> None:
    found = [(shown(p), p.read_text("utf-8").splitlines()) for p in PYTHON]
    assert [(name, len(lines)) for name, lines in found if len(lines) > FILE] == []
    assert [f"{name}:{n}" for name, lines in found for n, line in enumerate(lines, 1) if len(line) > LINE] == []


def test_no_function_is_too_long() -> None:
    found = [
        (shown(path), f.name, (f.end_lineno or f.lineno) - f.lineno + 1, VIEW if is_view(f) else FUNCTION)
        for path in PYTHON
        for f in functions(path)
    ]
    assert [row for row in found if row[2] > row[3]] == []
    assert any(limit == VIEW for *_, limit in found), "no view was recognised"


def test_no_template_is_too_long() -> None:
    found = [(shown(path), len(path.read_text("utf-8").splitlines())) for path in TEMPLATES]
    assert [row for row in found if row[1] > TEMPLATE] == []
    assert found
