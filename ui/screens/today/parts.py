"""What the cards of Hoy share: they read again only what a command touched, and change only what differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import labels
from ui.screen import Context
from ui.widgets.flow import cleared


class Part:
    """A card and the kinds it reads; one whose page is not seen waits until it is.

    ``hidden``: it is read even while another card covers it, because what it counts is shown elsewhere.
    """

    def __init__(self, context: Context, widget: QWidget, kinds: tuple[str, ...], reread: Callable[[], None], *,
                 hidden: bool = False) -> None:
        self._widget, self._reread, self._hidden = widget, reread, hidden
        self._stale = True
        context.bus.on(widget, kinds, self._touched)

    def _touched(self) -> None:
        self._stale = True
        if self._hidden or self._widget.isVisible():
            self.refresh()

    def mark_read(self) -> None:
        """The card was made with what it shows."""
        self._stale = False

    def refresh(self) -> None:
        """Read again if something was touched since."""
        if self._stale:
            self._stale = False
            self._reread()

    def spoil(self) -> None:
        """Another day began: everything is read again when it is seen."""
        self._stale = True


class Rows(QVBoxLayout):
    """Rows with a hairline between them; rows that say the same as before are left alone."""

    def __init__(self, host: QWidget) -> None:
        super().__init__()
        self.setSpacing(0)
        self._host = host
        self._told: tuple[Hashable, ...] | None = None

    def show_rows(self, told: Sequence[Hashable], make: Callable[[], Sequence[QWidget]]) -> bool:
        """Make the rows again when what they tell differs; returns whether it did."""
        if tuple(told) == self._told:
            return False
        self._told = tuple(told)
        self._host.setUpdatesEnabled(False)
        cleared(self)
        for at, row in enumerate(make()):
            for part in (labels.rule(), row) if at else (row,):
                self.addWidget(part)
                part.show()  # now, not when the events have run: otherwise the rows are squeezed for a moment
        settled(self._host)
        self._host.setUpdatesEnabled(True)
        return True


def settled(widget: QWidget) -> None:
    """Lay out a widget and all that holds it at once, so that nobody sees it half done."""
    holder: QWidget | None = widget
    while holder is not None:
        layout = holder.layout()
        if layout is not None:
            layout.activate()
        holder = holder.parentWidget()
