"""Copias: backups made and restored, the password of the base with its key, the check of the data, and the bin."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.doors import Backup
from kamdesk.problems import Problem
from kamdesk.words import _, day, number, plural, relative_day
from ui import ask, labels
from ui.labels import ElidedLabel, label
from ui.screen import Context, scrolled
from ui.screens.exchange.parts import clear, page_of, work
from ui.screens.exchange.safety import CheckCard, PasswordCard
from ui.screens.exchange.trash import TrashCard
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import IconTile
from ui.widgets.messages import EmptyState

SHOWN = 6
MEGABYTE = 1_000_000


class Copies(QWidget):
    """The backups and the bin at the left, what keeps the base safe at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._all = False
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        left = TitledCard(_("Backups"))
        left.add_action(Button(_("Restore another file…"), kind="link", small=True, on_click=self._choose))
        left.add_action(Button(_("Back up now"), kind="primary", small=True, icon="save", on_click=self.back_up))
        left.body.addLayout(self._rows)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addWidget(left)
        self.password, self.checking = PasswordCard(context, self), CheckCard(context, self)
        self.trash = TrashCard(context, self)
        main.addWidget(self.trash)
        main.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.password)
        side.addWidget(self.checking)
        side.addStretch(1)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(main, 3)
        row.addLayout(side, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.reread()

    def reread(self) -> None:
        """Read the folder of the backups again."""
        clear(self._rows)
        made = self.context.doors.backups(self.context.app.store)
        shown = made if self._all else made[:SHOWN]
        for at, each in enumerate(shown):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(each))
        if not made:
            self._rows.addWidget(EmptyState("archive-restore", _("There are no backups yet"),
                                            _("One is made by itself when you work, and whenever you ask.")))
        elif len(shown) < len(made):
            more = len(made) - len(shown)
            self._rows.addWidget(Button(plural("See {n} more", "See {n} more", more), kind="link", small=True,
                                        on_click=self._show_all))
        self.password.reread()
        self.trash.reread()

    def _show_all(self) -> None:
        self._all = True
        self.reread()

    def _line(self, each: Backup) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(IconTile("archive", status="mute", side=30))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(label(_moment(each), role="strong"))
        text.addWidget(ElidedLabel(str(each.path), role="small", tone="text2", least=80))
        row.addLayout(text, 1)
        row.addWidget(label(_size(each.size), tone="text2", figures=True))
        row.addWidget(Button(_("Restore"), kind="link", small=True, on_click=lambda: self.restore(each.path, each)))
        return host

    def back_up(self) -> None:
        """A backup now."""
        work(self.context, self, _("Backing up"), lambda: self.context.doors.back_up(self.context.app.store),
             self._backed_up)

    def _backed_up(self, made: Backup) -> None:
        self.reread()
        self.context.window.tell(_("Backup made and verified: {size}", size=_size(made.size)))

    def _choose(self) -> None:
        path = ask.open_file(self, _("Choose a backup"), "Kamdesk (*.kamdesk)")
        if path is not None:
            self.restore(path)

    def restore(self, path: Path, made: Backup | None = None) -> None:
        """Put a backup in place of the base, once the person confirmed it."""
        when = _moment(made) if made else path.name
        if not ask.confirm(self, _("Restore the backup of {date}?", date=when),
                           _("What you wrote since then is no longer in the base. A backup of how it is now is made "
                             "first, so that you can come back."), _("Restore")):
            return
        # On the window's own thread and with no job running: nobody may read while the file is replaced.
        if self.context.jobs.busy:
            self.show_problem(Problem(_("Kamdesk is still writing. Try again when it has finished.")))
            return
        self._restore(path, None)

    def _restore(self, path: Path, passphrase: str | None) -> None:
        try:
            self.context.doors.restore(self.context.app.store, path, passphrase=passphrase)
        except Problem as problem:
            again = None
            if problem.field == "passphrase":
                again = ask.passphrase(self, _("Restore"), problem.message)
            if again:
                self._restore(path, again)
            elif problem.field != "passphrase":
                self.show_problem(problem)
            return
        self.reread()
        self.context.window.tell(_("Backup restored"))

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        page_of(self).show_problem(problem)


def _moment(each: Backup) -> str:
    at = each.at.astimezone()
    near = relative_day(at.date(), clock.today())
    shown = day(at.date())
    return f"{shown} {at:%H:%M}" if near == shown else f"{near}, {shown} {at:%H:%M}"


def _size(size: int) -> str:
    """«2.8 MB»."""
    return f"{number(Decimal(size) / MEGABYTE, 1)} MB"


def copies(context: Context) -> QWidget:
    """The tab «Copias»."""
    return Copies(context)
