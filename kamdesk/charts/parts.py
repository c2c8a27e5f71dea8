"""Parts of a whole: ageing in one bar or a bar each, and the funnel of a process."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.charts.bars import MAX_SERIES
from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import PLAIN, Number, Unit, known, share
from kamdesk.charts.shapes import Box
from kamdesk.words import _

AGES = ("c1", "c2", "c3", "bad_solid")  # from not due to long overdue


@dataclass(frozen=True)
class StackedBars:
    """Rows cut into up to four parts, such as receivables by age; one row gets a legend list with amounts and shares.

    ``values`` holds one run a row, one entry a part. A negative part (a credit balance) is listed but takes no room.
    Raises ValueError for more than four parts.
    """

    rows: tuple[str, ...]
    parts: tuple[str, ...]
    values: tuple[tuple[Number, ...], ...]
    unit: Unit = PLAIN
    colours: tuple[str, ...] = AGES

    def __post_init__(self) -> None:
        if len(self.parts) > MAX_SERIES:
            raise ValueError(f"{len(self.parts)} parts; at most {MAX_SERIES}")

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for row in self.values for value in row)

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then row, its parts and the total."""
        write = self.unit.writer(short=short)
        return [
            ("", *self.parts, _("Total")),
            *(
                (row, *(write(value) for value in values), write(sum(values)))
                for row, values in zip(self.rows, self.values, strict=True)
            ),
        ]

    def summary(self) -> str:
        """Each part with its share of everything."""
        total = sum(sum(row) for row in self.values)
        sums = [sum(row[index] for row in self.values) for index in range(len(self.parts))]
        return " · ".join(f"{part} {share(value, total)}" for part, value in zip(self.parts, sums, strict=True))

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        if len(self.rows) == 1:
            self._single(pen)
        else:
            self._many(pen)

    def _single(self, pen: Pen) -> None:
        values, thick = self.values[0], pen.size * 1.25
        self._bar(pen, Box(pen.box.x, pen.box.y, pen.box.width, thick), values=values, row=0)
        total = sum(values)
        step = min(pen.size * 2, (pen.box.height - thick - pen.size) / len(values))
        shares = pen.widest([share(value, total) for value in values]) + pen.size * 1.5
        for index, (part, value) in enumerate(zip(self.parts, values, strict=True)):
            baseline = pen.box.y + thick + pen.size * 0.9 + step * (index + 0.65)
            amount, square = self.unit.text(value), pen.size * 0.7
            pen.rect(pen.box.x, baseline - square, square, square, self.colours[index], radius=square * 0.3)
            room = pen.box.width - square * 2 - pen.width(amount, weight=600) - shares - pen.size
            pen.text(pen.box.x + square * 2, baseline, pen.fit(part, room))
            pen.text(pen.box.right - shares, baseline, amount, colour="text", weight=600, anchor="end")
            pen.text(pen.box.right, baseline, share(value, total), anchor="end")

    def _many(self, pen: Pen) -> None:
        top = pen.box.y + pen.legend(list(zip(self.parts, self.colours, strict=False))) + pen.size * 0.4
        height = min((pen.box.bottom - top) / len(self.rows), pen.size * 2.6)
        labels = min(pen.widest(list(self.rows)), pen.box.width * 0.3)
        totals = [self.unit.short(sum(row)) for row in self.values]
        left = pen.box.x + labels + pen.size
        room = pen.box.right - left - pen.widest(totals, weight=600) - pen.size
        largest = max(_filled(row) for row in self.values) or 1.0
        for index, (row, values) in enumerate(zip(self.rows, self.values, strict=True)):
            middle = top + (index + 0.5) * height
            thick = min(height * 0.5, pen.size * 1.15)
            pen.text(left - pen.size, middle + pen.size * 0.36, pen.fit(row, labels), anchor="end")
            bar = Box(left, middle - thick / 2, room * _filled(values) / largest, thick)
            self._bar(pen, bar, values=values, row=index)
            pen.text(pen.box.right, middle + pen.size * 0.36, totals[index], colour="text", weight=600, anchor="end")

    def _bar(self, pen: Pen, bar: Box, *, values: tuple[Number, ...], row: int) -> None:
        whole, x, gap = _filled(values) or 1.0, bar.x, pen.size * 0.12
        for index, value in enumerate(values):
            width = max(float(value), 0.0) / whole * bar.width
            pen.rect(
                x, bar.y, max(width - gap, min(width, gap)), bar.height, self.colours[index], radius=pen.size * 0.2
            )
            pen.hit(
                Box(x, bar.y, width, bar.height),
                row * len(self.parts) + index,
                f"{self.rows[row]} · {self.parts[index]} · {self.unit.text(value)}".removeprefix(" · "),
            )
            x += width


def _filled(values: tuple[Number, ...]) -> float:
    """The length of a row: its positive parts."""
    return float(sum(max(value, 0) for value in values))


@dataclass(frozen=True)
class Funnel:
    """Stages of a process with how many are or were in each, and how many pass from one to the next."""

    stages: tuple[str, ...]
    values: tuple[Number, ...]
    unit: Unit = PLAIN

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(known(self.values))

    def _passed(self, index: int) -> str:
        return share(self.values[index], self.values[index - 1]) if index else ""

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then stage, value and the share that came from the stage before."""
        write = self.unit.writer(short=short)
        return [
            ("", _("Number"), _("Of the stage before")),
            *(
                (stage, write(value), self._passed(index) or "—")
                for index, (stage, value) in enumerate(zip(self.stages, self.values, strict=True))
            ),
        ]

    def summary(self) -> str:
        """First and last stage."""
        return _(
            "{first} in “{start}”, {last} in “{end}”",
            first=self.unit.text(self.values[0]),
            start=self.stages[0],
            last=self.unit.text(self.values[-1]),
            end=self.stages[-1],
        )

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box: centred bars joined by pale slopes."""
        height = min(pen.box.height / len(self.stages), pen.size * 3.4)
        labels = min(pen.widest(list(self.stages)), pen.box.width * 0.34)
        right = pen.width("100 %") + pen.size * 1.5
        left = pen.box.x + labels + pen.size * 1.2
        room, largest = pen.box.right - right - left, float(max(self.values)) or 1.0
        middle, thick = left + room / 2, height * 0.62
        halves = [max(float(value), 0.0) / largest * room / 2 for value in self.values]
        for index, (stage, value) in enumerate(zip(self.stages, self.values, strict=True)):
            top, half = pen.box.y + index * height, halves[index]
            baseline = top + thick / 2 + pen.size * 0.36
            pen.text(left - pen.size * 1.2, baseline, pen.fit(stage, labels), anchor="end")
            pen.rect(middle - half, top, half * 2, thick, "c1", radius=pen.size * 0.2)
            inside = half * 2 > pen.width(self.unit.short(value), weight=600) + pen.size
            pen.text(
                middle if inside else middle + half + pen.size * 0.5,
                baseline,
                self.unit.short(value),
                weight=600,
                colour="on_accent" if inside else "text",
                anchor="middle" if inside else "start",
            )
            pen.text(pen.box.right, baseline, self._passed(index), colour="text3", anchor="end")
            if index + 1 < len(halves):
                below = halves[index + 1]
                pen.area(
                    [
                        (middle - half, top + thick),
                        (middle + half, top + thick),
                        (middle + below, top + height),
                        (middle - below, top + height),
                    ],
                    "c1",
                    alpha=0.14,
                )
            pen.hit(Box(pen.box.x, top, pen.box.width, thick), index, f"{stage} · {self.unit.text(value)}")
