"""Page 4: who was visited, by whom, and who was not."""

from __future__ import annotations

import datetime
from fractions import Fraction

from kamdesk.charts import GroupedBars, Series, TargetBars, TargetRow, Unit
from kamdesk.figures.model import Ask
from kamdesk.figures.panel import turns_of
from kamdesk.figures.thresholds import limits
from kamdesk.records.clients import Client
from kamdesk.records.visits import MISSED_REASONS, Visit
from kamdesk.reports import breakdown, listing
from kamdesk.reports.breakdown import Breakdown, Part
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, count
from kamdesk.reports.model import Block, Chart, Column, Row, Side, Stack, Table
from kamdesk.reports.monthly import rhythm
from kamdesk.reports.strip import figures, strip
from kamdesk.reports.texts import decimal
from kamdesk.store import AT_LEAST, AT_MOST, IN, Where
from kamdesk.words import _, day, number

KEY = "a"  # the segment whose missed clients are named
NAMED = 4
CHART, ROW = 84.0, 16.0


def blocks(desk: Desk) -> tuple[Block, ...]:
    """Coverage by segment and person, visits by week, what was missed and why."""
    return (_clients(desk), Side((_segments_chart(desk), _weeks(desk))), Side((_segments(desk), _missed(desk)), (8, 5)),
            Side((_people(desk), Stack((_unseen(desk), rhythm.table(desk)))), (3, 2)))


def _clients(desk: Desk) -> Table:
    """Coverage in full, files, adoption, patients, new and lost clients, days accompanied, in one row."""
    return strip(desk, figures(
        desk, (_("In full"), "F06"), (_("Complete files"), "F95"), (_("Adoption"), "F85"),
        (_("Patients growth"), "F84"), (_("New clients"), "F28"), (_("Lost clients"), "F108"),
        (_("Joint visits"), "F12")))


def _segments_chart(desk: Desk) -> Chart:
    found = desk.by("F02", "segment")
    good = decimal(limits(desk.reader, "F02")[0])
    rows = tuple(TargetRow(_("Segment {name}", name=key.upper()), decimal(found[key].value or Fraction(0)), good)
                 for key in sorted(found) if key and found[key].value is not None)
    return Chart(TargetBars(rows, Unit("percent"), _("Coverage"), _("Goal")), _("Coverage by segment"),
                 ROW * max(len(rows), 2) + ROW, twin=False)


def _weeks(desk: Desk) -> Chart:
    """Visits planned and done by week, Monday to Sunday, those of the period only."""
    told = [(start, count(desk, Visit, *_between("planned_on", start, end), Where("state", "!=", "cancelled")),
             count(desk, Visit, *_between("done_on", start, end), Where("state", "=", "done")))
            for start, end in _weeks_of(desk.period.start, desk.period.end)]
    busy = [each for each in told if each[1] or each[2]]  # a month may begin with a weekend
    bars = GroupedBars(tuple(day(start, this_year=start.year) for start, _planned, _done in busy),
                       (Series(_("Planned"), tuple(planned for _start, planned, _done in busy)),
                        Series(_("Done"), tuple(done for _start, _planned, done in busy))))
    return Chart(bars, _("Visits by week"), CHART, twin=False)


def _weeks_of(start: datetime.date, end: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    found = []
    while start <= end:
        last = min(end, start + datetime.timedelta(days=6 - start.weekday()))
        found.append((start, last))
        start = last + datetime.timedelta(days=1)
    return found


def _between(field: str, start: datetime.date, end: datetime.date) -> tuple[Where, Where]:
    return Where(field, AT_LEAST, start), Where(field, AT_MOST, end)


def _segments(desk: Desk) -> Table:
    parts = (Part("F01", _("In turn")), Part("F02"), Part("F03", _("Universe")), Part("F05", _("Frequency")))
    table = breakdown.table(desk, Breakdown("segment", "", _("Segment"), parts, _("By segment"),
                                            _("Nobody is in turn."), _("Without segment")))
    rows = tuple(sorted((Row((_letter(row.cells[0]), *row.cells[1:]), row.kind) for row in table.rows),
                        key=lambda row: (row.kind, len(str(row.cells[0])), str(row.cells[0]))))
    return Table(table.columns, rows, table.title, table.note, table.empty)


def _letter(cell: object) -> str:
    text = str(cell)
    return text.upper() if len(text) == 1 else text


def _people(desk: Desk) -> Table:
    parts = (Part("F02"), Part("F05", _("Frequency")), Part("F07", _("Of the plan")), Part("F09", _("A day")),
             Part("F10", _("Effective")), Part("F11", _("In the field")))
    return breakdown.table(desk, Breakdown("person", "person", _("Person"), parts, _("By person"),
                                           _("Nobody has visits in the period."), _("Without owner")))


def _missed(desk: Desk) -> Table:
    planned = _between("planned_on", desk.period.start, desk.period.end)
    found = {reason: count(desk, Visit, *planned, Where("state", "=", "missed"), Where("missed_reason", "=", reason))
             for reason in MISSED_REASONS}
    ranked = sorted((reason for reason in found if found[reason]), key=lambda reason: (-found[reason], reason))
    rows = [Row((listing.option(Visit.kind, "missed_reason", reason), number(found[reason]))) for reason in ranked]
    if rows:
        rows.append(Row((_("Total"), number(sum(found.values()))), "total"))
    return Table((Column(_("Reason"), weight=1.0), Column(_("Visits"), "right")), tuple(rows),
                 _("Missed visits by reason"), empty=_("No visit was missed."))


def _unseen(desk: Desk) -> Table:
    """The clients of segment A that were in turn and were not visited, by name."""
    ask = Ask(desk.period, desk.scope)
    facts = desk.app.store.facts
    turn = facts.visits.panel_ids(ask, turns_of(facts, ask), ask.until)
    late = [id_ for code, id_, _due, done in turn if code == Client.kind.code and not done]
    return listing.table(desk, Listing(
        Client, ("name", "territory", "last_visit"), _("A clients not visited"),
        _("All A clients in turn were visited."), (Where("id", IN, late), Where("segment", "=", KEY)),
        (("name", False),), ("name",), limit=NAMED))
