"""The command palette (Ctrl+K): type, arrows, Enter. What is found is decided by the callable it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QWidget

from kamdesk.words import _
from ui import theme
from ui.labels import ElidedLabel, label
from ui.widgets.chips import Key
from ui.widgets.glyph import Glyph
from ui.widgets.overlay import Overlay
from ui.widgets.palette_list import ROW, PaletteDelegate, PaletteHit, PaletteLines

Search = Callable[[str], Sequence[PaletteHit]]
Actions = Callable[[PaletteHit], Sequence[PaletteHit]]
HIGHEST = 420
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class Results(QListView):
    """As high as its rows, up to a limit."""

    def sizeHint(self) -> QSize:
        """The rows and a little air."""
        model = self.model()
        rows = model.height() if isinstance(model, PaletteLines) else 0
        return QSize(200, min(rows, theme.px(HIGHEST)) + 2)

    def minimumSizeHint(self) -> QSize:
        """May shrink in a low window."""
        return QSize(200, min(self.sizeHint().height(), 80))


class Palette(Overlay):
    """Shows what ``search(text)`` returns: records first, then actions; prefixes are its business.

    Tab shows ``actions(hit)`` for the hit chosen; Esc goes back, then closes. ``chosen`` carries the hit.
    """

    chosen = Signal(object)

    def __init__(self, host: QWidget, search: Search, *, actions: Actions | None = None) -> None:
        super().__init__(host, width=theme.size("palette"), top=110)
        self._search, self._actions, self._inside = search, actions, False
        self.setAccessibleName(_("Command palette"))
        self.field = QLineEdit()
        self.field.setProperty("plain", "true")
        self.field.setPlaceholderText(_("Search clients, orders, contracts or actions"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.results = Results()
        self._lines = PaletteLines(self)
        self.results.setModel(self._lines)
        self.results.setItemDelegate(PaletteDelegate(self.results))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setAccessibleName(_("Results"))
        self.results.setProperty("ground", "rail")
        self.results.clicked.connect(lambda index: self._choose(index.data(ROW)))
        self._none = label(_("Nothing matches"), tone="text2")
        self._none.setContentsMargins(16, 14, 16, 14)
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        for part in (self._top_line(), self.results, self._none, self._foot()):
            self.column.addWidget(part)

    def ask(self, text: str = "") -> None:
        """Open it with ``text`` typed already."""
        self._inside = False
        self.field.setText(text)
        self._look(text)
        self.open()

    def first_focus(self) -> QWidget:
        """The field."""
        return self.field

    def hits(self) -> list[PaletteHit]:
        """What is listed now."""
        return [line for line in self._lines.lines if isinstance(line, PaletteHit)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's arrows, Enter and Tab act on the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in STEPS:
            self._move(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.results.currentIndex().data(ROW))
        elif key == Qt.Key.Key_Tab:
            self._show_actions()
        elif key == Qt.Key.Key_Escape and self._inside:
            self._inside = False
            self._look(self.field.text())
        else:
            return False
        return True

    def _look(self, text: str) -> None:
        self._inside = False
        self._show(self._search(text), typed=text)

    def _show(self, hits: Sequence[PaletteHit], *, typed: str) -> None:
        self._lines.show_hits(hits, typed=typed)
        self._none.setVisible(not hits)
        self.results.setVisible(bool(hits))
        self.results.updateGeometry()
        self._select(self._lines.step(-1, 1))

    def _move(self, by: int) -> None:
        row = self.results.currentIndex().row()
        for _time in range(abs(by)):
            row = self._lines.step(row, 1 if by > 0 else -1)
        self._select(row)

    def _select(self, row: int) -> None:
        if row >= 0:
            index = self._lines.index(row)
            self.results.setCurrentIndex(index)
            self.results.scrollTo(self._lines.index(0) if row == 1 else index)

    def _show_actions(self) -> None:
        hit = self.results.currentIndex().data(ROW)
        if self._actions is not None and isinstance(hit, PaletteHit) and not self._inside:
            self._show(self._actions(hit), typed="")
            self._inside = True

    def _choose(self, hit: object) -> None:
        if isinstance(hit, PaletteHit):
            self.shut()
            self.chosen.emit(hit)

    def _top_line(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(18, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(Glyph("search"))
        row.addWidget(self.field, 1)
        row.addWidget(Key("Esc"))
        return bar

    def _foot(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("band", "plain-footer")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(6)
        for keys, words in (("↑↓", _("move")), ("Return", _("open")), ("Tab", _("actions"))):
            row.addWidget(Key(keys))
            row.addWidget(label(words, role="caption", tone="text2"))
            row.addSpacing(6)
        row.addStretch(1)
        hint = _("> actions · @ contacts · # products · $ orders")
        row.addWidget(ElidedLabel(hint, role="caption", tone="text2"))
        return bar
