"""The scrolling body of a page or panel: never wider than its window, as high as its content allows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollBody(QScrollArea):
    """Put parts into ``body``; the bar appears only when they are higher than the room."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (20, 4, 16, 12), spacing: int = 12) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.setWidget(inner)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as its content, so that panels fit it and pages stretch it."""
        width = self.viewport().width()
        hint = self._inner.sizeHint()
        high = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else hint.height()
        return QSize(hint.width(), high)

    def minimumSizeHint(self) -> QSize:
        """A page may be small."""
        return QSize(120, 80)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the layout around when the content changes its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
