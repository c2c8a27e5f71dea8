"""Returns and quality as a board or a list, with the case chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.quality import answer_due, days_used
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.figures.lots import THOUSANDTHS, LotPath, path_of
from kamdesk.kinds import Kind
from kamdesk.records.quality import ISSUE_STATES, RETURN_STATES, SEVERITIES, QualityIssue, Return
from kamdesk.records.rules import quantity_words
from kamdesk.reports.letter import issue_letter, return_letter
from kamdesk.reports.model import Report
from kamdesk.reports.texts import written
from kamdesk.selling.orders import called
from kamdesk.store import Query, Reader, Where
from kamdesk.words import N_, _, day, money, plural
from ui.beside.board import Board, Face, Lane
from ui.beside.parts import heading, terms, verbs
from ui.beside.side import Pane, SideView
from ui.cells import status_of
from ui.labels import label
from ui.saving import save_report
from ui.screen import Context
from ui.screens.orders.cases import Steps
from ui.tabs import Shown
from ui.theme import Status
from ui.widgets.buttons import Button, Segmented
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState

SHOWN = 60  # cards a lane; the list has them all
BOARD, LIST = "board", "list"
LANES: Mapping[str, Sequence[tuple[str, str, tuple[str, ...]]]] = {
    "return": (("requested", RETURN_STATES["requested"], ("requested",)),
               ("authorised", RETURN_STATES["authorised"], ("authorised",)),
               ("received", RETURN_STATES["received"], ("received",)),
               ("resolved", N_("Ended"), ("resolved", "rejected"))),
    "quality_issue": (("open", ISSUE_STATES["open"], ("open", "reopened")),
                      ("analysing", ISSUE_STATES["analysing"], ("analysing",)),
                      ("answered", ISSUE_STATES["answered"], ("answered",)),
                      ("closed", ISSUE_STATES["closed"], ("closed",))),
}
SEVERE: Mapping[str, Status] = {"critical": "bad", "medium": "warn", "low": "mute"}


class CasePane(Pane):
    """One case: what is known of it, where its lot went, and its next step."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.steps = Steps(context, self)

    def _none(self) -> None:
        self.content.addWidget(EmptyState("package-x", _("No case chosen"), _("Choose one, or open a new one.")))

    def _take(self, step: Callable[[Id], object]) -> None:
        step(self.id)

    def _lot(self, product: Id | None, lot: str) -> None:
        """Where the lot went (F111)."""
        if not product or not lot.strip():
            return
        path = path_of(self.context.app.store.facts, product=product, lot=lot)
        self.content.addWidget(label(_("Where lot {lot} went", lot=lot), role="strong"))
        for text in lot_words(self.context.app.store, path):
            self.content.addWidget(label(text, role="small", tone="text2", wrap=True, figures=True))

    def _write(self, letter: Callable[[], Report], number: str) -> None:
        """R21 as a PDF."""
        save_report(self.context, self, self, letter, f"{_('Quality or return letter')} {number}")

    def _buttons(self, steps: Sequence[tuple[str, str, Callable[[Id], object]]], letter: Callable[[], Report],
                 number: str) -> None:
        self.content.addStretch(1)
        made = [Button(text, kind="default" if at else "primary", icon=icon, on_click=partial(self._take, run))
                for at, (text, icon, run) in enumerate(steps)]
        made.append(Button(_("Letter PDF"), icon="file-down", on_click=lambda: self._write(letter, number)))
        self.content.addWidget(verbs([*made, Button(_("All data"), kind="link", on_click=self.form)]))


class ReturnPane(CasePane):
    """A return or exchange."""

    def refresh(self) -> None:
        """The case as it is stored now."""
        cleared(self.content)
        store = self.context.app.store
        case = store.maybe(Return, self.id or None)
        if case is None:
            self._none()
            return
        state = str(case.state)
        self.content.addWidget(heading(case.number, _(RETURN_STATES[state]), status_of(state)))
        self.content.addWidget(terms(return_terms(store, case)))
        self._lot(case.product, case.lot)
        step = {"requested": [(_("Authorise"), "check", self.steps.authorise), (_("Refuse"), "x", self.steps.refuse)],
                "authorised": [(_("Receive the goods"), "package", self.steps.receive)],
                "received": [(_("Resolve"), "gavel", self.steps.resolve)]}
        self._buttons(step.get(state, []), lambda: return_letter(self.context.app, case), case.number)


