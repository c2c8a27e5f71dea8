"""Alerts of what the company asks and owes, of policies and checks: L35, L41, L42."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kamdesk.alerts.model import BAD, MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.fields import Link
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.policies import ComplianceCheck, Policy, PolicyAck
from kamdesk.records.strategies import CompanyPlan, Directive
from kamdesk.records.team import Person
from kamdesk.store import EMPTY, IN, Where
from kamdesk.words import N_, _

OPEN = ("pending",)


@rule("L35", N_("Policies and checks"), "policy", "policy_ack", "person", "compliance_check",
      days=(N_("Days to acknowledge"), 15))
def policies(look: Look) -> Iterator[Alert]:
    """Policies in force that somebody has not acknowledged, checks past due and those that found a fault."""
    limit = look.ahead(-look.limit("L35", "days"))
    for policy in look.reader.find(Policy, Where("effective", "<=", limit), must_acknowledge=True, state="in_force",
                                   limit=MOST):
        yield from _unread(look, policy)
    checks = look.reader.find(ComplianceCheck, Where("state", IN, ("planned", "done")), limit=MOST)
    names = look.names(each.subject for each in checks)
    for each in checks:
        late = each.state == "planned" and each.due is not None and each.due < look.today
        if late or (each.state == "done" and each.result == "fails"):
            name = names.get(each.subject.id, "") if each.subject else ""
            title = _("Check of {name} not done") if late else _("Check of {name}: does not comply")
            yield Alert("L35", link_to(each), title.format(name=name),
                        _("It was due {when}", when=look.when(each.due)) if late and each.due else each.findings,
                        WATCH, N_("Verify"), each.due, owner=each.owner)


def _unread(look: Look, policy: Policy) -> Iterator[Alert]:
    read = {each.person.id for each in look.reader.find(PolicyAck, policy=policy.id) if each.person}
    people = [each for each in look.reader.find(Person, Where("end", EMPTY), Where("employer", EMPTY))
              if each.id not in read]
    if people:
        more = _("{name} and {n} more", name=people[0].name, n=len(people) - 1) if len(people) > 1 else people[0].name
        yield Alert("L35", link_to(policy), _("{name} without acknowledgement of {policy}", name=more,
                                              policy=policy.title), policy.number, WATCH,
                    N_("Record acknowledgement"), policy.effective)


@rule("L41", N_("Directives without action"), "directive", "company_plan", "task", "strategy", "promotion_plan",
      days=(N_("Days after receipt"), 5), due=(N_("Days before due"), 10))
def directives(look: Look) -> Iterator[Alert]:
    """Directives with nothing linked some days after they came, or about to fall due without being met."""
    found = look.reader.find(Directive, limit=None)
    came = {each.id: each.received_on for each in look.reader.find(
        CompanyPlan, Where("id", IN, sorted({each.plan for each in found if each.plan})))}
    for each in found[:MOST]:
        severity = _judged(look, each, came.get(each.plan or ""))
        if severity:
            yield Alert("L41", link_to(each), _("Directive without action: {text}", text=each.text.split("\n", 1)[0]),
                        _("Due {when}", when=look.when(each.due)) if each.due else "", severity, N_("Link an action"),
                        each.due)


def _judged(look: Look, each: Directive, came: datetime.date | None) -> str | None:
    if each.fulfilled_by:
        return None
    left = (each.due - look.today).days if each.due else None
    if left is not None and left <= look.limit("L41", "due"):
        return BAD if left < 0 else WATCH
    old = came is not None and (look.today - came).days >= look.limit("L41", "days")
    return WATCH if old else None


@rule("L42", N_("What the company owes"), "contract_term", "contract", days=(N_("Days before"), 7))
def owed(look: Look) -> Iterator[Alert]:
    """Commitments of the company that are due or past."""
    found = look.reader.find(ContractTerm, Where("due", "<=", look.ahead(look.limit("L42", "days"))),
                             Where("state", IN, OPEN), owed_by="company", sort=(("due", False),), limit=MOST)
    contracts = {each.id: each for each in look.reader.find(
        Contract, Where("id", IN, sorted({each.contract for each in found if each.contract})))}
    names = look.names(each.party for each in contracts.values())
    for each in found:
        contract = contracts.get(each.contract or "")
        if each.due and contract:
            name = names.get((contract.party or Link("", "")).id, "")
            yield Alert("L42", link_to(each), _("The company owes {name}: {text}", name=name, text=each.text),
                        _("Due {when}", when=look.when(each.due)), BAD if each.due < look.today else WATCH,
                        N_("Record fulfilment"), each.due, owner=contract.owner)
