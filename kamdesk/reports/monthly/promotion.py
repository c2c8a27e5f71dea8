"""Page 6: promotion plans, pieces, directives of the company and strategies."""

from __future__ import annotations

from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.records.campaigns import ContentPiece
from kamdesk.records.promotions import PromotionActivity, PromotionEvaluation, PromotionPlan
from kamdesk.records.strategies import Directive, Strategy
from kamdesk.records.tasks import Task
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Chart, Table
from kamdesk.reports.strip import figures, strip
from kamdesk.store import AT_LEAST, AT_MOST, IN, LESS, Where
from kamdesk.words import _

CHART = 96.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """What is promoted and said, how it went, and what the company asked for."""
    shown = figures(desk, (_("Activities carried out"), "F73"), (_("Lift of promotions"), "F71"),
                    (_("Return on promotions"), "F72"), ("", "F74"),
                    (_("Target clients with plan"), "F112"))
    return (strip(desk, shown), _plans(desk), _late(desk), *_lifts(desk), _evaluations(desk), _pieces(desk),
            _directives(desk), _strategies(desk), _actions(desk))


def _plans(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        PromotionPlan, ("name", "start", "end", "planned_cost", "actual_cost", "progress", "approval", "state"),
        _("Plans under way"), _("No promotion plan is under way."),
        (Where("state", IN, ("preparation", "running", "to_evaluate")),
         Where("start", AT_MOST, desk.period.end)), (("start", False),), ("name",),
        secret={"planned_cost": "amount", "actual_cost": "amount"}))


def _late(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        PromotionActivity, ("on", "name", "plan", "responsible", "progress", "state"), _("Late activities"),
        _("No activity is late."), (Where("late", "=", True),), (("on", False),), ("name", "plan"),
        limit=4))


def _evaluated(desk: Desk) -> Listing:
    return Listing(
        PromotionEvaluation, ("plan", "on", "lift", "roi", "cost", "rating", "next_time"),
        _("Evaluations of the period"), _("No plan was evaluated in the period."),
        (Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.period.end)), (("on", False),),
        ("plan", "next_time"))


def _evaluations(desk: Desk) -> Table:
    return listing.table(desk, _evaluated(desk))


def _lifts(desk: Desk) -> tuple[Block, ...]:
    """The lift of each plan evaluated; without any the table below says so."""
    page = listing.read(desk, _evaluated(desk))
    shown = [row for row in page.rows if row.values.get("lift") is not None]
    if not shown:
        return ()
    names = tuple(row.names.get(row.values["plan"], "") for row in shown)
    bars = GroupedBars(names, (Series(_("Lift"), tuple(row.values["lift"] for row in shown)),),
                       Unit("percent", decimals=1))
    return (Chart(bars, _("Lift of the plans evaluated"), CHART, twin=False),)


def _pieces(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        ContentPiece, ("published_on", "title", "channel", "product", "reach", "conversion"), _("Pieces published"),
        _("No piece was published in the period."),
        (Where("published_on", AT_LEAST, desk.period.start), Where("published_on", AT_MOST, desk.period.end)),
        (("published_on", False),), ("title",)))


def _directives(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Directive, ("text", "plan", "due", "actions", "progress", "status"), _("Directives of the company"),
        _("The company gave no directive."), (Where("due", AT_LEAST, desk.period.start),),
        (("due", False),), ("text", "plan")))


def _strategies(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Strategy, ("title", "category", "start", "end", "actions", "progress"), _("Strategies in force"),
        _("No strategy is in force."), (Where("state", "=", "in_force"),), (("title", False),), ("title",), limit=4))


def _actions(desk: Desk) -> Table:
    """Actions of strategies that should be done by now."""
    return listing.table(desk, Listing(
        Task, ("due", "title", "about", "assigned_to", "state"), _("Late actions of strategies"),
        _("No action of a strategy is late."),
        (Where("category", "=", "strategy"), Where("due", LESS, desk.today),
         Where("state", IN, ("pending", "running"))), (("due", False),), ("title", "about"), limit=4))
