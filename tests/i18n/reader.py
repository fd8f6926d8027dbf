"""Somebody who reads every page in English and stumbles over Chinese that is not a name or a text of the data."""

import html
import re
from typing import Any

from sqlalchemy import String, select

from app.core.db import db
from app.core.types import HumanText
from tests.builders.staffed import Office
from tests.i18n.catalogue import CHINESE

RUN = re.compile(r"[\u3400-\u9fff]+")
# Stored words that a page must turn into English: names with an English column beside them, msgids of decisions.
HAVE_ENGLISH = {"category", "department", "routing_decision"}
SEARCHED = re.compile(r'data-name="[^"]*"')  # what people type to find a category, in either language
SWITCH = re.compile(r"<a [^>]*data-lang>中文</a>")
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


class Reader:
    """Reads pages of one office."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def reads(self, who: Any, path: str, status: int = 200, **form: Any) -> str:
        """A page in English: somebody's, or with None anybody's; sent a form where one is given."""
        client = self.office.at_screen(who) if who is not None else self.office.web.client()
        client.set_cookie("lang", "en")
        answer = client.post(path, data=form) if form else client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        page = str(answer.get_data(as_text=True))
        assert '<html lang="en"' in page
        return page

    def stumbles(self, page: str) -> list[str]:
        """The Chinese of a page that stands nowhere in the data."""
        shown = ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), html.unescape(page))
        shown = SWITCH.sub("", SEARCHED.sub("", shown))
        data = self._data()
        return sorted({run for run in RUN.findall(shown) if run not in data})

    def ways(self, who: Any, path: str) -> list[str]:
        """A case's page and every page of that case that it leads to."""
        found = re.findall(rf'href="({path}/(?:why/[0-9]+|[a-z_]+(?:/[a-z_]+)?))["?]', self.reads(who, path))
        return [path, *dict.fromkeys(found)]

    def _data(self) -> str:
        tables = [table for table in db.metadata.sorted_tables if table.name not in HAVE_ENGLISH]
        columns = [c for table in tables for c in table.columns if isinstance(c.type, String | HumanText)]
        with self.office.web.read():
            rows = [value for column in columns for value in db.session.scalars(select(column).distinct())]
        return "\n".join(value for value in rows if isinstance(value, str) and CHINESE.search(value))
