"""A form of the set-up that was overtaken changes nothing and keeps what was typed."""

import re

from tests.builders.staffed import Office, text


def test_a_stale_form_changes_nothing_and_is_sent_again_knowingly(office: Office) -> None:
    town = office.town
    estate, unit = town.estates["和风苑"], town.units["和风物业"]
    for path, one, other in (
        ("/admin/street", "conference_days", "9"),
        (f"/admin/people/{town.worker.id}", "phone", "13900009999"),
        (f"/admin/units/{unit}", "phone", "59590000"),
        (f"/admin/estates/{estate}", "name", "和风新苑"),
    ):
        page = office.sees(town.admin, path)
        shown = re.search(r'name="seen"[^>]*value="(\w+)"', page)
        assert shown, path
        sent = {"seen": "0" * 16, one: other}
        stale = office.sends(town.admin, path, **(_typed(page) | sent))
        assert stale.status_code == 409 and other in text(stale) and "别人刚改过这里" in text(stale), path
        assert f'value="{other}"' not in office.sees(town.admin, path)
        assert office.sends(town.admin, path, **(_typed(text(stale)) | {one: other})).status_code == 303, path


def _typed(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page's forms: inputs that carry values, and what is chosen."""
    main = page[page.index("<main") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        sent = told.get("type") not in ("radio", "checkbox") or " checked" in tag
        if sent and told.get("name") not in (None, "csrf_token", "last_day"):
            found.setdefault(told["name"], []).append(told.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', main, re.S):
        found[name] = re.findall(r'<option selected value="(\d*)"', options)
    return {name: values[:1] if name == "seen" else values for name, values in found.items()}
