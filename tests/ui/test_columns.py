"""Columns fit their words and the window, and stay as the person left them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from ui.columns import Columns

SHORT, LONG = ("A", "12"), ("Hospital General de Occidente", "Jalisco")
KEY = "lists/trial/widths"


@pytest.fixture
def table(qtbot):
    def make(*rows, headers=("Nombre", "Situación de visita"), width=600):
        QSettings().remove(KEY)
        view = QTableView()
        qtbot.addWidget(view)
        model = QStandardItemModel(0, len(headers), view)
        model.setHorizontalHeaderLabels(list(headers))
        for row in rows:
            model.appendRow([QStandardItem(text) for text in row])
        view.verticalHeader().hide()
        view.setModel(model)
        view.resize(width, 300)
        view.show()
        return view

    return make


def widths(view):
    return [view.columnWidth(at) for at in range(view.model().columnCount())]


def needed(view, text):
    return view.fontMetrics().horizontalAdvance(text)


def test_words_and_headers_are_read_whole_and_the_room_is_used(table):
    view = table(SHORT, LONG)
    Columns(view, "trial").fit()
    first, second = widths(view)
    assert first > needed(view, LONG[0])
    assert second > needed(view, "Situación de visita")
    assert first + second == view.viewport().width()


def test_wide_columns_give_way_before_the_table_scrolls(table):
    long = "Oficina de Adquisiciones de Salud Occidente y Bajío"
    view = table((long, long, "1"), headers=("Entidad", "Título", "Documentos"), width=520)
    Columns(view, "trial").fit()
    assert sum(widths(view)) == view.viewport().width()
    assert widths(view)[2] > needed(view, "Documentos")


def test_many_columns_scroll_instead_of_being_cut(table):
    headers = tuple(f"Encabezado número {n}" for n in range(8))
    view = table(tuple("x" * 30 for _ in headers), headers=headers, width=400)
    Columns(view, "trial").fit()
    assert all(width > needed(view, text) for width, text in zip(widths(view), headers, strict=True))


def test_what_scrolls_scrolls_as_little_as_can_be(table):
    headers = tuple(f"Encabezado {n}" for n in range(6))
    view = table(tuple("x" * 30 for _ in headers), headers=headers, width=400)
    Columns(view, "trial").fit()
    assert all(needed(view, text) < width < needed(view, "x" * 30)
               for width, text in zip(widths(view), headers, strict=True))


def test_a_dragged_edge_is_kept_for_the_next_time(table, qtbot):
    view = table(SHORT, LONG)
    Columns(view, "trial").fit()
    view.horizontalHeader().resizeSection(0, 111)
    other = QTableView()
    qtbot.addWidget(other)
    other.setModel(view.model())
    other.resize(900, 300)
    other.show()
    Columns(other, "trial").fit()
    assert widths(other)[0] == 111
    other.resize(500, 300)
    assert widths(other)[0] == 111


def test_filtering_does_not_make_columns_dance(table):
    view = table(SHORT, LONG)
    columns = Columns(view, "trial")
    columns.fit()
    before = widths(view)
    view.model().removeRow(1)
    columns.fit()
    assert widths(view) == before
