"""(r) The dry run of new boundaries: both asked about every case, against bare look-ups of the same points."""

import random
import time
from collections.abc import Callable

from shapely.affinity import translate
from shapely.geometry import mapping, shape

from app.core.values import Tier
from app.grid.geometry import Cell, GridIndex
from app.grid.redrawn import Named, Redrawn, Spot, compare, flows
from scripts.bench import points
from scripts.bench.figures import Figure, line, ratios, title

AIM = 0.5
SHIFT = 0.001


def measure(*, repeats: int, cases: int) -> None:
    """Print the ratio of rates: look-ups of a dry run (two a case) to bare ones."""
    title(f"(r) dry run of {cases:,} cases over the demo's 32 grids, the new ones {SHIFT:g} degrees further east")
    cells = points.demo_cells()
    rng, tiers = random.Random(310114002), list(Tier)
    spots = [Spot(n, point, rng.choice(tiers)) for n, point in enumerate(points.spots(cells, cases))]
    names = {cell.grid_id: Named(cell.code, cell.code, cell.tier) for cell in cells}
    found = Redrawn(GridIndex(1, cells), GridIndex(2, [_shifted(cell) for cell in cells]), names)
    answered = frozenset(names)
    query, covers = points.bare_looks(cells)
    runs: dict[str, Callable[[], object]] = {
        "predicate": lambda: [query(spot.point) for spot in spots for _ in "ab"],
        "covers": lambda: [covers(spot.point) for spot in spots for _ in "ab"],
        "dry run": lambda: flows(compare(spots, found, answered)),
    }
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for repeat in range(repeats + 1):
        for name, run in runs.items():
            began = time.thread_time()
            run()
            if repeat:  # the first one warms up
                rates[name].append(2 * cases / (time.thread_time() - began))
    line("bare: query with predicate, look-ups a second", Figure(rates["predicate"]))
    line("bare: query, then covers, look-ups a second", Figure(rates["covers"]))
    line("dry run, look-ups a second (two a case)", Figure(rates["dry run"]))
    line("seconds for all cases", Figure([2 * cases / rate for rate in rates["dry run"]]))
    for name, words in (("predicate", "dry run / query with predicate"), ("covers", "dry run / query, then covers")):
        ratio = ratios(rates["dry run"], rates[name])
        line(words, ratio, f"aim >= {AIM}", good=ratio.median >= AIM)


def _shifted(cell: Cell) -> Cell:
    """About a hundred metres to the east: a good part of the cases then lies in another grid."""
    moved = translate(shape(cell.geometry), xoff=SHIFT)
    return Cell(cell.grid_id, cell.code, cell.tier, dict(mapping(moved)))
