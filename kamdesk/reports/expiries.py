"""R16 Vencimientos y confidencialidad: what ends in the next twelve months, what is missing, who saw what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from kamdesk.charts import Mark, Strip
from kamdesk.methods.months import month_of, month_range, month_start
from kamdesk.records.budgets import Commitment
from kamdesk.records.contracts import Contract, ContractTerm
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.records.tasks import Incident
from kamdesk.records.tenders import Filing
from kamdesk.reports import listing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, option
from kamdesk.reports.model import Block, Cell, Chart, Column, Row, Status, Table
from kamdesk.reports.register import AHEAD, Part, report
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, Where
from kamdesk.words import N_, SHORT_MONTHS, _, day, month

SOON, CHART, SOME, FEW = 30, 88.0, 15, 6
MOST = 400  # ends read of one sort
DAYS_IN_MONTH = 31


@dataclass(frozen=True)
class Ending:
    """Something that ends or falls due: when, what sort, whose, who answers, how it stands."""

    on: datetime.date
    sort: str
    what: str
    who: str
    state: str
    status: Status = ""


def radar(desk: Desk) -> tuple[Block, ...]:
    """The months at a glance, then every end by month."""
    found = sorted(_endings(desk), key=lambda each: (each.on, each.sort, each.what))
    return _strip(desk, found), _late(found), _by_month(desk, found)


def _endings(desk: Desk) -> Iterator[Ending]:
    yield from _papers(desk)
    yield from _contracts(desk)
    yield from _terms(desk)
    yield from _filings(desk)


def _soon(desk: Desk, on: datetime.date) -> Status:
    days = (on - desk.today).days
    return "bad" if days < 0 else "warn" if days <= SOON else ""


def _papers(desk: Desk) -> Iterator[Ending]:
    """Documents in force or expired that nobody has replaced; a renewal that began is told as such."""
    replaced = {each.replaces for each in desk.reader.find(ComplianceDocument, Where("replaces", FILLED))}
    page = listing.read(desk, Listing(
        ComplianceDocument, ("category", "holder", "number", "expires", "renewal_started", "status"), "", "",
        (Where("expires", FILLED), Where("expires", AT_MOST, desk.period.end)), (("expires", False),), limit=MOST))
    for row in page.rows:
        if row.id in replaced:
            continue
        values, holder = row.values, row.values.get("holder")
        began = values.get("renewal_started")
        state = _("renewal begun") if began else option(ComplianceDocument.kind, "status", values.get("status") or "")
        yield Ending(values["expires"], option(ComplianceDocument.kind, "category", values["category"] or ""),
                     str(values.get("number") or ""), row.names.get(holder.id, "") if holder else "", state,
                     "info" if began else _soon(desk, values["expires"]))


def _contracts(desk: Desk) -> Iterator[Ending]:
    page = listing.read(desk, Listing(
        Contract, ("number", "party", "end", "auto_renew", "standing"), "", "",
        (Where("end", AT_MOST, desk.period.end), Where("state", "=", "in_force")), (("end", False),),
        limit=MOST))
    for row in page.rows:
        values, party = row.values, row.values.get("party")
        stands = option(Contract.kind, "standing", values["standing"])
        state = _("renews itself") if values.get("auto_renew") else stands
        yield Ending(values["end"], _(Contract.kind.label), str(values["number"] or ""),
                     row.names.get(party.id, "") if party else "", state, _soon(desk, values["end"]))


def _terms(desk: Desk) -> Iterator[Ending]:
    """Commitments of contracts that fall due."""
    page = listing.read(desk, Listing(
        ContractTerm, ("text", "contract", "category", "owed_by", "due", "state"), "", "",
        (Where("due", AT_MOST, desk.period.end), Where("state", "=", "pending")), (("due", False),), limit=MOST))
    for row in page.rows:
        values = row.values
        text = str(values.get("text") or "") or option(ContractTerm.kind, "category", values["category"] or "")
        yield Ending(values["due"], _("Contract commitment"), text, row.names.get(values.get("contract") or "", ""),
                     option(ContractTerm.kind, "owed_by", values.get("owed_by") or ""), _soon(desk, values["due"]))


def _filings(desk: Desk) -> Iterator[Ending]:
    """Prices and registrations in force until a day."""
    page = listing.read(desk, Listing(
        Filing, ("category", "product", "authority", "valid_until", "state"), "", "",
        (Where("valid_until", FILLED), Where("valid_until", AT_MOST, desk.period.end), Where("state", "=", "approved")),
        (("valid_until", False),), limit=MOST))
    for row in page.rows:
        values = row.values
        yield Ending(values["valid_until"], option(Filing.kind, "category", values["category"] or ""),
                     row.names.get(values.get("product") or "", ""), row.names.get(values.get("authority") or "", ""),
                     option(Filing.kind, "state", values["state"]), _soon(desk, values["valid_until"]))


def _strip(desk: Desk, found: list[Ending]) -> Chart:
    """How much ends in each month; names of the first of each."""
    months = month_range(month_of(desk.period.start), month_of(desk.period.end))
    labels = tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in months)
    marks = []
    for at, each in enumerate(months):
        ends = [ending for ending in found if month_of(ending.on) == each and ending.on >= desk.period.start]
        for sort in dict.fromkeys(ending.sort for ending in ends):
            same = [ending for ending in ends if ending.sort == sort]
            place = at + (same[0].on - month_start(each)).days / DAYS_IN_MONTH
            status = "warn" if any(ending.status == "warn" for ending in same) else "info"
            marks.append(Mark(place, f"{sort} · {len(same)}" if len(same) > 1 else sort, status))
    return Chart(Strip(labels, tuple(marks)), _("The next months"), CHART, twin=False)


def _columns() -> tuple[Column, ...]:
    return (Column(_("Day")), Column(_("What"), weight=1.0), Column(_("Number or subject"), weight=1.0),
            Column(_("Holder"), weight=2.0), Column(_("State")))


def _row(each: Ending) -> Row:
    return Row((day(each.on), each.sort, each.what, each.who, Cell(each.state, each.status)))


def _late(found: list[Ending]) -> Table:
    late = [each for each in found if each.status == "bad"]
    return Table(_columns(), tuple(map(_row, late[:SOME])), _("Already expired"), listing.more(len(late) - SOME),
                 _("Nothing has expired."))


def _by_month(desk: Desk, found: list[Ending]) -> Table:
    rows: list[Row] = []
    ahead = [each for each in found if each.on >= desk.period.start]
    for name in dict.fromkeys(month_of(each.on) for each in ahead):
        ends = [each for each in ahead if month_of(each.on) == name]
        rows.append(Row((f"{month(name).capitalize()} · {len(ends)}",), "group"))
        rows += map(_row, ends)
    return Table(_columns(), tuple(rows), _("By month"), empty=_("Nothing ends in these months."))


def compliance(desk: Desk) -> tuple[Block, ...]:
    """Mandatory papers that lack, filings on their way, and commitments of the budget."""
    missing = listing.table(desk, Listing(
        ComplianceDocument, ("category", "holder", "status"), _("Mandatory documents missing or expired"),
        _("No mandatory document is missing."),
        (Where("mandatory", "=", True), Where("status", IN, ("missing", "expired"))), (("category", False),),
        ("holder",), limit=SOME))
    filings = listing.table(desk, Listing(
        Filing, ("next_on", "category", "product", "state"), _("Filings under way"), _("No filing is under way."),
        (Where("state", IN, ("to_prepare", "submitted", "observed")),), (("next_on", False),), ("product",),
        limit=SOME, titles={"next_on": _("Date")}))
    held = listing.table(desk, Listing(
        Commitment, ("month", "line", "amount", "reason"), _("Budget commitments open"), _("Nothing is committed."),
        (Where("state", "=", "open"), Where("month", AT_LEAST, month_of(desk.period.start))), (("month", False),),
        ("line", "reason"), limit=SOME, secret={"amount": "amount"}))
    return missing, filings, held


def confidentiality(desk: Desk) -> tuple[Block, ...]:
    """Agreements, files that left, prices shown, copied and printed in the last twelve months, and leaks."""
    since = Where("at", AT_LEAST, datetime.datetime.combine(
        desk.today - datetime.timedelta(365), datetime.time()).astimezone())
    agreements = listing.table(desk, Listing(
        ComplianceDocument, ("holder", "issued", "expires", "status"), _("Confidentiality agreements"),
        _("No agreement is on file."), (Where("category", "=", "confidentiality"),), (("expires", False),),
        ("holder",), limit=SOME))
    accesses = listing.table(desk, Listing(
        ConfidentialAccess, ("at", "action", "what", "count", "reader", "reason"), _("Prices shown, copied and sent"),
        _("No price left the base."), (since,), (("at", True),), ("what", "reader", "reason"), limit=SOME))
    files = listing.table(desk, Listing(
        ExchangeEvent, ("at", "profile", "other", "withheld"), _("Files sent, and what they withheld"),
        _("No file was sent."), (since, Where("direction", "=", "sent")), (("at", True),), ("other", "withheld"),
        limit=SOME))
    leaks = listing.table(desk, Listing(
        Incident, ("title", "severity", "state"), _("Leaks of information"), _("No leak was reported."),
        (Where("category", "=", "leak"),), (("title", False),), ("title",), limit=FEW))
    return agreements, accesses, files, leaks


report("R16", N_("Expiries and confidentiality"), audience=N_("Manager and compliance"), period=AHEAD, amounts=False,
       flows=True, parts=(
           Part("radar", N_("What ends"), radar),
           Part("compliance", N_("Papers and filings"), compliance),
           Part("confidentiality", N_("Confidentiality"), confidentiality),
))
