"""Standing bars: months with a target tick, and clusters of series."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.charts.axes import Plot, frame, names_below, wrapped_names
from kamdesk.charts.pen import Pen
from kamdesk.charts.scale import PLAIN, Number, Unit, known, share
from kamdesk.charts.shapes import Box
from kamdesk.words import _

PAST = 0.57  # past months are paler than the current one
MAX_SERIES = 4
SERIES = ("c1", "c2", "c3", "c4")


@dataclass(frozen=True)
class SalesBars:
    """Months (or other places in time) as bars, each with a target tick; ``current`` is solid, the others pale.

    ``values`` and ``targets`` have one entry a label, None where there is none; ``targets`` may be empty.
    """

    labels: tuple[str, ...]
    values: tuple[Number | None, ...]
    targets: tuple[Number | None, ...] = ()
    unit: Unit = PLAIN
    name: str = ""
    target_name: str = ""
    current: int = -1

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not known(self.values) and not known(self.targets)

    @property
    def _current(self) -> int:
        return self.current % len(self.labels)

    def _target(self, index: int) -> Number | None:
        return self.targets[index] if self.targets else None

    def _names(self) -> tuple[str, str]:
        return self.name or _("Actual"), self.target_name or _("Target")

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then label, value and target."""
        write = self.unit.writer(short=short)
        name, target = self._names()
        if not self.targets:
            return [
                ("", name),
                *((label, write(value)) for label, value in zip(self.labels, self.values, strict=True)),
            ]
        return [
            ("", name, target),
            *(
                (label, write(value), write(goal))
                for label, value, goal in zip(self.labels, self.values, self.targets, strict=True)
            ),
        ]

    def summary(self) -> str:
        """The current value and how it stands to its target."""
        index = self._current
        value, target = self.values[index], self._target(index)
        said = _("{label}: {value}", label=self.labels[index], value=self.unit.short(value))
        if value is None or not target:
            return said
        return _(
            "{said}, {share} of the target of {target}",
            said=said,
            share=share(value, target),
            target=self.unit.short(target),
        )

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        name, target = self._names()
        above = (
            pen.legend([(name, "c1"), (target, "text")], ticks=frozenset({target})) if known(self.targets) else pen.size
        )
        plot = frame(pen, known((*self.values, *self.targets)), unit=self.unit, above=above, below=pen.size * 2)
        count, width = len(self.labels), plot.slot(len(self.labels)) * 0.55
        shown = [self.unit.short(value) if value is not None else "" for value in self.values]
        roomy = pen.widest(shown) <= plot.slot(count) - pen.size * 0.3
        for index, value in enumerate(self.values):
            centre, now = plot.centre(index, count), index == self._current
            self._bar(pen, plot, index, width=width)
            if value is not None and (roomy or now):
                _label(pen, plot, centre, value, self._target(index), text=shown[index], strong=now)
        names_below(pen, plot, self.labels, current=self._current)

    def _bar(self, pen: Pen, plot: Plot, index: int, *, width: float) -> None:
        value, target = self.values[index], self._target(index)
        centre = plot.centre(index, len(self.labels))
        if value is not None:
            _column(
                pen,
                plot,
                centre - width / 2,
                value,
                width=width,
                colour="c1",
                alpha=1.0 if index == self._current else PAST,
            )
        if target is not None:
            tick = 2 * pen.size / 11
            pen.rect(centre - width * 0.65, plot.y(target) - tick / 2, width * 1.3, tick, "text")
        said = f"{self.labels[index]} · {self.unit.text(value)}"
        pen.hit(
            Box(centre - plot.slot(len(self.labels)) / 2, plot.box.y, plot.slot(len(self.labels)), plot.box.height),
            index,
            said if target is None else f"{said} / {self.unit.text(target)}",
        )


def _column(pen: Pen, plot: Plot, x: float, value: Number, *, width: float, colour: str, alpha: float = 1.0) -> None:
    """A bar from zero to ``value``, up or down."""
    top, bottom = sorted((plot.y(value), plot.y(0)))
    pen.rect(x, top, width, bottom - top, colour, alpha=alpha, radius=pen.size * 0.2)


