"""Budgets: what may be spent on what and when, moved, and reserved (product/03 §3.9)."""

from __future__ import annotations

import datetime

from kamdesk import fields, words
from kamdesk.fields import ME, Id, Link, calc, choice, day, integer, link, money, month, note, ref, text
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.rules import beyond_zero, differs
from kamdesk.records.team import DEPARTMENTS
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _, plural

BUDGET_STATES = {"draft": "Draft", "prereviewed": "Pre-reviewed", "sent_back": "Sent back", "in_force": "In force",
                 "closed": "Closed"}
NATURES = {"income": "Income", "cost": "Cost", "expense": "Expense"}
REVIEWS = {"undecided": "Undecided", "agreed": "In agreement", "adjust": "To adjust", "send_back": "Send back"}
ON_EXCEED = {"ignore": "Ignore", "warn": "Warn", "block": "Stop"}
COMMITMENT_STATES = {"open": "Open", "released": "Released"}
SOURCES = ("promotion_plan", "promotion_activity", "training_session", "communication_plan", "media_launch",
           "recruitment_plan", "incentive", "task")


def only_leaf(reader: Reader, line: Id | None) -> str | None:
    """Money moves on lines without sublines, so that no sum counts it twice."""
    if line and reader.count(BudgetLine, parent=line):
        return _("Record it on a line without sublines.")
    return None


def closed_month(reader: Reader, *, line: Id | None, in_month: str | None) -> str | None:
    """The sentence when a month of the line's budget is closed."""
    found = reader.maybe(BudgetLine, line)
    budget = reader.maybe(Budget, found.budget) if found else None
    if budget is None or not in_month or not budget.closed_through or in_month > budget.closed_through:
        return None
    return _("{month} is closed. Reopen it in Budget to change it.", month=words.month(in_month).capitalize())


@record(
    "Budget", "Budgets", code=55, place="budget/grid", title="name",
    columns=("year", "name", "received_total", "revision", "state"), search=("name",), filters=("year", "state"),
    unique=(("year", "name", "revision"),), join="ask", approvable=("year", "name", "currency"),
)
class Budget(Record):
    """A year's plan of income, cost and expense. Its approval protects the plans of its lines and months."""

    year: int | None = fields.year("Year", required=True)
    name: str = text("Name", required=True)
    territory: Id | None = ref("Territory", "territory")
    currency: str = text("Currency")
    received_total: int | None = money("Total received")
    closed_through: str | None = month("Closed through")
    revision: int | None = integer("Revision", default=0)
    revises: Id | None = ref("Revises", "budget")
    review_note: str = note("Review note", group="state")
    note: str = fields.note("Note")
    owner: Id | None = ref("Owner", "person", default=ME)
    state: str | None = fields.state(BUDGET_STATES, group="state")

    @caution("received_total")
    def adds_up(self, reader: Reader) -> str | None:
        """What the cost and expense lines plan is what was received."""
        if not self.id or self.received_total is None:
            return None
        lines = reader.find(BudgetLine, Where("nature", IN, ("cost", "expense")), budget=self.id)
        months = reader.find(BudgetMonth, Where("line", IN, [each.id for each in lines])) if lines else []
        gap = self.received_total - sum(each.plan or 0 for each in months)
        if not gap:
            return None
        return _("Difference with what was received: {amount}.", amount=words.money(gap, self.currency or None))

    @check("state")
    def decided(self, reader: Reader) -> str | None:
        """A reviewed budget has an answer for each of its lines."""
        if not self.id or self.state != "prereviewed":
            return None
        left = reader.count(BudgetLine, budget=self.id, review="undecided")
        return plural("{n} line is still to be decided.", "{n} lines are still to be decided.", left) if left else None


@record(
    "Budget line", "Budget lines", code=56, place="budget/grid", title="name",
    columns=("name", "nature", "territory", "person", "requested", "review", "suggested"),
    search=("name", "account"), filters=("nature", "territory", "person", "department", "review"),
    natural=("budget", "parent", "name", "territory", "person"), join="ask", parent="budget", state="review",
)
class BudgetLine(Record):
    """One thing money is planned for; lines hang on lines, and only the last ones move money."""

    budget: Id | None = ref("Budget", "budget", required=True)
    name: str = text("Name", required=True)
    parent: Id | None = ref("Parent", "budget_line")
    nature: str | None = choice("Nature", NATURES, required=True, default="expense")
    territory: Id | None = ref("Territory", "territory")
    person: Id | None = ref("Person", "person")
    product_line: Id | None = ref("Line", "product_line")
    account: str = text("Account")
    department: str | None = choice("Department", DEPARTMENTS)
    requested_by: Id | None = ref("Requested by", "person")
    requested: int | None = money("Amount requested", group="state")
    review: str | None = choice("Pre-review", REVIEWS, default="undecided", group="state")
    suggested: int | None = money("Suggested", group="state")
    review_note: str = note("Review note", group="state")
    on_exceed_month: str | None = choice("When the month is exceeded", ON_EXCEED, default="warn")
    on_exceed_year: str | None = choice("When the year is exceeded", ON_EXCEED, default="warn")

    @check("review_note")
    def explained(self, _reader: Reader) -> str | None:
        """A decision says why."""
        return _("Note the observation.") if self.review != "undecided" and not self.review_note.strip() else None

    @check("suggested")
    def adjusted_to(self, _reader: Reader) -> str | None:
        """An adjustment says how much."""
        return _("The suggested amount is missing.") if self.review == "adjust" and self.suggested is None else None

    def may_archive(self, reader: Reader) -> str | None:
        """A line that was spent on stays in sight."""
        from kamdesk.records.expenses import Expense

        if reader.count(Expense, line=self.id):
            return _("The line has expenses. Close it instead of archiving it.")
        return None


