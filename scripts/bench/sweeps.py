"""(e), (f), (g): what a sweep costs, with 10,000 and with 1,000,000 running clocks, and against a bare loop.

Each database has a process of its own (`scripts/bench/sweeper.py`); the two sizes are asked in turn, so that both
meet the same noise.
"""

import contextlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from scripts.bench.figures import Figure, line, ratios, title
from scripts.bench.stage import Stage

AIM_SIZE, AIM_SELECT, AIM_LADDER = 1.3, 3, 0.4
LADDER_CASES = 10_000


class Sweeper:
    """The process that sweeps one database."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, *words: object) -> dict[str, Any]:
        """One measure; see scripts/bench/sweeper.py."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline() or "{}")
        assert told, "the sweeping process ended: see its words above"
        assert not told.get("parked"), "a clock was parked"
        return told


def empty(stage: Stage, kind: str, sizes: Sequence[int], *, repeats: int, times: int) -> None:
    """(e) A sweep that finds nothing; each repeat is the median of `times`."""
    title(f"(e) empty sweep on {kind}: {sizes[1] * 5:,} against {sizes[0] * 5:,} running clocks")
    found: list[list[dict[str, float]]] = []
    with _both(stage, kind, sizes) as both:
        for repeat in range(repeats + 1):
            pair = {n: both[n].ask("empty", times) for n in _order(repeat)}
            found += [[{name: median(values) for name, values in pair[n].items()} for n in (0, 1)]] if repeat else []

    def of(size: int, name: str) -> list[float]:
        return [pair[size][name] for pair in found]

    for size, words in enumerate(f"{n * 5:,} clocks" for n in sizes):
        line(f"sweep, µs, {words}", _micro(of(size, "sweep")))
        line(f"same SELECT, same session, µs, {words}", _micro(of(size, "select")))
        line(f"sweep, heartbeat, commit, µs, {words}", _micro(of(size, "turn")))
        line(f"SELECT, commit, µs, {words}", _micro(of(size, "read")))
    for name, words in (("sweep", "sweep, large / small"), ("turn", "sweep, heartbeat, commit, large / small")):
        ratio = ratios(of(1, name), of(0, name))
        line(words, ratio, f"aim <= {AIM_SIZE}", good=ratio.median <= AIM_SIZE)
    ratio = ratios(of(1, "sweep"), of(1, "select"))
    line("sweep / same SELECT, large", ratio, f"aim <= {AIM_SELECT}", good=ratio.median <= AIM_SELECT)
    line("sweep, heartbeat, commit / same SELECT", ratios(of(1, "turn"), of(1, "select")), "for comparison")
    line("sweep, heartbeat, commit / SELECT, commit", ratios(of(1, "turn"), of(1, "read")), "for comparison")


def due(stage: Stage, kind: str, sizes: Sequence[int], *, repeats: int, clocks: int) -> None:
    """(f) What one due clock costs, scattered among so many that are not."""
    title(f"(f) a due clock on {kind}: {clocks} due among {sizes[1] * 5:,} against {sizes[0] * 5:,} running")
    costs: tuple[list[float], list[float]] = ([], [])
    with _both(stage, kind, sizes) as both:
        for repeat in range(repeats + 1):
            for n in _order(repeat):
                told = both[n].ask("due", repeat, clocks)
                assert told["steps"] == clocks, told
                costs[n].extend([told["seconds"] / clocks] if repeat else [])
    for size, words in enumerate(f"{n * 5:,} clocks" for n in sizes):
        line(f"a due clock, µs, {words}", _micro(costs[size]))
    ratio = ratios(costs[1], costs[0])
    line("a due clock, large / small", ratio, f"aim <= {AIM_SIZE}", good=ratio.median <= AIM_SIZE)


def ladder(stage: Stage, kind: str, *, repeats: int, clocks: int, cases: int = LADDER_CASES) -> None:
    """(g) Steps a second, against bare loops that write the same rows in the same batches."""
    title(f"(g) ladder steps on {kind}: {clocks:,} due of {cases * 5:,} running, batches of 100")
    told = []
    with _sweeper(stage, kind, cases) as sweeper:
        for repeat in range(repeats + 1):
            told.append(sweeper.ask("ladder", repeat, clocks))
            assert told[-1]["steps"] == told[-1]["rows"]["steps"] == clocks, told[-1]
    rates = {name: [clocks / t[name] for t in told[1:]] for name in ("seconds", "by_row", "by_batch")}
    line("ladder steps a second", Figure(rates["seconds"]))
    line("bare loop, three statements a clock", Figure(rates["by_row"]))
    line("bare loop, three statements a batch", Figure(rates["by_batch"]))
    ratio = ratios(rates["seconds"], rates["by_row"])
    line("steps / bare loop", ratio, f"aim >= {AIM_LADDER}", good=ratio.median >= AIM_LADDER)
    line("steps / bare loop by batch", ratios(rates["seconds"], rates["by_batch"]), "for comparison")
    print(f"    {told[-1]['rows']['notices'] / clocks:.2f} notices a step", flush=True)


def _order(repeat: int) -> tuple[int, int]:
    return (0, 1) if repeat % 2 else (1, 0)


def _micro(seconds: Sequence[float]) -> Figure:
    return Figure([s * 1e6 for s in seconds])


@contextlib.contextmanager
def _both(stage: Stage, kind: str, sizes: Sequence[int]) -> Iterator[list[Sweeper]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(_sweeper(stage, kind, cases)) for cases in sizes]


@contextlib.contextmanager
def _sweeper(stage: Stage, kind: str, cases: int) -> Iterator[Sweeper]:
    url = stage.scratch(kind, f"swept_{cases}", of=stage.clocks(kind, cases))
    with stage.asked("scripts.bench.sweeper", url) as process:
        yield Sweeper(process)
