"""«Vencimientos»: everything with an end in one list, narrowed by how near it is, out as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.files import write_atomically
from kamdesk.kinds import kind_of
from kamdesk.problems import Problem
from kamdesk.radar import EXPIRED, IN_FORCE, RENEWING, SOON, STATES, TODAY, Ending, as_calendar, radar
from kamdesk.words import N_, _, day, fold, number, plural
from ui import ask, theme
from ui.labels import label
from ui.screen import Address, Context
from ui.tabs import place_of
from ui.widgets.buttons import Button, FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.messages import EmptyState
from ui.widgets.text_table import TextTable

COLUMNS = (N_("Ends"), N_("Days left"), N_("What"), N_("Name"), N_("Of whom"), N_("State"))
LOOKS = {EXPIRED: ("circle-alert", "bad"), TODAY: ("circle-alert", "bad"), SOON: ("clock", "warn"),
         RENEWING: ("refresh-cw", "info"), IN_FORCE: ("circle-check", "ok")}
DAYS, NAME, STATE, FILTER = 1, 3, 5, 220


def words_of(each: Ending) -> tuple[str, ...]:
    """The cells of an end."""
    return (day(each.on), number(each.days), _(each.sort), each.name or each.who, each.who,
            _(STATES[each.status]))


def _fill(file: BinaryIO, content: bytes) -> None:
    file.write(content)


class RadarTab(QWidget):
    """The radar: chips of the states with how many each has, a filter, the list, its calendar."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._all: Sequence[Ending] = ()
        self._rows: Sequence[Ending] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._bar())
        layout.addWidget(self._body(), 1)
        self.reread()

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter what ends"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(theme.px(FILTER))
        self.filter.textChanged.connect(lambda _text: self._narrow())
        bar.addWidget(self.filter)
        host = QWidget()
        flow = FlowLayout(host)
        self.chips = {key: FilterChip(_(text), on=key in (EXPIRED, TODAY, SOON, RENEWING))
                      for key, text in STATES.items()}
        for chip in self.chips.values():
            chip.clicked.connect(lambda *_args: self._narrow())
            flow.addWidget(chip)
        bar.addWidget(host, 1)
        self.count = label(role="small", tone="text3")
        bar.addWidget(self.count)
        bar.addWidget(Button(_("Calendar file"), icon="calendar-days", small=True, on_click=self.save_calendar))
        return bar

    def _body(self) -> QWidget:
        host = QWidget()
        self._stack = QStackedLayout(host)
        self.table = TextTable([_(each) for each in COLUMNS], name=_("What ends"), wide=NAME,
                               right=frozenset((DAYS,)))
        self.table.opened.connect(self._open)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("radar", _("Nothing ends"), _("Change the chips or the filter.")))
        return host

    def reread(self) -> None:
        """What is stored now."""
        self._all = radar(self._context.app.store)
        self._narrow()

    def shown(self) -> list[Ending]:
        """The ends that chips and filter leave."""
        on = {key for key, chip in self.chips.items() if chip.isChecked()} or set(STATES)
        wanted = fold(self.filter.text()).split()
        return [each for each in self._all if each.status in on
                and all(word in fold(" ".join(words_of(each))) for word in wanted)]

    def _narrow(self) -> None:
        rows = self._rows = self.shown()
        self.table.show_rows([words_of(each) for each in rows],
                             {(at, STATE): LOOKS[each.status] for at, each in enumerate(rows)})
        self._stack.setCurrentIndex(0 if rows else 1)
        self.count.setText(plural("{n} end", "{n} ends", len(rows)))

    def _open(self, at: int) -> None:
        about = self._rows[at].about
        self._context.window.go(Address(*place_of(kind_of(about.kind)), about.kind, about.id))

    def save_calendar(self) -> None:
        """What is shown, as a calendar file."""
        name = _("Expiries {day}", day=clock.today().isoformat())
        path = ask.save_file(self, _("Calendar file"), "iCalendar (*.ics)", Path.home() / f"{name}.ics")
        if path is None:
            return
        content = as_calendar(self._rows)
        try:
            write_atomically(path, lambda file: _fill(file, content))
        except Problem as problem:
            self._context.window.tell(problem.message)
            return
        self._context.window.tell(_("Saved: {name}", name=path.name))


def radar_tab(context: Context) -> QWidget:
    """«Vencimientos»."""
    return RadarTab(context)
