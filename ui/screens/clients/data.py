"""The tab «Datos»: every field of the client, which save themselves, and the history; the draft of a new one."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.commands.clients import create_client
from kamdesk.commands.records import save
from kamdesk.duplicates import alike
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import Client
from kamdesk.words import _
from ui.form import Form
from ui.labels import label
from ui.record_history import HistoryCard
from ui.run import FAILED
from ui.screen import Address, Context
from ui.screens.clients.lookalikes import LookAlikes
from ui.screens.clients.side import Side
from ui.screens.clients.tabs import TabBody
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar
from ui.widgets.scroll import ScrollBody

NAMING = ("name", "tax_id", "phone", "email", "category", "territory", "address")  # what a look-alike is found by


class DataTab(TabBody):
    """The form of a client; the side panel stands beside it. ``compare_asked`` wants it beside who looks like it."""

    compare_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._client: Client | None = None
        self._messages = QVBoxLayout()
        self.body.addLayout(self._messages)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.form = Form(Client.kind, context.app.store)
        self.form.edited.connect(self._edited)
        row.addWidget(self.form, 3)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.alike = LookAlikes(context)
        self.alike.add_action(Button(_("Compare and join"), kind="link", on_click=self.compare_asked.emit))
        self.alike.same.connect(lambda id_: context.window.go(Address("clients", "list", Client.kind.name, id_)))
        self._column.addWidget(self.alike)
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.timeout.connect(self._look)
        self.past = HistoryCard(Client.kind)
        self._column.addWidget(self.past)
        self._column.addStretch(1)
        row.addLayout(self._column, 2)
        self.body.addLayout(row)

    def take_side(self, side: Side) -> None:
        """The key figures and people, between the look-alikes and the history."""
        self._column.insertWidget(1, side)

    def show_client(self, client: Client) -> None:
        """Another client."""
        self._client = client
        cleared(self._messages)
        self.form.show_record(client)
        self.form.show_issues(client)
        self.past.show_record(self._context.app.store, client.id)
        self.alike.hide()
        self._looking.start()  # once the form is painted

    def _look(self) -> None:
        if self._client is not None:
            self.alike.show_found(alike(self._context.app.store, self._client))

    def _edited(self, name: str, value: Any) -> None:
        """A field saves itself when it is left."""
        if self._client is None:
            return
        changed = dataclasses.replace(self._client, **{name: value})
        done = self._context.runner.attempt(self, save, record=changed)
        if isinstance(done, Client):
            self._client = done
            self.form.show_issues(done)
            if name in NAMING:
                self._looking.start()

    def show_problem(self, problem: Problem) -> None:
        """At its field, else above the form."""
        cleared(self._messages)
        if not self.form.show_problem(problem):
            self._messages.addWidget(MessageBar(problem.message, status="bad"))


class ClientDraft(QWidget):
    """A new client: its form, and beside it who may be the same. ``created`` carries its id, ``same`` the known one."""

    created = Signal(str)
    same = Signal(str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.form = Form(Client.kind, context.app.store)
        self.form.edited.connect(self._edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(self._bar())
        self._messages = QVBoxLayout()
        column.addLayout(self._messages)
        row = QHBoxLayout()
        row.setSpacing(12)
        body = ScrollBody(margins=(0, 0, 6, 0))
        body.body.addWidget(self.form)
        row.addWidget(body, 3)
        self._alike = LookAlikes(context)
        self._alike.same.connect(self.same)
        row.addWidget(self._alike, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.addWidget(label(_("New client"), role="title"))
        bar.addStretch(1)
        bar.addWidget(Button(_("Discard"), kind="ghost", on_click=self.left.emit))
        bar.addWidget(Button(_("Create client"), kind="primary", icon="check", on_click=self.save))
        return bar

    def show_draft(self, **filled: Any) -> None:
        """An empty form, with some fields filled."""
        cleared(self._messages)
        self.form.show_record(Client(**filled))
        self._alike.show_found([])
        self.form.first().setFocus()

    def _edited(self, name: str, _value: Any) -> None:
        """Who looks like it so far (A9 ≥ 70)."""
        if name not in NAMING:
            return
        try:
            draft = self.form.draft()
        except Problem:
            return  # the field says it itself
        if isinstance(draft, Client) and draft.name.strip():
            self._alike.show_found(alike(self._context.app.store, draft))

    def save(self, *, another: bool = False) -> None:
        """Store the draft; errors are marked and the first one gets the focus."""
        cleared(self._messages)
        try:
            draft = self.form.draft()
        except Problem as problem:
            self.show_problem(problem)
            return
        errors = self.form.show_issues(draft)
        if errors or not isinstance(draft, Client):
            self.form.focus(errors[0])
            return
        done = self._context.runner.attempt(self, create_client, client=draft, another=another)
        if done is not FAILED and isinstance(done, Client):
            self._context.runner.tell(_("Client created"))
            self.created.emit(done.id)

    def show_problem(self, problem: Problem) -> None:
        """At its field; a look-alike asks which it is. What was typed stays."""
        if isinstance(problem, Warned):
            draft = self.form.draft()
            found = alike(self._context.app.store, draft)
            self._messages.addWidget(MessageBar(problem.message, status="warn", actions=(
                (_("It is the same"), lambda: self.same.emit(found[0].id)),
                (_("Create another"), lambda: self.save(another=True)))))
        elif not self.form.show_problem(problem):
            self._messages.addWidget(MessageBar(problem.message, status="bad"))
