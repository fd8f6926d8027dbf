"""Where somebody goes next: never out of our own site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.account.back import after_sign_in, safe
from app.casework.turns import landing
from app.core.permissions import Actor, Role

US = "https://grid.example"
EVIL = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/%0d%0aSet-Cookie:a=b\r\n",
    "javascript:alert(1)",
    "evil.example",
    "",
    "/" + "x" * 3000,
    " /work",
]


def who(*roles: Role) -> Actor:
    return Actor(1, 1, "陈一苇", frozenset(roles))


@pytest.mark.parametrize("target", [*EVIL, None])
def test_what_could_lead_elsewhere_leads_home(target: str | None) -> None:
    assert safe(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/work", "/cases/7?from=list&q=消防", "/s/zhenxin/track#top", "/desk?page=2"])
def test_a_page_of_ours_is_kept(target: str) -> None:
    assert safe(target, "/home") == target and safe(f"{target}?", "/home") == target


@given(st.text(alphabet=st.sampled_from("/\\?#@:.%\t\n\r evilhttps"), max_size=30))
def test_no_spelling_leads_to_another_host(target: str) -> None:
    for taken in (target, f"/{target}", f"//{target}"):
        to = urlsplit(urljoin(US, safe(taken, "/")))
        assert (to.scheme, to.netloc) == ("https", "grid.example")


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ([Role.DUTY_CHIEF], "/desk/queue"),
        ([Role.GRID_WORKER, Role.REVIEWER], "/work"),
        ([Role.DISPATCHER, Role.GRID_CHIEF], "/desk/queue"),
        ([Role.HANDLER], "/work"),
        ([Role.LEADER], "/desk"),
        ([Role.REVIEWER], "/panel"),
        ([Role.ADMIN], "/admin"),
        ([], "/inbox"),
    ],
)
def test_everybody_begins_where_their_work_is(roles: list[Role], first: str) -> None:
    assert landing(who(*roles)) == first


@pytest.mark.parametrize(
    ("target", "first"), [("/cases/7", "/cases/7"), ("/", "/work"), ("/sign-in?next=/", "/work"), ("//x", "/work")]
)
def test_after_the_door_comes_the_page_that_was_wanted(target: str, first: str) -> None:
    assert after_sign_in(target, who(Role.GRID_WORKER)) == first
