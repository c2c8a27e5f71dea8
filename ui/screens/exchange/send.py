"""Enviar: the whole base as a file for somebody, with a password unless the person ticks otherwise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.doors import Shared
from kamdesk.problems import Problem
from kamdesk.sharing.guide import counts_by_label
from kamdesk.words import _, plural
from ui import ask
from ui.labels import label, literal
from ui.screen import Context, scrolled
from ui.screens.exchange.parts import Counts, Entry, page_of, work
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard


class Send(QWidget):
    """What leaves, for whom, and the file."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.to = Entry(_("For whom"))
        self.passphrase = Entry(_("Password of the file"), secret=True)
        self.again = Entry(_("Repeat the password"), secret=True)
        self.plain = QCheckBox(literal(_("Without password: anybody who gets the file can read it")))
        self.plain.toggled.connect(self._dress)
        self.save = Button(_("Save .kdx"), kind="primary", icon="file-up", on_click=self._save)
        self._counts = Counts()
        self._total = label(role="strong", wrap=True)
        self._lay_out()
        self.reread()

    def _lay_out(self) -> None:
        left, right = TitledCard(_("For whom")), TitledCard(_("What it holds"))
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.to, self.passphrase, self.again, self.plain):
            column.addWidget(part)
        column.addWidget(label(_("Tell the password by telephone or message, never beside the file."), role="small",
                               tone="text2", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        column.addLayout(foot)
        left.add(form)
        left.body.addStretch(1)
        summary = QWidget()
        lines = QVBoxLayout(summary)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        lines.addWidget(self._total)
        lines.addWidget(label(_("The whole base with its history, prices and personal data. Settings of this laptop "
                                "and its logs stay here, and so do telephone and e-mail of whoever withdrew consent."),
                              tone="text2", wrap=True))
        lines.addWidget(self._counts)
        right.add(summary)
        right.body.addStretch(1)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def reread(self) -> None:
        """Count again."""
        counts = self.context.doors.measure(self.context.app.store)
        self._total.setText(plural("{n} record", "{n} records", sum(counts.values())))
        self._counts.show_counts(counts_by_label(counts))

    def _dress(self) -> None:
        for entry in (self.passphrase, self.again):
            entry.setEnabled(not self.plain.isChecked())
            entry.say("")
        self.save.set_label(_("Save .sqlite") if self.plain.isChecked() else _("Save .kdx"))

    def _save(self) -> None:
        if not self._complete():
            return
        plain = self.plain.isChecked()
        name = f"{self.to.text().strip()} {clock.today().isoformat()}".replace("/", "-").replace("\\", "-")
        suggested = Path.home() / f"{name}.{'sqlite' if plain else 'kdx'}"
        pattern = "SQLite (*.sqlite)" if plain else "Kamdesk (*.kdx)"
        path = ask.save_file(self, _("Save the file"), pattern, suggested)
        if path is not None:
            self._share(path.with_suffix(suggested.suffix), plain=plain)

    def _complete(self) -> bool:
        """Whether somebody is named and the passwords are the same; the doors judge the rest."""
        if not self.to.text().strip():
            self.to.say(_("Say who the file is for."))
            return False
        if not self.plain.isChecked() and self.passphrase.text() != self.again.text():
            self.again.say(_("The two passwords differ."))
            return False
        return True

    def _share(self, path: Path, *, plain: bool) -> None:
        store, doors = self.context.app.store, self.context.doors
        to, passphrase = self.to.text().strip(), None if plain else self.passphrase.text()
        work(self.context, self, _("Making the file"),
             lambda: doors.share(store, path, to=to, passphrase=passphrase, plain=plain), self._shared)

    def _shared(self, shared: Shared) -> None:
        for entry in (self.passphrase, self.again):
            entry.field.clear()
        self.context.window.tell(_("Saved {file}: {records} for {reader}", file=shared.path.name,
                                   records=plural("{n} record", "{n} records", shared.records),
                                   reader=self.to.text().strip()))

    def show_problem(self, problem: Problem) -> None:
        """At its field, else above the page."""
        entry = {"to": self.to, "passphrase": self.passphrase}.get(problem.field or "")
        if entry is not None:
            entry.say(problem.message)
        else:
            page_of(self).show_problem(problem)


def send(context: Context) -> QWidget:
    """The tab «Enviar»."""
    return Send(context)
