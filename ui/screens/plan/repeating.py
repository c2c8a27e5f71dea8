"""The panel that repeats a visit: every so many days, until a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kamdesk import clock
from kamdesk.commands.visits import name_of
from kamdesk.problems import Problem
from kamdesk.records.visits import Visit
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.panels.parts import FormPanel, beside, line, whole_field
from ui.run import Place
from ui.screen import Context
from ui.widgets.fields import DateField

LONGEST, USUAL, TIMES = 180, 14, 4
Repeat = Callable[[Place, int, datetime.date], bool]


class RepeatPanel(FormPanel):
    """``repeat`` does it and says whether that worked."""

    def __init__(self, context: Context, host: QWidget, visit: Visit, *, repeat: Repeat) -> None:
        super().__init__(host, _("Repeat the visit"), name_of(context.app.store, visit), icon="refresh-cw")
        self._repeat = repeat
        first = visit.planned_on or clock.today()
        self.every = whole_field(_("Every how many days"), LONGEST, least=1)
        self.every.setText(str(USUAL))
        self.until = DateField(first + datetime.timedelta(USUAL * TIMES), name=_("Until"))
        self.fields = {"every_days": self.every, "until": self.until}
        self.until.setFixedWidth(theme.px(170))
        self.body.body.addWidget(line(_("Every"), beside(self.every, label(_("days")))))
        self.body.body.addWidget(line(_("Until"), beside(self.until)))
        self.set_primary(_("Repeat it"))
        self.submitted.connect(self._save)
        self.closed.connect(self.deleteLater)

    def _save(self) -> None:
        if not self.until.commit():
            return
        until = self.until.value()
        if until is None:
            self.show_problem(Problem(_("Say until which day."), field="until"))
        elif self._repeat(self, int(self.every.text() or 0), until):
            self.shut()

