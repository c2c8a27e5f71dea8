"""The pages of a report on screen: they scroll, grow and shrink; only those in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kamdesk.words import _
from ui import theme
from ui.printing import PdfPages

STEP, LEAST, MOST = 1.2, 0.4, 4.0
MARGIN, GAP = 16, 14


class Sheet(QWidget):
    """One page: a picture made when it comes into sight."""

    def __init__(self, pages: PdfPages, at: int) -> None:
        super().__init__()
        self._pages, self._at = pages, at
        self._picture: tuple[float, QImage] | None = None
        self.setAccessibleName(_("Page {n} of {all}", n=at + 1, all=len(pages.sizes)))

    def zoom(self, scale: float) -> None:
        """Take the size of the page at ``scale`` pixels to the point."""
        size = self._pages.sizes[self._at] * scale
        self.setFixedSize(QSize(round(size.width()), round(size.height())))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page, white in both themes as paper is, with a hairline around."""
        painter, box = QPainter(self), QRectF(self.rect())
        painter.drawImage(box, self._drawn())
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _drawn(self) -> QImage:
        scale = self.width() / self._pages.sizes[self._at].width() * self.devicePixelRatioF()
        if self._picture is None or self._picture[0] != scale:
            self._picture = scale, self._pages.image(self._at, scale=scale)
        return self._picture[1]


class Preview(QScrollArea):
    """A column of pages; Ctrl++ and Ctrl+− change their size, Ctrl+0 fits them to the width."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName(_("Preview"))
        self._pages: PdfPages | None = None
        self._sheets: list[Sheet] = []
        self._factor = 1.0  # of the width that fits
        for keys, slot in (("Ctrl++", self.grow), ("Ctrl+=", self.grow), ("Ctrl+-", self.shrink),
                           ("Ctrl+0", self.fit)):
            self._key(keys, slot)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close_pdf)

    def _key(self, keys: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    @property
    def pages(self) -> PdfPages | None:
        """The PDF shown."""
        return self._pages

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def show_pdf(self, content: bytes) -> None:
        """Show another PDF at the same place and size."""
        at = self.verticalScrollBar().value()
        before, self._pages = self._pages, PdfPages(content)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        self._sheets = [Sheet(self._pages, index) for index in range(len(self._pages.sizes))]
        for sheet in self._sheets:
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setWidget(host)
        self._zoom()
        column.activate()
        host.adjustSize()
        self.verticalScrollBar().setValue(at)
        if before is not None:
            before.close()

    def close_pdf(self) -> None:
        """Let go of the PDF shown: pdfium wants it closed before the program ends."""
        self.takeWidget()
        self._sheets = []
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def grow(self) -> None:
        """Larger."""
        self._zoom(self._factor * STEP)

    def shrink(self) -> None:
        """Smaller."""
        self._zoom(self._factor / STEP)

    def fit(self) -> None:
        """As wide as there is room."""
        self._zoom(1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages keep their share of the width."""
        super().resizeEvent(event)
        self._zoom()

    def _zoom(self, factor: float | None = None) -> None:
        self._factor = min(MOST, max(LEAST, factor or self._factor))
        if self._pages is None:
            return
        room = self.viewport().width() - 2 * MARGIN
        widest = max(size.width() for size in self._pages.sizes)
        for sheet in self._sheets:
            sheet.zoom(max(room, widest * LEAST) / widest * self._factor)
