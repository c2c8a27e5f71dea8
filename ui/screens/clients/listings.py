"""Listed products of a client: one column a stage, each product with its next steps and committee date."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.listings import STEPS
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.listings import LISTING_STAGES, HospitalListing
from kamdesk.words import _, day
from ui import icons, labels, theme
from ui.labels import ElidedLabel, label
from ui.screen import Address, Context
from ui.screens.clients.tabs import TabBody
from ui.screens.clients.verbs import Verbs
from ui.theme import Status
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import Card
from ui.widgets.chips import Chip, Count
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

STAGES = ("none", "dossier", "committee", "listed", "used")
LOOKS: dict[str, Status] = {"none": "mute", "dossier": "info", "committee": "warn", "listed": "ok", "used": "ok",
                            "rejected": "bad", "withdrawn": "mute"}


class ListingCard(Card):
    """One product on its way: its name, the date that counts, and what comes next."""

    def __init__(self, context: Context, verbs: Verbs, listing: HospitalListing, product: str) -> None:
        super().__init__(margins=(12, 8, 6, 8), spacing=4)
        self._context, self._verbs, self._listing = context, verbs, listing
        self.setAccessibleName(product)
        head = QHBoxLayout()
        head.addWidget(label(product, role="strong", wrap=True), 1)
        more = IconButton("ellipsis-vertical", _("Actions of {name}", name=product), small=True)
        menu = QMenu(more)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        more.setMenu(menu)
        head.addWidget(more)
        self.body.addLayout(head)
        told = _told(listing)
        if told:
            self.body.addWidget(label(told, role="small", tone="text2", wrap=True))
        if listing.state in ("rejected", "withdrawn"):
            row = QHBoxLayout()
            row.addWidget(Chip(_(LISTING_STAGES[listing.state]), status=LOOKS[listing.state]))
            row.addStretch(1)
            self.body.addLayout(row)
        following = [stage for stage in STEPS[str(listing.state)] if stage in STAGES][:1]
        for stage in following:
            self.body.addWidget(Button(_(LISTING_STAGES[stage]), icon="arrow-right", kind="link", small=True,
                                       on_click=partial(verbs.step, listing, stage)))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for stage in STEPS[str(self._listing.state)]:
            action = menu.addAction(icons.icon("arrow-right"), labels.literal(_(LISTING_STAGES[stage])))
            action.triggered.connect(lambda *_args, stage=stage: self._verbs.step(self._listing, stage))
        opened = menu.addAction(icons.icon("external-link"), _("Open the record"))
        opened.triggered.connect(lambda *_args: self._context.window.go(
            Address("clients", "listings", "hospital_listing", self._listing.id)))


def _told(listing: HospitalListing) -> str:
    year = clock.today().year
    told = {"committee": (_("Committee {day}"), listing.committee_on), "listed": (_("Since {day}"), listing.listed_on),
            "used": (_("Since {day}"), listing.first_use_on), "dossier": (_("Sent {day}"), listing.submitted_on)}
    pattern, on = told.get(str(listing.state), ("", None))
    when = pattern.format(day=day(on, this_year=year)) if on else ""
    return " · ".join(filter(None, (when, listing.formulary, listing.reason)))


class ListingsTab(TabBody):
    """The board; products that were rejected or withdrawn stand below it."""

    def __init__(self, context: Context, verbs: Verbs) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._client: Client | None = None
        row = QHBoxLayout()
        row.addWidget(Button(_("List a product"), icon="plus", on_click=self._open))
        row.addStretch(1)
        self.body.addLayout(row)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self.body.addLayout(self._grid)
        self._below = QVBoxLayout()
        self.body.addLayout(self._below)
        self.body.addStretch(1)

    def _open(self) -> None:
        if self._client is not None:
            self._verbs.open_listing(self._client)

    def show_client(self, client: Client) -> None:
        """The listings of another client."""
        self._client = client
        store = self._context.app.store
        found = store.find(HospitalListing, client=client.id)
        names = store.names([Link("product", each.product) for each in found if each.product])
        cleared(self._grid)
        cleared(self._below)
        if not found:
            self._below.addWidget(EmptyState(
                "clipboard-check", _("No product is on its way here"),
                _("Open a listing to follow dossier, committee and first use.")))
            return
        for at, stage in enumerate(STAGES):
            self._grid.addWidget(self._column(stage, [each for each in found if each.state == stage], names), 0, at)
            self._grid.setColumnStretch(at, 1)
        for each in found:
            if each.state not in STAGES:
                self._below.addWidget(ListingCard(self._context, self._verbs, each, names.get(each.product or "", "")))

    def _column(self, stage: str, found: list[HospitalListing], names: dict[str, str]) -> QWidget:
        column = QFrame()
        column.setProperty("ground", "subtle")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(6, 8, 6, 8)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(_(LISTING_STAGES[stage]), role="small", tone="text2", least=40), 1)
        head.addWidget(Count(len(found), status=LOOKS[stage]))
        layout.addLayout(head)
        for each in sorted(found, key=lambda one: (one.committee_on is None, str(one.committee_on))):
            layout.addWidget(ListingCard(self._context, self._verbs, each, names.get(each.product or "", "")))
        layout.addStretch(1)
        column.setMinimumHeight(theme.px(140))
        return column
