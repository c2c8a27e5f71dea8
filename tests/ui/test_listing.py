"""A list comes back as it was left: states ticked, order; what was typed is of its moment."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt

from kamdesk.app import App
from kamdesk.kinds import kind_of
from tests.made import make
from ui.listing import Listing


def listing(qtbot, store):
    made = Listing(kind_of("client"), store, store.columns(kind_of("client")))
    qtbot.addWidget(made)
    made.apply()
    return made


def names(shown):
    return [shown.model.row_at(at).values["name"] for at in range(shown.model.total)]


def test_states_and_order_come_back(qtbot, store):
    QSettings().clear()
    for name, status in (("Ana", "active"), ("Beto", "prospect"), ("Carla", "active")):
        make(App(store), "client", name=name, status=status)
    first = listing(qtbot, store)
    first.chips["active"].click()
    first.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    first.filter.setText("Carla")
    first.apply()
    assert names(first) == ["Carla"]
    again = listing(qtbot, store)
    assert names(again) == ["Carla", "Ana"]
    assert again.table.horizontalHeader().sortIndicatorSection() == 0
    assert again.table.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    again.clear()
    again.apply()
    assert names(listing(qtbot, store)) == ["Carla", "Beto", "Ana"]


def test_a_column_that_is_gone_is_no_order(qtbot, store):
    QSettings().clear()
    QSettings().setValue("lists/client/sort", "long_gone down")
    make(App(store), "client", name="Ana")
    assert names(listing(qtbot, store)) == ["Ana"]
