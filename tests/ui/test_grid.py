"""The grid: keys, ranges, copy and paste, fills, sums; what cannot be read stays and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kamdesk.problems import Problem
from tests.ui.lint import lint
from ui.grid import Grid
from ui.grid_block import Block
from ui.grid_model import Cell, Column, Content, Key, Line, money_form, percent_form

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MONTHS = ("oct", "nov", "dec")
LINES = ("congresos", "muestras", "viajes")


class Ledger:
    """Stores what a grid writes, one entry a step."""

    def __init__(self) -> None:
        self.steps: list[dict[Key, Any]] = []
        self.refuses = False

    def __call__(self, cells: Mapping[Key, Any]) -> bool:
        if not self.refuses:
            self.steps.append(dict(cells))
        return not self.refuses


def content(lines: tuple[str, ...] = LINES) -> Content:
    """A group, three lines of three open months and a real month that is closed; amounts in cents."""
    money = money_form("MXN", decimals=0)
    columns = [Column(month, month, money) for month in MONTHS]
    columns += [Column("real", "real", money, edge=True), Column("part", "part", percent_form(bar="meter", decimals=0))]
    rows = [Line("group", "Relación médica", group=True, icon="stethoscope")]
    rows += [Line(line, line.capitalize(), level=1) for line in lines]
    cells: dict[Key, Cell] = {
        (line, month): Cell(1_000_00 * (row + 1) + 100 * at, open=True, comment="ojo" * (row == at))
        for row, line in enumerate(lines) for at, month in enumerate(MONTHS)}
    cells |= {(line, "real"): Cell(900_00, tone="bad") for line in lines}
    cells |= {("total", month): Cell(6_000_00) for month in MONTHS}
    return Content(columns, rows, cells, Line("total", "Total región", group=True), "Concepto")


@pytest.fixture
def ledger() -> Ledger:
    """What was written."""
    return Ledger()


@pytest.fixture
def grid(app: QApplication, qtbot: QtBot, ledger: Ledger) -> Grid:
    """A grid in front, its first open cell current."""
    made = Grid(ledger, name="Presupuesto")
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.show_content(content())
    made.view.setFocus()
    return made


def press(grid: Grid, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
          text: str = "") -> None:
    """Keys to whatever has the focus in the grid: the editor of a cell, else the cells."""
    for key in keys:
        target = editor(grid) or grid.view
        QApplication.sendEvent(target, QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text))
    QApplication.processEvents()


def typed(grid: Grid, text: str) -> None:
    """Type letter by letter."""
    for char in text:
        target = editor(grid) or grid.view
        QApplication.sendEvent(target, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def editor(grid: Grid) -> QLineEdit | None:
    """The field over the cell being edited."""
    found = [each for each in grid.view.viewport().findChildren(QLineEdit) if each.isVisible()]
    return found[0] if found else None


def at(grid: Grid) -> tuple[int, int]:
    """The current cell."""
    index = grid.view.currentIndex()
    return index.row(), index.column()


def shown(grid: Grid, row: int, column: int) -> str:
    """What a cell says."""
    return grid.model.text_at(row, column)


def copied(text: str) -> None:
    """Put a text on the clipboard, as Excel does."""
    QGuiApplication.clipboard().setText(text)


def test_the_first_open_cell_is_current(grid: Grid) -> None:
    assert at(grid) == (1, 0)
    assert grid.view.lines.width() == 208
    assert lint(grid, room=(1000, 400)) == []


def test_typing_replaces_and_enter_goes_down(grid: Grid, ledger: Ledger) -> None:
    typed(grid, "=12*3200")
    press(grid, Qt.Key.Key_Return)
    assert ledger.steps == [{("congresos", "oct"): 38_400_00}]
    assert at(grid) == (2, 0)
    assert shown(grid, 1, 0) == "$38,400"
    assert editor(grid) is None


def test_f2_edits_what_is_there_tab_goes_right_and_escape_leaves(grid: Grid, ledger: Ledger) -> None:
    press(grid, Qt.Key.Key_F2)
    field = editor(grid)
    assert field is not None
    assert field.text() == "1,000"
    field.end(False)
    typed(grid, ".50")
    press(grid, Qt.Key.Key_Tab)
    assert ledger.steps == [{("congresos", "oct"): 1_000_50}]
    assert at(grid) == (1, 1)
    typed(grid, "99")
    press(grid, Qt.Key.Key_Escape)
    assert len(ledger.steps) == 1
    assert shown(grid, 1, 1) == "$1,001"


def test_leaving_a_cell_as_it_was_writes_nothing(grid: Grid, ledger: Ledger) -> None:
    press(grid, Qt.Key.Key_F2)
    press(grid, Qt.Key.Key_Return)
    assert ledger.steps == []


def test_what_cannot_be_read_stays_in_its_cell(grid: Grid, ledger: Ledger, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.refused):
        typed(grid, "mucho")
        press(grid, Qt.Key.Key_Return)
    assert ledger.steps == []
    assert shown(grid, 1, 0) == "mucho"
    assert "mucho" in grid.model.problem_at(1, 0)
    grid.view.setCurrentIndex(grid.model.index(1, 0))
    typed(grid, "7")
    press(grid, Qt.Key.Key_Return)
    assert ledger.steps == [{("congresos", "oct"): 7_00}]
    assert grid.model.problem_at(1, 0) == ""


def test_a_refused_write_keeps_what_was_typed(grid: Grid, ledger: Ledger) -> None:
    ledger.refuses = True
    typed(grid, "5")
    press(grid, Qt.Key.Key_Return)
    assert shown(grid, 1, 0) == "5"
    assert grid.model.problem_at(1, 0)


def test_closed_cells_are_not_edited(grid: Grid) -> None:
    grid.view.setCurrentIndex(grid.model.index(1, 3))
    press(grid, Qt.Key.Key_F2)
    typed(grid, "5")
    assert editor(grid) is None


def test_ranges_by_keyboard_and_their_sum(grid: Grid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.summed, check_params_cb=lambda text: "sum" in text):
        press(grid, Qt.Key.Key_Down, Qt.Key.Key_Down, modifiers=SHIFT)
    assert grid.block() == Block(1, 0, 3, 0)
    with qtbot.waitSignal(grid.summed) as caught:
        press(grid, Qt.Key.Key_Right, modifiers=SHIFT)
    assert caught.args == ["6 celdas · suma $12,003 · promedio $2,001"]
    press(grid, Qt.Key.Key_Escape)
    assert grid.block() == Block(3, 1, 3, 1)


def test_control_and_arrows_go_to_the_edge(grid: Grid) -> None:
    press(grid, Qt.Key.Key_Right, modifiers=CONTROL | SHIFT)
    assert grid.block() == Block(1, 0, 1, 4)
    press(grid, Qt.Key.Key_Down, modifiers=CONTROL | SHIFT)
    assert grid.block() == Block(1, 0, 3, 4)
    press(grid, Qt.Key.Key_Up, modifiers=CONTROL)
    assert at(grid) == (0, 4)
    press(grid, Qt.Key.Key_A, modifiers=CONTROL)
    assert grid.block() == Block(0, 0, 3, 4)


def test_tab_walks_lines_and_leaves_after_the_last_cell(grid: Grid) -> None:
    grid.view.setCurrentIndex(grid.model.index(1, 4))
    press(grid, Qt.Key.Key_Tab)
    assert at(grid) == (2, 0)
    press(grid, Qt.Key.Key_Backtab)
    assert at(grid) == (1, 4)
    grid.view.setCurrentIndex(grid.model.index(3, 4))
    press(grid, Qt.Key.Key_Tab)
    assert at(grid) == (3, 4)


def test_a_block_lands_from_the_top_left_cell_whatever_is_selected(grid: Grid, ledger: Ledger, qtbot: QtBot) -> None:
    copied("10\t20\t30\t40\n50\t60\t70\t80\n90\t1\t2\t3\n4\t5\t6\t7\n")
    grid.view.setCurrentIndex(grid.model.index(2, 1))
    grid.view.select(Block(2, 1, 3, 2))
    with qtbot.waitSignal(grid.told) as caught:
        press(grid, Qt.Key.Key_V, modifiers=CONTROL)
    assert ledger.steps == [{("muestras", "nov"): 10_00, ("muestras", "dec"): 20_00,
                             ("viajes", "nov"): 50_00, ("viajes", "dec"): 60_00}]
    assert caught.args == ["4 celdas pegadas, 8 fuera de la tabla, 4 que no se pueden editar"]


def test_a_single_value_fills_the_selection(grid: Grid, ledger: Ledger) -> None:
    copied("1.234,50\r\n")
    grid.view.select(Block(1, 0, 2, 1))
    grid.do("paste")
    assert ledger.steps == [{(line, month): 1_234_50 for line in LINES[:2] for month in MONTHS[:2]}]


def test_nothing_is_written_when_a_cell_cannot_be_read(grid: Grid, ledger: Ledger, qtbot: QtBot) -> None:
    copied("10\tdiez\n#REF!\t20\n")
    with qtbot.waitSignal(grid.refused) as caught:
        grid.do("paste")
    assert ledger.steps == []
    problem = caught.args[0] if caught.args else None
    assert isinstance(problem, Problem)
    assert problem.details == ("Congresos · nov “diez”", "Muestras · oct “#REF!”")
    assert problem.message.startswith("No se pegó nada: 2 celdas no se pueden leer.")


def test_pasting_nothing_says_so(grid: Grid, qtbot: QtBot) -> None:
    copied("")
    with qtbot.waitSignal(grid.refused):
        grid.do("paste")


def test_copy_writes_text_and_html_with_titles_on_shift(grid: Grid) -> None:
    grid.view.select(Block(1, 0, 2, 1))
    press(grid, Qt.Key.Key_C, modifiers=CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "1,000\t1,001\r\n2,000\t2,001\r\n"
    assert data.html().startswith("<table><tr><td>1,000</td>")
    press(grid, Qt.Key.Key_C, modifiers=CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Concepto\toct\tnov", "Congresos\t1,000\t1,001", "Muestras\t2,000\t2,001"]


def test_what_was_copied_pastes_as_the_same_values(grid: Grid, ledger: Ledger) -> None:
    grid.view.select(Block(1, 0, 3, 2))
    grid.do("copy")
    grid.do("paste")
    assert ledger.steps == [{key: cell.value for key, cell in content().cells.items() if cell.open}]


def test_fill_down_and_right(grid: Grid, ledger: Ledger) -> None:
    grid.view.select(Block(1, 0, 3, 0))
    press(grid, Qt.Key.Key_D, modifiers=CONTROL)
    grid.view.select(Block(1, 0, 1, 3))
    press(grid, Qt.Key.Key_D, modifiers=CONTROL | SHIFT)
    assert ledger.steps == [{("muestras", "oct"): 1_000_00, ("viajes", "oct"): 1_000_00},
                            {("congresos", "nov"): 1_000_00, ("congresos", "dec"): 1_000_00}]


def test_filling_one_cell_takes_the_one_before(grid: Grid, ledger: Ledger) -> None:
    grid.view.setCurrentIndex(grid.model.index(2, 2))
    press(grid, Qt.Key.Key_D, modifiers=CONTROL)
    assert ledger.steps == [{("muestras", "dec"): 1_002_00}]


def test_delete_clears_the_open_cells(grid: Grid, ledger: Ledger, qtbot: QtBot) -> None:
    grid.view.select(Block(1, 2, 1, 3))
    with qtbot.waitSignal(grid.told) as caught:
        press(grid, Qt.Key.Key_Delete)
    assert ledger.steps == [{("congresos", "dec"): None}]
    assert caught.args == ["1 celda borrada, 1 que no se puede editar"]
    assert shown(grid, 1, 2) == ""


def test_new_values_keep_the_place(grid: Grid) -> None:
    grid.view.select(Block(2, 1, 3, 2))
    grid.show_content(content())
    assert grid.block() == Block(2, 1, 3, 2)
    grid.show_content(content(LINES[:1]))
    assert grid.model.rowCount() == 2


def test_readers_hear_line_column_value_and_comment(grid: Grid) -> None:
    said = grid.model.data(grid.model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Congresos, oct, $1,000, ojo"


def test_totals_stay_under_their_columns(grid: Grid) -> None:
    grid.resize(360, 400)
    QApplication.processEvents()
    grid.total.horizontalScrollBar().setValue(60)
    assert grid.view.horizontalScrollBar().value() == 60
    assert [grid.view.columnWidth(each) for each in range(5)] == [grid.total.columnWidth(each) for each in range(5)]
    assert grid.total.isVisible()
