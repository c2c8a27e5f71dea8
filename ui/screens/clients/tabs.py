"""The tabs of a client beside its summary: contacts, money, listed products, plan, agreements, files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk.fields import Id, Link
from kamdesk.figures.contact_facts import Happening
from kamdesk.records.clients import Affiliation, Client, Contact, SegmentChange
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.listings import Adoption, PatientCount
from kamdesk.records.receivables import Invoice, Payment, PaymentPromise
from kamdesk.records.sales import Order
from kamdesk.records.visits import ShelfCheck
from kamdesk.store import EQUAL, IN, Row, Where
from kamdesk.words import N_, _
from ui.parties.composer import Composer
from ui.parties.rows import Listed, RowsCard
from ui.parties.timeline import Timeline
from ui.record_files import FilesCard
from ui.screen import Context
from ui.screens.clients.verbs import Verbs
from ui.widgets.buttons import Button, Segmented
from ui.widgets.scroll import ScrollBody

SORTS: dict[str, tuple[str, frozenset[str]]] = {
    "all": (N_("Everything"), frozenset()), "visits": (N_("Visits"), frozenset(("visit",))),
    "talks": (N_("Calls and notes"), frozenset(("interaction",))),
    "money": (N_("Orders and money"), frozenset(("order", "invoice", "payment", "payment_promise"))),
    "tasks": (N_("Tasks"), frozenset(("task",))),
    "other": (N_("Other"), frozenset(("segment_change", "attachment", "quality_issue", "return", "training_session",
                                      "hospital_listing"))),
}


class TabBody(ScrollBody):
    """One tab: shows a client."""

    def __init__(self) -> None:
        super().__init__(margins=(20, 14, 16, 14))

    def show_client(self, client: Client) -> None:
        """Another client."""
        raise NotImplementedError


class SummaryTab(TabBody):
    """The composer, and what happened last."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.composer, self.timeline = Composer(context), Timeline(context)
        self.body.addWidget(self.composer)
        self.body.addWidget(self.timeline, 1)

    def show_client(self, client: Client) -> None:
        """Another client."""
        party = Link("client", client.id)
        self.composer.show_party(party)
        self.timeline.show_party(party)


class ActivityTab(TabBody):
    """Everything that happened, by sort; what is to be passed on above it."""

    def __init__(self, context: Context, verbs: Verbs) -> None:
        super().__init__()
        self._context = context
        self.sorts = Segmented([(key, _(text)) for key, (text, _kinds) in SORTS.items()], name=_("What to show"))
        self.sorts.changed.connect(self._narrow)
        row = QHBoxLayout()
        row.addWidget(self.sorts)
        row.addStretch(1)
        self.relays = RowsCard(context, Listed(Interaction, _("To pass on and to tell"), ("text", "on", "relay"),
                                               _("Nothing waits."), (("on", True),)),
                               extra=lambda row: self._relay(verbs, row))
        self.timeline = Timeline(context, first=50)
        self.body.addWidget(self.relays)
        self.body.addLayout(row)
        self.body.addWidget(self.timeline, 1)

    def _relay(self, verbs: Verbs, row: Row) -> QWidget:
        words = {"to_relay": _("Pass on"), "relayed": _("Answer"), "answered": _("Told")}
        store = self._context.app.store
        return Button(words.get(row.values["relay"], _("Pass on")), small=True,
                      on_click=lambda: verbs.relay(store.get(Interaction, row.id)))

    def _narrow(self, key: str) -> None:
        kinds = SORTS[key][1]
        self.timeline.keep((lambda each: _is_of(each, kinds)) if kinds else None)

    def show_client(self, client: Client) -> None:
        """Another client."""
        party = Link("client", client.id)
        self.relays.show_where(Where("party", EQUAL, party), Where("relay", IN, ("to_relay", "relayed", "answered")))
        self.relays.setVisible(self.relays.total > 0)
        self.timeline.show_party(party)


def _is_of(each: Happening, kinds: frozenset[str]) -> bool:
    return each.kind in kinds


class CardsTab(TabBody):
    """Cards of records, each with the conditions that tie it to a client; ``verbs`` are buttons of the client."""

    def __init__(self, context: Context, cards: list[tuple[RowsCard, Callable[[Client], tuple[Where, ...]]]],
                 buttons: tuple[tuple[str, str, Callable[[Client], object]], ...] = ()) -> None:
        super().__init__()
        self._context, self._cards = context, cards
        self._client: Client | None = None
        if buttons:
            row = QHBoxLayout()
            for text, icon, verb in buttons:
                row.addWidget(Button(text, icon=icon, on_click=partial(self._run, verb)))
            row.addStretch(1)
            self.body.addLayout(row)
        for card, _where in cards:
            self.body.addWidget(card)
        self.body.addStretch(1)

    def _run(self, verb: Callable[[Client], object]) -> None:
        if self._client is not None:
            verb(self._client)

    def show_client(self, client: Client) -> None:
        """Another client."""
        self._client = client
        for card, where in self._cards:
            card.show_where(*where(client))


def _party(client: Client, field: str = "party") -> tuple[Where, ...]:
    return (Where(field, EQUAL, Link("client", client.id)),)


def _own(client: Client, field: str = "client") -> tuple[Where, ...]:
    return (Where(field, EQUAL, client.id),)


