"""Receivables: invoices, what was collected for them, and what was promised (product/03 §3.5)."""

from __future__ import annotations

import datetime

from kamdesk import clock, fields, words
from kamdesk.fields import ME, TODAY, Id, Link, calc, choice, day, flag, link, money, ref, refs, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.rules import beyond_zero
from kamdesk.store import IN, NOT_EQUAL, Reader, Where
from kamdesk.words import _

INVOICE_CATEGORIES = {"invoice": "Invoice", "debit_note": "Debit note", "credit_note": "Credit note",
                      "opening_balance": "Opening balance"}
INVOICE_STATUSES = {"not_due": "Not due", "overdue": "Past due", "paid": "Paid", "disputed": "In dispute",
                    "no_due_date": "Without due date"}
METHODS = {"transfer": "Bank transfer", "deposit": "Deposit", "cheque": "Cheque", "cash": "Cash", "offset": "Offset",
           "other": "Other"}
PROMISE_STATES = {"pending": "Pending", "kept": "Promise kept", "partly_kept": "Partly kept",
                  "broken": "Promise broken", "rescheduled": "Rescheduled"}


def applied_to(reader: Reader, *, invoice: Id, but: Id = "") -> int:
    """What allocations apply to an invoice, in minor units, leaving out the allocation ``but``."""
    return sum(each.amount or 0 for each in reader.find(Allocation, invoice=invoice) if each.id != but)


def applied_from(reader: Reader, *, source: Link, but: Id = "") -> int:
    """What a payment or credit note has been applied to, in minor units, leaving out the allocation ``but``."""
    return sum(each.amount or 0 for each in reader.find(Allocation, source=source) if each.id != but)


def open_balance(reader: Reader, invoices: list[Invoice]) -> int:
    """Σ of amount − allocations − written off of invoices (F40 today), in minor units; credit notes left out."""
    charged = [each for each in invoices if each.category != "credit_note"]
    known = [each.id for each in charged if each.id]
    applied = reader.find(Allocation, Where("invoice", IN, known)) if known else []
    charges = sum((each.amount or 0) - (each.written_off or 0) for each in charged)
    return charges - sum(each.amount or 0 for each in applied)


@record(
    "Invoice", "Invoices", code=35, place="orders/invoices", title="number",
    columns=("on", "number", "party", "due", "amount", "open", "status"), search=("number", "party"),
    filters=("status", "territory", "party", "disputed"), unique=(("party", "number", "category"),), join="ask",
    state="disputed", approvable=("written_off",),
)
class Invoice(Record):
    """A document that says what a party owes, or with a credit note no longer owes; amounts are positive, with tax."""

    category: str | None = choice("Category", INVOICE_CATEGORIES, required=True, default="invoice")
    number: str = text("Number", required=True)
    party: Link | None = link("Client", "client", "distributor", required=True)
    on: datetime.date | None = day("Date", required=True)
    due: datetime.date | None = day("Due")
    amount: int | None = money("Amount", required=True, klass="amount", group="amount")
    tax: int | None = money("Tax")
    currency: str = text("Currency", group="amount")
    territory: Id | None = ref("Territory", "territory")
    seller: Id | None = ref("Seller", "person")
    order: Id | None = ref("Order", "order")
    disputed: bool = flag("In dispute", group="state")
    dispute_reason: str = text("Dispute reason", group="state")
    written_off: int | None = money("Amount written off", default=0)
    open: int | None = calc("Open balance", "money", "allocation", klass="amount")
    status: str | None = calc("Invoice status", "choice", "allocation", "client", "distributor",
                              options=INVOICE_STATUSES)

    @check("due")
    def due_after(self, _reader: Reader) -> str | None:
        """Due on its day or later."""
        return _("It falls due before the invoice's date.") if self.on and self.due and self.due < self.on else None

    @check("amount")
    def not_over_applied(self, reader: Reader) -> str | None:
        """No more is applied to it, or from it, than it says."""
        if not self.id or self.amount is None:
            return None
        applied = applied_to(reader, invoice=self.id)
        if self.category == "credit_note":
            applied = applied_from(reader, source=Link("invoice", self.id))
        if applied <= self.amount:
            return None
        return _("Invoice {number} has {applied} applied of {amount}. Check the allocations.", number=self.number,
                 applied=words.money(applied, self.currency or None),
                 amount=words.money(self.amount, self.currency or None))

    @check("dispute_reason")
    def reasoned(self, _reader: Reader) -> str | None:
        """A dispute says what it is about."""
        return _("Note the reason of the dispute.") if self.disputed and not self.dispute_reason.strip() else None


