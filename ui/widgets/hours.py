"""A field that reads hours as people type them."""

from __future__ import annotations

import datetime

from kamdesk.problems import Problem
from kamdesk.words import _
from ui.widgets.fields import CheckedField


class HourField(CheckedField):
    """An hour as people type it: «9», «9:30», «0930»; empty is no hour."""

    def __init__(self, value: datetime.time | None, *, name: str) -> None:
        super().__init__(name=name)
        self.setPlaceholderText("09:30")
        self.value: datetime.time | None = None
        self.set_value(value)

    def set_value(self, value: datetime.time | None) -> None:
        """Show an hour."""
        self.value = value
        self.setText(f"{value:%H:%M}" if value else "")

    def read(self) -> None:
        """Read the text; Problem when it is no hour."""
        typed = self.text().strip().replace(".", ":").replace("h", ":").strip(":")
        hours, colon, minutes = typed.partition(":")
        if not colon and len(typed) > 2:  # noqa: PLR2004  «930» is half past nine
            hours, minutes = typed[:-2], typed[-2:]
        try:
            self.set_value(datetime.time(int(hours), int(minutes or 0)) if typed else None)
        except ValueError:
            raise Problem(_("“{text}” is not an hour. Write it like 9:30.", text=self.text().strip())) from None
