"""R25 Ficha de contrato: who, until when, what each side owes and kept, the review, rounds, trial, renewals."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from kamdesk import clock
from kamdesk.app import App
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.terms import Term, is_met, terms_of
from kamdesk.problems import Problem
from kamdesk.records.checklists import Requirement
from kamdesk.records.contracts import CONTRACT_CATEGORIES, OWED_BY, TRIAL_DECISIONS, Contract, ContractTerm
from kamdesk.records.contracts import NegotiationRound as Round
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import about, listed, named, party_of, row, scope_of, values_of
from kamdesk.reports.model import (
    Block,
    Cell,
    Column,
    Field,
    Fields,
    Heading,
    Paragraph,
    Report,
    Row,
    Signature,
    SignatureBox,
    Status,
    Table,
)
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.texts import share
from kamdesk.store import AT_MOST, Where
from kamdesk.words import N_, _, day, money, number, plural

CODE = "R25"
GOOD, FAIR = 100, 85  # F30, per cent


def contract_sheet(app: App, contract: Contract, *, prices: bool) -> Report:
    """The sheet of one contract, today."""
    parts = {"contract": partial(_contract, contract), "terms": partial(_terms, contract),
             "history": partial(_history, contract)}
    return about(app, CODE, Period.day(clock.today()), scope_of(contract.party), parts, prices=prices,
                 name=contract.title, number=contract.number)


def last_contract(desk: Desk) -> Contract:
    """The contract of the party that began last to the day; Problem without one."""
    found = desk.reader.find(Contract, Where("start", AT_MOST, desk.until), party=party_of(desk.scope),
                             sort=(("start", True), ("id", False)), limit=1)
    if not found:
        raise Problem(_("There is no contract with it to that day."))
    return found[0]


def contract(desk: Desk) -> tuple[Block, ...]:
    """The last contract of the party."""
    return _contract(last_contract(desk), desk)


def terms(desk: Desk) -> tuple[Block, ...]:
    """What each side owes by it."""
    return _terms(last_contract(desk), desk)


def history(desk: Desk) -> tuple[Block, ...]:
    """How it was negotiated and renewed."""
    return _history(last_contract(desk), desk)


def _contract(found: Contract, desk: Desk) -> tuple[Block, ...]:
    told = values_of(desk.reader, Contract.kind, found.id, ("standing",)).values["standing"]
    places = desk.reader.names([*(Link("territory", each) for each in found.territories),
                                *(Link("product_line", each) for each in found.lines)])
    value = money(found.value, found.currency or None) if found.value else ""
    shown = ((_("Number"), found.number), (_("State"), display(Contract.kind.fields["standing"], told)),
             (_("Counterparty"), named(desk.reader, found.party)),
             (_("Category"), _(CONTRACT_CATEGORIES[str(found.category)])), (_("Period"), _span(found)),
             (_("Notice"), plural("{n} day", "{n} days", found.notice_days or 0)),
             (_("Renews by itself"), _("Yes") if found.auto_renew else _("No")),
             (_("Territories"), listed(places, found.territories)), (_("Lines"), listed(places, found.lines)),
             (_("Exclusivity"), _("Yes") if found.exclusive else _("No")), (_("Signed"), _signed(found)),
             (_("Owner"), named(desk.reader, Link("person", found.owner)) if found.owner else ""))
    fields = [Field(label, text) for label, text in shown if text]
    if value:
        fields.append(Field(_("Contract value"), value, "amount"))
    return (Fields(tuple(fields)), *_trial(found))


def _span(found: Contract) -> str:
    return f"{day(found.start)} – {day(found.end)}" if found.start and found.end else ""


def _signed(found: Contract) -> str:
    return f"{day(found.signed_on)} · {found.signed_by}" if found.signed_on else ""


def _trial(found: Contract) -> tuple[Block, ...]:
    """What a trial wants, what it showed, and what was decided."""
    decision = _(TRIAL_DECISIONS[found.trial_decision]) if found.trial_decision else ""
    told = tuple(Field(label, text.strip()) for label, text in (
        (_("Goal of the trial"), found.trial_goal), (_("Result of the trial"), found.trial_result),
        (_("Decision"), decision)) if text.strip())
    return (Fields(told, _("Trial"), columns=1),) if told else ()


def _terms(found: Contract, desk: Desk) -> tuple[Block, ...]:
    every = [each for each in terms_of(desk.reader, Ask(desk.period, desk.scope, today=desk.today))
             if each.contract.id == found.id]
    stored = {each.id: each for each in desk.reader.find(ContractTerm, contract=found.id)}
    if len(every) < len(stored):  # not signed yet: nothing is measured
        every = []
    return tuple(_side(found, side, [each for each in stored.values() if each.owed_by == side],
                       {each.row.id: each for each in every}, desk) for side in OWED_BY)


def _side(found: Contract, side: str, theirs: Sequence[ContractTerm], measured: dict[Id, Term], desk: Desk) -> Table:
    title = _("What the counterparty owes") if side == "counterparty" else _("What we owe")
    columns = (Column(_("Agreement"), weight=1.0), Column(_("Least"), "right", secrecy="amount"), Column(_("Due")),
               Column(_("Fulfilment"), "right"), Column(_("State")))
    rows = tuple(_term(found, each, measured.get(each.id), desk) for each in theirs)
    return Table(columns, rows, title, empty=_("No agreements yet."))


def _term(found: Contract, each: ContractTerm, measured: Term | None, desk: Desk) -> Row:
    category = display(ContractTerm.kind.fields["category"], each.category)
    text = f"{category}: {each.text.strip()}" if each.text.strip() else category
    reached = measured.share if measured is not None else None
    kept = is_met(desk.reader, measured) if measured is not None else each.state == "met"
    state = "met" if each.state == "pending" and kept else str(each.state)
    return Row((text, _least(found, each, desk), day(each.due) if each.due else "",
                Cell("" if reached is None else share(reached), "" if reached is None else _tone(reached)),
                Cell(display(ContractTerm.kind.fields["state"], state), _state_tone(state, each.due, desk.until))))


def _least(found: Contract, each: ContractTerm, desk: Desk) -> str:
    if each.quantity:
        return number(each.quantity)
    if each.amount and (each.category != "price" or desk.prices):
        return money(each.amount, found.currency or None)
    return ""


def _tone(reached: Fraction) -> Status:
    return "ok" if reached >= GOOD else "warn" if reached >= FAIR else "bad"


def _state_tone(state: str, due: datetime.date | None, on: datetime.date) -> Status:
    if state == "pending":
        return "warn" if due is not None and due < on else ""
    return "ok" if state == "met" else "bad" if state == "unmet" else "mute"


def _history(found: Contract, desk: Desk) -> tuple[Block, ...]:
    return (_review(found, desk), _rounds(found, desk), *_chain(found, desk),
            SignatureBox((Signature(_("For {name}", name=named(desk.reader, found.party)), found.signed_by),
                          Signature(_("For {name}", name=desk.reader.setting("company"))))))


def _review(found: Contract, desk: Desk) -> Table:
    """The checklist, with who answers for each point and what was noted instead of it."""
    steps = desk.reader.find(Requirement, parent=Link(Contract.kind.name, found.id), sort=(("order", False),))
    state = Requirement.kind.fields["state"]
    rows = tuple(row(each.name, display(state, each.state), day(each.due) if each.due else "", each.note)
                 for each in steps)
    return Table((Column(_("Review"), weight=1.0), Column(_("State")), Column(_("Due")), Column(_("Note"))), rows,
                 _("Review before signing"), found.end_reason.strip() if found.state == "in_force" else "",
                 _("No checklist was applied."))


def _rounds(found: Contract, desk: Desk) -> Table:
    """The minutes, oldest first; positions only with prices."""
    rounds = desk.reader.find(Round, contract=found.id, sort=(("on", False),))
    columns = [Column(_("Date")), Column(_("Participants")), Column(_("Agreed"), weight=1.0),
               Column(_("Pending"), weight=1.0)]
    if desk.prices:
        columns += [Column(_("Our position"), secrecy="price"), Column(_("Their position"), secrecy="price")]
    rows = tuple(row(*(day(each.on) if each.on else "", each.participants, each.agreed, each.pending,
                       each.our_position, each.their_position)[:len(columns)]) for each in rounds)
    return Table(tuple(columns), rows, _("Negotiation rounds"), empty=_("No round yet."))


def _chain(found: Contract, desk: Desk) -> tuple[Block, ...]:
    """The contracts it renewed, newest first; left out for a first one."""
    chain: list[Contract] = []
    at = desk.reader.maybe(Contract, found.renews)
    while at is not None and at.id not in {each.id for each in chain}:
        chain.append(at)
        at = desk.reader.maybe(Contract, at.renews)
    if not chain:
        return ()
    rows = tuple(row(each.number, each.title, _span(each)) for each in chain)
    end = found.end_reason.strip() if found.state == "terminated" else ""
    told: tuple[Block, ...] = (Heading(_("Reason of the end")), Paragraph(end)) if end else ()
    return (Table((Column(_("Number")), Column(_("Title"), weight=1.0), Column(_("Period"))), rows,
                  _("Contracts before it")), *told)


report(CODE, N_("Contract sheet"), audience=N_("Manager and leaders"), period=DAY, about="party", prices=False,
       comments=False, flows=True, parts=(
           Part("contract", N_("The contract"), contract), Part("terms", N_("Agreements"), terms),
           Part("history", N_("Review, rounds and renewals"), history)))
