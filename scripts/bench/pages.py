"""(c) The worker's list, the chief's list and the case page, with few and with many closed cases behind them.

Each size has a process of its own (`python -m scripts.bench.pages`) that answers requests in turn with the
other, so that both meet the same noise. The same people, the same open cases, the same case pages.
"""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock
from app.core.counting import count_statements
from app.core.db import db
from app.factory import create_app
from app.people.models import User
from scripts.bench.figures import Figure, line, title
from scripts.bench.stage import Stage

AIM = 1.2
A_TURN = 6
# (name, account, address): a played case lies in both databases, with the same story.
PAGES = (
    ("/work, grid worker", "worker", "/work"),
    ("/work?tab=grid, grid worker", "worker", "/work?tab=grid"),
    ("/desk, grid chief", "chief", "/desk"),
    ("/desk, duty chief", "dutychief", "/desk"),
    ("/desk?state=all, duty chief", "dutychief", "/desk?state=all"),
    ("/desk/queue, duty chief", "dutychief", "/desk/queue"),
    ("/cases/<id>, duty chief", "dutychief", "/cases/{case}"),
    ("/panel, reviewer", "reviewer", "/panel"),
    ("/inbox, duty chief", "dutychief", "/inbox"),
    ("/s/<slug>/report, grid worker", "worker", "/s/zhenxin/report"),
)
# Part (i): words that many cases hold, that few hold, that none holds; and the filters asked for most.
SEARCH_AIM = 1.5
SEARCHES = (
    ("search, many hold it", "dutychief", "/desk?state=all&q=楼道"),
    ("search, many hold it, open ones", "dutychief", "/desk?q=楼道"),
    ("search, a long one", "dutychief", "/desk?state=all&q=楼道堆物"),
    ("search, none holds it", "dutychief", "/desk?state=all&q=飞碟着陆"),
    ("search, rare among one's own", "chief", "/desk?state=all&q=楼道"),
    ("search of one owner's", "dutychief", "/desk?state=all&q=楼道&owner=12"),
)
FILTERS = tuple(
    (f"/desk?{query}", "dutychief", f"/desk?{query}")
    for query in (
        *("lamp=red", "lamp=yellow", "state=filed", "state=closed", "state=to_call", "state=all&lamp=red"),
        *(
            "urgency=critical",
            "relapse=yes&state=all",
            "category=12&state=all",
            "owner=12&state=all",
            "unit=3&state=all",
            "since=2026-11-01&until=2026-11-07&state=all",
        ),
    )
)
LISTS = tuple(
    (path, "dutychief", path) for path in ("/desk/queue", "/desk/late", "/handover", "/load", "/desk/backlog")
)
ALL = (*PAGES, *SEARCHES, *FILTERS, *LISTS)
CASES = (7, 23, 41, 58, 66, 83)  # of the patterns


class Asked(NamedTuple):
    """What is measured: its number in the asked process, its name, and the ratio aimed at."""

    number: int
    name: str
    aim: float


@dataclass
class Reader:
    """The process that serves one size, and the seconds it told, by page."""

    process: "subprocess.Popen[str]"
    seconds: dict[str, list[float]] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def read(self, page: int, name: str) -> None:
        """One turn of a page, or of whatever else has this number there."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{page}\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline() or "{}")
        assert "seconds" in told, "the reading process ended: see its words above"
        self.seconds.setdefault(name, []).extend(told["seconds"])
        self.statements[name], self.rows[name] = told["statements"], told["bytes"]


def measure(stage: Stage, kind: str, urls: Sequence[str], sizes: Sequence[str], *, turns: int) -> None:
    """Print the ratio of medians for every page: the large database against the small."""
    title(f"(c) pages on {kind}: {sizes[1]} against {sizes[0]}, {turns * A_TURN} requests a page and size")
    compare(stage, urls, "scripts.bench.pages", _numbered({name: AIM for name, *_ in PAGES}), turns)


def search(stage: Stage, kind: str, urls: Sequence[str], sizes: Sequence[str], *, turns: int) -> None:
    """Print the same for searches and for the filters of the list."""
    title(f"(i) searches and filters on {kind}: {sizes[1]} against {sizes[0]}, {turns * A_TURN} requests each and size")
    aims = {name: SEARCH_AIM for name, *_ in SEARCHES} | {name: AIM for name, *_ in (*FILTERS, *LISTS)}
    compare(stage, urls, "scripts.bench.pages", _numbered(aims), turns)


def _numbered(aims: Mapping[str, float]) -> list[Asked]:
    return [Asked(n, name, aims[name]) for n, (name, *_) in enumerate(ALL) if name in aims]


def compare(stage: Stage, urls: Sequence[str], module: str, asked: Sequence[Asked], turns: int) -> None:
    """Ask a process of the module on each of two databases in turn, and print the ratios."""
    with contextlib.ExitStack() as stack:
        small, large = (Reader(stack.enter_context(stage.asked(module, url))) for url in urls)
        for turn in range(turns + 1):
            for one in asked:
                for reader in (small, large) if turn % 2 else (large, small):
                    reader.read(one.number, one.name)
            if not turn:  # the first warms up
                small.seconds.clear()
                large.seconds.clear()
    for one in asked:
        _tell(one.name, small, large, one.aim)


def _tell(name: str, small: Reader, large: Reader, aim: float) -> None:
    """The ratio of the medians counts; its spread is that of the turns."""
    ratio = median(large.seconds[name]) / median(small.seconds[name])
    turns = [
        median(large.seconds[name][n : n + A_TURN]) / median(small.seconds[name][n : n + A_TURN])
        for n in range(0, len(small.seconds[name]), A_TURN)
    ]
    each = f"{median(small.seconds[name]) * 1000:.1f} → {median(large.seconds[name]) * 1000:.1f} ms"
    more = (
        f"{small.statements[name]}/{large.statements[name]} statements, {small.rows[name]:,}/{large.rows[name]:,} bytes"
    )
    spread = Figure(turns)
    line(
        name,
        f"{ratio:.2f} ({min(turns):.2f}–{max(turns):.2f}, n={len(spread.values)})",
        f"aim <= {aim}",
        good=ratio <= aim,
    )
    print(f"    {each}, {more}", flush=True)


def serve() -> None:
    """Answer each number on standard input with the seconds of some requests of that page."""
    app = create_app()
    clients = {login: _as(app, login) for login in {login for _, login, _ in ALL}}
    for asked in sys.stdin:
        _, login, address = ALL[int(asked)]
        print(json.dumps(_turn(clients[login], address)), flush=True)


def _turn(client: FlaskClient, address: str) -> dict[str, object]:
    seconds = []
    for case in CASES[:A_TURN]:
        with count_statements() as counted:
            began = time.perf_counter()
            answer = client.get(address.format(case=case))
            seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, (address, answer.status_code)
    return {"seconds": seconds, "statements": counted.n, "bytes": len(answer.data)}


def _as(app: Flask, login: str) -> FlaskClient:
    """Somebody signed in, as after a sign-in at this moment."""
    with app.app_context():
        person = db.session.scalars(select(User).where(User.login == login)).one()
        values = {"_user_id": str(person.id), "_fresh": True, "epoch": person.session_epoch}
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(values, seen=int(clock.now().timestamp()))
    return client


if __name__ == "__main__":
    serve()
