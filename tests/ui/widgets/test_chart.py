"""Charts in the window: painted from shapes, said in words, answering pointer and keys."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kamdesk import charts
from ui import style
from ui.widgets.chart import Chart, draw, measure

SALES = charts.SalesBars(("sep", "oct", "nov"), (Decimal(8), Decimal(9), Decimal(7)), (Decimal(9),) * 3)
SHAPES = (
    charts.Rect(2, 2, 30, 12, "c1", radius=3), charts.Line(2, 20, 38, 20, "text", width=2),
    charts.Polyline(((2, 30), (20, 25), (38, 30)), "c2", width=2, dashed=True),
    charts.Polygon(((2, 38), (20, 32), (38, 38)), "c3", alpha=0.5), charts.Circle(20, 20, 6, "bad"),
    charts.Text(20, 22, "nov", 11, anchor="middle", weight=600),
)


@pytest.fixture
def chart(app: QApplication, qtbot: QtBot) -> Chart:
    """Three months of sales."""
    made = Chart(SALES)
    qtbot.addWidget(made)
    made.resize(360, 200)
    made.show()
    return made


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_every_shape_leaves_ink(app: QApplication, shape: charts.Shape) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw(shape, painter)
    painter.end()
    assert any(image.pixelColor(x, y).alpha() for x in range(40) for y in range(40))


def test_an_unknown_shape_is_a_bug(app: QApplication) -> None:
    with pytest.raises(TypeError):
        draw("circle", QPainter())


def test_it_says_its_message(chart: Chart) -> None:
    assert chart.accessibleName() == SALES.summary()
    chart.set_data(charts.SalesBars((), ()))
    assert chart.accessibleName() == "sin datos"
    assert "sin datos" in chart.drawing().texts


def test_texts_are_measured_as_they_are_painted(app: QApplication) -> None:
    assert measure("noviembre", 11, 600) > measure("noviembre", 11, 400) > measure("nov", 11, 400)


def test_a_value_can_be_clicked(chart: Chart, qtbot: QtBot) -> None:
    area = chart.drawing().hits[1].area
    with qtbot.waitSignal(chart.clicked) as caught:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton,
                         pos=QPoint(round(area.x + area.width / 2), round(area.y + area.height / 2)))
    assert caught.args == [1]


def test_enter_asks_for_the_table(chart: Chart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.table_asked):
        qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_it_follows_theme_and_scale(app: QApplication, chart: Chart) -> None:
    before, size = chart.grab().toImage(), chart.drawing().shapes
    style.apply(app, scheme="dark", scale=1.5)
    assert chart.grab().toImage() != before
    assert chart.drawing().shapes != size
