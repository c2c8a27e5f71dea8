"""Fields of cells and days: the heat table and the strip of coming dates."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import PLAIN, Number, Unit, known
from kamdesk.charts.shapes import Box
from kamdesk.words import _

FAINT, FULL = 0.08, 0.68  # up to here «text» keeps 4.5:1 on the cell in both themes
LANES = 1.7  # height of a lane of the strip, in text sizes


@dataclass(frozen=True)
class Heat:
    """A table of rows × columns whose cells are the stronger the higher their value; every value is printed."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Number | None, ...], ...]
    unit: Unit = PLAIN

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(known(row) for row in self.values)

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then row and its cells."""
        write = self.unit.writer(short=short)
        return [
            ("", *self.columns),
            *((row, *(write(value) for value in values)) for row, values in zip(self.rows, self.values, strict=True)),
        ]

    def summary(self) -> str:
        """The strongest cell."""
        value, row, column = max(
            (
                (value, row, column)
                for row, values in zip(self.rows, self.values, strict=True)
                for column, value in zip(self.columns, values, strict=True)
                if value is not None
            ),
            key=lambda cell: cell[0],
        )
        return _("Highest: {label}, {value}", label=f"{row} · {column}", value=self.unit.short(value))

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        labels = min(pen.widest(list(self.rows)), pen.box.width * 0.3)
        left, top = pen.box.x + labels + pen.size, pen.box.y + pen.size * 1.8
        width = (pen.box.right - left) / len(self.columns)
        height = min((pen.box.bottom - top) / len(self.rows), pen.size * 2.6)
        flat = [float(value) for row in self.values for value in known(row)]
        low, span = min(flat), (max(flat) - min(flat)) or 1.0
        for place, name in enumerate(self.columns):
            pen.text(
                left + width * (place + 0.5),
                pen.box.y + pen.size,
                pen.fit(name, width - pen.size * 0.4),
                colour="text3",
                anchor="middle",
            )
        for line, row in enumerate(self.rows):
            pen.text(left - pen.size, top + height * (line + 0.5) + pen.size * 0.36, pen.fit(row, labels), anchor="end")
            for place, value in enumerate(self.values[line]):
                cell = Box(left + width * place, top + height * line, width, height)
                strength = None if value is None else FAINT + (FULL - FAINT) * (float(value) - low) / span
                self._cell(pen, cell, value=value, strength=strength)
                pen.hit(
                    cell, line * len(self.columns) + place, f"{row} · {self.columns[place]} · {self.unit.text(value)}"
                )

    def _cell(self, pen: Pen, cell: Box, *, value: Number | None, strength: float | None) -> None:
        gap = pen.size * 0.12
        pen.rect(
            cell.x + gap,
            cell.y + gap,
            cell.width - 2 * gap,
            cell.height - 2 * gap,
            "track" if strength is None else "c1",
            alpha=0.5 if strength is None else strength,
            radius=pen.size * 0.3,
        )
        pen.text(
            cell.x + cell.width / 2,
            cell.y + cell.height / 2 + pen.size * 0.36,
            pen.fit(self.unit.short(value), cell.width - pen.size * 0.6),
            colour="text",
            anchor="middle",
        )


@dataclass(frozen=True)
class Mark:
    """Something on a strip: ``at`` in places from the left edge (2.5: the middle of the third month), with a status."""

    at: float
    label: str
    status: str = "info"


@dataclass(frozen=True)
class Strip:
    """Coming dates on a strip of months (or days); marks take as many lanes as they need, the rest is counted."""

    labels: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.marks

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:  # noqa: ARG002  words have no short form
        """Header, then place and what happens there, in order."""
        return [("", _("What")), *((self.labels[self._place(mark)], mark.label) for mark in self._ordered())]

    def summary(self) -> str:
        """How many there are and the first."""
        first = self._ordered()[0]
        return _(
            "{n} dates; first {label}, {place}",
            n=len(self.marks),
            label=first.label,
            place=self.labels[self._place(first)],
        )

    def _ordered(self) -> list[Mark]:
        return sorted(self.marks, key=lambda mark: (mark.at, mark.label))

    def _place(self, mark: Mark) -> int:
        return min(max(int(mark.at), 0), len(self.labels) - 1)

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        width, top = pen.box.width / len(self.labels), pen.box.y + pen.size * 1.8
        for index, label in enumerate(self.labels):
            x = pen.box.x + width * index
            pen.line(x, pen.box.y, x, pen.box.bottom, width=0.8)
            pen.text(x + pen.size * 0.4, pen.box.y + pen.size, pen.fit(label, width - pen.size * 0.5), colour="text3")
        pen.line(pen.box.x, top, pen.box.right, top, "line_strong", width=0.8)
        ends = [pen.box.x - pen.size] * max(1, int((pen.box.bottom - top) / (pen.size * LANES)) - 1)
        left_out = sum(
            0 if self._mark(pen, mark, index=index, ends=ends, top=top) else 1
            for index, mark in enumerate(self._ordered())
        )
        if left_out:
            pen.text(
                pen.box.right,
                pen.box.bottom - pen.size * 0.3,
                _("and {n} more", n=left_out),
                colour="text3",
                anchor="end",
            )

    def _mark(self, pen: Pen, mark: Mark, *, index: int, ends: list[float], top: float) -> bool:
        """Put a mark on the first free lane; False when every lane is taken there."""
        radius = pen.size * 0.35
        x = pen.box.x + mark.at * pen.box.width / len(self.labels)
        label = pen.fit(mark.label, min(pen.width(mark.label), pen.box.width * 0.3))
        after = x + radius * 2 + pen.width(label)
        before = after > pen.box.right  # no room to the right: the label stands before its mark
        start, end = (x - radius * 2 - pen.width(label), x + radius) if before else (x - radius, after)
        lane = next((number for number, taken in enumerate(ends) if taken <= start), None)
        if lane is None:
            return False
        ends[lane] = end + pen.size
        middle = top + (lane + 0.65) * pen.size * LANES
        pen.dot((x, middle), f"{mark.status}_solid", radius=0.35)
        pen.text(
            x - radius * 2 if before else x + radius * 2,
            middle + pen.size * 0.36,
            label,
            anchor="end" if before else "start",
        )
        pen.hit(Box(start, middle - pen.size, end - start, pen.size * 2), index, mark.label)
        return True
