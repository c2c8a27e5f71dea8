"""The options: groups at the left, the form of one at the right; an option saves itself when it is left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kamdesk import settings
from kamdesk.commands.settings import change_setting, reset_setting
from kamdesk.problems import Problem
from kamdesk.settings import Option
from kamdesk.words import _
from ui import labels, laptop, theme
from ui.keys import GROUPS
from ui.keys_sheet import keys_grid
from ui.labels import label
from ui.run import FAILED
from ui.screen import Address, Context
from ui.screens.settings.options import OptionRow, shown
from ui.widgets import paint
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.scroll import ScrollBody

Index = QModelIndex | QPersistentModelIndex
LIST = 200
WIDE = 760
SECURITY, LOOK, FORMAT = "Security", "Appearance", "Region and format"


class GroupPage(ScrollBody):
    """The options of a group."""

    def __init__(self, context: Context, group: str) -> None:
        super().__init__(margins=(0, 0, 8, 12))
        self.context = context
        self.rows: dict[str, OptionRow] = {}
        self._group = group
        card = TitledCard(_(group))
        card.setMaximumWidth(theme.px(WIDE))
        options = [option for option in settings.in_group(group) if shown(option)]
        for at, option in enumerate(options):
            if at:
                card.body.addWidget(labels.rule())
            card.body.addWidget(self._row(option))
        self.body.addWidget(card)
        for extra in self._extras():
            button = isinstance(extra, Button)
            self.body.addWidget(extra, 0, Qt.AlignmentFlag.AlignLeft if button else Qt.AlignmentFlag(0))
        self.body.addStretch(1)
        self.reread()

    def _row(self, option: Option) -> OptionRow:
        row = self.rows[option.name] = OptionRow(option, self.context.app.store)
        row.changed.connect(lambda value: self.change(row, value))
        row.reset_asked.connect(lambda: self.reset(row))
        return row

    def _extras(self) -> list[QWidget]:
        """What belongs to the group and is done elsewhere, or not at all."""
        store = self.context.app.store
        if self._group == FORMAT:
            return [label(_("The currency of this base is {currency}: it was fixed when the base was made.",
                            currency=store.setting("currency")), role="small", tone="text2", wrap=True)]
        if self._group == SECURITY:
            return [Button(_("Password and recovery key…"), icon="key-round",
                           on_click=lambda: self.context.window.go(Address("exchange", "copies")))]
        return []

    def value(self, option: Option) -> Any:
        """What counts now."""
        return laptop.read(option) if option.name in laptop.OWN else self.context.app.store.setting(option.name)

    def reread(self) -> None:
        """Show what counts now."""
        for row in self.rows.values():
            row.show_value(self.value(row.option))

    def change(self, row: OptionRow, value: Any) -> None:
        """Keep a new value; one that may not be stays typed, with the reason under it."""
        option = row.option
        if value in (None, "", []) and option.type in ("int", "text", "ref"):
            self.reset(row)
            return
        if option.name in laptop.OWN:
            laptop.write(option, value)
            self._said(option)
        elif self.context.runner.attempt(_Place(row), change_setting, name=option.name, value=value) is FAILED:
            return
        row.show_value(self.value(option))

    def reset(self, row: OptionRow) -> None:
        """Back to the default."""
        option = row.option
        if option.name in laptop.OWN:
            laptop.write(option, option.default)
        elif self.context.runner.attempt(_Place(row), reset_setting, name=option.name) is FAILED:
            return
        row.show_value(self.value(option))

    def _said(self, option: Option) -> None:
        if option.name in ("language", "number_style"):
            self.context.window.tell(_("What is open already changes when Kamdesk is opened again."))


class GroupDelegate(QStyledItemDelegate):
    """The lines of the list at the left: as high as those of the rail."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(80, theme.px(theme.size("row")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The name, on the ground of what is selected."""
        rect = QRectF(option.rect)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        if here:
            paint.box(painter, rect.adjusted(4, 1, -4, -1), fill=theme.colour("selected"))
        paint.text(painter, rect.adjusted(14, 0, -8, 0), str(index.data()), weight=600 if here else 400)


class _Place:
    """Shows the problem of an option under it."""

    def __init__(self, row: OptionRow) -> None:
        self._row = row

    def show_problem(self, problem: Problem) -> None:
        """Under the option."""
        self._row.say(problem.message)


class KeyboardPage(ScrollBody):
    """The keys of the window, under the places where they act."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 8, 12))
        for group in GROUPS:
            card = TitledCard(_(group.title))
            card.setMaximumWidth(theme.px(WIDE))
            card.add(keys_grid(group))
            self.body.addWidget(card)
        self.body.addStretch(1)


class Values(QWidget):
    """The tab «Opciones»."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._groups = [group for group in settings.groups() if any(map(shown, settings.in_group(group)))]
        self.list = QListWidget()
        self.list.setAccessibleName(_("Groups of options"))
        self.list.setProperty("framed", "true")
        self.list.addItems([_(group) for group in self._groups] + [_("Keyboard")])
        self.list.setItemDelegate(GroupDelegate(self.list))
        self.list.setFixedWidth(theme.px(LIST))
        self.pages = QStackedWidget()
        self._made: dict[int, QWidget] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.pages, 1)
        self.list.currentRowChanged.connect(self._choose)
        self.list.setCurrentRow(0)

    def _choose(self, at: int) -> None:
        if at not in self._made:
            self._made[at] = GroupPage(self.context, self._groups[at]) if at < len(self._groups) else KeyboardPage()
            self.pages.addWidget(self._made[at])
        self.pages.setCurrentWidget(self._made[at])

    def choose(self, group: str) -> GroupPage:
        """Show a group by its name in English."""
        at = self._groups.index(group)
        self.list.setCurrentRow(at)
        page = self._made[at]
        assert isinstance(page, GroupPage)  # noqa: S101  the last line alone is not
        return page

    def reread(self) -> None:
        """Read the options made so far again."""
        for page in self._made.values():
            if isinstance(page, GroupPage):
                page.reread()


def values(context: Context) -> QWidget:
    """The tab «Opciones»."""
    return Values(context)
