"""The hands of a person in the window: she sees what is visible and names it by its words; events go to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from tests.windows import lay_out
from ui.labels import ElidedLabel
from ui.screen import Address
from ui.window import Window

W = TypeVar("W", bound=QWidget)
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)
PATIENCE, STEP = 20_000, 20  # milliseconds; the machine may be busy


class Hands:
    """Mouse and keyboard on one window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        settle()

    def go(self, page: str, tab: str = "", kind: str = "") -> None:
        """Where a person would get by clicking; journeys that are about the way click it themselves."""
        self.window.go(Address(page, tab, kind))
        settle()

    def go_by_rail(self, place: str) -> None:
        """Click a place of the rail."""
        rail = self.window.rail.list
        self.item(rail, next(row for row in range(rail.model().rowCount())
                             if rail.model().index(row, 0).data() == place))

    def see(self, button: str) -> None:
        """Wait until a button can be pressed."""
        self.wait(lambda: any(each.isVisible() and each.isEnabled() for each in self._buttons(button)))

    def _buttons(self, text: str) -> list[QAbstractButton]:
        root = self.window.overlay or self.window
        return [each for each in root.findChildren(QAbstractButton) if text in (each.accessibleName(), each.text())]

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press what is under the pointer there; it must be what is meant."""
        lay_out()
        _bring(widget)
        point = at or widget.rect().center()
        top = widget.window()
        place = widget.mapTo(top, point)
        under = top.childAt(place)
        assert under is not None, f"{widget} is outside the window"
        assert under is widget or widget.isAncestorOf(under) or under.isAncestorOf(widget), f"{under} covers {widget}"
        QTest.mouseClick(top.windowHandle(), LEFT, modifiers, place)
        settle()

    def press(self, *keys: str) -> None:
        """Keys and shortcuts by name: «Ctrl+K», «Return»."""
        for key in keys:
            both = QKeySequence(key)[0]
            QTest.keyClick(QApplication.focusWindow() or self.window.windowHandle(), both.key(),
                           both.keyboardModifiers())
            settle()
            self.wait(lambda: not any(each.isDown() for each in self.window.findChildren(QAbstractButton)))

    def type(self, text: str) -> None:
        """Letters one by one, accents and all, to whatever has the focus."""
        for letter in text:
            for sort in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                handle = QApplication.focusWindow() or self.window.windowHandle()
                QCoreApplication.sendEvent(handle, QKeyEvent(sort, _code(letter), PLAIN, letter))
        settle()

    def button(self, text: str, *, inside: QWidget | None = None) -> QAbstractButton:
        """The button that says ``text``."""
        return self.find(QAbstractButton, lambda each: each.accessibleName() == text or each.text() == text, text,
                         inside=inside)

    def field(self, name: str) -> QWidget:
        """The field called ``name``."""
        return self.find(QWidget, lambda each: isinstance(each, FIELDS) and each.accessibleName() == name, name)

    def find(self, kind: type[W], fits: Callable[[W], bool], what: str, *, inside: QWidget | None = None) -> W:
        """The only visible widget that fits; an overlay hides what is under it."""
        root = inside or self.window.overlay or self.window
        found = [each for each in root.findChildren(kind) if each.isVisible() and fits(each)]
        assert len(found) == 1, f"{len(found)} × «{what}»; seen: {self.words(root)}"
        return found[0]

    def words(self, root: QWidget | None = None) -> list[str]:
        """Every text one can read."""
        parts = (root or self.window).findChildren(QWidget)
        texts = [each.text() for each in parts
                 if isinstance(each, QLabel | QAbstractButton | ElidedLabel) and each.isVisible()]
        return [text for text in texts if text]

    def fill(self, name: str, text: str) -> None:
        """Click a field, type over what it holds, and move on."""
        self.click(self.field(name))
        self.press("Ctrl+A")
        self.type(text)
        self.press("Tab")

    def pick(self, name: str, text: str) -> None:
        """Type into a field that finds records and take the first."""
        self.click(self.field(name))
        self.type(text)
        self.press("Return")
        self.press("Tab")

    def choose(self, name: str, option: str) -> None:
        """Open a list of options and click one."""
        box = self.field(name)
        assert isinstance(box, QComboBox)
        self.click(box)
        at = box.findText(option)
        assert at >= 0, f"{option} is not among {[box.itemText(row) for row in range(box.count())]}"
        self.item(box.view(), at)

    def item(self, view: QAbstractItemView, row: int, column: int = 0, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Click a row of a list or a cell of a table."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        settle()
        self.click(view.viewport(), view.visualRect(index).center(), modifiers)

    def menu(self, *texts: str) -> None:
        """Click through an open menu and its submenus."""
        for text in texts:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu), "no menu is open"
            action = next(each for each in menu.actions() if each.text() == text)
            place: QRect = menu.actionGeometry(action)
            QTest.mouseClick(menu.windowHandle(), LEFT, PLAIN, place.center())
            settle()

    def table(self) -> QTableView:
        """The table in front."""
        return self.find(QTableView, lambda _each: True, "table")

    def cells(self, column: int = 0) -> list[str]:
        """What a column of the table in front says."""
        model = self.table().model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def wait(self, until: Callable[[], bool]) -> None:
        """Give jobs and timers the time they need."""
        for _turn in range(PATIENCE // STEP):
            if until():
                break
            QTest.qWait(STEP)
        assert until()
        settle()


def settle() -> None:
    """Let timers of no time, layouts and repaints happen; without a window manager nobody else gives the focus back."""
    for _turn in range(3):
        QApplication.processEvents()
    if QApplication.focusWindow() is None:
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window) and each.isVisible()]
        for window in shown:
            window.activateWindow()
        QApplication.processEvents()


def _bring(widget: QWidget) -> None:
    """Scroll until it is in sight."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 40)
        parent = parent.parentWidget()
    settle()


def _code(letter: str) -> int:
    return ord(letter.upper()) if letter.isascii() and letter != "\n" else 0
