"""The records to decide, as a list of two lines with what has become of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kamdesk.sharing.deciding import BOTH, SORTS, Case, brief
from kamdesk.sharing.exchange import DELETED_EDITED, VALUE
from kamdesk.words import _, plural
from ui import icons, theme
from ui.actions import ICONS
from ui.theme import Status
from ui.widgets import paint

CASE, STATE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
OPEN, DECIDED, LATER = "open", "decided", "later"
EDGE = 14
Index = QModelIndex | QPersistentModelIndex


def chip_of(case: Case, state: str) -> tuple[str, Status, str]:
    """The word beside a record, its colours and its mark."""
    if state == DECIDED:
        return _("Resolved"), "ok", "check"
    if state == LATER:
        return _("For later"), "mute", "dot"
    return _(SORTS[case.sort]), "bad" if case.sort == DELETED_EDITED else "warn", "dot"


def second_line(case: Case) -> str:
    """What differs."""
    if len(case.questions) > 1:
        return plural("{n} field differs", "{n} fields differ", len(case.questions))
    question = case.questions[0]
    if case.sort == DELETED_EDITED:
        return _deleted(case)
    values = " / ".join(brief(option.text, 24) for option in question.options if option.key != BOTH)
    return question.conflict.message or (f"{question.label}: {values}" if case.sort == VALUE else values)


def _deleted(case: Case) -> str:
    options = case.questions[0].options
    gone = next((each for each in options if each.value), options[0])
    other = next((each.name for each in options if not each.mine), "")
    return _("You deleted it; {name} edited it", name=other) if gone.mine else _("{name} deleted it", name=other)


class Cases(QAbstractListModel):
    """The records with their states."""

    def __init__(self, cases: Sequence[Case], parent: QWidget) -> None:
        super().__init__(parent)
        self.cases = list(cases)
        self.states = [OPEN] * len(self.cases)

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many."""
        return len(self.cases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The case, its state, or both in a sentence for readers."""
        case, state = self.cases[index.row()], self.states[index.row()]
        if role == CASE:
            return case
        if role == STATE:
            return state
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return ", ".join((case.title, second_line(case), chip_of(case, state)[0]))
        return None

    def set_state(self, row: int, state: str) -> None:
        """What has become of a record."""
        self.states[row] = state
        self.dataChanged.emit(self.index(row), self.index(row))


class CaseDelegate(QStyledItemDelegate):
    """Icon, title and chip above; what differs below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, theme.px(theme.size("row_two_lines")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One record."""
        case = index.data(CASE)
        painter.save()
        rect = QRectF(option.rect)
        paint.row_ground(painter, option)
        side = theme.px(16)
        spot = QRectF(rect.left() + EDGE, rect.center().y() - side / 2, side, side)
        icons.paint(painter, spot, ICONS.get(case.kind, ("file-text", "mute"))[0], token="text2")
        word, status, mark = chip_of(case, index.data(STATE))
        size = paint.chip_size(word, mark=mark)
        right = rect.right() - EDGE - size.width()
        paint.chip(painter, QRectF(right, rect.center().y() - size.height() / 2, size.width(), size.height()), word,
                   status=status, mark=mark)
        inner = QRectF(spot.right() + 10, rect.top() + theme.px(7), right - spot.right() - 18,
                       rect.height() - theme.px(14))
        half = inner.height() / 2
        paint.text(painter, QRectF(inner.left(), inner.top(), inner.width(), half), case.title, role="strong")
        paint.text(painter, QRectF(inner.left(), inner.top() + half, inner.width(), half), second_line(case),
                   role="small", token="text2")
        painter.restore()



class CaseList(QListView):
    """The list; ``shown`` is the row the person looks at."""

    shown = Signal(int)

    def __init__(self, cases: Sequence[Case]) -> None:
        super().__init__()
        self.cases = Cases(cases, self)
        self.setModel(self.cases)
        self.setItemDelegate(CaseDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("To decide"))
        self.selectionModel().currentChanged.connect(lambda now, _before: self.shown.emit(now.row()))

    def show_row(self, row: int) -> None:
        """Select a record and bring it into view."""
        self.setCurrentIndex(self.cases.index(row))
