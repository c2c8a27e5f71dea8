"""«Repartir objetivo»: among whom, by what, with which limits; the outcome is seen before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kamdesk import clock, words
from kamdesk.cascade.pasting import given_from
from kamdesk.cascade.proposal import Given, Proposal, propose, propose_given
from kamdesk.cascade.receivers import GROUPS, NewShare, label_of, links_of, receivers
from kamdesk.cascade.sheet import Sheet
from kamdesk.commands.target_shares import give_targets, split_target
from kamdesk.fields import Id
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.targets import COUNTED, Target
from kamdesk.sheets.clipboard import parse_cells
from kamdesk.words import _
from ui import labels
from ui.grid import Grid
from ui.grid_model import Key
from ui.run import FAILED
from ui.screen import Context
from ui.screens.targets.cascade.share_bar import PASTED, ShareBar
from ui.screens.targets.cascade.share_content import CAP, FLOOR, LEFT, content_of
from ui.widgets.cards import Card
from ui.widgets.flow import cleared
from ui.widgets.messages import EmptyState, MessageBar

Spot = tuple[str, Id | None, Id | None]  # whose, line, product


class SharePage(QWidget):
    """The share of one target. ``closed`` when it was written or given up."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.sheet: Sheet | None = None
        self.target: Target | None = None
        self.found: Proposal | None = None
        self._offered: dict[str, list[NewShare]] = {}
        self._typed: dict[Spot, NewShare] = {}
        self._out: set[Spot] = set()
        self._given: Sequence[Given] = ()
        self.bar = ShareBar()
        self.bar.changed.connect(self.answer)
        self.bar.paste_asked.connect(self.paste)
        self.bar.accepted.connect(self.accept)
        self.bar.cancelled.connect(self.closed)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Why it is shared out again: the plan is in force"))
        self.grid = Grid(self.write, name=_("Proposed share"))
        self.grid.refused.connect(self.show_problem)
        self.grid.add_action(_("Leave out"), "archive", self.leave_out)
        self._messages = QVBoxLayout()
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        QShortcut(QKeySequence("Esc"), self, self.closed.emit)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._messages)
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        card.body.addWidget(self.bar)
        card.body.addWidget(labels.rule())
        self._nobody = EmptyState("users-round", _("Nobody receives it yet"),
                                  _("Choose zones, people, clients, distributors or lines above."))
        card.body.addWidget(self._nobody, 1)
        card.body.addWidget(self.grid, 1)
        column.addWidget(self.reason)
        column.addWidget(card, 1)

    def show_target(self, sheet: Sheet, target: Target) -> None:
        """Begin the share of a target: with those it has, or with the first group there is."""
        self.sheet, self.target = sheet, target
        self._typed, self._out, self._given = {}, set(), ()
        taken = {_spot(each) for each in sheet.targets.values() if each.parent != target.id}
        groups = receivers(self.context.app.store, target)
        self._offered = {group: kept for group, shares in groups.items()
                         if (kept := [each for each in shares if _spot(each) not in taken])}
        self.reason.setVisible(sheet.plan.state == "in_force")
        months = [each for each in sheet.months if each > month_of(clock.today())]
        whose = f"{sheet.names.get(target.id, '')} · {sheet.show(sheet.total(target.id))}"
        self.bar.begin(whose, [(key, _(GROUPS[key])) for key in self._offered],
                       first="" if sheet.below(target.id) else next(iter(self._offered), ""),
                       later=months if months != sheet.months else [],
                       basis=self.context.app.store.setting("target_basis"))
        self.answer()

    def _children(self) -> list[NewShare]:
        """The new ones chosen, and those typed about."""
        chosen = [each for group in self.bar.groups() for each in self._offered.get(group, ())
                  if _spot(each) not in self._out]
        found = {_spot(each): each for each in chosen} | {
            spot: each for spot, each in self._typed.items() if spot not in self._out}
        return list(found.values())

    def answer(self) -> None:
        """Work the share out again and show it."""
        target, sheet = self.target, self.sheet
        if target is None or sheet is None:
            return
        self.hush()
        reader, pasted = self.context.app.store, self.bar.basis() == PASTED
        try:
            self.found = propose_given(reader, target, self._given) if pasted else propose(
                reader, target, self._children(), basis=self.bar.basis(), months=self.bar.months())
        except Problem as problem:
            self.show_problem(problem)
            return
        some = bool(self.found.lines)
        self._nobody.setVisible(not some)
        self.grid.setVisible(some)
        self.bar.offer(some and not (pasted and not self._given))
        self.grid.show_content(content_of(self.found, sheet, by_hand=self.bar.basis() == "manual", given=pasted))

    def write(self, cells: Mapping[Key, Any]) -> bool:
        """A weight or a limit typed: nothing is stored, the outcome is worked out again."""
        before = dict(self._typed)
        for (key, column), value in cells.items():
            line = next((each for each in self.found.lines if each.target.id == key), None) if self.found else None
            if line is None or line.target.node is None:
                return False
            spot = _spot(line.target)
            share = self._typed.get(spot) or NewShare(line.target.node, line.target.line, line.target.product)
            emptied = {FLOOR: 0, CAP: self.found.total if self.found else 0}.get(column, 0)
            given: dict[str, Any] = {column: emptied if value is None else value}
            self._typed[spot] = replace(share, **given)
        self.answer()
        if self._messages.count():
            self._typed = before
            return False
        return True

    def leave_out(self) -> None:
        """Take receivers without a target out of the proposal."""
        where = self.grid.block()
        keys = {line.key for line in self.grid.model.content.lines[where.top:where.bottom + 1]} if where else set()
        lines = [each for each in (self.found.lines if self.found else ()) if each.target.id in keys]
        if self.sheet and any(each.target.id in self.sheet.targets for each in lines):
            self.show_problem(Problem(_("It has a target already. Take it out in the cascade.")))
            return
        self._out |= {_spot(each.target) for each in lines}
        self.answer()

    def paste(self) -> None:
        """Take what each gets from a table on the clipboard."""
        target, sheet = self.target, self.sheet
        if target is None or sheet is None:
            return
        reader = self.context.app.store
        own = [NewShare(each.node, each.line, each.product) for id_ in sheet.below(target.id)
               if (each := sheet.targets[id_]).node]
        every = [*own, *(each for group in self._offered.values() for each in group)]
        names = reader.names(links_of(every))
        places = 0 if sheet.plan.measure in COUNTED else words.exponent(sheet.plan.currency or None)
        try:
            self._given = given_from(parse_cells(QGuiApplication.clipboard().text()),
                                     {label_of(names, each): each for each in reversed(every)}, months=sheet.months,
                                     places=places)
        except Problem as problem:
            self.show_problem(problem)
            return
        self.bar.set_basis(PASTED)

    def accept(self) -> None:
        """Write the share as it is shown, as one step."""
        target, attempt = self.target, self.context.runner.attempt
        if target is None or not self.bar.ready():
            return
        reason = self.reason.text()
        done: object = attempt(self, give_targets, target=target.id, given=self._given, reason=reason) \
            if self.bar.basis() == PASTED else attempt(
                self, split_target, target=target.id, children=self._children(), basis=self.bar.basis(),
                months=self.bar.months(), reason=reason)
        if done is not FAILED:
            self.reason.clear()
            self.context.runner.tell(_("Target shared out"))
            self.closed.emit()

    def show_problem(self, problem: Problem) -> None:
        """Above the page; a reason that lacks takes the focus."""
        self.hush()
        self._messages.addWidget(MessageBar(problem.message, status="bad"))
        if problem.field == "reason":
            self.reason.setFocus()

    def hush(self) -> None:
        """Take the message away."""
        cleared(self._messages)


def _spot(each: NewShare | Target) -> Spot:
    return each.node.id if each.node else LEFT, each.line, each.product
