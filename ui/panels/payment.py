"""Record money collected: the amount is filled in, and what it would pay is shown while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.payments import register_payment
from kamdesk.fields import Id, Link
from kamdesk.methods.receivables import OpenInvoice, apply_payment
from kamdesk.problems import Problem
from kamdesk.records.receivables import METHODS, Invoice
from kamdesk.selling.debts import open_invoices
from kamdesk.words import _, base_currency, money, plural, relative_day
from ui import theme
from ui.grid_model import money_form
from ui.labels import label
from ui.panels.asking import AskPanel
from ui.panels.parts import find_parties, line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import DateField, MoneyField
from ui.widgets.flow import cleared
from ui.widgets.picker import RecordPicker

WAIT, SHOWN = 120, 5  # milliseconds after the last key; invoices named


class PaymentPanel(AskPanel):
    """One payment of one party; ``invoice`` is the one it pays, by default the oldest due first."""

    def __init__(self, context: Context, host: QWidget, *, party: Link | None = None,
                 invoice: Invoice | None = None) -> None:
        super().__init__(host, _("Record payment"), "", _("Save payment"))
        self._context, self._invoice = context, invoice
        self._kinds: dict[Id, str] = {}
        self._party = invoice.party if invoice else party
        self._currency = invoice.currency if invoice else ""
        self.picker = RecordPicker(find_parties(context.app.store, self._kinds), name=_("Who paid"), creates=False)
        self.amount = MoneyField(name=_("Amount"), currency=self._currency or None)
        self.on = DateField(clock.today(), name=_("Date"))
        self.on.setFixedWidth(theme.px(150))
        self.method = QComboBox()
        for key, text in METHODS.items():
            self.method.addItem(_(text), key)
        self.reference, self.note = QLineEdit(), QLineEdit()
        self._pays = QVBoxLayout()
        self._pays.setSpacing(2)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._say)
        self._fill()
        self.run = self._save

    def _fill(self) -> None:
        for field, name in ((self.method, _("Payment method")), (self.reference, _("Payment reference")),
                            (self.note, _("Note"))):
            field.setAccessibleName(name)
        if self._party is not None:
            self._kinds[self._party.id] = self._party.kind
            self.picker.set_value(self._party.id, self._context.app.store.names([self._party]).get(self._party.id, ""))
        for row in ((_("Who paid"), self.picker), (_("Amount"), self.amount, self.on),
                    (_("Payment method"), self.method), (_("Payment reference"), self.reference),
                    (_("Note"), self.note)):
            self.body.body.addWidget(line(*row))
        self.body.body.addLayout(self._pays)
        self.picker.changed.connect(self._choose)
        self.amount.textChanged.connect(lambda _text: self._wait.start())
        self._suggest()

    def _choose(self, id_: Id) -> None:
        self._party = Link(self._kinds[id_], id_) if id_ else None
        self._invoice = None
        self._suggest()

    def owed(self) -> list[OpenInvoice]:
        """What the payment may pay."""
        if self._party is None:
            return []
        found = open_invoices(self._context.app.store, self._party, currency=self._currency)
        return [each for each in found if self._invoice is None or each.id == self._invoice.id]

    def _suggest(self) -> None:
        """What is past due, or everything open when nothing is."""
        owed, today = self.owed(), clock.today()
        late = sum(each.open for each in owed if each.due and each.due < today)
        self.amount.set_value(late or sum(each.open for each in owed) or None)
        self._say()

    def _typed(self) -> int:
        try:
            return int(money_form(self._currency or None).read(self.amount.text())) if self.amount.text().strip() else 0
        except Problem:
            return 0

    def _say(self) -> None:
        """Which invoices the amount would pay."""
        cleared(self._pays)
        for text in self.preview():
            self._pays.addWidget(label(text, role="small", tone="text2", wrap=True, figures=True))

    def preview(self) -> list[str]:
        """A sentence an invoice it would pay, and what would be left over."""
        owed, amount = {each.id: each for each in self.owed()}, self._typed()
        if not amount:
            return []
        applied = apply_payment(amount, owed.values())
        said = [self._pays_words(owed[id_], part) for id_, part in applied.parts[:SHOWN]]
        rest = len(applied.parts) - SHOWN
        if rest > 0:
            said.append(plural("and {n} more invoice", "and {n} more invoices", rest))
        if applied.left:
            said.append(_("{amount} would stay as credit of the client.", amount=self._money(applied.left)))
        return said

    def _pays_words(self, invoice: OpenInvoice, part: int) -> str:
        due = relative_day(invoice.due, clock.today()) if invoice.due else _("without due date")
        whole = _("whole") if part == invoice.open else _("of {amount}", amount=self._money(invoice.open))
        return _("{number} (due {due}): {amount}, {whole}", number=invoice.number, due=due, amount=self._money(part),
                 whole=whole)

    def _money(self, amount: int) -> str:
        return money(amount, self._currency or base_currency())

    def first_focus(self) -> QWidget:
        """The party while it is missing, else the amount."""
        return self.amount if self._party else self.picker

    def _save(self) -> bool:
        if not all([self.picker.commit(), self.amount.commit(), self.on.commit()]):
            return False
        if self._party is None:
            self.show_problem(Problem(_("Choose who paid."), field="party"))
            return False
        done = self._context.runner.attempt(
            self, register_payment, party=self._party, amount=self.amount.value() or 0, on=self.on.value(),
            invoices=[self._invoice.id] if self._invoice else None, method=str(self.method.currentData()),
            reference=self.reference.text(), currency=self._currency, note=self.note.text())
        if done is FAILED:
            return False
        self._context.runner.tell(_("Payment saved"))
        return True

    def show_problem(self, problem: Problem) -> None:
        """Above the fields, and to the field it speaks of."""
        super().show_problem(problem)
        fields: dict[str, QWidget] = {"amount": self.amount, "on": self.on, "party": self.picker}
        if problem.field in fields:
            fields[str(problem.field)].setFocus()


def open_payment(context: Context, host: QWidget, *, party: Link | None = None,
                 invoice: Invoice | None = None) -> PaymentPanel:
    """Open the panel over the window: empty, for a party, or for one invoice."""
    panel = PaymentPanel(context, host, party=party, invoice=invoice)
    panel.open()
    return panel
