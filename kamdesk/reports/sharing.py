"""R24 Reparto de recursos: who has how much of each resource against what it could buy, and the moves proposed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from kamdesk.budgeting.resources import Sharing, sharing
from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.figures.model import GOOD, WATCH
from kamdesk.figures.resources import BUDGET, DIMENSIONS, RESOURCES, Shared, judged
from kamdesk.methods.balance import Move
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Cell, Chart, Column, Fact, Facts, Note, Row, Secrecy, Table
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.reports.texts import STATUS, quantity, share, whole_money
from kamdesk.words import N_, _, exponent, money

DRAWN, MOST, HIGH = 7, 3, 130.0  # places, and resources beside the potential
SECRET: dict[str, Secrecy] = {"potential": "price", "sales": "amount", "budget": "amount"}


def division(dimension: str, desk: Desk) -> tuple[Block, ...]:
    """The table of a dimension, its bars and its moves."""
    found = sharing(desk.reader, desk.period, dimension)
    if not found.places:
        return (Note(_("Nothing is known by that yet."), "mute"),)
    blocks: list[Block] = [_table(found), _chart(found), _moves(found)]
    if found.division.estimated:
        blocks.append(Note(_("The potential is not known by that: sales of 12 months stand for it.")))
    return tuple(blocks)


def _table(found: Sharing) -> Table:
    """A row a place: what it could buy, then the share of each resource and its balance (F65)."""
    kept = found.kept
    columns = [Column(_(DIMENSIONS[found.dimension]), weight=1.0), Column(_("Potential"), "right", secrecy="price"),
               Column(_("Sales of 12 months"), "right", secrecy="amount"), Column(_("Base, share"), "right")]
    for name in kept:
        columns += [Column(_(RESOURCES[name]), "right", secrecy=SECRET.get(name, "")), Column("F65", "right")]
    rows = [_row(found, each, kept) for each in found.places]
    totals = [amount_words(name, found.division.totals.get(name)) for name in ("potential", "sales")]
    rows.append(Row((_("Total"), *totals, "", *(text for name in kept for text in (
        amount_words(name, found.division.totals[name]), ""))), "total"))
    return Table(tuple(columns), tuple(rows))


def _row(found: Sharing, each: Shared, kept: list[str]) -> Row:
    cells: list[str | Cell] = [found.names.get(each.key, each.key), amount_words("potential", each.amounts.get(
        "potential")), amount_words("sales", each.amounts.get("sales")), "—" if each.base is None else share(
        each.base, decimals=1)]
    for name in kept:
        value = each.balance.get(name)
        cells += [amount_words(name, each.amounts.get(name)),
                  Cell("—" if value is None else share(value), STATUS[judged(value)])]
    return Row(tuple(cells))


def amount_words(name: str, value: Fraction | None) -> str:
    """An amount of a resource as a table writes it."""
    if value is None:
        return "—"
    number = round(value)
    return whole_money(number) if name in ("potential", "sales", BUDGET) else quantity(number)


def bars(found: Sharing) -> GroupedBars:
    """Shares, per cent, of the potential and of each resource, of the places with most potential."""
    places = found.places[:DRAWN]
    base = _("Sales") if found.division.estimated else _("Potential")
    series = [Series(base, tuple(map(_tenths, (each.base for each in places))))]
    series += [Series(_(RESOURCES[name]), tuple(map(_tenths, (each.shares.get(name) for each in places))))
               for name in found.kept[:MOST]]
    return GroupedBars(tuple(found.names.get(each.key, "") for each in places), tuple(series), Unit("percent"))


def _tenths(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _chart(found: Sharing) -> Chart:
    return Chart(bars(found), _("Share of each resource"), HIGH, twin=False)


def _moves(found: Sharing) -> Facts:
    facts = tuple(Fact(move_words(found.names, name, move), STATUS[GOOD if move.enough else WATCH])
                  for name, move in found.moves.items())
    return Facts(facts, _("Moves proposed"), _("Every resource lies within 80 and 120 % of its share."))


def move_words(names: Mapping[str, str], resource: str, move: Move) -> str:
    """«Presupuesto: mueve $ 12,000 de Jalisco a Bajío, que pasa de 60 % a 80 % de su parte.»."""
    units = money(move.amount * 10 ** exponent(), None, 0) if resource == BUDGET else quantity(move.amount)
    said = _("{what}: move {units} from {source} to {target}. {source} goes from {first} to {then} of its share, "
             "{target} from {before} to {after}.", what=_(RESOURCES[resource]), units=units,
             source=names.get(move.source, ""), target=names.get(move.target, ""),
             before=share(move.before[1]), after=share(move.after[1]), first=share(move.before[0]),
             then=share(move.after[0]))
    return said if move.enough else " ".join((said, _("There is no more to spare.")))


report("R24", N_("Sharing of resources"), audience=N_("Management"), period=QUARTER, also=(MONTH, YEAR), flows=True,
       prices=True, parts=tuple(Part(name, title, partial(division, name)) for name, title in (
           ("market", N_("By territory")), ("segment", N_("By segment")), ("line", N_("By line")),
           ("person", N_("By person")))))
