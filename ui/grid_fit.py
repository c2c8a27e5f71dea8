"""How wide the columns of a grid are: as their strongest text needs, tight when that is too much."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from ui import fonts, theme
from ui.grid_delegate import AIRY, TIGHT, Density, GridDelegate
from ui.grid_keys import GridView, TotalView
from ui.grid_model import METER, PLAIN, WORDS, GridModel

HEAD = 34  # logical pixels of the titles


def fit(view: GridView, total: TotalView, *, room: int, frozen: int) -> int:
    """Give every column its width and share what is left; the pixels of the frozen column (``frozen`` at 100 %)."""
    edges = 3 + view.verticalScrollBar().sizeHint().width()
    density, wanted = AIRY, _wanted(view, total, AIRY)
    if sum(wanted) > room - edges - theme.px(frozen):
        density, wanted = TIGHT, _wanted(view, total, TIGHT)
    first = theme.px(frozen * density.frozen)
    spare = room - edges - first - sum(wanted)
    each = max(0, spare) // max(len(wanted), 1)
    for at, width in enumerate(wanted):
        view.setColumnWidth(at, width + each)
        total.setColumnWidth(at, width + each)
    _dress(view, total, density, frozen=round(frozen * density.frozen))
    bar = total.horizontalScrollBar().sizeHint().height() if spare < 0 else 0
    total.setFixedHeight(theme.px(theme.size("row")) + 2 + bar)
    view.horizontalHeader().setFixedHeight(theme.px(HEAD))
    return first


def _wanted(view: GridView, total: TotalView, density: Density) -> list[int]:
    return [_needed(view.cells, total.cells, at, density) for at in range(view.cells.columnCount())]


def _dress(view: GridView, total: TotalView, density: Density, *, frozen: int) -> None:
    for each in (view, total):
        each.lines.set_width(frozen)
        each.lines.setDefaultSectionSize(theme.px(theme.size("row")))
        painter = each.itemDelegate()
        if isinstance(painter, GridDelegate):
            painter.density = density


def _needed(model: GridModel, totals: GridModel, at: int, density: Density) -> int:
    column = model.content.columns[at]
    strong = QFontMetricsF(fonts.font("strong", figures=True))
    head = QFontMetricsF(fonts.font("small", weight=600)).horizontalAdvance(column.title)
    texts = [model.text_at(row, at) for row in range(model.rowCount())]
    texts += [totals.text_at(0, at)] if totals.rowCount() else []
    longest = strong.horizontalAdvance(max(texts, key=len, default=""))
    bar = {PLAIN: 0, WORDS: 0, METER: theme.px(density.bar) + 8}.get(column.form.bar, theme.px(density.swing) + 8)
    least = theme.px(column.least) if density is AIRY else 0
    return max(round(max(longest + bar, head)) + 2 * density.pad + 4, least)
