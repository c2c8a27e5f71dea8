"""Tasks by day: done with one click, added in one line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.tasks import complete_task, create_task, start_task
from kamdesk.display import display
from kamdesk.methods.task_line import read_line
from kamdesk.problems import Problem
from kamdesk.records.tasks import Task
from kamdesk.store import IN, Reader, Where
from kamdesk.words import N_, _, plural, relative_day
from ui.labels import ElidedLabel, label
from ui.run import FAILED
from ui.screen import Address, Context
from ui.screens.today import asking
from ui.screens.today.parts import Rows
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip, Count
from ui.widgets.messages import EmptyState, field_message
from ui.widgets.pressable import Pressable

OPEN = ("pending", "running")
LATE, TODAY, WEEK, LATER = N_("Past their day"), N_("Due today"), N_("Due this week"), N_("Later on")
MOST = 200
SUNDAY = 6


def open_tasks(reader: Reader, *, limit: int = MOST) -> list[Task]:
    """My open tasks, the first due first."""
    return reader.find(Task, Where("state", IN, OPEN), assigned_to=reader.me, sort=(("due", False), ("title", False)),
                       limit=limit)


def group_of(due: datetime.date | None, today: datetime.date) -> str:
    """Under which heading a task stands: late, due today, this week, later."""
    if due is None or due > today + datetime.timedelta(SUNDAY - today.weekday()):
        return LATER
    return LATE if due < today else TODAY if due == today else WEEK


class TaskRow(Pressable):
    """One task: the ring that closes it, its title, about what and from whom, when it is due, and «⋯»."""

    def __init__(self, context: Context, task: Task, about: str) -> None:
        super().__init__()
        self._context, self._task = context, task
        self.setProperty("band", "row")
        self.clicked.connect(self.open)
        late = task.due is not None and task.due < clock.today()
        when = relative_day(task.due, clock.today()) if task.due else ""
        self.setAccessibleName(f"{task.title}, {when}")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(10)
        self.ring = IconButton("circle", _("Mark as done: {title}", title=task.title), on_click=self.finish)
        row.addWidget(self.ring)
        row.addLayout(self._words(about), 1)
        if task.state == "running":
            row.addWidget(Chip(_("Under way"), status="info"))
        status: Status = "bad" if late else "warn" if task.due == clock.today() else "mute"
        row.addWidget(Chip(when, status=status, mark="clock" if late else ""))
        row.addWidget(self._more())

    def _words(self, about: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(ElidedLabel(self._task.title, role="strong", least=80))
        kind = display(Task.kind.fields["category"], self._task.category) if self._task.category != "task" else ""
        who = _("From {who}", who=self._task.assigned_by) if self._task.assigned_by else ""
        text = " · ".join(filter(None, (about, kind, who)))
        if text:
            column.addWidget(ElidedLabel(text, role="small", tone="text2", least=80))
        return column

    def _more(self) -> IconButton:
        button = IconButton("ellipsis-vertical", _("More about {title}", title=self._task.title), small=True)
        menu = QMenu(button)
        if self._task.state == "pending":
            menu.addAction(_("Start task"), self.start)
        for text, ask in ((_("Done, with its result…"), asking.ask_result), (_("Postpone…"), asking.ask_postpone),
                          (_("Give up…"), asking.ask_cancel)):
            menu.addAction(text, partial(self._ask, ask))
        menu.addSeparator()
        menu.addAction(_("Open task"), self.open)
        button.setMenu(menu)
        return button

    def _ask(self, ask: Callable[[Context, QWidget, Task], object]) -> None:
        ask(self._context, host_of(self), self._task)

    def finish(self) -> None:
        """Done; an order asks for its result first."""
        if self._task.category == "order" and not self._task.result.strip():
            asking.ask_result(self._context, host_of(self), self._task)
        elif self._context.runner.attempt(self, complete_task, task=self._task) is not FAILED:
            self._context.runner.tell(_("Task done"))

    def start(self) -> None:
        """Under way."""
        if self._context.runner.attempt(self, start_task, task=self._task) is not FAILED:
            self._context.runner.tell(_("Task started"))

    def open(self) -> None:
        """The record."""
        self._context.window.go(Address("today", "tasks", "task", self._task.id))

    def show_problem(self, problem: Problem) -> None:
        """A toast: a row has no room."""
        self._context.window.tell(problem.message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space closes the task, Enter opens it."""
        if event.key() == Qt.Key.Key_Space:
            self.finish()
        else:
            super().keyPressEvent(event)


