"""`make bench`: ratios against bare baselines in the same run. Minutes of both cores; never in CI.

`--quick` shows that everything runs, on small databases; its numbers mean nothing.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from scripts.bench import dues, memory, pages, points, redrawn, reporting, sweeps, tablets, twins
from scripts.bench.stage import KINDS, Stage, stage

PARTS = "abcdefghirst"
HELP = (
    "a reporting, b points, c pages, d memory, e empty sweep, f due clocks, g ladder, h due times, i searches,"
    " r dry run, s tablets, t duplicates."
)


@dataclass(frozen=True)
class Effort:
    """How much is measured. sizes: cases in the small and the large database; still_open: of them, in both.

    clocks: due ones of the parts f and g. searched: cases in the two databases of the parts i and t. dry_run: of r.
    """

    patterns: int
    sizes: tuple[int, int]
    still_open: int
    repeats: int
    seconds: float
    turns: int
    requests: int
    clocks: tuple[int, int]
    searched: tuple[int, int]
    dry_run: int


FULL = Effort(160, (2_000, 200_000), 100, 7, 6.0, 10, 1_000, (500, 2_000), (10_000, 1_000_000), 18_000)
QUICK = Effort(100, (400, 1_000), 60, 2, 1.0, 1, 60, (40, 200), (400, 2_000), 1_800)


@click.command()
@click.option("--quick", is_flag=True, help="Small and short, to see that it runs.")
@click.option("--only", default=PARTS, show_default=True, help=HELP)
@click.option("--on", "kinds", multiple=True, type=click.Choice(KINDS), help="Databases; else both (pages: SQLite).")
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the databases here for a next run."
)
@click.option("--large-open", type=int, help="Open cases of the large database, where they are to differ.")
def main(quick: bool, only: str, kinds: Sequence[str], keep: Path | None, large_open: int | None) -> None:
    """Measure and print."""
    effort, began = QUICK if quick else FULL, time.monotonic()
    with _folder(keep) as folder, stage(folder / ("quick" if quick else "full"), effort.patterns) as made:
        _run(made, effort, only, list(kinds), large_open)
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes", flush=True)


def _run(made: Stage, effort: Effort, only: str, kinds: list[str], large_open: int | None) -> None:
    small = effort.sizes[0]
    if "b" in only:
        points.measure(repeats=effort.repeats, points=max(200, effort.requests * 5))
    if "r" in only:
        redrawn.measure(repeats=effort.repeats, cases=effort.dry_run)
    if "a" in only:
        for kind in kinds or KINDS:
            source = made.database(kind, small, effort.still_open)
            reporting.measure(made, kind, source, repeats=effort.repeats, seconds=effort.seconds)
    if "c" in only:
        for kind in kinds or KINDS[:1]:
            opened = [effort.still_open, large_open or effort.still_open]
            urls = [made.database(kind, n, o) for n, o in zip(effort.sizes, opened, strict=True)]
            words = [f"{n:,} cases ({o:,} open)" for n, o in zip(effort.sizes, opened, strict=True)]
            pages.measure(made, kind, urls, words, turns=effort.turns)
    _run_searched(made, effort, only, kinds or list(KINDS))
    for kind in (kinds or KINDS) if "s" in only else ():
        tablets.measure(made, kind, repeats=effort.repeats)
    if "d" in only:
        kind = (kinds or KINDS)[0]
        memory.measure(made, kind, made.database(kind, small, effort.still_open), requests=effort.requests)
    _run_clocks(made, effort, only, kinds or list(KINDS))


def _run_searched(made: Stage, effort: Effort, only: str, kinds: Sequence[str]) -> None:
    sizes = [f"{n:,} cases" for n in effort.searched]
    for kind in kinds if set("it") & set(only) else ():
        urls = [made.database(kind, n, effort.still_open) for n in effort.searched]
        if "i" in only:
            pages.search(made, kind, urls, sizes, turns=effort.turns)
        if "t" in only:
            twins.measure(made, kind, urls, sizes, turns=effort.turns)


def _run_clocks(made: Stage, effort: Effort, only: str, kinds: Sequence[str]) -> None:
    if "h" in only:
        dues.measure(repeats=effort.repeats, calls=effort.requests * 20)
    scattered, together = effort.clocks
    for kind in kinds:
        if "e" in only:
            sweeps.empty(made, kind, effort.sizes, repeats=effort.repeats, times=effort.turns * 10)
        if "f" in only:
            sweeps.due(made, kind, effort.sizes, repeats=effort.repeats, clocks=scattered)
        if "g" in only:
            sweeps.ladder(made, kind, repeats=effort.repeats, clocks=together)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="lingrid-bench-") as made:
        yield Path(made)


if __name__ == "__main__":
    main()
