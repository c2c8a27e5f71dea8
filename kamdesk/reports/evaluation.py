"""R13 Hoja de evaluación: how one distributor, agent or person was judged, criterion by criterion, to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from kamdesk.app import App
from kamdesk.charts import SalesBars
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures.model import Period
from kamdesk.problems import Problem
from kamdesk.records.appraisals import STATES, SUBJECTS, Appraisal, AppraisalLine, scheme_name
from kamdesk.records.tasks import Task
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import about, named, party_of, scope_of, values_of
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Field,
    Fields,
    Report,
    Row,
    Signature,
    SignatureBox,
    Status,
    Table,
)
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.store import AT_MOST, EQUAL, Query, Where
from kamdesk.store import Row as Stored
from kamdesk.words import N_, _, day, month, number

CODE, PAST, ENOUGH = "R13", 8, 2  # most and fewest appraisals in the chart
GOOD_POINTS, FAIR_POINTS, FULL = 70, 55, 100
COLUMNS = ("score", "grade", "change")
GRADES: Mapping[str, Status] = {"a": "ok", "b": "ok", "c": "warn", "d": "bad", "no_data": "mute"}


def evaluation(app: App, appraisal: Appraisal) -> Report:
    """The sheet of one appraisal: of a distributor, an agent or a person of the team."""
    if appraisal.start is None or appraisal.end is None:
        raise Problem(_("The appraisal has no period."))
    parts = {"criteria": partial(_judged, appraisal), "opinion": partial(_opinion, appraisal)}
    name = named(app.store, appraisal.subject)
    return about(app, CODE, Period(appraisal.start, appraisal.end), scope_of(appraisal.subject), parts, name=name,
                 reader=name)


def last_appraisal(desk: Desk) -> Appraisal:
    """The last one of the distributor or person of the scope that ended by the end of the period; Problem without."""
    found = desk.reader.find(Appraisal, Where("end", AT_MOST, desk.until), subject=party_of(desk.scope),
                             sort=(("end", True), ("start", True)), limit=1)
    if not found:
        raise Problem(_("There is no appraisal to that day. Make one first."))
    return found[0]


def criteria(desk: Desk) -> tuple[Block, ...]:
    """How the last appraisal came to its score."""
    return _judged(last_appraisal(desk), desk)


def opinion(desk: Desk) -> tuple[Block, ...]:
    """What the last appraisal says and recommends."""
    return _opinion(last_appraisal(desk), desk)


def _judged(appraisal: Appraisal, desk: Desk) -> tuple[Block, ...]:
    values = values_of(desk.reader, Appraisal.kind, appraisal.id, COLUMNS).values
    return _who(appraisal, desk), _cards(values), _lines(appraisal, values, desk), *_history(appraisal, desk)


def _who(appraisal: Appraisal, desk: Desk) -> Fields:
    evaluator = named(desk.reader, Link("person", appraisal.owner)) if appraisal.owner else ""
    period = f"{day(appraisal.start)} – {day(appraisal.end)}" if appraisal.start and appraisal.end else ""
    shown = ((_("Who is appraised"), named(desk.reader, appraisal.subject)),
             (_("Scheme"), scheme_name(appraisal.scheme)), (_("Period"), period), (_("Appraised by"), evaluator),
             (_("State"), _(STATES[str(appraisal.state)])),
             (_("Shown on"), day(appraisal.shown_on) if appraisal.shown_on else ""))
    return Fields(tuple(Field(label, value) for label, value in shown if value))


def _cards(values: Mapping[str, Any]) -> Cards:
    score, grade, change = (values.get(each) for each in COLUMNS)
    moved = _("first of its scheme") if change is None else _("{n} against the one before", n=_signed(change))
    return Cards((
        Card(_("Score"), "—" if score is None else number(score, 1), _("of 100")),
        Card(_("Mark"), display(Appraisal.kind.fields["grade"], grade or "no_data"), moved,
             GRADES.get(str(grade), "mute"))))


def _signed(change: Decimal) -> str:
    return ("+" if change > 0 else "") + number(change, 1)


def _lines(appraisal: Appraisal, values: Mapping[str, Any], desk: Desk) -> Table:
    """One row a criterion: what was read, its points, and what they bring to the score."""
    found = desk.reader.page(AppraisalLine.kind, Query((Where("appraisal", EQUAL, appraisal.id),),
                                                       sort=(("weight", True), ("id", False))), limit=FULL,
                             columns=("criterion", "weight", "value", "points", "source", "note")).rows
    columns = (Column(_("Criterion"), weight=1.0), Column(_("Weight"), "right"), Column(_("Figure read"), "right"),
               Column(_("Points"), "right"), Column(_("Points × weight"), "right"), Column(_("Source")))
    score = values.get("score")
    total = Row((_("Score"), number(sum((each.values["weight"] or Decimal(0) for each in found), Decimal(0))), "", "",
                 "—" if score is None else number(score, 1), ""), "total")
    rows = [each for one in found for each in _line(one)]
    return Table(columns, (*rows, total) if found else (), _("Criteria"), empty=_("No criterion yet."))


def _line(one: Stored) -> list[Row]:
    values, points = one.values, one.values["points"]
    weight = values["weight"] or Decimal(0)
    brought = "" if points is None else number(points * weight / FULL, 1)
    row = Row((one.names.get(values["criterion"], ""), number(weight), values["value"] or "", _points(points), brought,
               display(AppraisalLine.kind.fields["source"], values["source"])))
    note = str(values["note"] or "").strip()
    return [row, Row((note, "", "", "", "", ""), indent=1)] if note else [row]


def _points(points: Decimal | None) -> Cell:
    if points is None:
        return Cell(_("without data"), "mute")
    return Cell(number(points), "ok" if points >= GOOD_POINTS else "warn" if points >= FAIR_POINTS else "bad")


def _history(appraisal: Appraisal, desk: Desk) -> tuple[Block, ...]:
    """The score of this appraisal and of those before by the same scheme; one alone says nothing."""
    where = (Where("subject", EQUAL, appraisal.subject), Where("scheme", EQUAL, appraisal.scheme),
             Where("start", AT_MOST, appraisal.start))
    rows = desk.reader.page(Appraisal.kind, Query(where, sort=(("start", True),)), limit=PAST,
                            columns=("start", "end", "score")).rows[::-1]
    if len(rows) < ENOUGH:
        return ()
    labels = tuple(month(f"{each.values['end']:%Y-%m}") for each in rows)
    scores = tuple(each.values["score"] for each in rows)
    return (Chart(SalesBars(labels, scores, name=_("Score")), _("Score by period"), 84.0, twin=False),)


def _opinion(appraisal: Appraisal, desk: Desk) -> tuple[Block, ...]:
    """What was said, what is recommended, what is being done about it, and who signs."""
    told = ((_("Strengths"), appraisal.strengths), (_("To improve"), appraisal.improvements),
            (_("Recommendation"), _recommended(appraisal)), (_("Comment of the appraised"), appraisal.subject_comment))
    said = Fields(tuple(Field(title, text.strip()) for title, text in told if text.strip()), columns=1)
    signers = (Signature(_("Who appraises"), named(desk.reader, Link("person", appraisal.owner))
                         if appraisal.owner else ""),
               Signature(_("The appraised"), named(desk.reader, appraisal.subject)))
    return (said, _actions(appraisal, desk), SignatureBox(signers, (_("I agree"), _("I do not agree"))))


def _recommended(appraisal: Appraisal) -> str:
    if appraisal.recommendation in (None, "none"):
        return ""
    what = display(Appraisal.kind.fields["recommendation"], appraisal.recommendation)
    subjects = ", ".join(_(SUBJECTS[each]).lower() for each in appraisal.recommendation_on)
    return f"{what}: {subjects}" if subjects else what


def _actions(appraisal: Appraisal, desk: Desk) -> Table:
    """The tasks about it; who does each is not named."""
    tasks = desk.reader.find(Task, about=Link(Appraisal.kind.name, appraisal.id), sort=(("due", False),))
    rows = tuple(Row((each.title, day(each.due) if each.due else "", display(Task.kind.fields["state"], each.state)))
                 for each in tasks)
    return Table((Column(_("Action"), weight=1.0), Column(_("Due")), Column(_("State"))), rows, _("Actions"),
                 empty=_("No action yet."))


report(CODE, N_("Appraisal sheet"), audience=N_("The appraised and leaders"), period=QUARTER, also=(MONTH, YEAR),
       about="appraisal", comments=False, flows=True, parts=(
           Part("criteria", N_("Criteria and score"), criteria), Part("opinion", N_("Opinion and actions"), opinion)))