class IssuePane(CasePane):
    """A quality case."""

    def refresh(self) -> None:
        """The case as it is stored now."""
        cleared(self.content)
        store = self.context.app.store
        issue = store.maybe(QualityIssue, self.id or None)
        if issue is None:
            self._none()
            return
        state = str(issue.state)
        self.content.addWidget(heading(issue.number, _(ISSUE_STATES[state]), status_of(state)))
        self.content.addWidget(terms(issue_terms(store, issue)))
        self._lot(issue.product, issue.lot)
        answer = (_("Answer the client"), "send", self.steps.reply)
        step = {"open": [(_("Analyse"), "search", self.steps.analyse), answer], "analysing": [answer],
                "reopened": [(_("Analyse"), "search", self.steps.analyse), answer],
                "answered": [(_("Close the case"), "check", self.steps.close),
                             (_("Open again"), "rotate-ccw", self.steps.reopen)],
                "closed": [(_("Open again"), "rotate-ccw", self.steps.reopen)]}
        self._buttons(step[state], lambda: issue_letter(self.context.app, issue), issue.number)


class CaseView(SideView):
    """Board and list of one kind of case with its panel."""

    pane_of: ClassVar[type[CasePane]] = CasePane
    newest = "number"

    def __init__(self, context: Context, shown: Shown) -> None:
        pane = self.pane_of(context)
        super().__init__(context, shown, pane)
        lanes = LANES[self.kind.name]
        self.board = Board([(key, _(title)) for key, title, _states in lanes])
        self.look = Segmented([(BOARD, _("Board")), (LIST, _("List"))], name=_("Look"))
        self.look.changed.connect(lambda _look: self._dress())
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.look)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.board, 1)
        row = self._both.layout()
        if row is not None:
            row.removeWidget(self.list)
            column.addWidget(self.list, 1)
            row.insertWidget(0, left, 1)  # type: ignore[attr-defined]
        self.board.chosen.connect(pane.show_id)
        self.board.moved.connect(lambda id_, lane: pane.steps.move(self.kind, id_, lane))
        self._fill()
        self._dress()

    def _dress(self) -> None:
        on_board = self.look.value() == BOARD
        self.board.setVisible(on_board)
        self.list.setVisible(not on_board)

    def open(self, id_: str) -> None:
        """Mark a case on the board and in the list."""
        super().open(id_ or (self.board.first() if self.look.value() == BOARD else ""))
        self._dress()
        self.board.mark(self.pane.id)

    def _fill(self) -> None:
        store = self.context.app.store
        self.board.show_lanes([lane_of(store, self.kind, key, _(title), states)
                               for key, title, states in LANES[self.kind.name]])
        self.board.mark(self.pane.id)

    def reread(self) -> None:
        """Board, list and panel as they are stored now."""
        super().reread()
        self._fill()


class ReturnView(CaseView):
    """Returns and exchanges."""

    pane_of = ReturnPane

    def new(self) -> None:
        """Ask for a return."""
        Steps(self.context, self).new_return()


class IssueView(CaseView):
    """Quality issues."""

    pane_of = IssuePane

    def new(self) -> None:
        """Open a case."""
        Steps(self.context, self).new_issue()


def lane_of(reader: Reader, kind: Kind, key: str, title: str, states: tuple[str, ...]) -> Lane:
    """The cases of some states, the newest first."""
    found = reader.page(kind, Query((Where("state", "in", states),), sort=(("number", True),)), limit=SHOWN,
                        columns=("number",))
    face = {"return": _return_face, "quality_issue": _issue_face}[kind.name]
    return Lane(key, title, found.total, [face(reader, row.id) for row in found.rows])


