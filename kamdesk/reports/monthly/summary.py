"""Page 1: six cards, the best and the worst facts, what needs a decision, twelve months of sales."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.alerts import BAD, WATCH, Alert, alerts
from kamdesk.fields import Link
from kamdesk.figures.information import DISTRIBUTORS, SOURCES, lacking
from kamdesk.figures.model import REGION, Ask, Figure, Period
from kamdesk.reports import highlights, listing, spans
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Card, Cards, Chart, Cited, Fact, Facts, Note, Side, Status
from kamdesk.reports.pictures import sales_chart
from kamdesk.reports.texts import HUNDRED, STATUS, brief_money, cited, meter, quantity, share, written
from kamdesk.words import _, number

URGENT = (BAD, WATCH)
DECISIONS = 4
NAMED = 5  # of what lacks
FEWER, LOWER = 2, 66.0  # decisions and chart where the month's information takes their room
CHART = 84.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """The first page, which is the whole report for who reads no further."""
    best, worst = highlights.found(desk)
    chart = sales_chart(desk.app, desk.period.end, scope=desk.scope)
    told = _information(desk)
    return (
        *told,
        Cards((_sales(desk), _growth(desk), _collection(desk), _receivables(desk), _budget(desk), _coverage(desk))),
        Side((Facts(best, _("The best"), _("No figure is in order yet.")),
              Facts(worst, _("What worries"), _("No figure needs attention.")))),
        Facts(_decisions(desk)[:FEWER if told else DECISIONS], _("To decide"), _("Nothing waits for a decision.")),
        Chart(chart, _("Sales and target, 12 months"), LOWER if told else CHART, twin=False, secrecy="amount"),
    )


def _information(desk: Desk) -> tuple[Note, ...]:
    """How complete the month's information is, and what lacks; a month that runs is never complete."""
    figure = desk.ask("F106") if desk.until == desk.period.end else None
    if figure is None or figure.value is None:
        return ()
    text = _("Information of {month} complete to {share}.", month=spans.told(desk.period),
             share=share(figure.value, decimals=1))
    lost = lacking(desk.app.store.facts, Ask(desk.period, desk.scope))
    if not lost:
        return (Note(text, "ok"),)
    places = desk.reader.names({Link("distributor" if each.source in DISTRIBUTORS else "territory", each.place)
                                for each in lost if each.place})
    named = [" · ".join(filter(None, (_(SOURCES[each.source]), "" if each.shared else places.get(each.place, ""))))
             for each in lost[:NAMED]]
    rest = listing.more(len(lost) - NAMED)
    what = _("It lacks: {what}.", what="; ".join((*named, rest) if rest else named))
    return (Note(f"{text} {what}", "warn"),)


def _sales(desk: Desk) -> Card:
    sold, target, due = desk.ask("F20"), desk.ask("F22"), desk.ask("F23")
    if not target.denominator:
        return Card(_("Net sales"), written(sold, short=True), _("Without a target"), source=_cited(desk, sold))
    running = desk.until < desk.period.end
    comparison = _("{share} of {target}", share=share(target.value), target=brief_money(target.denominator))
    expected = Fraction(due.denominator or 0) * HUNDRED / target.denominator if running else None
    note = _("{share} of the target to date", share=share(due.value)) if running else ""
    judged = due if running else target
    return Card(_("Net sales"), written(sold, short=True), comparison, _status(judged), share(judged.value), note,
                meter(target.value, expected), secrecy="amount", source=_cited(desk, target))


def _growth(desk: Desk) -> Card:
    growth = desk.ask("F24")
    before = _("last year {amount}", amount=brief_money(growth.more["before"]))
    return Card(_("Growth"), share(growth.value, decimals=1, signed=True), before, _status(growth),
                source=_cited(desk, growth))


def _collection(desk: Desk) -> Card:
    goal, rate = desk.ask("F45"), desk.ask("F44")
    comparison = (_("{share} of the goal to date", share=share(goal.value)) if goal.value is not None
                  else _("Without a goal"))
    note = _("{share} of what was due", share=share(rate.value)) if rate.value is not None else ""
    return Card(_("Collected"), brief_money(goal.numerator), comparison, _status(goal), share(goal.value), note,
                meter(goal.value), secrecy="amount", source=_cited(desk, goal))


def _receivables(desk: Desk) -> Card:
    overdue, days = desk.ask("F42"), desk.ask("F43")
    comparison = _("{overdue} of {open}", overdue=brief_money(overdue.numerator), open=brief_money(overdue.denominator))
    note = _("{days} days to collect", days=number(round(days.value))) if days.value is not None else ""
    return Card(_("Overdue receivables"), share(overdue.value, decimals=1), comparison, _status(overdue), note=note,
                meter=meter(overdue.value), secrecy="amount", source=_cited(desk, overdue))


def _budget(desk: Desk) -> Card:
    """The year's execution and where it would close, as on Hoy."""
    year = Period.year(desk.period.end.year)
    spent, close = desk.ask("F62", year), desk.ask("F63", year)
    if not spent.denominator:
        return Card(_("Budget spent"), _("no data"), _("There is no budget in force"))
    over = None if close.value is None else (close.value - spent.denominator) * HUNDRED / spent.denominator
    return Card(_("Budget spent"), share(spent.value), _("{spent} of {plan}", spent=brief_money(spent.numerator),
                                                         plan=brief_money(spent.denominator)),
                _status(close), share(over, decimals=1, signed=True), _("projected close {amount}",
                                                                       amount=written(close, short=True)),
                meter(spent.value), secrecy="amount", source=_cited(desk, spent))


def _coverage(desk: Desk) -> Card:
    covered, frequency = desk.ask("F02"), desk.ask("F05")
    seen = f"{quantity(covered.numerator or 0)} / {quantity(covered.denominator or 0)}"
    return Card(_("Visit coverage"), seen, _("{share} of the clients in turn", share=share(covered.value)),
                _status(covered), share(covered.value),
                _("{share} of the visits due", share=share(frequency.value)), meter(covered.value),
                source=_cited(desk, covered))


def _status(figure: Figure) -> Status:
    return STATUS[figure.status]


def _cited(desk: Desk, figure: Figure) -> Cited:
    return cited(figure, desk.scope_name)


def _decisions(desk: Desk) -> tuple[Fact, ...]:
    """The most urgent alerts as they stand today; they know no narrower scope than the region."""
    if desk.scope != REGION:
        return ()
    urgent = [each for each in alerts(desk.reader) if each.severity in URGENT]
    return tuple(_decision(each) for each in urgent[:DECISIONS])


def _decision(alert: Alert) -> Fact:
    status: Status = "bad" if alert.severity == BAD else "warn"
    text = " · ".join(filter(None, (alert.title, alert.text, _(alert.verb))))
    return Fact(text, status, alert.tells)
