"""Page 7: distributors and agents, their credit and training, and what was heard in the market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamdesk.charts import GroupedBars, Series, Unit
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import Distributor
from kamdesk.records.market import MarketSignal, PriceSighting
from kamdesk.records.policies import Policy
from kamdesk.records.strategies import EntryPlan
from kamdesk.records.training import TrainingSession
from kamdesk.reports import grades, listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Cell, Chart, Column, Side, Table
from kamdesk.reports.strip import figures, strip
from kamdesk.reports.texts import cell
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import _

CHART, PARTNERS = 72.0, 6
STAGES = ("active", "trial", "suspended")


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Who sells for us, on which credit, and what the market says."""
    secret: tuple[Block, ...] = (Side((_credit_use(desk), _proposals(desk)), (4, 5)),) if desk.prices else ()
    return (_figures(desk), _network(desk), *secret, _signals(desk), Side((_rivals(desk), _entries(desk)), (6, 5)),
            Side((_training(desk), _policies(desk))))


def _figures(desk: Desk) -> Table:
    """The network and our place in the market, in one row."""
    return strip(desk, figures(
        desk, (_("Network"), "F55"), (_("Active agents"), "F56"), (_("Information in time"), "F54"),
        (_("Trained"), "F58"), (_("Market share"), "F25"), (_("Evolution"), "F26"), (_("Price gap"), "F27"),
        ("", "F105")))


def _network(desk: Desk) -> Table:
    """Those with most credit used: paper, stock, information in time, grade."""
    found = listing.table(desk, asked := Listing(
        Distributor, ("name", "stage", "contract_until", "documents_state", "used_credit", "overdue"),
        _("Distributors and agents"), _("There are no distributors yet."), (Where("stage", IN, STAGES),),
        (("used_credit", True),), ("name",), limit=PARTNERS,
        titles={"contract_until": _("Contract"), "used_credit": _("Credit"), "documents_state": _("Papers")}))
    partners = listing.read(desk, asked).rows
    beside: list[tuple[str, Mapping[str, Cell]]] = [
        (name, {row.id: cell(known.get(row.id), f"{desk.scope_name} · {row.values['name']}") for row in partners})
        for name, known in ((_("Stock days"), desk.by("F53", "distributor")),
                            (_("In time"), desk.by("F54", "distributor")))]
    if desk.prices:
        marks = grades.grades(desk, Distributor.kind.name, [row.id for row in partners])
        beside.append((_("Mark"), {id_: each.cell for id_, each in marks.items()}))
    more = (Column(name, "right") for name, _found in beside)
    rows = tuple(replace(row, cells=(*row.cells, *(known.get(each.id, Cell("—")) for _name, known in beside)))
                 for row, each in zip(found.rows, partners, strict=True))
    return replace(found, columns=(*found.columns, *more), rows=rows)


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