def money_tab(context: Context) -> CardsTab:
    """Orders, invoices that are open, promises, payments."""
    new = (("on", True),)
    orders = RowsCard(context, Listed(Order, _("Orders"), ("number", "on", "amount", "state"), _("No orders yet."),
                                      new))
    invoices = RowsCard(context, Listed(Invoice, _("Invoices"), ("number", "due", "amount", "open"),
                                        _("No invoices yet."), (("due", True),)))
    promises = RowsCard(context, Listed(PaymentPromise, _("Payment promises"), ("due", "amount", "state"),
                                        _("Nothing is promised."), (("due", True),)))
    payments = RowsCard(context, Listed(Payment, _("Payments"), ("on", "method", "amount"), _("No payments yet."), new))
    return CardsTab(context, [(orders, lambda client: _party(client, "buyer")), (invoices, _party),
                              (promises, _party), (payments, _party)])


def contacts_tab(context: Context, verbs: Verbs, add: Callable[[Client], object],
                 affiliate: Callable[[Client], object]) -> CardsTab:
    """The people of a client, and where a physician works."""
    store = context.app.store

    def consent(row: Row) -> QWidget | None:
        contact = store.get(Contact, row.id)
        if contact.consent == "withdrawn":
            return Button(_("Erase"), kind="link", small=True, on_click=lambda: verbs.erase(contact))
        return Button(_("Consent"), kind="link", small=True, on_click=lambda: verbs.consent(contact))

    people = RowsCard(context, Listed(Contact, _("Contacts"), ("name", "influence", "consent"),
                                      _("No contacts yet. Add who decides, who influences and who uses."),
                                      (("name", False),), below=("title", "position", "phone", "email")), extra=consent)
    places = RowsCard(context, Listed(Affiliation, _("Works at"), ("place", "role", "main"),
                                      _("No other workplace is known.")))
    doctors = RowsCard(context, Listed(Affiliation, _("Physicians here"), ("physician", "role", "days"),
                                       _("No physician is affiliated here.")))
    return ContactsTab(context, people, places, doctors, ((_("New contact"), "user-plus", add),
                                                         (_("New affiliation"), "link", affiliate)))


class ContactsTab(CardsTab):
    """Contacts; a physician has workplaces, everybody else physicians."""

    def __init__(self, context: Context, people: RowsCard, places: RowsCard, doctors: RowsCard,
                 buttons: tuple[tuple[str, str, Callable[[Client], object]], ...]) -> None:
        super().__init__(context, [(people, _party), (places, lambda client: _own(client, "physician")),
                                   (doctors, lambda client: _own(client, "place"))], buttons)
        self._places, self._doctors = places, doctors

    def show_client(self, client: Client) -> None:
        """Another client."""
        super().show_client(client)
        physician = client.category == "physician"
        self._places.setVisible(physician)
        self._doctors.setVisible(not physician)


def plan_tab(context: Context, verbs: Verbs) -> CardsTab:
    """The plan of the account, patients, adoption."""
    store = context.app.store

    def close(row: Row) -> QWidget | None:
        plan = store.get(ClientPlan, row.id)
        if plan.state == "closed":
            return None
        verb = verbs.close_plan if plan.state == "open" else verbs.put_in_force
        words = _("Close") if plan.state == "open" else _("Put in force")
        return Button(words, kind="link", small=True, on_click=lambda: verb(plan))

    plans = RowsCard(context, Listed(ClientPlan, _("Plans"), ("goal", "start", "end", "state"),
                                     _("No plan yet. Write what you want to reach with this client, and how."),
                                     (("start", True),)), extra=close)
    patients = RowsCard(context, Listed(PatientCount, _("Patients"), ("product", "month", "patients", "source"),
                                        _("Nobody counted patients yet."), (("month", True),)))
    adoption = RowsCard(context, Listed(Adoption, _("Adoption level"), ("product", "level", "on", "evidence"),
                                        _("No level yet; it is only for physicians.")))
    segments = RowsCard(context, Listed(SegmentChange, _("History of the segment"), ("on", "old", "new", "reason"),
                                        _("The segment has not changed."), (("on", True),)))
    shelf = RowsCard(context, Listed(ShelfCheck, _("Shelf checks"), ("product", "on", "presence", "units"),
                                     _("The shelf was not checked yet."), (("on", True),)))
    return CardsTab(context, [(plans, _own), (patients, _own), (adoption, lambda client: _own(client, "physician")),
                              (segments, _own), (shelf, _party)], (
        (_("New plan"), "target", verbs.open_plan), (_("Count patients"), "users-round", verbs.patients),
        (_("Adoption level"), "trending-up", verbs.adoption), (_("Change segment"), "tag", verbs.segment)))


def agreements_tab(context: Context) -> CardsTab:
    """Contracts with the client and what they promise."""
    contracts = RowsCard(context, Listed(Contract, _("Contracts"), ("title", "category", "end", "standing"),
                                         _("No contracts yet."), (("end", True),)))
    terms = RowsCard(context, Listed(ContractTerm, _("Agreements"), ("text", "owed_by", "due", "state"),
                                     _("No agreements yet.")))

    def of_client(client: Client) -> tuple[Where, ...]:
        ids: list[Id] = [each.id for each in context.app.store.find(Contract, party=Link("client", client.id))]
        return (Where("contract", IN, ids),)

    return CardsTab(context, [(contracts, _party), (terms, of_client)])


class FilesTab(TabBody):
    """The files of a client; they may be dropped anywhere on the tab."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.files = FilesCard(context)
        self.body.addWidget(self.files)
        self.body.addStretch(1)

    def show_client(self, client: Client) -> None:
        """Another client."""
        self.files.show_record(Link("client", client.id), open_to_change=not client.archived)
