"""F30 Agreement fulfilment and F33 Agreements kept: what contracts promise against what was done (product/05 §5.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kamdesk.fields import Link
from kamdesk.figures import Rows, figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import PERCENT, Ask, Exclusion, Figure, ratio
from kamdesk.figures.thresholds import high, limits
from kamdesk.methods.terms import due_by
from kamdesk.problems import Problem
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.store import EQUAL, IN, Query, Reader, Row, Where
from kamdesk.words import N_, _, exponent

READS = ("contract", "contract_term", "sales_record", "allocation", "invoice", "hospital_listing", "training_session",
         "training_attendance")
NO_MINIMUM, NO_TERMS = N_("no minimum is agreed"), N_("nothing was due")
WAIVED = N_("waived")
SIGNED = ("in_force", "renewed", "terminated")
SIDES = ("counterparty", "company")
MOST, WHOLE = 100_000, 100  # rows; per cent


@dataclass(frozen=True)
class Term:
    """A commitment with its contract: what was reached and, of a minimum, what should be reached by now.

    Both in units of the thing (minor units of money, units of a product); None for terms without a minimum.
    """

    row: Row
    contract: Contract
    actual: Fraction | None = None
    due: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """F30, per cent."""
        return ratio(self.actual, self.due)


def terms_of(reader: Reader, ask: Ask) -> list[Term]:
    """The commitments of the signed contracts of a party, or of all, with what was reached of each today."""
    party = Link("distributor", ask.scope.distributor) if ask.scope.distributor else (
        Link("client", ask.scope.client) if ask.scope.client else None)
    wanted = [Where("party", EQUAL, party)] if party else []
    contracts = {each.id: each for each in reader.find(Contract, Where("state", IN, SIGNED), *wanted)}
    page = reader.page(ContractTerm.kind, Query((Where("contract", IN, sorted(contracts)),)), limit=MOST,
                       columns=("contract", "category", "period", "amount", "quantity", "owed_by", "due", "actual",
                                "state"))
    minor = 10 ** exponent(reader.setting("currency"))
    return [_term(row, contracts[row.values["contract"]], ask.until, minor) for row in page.rows]


def _term(row: Row, contract: Contract, on: datetime.date, minor: int) -> Term:
    values = row.values
    money = values["category"] == "minimum_purchase"
    least = values["amount"] if money else values["quantity"]
    if values["category"] not in ("minimum_purchase", "minimum_units") or not least or not (
            contract.start and contract.end):
        return Term(row, contract)
    last = min(contract.end, contract.ended_on or contract.end)
    reached = Fraction(values["actual"] or 0) * (minor if money else 1)
    return Term(row, contract, reached, due_by(Fraction(least), values["period"] or "year", (contract.start, last), on))


def minimums(facts: Facts, ask: Ask) -> Iterator[Term]:
    """The minimums of contracts in force, with what should be reached of each by now."""
    return (each for each in terms_of(facts.reader, ask) if each.due and each.contract.state == "in_force")


def _behind(facts: Facts, ask: Ask) -> Rows:
    return Rows(ContractTerm.kind, [each.row.id for each in minimums(facts, ask)])


@figure("F30", N_("Agreement fulfilment"), unit=PERCENT, reads=READS, rows=_behind,
        formula=N_("Actual ÷ (minimum × days elapsed ÷ days of the period) × 100"))
def fulfilment(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """The minimum that is furthest behind, of a party, of all, or of each distributor or client (``by``)."""
    if ask.by not in (None, "distributor", "client"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    worst: dict[Key, Term] = {}
    for each in minimums(facts, ask):
        party = each.contract.party
        key = party.id if ask.by and party and party.kind == ask.by else None
        if (key or not ask.by) and (key not in worst or (each.share or 0) < (worst[key].share or 0)):
            worst[key] = each
    keys: list[Key] = list(worst) if ask.by else [None]
    return {key: _fulfilled(facts, ask, key, worst.get(key)) for key in keys}


def _fulfilled(facts: Facts, ask: Ask, key: Key, term: Term | None) -> Figure:
    if term is None:
        return Figure("F30", PERCENT, None, cutoff=ask.until, period=ask.period, scope=ask.scope, key=key,
                      reason=NO_MINIMUM)
    return Figure("F30", PERCENT, term.share, term.actual, term.due, ask.until, ask.period, ask.scope, key,
                  high(facts.reader, "F30", term.share), more={"term": term.row.id})


def is_met(reader: Reader, term: Term) -> bool:
    """Whether a commitment counts as kept: by its state or, when it has a number, by what was really reached."""
    values = term.row.values
    if values["state"] != "pending":
        return bool(values["state"] == "met")
    if term.share is not None:
        return term.share >= WHOLE
    actual = values["actual"]
    if actual is None:
        return False
    if values["category"] == "payment_terms":
        return Fraction(actual) <= limits(reader, "F46")[0]
    return Fraction(actual) >= Fraction(values["quantity"] or 1)


@figure("F33", N_("Agreements kept"), unit=PERCENT, reads=READS,
        formula=N_("Commitments met ÷ commitments due × 100, each side apart"))
def kept(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """What the counterparty kept; ``more`` has what we kept: met, due and per cent. By ``category``: each side."""
    if ask.by not in (None, "category"):
        raise Problem(_("This figure cannot be divided by that."), field="by")
    due = [each for each in terms_of(facts.reader, ask)
           if each.row.values["due"] is not None and each.row.values["due"] <= ask.until]
    sides = {side: _side(facts, ask, side, [each for each in due if each.row.values["owed_by"] == side])
             for side in SIDES}
    if ask.by:
        return {side: each for side, each in sides.items() if each.denominator}
    ours = sides["company"]
    return {None: replace(sides["counterparty"], key=None, more={
        "company": ours.value, "company_met": ours.numerator, "company_due": ours.denominator})}


def _side(facts: Facts, ask: Ask, side: str, due: list[Term]) -> Figure:
    counted = [each for each in due if each.row.values["state"] != "waived"]
    met = sum(is_met(facts.reader, each) for each in counted)
    value = ratio(met, len(counted))
    gone = (Exclusion(WAIVED, len(due) - len(counted)),) if len(due) > len(counted) else ()
    return Figure("F33", PERCENT, value, Fraction(met), Fraction(len(counted)), ask.until, ask.period, ask.scope, side,
                  high(facts.reader, "F33", value), "" if value is not None else NO_TERMS, gone)

