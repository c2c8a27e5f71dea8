"""Contracts: negotiated, signed, kept, renewed, ended (product/04 §4.8)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.checklists import apply_checklist, best_template
from kamdesk.commands.coverage import end_all
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.checklists import Requirement
from kamdesk.records.contracts import (
    CONTRACT_STATES,
    TERM_CATEGORIES,
    TERM_STATES,
    Contract,
    ContractTerm,
    NegotiationRound,
)
from kamdesk.records.documents import Attachment
from kamdesk.records.network import Assignment
from kamdesk.records.tasks import Task
from kamdesk.store import Reader, UnitOfWork
from kamdesk.words import _

SIGNED = ("in_force", "renewed", "terminated")
READY = ("ready", "not_applicable")
NEGOTIATED = ("negotiation", "to_sign")
PREFIX = "C"


@command
def open_contract(uow: UnitOfWork, *, contract: Contract, terms: Sequence[ContractTerm] = ()) -> Contract:
    """Begin to negotiate a contract, with its number, its terms and the review that fits."""
    number = contract.number.strip() or uow.next_number(PREFIX)
    made = uow.add(dataclasses.replace(contract, number=number, state="negotiation", owner=contract.owner or uow.me))
    for each in terms:
        uow.add(dataclasses.replace(each, contract=made.id, state="pending"))
    if best_template(uow, made) is not None:
        apply_checklist(uow, parent=made, deadline=made.start)
    uow.describe(_("Create the contract with {name}", name=party_name(uow, made)))
    return made


@command
def send_contract_to_sign(uow: UnitOfWork, *, contract: Contract) -> Contract:
    """Say that what was negotiated went to be signed."""
    if contract.state != "negotiation":
        raise Problem(_("Only a contract in negotiation is sent to be signed."), field="state")
    uow.describe(_("Send contract {number} to be signed", number=contract.number))
    return uow.change(contract, state="to_sign")


@command
def record_round(uow: UnitOfWork, *, minutes: NegotiationRound) -> NegotiationRound:
    """Keep the minutes of a meeting about a contract; what stays open becomes a task for its next date."""
    contract = uow.get(Contract, minutes.contract or "")
    if contract.state not in NEGOTIATED:
        raise Problem(_("This contract is not being negotiated."), field="contract")
    if minutes.on is not None and minutes.on > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    made = uow.add(minutes)
    name = party_name(uow, contract)
    if made.pending.strip():
        due = made.next_on or clock.today() + datetime.timedelta(7)
        _task(uow, contract, _("Open points with {name}", name=name), due, expected=made.pending)
    uow.describe(_("Round with {name}", name=name))
    return made


@command
def sign_contract(uow: UnitOfWork, *, contract: Contract, on: datetime.date, by: str, file: Id | None = None,
                  unready: str = "", no_file: str = "") -> Contract:
    """Put a contract in force from its signature.

    What the review still lacks (``unready``) and a missing signed file (``no_file``) each need a reason, which stays
    in the state of the contract.
    """
    if contract.state != "to_sign":
        raise Problem(_("Send the contract to be signed first."), field="state")
    if on > clock.today():
        raise Problem(_("It cannot be in the future."), field="on")
    if not by.strip():
        raise Problem(_("Who signed it?"), field="signed_by")
    open_points = lacking(uow, contract)
    if open_points and not unready.strip():
        raise Problem(_("The review is not complete: {name}. Complete it or note a reason.", name=open_points[0].name),
                      field="unready", details=tuple(each.name for each in open_points[1:]))
    if file is None and not has_file(uow, contract) and not no_file.strip():
        raise Problem(_("Attach the signed contract or note a reason."), field="no_file")
    signed = uow.change(contract, state="in_force", signed_on=on, signed_by=by.strip(), end_reason="\n".join(
        filter(None, (unready.strip(), no_file.strip()))))
    if contract.renews:
        _end_renewed(uow, contract.renews)
    uow.describe(_("Sign contract {number}", number=contract.number))
    return signed


def lacking(reader: Reader, contract: Contract) -> list[Requirement]:
    """The mandatory requirements of the review that are not ready."""
    found = reader.find(Requirement, parent=Link("contract", contract.id), sort=(("order", False),))
    return [each for each in found if each.mandatory and each.state not in READY]


def has_file(reader: Reader, contract: Contract) -> bool:
    """Whether the signed contract is kept with it."""
    return bool(reader.count(Attachment, about=Link("contract", contract.id), category="contract"))


def party_name(reader: Reader, contract: Contract) -> str:
    """What the counterparty is called."""
    return reader.names([contract.party]).get(contract.party.id, "") if contract.party else ""


def _end_renewed(uow: UnitOfWork, id_: Id) -> None:
    before = uow.maybe(Contract, id_)
    if before is not None and before.state == "in_force":
        uow.change(before, state="renewed")


def _task(uow: UnitOfWork, contract: Contract, title: str, due: datetime.date, *, expected: str = "") -> None:
    uow.add(Task(title=title, category="follow_up", about=Link("contract", contract.id), due=due, first_due=due,
                 assigned_to=contract.owner or uow.me, expected=expected))


@command
def check_term(uow: UnitOfWork, *, term: ContractTerm, state: str, on: datetime.date | None = None,
               evidence: Id | None = None, note: str = "") -> ContractTerm:
    """Say whether a commitment was met on a day, not met, or waived; what we owe and did not do leaves a task."""
    contract = uow.get(Contract, term.contract or "")
    if contract.state not in SIGNED:
        raise Problem(_("The contract is not signed yet."), field="state")
    if state not in TERM_STATES or state == term.state:
        raise Problem(_("There is no change to save."), field="state")
    day = (on or clock.today()) if state == "met" else None
    told = uow.change(term, state=state, met_on=day, evidence=evidence or term.evidence, note=note.strip() or term.note)
    if state == "unmet" and term.owed_by == "company":
        _task(uow, contract, _("Keep what we owe: {text}", text=term_text(term)),
              clock.today() + datetime.timedelta(7), expected=told.note)
    uow.describe(_("Commitment {state}: {text}", state=_(TERM_STATES[state]).lower(), text=term_text(term)))
    return told


def term_text(term: ContractTerm) -> str:
    """What a commitment says: its text, else its category."""
    return term.text.strip() or _(TERM_CATEGORIES[str(term.category)])


@command
def renew_contract(uow: UnitOfWork, *, contract: Contract, end: datetime.date, start: datetime.date | None = None,
                   value: int | None = None, title: str = "") -> Contract:
    """Make the contract that follows, to be signed, with the terms of this one, from the day after its end.

    The old one is renewed; it holds until its last day.
    """
    if contract.state != "in_force":
        raise Problem(_("Only a contract in force can be renewed. It is: {state}.",
                        state=_(CONTRACT_STATES[str(contract.state)]).lower()), field="state")
    first = start or (contract.end or clock.today()) + datetime.timedelta(1)
    if end <= first:
        raise Problem(_("It must end after it starts."), field="end")
    uow.change(contract, state="renewed")
    made = uow.add(Contract(
        number=uow.next_number(PREFIX), category=contract.category, title=title.strip() or contract.title,
        start=first, end=end, value=contract.value if value is None else value, renews=contract.id, state="to_sign",
        owner=contract.owner, **_same(contract)))
    _copy_terms(uow, contract, made)
    uow.describe(_("Renew the contract with {name}", name=party_name(uow, contract)))
    return made


def _same(contract: Contract) -> dict[str, Any]:
    """What a new contract takes over from another."""
    names = ("party", "notice_days", "auto_renew", "currency", "territories", "lines", "exclusive", "confidentiality")
    return {name: getattr(contract, name) for name in names}


def _copy_terms(uow: UnitOfWork, old: Contract, new: Contract) -> None:
    """The commitments again, pending; a due day moves as far as the contract."""
    moved = (new.start - old.start) if new.start and old.start else datetime.timedelta(0)
    for each in uow.find(ContractTerm, contract=old.id):
        due = each.due + moved if each.due else None
        uow.add(ContractTerm(contract=new.id, category=each.category, product=each.product, line=each.line,
                             period=each.period, amount=each.amount, quantity=each.quantity, text=each.text,
                             owed_by=each.owed_by, due=due))


@command
def evaluate_trial(uow: UnitOfWork, *, contract: Contract, decision: str, result: str,
                   end: datetime.date | None = None, category: str = "distribution") -> Contract:
    """Judge a trial against its goal: convert it into a contract to negotiate, extend it to a day, or end it."""
    if contract.category != "trial" or contract.state != "in_force":
        raise Problem(_("Only a trial in force is judged."), field="state")
    if not result.strip():
        raise Problem(_("Write what the trial showed."), field="trial_result")
    if decision != "end" and (end is None or contract.end is None or end <= contract.end):
        raise Problem(_("Choose the day it ends, after the trial."), field="end")
    judged = uow.change(contract, trial_decision=decision, trial_result=result.strip(), **_trial(decision, end))
    uow.describe(_("Judge the trial of {name}", name=party_name(uow, contract)))
    if decision == "end":
        _release(uow, contract, clock.today())
    if decision != "convert" or end is None:
        return judged
    made = uow.add(Contract(number=uow.next_number(PREFIX), category=category, title=contract.title, end=end,
                            start=(contract.end or clock.today()) + datetime.timedelta(1), value=contract.value,
                            renews=contract.id, state="negotiation", owner=contract.owner, **_same(contract)))
    _copy_terms(uow, contract, made)
    return made


def _trial(decision: str, end: datetime.date | None) -> dict[str, Any]:
    if decision == "extend":
        return {"end": end}
    return {"state": "terminated", "ended_on": clock.today()} if decision == "end" else {}


@command
def terminate_contract(uow: UnitOfWork, *, contract: Contract, on: datetime.date, reason: str) -> Contract:
    """End a contract before its time; who holds territories by it keeps them until that day."""
    if contract.state not in ("in_force", *NEGOTIATED):
        raise Problem(_("This contract has ended already."), field="state")
    if not reason.strip():
        raise Problem(_("Write down the reason."), field="end_reason")
    _release(uow, contract, on)
    uow.describe(_("Terminate contract {number}", number=contract.number))
    return uow.change(contract, state="terminated", ended_on=on, end_reason=reason.strip())


def _release(uow: UnitOfWork, contract: Contract, on: datetime.date) -> None:
    """End what its party was assigned, when no other contract of it is in force."""
    if contract.party is None or contract.party.kind != "distributor":
        return
    others = [each for each in uow.find(Contract, party=contract.party, state="in_force") if each.id != contract.id]
    if not others and uow.count(Assignment, assignee=contract.party):
        end_all(uow, contract.party, on)