def _return_face(reader: Reader, id_: Id) -> Face:
    case = reader.get(Return, id_)
    lot = _("lot {lot}", lot=case.lot) if case.lot else ""
    refused = case.state == "rejected"
    chip = display(Return.kind.fields["state" if refused else "reason"], case.state if refused else case.reason)
    return Face(case.id, case.number, " · ".join(filter(None, (_product(reader, case.product), lot))),
                called(reader, case.party), chip, "bad" if refused else "mute")


def _issue_face(reader: Reader, id_: Id) -> Face:
    issue = reader.get(QualityIssue, id_)
    used, limit = days_used(reader, issue), int(reader.setting("answer_days").get(issue.severity or "medium", 5))
    waits = issue.state in ("open", "analysing", "reopened")
    said = _("day {n} of {limit}", n=used, limit=limit) if waits else _(SEVERITIES[str(issue.severity)])
    late: Status = "bad" if used > limit else "warn" if used >= limit - 1 else "mute"
    return Face(issue.id, issue.number, _("lot {lot}", lot=issue.lot), called(reader, issue.party), said,
                late if waits else SEVERE[str(issue.severity)])


def return_terms(reader: Reader, case: Return) -> list[tuple[str, str]]:
    """What is known of a return."""
    of = Return.kind.fields
    units = quantity_words(case.quantity) if case.quantity else ""
    return [(_("Client"), called(reader, case.party)), (_("Product"), _product(reader, case.product)),
            (_("Lot"), " · ".join(filter(None, (case.lot, day(case.expires) if case.expires else "")))),
            (_("Units"), units), (_("Reason"), display(of["reason"], case.reason)),
            (_("Amount"), money(case.amount) if case.amount else ""),
            (_("Received"), _("{n} on {day}", n=quantity_words(case.received), day=day(case.received_on))
             if case.received and case.received_on else ""),
            (_("Resolution"), display(of["resolution"], case.resolution)), (_("Note"), case.note)]


def issue_terms(reader: Reader, issue: QualityIssue) -> list[tuple[str, str]]:
    """What is known of a quality case."""
    whys = [getattr(issue, f"why{n}") for n in range(1, 6)]
    return [(_("Client"), called(reader, issue.party)), (_("Product"), _product(reader, issue.product)),
            (_("Lot"), " · ".join(filter(None, (issue.lot, day(issue.expires) if issue.expires else "")))),
            (_("Severity"), _(SEVERITIES[str(issue.severity)])), (_("What was found"), issue.description),
            (_("To answer by"), day(answer_due(reader, issue), this_year=clock.today().year)
             if not issue.answered_on else ""), (_("Five whys"), "\n".join(filter(None, whys))),
            (_("Cause"), issue.cause), (_("Action"), issue.action), (_("Answer"), issue.answer),
            (_("Effectiveness"), issue.effectiveness)]


def lot_words(reader: Reader, path: LotPath) -> list[str]:
    """Who received a lot, what came back, and what is not known of it."""
    if not path.parts:
        return [_("No delivery has this lot.")]
    names = reader.names([each.party for each in path.parts])
    said = [plural("{n} client received it; {share} recovered", "{n} clients received it; {share} recovered",
                   path.figure.more["parties"], share=written(path.figure))]
    for each in path.parts[:8]:
        back = _(" · {n} returned", n=quantity_words(_units(each.returned))) if each.returned else ""
        said.append(f"{names.get(each.party.id, '')}: {quantity_words(_units(each.delivered))}{back}")
    gone = path.figure.exclusions
    if gone:
        said.append(plural("{n} delivery without lot since then", "{n} deliveries without lot since then",
                           gone[0].count))
    return said


def _units(thousandths: int) -> Decimal:
    return Decimal(thousandths) / THOUSANDTHS


def _product(reader: Reader, product: Id | None) -> str:
    return reader.names([Link("product", product)]).get(product, "") if product else ""
