"""What the benchmark prints: Markdown tables, and for each aim whether it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """What was demanded of a figure and what was hoped for; `least` tells whether more is better."""

    name: str
    measured: float
    demanded: float
    hoped: float | None = None
    unit: str = "%"
    least: bool = True

    def cells(self) -> tuple[str, ...]:
        """Return the row of this aim."""
        return (self.name, *map(self._told, (self.measured, self.demanded, self.hoped)), self.verdict)

    @property
    def verdict(self) -> str:
        """Say in a word how far the figure came."""
        if not self._reaches(self.demanded):
            return "**missed**"
        return "holds" if self.hoped is None or not self._reaches(self.hoped) else "aim reached"

    def _reaches(self, wanted: float) -> bool:
        return self.measured >= wanted if self.least else self.measured <= wanted

    def _told(self, value: float | None) -> str:
        if value is None:
            return ""
        told = {"%": f"{value:.0%}", "x": f"{value:.2f}", "": f"{value:.0f}"}
        return told.get(self.unit) or f"{value:.1f} {self.unit}"


def heading(text: str) -> None:
    """Print a title."""
    print(f"\n### {text}\n", flush=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose first column holds words and the others figures."""
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    print("\n".join(f"| {' | '.join(line)} |" for line in lines), flush=True)


def aims(found: Iterable[Aim]) -> None:
    """Print the table of aims."""
    print()
    table(["aim", "measured", "asked", "hoped for", "verdict"], [aim.cells() for aim in found])


def told(figure: float) -> str:
    """Return a figure with as many digits as it deserves."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}"
