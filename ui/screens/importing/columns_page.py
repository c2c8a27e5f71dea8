"""Step 2: which column feeds which field, values for all rows, the key, and the questions asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.fields import Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.sheets.cells import is_blank, shown
from kamdesk.sheets.importing import Source, assume, remap
from kamdesk.sheets.mapping import SheetMapping, Target, targets
from kamdesk.sheets.proposing import KEYS
from kamdesk.sheets.tables import Table
from kamdesk.sheets.values import Question
from kamdesk.store import Reader
from kamdesk.words import N_, _
from ui import theme
from ui.labels import ElidedLabel, label
from ui.widgets.buttons import Segmented
from ui.widgets.cards import TitledCard
from ui.widgets.messages import MessageBar
from ui.widgets.scroll import ScrollBody

SAMPLES = 3
PARTS = {"latitude": N_("Latitude"), "longitude": N_("Longitude"), "day": N_("Day"), "month": N_("Month"),
         "year": N_("Year"), "region": N_("Region"), "zone": N_("Zone"), "city": N_("City"), "sector": N_("Sector")}
ORDERS = (("dmy", N_("The day comes first")), ("mdy", N_("The month comes first")))


def target_name(kind: Kind, to: Target) -> str:
    """«Lugar · Latitud»."""
    name = _(kind.fields[to.field].label)
    return f"{name} · {_(PARTS[to.part])}" if to.part else name


class ColumnsPage(ScrollBody):
    """Holds the mapping as the person leaves it."""

    def __init__(self, reader: Reader, source: Source, table: Table, mapping: SheetMapping) -> None:
        super().__init__(margins=(18, 14, 18, 14))
        self._reader, self._source, self._table = reader, source, table
        self.mapping = mapping
        self._kind = kind_of(mapping.kind)
        self.boxes: dict[str, QComboBox] = {}
        self.questions: dict[str, Segmented] = {}
        self.constants: dict[str, QComboBox | QLineEdit] = {}
        self.key = QComboBox()
        self._asked, self._all_rows = QVBoxLayout(), QVBoxLayout()
        self.body.addLayout(self._asked)
        self.body.addWidget(self._columns())
        self.body.addLayout(self._all_rows)
        self.body.addStretch(1)
        self._show()

    def _columns(self) -> TitledCard:
        card = TitledCard(_("Columns of “{sheet}”", sheet=self._table.sheet))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(16, 6, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for at, text in enumerate((_("Column of the file"), _("It holds"), _("Goes to"))):
            grid.addWidget(label(text, role="overline"), 0, at)
        for at, header in enumerate(self._table.headers):
            box = self.boxes[header] = self._box(header)
            grid.addWidget(ElidedLabel(header, role="strong"), at + 1, 0)
            grid.addWidget(ElidedLabel(self._sample(at), tone="text2"), at + 1, 1)
            grid.addWidget(box, at + 1, 2)
        for at, stretch in enumerate((3, 4, 3)):
            grid.setColumnStretch(at, stretch)
        card.body.addWidget(host)
        return card

    def _sample(self, at: int) -> str:
        found: list[str] = []
        for cell in self._table.column(at):
            if not is_blank(cell) and shown(cell) not in found:
                found.append(shown(cell))
                if len(found) == SAMPLES:
                    break
        return " · ".join(found)

    def _box(self, header: str) -> QComboBox:
        box = quiet_box(_("Field for {column}", column=header))
        box.addItem(_("— Leave it out —"), "")
        for to in targets(self._kind.name):
            box.addItem(target_name(self._kind, to), str(to))
        box.activated.connect(lambda _at: self._feed(header, box.currentData()))
        return box

    def _feed(self, header: str, target: str) -> None:
        self.mapping = remap(self._table, self.mapping, {header: target})
        self._show()

    def _show(self) -> None:
        for header, box in self.boxes.items():
            to = self.mapping.columns.get(header)
            box.setCurrentIndex(box.findData(str(to) if to else ""))
        clear(self._all_rows)
        self.constants = {}
        assumed = assume(self._table, self.mapping, self._source, self._reader, owner=None).constants
        lacking = [of for of in self._kind.stored if self._lacks(of)]
        if lacking:
            self._all_rows.addWidget(self._constants(lacking, assumed))
        self._all_rows.addWidget(self._keys())

    def _lacks(self, of: Field) -> bool:
        fed = {to.field for to in self.mapping.columns.values()}
        by_itself = of.name == self._kind.owner or (of.name == "month" and "on" in fed)
        return of.required and of.default is None and of.name not in fed and not by_itself

    def _constants(self, lacking: Sequence[Field], assumed: Mapping[str, str]) -> TitledCard:
        card = TitledCard(_("The same for all rows"))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setHorizontalSpacing(16)
        for at, of in enumerate(lacking):
            text = assumed.get(of.name, "")
            made = self.constants[of.name] = self._constant(of, text)
            grid.addWidget(label(_(of.label), buddy=made), at, 0)
            grid.addWidget(made, at, 1)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        card.body.addWidget(host)
        return card

    def _constant(self, of: Field, text: str) -> QComboBox | QLineEdit:
        if of.type == "choice":
            box = quiet_box(_(of.label))
            for option, word in of.options.items():
                box.addItem(_(word), option)
            box.setCurrentIndex(box.findData(text))
            box.activated.connect(lambda _at: self._set(of.name, box.currentData()))
            return box
        line = QLineEdit(text)
        line.setAccessibleName(_(of.label))
        line.editingFinished.connect(lambda: self._set(of.name, line.text().strip()))
        return line

    def _set(self, name: str, text: str) -> None:
        kept = {each: value for each, value in self.mapping.constants.items() if each != name}
        self.mapping = replace(self.mapping, constants={**kept, name: text} if text else kept)

    def _keys(self) -> TitledCard:
        card = TitledCard(_("How a row is recognised"))
        fields = {to.field for to in self.mapping.columns.values() if not to.part}
        keys = dict.fromkeys((self.mapping.key, *((name,) for name in KEYS if name in fields)))
        self.key = box = quiet_box(_("How a row is recognised"))
        for key in keys:
            box.addItem(" + ".join(_(self._kind.fields[name].label) for name in key) or _("By all its cells"), key)
        box.activated.connect(lambda _at: self._recognise(tuple(box.currentData())))
        box.setMaximumWidth(theme.px(360))
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(_("A row whose key is in the base already changes that record instead of adding "
                                 "another."), tone="text2", wrap=True))
        column.addWidget(box)
        card.add(host)
        return card

    def _recognise(self, key: tuple[str, ...]) -> None:
        self.mapping = replace(self.mapping, key=key)

    def ask(self, questions: Sequence[Question]) -> None:
        """Days that can be read both ways: asked once for each column, above everything."""
        clear(self._asked)
        self.questions = {}
        for each in questions:
            words = _("In “{header}”, {example} can be two different days.", header=each.header,
                      example=each.examples[0])
            self._asked.addWidget(MessageBar(words, status="warn", closable=False))
            choice = self.questions[each.header] = Segmented([(key, _(text)) for key, text in ORDERS],
                                                             value=each.suggested, name=words)
            self._asked.addWidget(choice)
        self.verticalScrollBar().setValue(0)

    def answered(self) -> SheetMapping:
        """The mapping with the questions answered."""
        orders = {header: choice.value() for header, choice in self.questions.items()}
        return replace(self.mapping, orders={**self.mapping.orders, **orders})


class QuietBox(QComboBox):
    """Scrolling over it changes nothing, and arrows open it: walking past a field must not take its column away."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls instead."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down open the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.showPopup()
        else:
            super().keyPressEvent(event)


def quiet_box(name: str) -> QComboBox:
    """A box with a name for readers, as narrow as its place."""
    box = QuietBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    return box


def clear(layout: QVBoxLayout) -> None:
    """Take everything out."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
