"""The three cards of a distributor: its credit, its last appraisal, its papers (UI.md §6.5)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.display import MASK, display
from kamdesk.figures import ask as figure
from kamdesk.figures.credit import credit_of, judged
from kamdesk.figures.model import BAD, GOOD, WATCH, Period, Scope
from kamdesk.records.appraisals import Appraisal, AppraisalLine
from kamdesk.records.distributors import Distributor
from kamdesk.records.policies import ComplianceDocument
from kamdesk.selling.papers import mandatory_for
from kamdesk.store import EQUAL, Query, Reader, Row, Where
from kamdesk.words import _, money, number, percent, plural
from ui.cells import status_of
from ui.labels import ElidedLabel, label
from ui.screens.distributors.verbs import Verbs, link_of
from ui.theme import Status
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip
from ui.widgets.meters import Meter

TOKENS = {GOOD: "ok_solid", WATCH: "warn_solid", BAD: "bad_solid", None: "accent"}
MARKS: dict[str, Status] = {"a": "ok", "b": "ok", "c": "warn", "d": "bad", "no_data": "mute"}
PAPERS = 6


def covered(name: str) -> bool:
    """Whether a field of distributors is hidden from whoever looks."""
    return veil.covers(Distributor.kind.fields[name])


def said_line(term: str, words: str, *, strong: bool = False) -> QWidget:
    """A term at the left and its words at the right."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(label(term, role="small", tone="text2"))
    said = ElidedLabel(words, role="strong" if strong else "body", figures=True, least=40)
    said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(said, 1)
    return host


def column(*parts: QWidget) -> QWidget:
    """Parts under one another, close together."""
    host = QWidget()
    layout = QVBoxLayout(host)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(5)
    for each in parts:
        layout.addWidget(each)
    layout.addStretch(1)
    return host


def credit_card(reader: Reader, distributor: Distributor, verbs: Verbs) -> TitledCard:
    """Limit, what is used of it, the days agreed and those it takes."""
    card = TitledCard(_("Credit"), marks=[Chip(_("Blocked"), status="bad", mark="lock")]
                      if distributor.credit_blocked else [])
    hidden = covered("credit_limit")
    use = credit_of(reader.facts, link_of(distributor))
    share = None if use.share is None else Decimal(use.share.numerator) / Decimal(use.share.denominator)
    status = judged(reader, use)
    late = figure(reader.facts, "F46", Period.day(clock.today()), Scope(distributor=distributor.id)).value
    used = MASK if hidden else f"{money(round(use.exposure), decimals=0)}" + (
        f" · {percent(share, 0)}" if share is not None else "")
    bar = Meter(0.0 if hidden else min(1.0, float(share or 0) / 100), token=TOKENS[None if hidden else status],
                name=_("Credit used: {used}", used=used))
    agreed = distributor.payment_days or 0
    real = _("{n} d", n=number(agreed)) if late is None else _(
        "{n} d · really {real} d", n=number(agreed), real=number(agreed + Decimal(late.numerator) / late.denominator))
    card.add(column(
        said_line(_("Limit"), MASK if hidden else money(use.limit, decimals=0) if use.limit else _("without limit"),
                  strong=True), said_line(_("Used"), used), bar,
        said_line(_("Term"), MASK if hidden else real)), stretch=1)
    card.add(Button(_("Propose adjustment"), small=True, on_click=lambda: verbs.propose(distributor)))
    return card


def appraisal_card(reader: Reader, distributor: Distributor, verbs: Verbs) -> TitledCard:
    """The last appraisal: score, mark, change, and its criteria by weight."""
    found = reader.page(Appraisal.kind, Query((Where("subject", EQUAL, link_of(distributor)),),
                                              sort=(("start", True),)), limit=1,
                        columns=("start", "score", "grade", "change", "scheme")).rows
    card = TitledCard(_("Appraisal"))
    if veil.covers(Appraisal.kind.fields["score"]):
        card.add(label(_("Covered while prices are covered."), tone="text3", wrap=True), stretch=1)
    elif found:
        card.add(column(*_appraised(reader, found[0])), stretch=1)
    else:
        card.add(label(_("Not appraised yet."), tone="text3", wrap=True), stretch=1)
    card.add(Button(_("New appraisal"), small=True, on_click=lambda: verbs.appraise(distributor)))
    return card


def _appraised(reader: Reader, row: Row) -> list[QWidget]:
    values = row.values
    score, grade, change = values.get("score"), values.get("grade"), values.get("change")
    top = QWidget()
    line = QHBoxLayout(top)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(label(f"{number(score)}/100" if score is not None else _("without data"), role="subtitle",
                         figures=True))
    line.addWidget(Chip(display(Appraisal.kind.fields["grade"], grade), status=MARKS.get(str(grade), "mute")))
    if change:
        line.addWidget(Chip(("+" if change > 0 else "") + number(change, 0), status="ok" if change > 0 else "warn",
                            mark="trending-up" if change > 0 else "trending-down"))
    line.addStretch(1)
    lines = reader.page(AppraisalLine.kind, Query((Where("appraisal", EQUAL, row.id),), sort=(("weight", True),)),
                        limit=5, columns=("criterion", "weight", "points")).rows
    return [top, *(said_line(each.names.get(each.values["criterion"], ""), _points(each)) for each in lines)]


def _points(row: Row) -> str:
    weight, points = row.values["weight"] or Decimal(0), row.values["points"]
    return "—" if points is None else f"{number(points * weight / 100)}/{number(weight)}"


def papers_card(reader: Reader, distributor: Distributor, verbs: Verbs) -> TitledCard:
    """What it must have, each with how long it still holds; and its contract."""
    holder = link_of(distributor)
    rows = reader.page(ComplianceDocument.kind, Query((Where("holder", EQUAL, holder),), sort=(("expires", False),)),
                       columns=("category", "expires", "status", "days")).rows
    kept = {row.values["category"]: row for row in rows}
    card = TitledCard(_("Papers"))
    wanted = dict.fromkeys((*mandatory_for(reader, holder), *kept))
    lines: list[QWidget] = [_paper(category, kept.get(category)) for category in list(wanted)[:PAPERS]]
    card.add(column(*lines) if lines else label(_("No document is mandatory."), tone="text3"), stretch=1)
    card.add(Button(_("New document"), small=True, on_click=lambda: verbs.paper(distributor)))
    return card


def _paper(category: str, row: Row | None) -> QWidget:
    host = QWidget()
    line = QHBoxLayout(host)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(ElidedLabel(display(ComplianceDocument.kind.fields["category"], category), least=50), 1)
    status = str(row.values["status"]) if row else "missing"
    line.addWidget(Chip(paper_words(row), status="ok" if status == "valid" else status_of(status)))
    return host


def paper_words(row: Row | None) -> str:
    """How long a paper holds: «vigente 2027», «41 días», «vencido», «falta»."""
    if row is None:
        return _("Missing")
    status, days, expires = row.values["status"], row.values.get("days"), row.values.get("expires")
    if status == "valid" or days is None:
        return f"{expires:%Y}" if expires else _("Valid")
    return plural("{n} day", "{n} days", days) if days >= 0 else _("Expired")


def beside(*makers: Callable[[], QWidget]) -> QWidget:
    """Cards in a row, of one height."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for make in makers:
        row.addWidget(make(), 1)
    return host
