"""Note an expense in two fields: the amount and the concept; what the rules say shows while typing."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.budgeting.sheet import current_budget, tree
from kamdesk.budgeting.spending import Simulation, simulate
from kamdesk.commands.expenses import record_expense, resubmit_expense, save_expense_draft
from kamdesk.fields import Id, Link
from kamdesk.methods.expense_rules import BLOCK, Effect
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.budgets import BudgetLine
from kamdesk.records.documents import Attachment
from kamdesk.records.expenses import Expense
from kamdesk.words import _, fold, money
from ui import theme
from ui.grid_model import money_form
from ui.labels import label
from ui.panels.parts import line
from ui.panels.receipt import ReceiptField
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import DateField, MoneyField
from ui.widgets.messages import MessageBar, field_message
from ui.widgets.panel import QuickPanel
from ui.widgets.picker import RecordPicker

WAIT = 120  # milliseconds after the last key before the rules are asked
OFFERED = 9
NOT_KEPT_YET = "-"  # stands for the receipt chosen, in what the rules are asked
_kept: dict[str, str] = {}  # what a panel closed without saving held: amount, concept, payee, document


class ExpensePanel(QuickPanel):
    """The panel of a new expense, or of a draft or one sent back."""

    def __init__(self, context: Context, host: QWidget, *, expense: Expense | None = None,
                 source: Link | None = None, line: Id | None = None) -> None:
        """``source``: the plan or activity it is charged to, ``line`` the budget line to begin with."""
        title = _("Present the expense again") if expense and expense.state == "sent_back" else _("Log expense")
        about = expense.review_note if expense else _charged(context, source)
        super().__init__(host, title, about, icon="receipt-text", status="info")
        self._context, self._expense, self._source, self._begin = context, expense, source, line
        self._message: MessageBar | None = None
        self._saved = False
        kept = context.app.store.maybe(Attachment, expense.receipt) if expense else None
        self.receipt = ReceiptField(kept=kept.name if kept else "")
        self._lines = _leaves(context)
        self._amount = MoneyField(expense.amount if expense else None, name=_("Amount"))
        self._on = DateField(expense.on if expense else clock.today(), name=_("Date"))
        self._concept, self._payee, self._document = QLineEdit(), QLineEdit(), QLineEdit()
        self._where = RecordPicker(self._find_lines, name=_("Budget line"), creates=False)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._say)
        self._fill()
        self._listen()

    def _fill(self) -> None:
        self._on.setFixedWidth(theme.px(150))
        for name, field, text in ((_("Concept"), self._concept, "concept"), (_("Paid to"), self._payee, "payee"),
                                  (_("Invoice or ticket"), self._document, "document")):
            field.setAccessibleName(name)
            field.setText(str(getattr(self._expense, text)) if self._expense else _kept.get(text, ""))
        self._document.setPlaceholderText(_("Number, if it has one"))
        if self._expense is None and _kept.get("amount"):
            self._amount.setText(_kept["amount"])
            self._amount.commit()
        rows = ((_("Amount"), self._amount, self._on), (_("Concept"), self._concept), (_("Budget line"), self._where),
                (_("Paid to"), self._payee), (_("Invoice or ticket"), self._document), (_("Receipt"), self.receipt))
        for name, *parts in rows:
            self.body.body.addWidget(line(str(name), *(part for part in parts if isinstance(part, QWidget))))
        self._rules = QVBoxLayout()
        self._rules.setSpacing(4)
        self.body.body.addLayout(self._rules)
        chosen = (self._expense.line if self._expense else self._begin) or self._last_line()
        if chosen in self._lines:
            self._where.set_value(chosen, self._lines[chosen])
        if self._expense is None or self._expense.state == "draft":
            self.add_button(_("Save draft"), self._save_draft)
        again = self._expense is not None and self._expense.state == "sent_back"
        self.set_primary(_("Present again") if again else _("Save expense"))
        self._say()

    def _listen(self) -> None:
        for field in (self._amount, self._concept, self._where, self._document, self._payee, self._on):
            field.textChanged.connect(lambda _text: self._wait.start())
        self._where.changed.connect(lambda _id: self._wait.start())
        self.receipt.changed.connect(self._wait.start)
        self.submitted.connect(self._save)
        self.closed.connect(self._keep)

    def _last_line(self) -> Id:
        """The line of my last expense."""
        store = self._context.app.store
        last = store.find(Expense, person=store.me, sort=(("on", True), ("id", True)), limit=1)
        return last[0].line or "" if last else ""

    def _find_lines(self, text: str) -> list[tuple[str, str, str]]:
        wanted = fold(text).split()
        found = [(id_, name, "") for id_, name in self._lines.items() if all(word in fold(name) for word in wanted)]
        return found[:OFFERED]

    def typed(self) -> Expense:
        """The expense as it is typed now; what cannot be read yet counts as nothing."""
        store = self._context.app.store
        amount = self._amount.value()
        if self._amount.hasFocus():
            amount = _peek(self._amount.text())
        kept = self._expense or Expense()
        receipt = kept.receipt or (NOT_KEPT_YET if self.receipt.file() else None)
        return Expense(id=kept.id, on=self._on.value(), line=self._where.value() or None, amount=amount,
                       concept=self._concept.text(), payee=self._payee.text(), document=self._document.text(),
                       person=kept.person or store.me, receipt=receipt, attendees=kept.attendees,
                       recipient=kept.recipient, source=kept.source or self._source)

    def _say(self) -> None:
        """What the rules and the line say about what is typed."""
        while (item := self._rules.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        expense = self.typed()
        if not expense.amount:
            return
        found = simulate(self._context.app.store, expense)
        if found.effect is not None:
            self._rules.addWidget(label(_effect_words(found.effect, expense), role="small", tone="text2", wrap=True))
        for hit in found.hits:
            self._rules.addWidget(field_message(hit.message, bad=hit.action == BLOCK))

    def says(self) -> list[str]:
        """The rules shown now."""
        return [hit.message for hit in self.simulation().hits]

    def simulation(self) -> Simulation:
        """What the expense as typed would do."""
        return simulate(self._context.app.store, self.typed())

    def first_focus(self) -> QWidget:
        """The amount."""
        return self._amount

    def _read(self) -> bool:
        return all([self._amount.commit(), self._on.commit(), self._where.commit()])

    def _save(self) -> None:
        if not self._read():
            return
        expense, runner = self._expense, self._context.runner
        line, amount, on = self._where.value() or None, self._amount.value(), self._on.value()
        concept, payee, document = self._concept.text(), self._payee.text(), self._document.text()
        if expense is not None and expense.state == "sent_back":
            changes = {"line": line, "concept": concept, "amount": amount, "on": on, "payee": payee,
                       "document": document}
            done: object = runner.attempt(self, resubmit_expense, expense=expense, changes=changes,
                                          receipt_file=self.receipt.file())
        else:
            done = runner.attempt(self, record_expense, draft=expense, line=line, concept=concept, amount=amount, on=on,
                                  payee=payee, document=document, receipt_file=self.receipt.file(),
                                  source=self._source)
        self._after(done, _("Expense saved"))

    def _save_draft(self) -> None:
        if not self._read():
            return
        done = self._context.runner.attempt(
            self, save_expense_draft, expense=self._expense, line=self._where.value() or None,
            concept=self._concept.text(), amount=self._amount.value(), on=self._on.value(), payee=self._payee.text(),
            document=self._document.text(), receipt_file=self.receipt.file(), source=self._source)
        self._after(done, _("Draft saved"))

    def _after(self, done: object, text: str) -> None:
        if done is FAILED:
            return
        self._saved = True
        _kept.clear()
        self.shut()
        self._context.runner.tell(text)

    def _keep(self) -> None:
        """What was typed and not saved comes back the next time."""
        if not self._saved and self._expense is None:
            _kept.update({"amount": self._amount.text(), "concept": self._concept.text(), "payee": self._payee.text(),
                          "document": self._document.text()})
        self.deleteLater()

    def show_problem(self, problem: Problem) -> None:
        """Above the fields, and go to the field it speaks of; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)
        fields: dict[str, QWidget] = {"amount": self._amount, "concept": self._concept, "line": self._where,
                                      "on": self._on}
        if problem.field in fields:
            fields[str(problem.field)].setFocus()


