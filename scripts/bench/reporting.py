"""(a) Reporting a case over HTTP against a bare view that inserts one row: same server, workers, clients."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import create_engine, text

from scripts.bench.clients import Browser, Reporter, together
from scripts.bench.figures import Figure, line, ratios, title
from scripts.bench.servers import Server, running
from scripts.bench.stage import Stage

CLIENTS = 8
AIM, DEFECT = 1 / 3, 1 / 5
PATH = "/s/zhenxin/report"
SERVER = {"WEB_WORKERS": "2", "WEB_THREADS": "4", "LOG_LEVEL": "WARNING"}


@dataclass
class Side:
    """One of the two: its server, its clients, and what each repeat gave."""

    server: Server
    clients: Sequence[Callable[[], int]]
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    answered: int = 0

    def measure(self, seconds: float, *, keep: bool = True) -> None:
        """One repeat. Every answer must be the redirect after success."""
        before = self.server.cpu_seconds()
        run = together(self.clients, seconds)
        assert set(run.statuses) == {303}, run.statuses
        self.answered += run.statuses.total()
        if keep:
            self.rates.append(run.rate)
            self.cpu_ms.append((self.server.cpu_seconds() - before) * 1000 / run.statuses.total())


def measure(stage: Stage, kind: str, source: str, *, repeats: int, seconds: float) -> None:
    """Print the ratio of rates for one kind of database."""
    title(f"(a) reporting over HTTP, {kind}: 2 workers x 4 threads, {CLIENTS} clients, {seconds:g} s a repeat")
    ours_url, bare_url = stage.scratch(kind, "reports", of=source), stage.scratch(kind, "bare")
    before = _cases(ours_url)
    log = stage.folder
    ours_env, bare_env = stage.environment(ours_url, **SERVER), stage.environment(bare_url, **SERVER)
    with (
        running(["run.py", "web"], ours_env, log / "ours.log") as ours_server,
        running(["-m", "scripts.bench.bare"], bare_env, log / "bare.log") as bare_server,
    ):
        bare, four = (Side(bare_server, _inserters(bare_server, path)) for path in ("/row", "/four"))
        ours = Side(ours_server, _reporters(ours_server))
        for side in (bare, four, ours):
            side.measure(min(seconds, 2), keep=False)
        for _ in range(repeats):
            for side in (bare, four, ours):
                side.measure(seconds)
    assert _cases(ours_url) - before == ours.answered, "a case a report, no more and no fewer"
    _tell(bare, four, ours)


def _tell(bare: Side, four: Side, ours: Side) -> None:
    line("bare inserts a second", Figure(bare.rates))
    line("four inserts and a look-up / bare", ratios(four.rates, bare.rates), "for comparison")
    line("reports a second", Figure(ours.rates))
    ratio = ratios(ours.rates, bare.rates)
    line("reports / bare inserts", ratio, "aim >= 0.33, defect < 0.20", good=ratio.median >= AIM)
    line("server CPU ms, bare insert", Figure(bare.cpu_ms))
    line("server CPU ms, report", Figure(ours.cpu_ms))
    line("bare CPU / report CPU (web processes only)", ratios(bare.cpu_ms, ours.cpu_ms))


def _reporters(server: Server) -> list[Callable[[], int]]:
    made = [Reporter(Browser(server.port), PATH, seed) for seed in range(CLIENTS)]
    for reporter in made:
        reporter.open_form()
    return [reporter.send for reporter in made]


def _inserters(server: Server, path: str) -> list[Callable[[], int]]:
    """The same bytes as a report, and as many."""
    form = Reporter(Browser(server.port), PATH, 0)

    def sender(browser: Browser) -> Callable[[], int]:
        return lambda: browser.post(path, fields)[0]

    form.categories, form.estates = ("12",), ("34",)
    form.csrf = "x" * 91
    fields = form.fields()
    return [sender(Browser(server.port)) for _ in range(CLIENTS)]


def _cases(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = int(connection.execute(text('SELECT count(*) FROM "case"')).scalar_one())
    engine.dispose()
    return found
