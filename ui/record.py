"""One record of any kind: its form, what it refers to, its history; the draft of a new one."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.records import archive, restore, save
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.kinds import Kind, Record
from kamdesk.problems import Problem
from kamdesk.store import Past
from kamdesk.words import _, relative_day
from ui.cells import status_of
from ui.form import Form
from ui.labels import ElidedLabel, label
from ui.run import FAILED
from ui.screen import Context, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.messages import MessageBar

HISTORY = 30  # lines shown beside the form


class RecordView(QWidget):
    """Shows a record, or the draft of a new one. ``closed`` goes back to the list; ``created`` carries the new id."""

    closed = Signal()
    created = Signal(str)

    def __init__(self, context: Context, kind: Kind) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._record: Record | None = None
        self.form = Form(kind, context.app.store)
        self.form.edited.connect(self._edited)
        self._messages = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._bar())
        layout.addLayout(self._messages)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(scrolled(self.form), 3)
        self._past = TitledCard(_("History"))
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 6, 12, 12)
        self._past.body.addLayout(self._lines)
        self._past.body.addStretch(1)
        body.addWidget(self._past, 1)
        layout.addLayout(body, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(IconButton("arrow-left", _("Back to the list"), on_click=self.closed.emit))
        self._title = ElidedLabel(role="subtitle", least=120)
        self._chip = Chip("", status="mute")
        bar.addWidget(self._title)
        bar.addWidget(self._chip)
        bar.addStretch(1)
        self._archive = Button(_("Archive"), icon="archive", on_click=self._archive_or_restore)
        self._create = Button(_("Create {kind}", kind=_(self._kind.label).lower()), kind="primary", icon="check",
                              on_click=self.save_draft)
        self._discard = Button(_("Discard"), kind="ghost", on_click=self.closed.emit)
        for button in (self._archive, self._discard, self._create):
            bar.addWidget(button)
        return bar

    @property
    def record(self) -> Record | None:
        """The record shown, None for a draft."""
        return self._record

    def show_draft(self, **filled: Any) -> None:
        """An empty form, with some fields filled."""
        self._record = None
        self._hush()
        self.form.show_record(self._kind.cls(**filled))
        self._title.setText(_("New {kind}", kind=_(self._kind.label).lower()))
        self._dress(draft=True)
        self.form.first().setFocus()

    def show_id(self, id_: Id) -> None:
        """A stored record."""
        record = self._context.app.store.maybe(self._kind.cls, id_)
        if record is None:
            self.closed.emit()
            return
        self._record = record
        self._hush()
        self.form.show_record(record)
        self.form.show_issues(record)
        self._dress(draft=False)
        self._show_history()

    def reread(self) -> None:
        """Show what is stored now."""
        if self._record is not None:
            self.show_id(self._record.id)

    def _dress(self, *, draft: bool) -> None:
        for button, wanted in ((self._archive, not draft), (self._create, draft), (self._discard, draft)):
            button.setVisible(wanted)
        self._past.setVisible(not draft)
        self._chip.setVisible(not draft and self._kind.state is not None)
        if self._record is None:
            return
        reader = self._context.app.store
        self._title.setText(reader.names([self._link()]).get(self._record.id, _(self._kind.label)))
        self._archive.set_label(_("Restore") if self._record.archived else _("Archive"))
        if self._kind.state is not None:
            state = getattr(self._record, self._kind.state)
            self._chip.set(display(self._kind.fields[self._kind.state], state), status=status_of(str(state)))

    def _link(self) -> Link:
        return Link(self._kind.name, self._record.id if self._record else "")

    def _edited(self, name: str, value: Any) -> None:
        """An existing record saves on leaving the field; a draft waits for «Crear»."""
        if self._record is None:
            return
        changed = dataclasses.replace(self._record, **{name: value})
        done = self._context.runner.attempt(self, save, record=changed)
        if isinstance(done, Record):
            self._record = done
            self.form.show_issues(changed)
            self._show_history()

    def save_draft(self) -> None:
        """Store the draft; errors are marked and the first one gets the focus."""
        self._hush()
        try:
            draft = self.form.draft()
        except Problem as problem:
            self.show_problem(problem)
            return
        errors = self.form.show_issues(draft)
        if errors:
            self.form.focus(errors[0])
            return
        done = self._context.runner.attempt(self, save, record=draft)
        if isinstance(done, Record):
            self._context.runner.tell(_("{kind} created", kind=_(self._kind.label)))
            self.created.emit(done.id)

    def _archive_or_restore(self) -> None:
        if self._record is None:
            return
        verb, said = (restore, _("Restored")) if self._record.archived else (archive, _("Archived record"))
        if self._context.runner.attempt(self, verb, records=[self._record]) is not FAILED:
            self._context.runner.tell(said)
            self.reread()

    def show_problem(self, problem: Problem) -> None:
        """At its field, else above the form; what was typed stays."""
        if not self.form.show_problem(problem):
            self._hush()
            self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def _hush(self) -> None:
        _emptied(self._messages)

    def _show_history(self) -> None:
        _emptied(self._lines)
        if self._record is None:
            return
        reader = self._context.app.store
        for past in reader.history(self._kind.cls, self._record.id)[:HISTORY]:
            self._lines.addWidget(self._line(past))

    def _line(self, past: Past) -> QWidget:
        of = self._kind.fields.get(past.field)
        if of is None:
            said = {"born": _("Created"), "deleted": _("Deleted")}.get(past.field, _("Archived or restored"))
        else:
            before, after = (display(of, each) or "—" for each in (past.before, past.after))
            said = f"{_(of.label)}: {before} → {after}"
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(said, role="small", least=60))
        when = relative_day(past.at.astimezone().date(), clock.today())
        column.addWidget(label(f"{when} {past.at.astimezone():%H:%M}", role="caption", tone="text3"))
        return line


def _emptied(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()

