"""Cards beside the backups: the password of the base with its recovery key, and «Revisar mis datos»."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.doors import Finding
from kamdesk.problems import Problem
from kamdesk.words import _, plural
from ui.labels import label
from ui.recovery import save_key
from ui.screen import Context
from ui.screens.exchange.parts import Entry, clear, work
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.messages import MessageBar

SHOWN = 30


class Place(Protocol):
    """Where problems of a card are shown."""

    def setEnabled(self, on: bool) -> None:  # noqa: FBT001  Qt's own
        """Let the person click, or not."""

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""

    def reread(self) -> None:
        """Read again what changed."""


class PasswordCard(TitledCard):
    """Give the base a password or change it; print the key that opens it when the password is forgotten."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(_("Password of the base"))
        self._context, self._place = context, place
        self.current = Entry(_("Password now"), secret=True)
        self.new = Entry(_("New password"), secret=True)
        self.again = Entry(_("Repeat the password"), secret=True)
        self._said = label(tone="text2", wrap=True)
        self.set = Button(_("Set the password"), on_click=self._set)
        self.print = Button(_("Save the recovery key…"), kind="link", icon="key-round", on_click=self._save_key)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._said, self.current, self.new, self.again):
            column.addWidget(part)
        for button in (self.set, self.print):
            foot = QHBoxLayout()
            foot.addWidget(button)
            foot.addStretch(1)
            column.addLayout(foot)
        self.add(inside)

    def reread(self) -> None:
        """Whether there is a password now."""
        there = bool(getattr(self._context.app.store, "encrypted", False))
        self._said.setText(_("The base is encrypted. Print the recovery key and keep it away from the laptop.") if there
                           else _("Without a password whoever takes the laptop can read everything. Backups made "
                                  "before stay without it."))
        self.current.setVisible(there)
        self.print.setVisible(there)
        self.set.set_label(_("Change the password") if there else _("Set the password"))

    def _set(self) -> None:
        if self.new.text() != self.again.text():
            self.again.say(_("The two passwords differ."))
            return
        if self._context.jobs.busy:
            self._place.show_problem(Problem(_("Kamdesk is still writing. Try again when it has finished.")))
            return
        try:
            self._context.doors.set_passphrase(self._context.app.store, self.new.text(),
                                               current=self.current.text() or None)
        except Problem as problem:
            entry = {"current": self.current, "passphrase": self.new}.get(problem.field or "")
            if entry is None:
                self._place.show_problem(problem)
            else:
                entry.say(problem.message)
            return
        for each in (self.current, self.new, self.again):
            each.field.clear()
        self._place.reread()
        self._context.window.tell(_("The base has its new password. Save the recovery key now."))

    def _save_key(self) -> None:
        try:
            saved = save_key(self, self._context.doors, self._context.app.store)
        except Problem as problem:
            self._place.show_problem(problem)
            return
        if saved:
            self._context.window.tell(_("Recovery key saved: print it and delete the file"))


class CheckCard(TitledCard):
    """«Revisar mis datos»: findings listed, and mended when asked."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(_("Check my data"))
        self._context, self._place = context, place
        self._findings: list[Finding] = []
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.add(inside)
        self._ask()

    def _ask(self) -> None:
        self._show(label(_("Looks for broken references, circles, duplicates and totals that do not add up. It changes "
                           "nothing."), tone="text2", wrap=True))
        self._verb(_("Check my data"), self.check)

    def _show(self, *parts: QWidget) -> None:
        clear(self._rows)
        for part in parts:
            self._rows.addWidget(part)

    def _verb(self, text: str, slot: object) -> None:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Button(text, on_click=slot))  # type: ignore[arg-type]
        row.addStretch(1)
        self._rows.addWidget(foot)

    def check(self) -> None:
        """Look now."""
        work(self._context, self._place, _("Checking the data"),
             lambda: self._context.doors.check(self._context.app.store), self._found)

    def _found(self, findings: list[Finding]) -> None:
        self._findings = findings
        if not findings:
            self._show(MessageBar(_("Everything is in order."), status="ok", closable=False))
            self._verb(_("Check again"), self.check)
            return
        lines = [label(each.message, wrap=True) for each in findings[:SHOWN]]
        self._show(label(plural("{n} finding", "{n} findings", len(findings)), role="strong"), *lines)
        able = sum(each.mendable for each in findings)
        if able:
            self._verb(plural("Mend {n}", "Mend {n}", able), self.mend)
        else:
            self._verb(_("Check again"), self.check)

    def mend(self) -> None:
        """Mend what can be, after a backup."""
        work(self._context, self._place, _("Mending"),
             lambda: self._context.doors.mend(self._context.app.store, self._findings), self._mended)

    def _mended(self, count: int) -> None:
        self._context.window.tell(plural("{n} finding mended", "{n} findings mended", count))
        self._place.reread()
        self.check()
