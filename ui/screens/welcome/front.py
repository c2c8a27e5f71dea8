"""The first page: example data, a workbook, a colleague's file, an empty base, or a base that exists."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import words
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.theme import Status
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import Card
from ui.widgets.chips import Chip, IconTile
from ui.widgets.flow import FlowLayout
from ui.widgets.logo import Logo

LANGUAGES = (("es", "Español"), ("en", "English"))
WIDE = 956  # logical pixels of the three cards


class Front(QWidget):
    """«Empecemos por tus datos». ``asked`` carries the way chosen."""

    asked = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, *, week_start: str) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self.setMaximumWidth(theme.px(WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(_brand(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for text, role, tone in ((_("Let's begin with your data"), "title", "text"),
                                 (_("Everything stays on this laptop. You can change it later."), "body", "text2")):
            line = label(text, role=role, tone=tone, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addSpacing(8)
        column.addLayout(self._cards())
        column.addSpacing(8)
        column.addWidget(self._choices(week_start), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._links(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._card("example", "sparkles", "info", (
            _("Try it with example data"), _("A region with clients, visit plan, budget and collections. It is erased "
                                             "with a click when you have finished."), _("Open the example"))), 1)
        row.addWidget(self._card("workbook", "file-spreadsheet", "ok", (
            _("Bring my workbook"), _("Clients, distributors, sales or budget. You see each column before anything is "
                                      "saved."), _("Choose file"))), 1)
        row.addWidget(self._card("colleague", "arrow-right-left", "plum", (
            _("Receive from a colleague"), _("Open a .kdx file that somebody sent you and look at what it holds before "
                                             "you accept it."), _("Open .kdx"))), 1)
        return row

    def _card(self, way: str, icon: str, status: Status, texts: tuple[str, str, str]) -> Card:
        card = Card(margins=(20, 20, 20, 18), spacing=4)
        top = QHBoxLayout()
        top.addWidget(IconTile(icon, status=status, side=44))
        top.addStretch(1)
        if way == "example":
            top.addWidget(Chip(_("2 minutes"), status="ok", mark=""))
        card.body.addLayout(top)
        card.body.addSpacing(8)
        card.body.addWidget(label(texts[0], role="subtitle", wrap=True))
        card.body.addWidget(label(texts[1], tone="text2", wrap=True))
        card.body.addStretch(1)
        card.body.addSpacing(36)
        card.body.addWidget(self._button(way, texts[2], kind="primary" if way == "example" else "default"))
        return card

    def _button(self, way: str, text: str, *, kind: str) -> Button:
        self.buttons[way] = Button(text, kind=kind, on_click=lambda: self.asked.emit(way))
        return self.buttons[way]

    def _choices(self, week_start: str) -> QWidget:
        self.language = Segmented(LANGUAGES, value=words.language(), name=_("Language"))
        self.language.changed.connect(self.language_chosen)
        days = (("mon", _("Monday").capitalize()), ("sun", _("Sunday").capitalize()))
        self.week = Segmented(days, value=week_start, name=_("First day of the week"))
        return _row([(_("Language"), self.language), (_("The week starts on"), self.week)])

    def _links(self) -> QWidget:
        host = QWidget()
        flow = FlowLayout(host)
        for way, text in (("empty", _("Start with an empty base")), ("open", _("Open another base…")),
                          ("restore", _("Restore a backup…"))):
            flow.addWidget(self._button(way, text, kind="link"))
        return host


def _brand() -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Logo())
    row.addWidget(label("Kamdesk", role="subtitle"))
    return host


def _row(pairs: list[tuple[str, QWidget]]) -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for at, (text, part) in enumerate(pairs):
        if at:
            row.addSpacing(16)
        row.addWidget(label(text, role="small", tone="text2"))
        row.addWidget(part)
    return host