def _label(pen: Pen, plot: Plot, x: float, value: Number, target: Number | None, *, text: str, strong: bool) -> None:
    """The value above its bar (below a negative one), clear of the target tick."""
    level = plot.y(value)
    if value < 0:
        baseline = level + pen.size * 1.05
    else:
        near = target is not None and -pen.size * 0.3 < level - plot.y(target) < pen.size * 1.5
        baseline = (min(level, plot.y(target)) if near and target is not None else level) - pen.size * 0.35
    weight = 600 if strong else 400
    x = min(x, pen.box.right - pen.width(text, weight=weight) / 2)
    pen.text(x, baseline, text, colour="text" if strong else "text2", weight=weight, anchor="middle")


@dataclass(frozen=True)
class Series:
    """A named run of values, None where there is none; ``colour`` is a token, chosen by position when empty."""

    name: str
    values: tuple[Number | None, ...]
    colour: str = ""


@dataclass(frozen=True)
class GroupedBars:
    """Clusters of up to four series over the same places, such as plan against actual.

    Raises ValueError for more than four series: nobody tells five colours apart.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = PLAIN

    def __post_init__(self) -> None:
        if len(self.series) > MAX_SERIES:
            raise ValueError(f"{len(self.series)} series; at most {MAX_SERIES}")

    @property
    def colours(self) -> tuple[str, ...]:
        """The colour token of each series."""
        return tuple(one.colour or SERIES[index] for index, one in enumerate(self.series))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(known(one.values) for one in self.series)

    def table(self, *, short: bool = False) -> list[tuple[str, ...]]:
        """Header, then label and the value of each series."""
        write = self.unit.writer(short=short)
        return [
            ("", *(one.name for one in self.series)),
            *((label, *(write(one.values[index]) for one in self.series)) for index, label in enumerate(self.labels)),
        ]

    def summary(self) -> str:
        """The total of each series."""
        return (
            " · ".join(
                _("{label}: {value}", label=one.name, value=self.unit.short(sum(known(one.values))))
                for one in self.series
            )
            if self.unit.kind != "percent"
            else self._highest()
        )

    def _highest(self) -> str:
        named = zip(self.labels, self.series[0].values, strict=True)
        label, value = max(((label, value) for label, value in named if value is not None), key=lambda one: one[1])
        return _("Highest: {label}, {value}", label=label, value=self.unit.short(value))

    def draw(self, pen: Pen) -> None:
        """Paint into the pen's box."""
        above = pen.size
        if len(self.series) > 1:
            above += pen.legend([(one.name, colour) for one, colour in zip(self.series, self.colours, strict=True)])
        plot = frame(
            pen,
            [value for one in self.series for value in known(one.values)],
            unit=self.unit,
            above=above,
            below=pen.size * 3.2,
        )
        count = len(self.labels)
        width = min(plot.slot(count) * 0.72 / len(self.series), pen.size * 4)
        texts = [self.unit.short(value) for one in self.series for value in known(one.values)]
        roomy = pen.widest(texts) <= width * 1.15
        for index, label in enumerate(self.labels):
            left = plot.centre(index, count) - width * len(self.series) / 2
            for place, (one, colour) in enumerate(zip(self.series, self.colours, strict=True)):
                value = one.values[index]
                if value is None:
                    continue
                _column(pen, plot, left + place * width + width * 0.06, value, width=width * 0.88, colour=colour)
                if roomy:
                    _label(
                        pen, plot, left + (place + 0.5) * width, value, None, text=self.unit.short(value), strong=False
                    )
            pen.hit(
                Box(plot.box.x + index * plot.slot(count), plot.box.y, plot.slot(count), plot.box.height),
                index,
                " · ".join((label, *(f"{one.name} {self.unit.text(one.values[index])}" for one in self.series))),
            )
        wrapped_names(pen, plot, self.labels)
