"""figure and report: what the data say of a period and scope."""

from __future__ import annotations

import argparse
import contextlib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kamdesk import clock, figures
from kamdesk.cli.answer import Answer, fraction_text
from kamdesk.cli.base import opened
from kamdesk.cli.values import day_of, record_id
from kamdesk.fields import Link
from kamdesk.figures.model import MONEY, Figure, Period, Scope
from kamdesk.problems import Problem
from kamdesk.store import Reader
from kamdesk.words import _, day, exponent, fold, money, number, percent

if TYPE_CHECKING:
    from kamdesk.doors import Doors

SCOPES = {"territory": "territory", "person": "person", "distributor": "distributor", "client": "client",
          "product_line": "line", "line": "line", "product": "product", "channel": "channel"}
KINDS = {"line": "product_line"}


def figure(options: argparse.Namespace, doors: Doors) -> Answer:
    """One figure, or one a key of a breakdown."""
    with opened(options, doors) as app:
        code, period = _code(options.code), period_of(options)
        scope = scope_of(options.scope, app.store)
        found = app.by(code, period, scope, dimension=options.by) if options.by else [app.ask(code, period, scope)]
        names = _names(found, app.store, options.by)
        currency = app.store.setting("currency")
    told = [{"name": _(figures.definition(code).name), **_told(each, names, currency)} for each in found]
    data: Any = {"code": code, "by": options.by, "figures": told} if options.by else told[0]
    return Answer(data, [line for each in found for line in _lines(each, names, currency)])


def _code(text: str) -> str:
    """A figure's code, or the code of the one with that name."""
    with contextlib.suppress(Problem):
        figures.definition(text.upper())  # looking for one fills the register
    if text.upper() in figures.FIGURES:
        return text.upper()
    named = [code for code, each in figures.FIGURES.items() if fold(text) in (fold(each.name), fold(_(each.name)))]
    return named[0] if named else text


def period_of(options: argparse.Namespace) -> Period:
    """The period asked for; without any, this month to its end."""
    try:
        if options.month:
            return Period.month(options.month)
    except ValueError:
        raise Problem(_("“{text}” is not a month. Write it like 2025-11 or nov 2025.", text=options.month)) from None
    if options.on:
        return Period.day(day_of(options.on))
    if options.start and options.end:
        return Period(day_of(options.start), day_of(options.end))
    if options.start or options.end:
        raise Problem(_("Give both days of the period: --from and --to."))
    return Period.month(f"{clock.today():%Y-%m}")


def scope_of(texts: list[str], reader: Reader) -> Scope:
    """«person:Laura Benítez», once or more: all conditions hold."""
    found: dict[str, Any] = {}
    for text in texts:
        kind, _colon, key = text.partition(":")
        if kind not in SCOPES or not key:
            raise Problem(_("“{text}” is no scope. Write a kind and a key: {kinds}.", text=text,
                            kinds=", ".join(SCOPES)))
        found[SCOPES[kind]] = record_id(KINDS.get(kind, kind), key, reader)
    return Scope(**found)


def _names(found: list[Figure], reader: Reader, dimension: str | None) -> dict[str, str]:
    """What the keys of a breakdown are called; months and options stay as they are."""
    kinds = {"market": "territory", "line": "product_line"}
    kind = kinds.get(dimension or "", dimension or "")
    if kind in ("month", "category", "segment", ""):
        return {}
    return reader.names(Link(kind, each.key) for each in found if each.key)


def _told(each: Figure, names: dict[str, str], currency: str) -> dict[str, Any]:
    def text(value: Fraction | int | None) -> str | None:
        if value is None:
            return None
        scaled = Fraction(value) / 10 ** exponent(currency) if each.unit == MONEY else Fraction(value)
        return fraction_text(scaled)

    return {
        "code": each.code, "key": each.key, "label": names.get(each.key or "", each.key), "value": text(each.value),
        "unit": each.unit, "currency": currency if each.unit == MONEY else None, "numerator": text(each.numerator),
        "denominator": text(each.denominator), "cutoff": each.cutoff, "status": each.status, "reason": _(each.reason),
        "exclusions": [{"reason": _(gone.reason), "count": gone.count, "amount": _amount(gone.amount, currency)}
                       for gone in each.exclusions],
        "notes": [_(note) for note in each.notes], "more": dict(each.more),
    }


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else fraction_text(Fraction(minor, 10 ** exponent(currency)))


def _lines(each: Figure, names: dict[str, str], currency: str) -> list[str]:
    label = names.get(each.key or "", each.key) if each.key is not None else ""
    line = f"{each.code} {label}".strip() + ": " + _shown(each, currency)
    if each.cutoff:
        line += " · " + _("cut-off {day}", day=day(each.cutoff))
    return [line, *("  " + _("left out: {reason} ({n})", reason=_(gone.reason), n=gone.count)
                    for gone in each.exclusions)]


def _shown(each: Figure, currency: str) -> str:
    if each.value is None:
        return _(each.reason) or _("no data")
    if each.unit == MONEY:
        return money(round(each.value), currency)
    if each.unit == "percent":
        return percent(float(each.value))
    whole = each.value.denominator == 1
    return number(int(each.value)) if whole else fraction_text(each.value)


def report(options: argparse.Namespace, doors: Doors) -> Answer:
    """A report as a PDF file."""
    from kamdesk import reports
    from kamdesk.files import write_atomically
    from kamdesk.pdf import render

    hidden = frozenset(part.strip() for part in options.hide.split(",") if part.strip())
    out = Path(options.out)
    with opened(options, doors) as app:
        built = reports.build(options.code, app, period_of(options), scope_of(options.scope, app.store), hide=hidden)
        pages = render(built, paper=app.store.setting("paper"))

    def write(file: BinaryIO) -> None:
        file.write(pages)

    write_atomically(out, write)
    data = {"report": options.code, "file": str(out), "bytes": len(pages)}
    return Answer(data, [_("Report written: {file}", file=out)])
