"""R06 Estado de distribuidores y agentes: one table of all, then half a page for each, and whom nobody has seen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.records.interactions import Interaction
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import ProductLine
from kamdesk.records.receivables import PaymentPromise
from kamdesk.records.tasks import Task
from kamdesk.records.training import TrainingAttendance
from kamdesk.records.visits import Visit
from kamdesk.reports import listing, standing
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, option
from kamdesk.reports.model import Block, Column, Field, Fields, Heading, Lines, Row, Side, Stack, Table
from kamdesk.reports.register import MONTH, QUARTER, Part, report
from kamdesk.store import AT_MOST, EQUAL, FILLED, IN, Where
from kamdesk.store import Row as Stored
from kamdesk.words import N_, _, day, number

WORKING = ("trial", "active", "suspended")
UNSEEN_DAYS, CONTACTS, AGREED, MOST, WRITTEN = 60, 3, 3, 40, 2
COLUMN_OF_LINES = 4
COLUMNS = ("name", "role", "stage", "grade", "territories", "lines", "documents_state", "contract_until",
           "used_credit", "overdue", "balance", "owner")


def overview(desk: Desk) -> tuple[Block, ...]:
    """Everybody in one table, how they sell, pay and score, and who was not seen."""
    partners = _partners(desk)
    return (standing.network(desk), _table(desk), standing.sales(desk, partners), standing.paying(desk, partners),
            *standing.charts(desk, partners), _unseen(desk, partners))


def _partners(desk: Desk, *, limit: int = MOST) -> Sequence[Stored]:
    """Those who work with us, within the scope, by role and name."""
    only = (Where("id", "=", desk.scope.distributor),) if desk.scope.distributor else ()
    page = listing.read(desk, Listing(
        Distributor, COLUMNS, "", "", (Where("stage", IN, WORKING), *only), (("role", True), ("name", False)),
        limit=limit))
    return page.rows


def _table(desk: Desk) -> Table:
    """Everybody, with «all» instead of the names of every line."""
    lines = desk.reader.count(ProductLine)
    found = _listed(desk)
    at = COLUMN_OF_LINES
    rows = tuple(replace(row, cells=(*row.cells[:at], _("All"), *row.cells[at + 1:]))
                 if 1 < lines == len(str(row.cells[at]).split(", ")) else row for row in found.rows)
    return replace(found, rows=rows)


def _listed(desk: Desk) -> Table:
    only = (Where("id", "=", desk.scope.distributor),) if desk.scope.distributor else ()
    return listing.table(desk, Listing(
        Distributor, ("name", "role", "stage", "territories", "lines", "documents_state", "contract_until", "overdue",
                      "used_credit"), "", _("There are no distributors yet."), (Where("stage", IN, WORKING), *only),
        (("role", True), ("name", False)), ("name", "territories"), limit=MOST,
        titles={"contract_until": _("Contract"), "used_credit": _("Credit"), "documents_state": _("Papers")}))


def _unseen(desk: Desk, rows: Sequence[Stored]) -> Table:
    """Without a visit in 60 days, by name."""
    since = desk.until - datetime.timedelta(UNSEEN_DAYS)
    last = _last_visits(desk, rows)
    late = [row for row in rows if last.get(row.id, datetime.date.min) < since]
    told = tuple(Row((str(row.values["name"]), option(Distributor.kind, "role", row.values["role"] or ""),
                      _day(last.get(row.id)) or _("never"))) for row in late)
    columns = (Column(_("Name"), weight=1.0), Column(_("Role")), Column(_("Last visit")))
    return Table(columns, told, _("Without a visit in {n} days", n=UNSEEN_DAYS),
                 empty=_("Everybody was visited."))


def _last_visits(desk: Desk, rows: Iterable[Stored]) -> Mapping[Id, datetime.date]:
    """The last visit made to each until the end of the period: one reading for all of them."""
    found = desk.reader.find(Visit, Where("party", IN, [Link("distributor", row.id) for row in rows]),
                             Where("state", "=", "done"), Where("done_on", AT_MOST, desk.until),
                             sort=(("done_on", False),))
    return {each.party.id: each.done_on for each in found if each.party and each.done_on}


def _day(on: datetime.date | None) -> str:
    return day(on) if on else ""


def sheets(desk: Desk) -> tuple[Block, ...]:
    """Half a page for each: situation, last contacts, what was agreed, and room for a recommendation."""
    rows = _partners(desk)
    about = Dossier(desk, rows)
    return tuple(block for row in rows for block in about.sheet(row))


class Dossier:
    """What the sheets of all of them say, read in one go a kind."""

    def __init__(self, desk: Desk, rows: Sequence[Stored]) -> None:
        links = [Link("distributor", row.id) for row in rows]
        until = Where("on", AT_MOST, desk.until)
        self._desk = desk
        self._visits = _by_party(desk.reader.find(
            Visit, Where("party", IN, links), Where("state", "=", "done"), Where("done_on", AT_MOST, desk.until),
            sort=(("done_on", True),)), "party")
        self._calls = _by_party(desk.reader.find(
            Interaction, Where("party", IN, links), Where("private", "=", False), until, sort=(("on", True),)), "party")
        self._promises = _by_party(desk.reader.find(
            PaymentPromise, Where("party", IN, links), Where("state", "=", "pending"), sort=(("due", False),)), "party")
        self._tasks = _by_party(desk.reader.find(
            Task, Where("about", IN, links), Where("state", IN, ("pending", "running")), sort=(("due", False),)),
            "about")
        self._contracts = _by_party(desk.reader.find(
            Contract, Where("party", IN, links), Where("state", EQUAL, "in_force"), sort=(("end", False),)),
            "party")
        self._papers = _by_party(desk.reader.find(
            ComplianceDocument, Where("holder", IN, links), Where("expires", FILLED), sort=(("expires", False),)),
            "holder")
        self._trained = _by_party(desk.reader.find(
            TrainingAttendance, Where("attendee", IN, links), Where("attended", "=", True)), "attendee")
        self._stock = {each.distributor: each.on for each in desk.reader.find(
            DistributorStock, until, sort=(("on", False),))}

    def sheet(self, row: Stored) -> tuple[Block, ...]:
        """One distributor or agent."""
        whole = Stack((Heading(str(row.values["name"])), self._situation(row),
                       Side((self._contacts(row.id), self._agreements(row.id))),
                       Lines(WRITTEN, _("Recommendation"))))
        return (Side((whole,)),)  # stays on one page

    def _situation(self, row: Stored) -> Fields:
        values = row.values
        write = {each: listing.written(Distributor.kind, each, values, row.names) for each in COLUMNS}
        contract = next(iter(self._contracts.get(row.id, ())), None)
        next_paper = _next_paper(self._papers.get(row.id, ()), self._desk.today)
        shown = [
            Field(_("Situation"), " · ".join(filter(None, (write["role"], write["stage"], write["grade"])))),
            Field(_("Owner"), write["owner"]), Field(_("Territories"), write["territories"]),
            Field(_("Lines"), write["lines"]),
            Field(_("Contract"), _("{number} until {day}", number=contract.number, day=_day(contract.end))
                  if isinstance(contract, Contract) and contract.end else _("none in force")),
            Field(_("Papers"), " · ".join(filter(None, (write["documents_state"], next_paper)))),
            Field(_("Trainings attended"), number(len(self._trained.get(row.id, ())))),
            Field(_("Stock reported"), _day(self._stock.get(row.id)) or _("never")),
            Field(_("Balance"), write["balance"], "credit"), Field(_("Credit used"), write["used_credit"], "credit"),
        ]
        return Fields(tuple(each for each in shown if each.value))

    def _contacts(self, id_: Id) -> Table:
        """Visits and calls, the newest first."""
        made = [(each.done_on, _("Visit"), option(Visit.kind, "purpose", each.purpose or ""))
                for each in self._visits.get(id_, ()) if isinstance(each, Visit) and each.done_on]
        made += [(each.on, option(Interaction.kind, "channel", each.channel or ""),
                  option(Interaction.kind, "topic", each.topic or ""))
                 for each in self._calls.get(id_, ()) if isinstance(each, Interaction) and each.on]
        newest = sorted(made, key=lambda each: each[0], reverse=True)[:CONTACTS]
        return Table((Column(_("Day")), Column(_("How")), Column(_("About"), weight=1.0)),
                     tuple(Row((_day(on), how, about)) for on, how, about in newest), _("Last contacts"),
                     listing.more(len(made) - len(newest)), _("There was no contact yet."))

    def _agreements(self, id_: Id) -> Table:
        """Promises of payment and tasks that are open."""
        open_ = [(each.due, _("Payment promised")) for each in self._promises.get(id_, ())
                 if isinstance(each, PaymentPromise) and each.due]
        open_ += [(each.due, each.title) for each in self._tasks.get(id_, ()) if isinstance(each, Task) and each.due]
        first = sorted(open_)[:AGREED]
        rows = tuple(Row((_day(on), what)) for on, what in first)
        return Table((Column(_("Due")), Column(_("What"), weight=1.0)), rows, _("Agreed and pending"),
                     listing.more(len(open_) - len(first)), _("Nothing is pending."))


def _by_party(found: Iterable[Record], name: str) -> Mapping[Id, Sequence[Record]]:
    """Records by the party a link of theirs names."""
    by: dict[Id, list[Record]] = {}
    for each in found:
        link = getattr(each, name)
        if link is not None:
            by.setdefault(link.id, []).append(each)
    return by


def _next_paper(papers: Sequence[Record], on: datetime.date) -> str:
    """The first document still in force to expire."""
    first = next((each.expires for each in papers if isinstance(each, ComplianceDocument) and each.expires
                  and each.expires >= on), None)
    return _("next expires {day}", day=_day(first)) if first else ""


report("R06", N_("State of distributors and agents"), audience=N_("Leaders"), period=MONTH, also=(QUARTER,),
       flows=True, parts=(Part("overview", N_("Distributors and agents"), overview),
              Part("sheets", N_("One by one"), sheets)))