@record(
    "Line month", "Line months", code=57, place="budget/grid", title=("line", "month"),
    columns=("line", "month", "plan", "comment"), search=("comment",), filters=("month", "line"),
    natural=("line", "month"), join="ask", parent="line", bulk=True, approvable=("plan",),
)
class BudgetMonth(Record):
    """What a line plans for a month."""

    line: Id | None = ref("Budget line", "budget_line", required=True)
    month: str | None = fields.month("Month", required=True)
    plan: int | None = money("Plan", required=True)
    comment: str = text("Comment")

    @check("plan")
    def open_month(self, reader: Reader) -> str | None:
        """A closed month keeps its plan."""
        if not differs(reader, self, "line", "month", "plan"):
            return None
        return closed_month(reader, line=self.line, in_month=self.month)


@record(
    "Budget transfer", "Budget transfers", code=58, place="budget/grid", title=("on", "reason"),
    columns=("on", "from_line", "to_line", "amount", "reason"), search=("reason",), filters=("from_month", "to_month"),
    join="sum", append_only=True, approvable=("from_line", "to_line", "from_month", "to_month", "amount"),
)
class BudgetTransfer(Record):
    """Plan moved from a line and month to another; the opposite transfer takes it back."""

    on: datetime.date | None = day("Date", required=True)
    from_line: Id | None = ref("From line", "budget_line", required=True)
    to_line: Id | None = ref("To line", "budget_line", required=True)
    from_month: str | None = month("From month")
    to_month: str | None = month("To month")
    amount: int | None = money("Amount", required=True)
    reason: str = text("Reason", required=True)
    owner: Id | None = ref("Owner", "person", default=ME)

    @check("amount")
    def some(self, _reader: Reader) -> str | None:
        """Moving nothing is no transfer."""
        return beyond_zero("Amount", self.amount)

    @check("to_line")
    def elsewhere(self, reader: Reader) -> str | None:
        """A transfer goes somewhere else."""
        if self.from_line and self.from_line == self.to_line and self.from_month == self.to_month:
            return _("Choose another line or another month.")
        return only_leaf(reader, self.to_line)

    @check("from_line")
    def from_leaf(self, reader: Reader) -> str | None:
        """Money leaves a line without sublines."""
        return only_leaf(reader, self.from_line)

    @check("from_month")
    def open_source(self, reader: Reader) -> str | None:
        """A closed month gives nothing."""
        return closed_month(reader, line=self.from_line, in_month=self.from_month)

    @check("to_month")
    def open_target(self, reader: Reader) -> str | None:
        """A closed month receives nothing."""
        return closed_month(reader, line=self.to_line, in_month=self.to_month)


@record(
    "Commitment", "Commitments", code=59, place="budget/grid", title=("line", "month"),
    columns=("line", "month", "source", "amount", "left"), search=("source",), filters=("state", "line"),
    natural=("source", "line", "month"), join="ask",
)
class Commitment(Record):
    """Money of a line and month reserved by an approved plan until it is spent or released."""

    line: Id | None = ref("Budget line", "budget_line", required=True)
    month: str | None = fields.month("Month", required=True)
    amount: int | None = money("Amount", required=True)
    source: Link | None = link("Source", *SOURCES, required=True)
    left: int | None = calc("Left to use", "money", "expense")
    reason: str = text("Reason", group="state")
    state: str | None = fields.state(COMMITMENT_STATES, group="state")

    @check("line")
    def on_leaf(self, reader: Reader) -> str | None:
        """Money is reserved on a line without sublines."""
        return only_leaf(reader, self.line)

    @check("month")
    def open_month(self, reader: Reader) -> str | None:
        """Nothing new is reserved in a closed month."""
        if not differs(reader, self, "line", "month", "amount"):
            return None
        return closed_month(reader, line=self.line, in_month=self.month)
