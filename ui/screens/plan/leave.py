"""The panel that marks days as not worked: from, to, why."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from kamdesk.problems import Problem
from kamdesk.records.visits import DAY_OFF
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.panels.parts import FormPanel, beside, line
from ui.run import Place
from ui.widgets.fields import DateField

Mark = Callable[[Place, datetime.date, datetime.date, str], bool]


class LeavePanel(FormPanel):
    """``mark`` does it and says whether that worked; the holidays of the country are known already."""

    def __init__(self, host: QWidget, *, first: datetime.date, mark: Mark) -> None:
        super().__init__(host, _("Mark days off"), _("Holidays of the country are marked already"), icon="calendar-x",
                         status="warn")
        self._mark = mark
        self.first, self.last = DateField(first, name=_("From")), DateField(first, name=_("Until"))
        self.category = QComboBox()
        self.category.setAccessibleName(_("Category"))
        for key, text in DAY_OFF.items():
            self.category.addItem(_(text), key)
        self.category.setCurrentIndex(self.category.findData("vacation"))
        for field in (self.first, self.last):
            field.setFixedWidth(theme.px(170))
        days = beside(self.first, label(_("Until").lower()), self.last)
        for name, part in ((_("From"), days), (_("Category"), self.category)):
            self.body.body.addWidget(line(name, part))
        self.set_primary(_("Mark them"))
        self.submitted.connect(self._save)
        self.closed.connect(self.deleteLater)

    def _save(self) -> None:
        if not (self.first.commit() and self.last.commit()):
            return
        first = self.first.value()
        if first is None:
            self.show_problem(Problem(_("Say from which day."), field="on"))
        elif self._mark(self, first, self.last.value() or first, self.category.currentData()):
            self.shut()

