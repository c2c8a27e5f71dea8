"""Credit opinions of the demo, each with the figures it was formed from: four of today, one a year before them."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.demo.agreements import partners
from kamdesk.demo.book import Book, named, pesos
from kamdesk.demo.partners import CREDIT, owner_of
from kamdesk.figures.score import Judged
from kamdesk.methods.credit_score import DOCUMENTS, OVERDUE, PAYMENT, PROMISES, PURCHASES, Facts, assess
from kamdesk.selling.credit_kept import factors_of, inputs_of, rounded

ROUNDING, YEARLY = pesos(10_000), 17
# distributor -> billing of a month; days late, overdue %, purchases %, documents %, promises %; what blocks an increase
OPINIONS: dict[str, tuple[int, tuple[int, int, int, int, int], str]] = {
    "medisur": (820_000, (5, 3, 10, 100, 100), ""),
    "alteza": (820_000, (5, 3, 10, 80, 100), "La licencia sanitaria venció hace 14 días."),
    "colimed": (400_000, (30, 24, -8, 80, 50), "La banda D no permite aumentos."),
    "bajio": (830_000, (9, 8, 4, 80, 100), ""),
}


def fill(book: Book) -> None:
    """Four of today's month, and the yearly ones before them."""
    for key, (billing, values, block) in OPINIONS.items():
        late, overdue, growth, _documents, _promises = values
        limit, days = CREDIT[key]
        judged = _judged(values, billing=pesos(billing), limit=pesos(limit), days=days, missing=key == "alteza")
        _put(book, key, judged, distributor=key, state="draft", on=book.work(-3), data_through=book.day(-4),
             blocks=block, owner=named("person", "me"),
             reasons=f"Paga con {late}.0 días de atraso en promedio. Vencido: {overdue} %. "
                     f"Compras: {growth:+d} %. {block}")
    for at in range(YEARLY):
        key, _name, city, _role = partners()[at % 9]
        _put(book, f"yearly-{at}", _of_last_year(key, at), distributor=key, state="applied",
             on=book.day(-370 - at * 21), data_through=book.day(-372 - at * 21), applied_on=book.day(-360 - at * 21),
             reasons="Compras constantes y documentos completos.", owner=named("person", owner_of(key, city)))


def _judged(values: tuple[int, ...], *, billing: int, limit: int, days: int, missing: bool = False) -> Judged:
    names = (PAYMENT, OVERDUE, PURCHASES, DOCUMENTS, PROMISES)
    known = Facts(dict(zip(names, map(Fraction, values), strict=True)), billing=Fraction(billing), days=days,
                  limit=limit, months=24, missing=missing)
    return Judged(known, assess(known, rounding=ROUNDING), ROUNDING)


def _of_last_year(key: str, at: int) -> Judged:
    """What raised the limit to today's: it paid well, and bought what such a limit needs."""
    limit, days = CREDIT[key]
    billing = round(pesos(limit) * Fraction(30, days) / Fraction(12, 10) / Fraction(12, 10)) + 1
    return _judged((2 + at % 4, 1 + at % 3, 8 + at % 5, 100, 100), billing=billing, limit=round(pesos(limit) * 0.9),
                   days=days)


def _put(book: Book, key: str, judged: Judged, *, distributor: str, blocks: str = "", **values: object) -> None:
    opinion = judged.opinion
    inputs = {**inputs_of(judged), "blocks": [blocks] if blocks else []}
    book.put("credit_assessment", key, distributor=named("distributor", distributor), score=rounded(
        opinion.score or Fraction(0)), band=opinion.band, current_limit=judged.known.limit,
        suggested_limit=opinion.limit, proposed_limit=opinion.limit, current_days=judged.known.days,
        proposed_days=judged.known.days, inputs=inputs, factors=factors_of(opinion), **values)
