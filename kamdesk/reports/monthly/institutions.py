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
from kamdesk.reports.model import Block, Chart, Side, Table
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import _

OPEN = ("call", "preparation", "submitted", "awaiting_award")
DECIDED = ("awarded", "partly_awarded", "lost", "void", "declined")
FILING = ("to_prepare", "submitted", "observed")
FUNNEL = ("dossier", "committee", "listed", "used")
ENDING_DAYS = 90
CHART = 96.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """What is on its way in institutions, what was decided, and what ends."""
    return (Side((_tender_funnel(desk), _listing_funnel(desk))), _tenders(desk), _results(desk), _filings(desk),
            _committees(desk), _contracts(desk))


def _tender_funnel(desk: Desk) -> Chart:
    counted = listing.by_state(desk, Tender, OPEN)
    names = tuple(listing.option(Tender.kind, "state", state) for state in OPEN)
    return Chart(Funnel(names, tuple(counted)), _("Open tenders by stage"), CHART, twin=False)


def _listing_funnel(desk: Desk) -> Chart:
    counted = listing.by_state(desk, HospitalListing, FUNNEL)
    names = tuple(listing.option(HospitalListing.kind, "state", state) for state in FUNNEL)
    return Chart(Funnel(names, tuple(counted)), _("Listings by stage"), CHART, twin=False)


def _tenders(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Tender, ("number", "title", "office", "submit_by", "award_on", "estimated", "state"), _("Open tenders"),
        _("No tender is open."), (Where("state", IN, OPEN),), (("submit_by", False),),
        ("title", "office"), secret={"estimated": "amount"}))


def _results(desk: Desk) -> Table:
    """What was decided in the period by its award day, with the reason and the lessons."""
    return listing.table(desk, Listing(
        Tender, ("number", "title", "award_on", "awarded_total", "state", "lessons"), _("Results of the period"),
        _("No tender was decided in the period."),
        (Where("state", IN, DECIDED), Where("award_on", AT_LEAST, desk.period.start),
         Where("award_on", AT_MOST, desk.period.end)), (("award_on", False),), ("title", "lessons")))


def _filings(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Filing, ("category", "product", "authority", "next_on", "next_step", "state"), _("Filings under way"),
        _("No filing is under way."), (Where("state", IN, FILING),), (("next_on", False),),
        ("authority", "next_step"), limit=8))


def _committees(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        HospitalListing, ("committee_on", "client", "product", "owner"), _("Committees ahead"),
        _("No committee has a date."), (Where("committee_on", FILLED), Where("committee_on", AT_LEAST, desk.today),
                                        Where("state", IN, ("dossier", "committee"))),
        (("committee_on", False),), ("client", "product"), limit=8))


def _contracts(desk: Desk) -> Table:
    ahead = desk.today + datetime.timedelta(days=ENDING_DAYS)
    return listing.table(desk, Listing(
        Contract, ("end", "party", "title", "category", "value", "state"), _("Contracts that end within 90 days"),
        _("No contract ends within 90 days."),
        (Where("end", AT_MOST, ahead), Where("state", IN, ("in_force", "to_renew"))),
        (("end", False),), ("party", "title"), limit=8))
