"""F101 Channel mix: what each channel sells of the whole, against its goal, with its margin (product/05 §5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kamdesk.figures import figure
from kamdesk.figures.facts import Facts, Key
from kamdesk.figures.model import BAD, GOOD, PERCENT, WATCH, Ask, Figure, ratio
from kamdesk.figures.sales import Sold, cutoff, sold
from kamdesk.problems import Problem
from kamdesk.records.market import Channel
from kamdesk.words import N_, _

NEAR, FAR = 3, 6  # points from the goal
NO_SALES = N_("nothing was sold")
UNCOSTED = N_("part of it has no known cost")


@figure("F101", N_("Channel mix"), unit=PERCENT, reads=("sales_record", "channel", "client", "distributor", "setting"),
        formula=N_("Net sales of the channel ÷ net sales of all × 100"))
def channel_mix(facts: Facts, ask: Ask) -> Mapping[Key, Figure]:
    """Each channel (``by`` channel, «» without one) or that of the scope; ``more``: points over its goal and margin."""
    if ask.by not in (None, "channel") or (ask.by is None and not ask.scope.channel):
        raise Problem(_("This figure is divided by channel."), field="by")
    found = sold(facts, replace(ask, by="channel", scope=replace(ask.scope, channel=None)), cutoff(facts, ask))
    whole = sum(each.net for each in found.values())
    aims = {each.id: each.share_goal for each in facts.reader.find(Channel)}
    blank = Figure("F101", PERCENT, None, cutoff=cutoff(facts, ask), period=ask.period, scope=ask.scope)
    keys: list[Key] = list(found) if ask.by else [ask.scope.channel]
    told = {key: _told(replace(blank, key=key), found.get(key, Sold()), whole, aims.get(key or "")) for key in keys}
    return told if ask.by else {None: replace(told[ask.scope.channel], key=None)}


def _told(blank: Figure, each: Sold, whole: int, aim: Decimal | None) -> Figure:
    share = ratio(each.net, whole) if whole > 0 else None
    goal = None if aim is None else Fraction(aim)
    over = None if share is None or goal is None else share - goal
    margin = ratio(each.costed - each.cost, each.costed) if each.costed else None
    notes = (UNCOSTED,) if each.costed and each.costed != each.net else ()
    return replace(blank, value=share, numerator=Fraction(each.net), denominator=Fraction(whole), status=judged(over),
                   reason="" if share is not None else NO_SALES, exclusions=each.exclusions, notes=notes,
                   more={"over": over, "goal": goal, "margin": margin})


def judged(over: Fraction | None) -> str | None:
    """Good within 3 points of the goal, to watch within 6, bad beyond; nothing without a goal."""
    if over is None:
        return None
    return GOOD if abs(over) <= NEAR else WATCH if abs(over) <= FAR else BAD
