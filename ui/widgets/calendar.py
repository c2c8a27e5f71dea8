"""The month that opens under a date field, in the language and with the first weekday of the settings."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton

from kamdesk.words import language
from ui import icons, theme

ARROWS = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}


class Calendar(QCalendarWidget):
    """Qt's calendar without week numbers, red weekends and black arrows."""

    def __init__(self, day: datetime.date, *, first: Qt.DayOfWeek) -> None:
        super().__init__()
        self.setLocale(QLocale(language()))
        self.setFirstDayOfWeek(first)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setSelectedDate(QDate(day.year, day.month, day.day))
        self.setMinimumSize(theme.px(280), theme.px(230))
        for name, icon in ARROWS.items():
            arrow = self.findChild(QToolButton, name)
            if arrow is not None:
                arrow.setIcon(icons.icon(icon))
                arrow.setIconSize(QSize(theme.px(16), theme.px(16)))
        for weekday in Qt.DayOfWeek:
            weekend = weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
            self.setWeekdayTextFormat(weekday, self._ink("text2" if weekend else "text"))
        self.setHeaderTextFormat(self._ink("text3"))

    @staticmethod
    def _ink(token: str) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(theme.colour(token))
        return made
