"""Lying bars: rows against a target."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import PLAIN, Number, Unit, axis_ticks, known, share
from kamdesk.charts.shapes import Box
from kamdesk.words import _


@dataclass(frozen=True)
class TargetRow:
    """One row: its name, its value and the target (None: no target)."""

    label: str
    value: Number | None
    target: Number | None = None


@dataclass(frozen=True)
class TargetBars:
    """Rows as horizontal bars with the target as a tick; at the right the value and its share of the target.

    Percent values stand beside their target instead: a share of a percentage says nothing.
    """

    rows: tuple[TargetRow, ...]
    unit: Unit = PLAIN
    name: str = ""
    target_name: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not known(row.value for row in self.rows)

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then label, value, target and share."""
        write = self.unit.writer(short=short)
        head = ("", self.name or _("Actual"), self.target_name or _("Target"), "%")
        rows = [(row.label, write(row.value), write(row.target), _achieved(row)) for row in self.rows]
        return [row[:3] if self.unit.kind == "percent" else row for row in (head, *rows)]

    def summary(self) -> str:
        """How many rows reach their target."""
        judged = [row for row in self.rows if row.target and row.value is not None]
        reached = sum(
            1 for row in judged if row.value is not None and row.target is not None and row.value >= row.target
        )
        return _("{reached} of {n} reach the target", reached=reached, n=len(judged)) if judged else _("No targets set")

    def _beside(self, row: TargetRow) -> str:
        if self.unit.kind == "percent":
            return "" if row.target is None else f"/ {self.unit.short(row.target)}"
        return _achieved(row)

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box; rows share its height, at most 2.6 text sizes each."""
        height = min(pen.box.height / len(self.rows), pen.size * 2.6)
        labels = min(pen.widest([row.label for row in self.rows]), pen.box.width * 0.32)
        numbers = pen.widest([self.unit.short(row.value) for row in self.rows], weight=600)
        shares = pen.widest([self._beside(row) for row in self.rows]) if any(row.target for row in self.rows) else 0.0
        right = numbers + shares + pen.size * (1.8 if shares else 0.8)
        area = Box(pen.box.x + labels + pen.size, pen.box.y, pen.box.width - labels - pen.size - right, pen.box.height)
        ends = axis_ticks(
            min(known(row.value for row in self.rows)),
            max(known([n for row in self.rows for n in (row.value, row.target)])),
        )
        low, high = float(ends[0]), float(ends[-1])
        for index, row in enumerate(self.rows):
            line = Box(area.x, pen.box.y + index * height, area.width, height)
            self._row(pen, row, line, span=(low, high), shares=shares)
            pen.hit(
                Box(pen.box.x, line.y, pen.box.width, height),
                index,
                f"{row.label} · {self.unit.text(row.value)} / {self.unit.text(row.target)}",
            )

    def _row(self, pen: Pen, row: TargetRow, line: Box, *, span: tuple[float, float], shares: float) -> None:
        low, high = span
        thick = min(line.height * 0.42, pen.size * 0.9)
        middle, baseline = line.y + line.height / 2, line.y + line.height / 2 + pen.size * 0.36

        def x(value: float) -> float:
            return line.x + (value - low) / (high - low) * line.width

        pen.text(line.x - pen.size, baseline, pen.fit(row.label, line.x - pen.size - pen.box.x), anchor="end")
        pen.rect(line.x, middle - thick / 2, line.width, thick, "track", radius=thick / 2)
        if row.value is not None:
            start, end = sorted((x(0), x(float(row.value))))
            pen.rect(
                start, middle - thick / 2, end - start, thick, "c1" if row.value >= 0 else "bad_solid", radius=thick / 2
            )
        if row.target is not None:
            tick = 2 * pen.size / 11
            pen.rect(x(float(row.target)) - tick / 2, middle - thick, tick, thick * 2, "text")
        pen.text(
            pen.box.right - shares - (pen.size if shares else 0),
            baseline,
            self.unit.short(row.value),
            colour="text",
            weight=600,
            anchor="end",
        )
        if shares:
            pen.text(pen.box.right, baseline, self._beside(row), anchor="end")


def _achieved(row: TargetRow) -> str:
    return share(row.value, row.target) if row.value is not None and row.target is not None else "—"
