"""The panel of a promise: how it stands by the payments (A8), confirmed with one key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kamdesk.commands.promises import settle_promise
from kamdesk.fields import Link
from kamdesk.methods.receivables import PromiseState
from kamdesk.records.receivables import PROMISE_STATES, PaymentPromise
from kamdesk.selling.debts import invoices_called, proposals, proposed_state
from kamdesk.selling.orders import called
from kamdesk.words import _, day, money
from ui.beside.parts import day_words, heading, terms, verbs
from ui.beside.side import Pane
from ui.cells import status_of
from ui.panels.payment import open_payment
from ui.panels.promise import open_settling
from ui.run import FAILED
from ui.screen import Context
from ui.shell.shell import host_of
from ui.widgets.buttons import Button
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState, MessageBar

ACCEPT = "A"


class PromisePane(Pane):
    """One promise; ``accept`` takes what A8 proposes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.proposed = ""

    def listen(self, view: QWidget) -> None:
        """The key that accepts works wherever the focus is in a view."""
        key = QShortcut(QKeySequence(ACCEPT), view, self.accept)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def refresh(self) -> None:
        """The promise as it is stored now."""
        cleared(self.content)
        self.proposed = ""
        promise = self.context.app.store.maybe(PaymentPromise, self.id or None)
        if promise is None:
            self.content.addWidget(EmptyState("handshake", _("No promise chosen"), _("Choose one of the list.")))
            return
        store, state = self.context.app.store, str(promise.state)
        self.content.addWidget(heading(called(store, promise.party), _(PROMISE_STATES[state]), status_of(state)))
        found = proposals(store, [promise.party]).get(promise.id) if promise.party else None
        if found is not None:
            self._propose(found)
        self.content.addWidget(terms(self._terms(promise, found)))
        self.content.addStretch(1)
        if state == "pending":
            self.content.addWidget(verbs([
                Button(_("Record payment"), kind="primary", icon="banknote", on_click=lambda: open_payment(
                    self.context, host_of(self), party=promise.party)),
                Button(_("Settle"), icon="gavel", on_click=self.settle)]))

    def _propose(self, found: PromiseState) -> None:
        """What its payments say, with the key that confirms it."""
        self.proposed = proposed_state(found)
        if self.proposed == "pending":
            self.proposed = ""
            return
        said = _("By the payments it is: {state}", state=_(PROMISE_STATES[self.proposed]).lower())
        actions = ((_("Confirm ({key})", key=ACCEPT), self.accept),)
        self.content.addWidget(MessageBar(said, status="ok" if self.proposed == "kept" else "warn", closable=False,
                                          actions=actions))

    def _terms(self, promise: PaymentPromise, found: PromiseState | None) -> list[tuple[str, str]]:
        store = self.context.app.store
        invoices = invoices_called(store, promise.invoices)
        paid = money(found.paid) if found is not None else ""
        owner = store.names([Link("person", promise.owner)]).get(promise.owner, "") if promise.owner else ""
        return [(_("Amount"), money(promise.amount or 0)),
                (_("Due"), day_words(promise.due)),
                (_("Promised on"), day(promise.promised_on) if promise.promised_on else ""),
                (_("Collected of it"), paid), (_("Invoices"), ", ".join(each.number for each in invoices.values())),
                (_("Owner"), owner), (_("Note"), promise.note)]

    def accept(self) -> None:
        """Settle it as A8 proposes."""
        if not self.proposed:
            return
        promise = self.context.app.store.get(PaymentPromise, self.id)
        if self.context.runner.attempt(self, settle_promise, promise=promise, state=self.proposed) is not FAILED:
            self.context.runner.tell(_("Promise settled"))

    def settle(self) -> None:
        """Settle it otherwise, or put it off."""
        promise = self.context.app.store.get(PaymentPromise, self.id)
        open_settling(self.context, host_of(self), promise=promise, state=self.proposed)
