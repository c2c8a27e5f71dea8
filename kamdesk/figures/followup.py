"""Sales followed up: each key of a breakdown with its target, growth, returns and share, and the whole beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import NUMBER, Ask, Exclusion, Figure, Period, Scope, ratio
from kamdesk.figures.sales import attainment, growth, net_sales, return_rate
from kamdesk.methods.months import month_range
from kamdesk.words import N_

MEASURES = {"amount": N_("Amount"), "units": N_("Units")}
DIMENSIONS: dict[str, tuple[str, str, str]] = {  # dimension: what it is called, what lacks it, the kind of its keys
    "market": (N_("Market"), N_("Without market"), "territory"),
    "line": (N_("Line"), N_("Without line"), "product_line"),
    "product": (N_("Product"), N_("Without product"), "product"),
    "distributor": (N_("Distributor"), N_("Without distributor"), "distributor"),
    "person": (N_("Seller"), N_("Without seller"), "person"),
    "client": (N_("Client"), N_("Without client"), "client"),
    "channel": (N_("Channel"), N_("Without channel"), "channel"),
    "month": (N_("Month"), "", ""),
}
Answers = Mapping[str, Mapping[Key, Figure]]


@dataclass(frozen=True)
class Followed:
    """One key: sold (F20, or units), attainment (F22), to date (F23), growth (F24), returns (F21), share in per cent.

    A figure is None where the measure has none (growth and returns of units) or nothing is known of the key.
    """

    key: Key
    sold: Figure
    attainment: Figure | None
    to_date: Figure | None
    growth: Figure | None
    returns: Figure | None
    share: Fraction | None

    @property
    def target(self) -> Fraction | None:
        """The target of the whole period in minor units (or units); None when nobody set one."""
        return self.attainment.denominator if self.attainment else None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure it has."""
        every = (self.sold, self.attainment, self.to_date, self.growth, self.returns)
        return tuple(each for each in every if each is not None)


@dataclass(frozen=True)
class Followup:
    """The whole and its parts, the greatest first (months in their order, what has no such key last)."""

    whole: Followed
    parts: Sequence[Followed]

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """What the figures of the whole leave out, each said once."""
        return tuple(dict.fromkeys(gone for figure in self.whole.figures for gone in figure.exclusions))


def followup(facts: Facts, period: Period, *, by: str, measure: str = "amount",
             whole: Followed | None = None) -> Followup:
    """Follow the sales of a period by a dimension of ``DIMENSIONS`` in a measure of ``MEASURES``.

    ``whole``: that of the same period and measure, when it is known from another dimension.
    """
    whole = whole or _followed(_answers(facts, Ask(period), measure), None, None)
    if by == "month":
        return Followup(whole, [_of_month(facts, month, measure, whole)
                                for month in month_range(period.first_month, period.last_month)])
    answers = _answers(facts, Ask(period, by=by), measure)
    keys = dict.fromkeys(key or "" for each in answers.values() for key in each)
    parts = [_followed(answers, key, whole) for key in keys]
    return Followup(whole, sorted(filter(_says, parts), key=_rank))


def scope_of(dimension: str, key: str) -> Scope:
    """The scope that holds the rows of one key; a person without her team, as the breakdown counts."""
    if dimension == "month":
        return Scope()
    if dimension == "person":
        return Scope(person=key, alone=True)
    named: dict[str, Any] = {"territory" if dimension == "market" else dimension: key}
    return Scope(**named)


def _of_month(facts: Facts, month: str, measure: str, whole: Followed) -> Followed:
    """A month as a period of its own: its growth is over the same month of last year."""
    answers = _answers(facts, Ask(Period.month(month)), measure)
    found: Answers = {name: {month: replace(each[None], key=month)} for name, each in answers.items() if None in each}
    return _followed(found, month, whole)


def _answers(facts: Facts, ask: Ask, measure: str) -> Answers:
    reached = attainment(facts, ask, measure), attainment(facts, ask, measure, to_date=True)
    sold = net_sales(facts, ask)
    found: dict[str, Mapping[Key, Figure]] = {"attainment": reached[0], "to_date": reached[1]}
    if measure == "units":
        return {"sold": {key: _units(each) for key, each in sold.items()}, **found}
    return {"sold": sold, **found, "growth": growth(facts, ask), "returns": return_rate(facts, ask)}


def _units(each: Figure) -> Figure:
    units = None if each.value is None else each.more["units"]
    return replace(each, unit=NUMBER, value=units, numerator=units)


def _followed(answers: Answers, key: Key, whole: Followed | None) -> Followed:
    found = {name: answers.get(name, {}).get(key) for name in ("sold", "attainment", "to_date", "growth", "returns")}
    if key == "":  # targets without such a key are those of the levels above, not of these sales
        found["attainment"] = found["to_date"] = None
    sold = found.pop("sold") or _nothing(whole, key)
    share = ratio(sold.value, whole.sold.value) if whole else ratio(sold.value, sold.value)
    return Followed(key, sold, share=share, **found)


def _nothing(whole: Followed | None, key: Key) -> Figure:
    """Sales of a key nobody sold to: zero where sales are loaded."""
    if whole is None:
        raise ValueError("the whole always has sales")
    known = None if whole.sold.value is None else Fraction(0)
    return replace(whole.sold, key=key, value=known, numerator=known, exclusions=(), more={})


def _says(each: Followed) -> bool:
    before = each.growth.denominator if each.growth else None
    return bool(each.sold.value or each.target or before or each.sold.more.get("rows") or each.sold.exclusions)


def _rank(each: Followed) -> tuple[bool, Fraction, str]:
    return not each.key, -(each.sold.value or Fraction(0)), each.key or ""
