"""The drawing of the grid: north is up, shapes keep their proportions, the example is true."""

import re

from app.grid.drawing import short
from app.resident.sketch import SIZE, sketch
from tests.builders.grids import small, zhenxin


def points(path: str) -> list[tuple[float, float]]:
    """The corners of an SVG path."""
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", path)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert sketch({"type": "FeatureCollection", "features": []}) is None


def test_every_cell_is_drawn_inside_the_picture() -> None:
    drawn = sketch(zhenxin())
    assert drawn is not None
    assert (len(drawn.cells), drawn.residential, drawn.micro) == (32, 20, 11)
    for cell in drawn.cells:
        assert all(0 <= x <= SIZE and 0 <= y <= drawn.height for x, y in points(cell.path))


def test_three_squares_side_by_side_are_wider_than_high() -> None:
    drawn = sketch(small())
    assert drawn is not None
    assert drawn.height < SIZE / 2


def test_the_example_names_a_market_and_its_home_and_the_pin_lies_in_it() -> None:
    drawn = sketch(zhenxin())
    assert drawn is not None
    assert drawn.example is not None
    assert drawn.pin is not None
    market = next(cell for cell in drawn.cells if "m-micro-on" in cell.css)
    xs, ys = zip(*points(market.path), strict=True)
    assert min(xs) < drawn.pin[0] < max(xs)
    assert min(ys) < drawn.pin[1] < max(ys)


def test_north_is_up() -> None:
    drawn = sketch(zhenxin())
    assert drawn is not None
    places = {cell.name: cell.y for cell in drawn.cells if cell.name}
    assert places["新丰"] < places["丰庄"]


def test_a_name_loses_its_kind_but_never_everything() -> None:
    assert short("丰一居民区") == "丰一"
    assert short("居民区") == "居民区"
