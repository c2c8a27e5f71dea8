"""Filters of a list: «+ Filtro» offers the fields of the kind, each choice becomes a chip that can be taken away."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Field, Link
from kamdesk.kinds import Kind
from kamdesk.methods.months import add_months, month_end, month_of, month_start
from kamdesk.store import AT_LEAST, AT_MOST, CONTAINS, EMPTY, EQUAL, Reader, Where
from kamdesk.words import N_, _
from ui import labels
from ui.widgets.buttons import Button, FilterChip
from ui.widgets.flow import FlowLayout

Conditions = tuple[Where, ...]
Span = tuple[datetime.date, datetime.date]


def _week(today: datetime.date) -> Span:
    monday = today - datetime.timedelta(days=today.weekday())
    return monday, monday + datetime.timedelta(days=6)


def _month(today: datetime.date, *, back: int = 0) -> Span:
    month = add_months(month_of(today), -back)
    return month_start(month), month_end(month)


def _year(today: datetime.date) -> Span:
    return datetime.date(today.year, 1, 1), datetime.date(today.year, 12, 31)


SPANS: tuple[tuple[str, Callable[[datetime.date], Span]], ...] = (
    (N_("Today"), lambda today: (today, today)), (N_("This week"), _week), (N_("This month"), _month),
    (N_("Last month"), partial(_month, back=1)), (N_("This year"), _year),
)


class FilterBar(QWidget):
    """The chips of the filters chosen, and the button that adds one. ``changed`` after each change."""

    changed = Signal()

    def __init__(self, kind: Kind, reader: Reader, *, button: bool = True) -> None:
        """Without ``button`` another menu is filled with ``fill``, and nothing shows while nothing is chosen."""
        super().__init__()
        self._kind, self._reader, self._button = kind, reader, button
        self._chosen: dict[str, Conditions] = {}
        self.flow = FlowLayout(self)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(lambda: self.fill(self._menu))
        self._add = Button(_("Filter by"), kind="add", small=True)
        self._add.setMenu(self._menu)
        self.flow.addWidget(self._add)
        self._add.setVisible(button and bool(self._fields()))
        self.setVisible(button)

    def _fields(self) -> list[Field]:
        fields = (self._kind.fields[name] for name in self._kind.filters if name != self._kind.state)
        return [each for each in fields if each.stored and each.type not in ("refs", "links", "data", "geo")]

    def conditions(self) -> Conditions:
        """All of them must hold."""
        return tuple(where for each in self._chosen.values() for where in each)

    @property
    def chosen(self) -> dict[str, Conditions]:
        """The filters by their words, to be kept in a view."""
        return dict(self._chosen)

    def choose(self, chosen: Mapping[str, Conditions]) -> None:
        """Show other filters, without telling anybody."""
        self._chosen = dict(chosen)
        self._draw()

    def clear(self) -> None:
        """Take all filters away, without telling anybody."""
        self.choose({})

    def fill(self, menu: QMenu) -> None:
        """A menu is made when it opens, so that it offers the values in use now."""
        menu.clear()
        for of in self._fields():
            self._offer(menu.addMenu(labels.literal(_(of.label))), of)

    def _offer(self, menu: QMenu, of: Field) -> None:
        if of.type in ("day", "month"):
            for text, span in SPANS:
                self._item(menu, of, _(text), _between(of, span(clock.today())))
        elif of.type == "flag":
            for value in (True, False):
                self._item(menu, of, display(of, value), (Where(of.name, EQUAL, value),))
        elif of.type in ("choice", "choices"):
            op = CONTAINS if of.type == "choices" else EQUAL
            for option, text in of.options.items():
                self._item(menu, of, _(text), (Where(of.name, op, option),))
        else:
            self._offer_used(menu, of)
        menu.addSeparator()
        self._item(menu, of, _("Empty"), (Where(of.name, EMPTY),))

    def _offer_used(self, menu: QMenu, of: Field) -> None:
        values = self._reader.used(self._kind, of.name)
        names = self._reader.names(each if isinstance(each, Link) else Link(of.to[0], each) for each in values
                                   if of.type in ("ref", "link"))
        for value in values:
            self._item(menu, of, display(of, value, names), (Where(of.name, EQUAL, value),))

    def _item(self, menu: QMenu, of: Field, text: str, conditions: Conditions) -> None:
        action = menu.addAction(labels.literal(text))
        action.triggered.connect(lambda *_args: self._take(f"{_(of.label)}: {text}", conditions))

    def _take(self, text: str, conditions: Conditions) -> None:
        self._chosen[text] = conditions
        self._draw()
        self.changed.emit()

    def _drop(self, text: str) -> None:
        self._chosen.pop(text, None)
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        self.flow.removeWidget(self._add)
        self.flow.clear()
        for text in self._chosen:
            chip = FilterChip(text, on=True, removable=True)
            chip.removed.connect(partial(self._drop, text))
            self.flow.addWidget(chip)
        self.flow.addWidget(self._add)
        self.setVisible(self._button or bool(self._chosen))


def _between(of: Field, span: Span) -> Conditions:
    first, last = (f"{each:%Y-%m}" if of.type == "month" else each for each in span)
    return Where(of.name, AT_LEAST, first), Where(of.name, AT_MOST, last)
