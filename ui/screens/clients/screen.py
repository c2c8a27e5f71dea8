"""Clientes: the list beside the record, the table with its columns, the other lists of the page, duplicates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client
from kamdesk.words import _
from ui.exporting import export_list
from ui.page import KindView, TabPage
from ui.screen import Address, Context, Screen
from ui.screens.clients.beside import Beside
from ui.screens.clients.duplicates import DuplicatesPage
from ui.tabs import TABS
from ui.widgets.buttons import Button, IconButton, Segmented

READS = ("client", "contact", "affiliation", "visit", "interaction", "task", "order", "order_line", "invoice",
         "payment", "payment_promise", "allocation", "hospital_listing", "client_plan", "patient_count", "adoption",
         "segment_change", "attachment", "contract", "contract_term", "territory", "person", "visit_frequency",
         "sales_record", "quality_issue", "return", "shelf_check", "setting", "product")
LIST, DUPLICATES = "list", "duplicates"
AS_TABLE = "lists/clients/table"


class ClientsScreen(Screen):
    """The page of clients."""

    reads = READS

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Clients"), scrolls=False)
        self._made: dict[str, TabPage] = {}
        self._duplicates: DuplicatesPage | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self.beside = Beside(context, self)
        self.pane, self.record = self.beside.pane, self.beside.record
        self.pane.table_asked.connect(self.show_table)
        self.pane.new_asked.connect(self.new)
        self.pane.export_asked.connect(self.export)
        self.pane.place_asked.connect(lambda tab: context.window.go(Address("clients", tab)))
        self.record.duplicates_asked.connect(self._compare)
        self.record.draft_asked.connect(self._fill_draft)
        self.record.report_asked.connect(lambda id_: context.window.go(Address("reports", "make", "client", id_)))
        self._stack.addWidget(self.beside)
        for keys, slot in (("Ctrl+N", self.new), ("Ctrl+E", self.export), ("F2", self.beside.edit)):
            QShortcut(QKeySequence(keys), self.beside, slot)  # the header, which has them elsewhere, is hidden here
        self._dress_header()
        self.pane.apply()

    def _dress_header(self) -> None:
        self.tabs = Segmented([*((tab, _(text)) for tab, text in TABS["clients"]),
                               (DUPLICATES, _("Possible duplicates"))], name=_("Clients"))
        self.tabs.changed.connect(lambda tab: self.context.window.go(Address("clients", tab)))
        self.header.add(self.tabs)
        self._as_list = IconButton("list", _("Show as a list"), on_click=self.show_list)
        self.header.add(self._as_list)
        self._new = self.header.set_primary(_("New client"), "plus", self.new, shortcut="Ctrl+N")
        self._export = self.header.add_secondary(_("Export"), "file-spreadsheet", self.export, shortcut="Ctrl+E")
        self.header.add_secondary(_("Bring in"), "file-up", self.pane.bring)
        self.header.hide()

    def open(self, address: Address) -> None:
        """A client beside the list, the table, another list of the page, or the duplicates."""
        self.hush()
        tab = address.tab or LIST
        if tab == LIST and address.kind in ("", Client.kind.name) and (address.record or not self._prefers_table):
            self._open_client(address.record)
        elif tab == DUPLICATES:
            self._open_duplicates()
        else:
            page = self._page(tab)
            page.choose(address.kind or next(iter(page.kinds))).open(address.record)
            self._front(page, tab)

    @property
    def _prefers_table(self) -> bool:
        return QSettings().value(AS_TABLE, "no") == "yes"

    def _front(self, page: QWidget, tab: str) -> None:
        """A page of its own under the header."""
        self._stack.setCurrentWidget(page)
        self.tabs.set_value(tab)
        self.header.show()
        self._as_list.setVisible(tab == LIST)
        shown = page if isinstance(page, TabPage) else None
        self._new.setVisible(shown is not None)
        if shown is not None:
            self._new.set_label(_("New {kind}", kind=_(shown.view.kind.label).lower()))
        self.header.offer(self._export, offered=shown is not None)

    @property
    def table(self) -> KindView:
        """The clients with their columns."""
        return self._page(LIST).choose(Client.kind.name)

    def _page(self, tab: str) -> TabPage:
        if tab not in self._made:
            made = self._made[tab] = TabPage(self.context, "clients", tab)
            made.setContentsMargins(20, 0, 16, 12)
            if tab == LIST:
                self._add_verbs(made)
            self._stack.addWidget(made)
        return self._made[tab]

    def _add_verbs(self, page: TabPage) -> None:
        """What can be done with several clients of the table."""
        view, verbs = page.choose(Client.kind.name), self.record.verbs
        for text, icon, verb in ((_("Change segment"), "tag", verbs.segment),
                                 (_("Reassign"), "user-check", verbs.reassign)):
            run = partial(self._with_selected, view, verb)
            view.list.add_verb(Button(text, kind="link", small=True, icon=icon, on_click=run))

    def _with_selected(self, view: KindView, verb: Callable[..., object]) -> None:
        verb(*(self.context.app.store.get(Client, id_) for id_ in view.list.selected()))

    def _open_client(self, id_: Id) -> None:
        self.header.hide()
        self._stack.setCurrentWidget(self.beside)
        self.beside.open(id_)

    def show_table(self) -> None:
        """The table with its columns instead of the list; remembered on this laptop."""
        QSettings().setValue(AS_TABLE, "yes")
        self.open(Address("clients", LIST))  # the same place in another shape: «back» does not return to it

    def show_list(self) -> None:
        """The list beside the record again."""
        QSettings().setValue(AS_TABLE, "no")
        self.open(Address("clients", LIST))

    def _open_duplicates(self) -> None:
        fresh = self._duplicates is None
        if self._duplicates is None:
            self._duplicates = DuplicatesPage(self.context, self)
            self._duplicates.setContentsMargins(20, 0, 16, 12)
            self._stack.addWidget(self._duplicates)
        self._front(self._duplicates, DUPLICATES)
        if fresh:
            self._duplicates.refresh()

    def _compare(self, id_: Id) -> None:
        """The look-alikes of one client."""
        self.context.window.go(Address("clients", DUPLICATES))
        if self._duplicates is not None:
            self._duplicates.sorts.set_value(Client.kind.name)
            self._duplicates.refresh(only=id_)

    def _fill_draft(self, filled: dict[str, object]) -> None:
        """A new contact or affiliation with its client filled in."""
        page = self._stack.currentWidget()
        if isinstance(page, TabPage):
            page.view.new()
            page.view.record.show_draft(**filled)

    def reread(self) -> None:
        """Everything made so far again."""
        self.beside.reread()
        for page in self._made.values():
            page.reread()

    def new(self) -> None:
        """The draft of a new client, or of the kind shown."""
        page = self._stack.currentWidget()
        if isinstance(page, TabPage) and page.view.kind is not Client.kind:
            page.view.new()
            return
        self.header.hide()
        self._stack.setCurrentWidget(self.beside)
        self.beside.new()

    def focus_filter(self) -> None:
        """The filter of the list shown."""
        page = self._stack.currentWidget()
        if isinstance(page, TabPage):
            page.view.list.focus_filter()
        elif page is self.beside:
            self.pane.focus_filter()

    def subject(self) -> Link | None:
        """The client shown."""
        return self.beside.subject() if self._stack.currentWidget() is self.beside else None

    def export(self) -> None:
        """What is shown, as a workbook."""
        page = self._stack.currentWidget()
        if isinstance(page, TabPage):
            export_list(self.context, self, page.view.kind, page.view.list.query())
        else:
            export_list(self.context, self, Client.kind, self.pane.query())

    def panes(self) -> list[QWidget]:
        """What F6 walks."""
        return [self.pane, self.record] if self._stack.currentWidget() is self.beside else [self.content]
