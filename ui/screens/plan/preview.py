"""The preview of «Completar la semana»: calculated on the worker, shown dashed, accepted whole or one by one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from kamdesk.planning import PlanProposal, PlanTask, ProposedVisit, plan_task
from kamdesk.problems import Problem
from kamdesk.words import _, plural
from ui.jobs import Progress
from ui.labels import ElidedLabel, label
from ui.run import Place
from ui.screen import Context
from ui.screens.plan.acts import Acts
from ui.screens.plan.part import Whose
from ui.widgets.buttons import Button
from ui.widgets.glyph import Glyph

NAMED = 3  # parties left out that are named in the bar; the others are in its tool tip


class PreviewBar(QFrame):
    """How many visits are proposed, what found no place, and the two verbs."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "info")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(Glyph("sparkles", token="info"))
        self._count = label("", role="strong")
        self._rest = ElidedLabel("", role="small", tone="text2")
        self.discard = Button(_("Discard"), kind="ghost", small=True)
        self.accept = Button(_("Accept all"), kind="primary", icon="check", small=True)
        row.addWidget(self._count)
        row.addWidget(self._rest, 1)
        row.addWidget(self.discard)
        row.addWidget(self.accept)
        self.hide()

    def show_proposal(self, proposal: PlanProposal | None) -> None:
        """Show what is proposed; hide when nothing is."""
        if proposal is not None:
            self._count.setText(plural("{n} visit proposed", "{n} visits proposed", len(proposal.visits)))
            self._rest.setText(_left_out(proposal))
        self.setVisible(proposal is not None)


def _left_out(proposal: PlanProposal) -> str:
    """The warning, else who found no place and why."""
    if proposal.warning:
        return proposal.warning
    named = [f"{each.need.name} ({each.reason})" for each in proposal.left_out]
    more = plural("and {n} more", "and {n} more", len(named) - NAMED) if len(named) > NAMED else ""
    return _("Without a place: {names}", names=", ".join(filter(None, (*named[:NAMED], more)))) if named else _(
        "Nothing is saved until you accept it.")


class Preview(QObject):
    """The proposal shown, if any; ``changed`` when it is another one."""

    changed = Signal()
    nothing = Signal(str)  # why there is nothing to propose

    def __init__(self, context: Context, acts: Acts, place: Place, whose: Whose) -> None:
        super().__init__(whose)
        self._context, self._acts, self._place, self._whose = context, acts, place, whose
        self.proposal: PlanProposal | None = None
        self._days: tuple[datetime.date, datetime.date] | None = None
        self._own = False  # the change that is heard next is ours: the rest of the preview still holds

    def propose(self, first: datetime.date, last: datetime.date) -> None:
        """Calculate the visits of some days on the worker."""
        store, self._days = self._context.app.store, (first, last)
        try:
            task = plan_task(store, person=self._whose.person or "", first=first, last=last)
        except Problem as problem:
            self.drop()
            self._place.show_problem(problem)
            return
        self._context.jobs.start(_work(task), done=lambda found: self._show(found, asked=(first, last)),
                                 failed=self._failed)

    def heard(self) -> None:
        """The data changed: what was proposed before is calculated again, unless the change was an acceptance."""
        if self.proposal is not None and self._days is not None and not self._own:
            self.propose(*self._days)
        self._own = False

    def accept_all(self) -> None:
        """Plan everything proposed, as one step."""
        if self.proposal is not None:
            visits = self.proposal.visits
            self.proposal = None
            self._acts.accept(visits)
            self.changed.emit()

    def accept(self, proposed: ProposedVisit) -> None:
        """Plan one of them."""
        self._own = True
        if self._acts.accept([proposed.visit]):
            self.discard(proposed)

    def discard(self, proposed: ProposedVisit) -> None:
        """Take one out of the preview."""
        if self.proposal is not None:
            left = without(self.proposal, proposed)
            self.proposal = left if left.visits else None
            self.changed.emit()

    def drop(self) -> None:
        """Forget the preview."""
        if self.proposal is not None:
            self.proposal = None
            self.changed.emit()

    def _show(self, found: PlanProposal, *, asked: tuple[datetime.date, datetime.date]) -> None:
        if asked != self._days:
            return  # the person has gone to another week meanwhile
        self.proposal = found if found.visits else None
        self.changed.emit()
        if self.proposal is None:
            self.nothing.emit(found.warning or _("Nothing to propose: the visits of this week are planned."))

    def _failed(self, error: Exception) -> None:
        self.drop()
        if not isinstance(error, Problem):
            raise error
        self._place.show_problem(error)


def without(proposal: PlanProposal, gone: ProposedVisit) -> PlanProposal:
    """The proposal less one visit."""
    days = (replace(day, visits=tuple(each for each in day.visits if each is not gone)) for day in proposal.days)
    return replace(proposal, days=tuple(day for day in days if day.visits))


def _work(task: PlanTask) -> Callable[[Progress], PlanProposal]:
    def work(progress: Progress) -> PlanProposal:
        progress(_("Looking for the best days…"))
        return task.solve()

    return work
