"""R22 Plan de captación: goals and what came of them, the way of the candidates, activities, comparisons, trials."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.charts import TargetBars, TargetRow
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.figures.funnel import Step, steps
from kamdesk.figures.model import Ask
from kamdesk.figures.recruiting import goals_of, plans_of, signed_of, wanted
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import STAGES, Distributor, StageChange
from kamdesk.records.promotions import PromotionActivity
from kamdesk.records.recruitment import RecruitmentPlan
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import row
from kamdesk.reports.listing import Listing
from kamdesk.reports.listing import table as listed
from kamdesk.reports.model import Block, Card, Cards, Cell, Chart, Column, Row, Table
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.reports.texts import STATUS, brief_money, cited, quantity, share, whole_money
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import N_, SHORT_MONTHS, _, day

MOST, BAR = 40, 22.0


def _ask(desk: Desk) -> Ask:
    return Ask(desk.period, desk.scope, today=desk.today)


def _plans(desk: Desk) -> list[RecruitmentPlan]:
    return plans_of(desk.reader, _ask(desk))


def goals(desk: Desk) -> tuple[Block, ...]:
    """Agents, sales and spend against what was wanted by now; by month, territory and line."""
    if not _plans(desk):
        return (Table((), (), empty=_("There is no recruitment plan of this period.")),)
    return _cards(desk), _by_month(desk), _by(desk, "territory", _("By territory")), _by(desk, "line", _("By line"))


def _cards(desk: Desk) -> Cards:
    found, more = desk.ask("F57"), desk.ask("F57").more
    source = cited(found, desk.scope_name)
    return Cards((
        Card(_("Agents signed"), quantity(found.numerator or 0),
             _("of {n} wanted by now", n=quantity(found.denominator or 0)), STATUS[found.status], source=source),
        Card(_("Their purchases"), brief_money(more["sales"]), _("of {plan}", plan=brief_money(more["sales_goal"])),
             secrecy="amount", beside="amount"),
        Card(_("Spent"), brief_money(more["spend"]), _("of {plan}", plan=brief_money(more["spend_goal"])),
             secrecy="amount", beside="amount"),
        Card(_("Cost of each agent"), "—" if more["cost"] is None else whole_money(more["cost"]),
             _("spent ÷ agents signed"), secrecy="amount")))


def _by_month(desk: Desk) -> Chart:
    """Agents by month: signed and wanted."""
    ask, plans = _ask(desk), _plans(desk)
    every, parts = goals_of(desk.reader, plans, ask), signed_of(desk.reader.facts, plans, ask)
    months = sorted({each.month or "" for each in every} | {f"{each.on:%Y-%m}" for each in parts})
    first: dict[Id, str] = {}
    for each in parts:  # by day: an agent counts in the month of its first contract
        first.setdefault(each.party, f"{each.on:%Y-%m}")
    rows = tuple(TargetRow(f"{_(SHORT_MONTHS[int(month[5:]) - 1])} {month[:4]}",
                           sum(one == month for one in first.values()),
                           wanted(each for each in every if each.month == month).agents) for month in months)
    return Chart(TargetBars(rows, name=_("Signed"), target_name=_("Goal")), _("Agents by month"),
                 BAR * max(len(rows), 2) + BAR)


def _by(desk: Desk, dimension: str, title: str) -> Table:
    found = desk.by("F57", dimension)
    kind = "territory" if dimension == "territory" else "product_line"
    names = desk.names(kind, found, none=_("Not said"))
    rows = tuple(Row((names.get(key, ""), quantity(each.numerator or 0), quantity(each.denominator or 0),
                      Cell(share(each.value) if each.value is not None else "—", STATUS[each.status])))
                 for key, each in sorted(found.items(), key=lambda one: names.get(one[0], "")))
    columns = (Column(_("Name"), weight=1.0), Column(_("Signed"), "right"), Column(_("Goal"), "right"),
               Column(_("Attainment"), "right"))
    return Table(columns, rows, title, empty=_("No goal of agents in the period."))


def way(desk: Desk) -> tuple[Block, ...]:
    """How candidates went from stage to stage: how many, what share went on, and how long it took."""
    plans = _plans(desk)
    found = steps(desk.reader, plans[0].id if len(plans) == 1 else None, desk.until)
    bars = TargetBars(tuple(TargetRow(_(STAGES[each.stage]), each.entered) for each in found), name=_("Candidates"))
    columns = (Column(_("Stage"), weight=1.0), Column(_("Entered"), "right"), Column(_("Went on"), "right"),
               Column(_("Median days"), "right"), Column(_("Still there"), "right"), Column(_("Days so far"), "right"))
    return (Chart(bars, _("From prospect to active"), BAR * (len(found) + 1), twin=False),
            Table(columns, tuple(_step(each) for each in found), _("Stages")))


def _step(each: Step) -> Row:
    return row(_(STAGES[each.stage]), quantity(each.entered),
               "" if each.conversion is None else share(each.conversion, decimals=1), _days(each.days),
               quantity(each.waiting), _days(each.so_far))


def _days(value: Fraction | None) -> str:
    return "" if value is None else quantity(value)


def work(desk: Desk) -> tuple[Block, ...]:
    """What was done to find them, who was compared, the trials, and what comes next."""
    links = [Link(RecruitmentPlan.kind.name, each.id) for each in _plans(desk)]
    activities = Listing(
        PromotionActivity, ("on", "name", "category", "territory", "leads", "actual_cost", "state"), _("Activities"),
        _("No activity in the period."), (Where("plan", IN, links), Where("on", AT_LEAST, desk.period.start),
                                          Where("on", AT_MOST, desk.period.end)), (("on", False),), ("name",), MOST)
    return listed(desk, activities), _compared(desk), _trials(desk), _next(desk)


def _compared(desk: Desk) -> Table:
    """Candidates that were compared and not taken, each with why."""
    changes = desk.reader.find(StageChange, Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.until),
                               Where("reason", FILLED), sort=(("on", False),))
    mark = _("not chosen: {reason}", reason="")
    kept = [each for each in changes if each.reason.startswith(mark.strip())]
    names = desk.reader.names(Link("distributor", each.distributor) for each in kept if each.distributor)
    rows = tuple(row(day(each.on) if each.on else "", names.get(each.distributor or "", ""),
                     each.reason.removeprefix(mark.strip()).strip().capitalize()) for each in kept)
    return Table((Column(_("Date")), Column(_("Candidate")), Column(_("Why it was not chosen"), weight=1.0)), rows,
                 _("Candidates compared"), empty=_("Nobody was compared in the period."))


def _trials(desk: Desk) -> Table:
    """Trial contracts that ran in the period, with what was decided."""
    return listed(desk, Listing(
        Contract, ("party", "start", "end", "trial_goal", "trial_decision", "standing"), _("Trials"),
        _("No trial ran in the period."), (Where("category", "=", "trial"), Where("start", AT_MOST, desk.until),
                                           Where("end", AT_LEAST, desk.period.start)), (("end", False),),
        ("party", "trial_goal"), MOST))


def _next(desk: Desk) -> Table:
    """Candidates on their way: the stage each is at, and who answers for it."""
    found = desk.reader.find(Distributor, Where("stage", IN, ("prospect", "research", "trial")),
                             sort=(("stage", False), ("name", False)))
    owners = desk.reader.names(Link("person", each.owner) for each in found if each.owner)
    stage = Distributor.kind.fields["stage"]
    rows = tuple(row(each.name, display(stage, each.stage), owners.get(each.owner or "", "")) for each in found)
    return Table((Column(_("Candidate"), weight=1.0), Column(_("Stage")), Column(_("Owner"))), rows,
                 _("On the way"), empty=_("Nobody is on the way."))


report("R22", N_("Recruitment plan report"), audience=N_("Management"), period=YEAR, also=(QUARTER, MONTH), flows=True,
       parts=(Part("goals", N_("Goals and results"), goals), Part("way", N_("The way of the candidates"), way),
              Part("work", N_("Activities, comparisons and trials"), work)))
