"""Several records at once: give one field the same value, or join two that are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QVBoxLayout, QWidget

from kamdesk.commands.records import bulk_edit, merge_records
from kamdesk.display import display
from kamdesk.fields import Field, Link
from kamdesk.kinds import Kind, Record
from kamdesk.problems import Problem
from kamdesk.words import _
from ui.editors import Editor, editor_for
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel

FIXED = ("calc", "data", "instant")


class _Panel(QuickPanel):
    """A panel that shows a Problem above its fields."""

    _message: MessageBar | None = None

    def show_problem(self, problem: Problem) -> None:
        """Above the fields; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)


class BulkPanel(_Panel):
    """One field, one value, many records, one step."""

    def __init__(self, context: Context, host: QWidget, records: Sequence[Record]) -> None:
        kind = type(records[0]).kind
        count = _("{n} {records}", n=len(records), records=_(kind.labels).lower())
        super().__init__(host, _("Change a field"), count, icon="pencil")
        self._context, self._records = context, list(records)
        self._fields = [each for each in kind.stored if _changeable(kind, each)]
        self._field = QComboBox()
        self._field.setAccessibleName(_("Field"))
        for each in self._fields:
            self._field.addItem(_(each.label))
        self._field.activated.connect(lambda _at: self._choose())
        self.body.body.addWidget(line(_("Field"), self._field))
        self._place = QVBoxLayout()
        self.body.body.addLayout(self._place)
        self._editor: Editor | None = None
        self._choose()
        self.set_primary(_("Change {n} records", n=len(records)))
        self.submitted.connect(self._save)

    def _choose(self) -> None:
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        of = self._fields[self._field.currentIndex()]
        self._editor = editor_for(of, self._context.app.store)
        self._place.addWidget(line(_("New value"), self._editor))

    def _save(self) -> None:
        if self._editor is None or not self._editor.commit():
            return
        name, value = self._editor.of.name, self._editor.value()
        done = self._context.runner.attempt(self, bulk_edit, records=self._records, field=name, value=value)
        if done is not FAILED:
            self._context.runner.tell(_("{n} records changed", n=len(self._records)))
            self.shut()


def _changeable(kind: Kind, of: Field) -> bool:
    return not of.fixed and of.type not in FIXED and of.name != kind.state and of.group != "state"


class MergePanel(_Panel):
    """Two records become one: each field in which they differ is chosen."""

    def __init__(self, context: Context, host: QWidget, keep: Record, drop: Record) -> None:
        kind = type(keep).kind
        names = context.app.store.names([Link(kind.name, keep.id), Link(kind.name, drop.id)])
        title = _("Join {a} and {b}", a=names.get(keep.id, ""), b=names.get(drop.id, ""))
        super().__init__(host, title, _("Everything that refers to either will refer to the one that stays."),
                         icon="merge")
        self._context, self._keep, self._drop = context, keep, drop
        self._groups: dict[str, QButtonGroup] = {}
        for each in kind.stored:
            mine, other = getattr(keep, each.name), getattr(drop, each.name)
            if each.name != kind.state and each.empty not in (mine, other) and mine != other:
                self.body.body.addWidget(line(_(each.label), self._pair(each, mine, other)))
        self.set_primary(_("Join them"))
        self.submitted.connect(self._save)

    def _pair(self, of: Field, mine: Any, other: Any) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(host)
        names = self._names(of, mine, other)
        for at, value in enumerate((mine, other)):
            button = QRadioButton(display(of, value, names))
            group.addButton(button, at)
            column.addWidget(button)
        self._groups[of.name] = group
        return host

    def _names(self, of: Field, *values: Any) -> dict[str, str]:
        if of.type == "ref":
            return self._context.app.store.names([Link(of.to[0], value) for value in values])
        return self._context.app.store.names(values) if of.type == "link" else {}

    def _save(self) -> None:
        choices: dict[str, Any] = {}
        for name, group in self._groups.items():
            if group.checkedId() >= 0:  # nothing is preselected: what was not chosen is asked for by name
                choices[name] = getattr(self._keep if group.checkedId() == 0 else self._drop, name)
        state = type(self._keep).kind.state
        if state is not None:
            choices[state] = getattr(self._keep, state)
        done = self._context.runner.attempt(self, merge_records, keep=self._keep, drop=self._drop, choices=choices)
        if done is not FAILED:
            self._context.runner.tell(_("Two records joined"))
            self.shut()


def open_bulk(context: Context, host: QWidget, *, records: Sequence[Record]) -> None:
    """Open the panel that changes one field of several records."""
    BulkPanel(context, host, records).open()


def open_merge(context: Context, host: QWidget, *, keep: Record, drop: Record) -> None:
    """Open the panel that joins two records."""
    MergePanel(context, host, keep, drop).open()
