"""Hand over an order: units, lot and expiry of each line that is not delivered yet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kamdesk import clock
from kamdesk.commands.orders import Handover, deliver_order
from kamdesk.problems import Problem
from kamdesk.records.rules import quantity_words
from kamdesk.selling.orders import LineSheet, OrderSheet
from kamdesk.words import _, parse_amount
from ui import theme
from ui.labels import ElidedLabel, label
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.fields import DateField

UNITS, LOT, DAY = 76, 110, 132


@dataclass
class _Row:
    """The fields of one line."""

    sheet: LineSheet
    units: QLineEdit
    lot: QLineEdit
    expires: DateField

    def handover(self, document: str) -> Handover | None:
        """What is typed, None when nothing of the line goes."""
        text = self.units.text().strip()
        quantity = parse_amount(text) if text else None
        if not quantity:
            return None
        return Handover(self.sheet.line.id, quantity, self.lot.text(), self.expires.value(), document)


class DeliveryPanel(AskPanel):
    """What is left of each line is filled in; what does not go is emptied."""

    def __init__(self, context: Context, host: QWidget, sheet: OrderSheet) -> None:
        super().__init__(host, _("Deliver"), sheet.order.number, _("Save delivery"))
        self._context, self._order = context, sheet.order
        self.on = DateField(clock.today(), name=_("Date"))
        self.on.setFixedWidth(theme.px(DAY))
        self.document = QLineEdit()
        self.document.setAccessibleName(_("Delivery note or invoice"))
        self.document.setPlaceholderText(_("Delivery note or invoice"))
        self.body.body.addWidget(line(_("Date"), self.document, self.on))
        self.rows = [self._row(each) for each in sheet.lines if each.left]
        self.body.body.addLayout(self._table())
        self.run = self._save

    @staticmethod
    def _row(each: LineSheet) -> _Row:
        row = _Row(each, QLineEdit(quantity_words(each.left)), QLineEdit(), DateField(name=_("Expiry of {product}",
                                                                                         product=each.name)))
        row.units.setAccessibleName(_("Units of {product}", product=each.name))
        row.lot.setAccessibleName(_("Lot of {product}", product=each.name))
        for field, wide in ((row.units, UNITS), (row.lot, LOT), (row.expires, DAY)):
            field.setFixedWidth(theme.px(wide))
        return row

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for at, text in enumerate((_("Product"), _("Units"), _("Lot"), _("Expires"))):
            grid.addWidget(label(text, role="small", tone="text2"), 0, at)
        for at, row in enumerate(self.rows, start=1):
            for column, part in enumerate((ElidedLabel(row.sheet.name, least=120), row.units, row.lot, row.expires)):
                grid.addWidget(part, at, column)
        return grid

    def first_focus(self) -> QWidget:
        """The lot of the first line: its units are filled in."""
        return self.rows[0].lot if self.rows else super().first_focus()

    def _save(self) -> bool:
        if not all([self.on.commit(), *(row.expires.commit() for row in self.rows)]):
            return False
        try:
            found = [row.handover(self.document.text()) for row in self.rows]
        except Problem as problem:
            self.show_problem(problem)
            return False
        done = self._context.runner.attempt(self, deliver_order, order=self._order, on=self._day(),
                                            deliveries=[each for each in found if each is not None])
        if done is FAILED:
            return False
        self._context.runner.tell(_("Delivery saved"))
        return True

    def _day(self) -> datetime.date:
        return self.on.value() or clock.today()


def open_delivery(context: Context, host: QWidget, *, sheet: OrderSheet) -> DeliveryPanel:
    """Open the panel on what is left of an order."""
    panel = DeliveryPanel(context, host, sheet)
    panel.open()
    return panel
