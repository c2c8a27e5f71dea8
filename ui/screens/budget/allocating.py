"""The panel that hands a budget line down: line, total, among whom and by what, with the shares shown first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.budgeting.allotment import AMONG, proposed, receivers
from kamdesk.budgeting.bases import BASES
from kamdesk.budgeting.sheet import current_budget, sheet_of
from kamdesk.commands.budget_shares import allocate_budget
from kamdesk.fields import Id
from kamdesk.problems import Problem
from kamdesk.words import _, fold, money
from ui.beside.parts import terms
from ui.panels.parts import FormPanel, line, segments
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import MoneyField
from ui.widgets.flow import cleared
from ui.widgets.picker import RecordPicker

OFFERED = 9


class AllocatePanel(FormPanel):
    """Share a line among zones or people."""

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host, _("Allocate a budget line"), _("Each gets a line of its own under it."), icon="wallet")
        self._context = context
        self._plans: dict[Id, tuple[str, int]] = _lines(context)
        self.where = RecordPicker(self._find, name=_("Budget line"), creates=False)
        self.total = MoneyField(None, name=_("Total of the year"))
        self.among = segments([(key, _(text)) for key, text in AMONG.items()], name=_("Among"), changed=self._dress)
        self.by = segments([(key, _(text)) for key, text in BASES.items()], name=_("By"), changed=self._dress)
        self.shares = QVBoxLayout()
        for name, part in ((_("Budget line"), self.where), (_("Total of the year"), self.total),
                           (_("Among"), self.among), (_("By"), self.by)):
            self.body.body.addWidget(line(name, part))
        self.body.body.addLayout(self.shares)
        self.fields = {"line": self.where, "total": self.total}
        self.where.changed.connect(self._chosen)
        self.total.changed.connect(self._dress)
        self.set_primary(_("Allocate"))
        self.submitted.connect(self._save)
        self.closed.connect(self.deleteLater)
        self._dress()

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        wanted = fold(text).split()
        found = [(id_, name, money(plan, None, 0)) for id_, (name, plan) in self._plans.items()
                 if all(word in fold(name) for word in wanted)]
        return found[:OFFERED]

    def _chosen(self, id_: Id) -> None:
        if id_ in self._plans:
            self.total.set_value(self._plans[id_][1])
        self._dress()

    def _dress(self, *_args: object) -> None:
        """What each would get."""
        cleared(self.shares)
        store = self._context.app.store
        children = receivers(store, self.among.value())
        found = proposed(store, total=self.total.value() or 0, children=children, basis=self.by.value())
        self.shares.addWidget(terms([(name, money(amount)) for name, amount in found]))
        if self.isVisible():
            self.body.body.activate()
            self.body.updateGeometry()
            self.fit()

    def _save(self) -> None:
        if not self.where.commit() or not self.total.commit():
            return
        if not self.where.value() or self.total.value() is None:
            self.show_problem(Problem(_("Choose the line and its total."), field="line"))
            return
        store = self._context.app.store
        if self._context.runner.attempt(
                self, allocate_budget, line=self.where.value(), total=self.total.value() or 0,
                children=receivers(store, self.among.value()), basis=self.by.value()) is FAILED:
            return
        self._context.runner.tell(_("Budget line allocated"))
        self.shut()


def _lines(context: Context) -> dict[Id, tuple[str, int]]:
    """The lines without sublines of this year's budget, with what they plan."""
    store = context.app.store
    budget = current_budget(store, clock.today().year)
    if budget is None:
        return {}
    sheet = sheet_of(store, budget)
    return {each.id: (each.name, sheet.plan(each.id, sheet.months) or 0) for each in sheet.lines if each.leaf}
