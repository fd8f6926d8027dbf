"""(d) What two web processes and the worker hold after a thousand requests of every sort."""

import io
import random
import re
from collections.abc import Callable

from PIL import Image

from scripts.bench.clients import Browser, Reporter, together
from scripts.bench.figures import line, title
from scripts.bench.reporting import CLIENTS, PATH, SERVER
from scripts.bench.servers import Server, running
from scripts.bench.stage import Stage

AIM_MB = 300
PHOTO_SIZE = (3000, 2250)  # what a phone sends after its own scaling
STAFF = (("worker", "/work"), ("chief", "/desk"), ("dutychief", "/desk/queue"), ("dutychief", "/desk?state=all"))


def measure(stage: Stage, kind: str, source: str, *, requests: int) -> None:
    """Print the sum of the proportional shares; gunicorn's parent, which serves nothing, stands beside it."""
    title(f"(d) memory on {kind}: two web processes and the worker, {requests:,} requests")
    environment = stage.environment(stage.scratch(kind, "memory", of=source), **SERVER)
    with (
        running(["run.py", "web"], environment, stage.folder / "web.log") as web,
        running(["run.py", "worker"], environment, stage.folder / "worker.log", listens=False) as worker,
    ):
        done = _ask(web, requests)
        parent, *processes = web.pss_mb()
        keeper = sum(worker.pss_mb())
    total = sum(processes) + keeper
    line(f"PSS after {done:,} requests", f"{total:.0f} MB", f"aim <= {AIM_MB} MB", good=total <= AIM_MB)
    each = " + ".join(f"{mb:.0f}" for mb in processes)
    print(f"    web {each}, worker {keeper:.0f}; beside them gunicorn's parent {parent:.0f}", flush=True)


def _ask(web: Server, requests: int) -> int:
    """Residents report, some with a photo; staff read lists and cases; until so many were answered."""
    clients = [*(_resident(web, seed) for seed in range(CLIENTS // 2)), *(_staff(web, *who) for who in STAFF)]
    done = 0
    while done < requests:
        run = together(clients, 2)
        assert set(run.statuses) <= {200, 303}, run.statuses
        done += run.statuses.total()
    return done


def _resident(web: Server, seed: int) -> Callable[[], int]:
    reporter, chance = Reporter(Browser(web.port), PATH, seed), random.Random(seed)
    reporter.open_form()
    photo = _photo(seed)

    def once() -> int:
        if chance.random() < 0.5:
            return reporter.browser.get(PATH)[0]
        return reporter.send(photo if chance.random() < 0.2 else b"")

    return once


def _staff(web: Server, login: str, address: str) -> Callable[[], int]:
    browser, chance = Browser(web.port), random.Random(login)
    _, start = browser.get("/sign-in")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', start)
    assert token
    from app.demo.accounts import PASSWORD

    status, _ = browser.post("/sign-in", {"csrf_token": token.group(1), "login": login, "password": PASSWORD})
    assert status in (302, 303), f"{login} could not sign in: {status}"
    _, page = browser.get(address)
    cases = sorted(set(re.findall(r'href="(/cases/\d+)"', page))) or [address]
    return lambda: browser.get(address if chance.random() < 0.4 else chance.choice(cases))[0]


def _photo(seed: int) -> bytes:
    """A noisy picture, as large as a phone's: nothing in it can be kept small."""
    image = Image.effect_noise(PHOTO_SIZE, 60 + seed).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
