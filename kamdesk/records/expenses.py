"""Expenses: what was spent, given back, and watched by rules, and the rates that convert it (product/03 §3.9)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock, fields, words
from kamdesk.fields import ME, RATE, TODAY, Id, Link, calc, choice, day, dec, integer, link, money, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.budgets import SOURCES, closed_month, only_leaf
from kamdesk.records.rules import beyond_zero, differs
from kamdesk.store import Reader
from kamdesk.words import _, plural

EXPENSE_STATES = {"draft": "Draft", "to_review": "To review", "reviewed": "Reviewed", "sent_back": "Sent back",
                  "reimbursed": "Reimbursed"}
EXPENSE_METHODS = {"own": "Own money", "company": "Company", "advance": "Advance"}
CLAIM_STATES = {"draft": "Draft", "reimbursed": "Claim reimbursed"}
TESTS = {"per_expense": "Limit per expense", "per_day": "Limit per day", "per_month": "Limit per month",
         "per_attendee": "Limit per attendee", "per_recipient_year": "Limit per recipient a year",
         "no_receipt_from": "Without receipt from", "max_age_days": "Maximum age in days",
         "actual_over_plan": "Actual over plan of the activity in %", "forbidden_concept": "Concept not allowed"}
RULE_ACTIONS = {"warn": "Warn", "block": "Stop"}
BIG_CHANGE = 20  # percent on last month that makes a rate worth a second look
HUNDRED = 100
JANUARY, DECEMBER = 1, 12


def month_before(month: str) -> str:
    """«2025-12» for «2026-01»."""
    in_year, index = map(int, month.split("-"))
    return f"{in_year - 1}-{DECEMBER}" if index == JANUARY else f"{in_year}-{index - 1:02d}"


@record(
    "Expense", "Expenses", code=60, place="budget/expenses", title="concept",
    columns=("on", "concept", "line", "amount", "person", "receipt", "hits", "state"),
    search=("concept", "payee", "document"), filters=("state", "line", "person", "on", "receipt"),
    unique=(("document", "payee", "amount"),), join="owner", owner="person",
)
class Expense(Record):
    """Money spent. It counts as real from «to review» on; what was sent back does not count."""

    on: datetime.date | None = day("Date", required=True, default=TODAY)
    line: Id | None = ref("Budget line", "budget_line", required=True)
    concept: str = text("Concept", required=True)
    amount: int | None = money("Amount", required=True, group="amount")
    tax: int | None = money("Tax")
    currency: str = text("Currency", group="amount")
    payee: str = text("Paid to")
    document: str = text("Document")
    receipt: Id | None = ref("Receipt", "attachment")
    person: Id | None = ref("Who spent", "person", required=True, default=ME)
    recipient: Link | None = link("Recipient", "client", "contact")
    attendees: int | None = integer("Attendees")
    source: Link | None = link("Source", *SOURCES)
    visit: Id | None = ref("Visit", "visit")
    km: Decimal | None = dec("Kilometres")
    claim: Id | None = ref("Claim", "expense_claim")
    method: str | None = choice("Paid with", EXPENSE_METHODS, default="own")
    hits: str | None = calc("Rules met", "text", "expense_rule")
    review_note: str = note("Review note", group="state", join="ask")
    reviewed_by: Id | None = ref("Reviewed by", "person", group="state", join="ask")
    state: str | None = fields.state(EXPENSE_STATES, group="state", join="ask")

    @check("on")
    def happened(self, reader: Reader) -> str | None:
        """An expense is a fact, in a month still open."""
        if self.on is None:
            return None
        if self.on > clock.today():
            return _("An expense cannot be in the future. Record it as a commitment.")
        if not differs(reader, self, "on", "line", "amount", "currency", "tax"):
            return None
        return closed_month(reader, line=self.line, in_month=f"{self.on:%Y-%m}")

    @check("line")
    def on_leaf(self, reader: Reader) -> str | None:
        """Money is spent on a line without sublines."""
        return only_leaf(reader, self.line) if differs(reader, self, "line") else None

    @caution("document")
    def once(self, reader: Reader) -> str | None:
        """A receipt pays once."""
        if not self.document or not self.payee:
            return None
        same = [each for each in reader.find(Expense, document=self.document, payee=self.payee) if each.id != self.id]
        if not same or same[0].on is None:
            return None
        return _("This receipt was already recorded on {date}.", date=words.day(same[0].on))

    @caution("receipt")
    def proven(self, _reader: Reader) -> str | None:
        """An expense shows its receipt."""
        return None if self.receipt else _("Without receipt.")


@record(
    "Expense claim", "Expense claims", code=61, place="budget/review", title=("person", "start"),
    columns=("person", "start", "end", "total", "advance", "to_pay", "state"), search=("person",),
    filters=("state", "person"), unique=(("person", "start"),), join="owner", owner="person",
    approvable=("person", "start", "end", "advance"),
)
class ExpenseClaim(Record):
    """A person's expenses of a period, to be paid back. Its approval protects those expenses."""

    person: Id | None = ref("Person", "person", required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    advance: int | None = money("Advance", default=0)
    total: int | None = calc("Total", "money", "expense")
    to_pay: int | None = calc("To reimburse", "money", "expense")
    reimbursed_on: datetime.date | None = day("Reimbursed on", group="state")
    note: str = fields.note("Note")
    state: str | None = fields.state(CLAIM_STATES, group="state")

    @check("state")
    def not_empty(self, reader: Reader) -> str | None:
        """Nothing is paid back for no expense."""
        if self.state != "reimbursed" or (self.id and reader.count(Expense, claim=self.id)):
            return None
        return _("The claim has no expenses.")

    @caution("start")
    def within_period(self, reader: Reader) -> str | None:
        """Its expenses belong to its period."""
        start, end = self.start, self.end
        if not self.id or start is None or end is None:
            return None
        dates = [each.on for each in reader.find(Expense, claim=self.id) if each.on]
        out = sum(not start <= each <= end for each in dates)
        return plural("{n} expense is outside the period.", "{n} expenses are outside the period.",
                      out) if out else None


@record(
    "Expense rule", "Expense rules", code=62, place="settings/frequencies", title="name",
    columns=("name", "line", "test", "value", "action"), search=("name",), filters=("action", "test"),
    unique=(("name",),), join="ask",
)
class ExpenseRule(Record):
    """What an expense is held against; ``value`` is in units of the base currency, days or percent by the test."""

    name: str = text("Name", required=True)
    line: Id | None = ref("Budget line", "budget_line")
    test: str | None = choice("Test", TESTS, required=True)
    value: Decimal | None = dec("Value")
    words: str = text("Words")
    action: str | None = choice("Action", RULE_ACTIONS, default="warn")
    message: str = text("Message", required=True)

    @check("value")
    def limited(self, _reader: Reader) -> str | None:
        """Every test but that of words needs a number."""
        if self.value is not None or self.test in (None, "forbidden_concept"):
            return None
        return _("The limit is missing.")


@record(
    "Exchange rate", "Exchange rates", code=63, place="settings/region", title=("currency", "month"),
    columns=("currency", "month", "rate", "source"), search=("currency",), filters=("currency", "month"),
    natural=("currency", "month"), join="ask",
)
class ExchangeRate(Record):
    """Units of the base currency for one unit of another, in a month."""

    currency: str = text("Currency", required=True)
    month: str | None = fields.month("Month", required=True)
    rate: Decimal | None = dec("Exchange rate", required=True, scale=RATE)
    source: str = text("Source")

    @check("rate")
    def some(self, _reader: Reader) -> str | None:
        """Money is worth something."""
        return beyond_zero("Exchange rate", self.rate)

    @caution("rate")
    def steady(self, reader: Reader) -> str | None:
        """A jump on last month is more often a slip than a fact."""
        if self.month is None or not self.rate:
            return None
        last = reader.find(ExchangeRate, currency=self.currency, month=month_before(self.month), limit=1)
        if not last or not last[0].rate:
            return None
        change = (self.rate - last[0].rate) / last[0].rate * HUNDRED
        if abs(change) <= BIG_CHANGE:
            return None
        return _("It changed {change} on the month before.", change=words.percent(change))
