"""Alerts of what partners promised and keep in store: L09, L33."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kamdesk.alerts.model import MOST, WATCH, Alert, Look, link_to, rule
from kamdesk.fields import Link
from kamdesk.figures import by
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.network import EXCESS, SCARCE
from kamdesk.figures.terms import READS as TERMS
from kamdesk.figures.terms import Term, minimums
from kamdesk.records.distributors import Distributor
from kamdesk.store import IN, Where
from kamdesk.words import N_, _, percent, plural


@rule("L09", N_("Minimums behind"), *TERMS, share=(N_("Per cent of what is due"), 85),
      after=(N_("After per cent of the period"), 25))
def behind(look: Look) -> Iterator[Alert]:
    """Contracts with a minimum behind what is due by now (F30), once part of its period has passed."""
    worst: dict[str, Term] = {}
    for each in minimums(look.facts, Ask(Period.day(look.today))):
        known = worst.get(each.contract.id)
        if _is_behind(look, each) and (known is None or (each.share or 0) < (known.share or 0)):
            worst[each.contract.id] = each
    names = look.names(each.contract.party for each in worst.values())
    for each in sorted(worst.values(), key=lambda one: (one.share or 0, one.contract.id))[:MOST]:
        contract = each.contract
        name = names.get(contract.party.id, "") if contract.party else ""
        yield Alert("L09", link_to(contract), _("{name} is at {n} of its minimum", name=name,
                                                n=percent(float(each.share or 0), 0)),
                    contract.number, WATCH, N_("See commitments"), contract.end, owner=contract.owner)


def _is_behind(look: Look, term: Term) -> bool:
    """Whether a minimum is far enough into its period, and too far behind."""
    values = term.row.values
    least = values["amount"] if values["category"] == "minimum_purchase" else values["quantity"]
    begun = (term.due or 0) * 100 >= look.limit("L09", "after") * Fraction(least or 0)
    return begun and term.share is not None and term.share < look.limit("L09", "share")


@rule("L33", N_("Stock of distributors"), "distributor", "distributor_stock", "sales_record",
      scarce=(N_("Fewer days than"), SCARCE), excess=(N_("More days than"), EXCESS))
def stock(look: Look) -> Iterator[Alert]:
    """Distributors whose last stock lasts too short, or too long, at what they sell (F53)."""
    few, many = look.limit("L33", "scarce"), look.limit("L33", "excess")
    days = {each.key: each.value for each in by(look.facts, "F53", Period.day(look.today), dimension="distributor")
            if each.key and each.value is not None and not few <= each.value <= many}
    for party in look.reader.find(Distributor, Where("id", IN, sorted(days)), sort=(("name", False),), limit=MOST):
        left = round(days[party.id])
        yield Alert("L33", Link("distributor", party.id),
                    plural("{name} has stock for {n} day", "{name} has stock for {n} days", left, name=party.name),
                    _("It runs short") if left < few else _("More than it sells"), WATCH, N_("See stock"),
                    owner=party.owner)
