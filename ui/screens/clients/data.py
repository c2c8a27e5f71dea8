"""The tab «Datos»: every field of the client, which save themselves, and the history; the draft of a new one."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.commands.clients import create_client
from kamdesk.commands.records import save
from kamdesk.duplicates import alike
from kamdesk.fields import Link
from kamdesk.methods.duplicates import Match
from kamdesk.problems import Problem, Warned
from kamdesk.records.clients import Client
from kamdesk.words import _
from ui.form import Form
from ui.labels import label
from ui.record_history import HistoryCard
from ui.run import FAILED
from ui.screen import Context
from ui.screens.clients.side import Side
from ui.screens.clients.tabs import TabBody
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.flow import cleared
from ui.widgets.messages import MessageBar
from ui.widgets.scroll import ScrollBody

NAMING = ("name", "tax_id", "phone", "email", "category", "territory", "address")  # what a look-alike is found by


class DataTab(TabBody):
    """The form of a client; the side panel stands beside it."""

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
        self.past = HistoryCard(Client.kind)
        self._column.addWidget(self.past)
        self._column.addStretch(1)
        row.addLayout(self._column, 2)
        self.body.addLayout(row)

    def take_side(self, side: Side) -> None:
        """The key figures and people, above the history."""
        self._column.insertWidget(0, side)

    def show_client(self, client: Client) -> None:
        """Another client."""
        self._client = client
        cleared(self._messages)
        self.form.show_record(client)
        self.form.show_issues(client)
        self.past.show_record(self._context.app.store, client.id)

    def _edited(self, name: str, value: Any) -> None:
        """A field saves itself when it is left."""
        if self._client is None:
            return
        changed = dataclasses.replace(self._client, **{name: value})
        done = self._context.runner.attempt(self, save, record=changed)
        if isinstance(done, Client):
            self._client = done
            self.form.show_issues(done)

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
        self._alike = TitledCard(_("May be the same"))
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 4, 12, 12)
        self._alike.body.addLayout(self._lines)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._alike)
        beside.addStretch(1)
        row.addWidget(self._beside, 2)
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
        self._show_alike([])
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
            self._show_alike(alike(self._context.app.store, draft))

    def _show_alike(self, found: list[Match]) -> None:
        cleared(self._lines)
        self._beside.setVisible(bool(found))
        names = self._context.app.store.names([Link("client", each.id) for each in found])
        for each in found[:5]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 2, 0, 2)
            row.addWidget(Button(names.get(each.id, ""), kind="link", small=True,
                                 on_click=partial(self.same.emit, each.id)))
            row.addStretch(1)
            words = _("Almost sure") if each.almost_sure else _("Possible")
            row.addWidget(Chip(f"{words} · {int(each.score)}", status="bad" if each.almost_sure else "warn"))
            self._lines.addWidget(line)

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
