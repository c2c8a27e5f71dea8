"""Page 7: distributors and agents, their credit and training, and what was heard in the market."""

from __future__ import annotations

from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.market import MarketSignal, PriceSighting
from kamdesk.records.policies import Policy
from kamdesk.records.strategies import EntryPlan
from kamdesk.records.training import TrainingSession
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Chart, Side, Table
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import _

CHART = 72.0
STAGES = ("active", "trial", "suspended")


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Who sells for us, on which credit, and what the market says."""
    secret: tuple[Block, ...] = (Side((_credit_use(desk), _proposals(desk)), (4, 5)),) if desk.prices else ()
    return (_network(desk), *secret, _signals(desk), Side((_rivals(desk), _entries(desk)), (6, 5)),
            Side((_training(desk), _policies(desk))))


def _network(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Distributor, ("name", "role", "stage", "contract_until", "documents_state", "used_credit", "overdue"),
        _("Distributors and agents"), _("There are no distributors yet."), (Where("stage", IN, STAGES),),
        (("used_credit", True),), ("name",), limit=6,
        titles={"contract_until": _("Contract"), "used_credit": _("Credit")}))


def _credit_use(desk: Desk) -> Chart:
    page = listing.read(desk, Listing(
        Distributor, ("name", "used_credit"), "", "", (Where("used_credit", FILLED), Where("stage", IN, STAGES)),
        (("used_credit", True),), limit=4))
    used = Series(_("Credit used"), tuple(row.values["used_credit"] for row in page.rows))
    bars = GroupedBars(tuple(row.values["name"] for row in page.rows), (used,), Unit("percent"))
    return Chart(bars, _("Credit used, % of the limit"), CHART, twin=False, secrecy="credit")


def _proposals(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        CreditAssessment, ("distributor", "current_limit", "proposed_limit", "approval"),
        _("Credit proposals"), _("No credit was proposed in the period."),
        (Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.period.end)),
        (("on", False),), ("distributor",), limit=4))


def _training(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        TrainingSession, ("on", "title", "attendees"), _("Training"),
        _("No training took place in the period."),
        (Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.period.end)),
        (("on", False),), ("title",), limit=4))


def _signals(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        MarketSignal, ("on", "category", "text", "territory", "reliability"), _("Signals of the market"),
        _("No signal is marked for the report."),
        (Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.period.end),
         Where("use_in_report", "=", True)), (("on", True),), ("text",), limit=5))


def _rivals(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        PriceSighting, ("on", "rival", "price", "where"), _("Prices of competitors"),
        _("No price of a competitor was seen in the period."),
        (Where("on", AT_LEAST, desk.period.start), Where("on", AT_MOST, desk.period.end)),
        (("on", True),), ("where",), limit=3, titles={"rival": _("Rival")}))


def _policies(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Policy, ("effective", "title", "effect"), _("Policies"),
        _("No policy is new or under study."), (Where("effective", AT_LEAST, desk.period.start),),
        (("effective", False),), ("title", "effect"), limit=4))


def _entries(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        EntryPlan, ("territory", "line", "opportunity", "state"), _("White space"),
        _("No white space has a plan."), (Where("state", IN, ("analysing", "plan", "open")),),
        (("due", False),), ("territory", "line"), limit=4,
        secret={"opportunity": "amount"}))
