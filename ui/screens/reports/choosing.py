"""What a report is asked: which one, period, scope or party, parts and switches, and the comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk import clock, reports
from kamdesk.fields import Id, Link
from kamdesk.figures.model import Period, Scope
from kamdesk.reports import spans
from kamdesk.reports.issuing import Request
from kamdesk.reports.register import REPORTS, WHOLE, Declared
from kamdesk.reports.scopes import offered
from kamdesk.store import Reader
from kamdesk.words import _, fold
from ui import theme
from ui.labels import label, literal
from ui.panels.parts import find_parties
from ui.widgets.cards import TitledCard
from ui.widgets.flow import cleared
from ui.widgets.picker import RecordPicker

COMMENT_LINES = 4
PAUSE = 500  # milliseconds after the last key before the pages are made again
PARTY, FIRST = "party", "R03"


class Choosing(QWidget):
    """The column at the left. ``changed`` says that another report is asked for."""

    changed = Signal()

    def __init__(self, source: Reader) -> None:
        super().__init__()
        reports.declared(FIRST)  # looking for one fills the register
        self._source = source
        self._comments: dict[tuple[str, str], str] = {}
        self._kinds: dict[Id, str] = {}
        self.report, self.span, self.period, self.scope, self.part = (QComboBox() for _at in range(5))
        self.party = RecordPicker(find_parties(source, self._kinds), name=_("Client or distributor"), creates=False)
        self.prices = QCheckBox(literal(_("Prices and credit (confidential)")))
        self.amounts = QCheckBox(literal(_("Amounts")))
        self.addressee = QLineEdit()
        self.comment = QPlainTextEdit()
        self.parts: dict[str, QCheckBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._fill()
        self._lay_out()
        self._take_report()
        self._listen()

    def _fill(self) -> None:
        made = [each for each in REPORTS.values() if each.about in ("", PARTY)]  # the rest are made from their record
        for each in sorted(made, key=lambda one: fold(_(one.name))):
            self.report.addItem(_(each.name), each.code)
        self.report.setCurrentIndex(self.report.findData(FIRST))
        self.report.setMaxVisibleItems(len(made))
        for name, scope in offered(self._source):
            self.scope.addItem(name, scope)

    def _lay_out(self) -> None:
        self.setFixedWidth(theme.px(306))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        what, holds, says = TitledCard(_("Report")), TitledCard(_("It holds")), TitledCard(_("Comment"))
        self._asked = {name: _named(text, field) for name, text, field in (
            ("report", _("Report"), self.report), ("span", _("Span"), self.span), ("period", _("Period"), self.period),
            ("scope", _("Scope"), self.scope), ("party", _("Client or distributor"), self.party),
            ("reader", _("For whom"), self.addressee))}
        what.add(_column(self._asked.values(), spacing=4))
        self._holds = QVBoxLayout()
        self._holds.setSpacing(6)
        switches = QWidget()
        inside = QVBoxLayout(switches)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addLayout(self._holds)
        inside.addWidget(self.prices)
        inside.addWidget(self.amounts)
        holds.add(switches)
        self.comment.setFixedHeight(theme.px(18 * COMMENT_LINES))
        self._of_part = _named(_("Part"), self.part)
        says.add(_column((self._of_part, _named(_("What you want to say of it"), self.comment)), spacing=4))
        self._says = says
        for card in (what, holds, says):
            column.addWidget(card)
        column.addStretch(1)

    def _take_report(self) -> None:
        """The periods, parts and defaults of the report chosen."""
        declared = self.declared
        self.span.clear()
        for kind in declared.spans:
            self.span.addItem(_(spans.SPANS[kind]), kind)
        self._asked["span"].setVisible(len(declared.spans) > 1)
        self._asked["scope"].setVisible(declared.about != PARTY)
        self._asked["party"].setVisible(declared.about == PARTY)
        self._take_span()
        self._take_parts(declared)
        self.prices.setChecked(declared.prices)
        self.amounts.setChecked(declared.amounts)
        self.addressee.setPlaceholderText(_(declared.audience))
        self._says.setVisible(declared.comments)
        self._show_comment()

    def _take_span(self) -> None:
        """The periods of the kind chosen, the current one first."""
        self.period.clear()
        for each in spans.offered(self.span.currentData(), clock.today()):
            self.period.addItem(spans.told(each).capitalize(), each)

    def _take_parts(self, declared: Declared) -> None:
        cleared(self._holds)
        self.parts = {}
        self.part.clear()
        for part in declared.parts:
            box = QCheckBox(literal(_(part.title)))
            box.setChecked(part.ticked)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.parts[part.name] = box
            self.part.addItem(_(part.title), part.name)
            self._holds.addWidget(box)
            box.setVisible(len(declared.parts) > 1)
        self._of_part.setVisible(declared.by_part)

    def _listen(self) -> None:
        self.report.currentIndexChanged.connect(lambda _at: self._silently(self._take_report))
        self.span.currentIndexChanged.connect(lambda _at: self._silently(self._take_span))
        for field in (self.period, self.scope):
            field.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for box in (self.prices, self.amounts):
            box.toggled.connect(lambda _on: self.changed.emit())
        self.party.changed.connect(lambda _id: self.changed.emit())
        self.part.currentIndexChanged.connect(self._show_comment)
        self.comment.textChanged.connect(self._keep_comment)
        self.addressee.textEdited.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.changed)

    def _silently(self, take: Callable[[], None]) -> None:
        """Another report is one wish, not one for each field it fills."""
        fields = (self.span, self.period, self.part, self.prices, self.amounts)
        for field in fields:
            field.blockSignals(True)
        take()
        for field in fields:
            field.blockSignals(False)
        self.changed.emit()

    @property
    def _about(self) -> tuple[str, str]:
        """Which comment the box shows: that of a part, or of the whole report."""
        declared = self.declared
        return declared.code, str(self.part.currentData()) if declared.by_part else WHOLE

    def _show_comment(self) -> None:
        self.comment.blockSignals(True)
        self.comment.setPlainText(self._comments.get(self._about, ""))
        self.comment.blockSignals(False)

    def _keep_comment(self) -> None:
        self._comments[self._about] = self.comment.toPlainText()
        self._pause.start()

    @property
    def declared(self) -> Declared:
        """The report chosen."""
        return REPORTS[self.report.currentData()]

    @property
    def ready(self) -> bool:
        """Whether everything the report needs is chosen."""
        return self.declared.about != PARTY or bool(self.party.value())

    def request(self) -> Request:
        """What is asked for now."""
        declared = self.declared
        off = frozenset(name for name, box in self.parts.items() if not box.isChecked())
        comments = {part: text for (code, part), text in self._comments.items() if code == declared.code}
        choices = reports.Choices(self.prices.isChecked(), self.amounts.isChecked(), off, comments,
                                  self.addressee.text().strip())
        period: Period = self.period.currentData()
        return Request(declared.code, period, self._scope(), choices)

    def _scope(self) -> Scope:
        if self.declared.about != PARTY:
            chosen: Scope = self.scope.currentData()
            return chosen
        id_ = self.party.value()
        return Scope(client=id_) if self._kinds.get(id_) == "client" else Scope(distributor=id_)

    def show_request(self, asked: Request) -> None:
        """Ask for what an issued report was asked; a period or scope no longer offered is offered again."""
        self.report.setCurrentIndex(self.report.findData(asked.code))
        kind = next((each for each in self.declared.spans if spans.span(each, asked.period.start) == asked.period), "")
        self.span.setCurrentIndex(max(0, self.span.findData(kind)))
        _choose(self.period, asked.period, spans.told(asked.period).capitalize())
        _choose(self.scope, asked.scope, _("As it was"))
        for kind, id_ in (("client", asked.scope.client), ("distributor", asked.scope.distributor)):
            if id_ and self.declared.about == PARTY:
                self._kinds[id_] = kind
                self.party.set_value(id_, self._source.names([Link(kind, id_)]).get(id_, ""))
        off = self.declared.unticked if asked.choices.off is None else asked.choices.off
        for name, box in self.parts.items():
            box.setChecked(name not in off)
        for box, on in ((self.prices, asked.choices.prices), (self.amounts, asked.choices.amounts)):
            if on is not None:
                box.setChecked(on)
        self._comments |= {(asked.code, part): text for part, text in asked.choices.comments.items()}
        self.addressee.setText(asked.choices.reader)
        self._show_comment()
        self.changed.emit()


def _choose(box: QComboBox, value: object, name: str) -> None:
    """Choose a value of a box, which is added where it is missing."""
    at = next((at for at in range(box.count()) if box.itemData(at) == value), -1)
    if at < 0:
        box.addItem(name, value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def _named(name: str, field: QWidget) -> QWidget:
    """A field under its name."""
    field.setAccessibleName(name)
    return _column((label(name, role="small", tone="text2", buddy=field), field), spacing=4)


def _column(widgets: Iterable[QWidget], *, spacing: int) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    return host
