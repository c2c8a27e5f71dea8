"""The list of 50,000 clients in the window: first paint, a key in the search, a frame of scrolling."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from db.store import BaseStore
from kamdesk.app import App
from kamdesk.kinds import kind_of
from kamdesk.store import Query
from tests.bench import large
from tests.windows import opened, settle
from ui.listing import Listing
from ui.screen import Address
from ui.window import Window

ROUNDS, FRAMES = 7, 200
TYPED = ("h", "ho", "hos", "hosp", "hospi", "hospital", "hospital c", "hospital ce", "farm", "farmacia 12")


@pytest.fixture(scope="module")
def window(dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """The window over the benchmark data."""
    base = tmp_path_factory.mktemp("large") / "base.kamdesk"
    shutil.copyfile(large.kept(), base)
    store = BaseStore(base)
    with opened(App(store)) as made:
        yield made
    store.close()


class Memory(QAbstractTableModel):
    """Rows that are all in memory: nothing can be quicker to scroll."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, _parent: Any = None) -> int:  # noqa: N802  Qt's name
        return len(self.rows)

    def columnCount(self, _parent: Any = None) -> int:  # noqa: N802  Qt's name
        return len(self.rows[0])

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def listing(window: Window) -> Listing:
    window.go(Address("clients", "list"))
    window.page.show_table()
    settle()
    return window.page.table.list


def test_first_paint_of_the_list(window: Window, record_property) -> None:
    def empty() -> QTableView:
        view = QTableView()
        view.resize(1150, 640)
        view.show()
        settle()
        return view

    def ours() -> None:
        window.go(Address("clients", "list", "client"))
        window.repaint()
        settle()

    times: list[tuple[float, float]] = []
    for _round in range(ROUNDS):
        page = window._made.pop("clients", None)
        window.go(Address("today"))
        if page is not None:
            window.pages.removeWidget(page)
            page.deleteLater()
        settle()
        times.append((spent(empty), spent(ours)))
    floor, value = (statistics.median(each) for each in zip(*times, strict=True))

    def back() -> None:
        window.go(Address("today"))
        settle()
        ours()

    again = statistics.median(spent(back) for _round in range(ROUNDS))
    record_property("bench", ("list of 50 k clients, page made, painted", value, floor, "ms"))
    record_property("bench", ("  Hoy and back to the list", again, floor, "ms"))


def test_a_key_in_the_filter_of_the_list(window: Window, record_property) -> None:
    found = listing(window)

    def key(text: str) -> None:
        found.filter.blockSignals(True)  # the wait of 150 ms after the last key is not measured
        found.filter.setText(text)
        found.filter.blockSignals(False)
        found.apply()
        found.table.viewport().repaint()

    record_keys(window, record_property, "filter of the list", key)
    found.clear()


def test_a_key_in_the_palette(window: Window, record_property) -> None:
    palette = window.palette_view
    palette.ask()

    def key(text: str) -> None:
        palette.field.setText(text)
        palette.results.viewport().repaint()

    record_keys(window, record_property, "palette", key)
    palette.shut()


def record_keys(window: Window, record_property, name: str, key: Callable[[str], None]) -> None:
    """Median and worst of the keys, against the bare query of the trigram index."""
    raw = window.app.store._connection

    def bare(text: str) -> None:
        wanted = " ".join(f'"{word}"' for word in text.split() if len(word) > 2)
        raw.exec_driver_sql("SELECT rowid FROM kd_search WHERE kd_search MATCH ? LIMIT 100", (wanted,)).all()

    long = [text for text in TYPED if len(text) > 2]  # trigrams know no shorter words
    floor = statistics.median(spent(lambda text=text: bare(text)) for _round in range(3) for text in long)
    times = [spent(lambda text=text: key(text)) for _round in range(3) for text in TYPED]
    record_property("bench", (f"key in the {name}, median (goal 20 ms)", statistics.median(times), floor, "ms"))
    record_property("bench", (f"key in the {name}, worst (goal 50 ms)", max(times), floor, "ms"))


def test_a_frame_of_scrolling(window: Window, record_property) -> None:
    found = listing(window)
    model = found.model
    rows = [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(100)]
    plain = QTableView()
    plain.setModel(Memory([rows[at % 100] for at in range(model.rowCount())]))
    plain.resize(found.table.size())
    plain.show()
    settle()
    floor, value = frames(plain), frames(found.table)
    plain.close()
    record_property("bench", ("frame of scrolling, median", statistics.median(value), statistics.median(floor), "ms"))
    record_property("bench", ("frame of scrolling, p99 (goal 25 ms)", sorted(value)[-2], sorted(floor)[-2], "ms"))


def frames(view: QTableView) -> list[float]:
    """Milliseconds of each of 200 frames, nine rows apart."""
    bar = view.verticalScrollBar()
    bar.setValue(0)
    step = max(1, bar.pageStep() // 2)

    def frame(at: int) -> None:
        bar.setValue(at * step)
        view.viewport().repaint()

    return [spent(lambda at=at: frame(at)) for at in range(1, FRAMES + 1)]


def test_a_page_far_down(window: Window, record_property) -> None:
    store, kind = window.app.store, kind_of("client")
    first = statistics.median(spent(lambda: store.page(kind, Query())) for _round in range(ROUNDS))
    last = statistics.median(spent(lambda: store.page(kind, Query(), offset=49_000)) for _round in range(ROUNDS))
    record_property("bench", ("page of clients at row 49,000 (floor: the first)", last, first, "ms"))
