"""A number with its spread, and the lines that a run prints."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Repeats of one measure: the median counts, the ends say how noisy the machine was."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        """The one in the middle."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{shown(self.median)} ({shown(min(self.values))}–{shown(max(self.values))}, n={len(self.values)})"


def ratios(above: Sequence[float], below: Sequence[float]) -> Figure:
    """Pair by pair: each repeat measured both, one right after the other."""
    return Figure([a / b for a, b in zip(above, below, strict=True)])


def line(name: str, figure: Figure | str, aim: str = "", *, good: bool | None = None) -> None:
    """One line of the report."""
    verdict = "" if good is None else ("  ok" if good else "  MISSED")
    print(f"{name:<46} {figure!s:<34} {aim}{verdict}", flush=True)


def title(text: str) -> None:
    """A part of the report begins."""
    print(f"\n{text}", flush=True)


def shown(value: float) -> str:
    """Three figures that matter."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
