"""The import wizard over the window: file › columns › review › apply; nothing is written before the last step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from kamdesk.commands.sheets import import_sheet, undo_import
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.records.system import ImportBatch
from kamdesk.sheets.importing import Source, choose, open_source
from kamdesk.sheets.preview import CHANGED, NEW, REFUSED, Decisions, Preview
from kamdesk.sheets.previewing import preview
from kamdesk.sheets.sources import guess_kind, pasted
from kamdesk.sheets.tables import Table
from kamdesk.words import _, number, plural
from ui import ask
from ui.dropping import dropped_file
from ui.jobs import Progress
from ui.screen import Address, Context
from ui.screens.importing.columns_page import ColumnsPage
from ui.screens.importing.file_page import FilePage, recent
from ui.screens.importing.frame import COLUMNS, FILE, REVIEW, WizardFrame
from ui.screens.importing.review_page import ReviewPage
from ui.screens.importing.saving import against_total, save_refused, save_template, with_gone
from ui.tabs import place_of

SHEETS = "Excel, CSV (*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.tsv *.txt *.json)"


class ImportWizard(WizardFrame):
    """One import; each step shows its page, «Atrás» keeps what was decided."""

    def __init__(self, context: Context, host: QWidget, *, kind: str = "") -> None:
        """``kind``: the kind the person was looking at, else it is guessed from the file."""
        super().__init__(host, context.jobs)
        self.context, self.kind = context, kind
        self.source: Source | None = None
        self.told: Preview | None = None
        self.table: Table | None = None
        self._asked_kind = kind
        self._decided: Decisions = {}
        self.setAcceptDrops(True)
        self.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file dropped."""
        path = dropped_file(event.mimeData())
        if path is not None:
            self.take(path)

    def verb(self, step: int) -> str:
        """What the button of a step says, «» when there is nothing to go on with."""
        if self.source is None:
            return ""
        told = self.told
        if step != REVIEW or told is None:
            return _("Go on")
        if told.changes_nothing and self.may_go_on(step):
            return _("Replace the period")
        return plural("Import {n} row", "Import {n} rows", told.count(NEW) + told.count(CHANGED))

    def may_go_on(self, step: int) -> bool:
        """Whether the button does something."""
        if step != REVIEW or self.told is None:
            return step != REVIEW
        page = self.pages.widget(REVIEW)
        return not self.told.changes_nothing or (isinstance(page, ReviewPage) and page.closing.replaces)

    def go_on(self, step: int) -> None:
        """The next step."""
        (self._map, self.compare, self.apply)[step]()

    def begin(self) -> None:
        """Ask for a file."""
        self.source = self.told = self.table = None
        self._decided = {}
        page = FilePage(recent(self.context.app.store))
        self._listen(page)
        self.show_step(FILE, page)

    def _listen(self, page: FilePage) -> None:
        page.file_asked.connect(self.choose_file)
        page.paste_asked.connect(self.paste)
        page.undo_asked.connect(self.undo)
        page.kind_chosen.connect(self._of_kind)
        page.template_asked.connect(lambda name: save_template(self, name))

    @property
    def file_page(self) -> FilePage:
        """The page of step 1."""
        page = self.pages.widget(FILE)
        assert isinstance(page, FilePage)  # noqa: S101  always the first
        return page

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        path = ask.open_file(self, _("Choose file"), SHEETS)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a file."""
        self.work(lambda progress: open_source(path, progress=progress), self._read)

    def paste(self) -> None:
        """Read the cells of the clipboard."""
        text = QGuiApplication.clipboard().text()
        self.work(lambda _progress: pasted(text), self._read)

    def _read(self, source: Source) -> None:
        self.source = source
        self.kind = self._asked_kind or guess_kind(source)
        table = choose(source, self.kind, self.context.app.store)[0] if source.visible else source.tables[0]
        page = FilePage(())
        self._listen(page)
        page.show_source(source, self.kind, table)
        self.show_step(FILE, page)
        if not source.visible:
            self.say(_("Only hidden sheets of this file hold tables. Go on only if they are what you want to bring "
                       "in."), status="warn")

    def _of_kind(self, kind: str) -> None:
        self.kind = self._asked_kind = kind
        if self.source is not None:
            self.file_page.choose_for(self.source, kind)

    def _map(self) -> None:
        source = self.source
        assert source is not None  # noqa: S101  the button is shown with a source
        chosen = self.file_page.table(source)
        one = Source(source.file_name, source.sha256, (chosen,))
        try:
            self.table, mapping = choose(one, self.kind, self.context.app.store, sheet=chosen.sheet)
        except Problem as problem:
            self.show_problem(problem)
            return
        self.show_step(COLUMNS, ColumnsPage(self.context.app.store, source, self.table, mapping))

    def compare(self) -> None:
        """Compare the table with the base as it is mapped and decided now."""
        page, source, table = self.pages.widget(COLUMNS), self.source, self.table
        assert isinstance(page, ColumnsPage)  # noqa: S101  made before
        assert source is not None  # noqa: S101  read before
        assert table is not None  # noqa: S101  chosen before
        page.mapping, store, decided = page.answered(), self.context.app.store, self._decided
        self.work(lambda progress: with_gone(store, preview(
            store, source, table, page.mapping, decisions=decided, progress=progress)), self._compared)

    def _compared(self, found: tuple[Preview, int]) -> None:
        told, gone = found
        if told.questions:
            page = self.pages.widget(COLUMNS)
            assert isinstance(page, ColumnsPage)  # noqa: S101  made before
            page.ask(told.questions)
            return
        self.told = told
        review = ReviewPage(self.context.app.store, told, self._decided, gone=gone)
        review.closing.changed.connect(lambda: self.stand(REVIEW))
        review.save_asked.connect(self.save_refused)
        review.again_asked.connect(self._decide)
        self.show_step(REVIEW, review)
        if told.changes_nothing and not gone:
            self.say(_("There is nothing to change: the base already holds these rows."))

    def _decide(self) -> None:
        page = self.pages.widget(REVIEW)
        if isinstance(page, ReviewPage):
            self._decided = {**self._decided, **page.decisions()}
            self.compare()

    def save_refused(self) -> None:
        """The refused rows with their reasons, as a file."""
        if self.told is not None and self.table is not None:
            save_refused(self, self.table, self.told)

    def apply(self) -> None:
        """Write it, after a backup, as one step."""
        told, context, page = self.told, self.context, self.pages.widget(REVIEW)
        assert told is not None  # noqa: S101  looked at before
        assert isinstance(page, ReviewPage)  # noqa: S101  the button stands under it
        if page.changed:
            self._decide()  # what was decided since is compared and looked at first
            return
        replaces, total = page.closing.replaces, page.closing.control_total

        def write(progress: Progress) -> str:
            progress(_("Backing up"))
            context.doors.back_up(context.app.store)
            context.app.run(import_sheet, preview=told, replace=replaces, control_total=total, progress=progress)
            return against_total(context.app.store, told, total)

        self.work(write, self._applied)

    def _applied(self, total: str) -> None:
        told = self.told
        assert told is not None  # noqa: S101  just written
        kind = kind_of(told.kind)
        text = _("{new} new and {changed} changed {records}", new=number(told.count(NEW)),
                 changed=number(told.count(CHANGED)), records=_(kind.labels).lower())
        if told.count(REFUSED):
            text += " · " + plural("{n} refused", "{n} refused", told.count(REFUSED))
        text = f"{text}. {total}" if total else text
        self.shut()
        self.context.window.go(Address(*place_of(kind), kind.name))
        self.context.runner.tell(text)

    def undo(self, batch: ImportBatch) -> None:
        """Take back an import of the last days; what was used since stays and is named."""
        self.work(lambda _progress: self.context.app.run(undo_import, batch=batch), self._undone)

    def _undone(self, kept: list[str]) -> None:
        self.begin()
        if kept:
            more = plural("{n} thing stays", "{n} things stay", len(kept))
            self.say(f"{more}: {' '.join(kept[:3])}", status="warn")
        else:
            self.say(_("The import was undone."), status="ok")


def open_import(context: Context, host: QWidget, *, kind: str = "", path: Path | None = None) -> ImportWizard:
    """Open the wizard; with a file it is read at once."""
    wizard = ImportWizard(context, host, kind=kind)
    wizard.closed.connect(wizard.deleteLater)
    wizard.open()
    if path is not None:
        wizard.take(path)
    return wizard
