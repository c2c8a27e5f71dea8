"""What is done about a debtor: record a payment, note a promise, its statement as a PDF; columns of one's own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk import fields, reports
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Field, Link
from kamdesk.figures.model import Period, Scope
from kamdesk.problems import Problem
from kamdesk.selling.orders import called
from kamdesk.settings import declared
from kamdesk.words import N_, _
from ui.panels.fields import Asked, FieldsPanel, ask_fields
from ui.panels.payment import PaymentPanel, open_payment
from ui.panels.promise import open_promise
from ui.run import FAILED, Place
from ui.saving import save_report
from ui.screen import Context
from ui.shell.shell import host_of

MOST_COLUMNS = 8
STATEMENT_DAYS = 90
EDGES: Field = fields.text(N_("Last day of each column"), required=True).named("edges", "")


class Acts:
    """The verbs of the receivables; problems without a panel are shown at ``place``."""

    def __init__(self, context: Context, widget: QWidget, place: Place) -> None:
        self._context, self._widget, self._place = context, widget, place

    def pay(self, party: Link | None) -> PaymentPanel:
        """Record a payment, of the party where there is one."""
        return open_payment(self._context, host_of(self._widget), party=party)

    def promise(self, party: Link) -> FieldsPanel:
        """Note a promise of a party."""
        return open_promise(self._context, host_of(self._widget), party=party)

    def statement(self, party: Link, day: datetime.date) -> None:
        """R09 of a party to a day, saved as a PDF."""
        scope = Scope(client=party.id) if party.kind == "client" else Scope(distributor=party.id)
        span = Period(day - datetime.timedelta(STATEMENT_DAYS), day)
        name = f"{_('Account statement')} {called(self._context.app.store, party)} {day.isoformat()}"
        save_report(self._context, self._widget, self._place,
                    lambda: reports.build("R09", self._context.app, span, scope), name)

    def columns(self) -> FieldsPanel:
        """Choose the columns of the ageing and from which day they count."""
        store, basis = self._context.app.store, declared("ageing_basis")
        counted: Field = fields.choice(basis.label, basis.options, required=True).named("basis", "")
        now = {"edges": ", ".join(map(str, store.setting("ageing_buckets"))), "basis": store.setting("ageing_basis")}
        asked = Asked(_("Columns of the receivables"), _("Days past due, from smallest to largest: 0, 30, 60, 90"),
                      _("Use these columns"), [EDGES, counted], now)
        return ask_fields(self._context, host_of(self._widget), asked, said=_("Columns changed"), run=self._change)

    def _change(self, panel: FieldsPanel, values: dict[str, Any]) -> object:
        try:
            edges = read_edges(values["edges"])
        except Problem as problem:
            panel.show_problem(problem)
            return FAILED
        store, attempt = self._context.app.store, self._context.runner.attempt
        for name, value in (("ageing_buckets", list(edges)), ("ageing_basis", values["basis"])):
            if store.setting(name) != value and attempt(panel, change_setting, name=name, value=value) is FAILED:
                return FAILED
        return None


def read_edges(text: str) -> Sequence[int]:
    """«0, 30, 60, 90» as numbers; Problem when they are not days that grow."""
    try:
        found = [int(part) for part in text.replace(";", ",").split(",") if part.strip()]
    except ValueError:
        found = []
    if not found or found != sorted(set(found)) or len(found) > MOST_COLUMNS or found[0] < 0:
        raise Problem(_("Write up to {n} days that grow, like {example}.", n=MOST_COLUMNS, example="0, 30, 60, 90"),
                      field="edges")
    return found
