"""The grid of a plan: which plan, which months, where a difference goes, and the tree with its months."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.cascade.moving import DIFFERENCES
from kamdesk.cascade.sheet import Sheet, sheet_of
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.records.targets import TargetPlan
from kamdesk.words import _
from ui import labels
from ui.grid import Grid
from ui.screen import Context
from ui.screens.targets.cascade.content import LEFT, QUARTER, YEAR, View, content_of
from ui.screens.targets.cascade.edits import Edits
from ui.shell.shell import Shell
from ui.widgets.buttons import Button, IconButton, Segmented
from ui.widgets.cards import Card
from ui.widgets.flow import FlowLayout, cleared
from ui.widgets.messages import MessageBar

NAMES, DEEP = 232, 2  # logical pixels of the names; levels open at first


class CascadeGrid(QWidget):
    """The targets of one plan. ``share_asked``: the target whose value is to be shared out."""

    share_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.sheet: Sheet | None = None
        self.view = View()
        self.edits = Edits(self)
        self.grid = Grid(self.edits.write, name=_("Cascade of targets"), frozen=NAMES)
        self.grid.told.connect(lambda text: context.window.tell(text, undo=True))
        self.grid.refused.connect(self.show_problem)
        self.grid.summed.connect(self._say_sum)
        lines = self.grid.view.lines
        lines.sectionClicked.connect(self._press_line)
        self._messages = QVBoxLayout()
        self._lay_out()
        self._actions()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._messages)
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        card.body.addWidget(self._toolbar())
        card.body.addWidget(labels.rule())
        card.body.addWidget(self.grid, 1)
        column.addWidget(card, 1)

    def _toolbar(self) -> QWidget:
        host, within = QWidget(), QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(within)
        flow = FlowLayout(within, gap=8)
        span = Segmented([(QUARTER, _("Quarter")), (YEAR, _("Year"))], value=QUARTER, name=_("Months"))
        span.changed.connect(self._see)
        self.difference = QComboBox()
        self.difference.setAccessibleName(_("Where a difference goes"))
        for key, words in DIFFERENCES.items():
            self.difference.addItem(_("Difference: {where}", where=_(words).lower()), key)
        self.difference.activated.connect(lambda _at: self._differ())
        for part in (span, self.difference,
                     Button(_("Share out"), icon="network", on_click=self._share,
                            tip=_("Share the target of the line among those below it")),
                     IconButton("lock", _("Lock or release"), on_click=self.edits.lock),
                     IconButton("chevron-down", _("Open or close all"), on_click=self._open_all)):
            flow.addWidget(part)
        return host

    def _actions(self) -> None:
        verbs: tuple[tuple[str, str, Callable[[], object], str], ...] = (
            (_("Open or close what is below"), "chevron-down", self._toggle, "Ctrl+Space"),
            (_("Share out"), "network", self._share, ""), (_("Lock or release"), "lock", self.edits.lock, ""),
            (_("Take out of the share"), "archive", self.edits.take_out, ""),
            (_("All data of the target"), "pencil", self.edits.form, ""))
        for text, icon, slot, shortcut in verbs:
            self.grid.add_action(text, icon, slot)
            if shortcut:
                QShortcut(QKeySequence(shortcut), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_plan(self, plan: TargetPlan) -> None:
        """Another plan, or the same as it is stored now; what was open stays open."""
        new = self.sheet is None or self.sheet.plan.id != plan.id
        self.sheet = sheet_of(self.context.app.store, plan)
        if new:
            self.view.opened = _deep(self.sheet)
        self._show()

    def _show(self, line: str = "") -> None:
        """Show the sheet, standing on a line, by default on that of before."""
        if self.sheet is None:
            return
        table, old = self.grid.view, self.grid.model.content
        at = table.currentIndex()
        if at.isValid():
            line = line or old.lines[at.row()].key
        column = old.columns[at.column()].key if at.isValid() else ""
        new = content_of(self.sheet, self.view)
        self.grid.show_content(new)
        rows, columns = [each.key for each in new.lines], [each.key for each in new.columns]
        if line in rows:
            spot = self.grid.model.index(rows.index(line), columns.index(column) if column in columns else 0)
            if table.currentIndex() != spot:  # else the range chosen would be lost
                table.setCurrentIndex(spot)

    def _see(self, span: str) -> None:
        self.view.span = span
        self._show()

    def _differ(self) -> None:
        self.edits.difference = str(self.difference.currentData())

    def mark(self, target: Id) -> None:
        """Open the way to a target and what is below it, and stand on it."""
        sheet = self.sheet
        if sheet is None or target not in sheet.targets:
            return
        above: Id | None = target
        while above is not None:
            self.view.opened.add(above)
            above = sheet.parent(above)
        self._show(target)

    def _current(self) -> Id:
        chosen = self.edits.targets(self.grid.block())
        return chosen[0] if chosen else ""

    def _share(self) -> None:
        if not self._current():
            self.show_problem(Problem(_("Choose the target that is shared out.")))
        else:
            self.share_asked.emit(self._current())

    def _press_line(self, at: int) -> None:
        self._turn(self.grid.model.content.lines[at].key)

    def _toggle(self) -> None:
        self._turn(self._current())

    def _turn(self, key: str) -> None:
        """Open or shut what is below a line."""
        if self.sheet is None or key.endswith(LEFT) or not self.sheet.below(key):
            return
        self.view.opened ^= {key}
        self._show(key)

    def _open_all(self) -> None:
        if self.sheet is not None:
            every = {each for each in self.sheet.targets if self.sheet.below(each)}
            self.view.opened = _deep(self.sheet) if self.view.opened >= every else every
            self._show()

    def show_problem(self, problem: Problem) -> None:
        """Above the grid, until something else is done."""
        self.hush()
        self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def hush(self) -> None:
        """Take the message away."""
        cleared(self._messages)

    def _say_sum(self, text: str) -> None:
        window = self.window()
        if self.isVisible() and isinstance(window, Shell):
            window.status.set_message(text or _("Everything is saved"))


def _deep(sheet: Sheet) -> set[Id]:
    """The targets of the first levels that have something below."""
    found: set[Id] = set()
    level = list(sheet.below(None))
    for _step in range(DEEP):
        found |= {each for each in level if sheet.below(each)}
        level = [kid for each in level for kid in sheet.below(each)]
    return found
