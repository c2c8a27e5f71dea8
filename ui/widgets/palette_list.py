"""The results of the palette: groups and hits as rows, and how a row looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kamdesk.words import fold
from ui import theme
from ui.theme import Status
from ui.widgets import paint
from ui.widgets.buttons import key_text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
HIT_HEIGHT, GROUP_HEIGHT = 39, 28


@dataclass(frozen=True)
class PaletteHit:
    """A record or an action. ``group`` is the heading, ``target`` whatever the window needs to open or do it."""

    title: str
    target: object
    group: str = ""
    subtitle: str = ""
    icon: str = "file-text"
    status: Status = "mute"
    shortcut: str = ""


Line = PaletteHit | str  # a str is the heading of a group


def parts(title: str, typed: str) -> tuple[str, str, str]:
    """``title`` split around the first place where ``typed`` occurs, accents and case left aside.

    (title, "", "") where it does not occur.
    """
    wanted = fold(typed.lstrip(">@#$"))
    pieces = [" " if char.isspace() else fold(char) for char in title]
    start = "".join(pieces).find(wanted) if wanted else -1
    if start < 0:
        return title, "", ""
    owners = [at for at, piece in enumerate(pieces) for _char in piece]  # a character may fold to none or two
    first, end = owners[start], owners[start + len(wanted) - 1] + 1
    while end < len(title) and not pieces[end]:
        end += 1  # accents written apart belong to their letter
    return title[:first], title[first:end], title[end:]


class PaletteLines(QAbstractListModel):
    """Hits in the order given, a heading wherever the group changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.typed = ""

    def show_hits(self, hits: Sequence[PaletteHit], *, typed: str) -> None:
        """Replace them all."""
        self.beginResetModel()
        self.lines, self.typed = [], typed
        group = ""
        for hit in hits:
            if hit.group != group:
                group = hit.group
                self.lines.append(group)
            self.lines.append(hit)
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """How many rows, headings too."""
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself, and its words for readers."""
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line if isinstance(line, str) else " · ".join(filter(None, (line.title, line.subtitle)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def step(self, row: int, by: int) -> int:
        """The next row that can be chosen from ``row``, around the ends; -1 when there is none."""
        hits = [at for at, line in enumerate(self.lines) if isinstance(line, PaletteHit)]
        if not hits:
            return -1
        return hits[(hits.index(row) + by) % len(hits)] if row in hits else hits[0 if by > 0 else -1]

    def height(self) -> int:
        """The height of all rows at the font scale shown."""
        return sum(theme.px(GROUP_HEIGHT if isinstance(line, str) else HIT_HEIGHT) for line in self.lines)


class PaletteDelegate(QStyledItemDelegate):
    """Headings in small capitals; hits with tile, title, second words, keys at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are lower."""
        return QSize(120, theme.px(GROUP_HEIGHT if isinstance(index.data(ROW), str) else HIT_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        line, rect = index.data(ROW), QRectF(option.rect)
        painter.save()
        if isinstance(line, str):
            room = rect.adjusted(16, 4, -16, 0)
            paint.text(painter, room, line.upper(), role="overline", token="text3")
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            if chosen:
                paint.box(painter, rect.adjusted(8, 1, -8, -1), fill=theme.colour("selected"), radius=7)
            self._hit(painter, rect, line, typed=index.model().typed, chosen=chosen)  # type: ignore[attr-defined]
        painter.restore()

    def _hit(self, painter: QPainter, rect: QRectF, hit: PaletteHit, *, typed: str, chosen: bool) -> None:
        side = theme.px(28)
        paint.tile(painter, QRectF(rect.left() + 16, rect.center().y() - side / 2, side, side), hit.icon,
                   status=hit.status)
        right = rect.right() - 16
        keys = key_text(hit.shortcut or ("Return" if chosen else ""))
        if keys:
            right = self._keys(painter, rect, keys, right)
        left = rect.left() + 16 + side + 10
        for words, weight in zip(parts(hit.title, typed), (400, 700, 400), strict=True):
            wide = min(paint.text_width(words, weight=weight), max(0.0, right - left))
            room = QRectF(left, rect.top(), wide, rect.height())
            if words and wide > 0:
                paint.text(painter, room, words, weight=weight)
            left += wide
        rest = QRectF(left + 11, rect.top(), right - left - 20, rect.height())
        if hit.subtitle and rest.width() > theme.px(40):
            paint.text(painter, rest, hit.subtitle, role="small", token="text2")

    def _keys(self, painter: QPainter, rect: QRectF, keys: str, right: float) -> float:
        for word in reversed(keys.split("+")):
            wide = max(paint.text_width(word, role="caption", weight=500) + 14, theme.px(24))
            cap = QRectF(right - wide, rect.center().y() - theme.px(9), wide, theme.px(18))
            paint.key(painter, cap, word)
            right -= wide + 8
        return right - 4
