"""Page 5: tenders, filings, listings and contracts."""

from __future__ import annotations

import datetime

from kamdesk.charts import Funnel
from kamdesk.records.contracts import Contract
from kamdesk.records.listings import HospitalListing
from kamdesk.records.tenders import Filing, Tender
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing
from kamdesk.reports.model import Block, Cell, Chart, Column, Row, Side, Table
from kamdesk.reports.strip import Shown, figures, strip
from kamdesk.reports.texts import share
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import _, number

OPEN = ("call", "preparation", "submitted", "awaiting_award")
DECIDED = ("awarded", "partly_awarded", "lost", "void", "declined")
FILING = ("to_prepare", "submitted", "observed")
FUNNEL = ("dossier", "committee", "listed", "used")
ENDING_DAYS = 90
CHART = 84.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """What is on its way in institutions, what was decided, and what ends."""
    return (strip(desk, _figures(desk), secret="price"), Side((_stages(desk), _funnel(desk)), (2, 3)), _tenders(desk),
            _results(desk), _filings(desk), Side((_committees(desk), _contracts(desk)), (1, 1)))


def _figures(desk: Desk) -> list[Shown]:
    """What was won by lines and by value, hospitals that list, filings approved and in how many days."""
    won, decided = desk.ask("F80"), desk.ask("F82")
    days = decided.more["days"]
    return [(_("Lines awarded"), won), (_("By value"), share(won.more["by_value"])),
            *figures(desk, (_("Hospitals that list"), "F81")), (_("Filings approved"), decided),
            (_("Days to a decision"), Cell(number(round(days)) if days is not None else "—")),
            *figures(desk, (_("Agreements fulfilled"), "F30"))]


def _stages(desk: Desk) -> Table:
    """How many tenders stand in each stage today."""
    counted = listing.by_state(desk, Tender, OPEN)
    rows = [Row((listing.option(Tender.kind, "state", state), number(many)))
            for state, many in zip(OPEN, counted, strict=True)]
    if any(counted):
        rows.append(Row((_("Total"), number(sum(counted))), "total"))
    return Table((Column(_("Stage"), weight=1.0), Column(_("Tenders"), "right")), tuple(rows) if any(counted) else (),
                 _("Open tenders by stage"), empty=_("No tender is open."))


def _funnel(desk: Desk) -> Chart:
    """How many listings reached each stage: those further on have passed it."""
    counted = listing.by_state(desk, HospitalListing, FUNNEL)
    reached = tuple(sum(counted[index:]) for index in range(len(counted)))
    names = tuple(listing.option(HospitalListing.kind, "state", state) for state in FUNNEL)
    return Chart(Funnel(names, reached), _("Listings that reached each stage"), CHART, twin=False)


def _tenders(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Tender, ("number", "title", "office", "submit_by", "estimated", "state"), _("Open tenders"),
        _("No tender is open."), (Where("state", IN, OPEN),), (("submit_by", False),),
        ("office",), secret={"estimated": "amount"}))


def _results(desk: Desk) -> Table:
    """What was decided in the period by its award day, with the reason and the lessons."""
    return listing.table(desk, Listing(
        Tender, ("number", "title", "award_on", "awarded_total", "state", "lessons"), _("Results of the period"),
        _("No tender was decided in the period."),
        (Where("state", IN, DECIDED), Where("award_on", AT_LEAST, desk.period.start),
         Where("award_on", AT_MOST, desk.period.end)), (("award_on", False),), ("title", "lessons")))


def _filings(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Filing, ("next_on", "category", "product", "authority", "state"), _("Filings under way"),
        _("No filing is under way."), (Where("state", IN, FILING),), (("next_on", False),),
        ("product", "authority"), limit=4, titles={"next_on": _("Date")}))


def _committees(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        HospitalListing, ("committee_on", "client", "product"), _("Committees ahead"),
        _("No committee has a date."), (Where("committee_on", FILLED), Where("committee_on", AT_LEAST, desk.today),
                                        Where("state", IN, ("dossier", "committee"))),
        (("committee_on", False),), ("client", "product"), limit=3, titles={"committee_on": _("Date")}))


def _contracts(desk: Desk) -> Table:
    ahead = desk.today + datetime.timedelta(days=ENDING_DAYS)
    return listing.table(desk, Listing(
        Contract, ("end", "party", "value", "fulfilment"), _("Contracts that end within 90 days"),
        _("No contract ends within 90 days."),
        (Where("end", AT_MOST, ahead), Where("state", "=", "in_force")),
        (("end", False),), ("party",), limit=5, titles={"fulfilment": _("Met")}))
