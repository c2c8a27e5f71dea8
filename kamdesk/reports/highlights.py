"""The best and the worst facts of a period, chosen by their distance from the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Figure
from kamdesk.figures.thresholds import limits
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Fact, Secrecy
from kamdesk.reports.texts import STATUS, brief_money, cited, quantity, share
from kamdesk.words import N_, _

SHOWN = 3


@dataclass(frozen=True)
class Told:
    """How a figure is told: its sentence, whether more is better, and whether its parts are money."""

    sentence: str
    high: bool = True
    money: bool = False
    market: bool = False


TOLD = {
    "F02": Told(N_("{who}: coverage of {value}, {part} of {whole} clients in turn."), market=True),
    "F05": Told(N_("{who}: {value} of the visits due were made, {part} of {whole}.")),
    "F07": Told(N_("{who}: {value} of the plan was done, {part} of {whole} visits.")),
    "F10": Told(N_("{who}: {value} of the visits were effective, {part} of {whole}.")),
    "F11": Told(N_("{who}: {value} of the working days were in the field, {part} of {whole}.")),
    "F21": Told(N_("{who}: returns were {value} of sales, {part} of {whole}."), high=False, money=True),
    "F23": Told(N_("{who}: sales reached {value} of the target to date, {part} of {whole}."), money=True, market=True),
    "F24": Told(N_("{who}: sales changed {value} on last year, {part} on {whole}."), money=True, market=True),
    "F42": Told(N_("{who}: {value} of the receivables are overdue, {part} of {whole}."), high=False, money=True,
                market=True),
    "F44": Told(N_("{who}: {value} of what was due was collected, {part} of {whole}."), money=True),
    "F45": Told(N_("{who}: collections reached {value} of the goal to date, {part} of {whole}."), money=True,
                market=True),
}


@dataclass(frozen=True)
class Candidate:
    """A figure that could be told, whose it is, and how far it lies beyond (or short of) its good limit in points."""

    figure: Figure
    who: str
    distance: Fraction


def found(desk: Desk) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The three best and the three worst facts, at most one of each figure on either side."""
    every = candidates(desk)
    best = [each for each in every if each.figure.status == GOOD]
    worst = [each for each in every if each.figure.status in (WATCH, BAD)]
    return (_facts(sorted(best, key=lambda each: -each.distance)),
            _facts(sorted(worst, key=lambda each: each.distance)))


def candidates(desk: Desk) -> list[Candidate]:
    """Every judged percentage of the scope, and of each market where the figure is told by market."""
    kept: list[Candidate] = []
    for code, told in TOLD.items():
        asked = [(desk.scope_name, desk.ask(code))]
        if told.market:
            each = desk.by(code, "market")
            names = desk.names("territory", each, none="")
            asked.extend((names[key], figure) for key, figure in each.items() if names.get(key))
        kept.extend(Candidate(figure, who, distance(desk, figure, high=told.high)) for who, figure in asked
                    if figure.value is not None and figure.unit == PERCENT and figure.status)
    return kept


def distance(desk: Desk, figure: Figure, *, high: bool) -> Fraction:
    """Points between a percentage and its good limit, positive on the good side."""
    good = limits(desk.reader, figure.code)[0]
    return (figure.value or Fraction(0)) - good if high else good - (figure.value or Fraction(0))


def _facts(ranked: list[Candidate]) -> tuple[Fact, ...]:
    first: dict[str, Candidate] = {}
    for each in ranked:
        first.setdefault(each.figure.code, each)
    return tuple(_fact(each) for each in list(first.values())[:SHOWN])


def _fact(each: Candidate) -> Fact:
    told, figure = TOLD[each.figure.code], each.figure
    write = brief_money if told.money else quantity
    value = share(figure.value, decimals=1, signed=figure.code == "F24")
    text = _(told.sentence, who=each.who, value=value, part=write(figure.numerator or Fraction(0)),
             whole=write(figure.denominator or Fraction(0)))
    secret: Secrecy = "amount" if told.money else ""
    return Fact(text, STATUS[figure.status], secret, cited(figure, each.who))