class QuickTask(QWidget):
    """One line that makes a task: «Llamar a Nadro vie»; what is understood shows while typing."""

    made = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self.field = QLineEdit()
        self.field.setAccessibleName(_("New task in one line"))
        self.field.setPlaceholderText(_("New task: Call Nadro fri"))
        self.field.returnPressed.connect(self._make)
        self.field.textChanged.connect(self._say)
        self._hint = label("", role="caption", tone="text2")
        self._hint.hide()
        self._problem = QVBoxLayout()
        column.addWidget(self.field)
        column.addWidget(self._hint)
        column.addLayout(self._problem)

    def _say(self, text: str) -> None:
        self._hush()
        found = read_line(text, today=clock.today())
        self._hint.setText(_("Due {when} · Enter creates it", when=relative_day(found.due, clock.today())))
        self._hint.setVisible(bool(found.title))

    def _make(self) -> None:
        found = read_line(self.field.text(), today=clock.today())
        if not found.title:
            return
        if self._context.runner.attempt(self, create_task, title=found.title, due=found.due) is not FAILED:
            self.field.clear()
            self._context.runner.tell(_("Task created"))
            self.made.emit()

    def _hush(self) -> None:
        while (item := self._problem.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def show_problem(self, problem: Problem) -> None:
        """Under the line; what was typed stays."""
        self._hush()
        self._problem.addWidget(field_message(problem.message))


class TasksCard(TitledCard):
    """My open tasks under their days; ``limit`` of them, and the way to all."""

    reads = ("task", "setting")

    def __init__(self, context: Context, *, limit: int = MOST) -> None:
        self._context, self._limit = context, limit
        self._count = Count(0, status="mute")
        super().__init__(_("Tasks"), marks=(self._count,))
        self.add_action(Button(_("See all tasks"), kind="link",
                               on_click=lambda: context.window.go(Address("today", "tasks", "task"))))
        self.quick = QuickTask(context)
        self.body.addWidget(self.quick)
        self._rows = Rows(self)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Show the tasks as they stand now."""
        store = self._context.app.store
        count = store.count(Task, Where("state", IN, OPEN), assigned_to=store.me)
        self._count.set(count, status="mute")
        self._count.setVisible(bool(count))
        found = open_tasks(store, limit=self._limit)
        self._rows.show_rows([(each, clock.today()) for each in found] or [()], lambda: self._made(found))

    def _made(self, found: Sequence[Task]) -> list[QWidget]:
        if not found:
            return [EmptyState("square-check", _("No open tasks"), _("Write the first one in the line above."))]
        names = self._context.app.store.names([each.about for each in found if each.about])
        rows: list[QWidget] = []
        group = ""
        for each in found:
            heading = group_of(each.due, clock.today())
            if heading != group and self._limit == MOST:  # a few tasks need no headings
                group = heading
                count = sum(group_of(other.due, clock.today()) == heading for other in found)
                rows.append(_heading(heading, count))
            rows.append(TaskRow(self._context, each, names.get(each.about.id, "") if each.about else ""))
        return rows


def _heading(text: str, count: int) -> QWidget:
    host = QFrame()
    host.setProperty("band", "group")
    row = QHBoxLayout(host)
    row.setContentsMargins(14, 4, 14, 4)
    row.addWidget(label(_(text), role="overline"))
    row.addStretch(1)
    row.addWidget(label(plural("{n} task", "{n} tasks", count), role="caption", tone="text2"))
    return host
