"""Looks at a window as a careful person would: clipped text, small targets, nameless controls, windows too large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.windows import lay_out
from ui.labels import ElidedLabel

LEAST_TARGET = 24
SLACK = 1  # rounding of a pixel
TARGETS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


def lint(root: QWidget, *, room: tuple[int, int] | None = None) -> list[str]:
    """Every fault of ``root`` and what is visible in it; ``room`` is the width and height it was given."""
    lay_out()
    found = _too_large(root, room)
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or _inner(widget):
            continue
        for check in (_clipped, _painted, _small, _nameless):
            fault = check(widget)
            if fault:
                found.append(f"{_where(widget)}: {fault}")
    return found


def _where(widget: QWidget) -> str:
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel | QAbstractButton) else "")
    return f"{type(widget).__name__} «{words}»"


def _inner(widget: QWidget) -> bool:
    """Parts of Qt's own controls: the icon inside a field, bars, corner buttons."""
    parent = widget.parentWidget()
    inside_field = isinstance(widget, QToolButton) and isinstance(parent, QLineEdit | QTabBar)
    inside_control = isinstance(parent, QAbstractSpinBox | QComboBox)
    return inside_field or inside_control or isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def _too_large(root: QWidget, room: tuple[int, int] | None) -> list[str]:
    size = room or QGuiApplication.primaryScreen().availableSize().toTuple()
    if root.isWindow() and (root.width() > size[0] or root.height() > size[1]):
        return [f"{_where(root)}: {root.width()}×{root.height()} does not fit {size[0]}×{size[1]}"]
    return []


def _clipped(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel):
        return "" if not widget.cut or widget.toolTip() else "shortened without a tool tip"
    if isinstance(widget, QLabel) and widget.text():
        return _clipped_label(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        return _short(widget)
    return ""


def _short(widget: QWidget) -> str:
    hint, size = widget.sizeHint(), widget.size()
    if size.width() + SLACK < hint.width() or size.height() + SLACK < hint.height():
        return f"{size.width()}×{size.height()} cuts its text, needs {hint.width()}×{hint.height()}"
    return ""


def _clipped_label(widget: QLabel) -> str:
    if not widget.wordWrap():
        return _short(widget)
    needed = widget.heightForWidth(widget.width())
    return f"{widget.height()} px high, its lines need {needed}" if widget.height() + SLACK < needed else ""


def _painted(widget: QWidget) -> str:
    """Our own painted widgets must not be smaller than the least they say they need."""
    if not str(getattr(type(widget).paintEvent, "__module__", "")).startswith("ui."):
        return ""
    least = widget.minimumSizeHint()
    if widget.width() + SLACK < least.width() or widget.height() + SLACK < least.height():
        return f"{widget.width()}×{widget.height()} is less than its least size {least.width()}×{least.height()}"
    return ""


def _small(widget: QWidget) -> str:
    if isinstance(widget, TARGETS) and min(widget.width(), widget.height()) < LEAST_TARGET:
        return f"a target of {widget.width()}×{widget.height()}, less than {LEAST_TARGET}"
    return ""


def _nameless(widget: QWidget) -> str:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    if not takes or widget.accessibleName():
        return ""
    named = isinstance(widget, QAbstractButton) and bool(widget.text().strip())
    buddy = any(label.buddy() is widget for label in widget.window().findChildren(QLabel))
    bare = isinstance(widget, QAbstractScrollArea) and type(widget).__name__ == "QScrollArea"
    return "" if named or buddy or bare else "takes the focus and has no name"
