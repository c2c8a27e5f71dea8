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
from kamdesk.progress import Progress, silent
from kamdesk.records.team import Person
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Exclusions, Report, Section
from kamdesk.reports.register import DAY, REPORTS, WHOLE, Declared
from kamdesk.reports.secrecy import redact
from kamdesk.reports.spans import told
from kamdesk.words import _, fold

MODULES = ("daily", "weekly", "monthly", "state", "network", "fiche", "spending", "expiries", "statement", "route",
           "quotation", "market_sales", "credit", "evaluation", "contract", "letter", "recruitment", "agent",
           "promotion_request", "promotion_result", "sharing", "claims")
HIDE_PRICES = frozenset(("prices", "credit"))


@dataclass(frozen=True)
class Choices:
    """What a person may decide about a report; None leaves a switch as the report declares it.

    ``off`` names the parts left out (None: those that the report declares unticked), ``comments`` what is written at
    the end of a part, ``number`` is empty until the report is issued.
    """

    prices: bool | None = None
    amounts: bool | None = None
    off: frozenset[str] | None = None
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


@dataclass(frozen=True)
class Gathered:
    """A report before its switches: the blocks of every part, as the data were when they were read."""

    declared: Declared
    desk: Desk
    parts: Mapping[str, tuple[Block, ...]]


def gather(code: str, app: App, period: Period, scope: Scope = REGION, *, prices: bool | None = None,
           progress: Progress = silent) -> Gathered:
    """Read everything a report of the register says of a period and scope; the long part of ``build``.

    ``prices`` None: as the report declares it. ``progress`` hears of each part and may raise to stop. Problem for an
    unknown code.
    """
    each = declared(code)
    return _gathered(each, Desk(app, period, scope, prices=each.prices if prices is None else prices), progress)


def priced(gathered: Gathered, *, prices: bool) -> Gathered:
    """The same reading for another reader: figures are not asked again, lists are."""
    same = gathered.desk.prices == prices
    return gathered if same else _gathered(gathered.declared, replace(gathered.desk, prices=prices))


def _gathered(each: Declared, desk: Desk, progress: Progress = silent) -> Gathered:
    found: dict[str, tuple[Block, ...]] = {}
    for at, part in enumerate(each.parts):
        progress(_("Making “{part}”", part=_(part.title)), at, len(each.parts))
        found[part.name] = part.blocks(desk)
    return Gathered(each, desk, found)


def finish(gathered: Gathered, choices: Choices) -> Report:
    """The report with its switches applied, already without what its reader may not see."""
    each, desk = gathered.declared, gathered.desk
    amounts = each.amounts if choices.amounts is None else choices.amounts
    off = each.unticked if choices.off is None else choices.off
    sections = [Section(_(part.title), gathered.parts[part.name], _comment(each, choices, part.name),
                        new_page=not each.flows, quiet=each.dense, one_page=each.by_part)
                for part in each.parts if part.name not in off and gathered.parts[part.name]]
    if sections:
        closing = Exclusions(desk.exclusions() or (_("Nothing was left out."),))
        comment = sections[-1].comment if each.by_part else _comment(each, choices, WHOLE)
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, closing), comment=comment)
    return redact(_headed(gathered, choices, tuple(sections)), prices=desk.prices, amounts=amounts)


def _comment(each: Declared, choices: Choices, name: str) -> str | None:
    """The comment of a part or of the whole; None where there is none, "" leaves lines to write on by hand."""
    if not each.comments or each.by_part == (name == WHOLE):
        return None
    return choices.comments.get(name) or (None if each.dense else "")


def build(code: str, app: App, period: Period, scope: Scope = REGION, choices: Choices | None = None, *,
          hide: frozenset[str] = frozenset()) -> Report:
    """A report of the register about a period and scope.

    ``hide``: «prices» or «credit» leave out prices, margins and credit, as the switch of ``choices`` does; «amounts»
    the amounts. The same data, choices and day give the same report. Problem for an unknown code.
    """
    chosen = choices or Choices()
    prices = False if hide & HIDE_PRICES else chosen.prices
    amounts = False if "amounts" in hide else chosen.amounts
    return finish(gather(code, app, period, scope, prices=prices), replace(chosen, prices=prices, amounts=amounts))


def _headed(gathered: Gathered, chosen: Choices, sections: tuple[Section, ...]) -> Report:
    each, desk = gathered.declared, gathered.desk
    reader = desk.reader
    me = reader.maybe(Person, reader.me)
    through = min(filter(None, (loaded_through(reader.facts), desk.until)))
    return Report(
        code=each.code, title=_(each.name), company=reader.setting("company"), period=period_text(desk.period, each),
        scope=desk.scope_name, number=chosen.number, manager=me.name if me else "",
        reader=chosen.reader or _(each.audience), data_through=words.day(through), sections=sections,
        mark="" if each.about else _("Internal use"), language=words.language(),
        landscape=each.wide and desk.period.start != desk.period.end)


def period_text(period: Period, each: Declared) -> str:
    """The period as the report's header says it."""
    return words.day(period.end) if each.period == DAY else told(period)
