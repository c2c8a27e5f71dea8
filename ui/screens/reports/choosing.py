"""What a report is asked: which one, month, scope, parts and switches, and the comment of each part."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk import clock, reports
from kamdesk.figures.model import Period, Scope
from kamdesk.methods.months import add_months, month_of
from kamdesk.reports.issuing import Request
from kamdesk.reports.register import MONTH, REPORTS, Declared
from kamdesk.reports.scopes import offered
from kamdesk.store import Reader
from kamdesk.words import _, month
from ui import theme
from ui.labels import label, literal
from ui.widgets.cards import TitledCard

MONTHS = 18
COMMENT_LINES = 4
PAUSE = 500  # milliseconds after the last key before the pages are made again


class Choosing(QWidget):
    """The column at the left. ``changed`` says that another report is asked for."""

    changed = Signal()

    def __init__(self, source: Reader) -> None:
        super().__init__()
        reports.declared("R03")  # looking for one fills the register
        self._comments: dict[str, str] = {}
        self.report, self.month, self.scope, self.part = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.prices = QCheckBox(literal(_("Prices and credit (confidential)")))
        self.amounts = QCheckBox(literal(_("Amounts")))
        self.addressee = QLineEdit()
        self.comment = QPlainTextEdit()
        self.parts: dict[str, QCheckBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._fill(source)
        self._lay_out()
        self._take_report()
        self._listen()

    def _fill(self, source: Reader) -> None:
        for code, each in sorted(REPORTS.items()):
            if each.period == MONTH and not each.about:  # those of a day or a party are made from theirs
                self.report.addItem(_(each.name), code)
        now = month_of(clock.today())
        for back in range(MONTHS):
            self.month.addItem(month(add_months(now, -back)).capitalize(), add_months(now, -back))
        for name, scope in offered(source):
            self.scope.addItem(name, scope)

    def _lay_out(self) -> None:
        self.setFixedWidth(theme.px(306))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        what, self._holds, says = TitledCard(_("Report")), TitledCard(_("It holds")), TitledCard(_("Comment"))
        what.add(_named(((_("Report"), self.report), (_("Period"), self.month), (_("Scope"), self.scope),
                         (_("For whom"), self.addressee))))
        self.comment.setFixedHeight(theme.px(18 * COMMENT_LINES))
        says.add(_named(((_("Part"), self.part), (_("What you want to say of it"), self.comment))))
        for card in (what, self._holds, says):
            column.addWidget(card)
        column.addStretch(1)

    def _take_report(self) -> None:
        """The parts and defaults of the report chosen."""
        declared = self.declared
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in declared.parts:
            box = QCheckBox(literal(_(part.title)))
            box.setChecked(True)
            self.parts[part.name] = box
            self.part.addItem(_(part.title), part.name)
            column.addWidget(box)
        self.prices.setChecked(declared.prices)
        self.amounts.setChecked(declared.amounts)
        for box in (self.prices, self.amounts):
            column.addWidget(box)
        self.addressee.setPlaceholderText(_(declared.audience))
        self._holds.add(host)

    def _listen(self) -> None:
        for field in (self.month, self.scope):
            field.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for box in (*self.parts.values(), self.prices, self.amounts):
            box.toggled.connect(lambda _on: self.changed.emit())
        self.part.currentIndexChanged.connect(self._show_comment)
        self.comment.textChanged.connect(self._keep_comment)
        self.addressee.textEdited.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.changed)

    def _show_comment(self) -> None:
        self.comment.blockSignals(True)
        self.comment.setPlainText(self._comments.get(self.part.currentData(), ""))
        self.comment.blockSignals(False)

    def _keep_comment(self) -> None:
        self._comments[self.part.currentData()] = self.comment.toPlainText()
        self._pause.start()

    @property
    def declared(self) -> Declared:
        """The report chosen."""
        return REPORTS[self.report.currentData()]

    def request(self) -> Request:
        """What is asked for now."""
        scope: Scope = self.scope.currentData()
        off = frozenset(name for name, box in self.parts.items() if not box.isChecked())
        choices = reports.Choices(self.prices.isChecked(), self.amounts.isChecked(), off, dict(self._comments),
                                  self.addressee.text().strip())
        return Request(self.declared.code, Period.month(self.month.currentData()), scope, choices)


def _named(fields: Iterable[tuple[str, QWidget]]) -> QWidget:
    """Fields under their names."""
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for name, field in fields:
        field.setAccessibleName(name)
        column.addWidget(label(name, role="small", tone="text2", buddy=field))
        column.addWidget(field)
    return host
