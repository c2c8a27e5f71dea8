"""The form of any kind: editors in sections; an existing record saves itself, a new one is a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kamdesk import checks
from kamdesk.display import MASK
from kamdesk.fields import ME, Field, Id, Link
from kamdesk.kinds import ERROR, Kind, Record, values_of
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _
from ui.editors import Editor, editor_for
from ui.labels import label
from ui.layouts import WIDE, Section, sections
from ui.veil import veil
from ui.widgets.cards import TitledCard
from ui.widgets.fields import mark
from ui.widgets.messages import field_message


class FormField(QWidget):
    """Label, editor, and the message under it."""

    def __init__(self, of: Field, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        star = " *" if of.required else ""
        column.addWidget(label(_(of.label) + star, role="small", tone="text2", buddy=editor.control))
        column.addWidget(editor)
        self._mask = label(MASK, tone="text3")
        self._mask.setAccessibleName(_("Hidden. Ctrl+Shift+P shows prices."))
        self._mask.hide()
        column.addWidget(self._mask)
        self._below = QVBoxLayout()
        column.addLayout(self._below)
        column.addStretch(1)
        editor.problem.connect(self.say)

    def cover(self, *, covered: bool) -> None:
        """Hide the value under the veil, or show it."""
        self.editor.setVisible(not covered)
        self._mask.setVisible(covered)

    def say(self, message: str, *, bad: bool = True) -> None:
        """Show what is wrong (or worth a look) under the field; «» takes it away."""
        while (item := self._below.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        mark(self.editor.control, message, state="bad" if bad else "warn")
        if message:
            self._below.addWidget(field_message(message, bad=bad))


class Form(QWidget):
    """Shows a record of a kind. ``edited`` carries the field's name and value when the person left it."""

    edited = Signal(str, object)

    def __init__(self, kind: Kind, reader: Reader, *, columns: int = 2) -> None:
        super().__init__()
        self.kind, self._reader, self._columns = kind, reader, columns
        self._fields: dict[str, FormField] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for section in sections(kind):
            layout.addWidget(self._card(section))
        layout.addStretch(1)
        self._record: Record = kind.cls()
        veil.changed.connect(self._veil)

    def _card(self, section: Section) -> TitledCard:
        card = TitledCard(_(section.title))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(16, 4, 16, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        at = 0
        for name in section.fields:
            of = self.kind.fields[name]
            wide = of.type in WIDE
            at += at % self._columns if wide else 0
            grid.addWidget(self._field(of), at // self._columns, at % self._columns, 1, self._columns if wide else 1)
            at += self._columns if wide else 1
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        card.body.addWidget(host)
        return card

    def _field(self, of: Field) -> FormField:
        moved_by_commands = of.name == self.kind.state
        made = FormField(of, editor_for(of, self._reader, read_only=moved_by_commands))
        made.editor.left.connect(lambda value, name=of.name: self.edited.emit(name, value))
        self._fields[of.name] = made
        return made

    def show_record(self, record: Record) -> None:
        """Show a record; the names of what it refers to are read once."""
        self._record = record
        values = values_of(record)
        names = self._reader.names(_links(self.kind, values))
        for name, field in self._fields.items():
            field.editor.show_value(values[name], names)
            field.say("")
        self._veil()

    def _veil(self) -> None:
        """What the veil covers is neither shown nor editable; an empty field may be filled in."""
        for name, field in self._fields.items():
            covered = veil.covers(self.kind.fields[name]) and field.editor.value() is not None
            field.cover(covered=covered)

    def draft(self) -> Record:
        """The record as it is typed now, its defaults filled in; Problem when a field cannot be read."""
        for name, field in self._fields.items():
            if not field.editor.commit():
                label_ = _(self.kind.fields[name].label)
                raise Problem(_("Correct the field in red: {field}.", field=label_), field=name)
        values = {name: field.editor.value() for name, field in self._fields.items() if name != self.kind.state}
        mine = {each.name: self._reader.me for each in self.kind.stored
                if each.default is ME and not values.get(each.name)}
        return dataclasses.replace(self._record, **{**values, **mine})

    def show_issues(self, record: Record) -> list[str]:
        """Mark every field that is wrong or worth a look; the names of those that stop saving, in order."""
        errors = []
        for field in self._fields.values():
            field.say("")
        for issue in checks.examine(record, self._reader):
            if issue.field in self._fields:
                self._fields[issue.field].say(issue.message, bad=issue.level == ERROR)
            if issue.level == ERROR:
                errors.append(issue.field)
        return errors

    def show_problem(self, problem: Problem) -> bool:
        """Show a Problem at its field and go there; False when the form has no such field."""
        field = self._fields.get(problem.field or "")
        if field is None:
            return False
        field.say(problem.message)
        field.editor.control.setFocus()
        return True

    def focus(self, name: str) -> None:
        """Go to a field."""
        if name in self._fields:
            self._fields[name].editor.control.setFocus()

    def first(self) -> QWidget:
        """The first field, for the focus."""
        return next(iter(self._fields.values())).editor.control


def _links(kind: Kind, values: Mapping[str, Any]) -> set[Link]:
    found: set[Link] = set()
    for each in kind.stored:
        value: Any = values[each.name]
        if not value or each.type not in ("ref", "refs", "link", "links"):
            continue
        many: list[Link | Id] = list(value) if each.type in ("refs", "links") else [value]
        found.update(one if isinstance(one, Link) else Link(each.to[0], one) for one in many)
    return found
