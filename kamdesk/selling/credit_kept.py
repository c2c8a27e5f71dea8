"""What a credit proposal keeps of the day it was made: the figures read and the points they earned, as plain data."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from kamdesk.methods.credit_score import Opinion
from kamdesk.selling.credit_words import Judged, block_words, proposal

HUNDREDTH = Decimal("0.01")


def inputs_of(judged: Judged) -> dict[str, Any]:
    """Everything A6 was told, so that the same opinion can be formed again; money in minor units."""
    known, opinion = judged.known, judged.opinion
    return {"billing": str(rounded(known.billing)), "need": str(rounded(opinion.need)), "days": known.days,
            "limit": known.limit, "guarantee": known.guarantee, "months": known.months,
            "overdue_60": known.overdue_60, "overdue_90": known.overdue_90,
            "use": None if known.use is None else str(rounded(known.use)), "direction": proposal(judged)[1],
            "values": {name: exact(value) for name, value in known.values.items()},
            "missing": known.missing, "contract": known.contract, "blocked": known.blocked,
            "blocks": [block_words(each) for each in opinion.blocks]}


def factors_of(opinion: Opinion) -> list[dict[str, Any]]:
    """Each factor with its weight, value and points."""
    return [{"name": each.name, "weight": each.weight,
             "value": None if each.value is None else str(rounded(each.value)),
             "points": None if each.points is None else str(rounded(each.points))} for each in opinion.factors]


def rounded(value: Fraction) -> Decimal:
    """A fraction to hundredths, half away from zero is not at stake: the exact value is kept beside it."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(HUNDREDTH)


def exact(value: Fraction) -> str:
    """A fraction as text, «45/7»."""
    return f"{value.numerator}/{value.denominator}"
