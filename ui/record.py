"""One record of any kind: its form, its history, files, requirements and approval; the draft of a new one."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.commands.records import archive, restore, save
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.kinds import Kind, Record
from kamdesk.problems import Problem
from kamdesk.words import _
from ui import theme
from ui.cells import status_of
from ui.form import Form
from ui.labels import ElidedLabel
from ui.record_approval import ApprovalBar, in_first_state, is_approvable
from ui.record_files import FilesCard
from ui.record_history import HistoryCard
from ui.record_requirements import RequirementsCard, has_requirements
from ui.run import FAILED
from ui.screen import Context, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar

BESIDE = 250  # logical pixels of what stands beside the form, at least


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
        self._side = self._beside()
        body.addWidget(self._side, 1)
        layout.addLayout(body, 1)

    def _beside(self) -> QWidget:
        """What stands beside the form: requirements where the kind has them, history, files."""
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.requirements = RequirementsCard(self._context) if has_requirements(self._kind) else None
        self.past, self.files = HistoryCard(self._kind), FilesCard(self._context)
        for card in (self.requirements, self.past, self.files):
            if card is not None:
                layout.addWidget(card)
        layout.addStretch(1)
        area = scrolled(column)
        area.setMinimumWidth(theme.px(BESIDE))
        return area

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(IconButton("arrow-left", _("Back to the list"), on_click=self.closed.emit))
        self._title = ElidedLabel(role="subtitle", least=120)
        self._chip = Chip("", status="mute")
        bar.addWidget(self._title)
        bar.addWidget(self._chip)
        self.approval = ApprovalBar(self._context, self) if is_approvable(self._kind) else None
        if self.approval is not None:
            bar.addWidget(self.approval)
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
        self._show_beside(record)

    def _show_beside(self, record: Record) -> None:
        self.past.show_record(self._context.app.store, record.id)
        self.files.show_record(self._link(), open_to_change=not record.archived)
        if self.requirements is not None:
            self.requirements.show_record(record, open_to_change=not record.archived)
        if self.approval is not None:
            self.approval.show_record(record)

    def reread(self) -> None:
        """Show what is stored now."""
        if self._record is not None:
            self.show_id(self._record.id)

    def _dress(self, *, draft: bool) -> None:
        for button, wanted in ((self._archive, not draft), (self._create, draft), (self._discard, draft)):
            button.setVisible(wanted)
        for part in (self._side, self.approval):
            if part is not None:
                part.setVisible(not draft)
        self._chip.setVisible(not draft and self._kind.state is not None and not self._approval_says())
        if self._record is None:
            return
        reader = self._context.app.store
        self._title.setText(reader.names([self._link()]).get(self._record.id, _(self._kind.label)))
        self._archive.set_label(_("Restore") if self._record.archived else _("Archive"))
        if self._kind.state is not None:
            state = getattr(self._record, self._kind.state)
            self._chip.set(display(self._kind.fields[self._kind.state], state), status=status_of(str(state)))

    def _approval_says(self) -> bool:
        """A document in its first state shows its approval instead, afterwards its state (product/03 §3.0)."""
        return self._record is not None and is_approvable(self._kind) and in_first_state(self._record)

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
            self._show_beside(done)

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
        cleared(self._messages)
