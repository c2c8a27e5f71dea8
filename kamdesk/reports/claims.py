"""R19 Prerrevisión y rendición de gastos: a claim or a month of expenses, and the pre-review of a budget."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kamdesk import clock
from kamdesk.app import App
from kamdesk.budgeting.claims import ClaimSheet, by_line, expenses, sheet_of
from kamdesk.budgeting.rules import met
from kamdesk.budgeting.sheet import current_budget
from kamdesk.commands.approvals import approval_of
from kamdesk.fields import Link
from kamdesk.figures.model import Period, Scope
from kamdesk.records.approvals import APPROVALS
from kamdesk.records.budgets import Budget
from kamdesk.records.expenses import CLAIM_STATES, EXPENSE_STATES, ExpenseClaim
from kamdesk.reports.approval import ANSWERS
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import Parts, about, named
from kamdesk.reports.listing import amount, within
from kamdesk.reports.model import (
    Block,
    Cell,
    Column,
    Field,
    Fields,
    Note,
    Report,
    Row,
    Signature,
    SignatureBox,
    Status,
    Table,
)
from kamdesk.reports.prereview import review_blocks
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.store import EQUAL, NOT_EQUAL, Where
from kamdesk.store import Row as Stored
from kamdesk.words import N_, _, day, plural

CODE, REVIEWED = "R19", ("draft", "sent_back", "prereviewed")
STATES: dict[str, Status] = {"to_review": "warn", "reviewed": "ok", "sent_back": "bad", "reimbursed": "ok"}


def claim_sheet(app: App, claim: ExpenseClaim) -> Report:
    """The sheet of one claim, to be signed."""
    start = claim.start or clock.today()
    person = named(app.store, Link("person", claim.person)) if claim.person else ""
    parts: Parts = {"expenses": partial(_claim, claim), "budget": lambda _desk: ()}
    return about(app, CODE, Period(start, claim.end or start), Scope(person=claim.person), parts, name=person)


def review_sheet(app: App, budget: Budget) -> Report:
    """The pre-review of one budget by department."""
    parts: Parts = {"expenses": lambda _desk: (), "budget": lambda desk: review_blocks(desk, budget)}
    year = budget.year or clock.today().year
    return about(app, CODE, Period.year(year), Scope(), parts, name=budget.name)


def _claim(claim: ExpenseClaim, desk: Desk) -> tuple[Block, ...]:
    sheet = sheet_of(desk.reader, claim)
    return (_head(desk, sheet), _table(desk, sheet.rows), _lines(sheet.rows), _pay(sheet),
            SignatureBox((Signature(_("Who spent"), named(desk.reader, Link("person", claim.person or ""))),
                          Signature(_("Decides"))), tuple(_(each) for each in ANSWERS), _("Decision")))


def _head(desk: Desk, sheet: ClaimSheet) -> Fields:
    claim = sheet.claim
    dates = f"{day(claim.start)} – {day(claim.end)}" if claim.start and claim.end else ""
    shown = ((_("Person"), named(desk.reader, Link("person", claim.person or ""))), (_("Period"), dates),
             (_("State"), _(CLAIM_STATES[str(claim.state)])),
             (_("Approval"), _(APPROVALS[approval_of(desk.reader, claim)])), (_("Note"), claim.note))
    return Fields(tuple(Field(name, value) for name, value in shown if value), _("Claim"))


def _pay(sheet: ClaimSheet) -> Fields:
    return Fields((Field(_("Total"), amount(sheet.total), "amount"),
                   Field(_("Advance"), amount(sheet.claim.advance or 0), "amount"),
                   Field(_("To reimburse"), amount(sheet.to_pay), "amount")), _("To pay"), 3)


def _table(desk: Desk, rows: Sequence[Stored]) -> Table:
    """Every expense with its receipt, who benefited, the rules it met and the decision."""
    columns = (Column(_("Date")), Column(_("Concept"), weight=1.0), Column(_("Budget line")),
               Column(_("Amount"), "right", secrecy="amount"), Column(_("Receipt")), Column(_("Rules met"), weight=1.0),
               Column(_("Decision")))
    said = met(desk.reader, rows)
    made = tuple(_expense(desk, each, said.get(each.id, "")) for each in rows)
    waiting = sum(each.values["state"] == "to_review" for each in rows)
    note = plural("{n} expense is not reviewed yet.", "{n} expenses are not reviewed yet.", waiting) if waiting else ""
    return Table(columns, made, _("Expenses"), note, _("There are no expenses."))


def _expense(desk: Desk, row: Stored, said: str) -> Row:
    values = row.values
    given = values["recipient"]
    to = _("for {name}", name=row.names.get(given.id, "")) if given else ""
    concept = " · ".join(filter(None, (values["concept"], values["payee"], values["document"], to)))
    state = str(values["state"])
    decision = " · ".join(filter(None, (_(EXPENSE_STATES[state]), values["review_note"])))
    receipt = Cell(_("Yes")) if values["receipt"] else Cell(_("No"), "warn")
    return Row((day(values["on"], this_year=desk.today.year), concept, row.names.get(values["line"] or "", ""),
                amount(values["amount"] or 0, values["currency"]), receipt, said or "—",
                Cell(decision, STATES.get(state, ""))))


def _lines(rows: Sequence[Stored]) -> Table:
    """Totals by budget line."""
    made = [Row((name, str(count), amount(total))) for name, count, total in by_line(rows)]
    if made:
        made.append(Row((_("Total"), str(len(rows)), amount(sum(row.values["amount"] or 0 for row in rows))), "total"))
    columns = (Column(_("Budget line"), weight=1.0), Column(_("Expenses"), "right"), Column(_("Amount"), "right",
                                                                                     secrecy="amount"))
    return Table(columns, tuple(made), _("By budget line"), empty=_("There are no expenses."))


def month(desk: Desk) -> tuple[Block, ...]:
    """The expenses of the period with their decisions, and what each person is to be paid back."""
    person = (Where("person", EQUAL, desk.scope.person),) if desk.scope.person else ()
    rows = expenses(desk.reader, *within("on", desk.period), Where("state", NOT_EQUAL, "draft"), *person)
    if not rows:
        return (Note(_("There are no expenses in this period."), "mute"),)
    return _table(desk, rows), _lines(rows), _claims(desk)


def _claims(desk: Desk) -> Table:
    person = (Where("person", EQUAL, desk.scope.person),) if desk.scope.person else ()
    found = desk.reader.find(ExpenseClaim, *within("start", desk.period), *person, sort=(("start", False),))
    sheets = [sheet_of(desk.reader, each) for each in found]
    names = desk.reader.names(Link("person", each.person) for each in found if each.person)
    rows = tuple(Row((names.get(each.claim.person or "", ""), day(each.claim.start) if each.claim.start else "",
                      amount(each.total), amount(each.claim.advance or 0), amount(each.to_pay),
                      _(CLAIM_STATES[str(each.claim.state)]))) for each in sheets)
    columns = (Column(_("Person"), weight=1.0), Column(_("From")), Column(_("Total"), "right", secrecy="amount"),
               Column(_("Advance"), "right", secrecy="amount"), Column(_("To reimburse"), "right", secrecy="amount"),
               Column(_("State")))
    return Table(columns, rows, _("Claims"), empty=_("There are no claims of this period."))


def budget(desk: Desk) -> tuple[Block, ...]:
    """The pre-review of a budget that is not in force yet, of the year or the next."""
    year = desk.period.end.year
    found = (current_budget(desk.reader, each) for each in (year, year + 1))
    return next((review_blocks(desk, each) for each in found if each and each.state in REVIEWED), ())


report(CODE, N_("Pre-review and claims of expenses"), audience=N_("Administration"), period=MONTH,
       also=(QUARTER, YEAR), flows=True, parts=(
           Part("expenses", N_("Expenses and claims"), month),
           Part("budget", N_("Pre-review of the budget"), budget)))
