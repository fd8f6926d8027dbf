"""Chinese that stands in the code without being a msgid."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from tests.i18n.catalogue import APP, CHINESE, used

MARKS = {"_", "N_", "NP_", "gettext", "ngettext", "pgettext", "lazy_gettext", "_l"}
OTHER_TONGUE = "中文"  # the switch of languages names each in itself
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.S | re.M)
QUOTED = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`")
JINJA = Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


def in_template(path: Path) -> Iterator[str]:
    """Text, attributes and strings of expressions with Chinese in them, outside _()."""
    tree = JINJA.parse(path.read_text("utf-8"))
    marked = {
        id(text)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS
        for text in call.find_all(nodes.Const)
    }
    texts = [text.data for text in tree.find_all(nodes.TemplateData)]
    texts += [text.value for text in tree.find_all(nodes.Const) if id(text) not in marked]
    yield from (said for said in texts if isinstance(said, str) and CHINESE.search(said.replace(OTHER_TONGUE, "")))


def in_script(path: Path) -> Iterator[str]:
    """Quoted strings with Chinese in them; a pattern that reads the names of grids is no string."""
    yield from (said for said in QUOTED.findall(COMMENT.sub("", path.read_text("utf-8"))) if CHINESE.search(said))


def in_module(path: Path) -> Iterator[str]:
    """Strings with Chinese in them that are neither marked nor words of a docstring, nor a msgid marked elsewhere."""
    tree = ast.parse(path.read_text("utf-8"))
    let_be = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    let_be |= {id(text) for node in ast.walk(tree) if _marks(node) for text in ast.walk(node)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in let_be]
    for said in (text.value for text in texts):
        if isinstance(said, str) and CHINESE.search(said) and (None, said) not in used():
            yield f"{path.relative_to(APP)}: {said}"


def _marks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
