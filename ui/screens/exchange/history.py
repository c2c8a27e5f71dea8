"""Historial: each file sent and received with what was in it, and the imports that can still be taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.problems import Problem
from kamdesk.records.system import UNDO_DAYS, ExchangeEvent, ImportBatch
from kamdesk.sharing.deciding import moment
from kamdesk.sharing.exchange import ANSWERED, ASKED, CHANGES, COPY, GUEST, PUBLIC, SELECTION, ZONE, Undone
from kamdesk.words import N_, _, plural
from ui import ask, labels
from ui.beside.side import SideView
from ui.labels import ElidedLabel
from ui.screen import Address, Context, scrolled
from ui.screens.exchange.parts import clear, page_of
from ui.screens.exchange.sheets import imported
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip, IconTile
from ui.widgets.messages import EmptyState

SHOWN = 50
FILES, SHEETS = "files", "sheets"
NOT_JOINED = (ASKED, ANSWERED, GUEST)
PROFILES = {COPY: N_("Whole copy"), CHANGES: N_("What changed"), ZONE: N_("Zone"), PUBLIC: N_("Without prices"),
            ASKED: N_("Request for approval"), ANSWERED: N_("Answer to a request"), SELECTION: N_("Selection"),
            GUEST: N_("Edits without Kamdesk")}


class Files(TitledCard):
    """The files, newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Files sent and received"))
        self._context = context
        self._limit = SHOWN
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Read the log again."""
        clear(self._rows)
        store = self._context.app.store
        found = store.find(ExchangeEvent, sort=(("at", True), ("id", True)), limit=self._limit + 1)
        for at, event in enumerate(found[:self._limit]):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(event))
        if not found:
            self._rows.addWidget(EmptyState("arrow-right-left", _("Nothing sent or received yet"),
                                            _("Each file is noted here with what was in it, and for whom.")))
        elif len(found) > self._limit:
            self._rows.addWidget(Button(_("See older ones"), kind="link", small=True, on_click=self._more))

    def _more(self) -> None:
        self._limit += SHOWN
        self.reread()

    def _line(self, event: ExchangeEvent) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(10)
        sent = event.direction == "sent"
        row.addWidget(IconTile("file-up" if sent else "file-down", status="info" if sent else "ok", side=32))
        text = QVBoxLayout()
        text.setSpacing(0)
        who = _("To {name}", name=event.other) if sent else _("From {name}", name=event.other)
        kind = _(PROFILES[event.profile]) if event.profile in PROFILES else event.profile
        text.addWidget(ElidedLabel(f"{who} · {kind}", role="strong", least=80))
        about = (moment(event.at) if event.at else "", event.counts, event.withheld, event.file_name)
        text.addWidget(ElidedLabel(" · ".join(filter(None, about)), role="small", tone="text2", least=80))
        row.addLayout(text, 1)
        if event.undone_at is not None:
            row.addWidget(Chip(_("Undone"), status="mute", mark="check"))
        elif can_be_undone(event):
            row.addWidget(Button(_("Undo this import"), kind="link", small=True, icon="undo-2",
                                 on_click=lambda: self.undo(event)))
        return host

    def undo(self, event: ExchangeEvent) -> None:
        """Take back what a file brought, once the person confirmed it."""
        if not ask.confirm(self, _("Undo the import of {name}?", name=event.other),
                           _("What the file brought is taken out. What you wrote yourself stays."), _("Undo it")):
            return
        # On the window's own thread and with no job running: nobody may read while a backup is put back.
        if self._context.jobs.busy:
            page_of(self).show_problem(Problem(_("Kamdesk is still writing. Try again when it has finished.")))
            return
        try:
            done = self._context.doors.undo_receive(self._context.app.store, event.id)
        except Problem as problem:
            page_of(self).show_problem(problem)
            return
        self.reread()
        self._context.window.tell(told(done))


def can_be_undone(event: ExchangeEvent) -> bool:
    """Whether a file was joined here, not too long ago."""
    return (event.direction == "received" and event.profile not in NOT_JOINED and event.undone_at is None
            and event.at is not None and clock.now() - event.at <= UNDO_DAYS)


def told(done: Undone) -> str:
    """Which of the two ways it was."""
    if done.exact:
        return _("Import undone: everything is as it was before")
    text = plural("Import undone by writing {n} value anew", "Import undone by writing {n} values anew", done.restored)
    if not done.kept:
        return text
    return " · ".join((text, plural("{n} written later stays", "{n} written later stay", done.kept)))


class History(QWidget):
    """Files of colleagues, and spreadsheets imported."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.choice = Segmented([(FILES, _("Files of colleagues")), (SHEETS, _("Imported spreadsheets"))],
                                name=_("History"))
        self.choice.changed.connect(self._choose)
        self.files = Files(context)
        self._stack = QStackedWidget()
        self._files = scrolled(self.files)
        self._stack.addWidget(self._files)
        self._sheets: SideView | None = None
        bar = QHBoxLayout()
        bar.addWidget(self.choice)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        context.bus.on(self, (ExchangeEvent.kind.name, ImportBatch.kind.name), self.reread)
        self.reread()

    def _choose(self, key: str) -> None:
        self._stack.setCurrentWidget(self.sheets if key == SHEETS else self._files)

    @property
    def sheets(self) -> SideView:
        """The list of imported spreadsheets, made when it is first asked for."""
        if self._sheets is None:
            self._sheets = imported(self.context)
            self._stack.addWidget(self._sheets)
        return self._sheets

    def open(self, address: Address) -> None:
        """A record of the imports, or the files."""
        if address.kind == ImportBatch.kind.name:
            self.choice.set_value(SHEETS)
            self._choose(SHEETS)
            self.sheets.open(address.record)

    def reread(self) -> None:
        """Read what is shown again."""
        self.files.reread()
        if self._sheets is not None:
            self._sheets.reread()


def history(context: Context) -> QWidget:
    """The tab «Historial»."""
    return History(context)
