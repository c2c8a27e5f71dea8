"""Fields that read generously and say what is wrong: days and amounts."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from kamdesk import clock, words
from kamdesk.problems import Problem
from kamdesk.words import _
from ui import fonts, icons
from ui.widgets import days, sums
from ui.widgets.calendar import Calendar


def mark(field: QWidget, problem: str, *, state: str = "bad") -> None:
    """Give a field the red edge («bad») or the yellow one («warn») and tell readers why; «» takes it away."""
    field.setProperty("state", state if problem else "")
    field.setAccessibleDescription(problem)
    field.style().unpolish(field)
    field.style().polish(field)


class CheckedField(QLineEdit):
    """A line edit that reads its text on leaving; text that cannot be read stays as typed, with a red edge."""

    problem = Signal(str)  # what is wrong; «» when it has been mended

    def __init__(self, *, name: str = "") -> None:
        super().__init__()
        self.setFont(fonts.tabular(QFont()))
        self.setAccessibleName(name)
        self.editingFinished.connect(self.commit)
        self.textEdited.connect(lambda _text: self._say(""))
        self._said = ""

    def read(self) -> None:
        """Read the text into the value; raises Problem."""
        raise NotImplementedError

    def commit(self) -> bool:
        """Read the text now; False and a message when it cannot be read."""
        try:
            self.read()
        except Problem as problem:
            self._say(problem.message)
            return False
        self._say("")
        return True

    def _say(self, message: str) -> None:
        if message != self._said:
            self._said = message
            mark(self, message)
            self.problem.emit(message)


class DateField(CheckedField):
    """A day: typed («hoy», «+3», «vie», «24/11») or picked from a calendar; Ctrl+; is today."""

    changed = Signal(object)  # datetime.date or None, when the person changed it

    def __init__(self, value: datetime.date | None = None, *, name: str = "", first_weekday: int = 1) -> None:
        """``first_weekday`` 1 Monday to 7 Sunday, from the settings and not from the language."""
        super().__init__(name=name)
        self._value: datetime.date | None = None
        self._first = Qt.DayOfWeek(first_weekday)
        self._pick = self.addAction(icons.icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self._pick.setText(_("Open the calendar"))
        self._pick.triggered.connect(self._open)
        today = QAction(self)
        today.setShortcut("Ctrl+;")
        today.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        today.triggered.connect(lambda: self._choose(clock.today()))
        self.addAction(today)
        self.setPlaceholderText(_("today, +3, fri or 24/11"))
        self.set_value(value)

    def value(self) -> datetime.date | None:
        """The day last read."""
        return self._value

    def set_value(self, value: datetime.date | None) -> None:
        """Show a day without telling anybody."""
        self._value = value
        self.setText(words.day(value, this_year=clock.today().year) if value else "")
        self._say("")

    def read(self) -> None:
        """Read the text; an empty one is no day."""
        self._choose(days.parse_day(self.text()) if self.text().strip() else None)

    def changeEvent(self, event: QEvent) -> None:
        """A new theme: the calendar icon takes its colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pick"):
            self._pick.setIcon(icons.icon("calendar"))

    def _choose(self, value: datetime.date | None) -> None:
        if value == self._value:
            self.set_value(value)
            return
        self.set_value(value)
        self.changed.emit(value)

    def _open(self) -> None:
        calendar = Calendar(self._value or clock.today(), first=self._first)
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(menu.close)
            signal.connect(lambda picked: self._choose(_date(picked)))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()


def _date(picked: QDate) -> datetime.date:
    return datetime.date(picked.year(), picked.month(), picked.day())


class MoneyField(CheckedField):
    """An amount in minor units of a currency; accepts «1.234,5», «1,234.5» and «=12*3200»."""

    changed = Signal(object)  # int or None, when the person changed it

    def __init__(self, value: int | None = None, *, name: str = "", currency: str | None = None) -> None:
        super().__init__(name=name)
        self._value: int | None = None
        self._currency = currency or words.base_currency()
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_value(value)

    def value(self) -> int | None:
        """Minor units last read."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show an amount without telling anybody."""
        self._value = value
        self.setText("" if value is None else words.money(value, self._currency))
        self._say("")

    def read(self) -> None:
        """Read the text, rounded half up to the currency's decimals; an empty one is no amount."""
        if not self.text().strip():
            self._choose(None)
            return
        units = sums.amount(self.text()).scaleb(words.exponent(self._currency))
        self._choose(int(units.quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    def _choose(self, value: int | None) -> None:
        before = self._value
        self.set_value(value)
        if value != before:
            self.changed.emit(value)
