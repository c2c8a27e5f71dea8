"""Posibles duplicados: pairs that look alike with score and reasons, side by side, joined or told apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kamdesk import clock
from kamdesk.commands.clients import keep_apart
from kamdesk.commands.records import merge_records
from kamdesk.display import display
from kamdesk.duplicates import COMPARED, Pair, alike, entries_of, pairs
from kamdesk.fields import Field, Id, Link
from kamdesk.kinds import Kind, Record
from kamdesk.methods.duplicates import reasons
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.visits import Visit
from kamdesk.store import IN, Where
from kamdesk.words import _, day, plural
from ui import theme
from ui.labels import ElidedLabel, label
from ui.run import FAILED
from ui.screen import Address, Context, Screen
from ui.tabs import place_of
from ui.widgets import paint
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState
from ui.widgets.scroll import ScrollBody

SURE = 85
PAIR = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class PairDelegate(QStyledItemDelegate):
    """Two names, one under the other, and how sure it is."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, theme.px(theme.size("row_two_lines")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One pair."""
        pair = index.data(PAIR)
        painter.save()
        rect = QRectF(option.rect)
        paint.row_ground(painter, option)
        size = paint.chip_size(str(pair.score), mark="dot")
        right = rect.right() - 12 - size.width()
        paint.chip(painter, QRectF(right, rect.center().y() - size.height() / 2, size.width(), size.height()),
                   str(pair.score), status="bad" if pair.score >= SURE else "warn")
        half = (rect.height() - theme.px(16)) / 2
        for at, entry in enumerate((pair.first, pair.second)):
            line = QRectF(rect.left() + 14, rect.top() + theme.px(8) + at * half, right - rect.left() - 22, half)
            paint.text(painter, line, entry.name, role="strong" if at == 0 else "small",
                       token="text" if at == 0 else "text2")
        painter.restore()


class PairCard(ScrollBody):
    """Two records side by side; each field in which they differ is chosen, nothing beforehand."""

    def __init__(self, context: Context, page: DuplicatesPage) -> None:
        super().__init__(margins=(16, 4, 0, 12))
        self._context, self._page = context, page
        self._groups: dict[str, QButtonGroup] = {}
        self._two: tuple[Record, Record] | None = None

    def show_pair(self, pair: Pair, kind: Kind) -> None:
        """Another pair."""
        cleared(self.body)
        self._groups.clear()
        store = self._context.app.store
        one, other = store.maybe(kind.cls, pair.first.id), store.maybe(kind.cls, pair.second.id)
        if one is None or other is None:
            return
        self._two = (one, other)
        self.body.addWidget(self._head(pair))
        self.body.addWidget(self._fields(kind, one, other))
        self.body.addStretch(1)

    def _head(self, pair: Pair) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        sure = pair.score >= SURE
        row.addWidget(Chip(f"{_('Almost sure') if sure else _('Possible')} · {pair.score}",
                           status="bad" if sure else "warn"))
        row.addWidget(label(" · ".join(_(each) for each in pair.reasons), role="small", tone="text2", wrap=True), 1)
        row.addWidget(Button(_("Not the same"), icon="unlink", on_click=self._page.tell_apart))
        row.addWidget(Button(_("Join"), kind="primary", icon="merge", on_click=self._page.join))
        return host

    def _fields(self, kind: Kind, one: Record, other: Record) -> QWidget:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        for column, record in ((1, one), (2, other)):
            grid.addWidget(self._about(kind, record), 0, column)
        shown = [each for each in kind.stored if getattr(one, each.name) != each.empty
                 or getattr(other, each.name) != each.empty]
        for at, each in enumerate(sorted(shown, key=lambda of: getattr(one, of.name) == getattr(other, of.name)), 1):
            self._field(grid, at, each, one, other)
        card.body.addLayout(grid)
        return card

    def _about(self, kind: Kind, record: Record) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        name = self._context.app.store.names([Link(kind.name, record.id)]).get(record.id, "")
        go = Button(name, kind="link", on_click=lambda: self._context.window.go(
            Address(*place_of(kind), kind.name, record.id)))
        column.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(ElidedLabel(self._weight(kind, record), role="caption", tone="text3"))
        return host

    def _weight(self, kind: Kind, record: Record) -> str:
        """What hangs on a record, so that one knows which to keep."""
        visits = self._context.app.store.count(Visit, party=Link(kind.name, record.id)) if kind is Client.kind else 0
        born = [past for past in self._context.app.store.history(kind.cls, record.id) if past.field == "born"]
        on = born[-1].at.astimezone().date() if born else None
        since = _("created {day}", day=day(on, this_year=clock.today().year)) if on else ""
        return " · ".join(filter(None, (plural("{n} visit", "{n} visits", visits) if visits else "", since)))

    def _field(self, grid: QGridLayout, at: int, of: Field, one: Record, other: Record) -> None:
        mine, theirs = getattr(one, of.name), getattr(other, of.name)
        grid.addWidget(label(_(of.label), role="small", tone="text2"), at, 0)
        names = self._names(of, mine, theirs)
        texts = [display(of, value, names) or "—" for value in (mine, theirs)]
        asked = mine != theirs and of.empty not in (mine, theirs)
        if not asked:
            for column, text in enumerate(texts, 1):
                grid.addWidget(ElidedLabel(text, tone="text3" if mine == theirs else "", least=60), at, column)
            return
        group = QButtonGroup(self)
        for column, text in enumerate(texts, 1):
            button = QRadioButton(text.split("\n", 1)[0])
            button.setAccessibleName(f"{_(of.label)}: {text}")
            group.addButton(button, column - 1)
            grid.addWidget(button, at, column)
        self._groups[of.name] = group

    def _names(self, of: Field, *values: Any) -> dict[Id, str]:
        links = [each if isinstance(each, Link) else Link(of.to[0], each) for value in values if value
                 for each in (value if isinstance(value, tuple) and not isinstance(value, Link) else (value,))
                 if of.type in ("ref", "link", "refs", "links")]
        return self._context.app.store.names(links)

    @property
    def two(self) -> tuple[Record, Record] | None:
        """The records shown: the first stays when they are joined."""
        return self._two

    def choices(self) -> dict[str, Any]:
        """The value chosen for each field in which they differ."""
        if self._two is None:
            return {}
        return {name: getattr(self._two[group.checkedId()], name) for name, group in self._groups.items()
                if group.checkedId() >= 0}


