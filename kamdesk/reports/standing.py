"""How distributors and agents stand: sales and agreements, payment and stock, grades and credit, the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kamdesk.charts import TargetBars, TargetRow, Unit
from kamdesk.fields import Id
from kamdesk.records.distributors import Distributor
from kamdesk.records.listings import HospitalListing
from kamdesk.reports import breakdown, grades
from kamdesk.reports.breakdown import Breakdown, Part
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import Block, Cell, Chart, Column, Side, Table
from kamdesk.reports.strip import figures, strip
from kamdesk.reports.texts import cell
from kamdesk.store import IN, Where
from kamdesk.store import Row as Stored
from kamdesk.words import _, number, plural

BARS, ROW, FULL = 12, 14.0, 100


def network(desk: Desk) -> Table:
    """The network as a whole, in one row."""
    return strip(desk, figures(desk, (_("Network"), "F55"), (_("Active agents"), "F56"), (_("Trained"), "F58"),
                               (_("Information in time"), "F54"), (_("Documents in force"), "F93")))


def sales(desk: Desk, partners: Sequence[Stored]) -> Table:
    """What each sold against its target and last year, and what it keeps of what was agreed."""
    beside = ((Column(_("Minimums"), "right"), _each(desk, "F30", partners)),
              (Column(_("Agreements"), "right"), _each(desk, "F33", partners)),
              (Column(_("Listings"), "right"), _developed(desk, [row.id for row in partners])),
              (Column(_("Incentive"), "right", secrecy="amount"), _each(desk, "F59", partners)))
    parts = (Part("F20", _("Sales"), secrecy="amount"), Part("F22", _("Target")), Part("F24"))
    return _table(desk, parts, _("Sales of the period and agreements"), _("No distributor bought in the period."),
                  beside=beside)


def paying(desk: Desk, partners: Sequence[Stored]) -> Table:
    """How each pays, informs and keeps its files; with prices its grade."""
    marks = {id_: each.cell for id_, each in grades.grades(desk, Distributor.kind.name,
                                                           [row.id for row in partners]).items()}
    beside = ((Column(_("Mark"), "right"), marks),) if desk.prices else ()
    parts = (Part("F42", _("Overdue")), Part("F46", _("Days late")), Part("F47", _("Promises kept")),
             Part("F53", _("Stock")), Part("F54", _("In time")), Part("F93", _("Papers")), Part("F95", _("Files")),
             Part("F103", _("In contact")))
    return _table(desk, parts, _("How they stand"), _("There are no distributors yet."), beside=beside)


def _table(desk: Desk, parts: tuple[Part, ...], title: str, empty: str, *,
           beside: tuple[tuple[Column, dict[Id, Cell]], ...]) -> Table:
    return breakdown.table(desk, Breakdown("distributor", "distributor", _("Distributor"), parts, title, empty,
                                           _("Without distributor"), whole=False, beside=beside))


def _each(desk: Desk, code: str, partners: Sequence[Stored]) -> dict[Id, Cell]:
    """A figure that is asked of one party at a time."""
    return {row.id: cell(desk.app.ask(code, desk.period, replace(desk.scope, distributor=row.id)),
                         f"{desk.scope_name} · {row.values['name']}") for row in partners}


def _developed(desk: Desk, ids: Sequence[Id]) -> dict[Id, Cell]:
    """Hospitals in which each got a product listed."""
    found = desk.reader.find(HospitalListing, Where("agent", IN, list(ids)), Where("state", IN, ("listed", "used")))
    return {id_: Cell(number(count)) for id_, count in Counter(each.agent or "" for each in found).items()}


def charts(desk: Desk, partners: Sequence[Stored]) -> tuple[Block, ...]:
    """Who scores most and who uses most of the credit; only for a reader who may see prices."""
    if not desk.prices:
        return ()
    names = {row.id: str(row.values["name"]) for row in partners}
    scores = sorted(((each.score, names[id_]) for id_, each in grades.grades(
        desk, Distributor.kind.name, list(names)).items()), key=lambda pair: (-pair[0], pair[1]))[:BARS]
    used = sorted(((row.values["used_credit"], str(row.values["name"])) for row in partners
                   if row.values.get("used_credit") is not None), key=lambda pair: (-pair[0], pair[1]))[:BARS]
    tall = ROW * max(len(scores), len(used), 2) + ROW
    ranking = TargetBars(tuple(TargetRow(name, score) for score, name in scores), Unit(decimals=0), _("Score"))
    credit = TargetBars(tuple(TargetRow(name, share, FULL) for share, name in used), Unit("percent"),
                        _("Credit used"), _("Limit"))
    over = sum(share > FULL for share, _name in used)
    return (Side((Chart(ranking, _("Ranking by score"), tall, _("points of 100"), twin=False, secrecy="credit"),
                  Chart(credit, _("Credit used, % of the limit"), tall,
                        plural("{n} over its limit", "{n} over their limit", over), twin=False, secrecy="credit"))),)
