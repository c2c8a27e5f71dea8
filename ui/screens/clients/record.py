"""The record of a client: head, tabs, what stands beside them; a tab reads when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kamdesk.fields import Id, Link
from kamdesk.records.clients import Affiliation, Client, Contact
from kamdesk.records.contracts import Contract
from kamdesk.records.documents import Attachment
from kamdesk.records.interactions import Interaction
from kamdesk.records.listings import HospitalListing
from kamdesk.records.visits import Visit
from kamdesk.words import N_, _, number
from ui import labels, theme
from ui.labels import rule
from ui.screen import Address, Context, Screen
from ui.screens.clients.data import DataTab
from ui.screens.clients.head import ClientHead
from ui.screens.clients.listings import ListingsTab
from ui.screens.clients.side import Side, side_width
from ui.screens.clients.tabs import (
    ActivityTab,
    FilesTab,
    SummaryTab,
    TabBody,
    agreements_tab,
    contacts_tab,
    money_tab,
    plan_tab,
)
from ui.screens.clients.verbs import Verbs
from ui.shell.shell import Breakpoint, breakpoint_of
from ui.widgets.scroll import ScrollBody

TABS = (("summary", N_("Summary")), ("activity", N_("Activity")), ("contacts", N_("Contacts")),
        ("orders", N_("Orders and collections")), ("listings", N_("Listed products")),
        ("agreements", N_("Agreements")), ("files", N_("Files")), ("plan", N_("Plan and patients")),
        ("data", N_("Data")))
ALONE = ("data", "listings")  # tabs that need the whole width
BESIDE_FROM = 660  # logical pixels of the record from which the side panel has its column


class ClientRecord(QWidget):
    """``gone`` tells that the record shown is not there any more."""

    gone = Signal()
    duplicates_asked = Signal(str)
    report_asked = Signal(str)
    draft_asked = Signal(dict)

    def __init__(self, context: Context, place: Screen) -> None:
        super().__init__()
        self._context = context
        self.client: Client | None = None
        self.verbs = Verbs(context, place)
        self.head = ClientHead(context.app.store, self.verbs)
        self.head.edit_asked.connect(lambda: self.show_tab("data"))
        self.head.duplicates_asked.connect(lambda: self.duplicates_asked.emit(self.client.id if self.client else ""))
        self.head.report_asked.connect(lambda: self.report_asked.emit(self.client.id if self.client else ""))
        self.side = Side(context)
        self.side.edit_asked.connect(lambda: self.show_tab("data"))
        self.side.people_asked.connect(lambda: self.show_tab("contacts"))
        self._made: dict[str, TabBody] = {}
        self._stale: set[str] = set()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName(_("Parts of the client"))
        for _key, text in TABS:
            self.bar.addTab(labels.literal(_(text)))
        self.bar.currentChanged.connect(lambda _at: self._show())
        tabs = QHBoxLayout()
        tabs.setContentsMargins(20, 0, 16, 0)
        tabs.addWidget(self.bar)
        column.addLayout(tabs)
        column.addWidget(rule())
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._stack = QStackedWidget()
        body.addWidget(self._stack, 1)
        self._beside = ScrollBody(margins=(0, 14, 16, 14))
        self._beside.setFixedWidth(side_width() + 16)
        self._beside.body.addWidget(self.side)
        body.addWidget(self._beside)
        column.addLayout(body, 1)

    @property
    def tab(self) -> str:
        """The tab shown."""
        return TABS[self.bar.currentIndex()][0]

    def show_tab(self, key: str) -> None:
        """Another tab."""
        at = [each for each, _text in TABS].index(key)
        self.bar.setTabVisible(at, True)  # first: a hidden tab is not scrolled into sight
        self.bar.setCurrentIndex(at)

    def show_id(self, id_: Id) -> None:
        """Another client; only the tab in front reads."""
        client = self._context.app.store.maybe(Client, id_)
        if client is None:
            self.client = None
            self.gone.emit()
            return
        self.client = client
        self._stale = set(self._made)
        self.setUpdatesEnabled(False)
        try:
            self.head.show_client(client)
            self.side.show_client(client)
            self._count(client)
            self._show()
        finally:
            self.setUpdatesEnabled(True)

    def reread(self) -> None:
        """What is stored now."""
        if self.client is not None:
            self.show_id(self.client.id)

    def _show(self) -> None:
        tab = self._tab(self.tab)
        self._stack.setCurrentWidget(tab)
        if self.client is not None and self.tab in self._stale:
            self._stale.discard(self.tab)
            tab.show_client(self.client)
        self._place_side()

    def _tab(self, key: str) -> TabBody:
        if key not in self._made:
            self._made[key] = self._make[key]()
            self._stack.addWidget(self._made[key])
            self._stale.add(key)
        return self._made[key]

    @property
    def _make(self) -> dict[str, Callable[[], TabBody]]:
        context, verbs = self._context, self.verbs
        return {"summary": self._summary, "activity": partial(ActivityTab, context, verbs),
                "contacts": partial(contacts_tab, context, verbs, self._new_contact, self._new_affiliation),
                "orders": partial(money_tab, context), "listings": partial(ListingsTab, context, verbs),
                "plan": partial(plan_tab, context, verbs), "agreements": partial(agreements_tab, context),
                "files": partial(FilesTab, context), "data": self._data}

    def _summary(self) -> SummaryTab:
        made = SummaryTab(self._context)
        made.composer.attach_asked.connect(lambda: self.show_tab("files"))
        made.composer.plan_asked.connect(lambda: self.verbs.plan(self.client) if self.client else None)
        return made

    def _data(self) -> DataTab:
        made = DataTab(self._context)
        made.compare_asked.connect(self.head.duplicates_asked)
        return made

    def _new_contact(self, client: Client) -> None:
        self._draft(Address("clients", "contacts", Contact.kind.name), party=Link("client", client.id))

    def _new_affiliation(self, client: Client) -> None:
        own = "physician" if client.category == "physician" else "place"
        self._draft(Address("clients", "contacts", Affiliation.kind.name), **{own: client.id})

    def _draft(self, address: Address, **filled: object) -> None:
        """A new record of another list, with what is known already."""
        self._context.window.go(address)
        self.draft_asked.emit(filled)

    def _count(self, client: Client) -> None:
        """How many there are behind each tab."""
        store, party = self._context.app.store, Link("client", client.id)
        counts = {"activity": store.count(Visit, party=party, state="done") + store.count(Interaction, party=party),
                  "contacts": store.count(Contact, party=party), "agreements": store.count(Contract, party=party),
                  "listings": store.count(HospitalListing, client=client.id),
                  "files": store.count(Attachment, about=party)}
        for at, (key, text) in enumerate(TABS):
            count = counts.get(key, 0)
            self.bar.setTabText(at, labels.literal(_(text) + (f"  {number(count)}" if count else "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side panel has its column where there is room, else it stands in the tab «Datos»."""
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        window = breakpoint_of(self.window().width(), scale=theme.shown().scale)
        roomy = window > Breakpoint.NARROW and self.width() >= theme.px(BESIDE_FROM)
        data = self._made.get("data")
        self._beside.setVisible(roomy and self.tab not in ALONE)
        self.bar.setTabVisible(len(TABS) - 1, not roomy or self.tab == "data")
        if isinstance(data, DataTab) and self.tab == "data":
            data.take_side(self.side)
        elif self.side.parentWidget() is not self._beside.widget():
            self._beside.body.addWidget(self.side)
