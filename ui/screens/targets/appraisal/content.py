"""The criteria of an appraisal as a grid: weight, what was read, the points that may be typed, what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kamdesk import words
from kamdesk.records.appraisals import SOURCES
from kamdesk.store import Row
from kamdesk.words import _
from ui.grid_model import Cell, Column, Content, Form, Key, Line

WEIGHT, VALUE, POINTS, BRINGS, SOURCE, TOTAL = "weight", "value", "points", "brings", "source", "total"
FULL, GOOD, FAIR = Decimal(100), 70, 55  # points, and from where they are good and fair
READ = ("criterion", "weight", "value", "points", "source")


def content_of(rows: Sequence[Row], *, score: Decimal | None, editable: bool) -> Content:
    """A line a criterion; the score below counts only those with points."""
    lines = [Line(row.id, row.names.get(row.values["criterion"], "")) for row in rows]
    cells: dict[Key, Cell] = {}
    for row in rows:
        cells |= _cells(row, editable=editable)
    known = sum((row.values["weight"] or Decimal(0) for row in rows if row.values["points"] is not None), Decimal(0))
    cells |= {(TOTAL, WEIGHT): Cell(known, tone="text2"), (TOTAL, POINTS): Cell(score, tone="text"),
              (TOTAL, VALUE): Cell(_("weight known") if rows else None, tone="text3")}
    return Content([Column(WEIGHT, _("Weight"), _numbers(0), least=64), Column(VALUE, _("Read"), _texts(), least=110),
                    Column(POINTS, _("Points"), _numbers(1), least=80),
                    Column(BRINGS, _("Brings"), _numbers(1), said=_("Weight × points ÷ 100"), edge=True, least=76),
                    Column(SOURCE, _("Source"), _texts(), least=96)], lines, cells,
                   Line(TOTAL, _("Score"), group=True), _("Criterion"))


def _cells(row: Row, *, editable: bool) -> dict[Key, Cell]:
    values = row.values
    weight, points = values["weight"] or Decimal(0), values["points"]
    tone = "" if points is None else "ok" if points >= GOOD else "warn" if points >= FAIR else "bad"
    source = str(values["source"] or "")
    return {(row.id, WEIGHT): Cell(weight), (row.id, VALUE): Cell(values["value"] or None, tone="text2"),
            (row.id, POINTS): Cell(points, open=editable, tone=tone),
            (row.id, BRINGS): Cell(None if points is None else weight * points / FULL),
            (row.id, SOURCE): Cell(_(SOURCES[source]) if source in SOURCES else None, tone="text3")}


def _numbers(places: int) -> Form:
    return Form(lambda value: words.number(value, places), lambda value: words.number(value, places),
                words.parse_amount)


def _texts() -> Form:
    return Form(str, str, str)
