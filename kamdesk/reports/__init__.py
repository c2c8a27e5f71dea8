"""Reports as plain data: sections, tables, charts, notes; no layout. ``build`` makes one of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module

from kamdesk import words
from kamdesk.app import App
from kamdesk.figures.model import REGION, Period, Scope
from kamdesk.figures.sales import loaded_through
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Exclusions, Report, Section
from kamdesk.reports.register import DAY, REPORTS, Declared
from kamdesk.reports.secrecy import redact
from kamdesk.words import _, fold

MODULES = ("monthly",)
HIDE_PRICES = frozenset(("prices", "credit"))


@dataclass(frozen=True)
class Choices:
    """What a person may decide about a report; None leaves a switch as the report declares it.

    ``off`` names the parts left out, ``comments`` what is written at the end of a part, ``number`` is empty until the
    report is issued.
    """

    prices: bool | None = None
    amounts: bool | None = None
    off: frozenset[str] = frozenset()
    comments: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""
    number: str = ""


def declared(code: str) -> Declared:
    """The report with that code or name; Problem when there is none."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    named = [each for each in REPORTS.values()
             if fold(code) in (fold(each.code), fold(each.name), fold(_(each.name)))]
    if not named:
        raise Problem(_("There is no report “{code}”. Choose one of {codes}.", code=code,
                        codes=", ".join(sorted(REPORTS))))
    return named[0]


def build(code: str, app: App, period: Period, scope: Scope = REGION, choices: Choices | None = None, *,
          hide: frozenset[str] = frozenset()) -> Report:
    """A report of the register about a period and scope, already without what its reader may not see.

    ``hide``: «prices» or «credit» leave out prices, margins and credit, as the switch of ``choices`` does; «amounts»
    the amounts. The same data, choices and day give the same report. Problem for an unknown code.
    """
    each, chosen = declared(code), choices or Choices()
    prices = (each.prices if chosen.prices is None else chosen.prices) and not hide & HIDE_PRICES
    amounts = (each.amounts if chosen.amounts is None else chosen.amounts) and "amounts" not in hide
    desk = Desk(app, period, scope, prices=prices)
    sections = [_section(desk, part.title, part.blocks(desk), chosen.comments.get(part.name, ""), each)
                for part in each.parts if part.name not in chosen.off]
    if sections:
        closing = Exclusions(desk.exclusions() or (_("Nothing was left out."),))
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, closing))
    return redact(_headed(desk, each, chosen, tuple(sections)), prices=prices, amounts=amounts)


def _section(_desk: Desk, title: str, blocks: tuple[Block, ...], comment: str, each: Declared) -> Section:
    return Section(_(title), blocks, comment if each.comments else None)


def _headed(desk: Desk, each: Declared, chosen: Choices, sections: tuple[Section, ...]) -> Report:
    reader = desk.reader
    me = reader.maybe(Person, reader.me)
    through = min(filter(None, (loaded_through(reader.facts), desk.until)))
    return Report(
        code=each.code, title=_(each.name), company=reader.setting("company"), period=period_text(desk.period, each),
        scope=desk.scope_name, number=chosen.number, manager=me.name if me else "",
        reader=chosen.reader or _(each.audience), data_through=words.day(through), sections=sections,
        mark=_("Internal use"), language=words.language())


def period_text(period: Period, each: Declared) -> str:
    """The period as the report's header says it."""
    if each.period == DAY or period.start == period.end:
        return words.day(period.end)
    if period == Period.month(period.first_month):
        return words.month(period.first_month)
    return f"{words.day(period.start)} – {words.day(period.end)}"