@record(
    "Payment", "Payments", code=36, place="orders/payments", title=("on", "party"),
    columns=("on", "party", "amount", "method", "reference"), search=("party", "reference"),
    filters=("method", "territory", "party"), unique=(("party", "on", "reference", "amount"),), join="sum",
    append_only=True,
)
class Payment(Record):
    """Money collected from a party; an equal negative row reverses it."""

    party: Link | None = link("Client", "client", "distributor", required=True)
    on: datetime.date | None = day("Date", required=True)
    amount: int | None = money("Amount", required=True, klass="amount", group="amount", signed=True)
    currency: str = text("Currency", group="amount")
    method: str | None = choice("Payment method", METHODS, default="transfer")
    reference: str = text("Payment reference")
    territory: Id | None = ref("Territory", "territory")
    seller: Id | None = ref("Seller", "person")
    reverses: Id | None = ref("Reverses", "payment")
    note: str = fields.note("Note")

    @check("on")
    def happened(self, _reader: Reader) -> str | None:
        """A payment is a fact; what is to come is a promise."""
        if self.on is None or self.on <= clock.today():
            return None
        return _("A payment cannot be in the future. Record it as a promise.")

    @check("amount")
    def negative_only_to_reverse(self, _reader: Reader) -> str | None:
        """Only a counter row is negative."""
        return None if self.reverses or (self.amount or 0) >= 0 else _("The amount cannot be negative.")

    @caution("amount")
    def all_applied(self, reader: Reader) -> str | None:
        """What is not applied to an invoice is the party's credit; a new payment is applied after it is stored."""
        if self.reverses or not self.amount or reader.maybe(Payment, self.id or None) is None:
            return None
        if reader.count(Payment, reverses=self.id):
            return None
        left = self.amount - applied_from(reader, source=Link("payment", self.id))
        return _("{amount} not applied.", amount=words.money(left, self.currency or None)) if left > 0 else None


@record(
    "Allocation", "Allocations", code=37, place="orders/payments", title=("source", "invoice"),
    columns=("on", "source", "invoice", "amount"), filters=("on",), join="sum", append_only=True, bulk=True,
    search=("source", "invoice"),
)
class Allocation(Record):
    """What part of a payment or credit note pays an invoice; a negative one takes it back."""

    source: Link | None = link("Payment or credit note", "payment", "invoice", required=True)
    invoice: Id | None = ref("Invoice", "invoice", required=True)
    amount: int | None = money("Amount", required=True, signed=True)
    on: datetime.date | None = day("Date", required=True)

    @check("amount")
    def within_rest(self, reader: Reader) -> str | None:
        """Neither more than the source has left nor more than the invoice still owes."""
        source, invoice = self._source(reader), reader.maybe(Invoice, self.invoice)
        if source is None or invoice is None or self.source is None or self.amount is None or self.amount <= 0:
            return None
        rest = (source.amount or 0) - applied_from(reader, source=self.source, but=self.id)
        owed = (invoice.amount or 0) - (invoice.written_off or 0)
        left = min(rest, owed - applied_to(reader, invoice=invoice.id, but=self.id))
        if self.amount <= left:
            return None
        return _("Only {amount} left to apply.", amount=words.money(max(0, left), invoice.currency or None))

    @check("invoice")
    def same_party(self, reader: Reader) -> str | None:
        """A party pays its own invoices."""
        source, invoice = self._source(reader), reader.maybe(Invoice, self.invoice)
        if source is None or invoice is None or source.party == invoice.party:
            return None
        return _("The payment and the invoice belong to different clients.")

    def _source(self, reader: Reader) -> Payment | Invoice | None:
        if self.source is None:
            return None
        if self.source.kind == "payment":
            return reader.maybe(Payment, self.source.id)
        return reader.maybe(Invoice, self.source.id)


@record(
    "Payment promise", "Payment promises", code=38, place="orders/payments", title=("due", "party"),
    columns=("due", "party", "amount", "paid", "state", "owner"), search=("party",), filters=("state", "due"),
    unique=(("party", "due", "amount"),), join="owner",
)
class PaymentPromise(Record):
    """What a party said it would pay, and when."""

    party: Link | None = link("Client", "client", "distributor", required=True)
    invoices: tuple[Id, ...] = refs("Invoices", "invoice")
    promised_on: datetime.date | None = day("Promised on", required=True, default=TODAY)
    due: datetime.date | None = day("Due", required=True)
    amount: int | None = money("Amount", required=True, klass="amount")
    contact: Id | None = ref("Contact", "contact")
    note: str = fields.note("Note")
    paid: int | None = calc("Collected", "money", "payment", klass="amount")
    owner: Id | None = ref("Owner", "person", default=ME)
    state: str | None = fields.state(PROMISE_STATES)

    @check("amount")
    def some(self, _reader: Reader) -> str | None:
        """A promise of nothing is none."""
        return beyond_zero("Amount", self.amount)

    @caution("amount")
    def within_balance(self, reader: Reader) -> str | None:
        """No more than the named invoices, or all of the party's, leave open."""
        if self.party is None or self.amount is None or self.state != "pending":
            return None
        theirs = reader.find(Invoice, Where("category", NOT_EQUAL, "credit_note"), party=self.party)
        owed = open_balance(reader, [each for each in theirs if not self.invoices or each.id in self.invoices])
        if self.amount <= owed:
            return None
        return _("The promise exceeds the balance ({amount}).", amount=words.money(owed))
