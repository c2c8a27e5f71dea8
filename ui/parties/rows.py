"""A card with the first records of a list: one line each, opened by a click; the rest is one click away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.display import MASK, display, is_right, title
from kamdesk.kinds import Kind, Record
from kamdesk.store import Query, Row, Where
from kamdesk.words import _, plural
from ui import labels, theme
from ui.cells import status_of
from ui.labels import ElidedLabel, label
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip, Count
from ui.widgets.flow import cleared
from ui.widgets.pressable import Pressable

MOST = 8
CHIPS: dict[str, dict[str, Status]] = {  # choices that are told by a chip, with their colours
    "influence": {"decides": "plum", "influences": "info", "uses": "mute", "opposes": "bad"},
    "consent": {"given": "ok", "pending": "warn", "withdrawn": "bad"},
}
Extra = Callable[[Row], QWidget | None]


@dataclass(frozen=True)
class Listed:
    """Which records a card shows: kind, heading, the fields of a line, order, words of none.

    The first field is strong; those ``below`` it stand in a second line under it.
    """

    kind: type[Record]
    title: str
    fields: Sequence[str]
    empty: str
    sort: tuple[tuple[str, bool], ...] = ()
    most: int = MOST
    below: Sequence[str] = ()


class LineRow(Pressable):
    """One record in a line; a click or Enter opens it."""

    lights = True

    def __init__(self, opened: Callable[[], object], *, name: str) -> None:
        super().__init__()
        self.clicked.connect(opened)
        self.setAccessibleName(name)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 6, 12, 6)
        self.row.setSpacing(12)
        self.row.addStrut(theme.px(24))


class RowsCard(TitledCard):
    """The first records that hold some conditions; ``extra`` adds a control at the end of a line."""

    def __init__(self, context: Context, listed: Listed, *, extra: Extra | None = None) -> None:
        self._count = Count(0)
        super().__init__(listed.title, marks=(self._count,))
        self._context, self._listed, self._extra = context, listed, extra
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 6)
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.total = 0
        veil.changed.connect(self.reread)
        self._where: tuple[Where, ...] | None = None

    @property
    def _kind(self) -> Kind:
        return self._listed.kind.kind

    def show_where(self, *where: Where) -> None:
        """The records of another party."""
        self._where = where
        self.reread()

    def reread(self) -> None:
        """Read the lines again."""
        if self._where is None:
            return
        listed, kind = self._listed, self._kind
        wanted = [*listed.fields, *listed.below, *(["currency"] if "currency" in kind.fields else [])]
        page = self._context.app.store.page(kind, Query(self._where, sort=listed.sort), limit=listed.most,
                                            columns=wanted)
        self.total = page.total
        self._count.set(page.total, status="mute")
        self._count.setVisible(bool(page.total))
        cleared(self._rows)
        for at, row in enumerate(page.rows):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(row))
        if not page.rows:
            empty = label(listed.empty, tone="text3", wrap=True)
            empty.setContentsMargins(16, 6, 16, 8)
            self._rows.addWidget(empty)
        if page.total > len(page.rows):
            more = plural("See {n} more", "See {n} more", page.total - len(page.rows))
            self._rows.addWidget(Button(more, kind="link", small=True, on_click=self._all), 0,
                                 Qt.AlignmentFlag.AlignLeft)

    def _line(self, row: Row) -> QWidget:
        kind = self._kind
        made = LineRow(lambda: self._open(row.id), name=title(kind, row.values, row.names))
        for at, name in enumerate(self._listed.fields):
            made.row.addWidget(self._cell(name, row, first=at == 0), 2 if at == 0 else 1)
        extra = self._extra(row) if self._extra else None
        if extra is not None:
            made.row.addWidget(extra)
        return made

    def _cell(self, name: str, row: Row, *, first: bool) -> QWidget:
        of, value = self._kind.fields[name], row.values.get(name)
        chipped = name in (self._kind.state, *CHIPS)
        if chipped and value is not None:
            return Chip(display(of, value), status=CHIPS.get(name, {}).get(str(value)) or status_of(str(value)))
        if first and self._listed.below:
            return self._two_lines(display(of, value, row.names), row)
        if "flag" in (of.type, of.value):  # without a heading «Yes» says nothing
            return ElidedLabel(_(of.label) if value else "", tone="text2", least=50)
        hidden = veil.covers(of) and value is not None
        text = MASK if hidden else display(of, value, row.names, currency=row.values.get("currency"))
        made = ElidedLabel(text.split("\n", 1)[0], role="strong" if first else "body", tone="" if first else "text2",
                           figures=is_right(of), least=50)
        if is_right(of):
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def _two_lines(self, text: str, row: Row) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        fields = self._kind.fields
        second = (display(fields[name], row.values.get(name), row.names) for name in self._listed.below)
        column.addWidget(ElidedLabel(text, role="strong", least=80))
        column.addWidget(ElidedLabel(" · ".join(filter(None, second)), role="small", tone="text2", least=80))
        return host

    def _open(self, id_: str) -> None:
        self._context.window.go(Address(*place_of(self._kind), self._kind.name, id_))

    def _all(self) -> None:
        """Every one of them, here."""
        self._listed = replace(self._listed, most=self.total)
        self.reread()

