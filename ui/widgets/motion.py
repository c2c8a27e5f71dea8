"""Movement of overlays and toasts; none when the person switched it off."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from ui import theme

IN_MS, RISE = 120, 10


def rise(widget: QWidget, *, to: QPoint) -> None:
    """Move ``widget`` up into its place."""
    if not theme.shown().motion:
        widget.move(to)
        return
    animation = QPropertyAnimation(widget, b"pos", widget)
    animation.setDuration(IN_MS)
    animation.setStartValue(to + QPoint(0, RISE))
    animation.setEndValue(to)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    animation.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


def shadow(widget: QWidget) -> None:
    """The shadow of an overlay: 48 px wide, 12 px down, 22 % (60 % on dark)."""
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(48)
    effect.setOffset(0, 12)
    ink = QColor(0, 0, 0)
    ink.setAlphaF(0.60 if theme.shown().theme.dark else 0.22)
    effect.setColor(ink)
    widget.setGraphicsEffect(effect)