class DuplicatesPage(QWidget):
    """Pairs of clients, distributors or contacts; comparing runs beside the window."""

    def __init__(self, context: Context, place: Screen) -> None:
        super().__init__()
        self._context, self._place = context, place
        self._kinds = {cls.kind.name: cls.kind for cls in COMPARED}
        self._pairs: list[Pair] = []
        self._only: Id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        self.sorts = Segmented([(name, _(kind.labels)) for name, kind in self._kinds.items()],
                               name=_("What to compare"))
        self.sorts.changed.connect(lambda _name: self.refresh())
        self._told = label(role="small", tone="text2")
        top.addWidget(self.sorts)
        top.addWidget(self._told)
        top.addStretch(1)
        top.addWidget(Button(_("Compare again"), icon="refresh-cw", small=True, on_click=self.refresh))
        column.addLayout(top)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._two_columns())
        self._stack.addWidget(EmptyState("circle-check", _("Nobody is here twice"),
                                         _("What looks alike by name, city, phone or tax id appears here.")))
        self._busy = EmptyState("hourglass", _("Comparing…"))
        self._stack.addWidget(self._busy)
        column.addWidget(self._stack, 1)

    def _two_columns(self) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = QListWidget()
        self.list.setProperty("framed", "true")
        self.list.setAccessibleName(_("Possible duplicates"))
        self.list.setItemDelegate(PairDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.currentRowChanged.connect(self._choose)
        self.card = PairCard(self._context, self)
        row.addWidget(self.list, 2)
        row.addWidget(self.card, 5)
        return host

    @property
    def kind(self) -> Kind:
        """What is compared."""
        return self._kinds[self.sorts.value()]

    def refresh(self, *, only: Id = "") -> None:
        """Compare anew: everything of a kind, or one client with all others."""
        self._only = only
        store, kind = self._context.app.store, self.kind
        if only:
            self._show(_pairs_of(self._context, kind, only))
            return
        self._stack.setCurrentWidget(self._busy)
        if self._context.jobs.busy:
            self._show(pairs(store, kind))
        else:
            self._context.jobs.start(lambda _progress: pairs(store, kind), done=self._show, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        self._place.show_problem(error)

    def _show(self, found: list[Pair]) -> None:
        self._pairs = found
        at = max(0, self.list.currentRow())
        self.list.clear()
        for pair in found:
            item = QListWidgetItem(f"{pair.first.name} · {pair.second.name}")
            item.setData(PAIR, pair)
            self.list.addItem(item)
        self._told.setText(plural("{n} pair", "{n} pairs", len(found)) if found else "")
        self._stack.setCurrentIndex(0 if found else 1)
        if found:
            self.list.setCurrentRow(min(at, len(found) - 1))

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._pairs):
            self.card.show_pair(self._pairs[at], self.kind)

    def join(self) -> None:
        """The second becomes part of the first, with what was chosen."""
        two = self.card.two
        if two is None:
            return
        keep, drop = two
        choices = self.card.choices()
        state = type(keep).kind.state
        if state is not None:
            choices.setdefault(state, getattr(keep, state))
        done = self._context.runner.attempt(self._place, merge_records, keep=keep, drop=drop, choices=choices)
        if done is not FAILED:
            self._context.runner.tell(_("Two records joined"))
            self._drop()

    def tell_apart(self) -> None:
        """Remember that they are two."""
        two = self.card.two
        if two is not None and self._context.runner.attempt(
                self._place, keep_apart, one=two[0], other=two[1]) is not FAILED:
            self._context.runner.tell(_("Not the same: noted"))
            self._drop()

    def _drop(self) -> None:
        """The pair is settled; go on with the next."""
        at = self.list.currentRow()
        gone = self._pairs.pop(at) if 0 <= at < len(self._pairs) else None
        ids = {gone.first.id, gone.second.id} if gone else set()
        alive = {each.id for each in self._context.app.store.find(self.kind.cls, Where("id", IN, sorted(ids)))}
        left = [each for each in self._pairs if not {each.first.id, each.second.id} & (ids - alive)]
        self._show(left)


def _pairs_of(context: Context, kind: Kind, id_: Id) -> list[Pair]:
    """The pairs of one record, the surest first."""
    store = context.app.store
    record = store.get(kind.cls, id_)
    found = alike(store, record)
    known = {each.id: each for each in entries_of(store, kind.cls, Where("id", IN, [id_, *(one.id for one in found)]))}
    return [Pair(known[id_], known[match.id], int(match.score), tuple(reasons(known[id_], known[match.id])))
            for match in found]

