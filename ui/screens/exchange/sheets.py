"""Historial › imported spreadsheets: the list, and beside it what an import brought, with its undo for 30 days."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.sheets import undo_import
from kamdesk.kinds import REGISTER
from kamdesk.problems import Problem
from kamdesk.records.system import UNDO_DAYS, ImportBatch
from kamdesk.sharing.deciding import moment
from kamdesk.words import _, day, number, plural
from ui import ask
from ui.beside.parts import heading, terms, verbs
from ui.beside.side import Pane, SideView
from ui.labels import label
from ui.screen import Context
from ui.tabs import shown_at
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

REFUSED, KEPT = 6, 3  # refused rows and things that stay, told in words


def can_be_undone(batch: ImportBatch) -> bool:
    """Whether an import still can be taken back."""
    return batch.undone_at is None and batch.at is not None and clock.now() - batch.at <= UNDO_DAYS


def _terms(batch: ImportBatch) -> list[tuple[str, str]]:
    kind = REGISTER.get(batch.target)
    counts = ((_(ImportBatch.kind.fields[name].label), getattr(batch, name))
              for name in ("read", "created", "updated", "skipped", "rejected"))
    return [(_("What it brought"), _(kind.labels) if kind else batch.target),
            (_("At"), moment(batch.at) if batch.at else ""),
            *((name, number(count)) for name, count in counts if count),
            (_("Data through"), day(batch.data_through) if batch.data_through else "")]


def imported(context: Context) -> SideView:
    """The list of imports with its panel."""
    shown = [each for each in shown_at("exchange", "history") if each.kind is ImportBatch.kind]
    return ImportView(context, shown[0], ImportPane(context))


class ImportPane(Pane):
    """One import: its file, what became of its rows, and the way back."""

    def refresh(self) -> None:
        """The import as it is stored now."""
        cleared(self.content)
        batch = self.context.app.store.maybe(ImportBatch, self.id or None)
        if batch is None:
            self.content.addWidget(EmptyState("file-spreadsheet", _("No import chosen"), _("Choose one of the list.")))
            return
        undone = batch.undone_at is not None
        self.content.addWidget(heading(batch.file_name, _("Undone") if undone else "", "mute"))
        self.content.addWidget(terms(_terms(batch)))
        lines = (batch.problems or "").splitlines()
        if lines:
            self.content.addWidget(label(_("Refused rows"), role="strong"))
            more = [plural("and {n} more", "and {n} more", len(lines) - REFUSED)] if len(lines) > REFUSED else []
            self.content.addWidget(label("\n".join((*lines[:REFUSED], *more)), role="small", tone="text2", wrap=True))
        self.content.addStretch(1)
        if not undone:
            self.content.addWidget(self._way_back(batch) if can_be_undone(batch) else label(
                _("It can only be undone for 30 days."), role="small", tone="text2"))

    def _way_back(self, batch: ImportBatch) -> QWidget:
        return verbs([Button(_("Undo import"), icon="undo-2", on_click=lambda: self.undo(batch))])

    def undo(self, batch: ImportBatch) -> None:
        """Take it back, once the person confirmed; what was used or changed since stays and is named."""
        if not ask.confirm(self, _("Undo the import of {name}?", name=batch.file_name),
                           _("What it created is archived and what it changed is put back. What was used or changed "
                             "since stays."), _("Undo it")):
            return
        app = self.context.app
        self.context.jobs.start(lambda _progress: app.run(undo_import, batch=batch), done=self._done,
                                failed=self._failed)

    def _done(self, kept: list[str]) -> None:
        text = _("The import was undone.")
        if kept:
            text = f"{text} {plural('{n} thing stays', '{n} things stay', len(kept))}: {' '.join(kept[:KEPT])}"
        self.context.runner.tell(text)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            raise error
        self.show_problem(error)


class ImportView(SideView):
    """Imports, the newest first."""

    columns = ("at", "file_name", "created", "updated")
    newest = "at"