def _peek(text: str) -> int | None:
    """The amount of a text still being typed, None while it is none."""
    try:
        return int(money_form().read(text)) if text.strip() else None
    except Problem:
        return None


def _leaves(context: Context) -> dict[Id, str]:
    """The lines that take money in the budget of this year, with the group they hang on."""
    store = context.app.store
    budget = current_budget(store, clock.today().year)
    if budget is None:
        return {}
    lines = {each.id: each for each in store.find(BudgetLine, budget=budget.id)}
    return {each.id: lines[each.id].name for each in tree(list(lines.values())) if each.leaf}


def _effect_words(effect: Effect, expense: Expense) -> str:
    month = words.month(month_of(expense.on or clock.today()))
    return _("{month}: {before} available, {after} after it · year: {year}", month=month.capitalize(),
             before=money(effect.month_before), after=money(effect.month_after), year=money(effect.year_after))


def _charged(context: Context, source: Link | None) -> str:
    """What the expense is charged to."""
    name = context.app.store.names([source]).get(source.id, "") if source else ""
    return _("Charged to {name}", name=name) if name else ""


def open_expense(context: Context, host: QWidget, *, expense: Expense | None = None, source: Link | None = None,
                 line: Id | None = None) -> ExpensePanel:
    """Open the panel over the window: empty, charged to a plan, on a draft, or on an expense that was sent back."""
    panel = ExpensePanel(context, host, expense=expense, source=source, line=line)
    panel.open()
    return panel
