"""A PDF as pages on screen: the sizes of its pages, and pictures of them at any scale (pypdfium2); printing them."""

from __future__ import annotations

from pypdfium2 import PdfDocument
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

POINTS = 72  # to the inch
PRINTED = 200  # dots to the inch sent to the printer


class PdfPages:
    """An open PDF. Used on the window's thread only: pdfium knows one thread."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._document = PdfDocument(content)
        self.sizes = [QSizeF(*self._document.get_page_size(at)) for at in range(len(self._document))]

    def image(self, at: int, *, scale: float) -> QImage:
        """Page ``at`` with ``scale`` pixels to the point."""
        page = self._document[at]
        bitmap = page.render(scale=scale, prefer_bgrx=True)
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
                         QImage.Format.Format_RGB32).copy()
        bitmap.close()
        page.close()
        return picture

    def close(self) -> None:
        """Let go of the document."""
        self._document.close()


def print_pages(pages: PdfPages, printer: QPrinter) -> None:
    """Print the pages the person chose in the dialog, each as large as its paper allows."""
    printer.setPageSize(QPageSize(pages.sizes[0], QPageSize.Unit.Point))
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages.sizes)
    painter = QPainter(printer)
    for at in range(first - 1, min(last, len(pages.sizes))):
        if at >= first:
            printer.newPage()
        room = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
        image = pages.image(at, scale=PRINTED / POINTS)
        factor = min(room.width() / image.width(), room.height() / image.height())
        painter.drawImage(QRectF(0, 0, image.width() * factor, image.height() * factor), image)
    painter.end()
