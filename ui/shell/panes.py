"""F6 walks the panes of the window: rail, top bar, the page's own panes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


def first_focus(pane: QWidget) -> QWidget | None:
    """The control of a pane that takes the focus first: the pane itself or the first inside that can."""
    if _takes_focus(pane):
        return pane
    return next((child for child in pane.findChildren(QWidget) if _takes_focus(child)), None)


def _takes_focus(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled()


class Panes:
    """Walks the panes that ``panes()`` names at the moment of the key press, and remembers where one was in each."""

    def __init__(self, window: QWidget, panes: Callable[[], Sequence[QWidget]]) -> None:
        self._panes = panes
        self._last: dict[QWidget, QWidget] = {}
        for key, step in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(lambda step=step: self.walk(step))

    def walk(self, step: int) -> None:
        """Go to the next (1) or previous (-1) pane that can take the focus."""
        panes = [pane for pane in self._panes() if pane.isVisible() and first_focus(pane) is not None]
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next((at for at, pane in enumerate(panes) if focus is not None and _inside(focus, pane)), None)
        if here is not None and focus is not None:
            self._last[panes[here]] = focus
        target = panes[0 if step > 0 else -1] if here is None else panes[(here + step) % len(panes)]
        goal = self._remembered(target) or first_focus(target)
        if goal is not None:
            goal.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _remembered(self, pane: QWidget) -> QWidget | None:
        last = self._last.get(pane)
        return last if last is not None and _takes_focus(last) and _inside(last, pane) else None


def _inside(widget: QWidget, pane: QWidget) -> bool:
    return widget is pane or pane.isAncestorOf(widget)
