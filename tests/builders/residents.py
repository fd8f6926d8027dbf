"""What a resident's browser sends at the public door, and what it reads in the answer."""

import html
import re
from typing import Any

from tests.builders.town import IN_R1


def a_form(category: int, /, **more: Any) -> dict[str, Any]:
    """The report form: enough to be taken in, unless `more` says otherwise."""
    form: dict[str, Any] = {"form_key": "k" * 32, "category": category, "text": "楼下油烟大", "phone": "13812345678"}
    form |= {"address": "演示路 18 弄 6 号", "lon": IN_R1.lon, "lat": IN_R1.lat}
    return form | more


def secret_in(page: str) -> str:
    """The secret of the link that a page shows."""
    found = re.search(r"/t/([A-Za-z0-9_-]{22})", page)
    assert found is not None, "no link on the page"
    return found.group(1)


def typed_in(page: str, name: str = "text") -> str:
    """What a big text field holds."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page, re.S)
    assert found is not None, f"no field {name}"
    return html.unescape(found.group(1))
