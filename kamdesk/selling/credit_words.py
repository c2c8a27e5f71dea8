"""What A6 says in words: each factor with its figure and points, what stops an increase, the proposal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from kamdesk.methods.credit_score import (
    DECREASE,
    DOCUMENTS,
    INCREASE,
    OVERDUE,
    PAYMENT,
    PROMISES,
    PURCHASES,
    Factor,
    Facts,
    Opinion,
)
from kamdesk.words import N_, _, number, percent

FACTOR_NAMES = {PAYMENT: N_("Paying in time"), OVERDUE: N_("Overdue"), PURCHASES: N_("Purchases"),
                DOCUMENTS: N_("Documents"), PROMISES: N_("Promises")}
BLOCKS = {"overdue_60": N_("it owes invoices more than 60 days past due"),
          "documents": N_("a mandatory document is missing or expired"), "contract": N_("no contract is in force"),
          "band": N_("its score is in band C or D"), "young": N_("it has bought for less than 6 months"),
          "blocked": N_("its credit is blocked")}
_SAID = {PAYMENT: N_("It pays {value} days late on average ({points}/100)."),
         OVERDUE: N_("{value} of its balance is overdue ({points}/100)."),
         PURCHASES: N_("Its purchases of six months changed by {value} ({points}/100)."),
         DOCUMENTS: N_("{value} of its mandatory documents are in force ({points}/100)."),
         PROMISES: N_("It kept {value} of its payment promises ({points}/100).")}
_UNKNOWN = N_("{factor}: without data, left out of the score.")


class Judged(Protocol):
    """What was read, and the opinion about it."""

    @property
    def known(self) -> Facts:
        """What was read."""

    @property
    def opinion(self) -> Opinion:
        """What A6 says."""


def value_words(name: str, value: Fraction) -> str:
    """The value of a factor in its own unit."""
    shown = Decimal(value.numerator) / Decimal(value.denominator)
    if name == PAYMENT:
        return number(shown, 1)
    return percent(shown, signed=name == PURCHASES)


def factor_words(factor: Factor) -> str:
    """One factor as a sentence."""
    if factor.value is None or factor.points is None:
        return _(_UNKNOWN, factor=_(FACTOR_NAMES[factor.name]))
    points = Decimal(factor.points.numerator) / Decimal(factor.points.denominator)
    return _(_SAID[factor.name], value=value_words(factor.name, factor.value), points=number(points))


def block_words(name: str) -> str:
    """What stops an increase, as a sentence without its beginning."""
    return _(BLOCKS[name])


def reasons(judged: Judged) -> list[str]:
    """The sentences of an opinion: best and worst factor first, then the others, then what stops or blocks."""
    opinion = judged.opinion
    known = sorted((each for each in opinion.factors if each.points is not None), key=_points, reverse=True)
    ends = [known[0], *known[-1:]] if len(known) > 1 else known
    order = [*ends, *(each for each in known if each not in ends),
             *(each for each in opinion.factors if each.points is None)]
    said = [factor_words(each) for each in order]
    said += [_("It cannot be raised: {reason}.", reason=block_words(each)) for each in opinion.blocks]
    if opinion.block:
        said.append(_("Its credit should be blocked: it owes too much for too long."))
    return said


def _points(factor: Factor) -> Fraction:
    return factor.points or Fraction(0)


def proposal(judged: Judged) -> tuple[int | None, str]:
    """The limit proposed in minor units, and what it does: increase, hold, decrease or block."""
    opinion = judged.opinion
    if opinion.block:
        return judged.known.limit if opinion.limit is None else opinion.limit, "block"
    return opinion.limit, {INCREASE: INCREASE, DECREASE: DECREASE}.get(opinion.direction or "", "hold")
