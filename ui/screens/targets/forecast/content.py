"""A forecast as a chart, as a table of products by month, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kamdesk import words
from kamdesk.charts import BandLine, Unit
from kamdesk.fields import Id
from kamdesk.figures.outlook import LineSpot, Outlook
from kamdesk.records.targets import FORECAST_METHODS, SCENARIOS, SERIES, Forecast, ForecastLine
from kamdesk.words import SHORT_MONTHS, _, base_currency, day, exponent
from ui.grid_model import Cell, Column, Content, Form, Key, Line

TOTAL, WHOLE, LOW, HIGH = "total", "whole", "low", "high"


def chart_of(found: Outlook, forecast: Forecast) -> BandLine:
    """What was sold as a line, what is expected inside its band."""
    money = forecast.measure != "units"
    scale = 10 ** exponent() if money else 1
    last = str(forecast.data_through)[:7] if forecast.data_through else ""

    def told(name: str) -> tuple[int | None, ...]:
        return tuple(round(getattr(found.expected[month], name) * scale) if month in found.expected else None
                     for month in found.months)

    actual = tuple(round(found.actual.get(month, Fraction(0)) * scale) if month <= last else None
                   for month in found.months)
    return BandLine(tuple(_short(month).lower() for month in found.months), actual, told("value"), told("low"),
                    told("high"), unit=Unit("money", base_currency()) if money else Unit(),
                    name=_(SERIES[str(forecast.series)]))


def content_of(found: Outlook, forecast: Forecast, names: Mapping[Id, str]) -> Content:
    """A line a product, under its zone where there are several; in a draft each month may be set by hand."""
    draft = forecast.state == "draft"
    lines: list[Line] = []
    cells: dict[Key, Cell] = {}
    places = sorted({place for place, _product in found.lines}, key=lambda each: names.get(each.id, "") if each else "")
    for place in places:
        spots = [spot for spot in found.lines if spot[0] == place]
        level = len(places) > 1
        if level:
            key = place.id if place else WHOLE
            lines.append(Line(key, names.get(key, ""), group=True))
            cells |= _group(key, [found.lines[spot] for spot in spots])
        for spot in sorted(spots, key=lambda each: names.get(each[1] or "", "")):
            key, months = key_of(spot), found.lines[spot]
            lines.append(Line(key, names.get(spot[1] or "", _("The whole")), level=int(level)))
            cells |= {(key, month): _cell(line, draft=draft) for month, line in months.items()}
            cells[key, TOTAL] = Cell(sum((_value(line) for line in months.values()), Decimal(0)), tone="text2")
    for key, text in ((LOW, _("Lower end")), (HIGH, _("Upper end"))):
        lines.append(Line(key, text))
        cells |= _row(key, {month: getattr(told, key) for month, told in found.expected.items()}, "text3")
    cells |= _row(TOTAL, {month: told.value for month, told in found.expected.items()}, "text")
    return Content([*(Column(month, _short(month), _form(forecast), said=words.month(month), least=84)
                      for month in found.ahead), Column(TOTAL, _("Total"), _form(forecast), least=104)], lines, cells,
                   Line(TOTAL, _("Forecast"), group=True), _("Product"))


def key_of(spot: LineSpot) -> str:
    """The line of the grid of a place and product."""
    place, product = spot
    return f"{place.id if place else ''}:{product or WHOLE}"


def _group(key: str, parts: Sequence[Mapping[str, ForecastLine]]) -> dict[Key, Cell]:
    """What the lines of a place add up to."""
    sums: dict[str, Decimal] = {}
    for months in parts:
        for month, line in months.items():
            sums[month] = sums.get(month, Decimal(0)) + _value(line)
    return {**{(key, month): Cell(value) for month, value in sums.items()},
            (key, TOTAL): Cell(sum(sums.values(), Decimal(0)))}


def _cell(line: ForecastLine, *, draft: bool) -> Cell:
    by_hand = _("By hand: {why} The method said {value}.", why=_sentence(line.why),
                value=words.number(line.value or 0)) if line.manual is not None else ""
    return Cell(_value(line), open=draft, tone="text" if draft else "", comment=by_hand)


def _sentence(text: str) -> str:
    told = text.strip()
    return told if told.endswith(".") else f"{told}."


def _value(line: ForecastLine) -> Decimal:
    return line.manual if line.manual is not None else line.value or Decimal(0)


def _row(key: str, values: Mapping[str, Fraction], tone: str) -> dict[Key, Cell]:
    shown = {month: Decimal(value.numerator) / value.denominator for month, value in values.items()}
    cells = {(key, month): Cell(value, tone=tone) for month, value in shown.items()}
    return {**cells, (key, TOTAL): Cell(sum(shown.values(), Decimal(0)), tone=tone)}


def _form(forecast: Forecast) -> Form:
    """Whole units of currency, or units; the decimals are kept and shown while editing."""
    def show(value: Decimal) -> str:
        if forecast.measure == "units":
            return words.number(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        return words.money(int((value * 10 ** exponent()).quantize(Decimal(1), rounding=ROUND_HALF_UP)), None, 0)

    return Form(show, lambda value: words.number(value, 0 if value == value.to_integral_value() else 2),
                words.parse_amount)


def _short(month: str) -> str:
    return _(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").capitalize()


def subtitle_of(forecast: Forecast) -> str:
    """What it is a forecast of, and how it was told."""
    return " · ".join((_(SERIES[str(forecast.series)]), _(SCENARIOS[str(forecast.scenario)]),
                       _(FORECAST_METHODS[str(forecast.method)]),
                       _("made on {day}", day=day(forecast.made_on)) if forecast.made_on else ""))


def learnt_of(forecast: Forecast) -> str:
    """Until when it knew the sales: a month that has not ended teaches nothing."""
    if forecast.data_through is None:
        return ""
    return _("With whole months up to {month}; a month that has not ended is not learned from.",
             month=words.month(str(forecast.data_through)[:7]))
