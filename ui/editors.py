"""One editor for each field type: shows a value, reads what is typed, tells when the person has left it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kamdesk.display import display, is_right
from kamdesk.fields import Field, Id, Link
from kamdesk.store import Reader
from kamdesk.typed import typed
from kamdesk.words import _
from ui.labels import ElidedLabel
from ui.widgets.buttons import FilterChip
from ui.widgets.fields import CheckedField, DateField, MoneyField
from ui.widgets.flow import FlowLayout
from ui.widgets.picker import RecordPicker

Names = Mapping[Id, str]
FOUND = 9


class Editor(QFrame):
    """Holds the value of a field. ``left`` carries the new value when the person changed it and moved on."""

    left = Signal(object)
    problem = Signal(str)

    def __init__(self, of: Field) -> None:
        super().__init__()
        self.of = of
        self._shown: Any = of.empty
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    @property
    def control(self) -> QWidget:
        """What takes the focus."""
        return self

    def value(self) -> Any:
        """The value as it stands."""
        return self._shown

    def show_value(self, value: Any, names: Names) -> None:  # noqa: ARG002  only references need names
        """Show a value without telling anybody."""
        self._shown = value

    def commit(self) -> bool:
        """Read what is typed now; False when it cannot be read."""
        return True

    def _leave(self, value: Any) -> None:
        if value != self._shown:
            self._shown = value
            self.left.emit(value)


class TextLine(CheckedField):
    """A line whose text is read as the field's type says."""

    def __init__(self, of: Field) -> None:
        super().__init__(name=_(of.label))
        self._of = of
        self.number: Any = of.empty
        if is_right(of):
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def read(self) -> None:
        """Text to value, shown again as it will be read from now on."""
        self.number = typed(self._of, self.text())
        self.setText(display(self._of, self.number))


class LineEditor(Editor):
    """Text, numbers, hours, months, places."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self._line = TextLine(of)
        self._line.problem.connect(self.problem)
        self._line.editingFinished.connect(lambda: self._leave(self._line.number) if self._line.commit() else None)
        self._row.addWidget(self._line)

    @property
    def control(self) -> QWidget:
        """The line."""
        return self._line

    def show_value(self, value: Any, names: Names) -> None:
        """Show it as text."""
        super().show_value(value, names)
        self._line.number = value
        self._line.setText(display(self.of, value))

    def commit(self) -> bool:
        """Read the line now."""
        read = self._line.commit()
        if read:
            self._leave(self._line.number)
        return read


class FieldEditor(Editor):
    """A day, or money in minor units: a field of the house that reads its own text."""

    def __init__(self, of: Field, field: DateField | MoneyField) -> None:
        super().__init__(of)
        self._field = field
        field.problem.connect(self.problem)
        field.changed.connect(self._leave)
        self._row.addWidget(field)

    @property
    def control(self) -> QWidget:
        """The field."""
        return self._field

    def show_value(self, value: Any, names: Names) -> None:
        """Show a day or an amount."""
        super().show_value(value, names)
        self._field.set_value(value)

    def commit(self) -> bool:
        """Read the field now."""
        return self._field.commit()


class Notes(QPlainTextEdit):
    """Text of several lines that says when the focus left; Tab moves on."""

    left = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFixedHeight(72)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving saves."""
        super().focusOutEvent(event)
        self.left.emit(self.toPlainText())


class NoteEditor(Editor):
    """Text of several lines."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self._notes = Notes(_(of.label))
        self._notes.left.connect(self._leave)
        self._row.addWidget(self._notes)

    @property
    def control(self) -> QWidget:
        """The text."""
        return self._notes

    def show_value(self, value: Any, names: Names) -> None:
        """Show text."""
        super().show_value(value, names)
        self._notes.setPlainText(value)

    def commit(self) -> bool:
        """Take the text as it stands."""
        self._leave(self._notes.toPlainText())
        return True


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self._box = QCheckBox(_("Yes"))
        self._box.setAccessibleName(_(of.label))
        self._box.clicked.connect(lambda: self._leave(self._box.isChecked()))
        self._row.addWidget(self._box)

    @property
    def control(self) -> QWidget:
        """The box."""
        return self._box

    def show_value(self, value: Any, names: Names) -> None:
        """Tick it or not."""
        super().show_value(value, names)
        self._box.setChecked(bool(value))


class Wheelless(QObject):
    """Scrolling a form must not change the choice under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass wheel events on to the page."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class ChoiceEditor(Editor):
    """One of the options; the first line is «none» unless the field is required."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self._box = QComboBox()
        self._box.setAccessibleName(_(of.label))
        self._box.installEventFilter(Wheelless(self._box))
        if not of.required:
            self._box.addItem("—", None)
        for option, label in of.options.items():
            self._box.addItem(_(label), option)
        self._box.setCurrentIndex(-1 if of.required else 0)
        self._box.activated.connect(lambda _at: self._leave(self._box.currentData()))
        self._row.addWidget(self._box)

    @property
    def control(self) -> QWidget:
        """The box."""
        return self._box

    def show_value(self, value: Any, names: Names) -> None:
        """Choose it."""
        super().show_value(value, names)
        self._box.setCurrentIndex(self._box.findData(value))


class ChoicesEditor(Editor):
    """Several of the options, as chips."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self.setAccessibleName(_(of.label))
        self._chips: dict[str, FilterChip] = {}
        host = QWidget()
        flow = FlowLayout(host)
        for option, label in of.options.items():
            chip = FilterChip(_(label))
            chip.clicked.connect(lambda *_args: self._leave(self._ticked()))
            self._chips[option] = chip
            flow.addWidget(chip)
        self._row.addWidget(host)

    def _ticked(self) -> tuple[str, ...]:
        return tuple(option for option, chip in self._chips.items() if chip.isChecked())

    def show_value(self, value: Any, names: Names) -> None:
        """Tick the chips."""
        super().show_value(tuple(value), names)
        for option, chip in self._chips.items():
            chip.setChecked(option in value)


class ReferenceEditor(Editor):
    """One record, of one kind or of several."""

    def __init__(self, of: Field, reader: Reader) -> None:
        super().__init__(of)
        self._reader = reader
        self._kinds: dict[Id, str] = {}
        self._picker = RecordPicker(self._find, name=_(of.label), creates=False)
        self._picker.problem.connect(self.problem)
        self._picker.changed.connect(lambda id_: self._leave(self._meant(id_)))
        self._row.addWidget(self._picker)

    @property
    def control(self) -> QWidget:
        """The picker."""
        return self._picker

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        return found(self._reader, self.of, text, self._kinds)

    def _meant(self, id_: Id) -> Any:
        if not id_:
            return None
        return Link(self._kinds[id_], id_) if self.of.type == "link" else id_

    def show_value(self, value: Any, names: Names) -> None:
        """Show its name."""
        super().show_value(value, names)
        id_ = value.id if isinstance(value, Link) else value
        if isinstance(value, Link):
            self._kinds[value.id] = value.kind
        self._picker.set_value(id_ or "", names.get(id_, _("(not here)")) if id_ else "")

    def commit(self) -> bool:
        """Read the picker now."""
        return self._picker.commit()


class ReferencesEditor(Editor):
    """Several records: chips that can be taken away, and a field to add one."""

    def __init__(self, of: Field, reader: Reader) -> None:
        super().__init__(of)
        self._reader = reader
        self._kinds: dict[Id, str] = {}
        self._names: dict[Id, str] = {}
        self._row.setSpacing(4)
        host = QWidget()
        self._flow = FlowLayout(host)
        self._picker = RecordPicker(self._find, name=_(of.label), creates=False)
        self._picker.setPlaceholderText(_("Add"))
        self._picker.changed.connect(self._add)
        self._row.addWidget(host)
        self._row.addWidget(self._picker)

    @property
    def control(self) -> QWidget:
        """The field that adds."""
        return self._picker

    def _find(self, text: str) -> list[tuple[str, str, str]]:
        rows = found(self._reader, self.of, text, self._kinds)
        self._names.update({id_: title for id_, title, _subtitle in rows})
        return rows

    def _add(self, id_: Id) -> None:
        if not id_:
            return
        self._picker.set_value("", "")
        one = Link(self._kinds[id_], id_) if self.of.type == "links" else id_
        self._take(tuple(dict.fromkeys((*self._shown, one))))

    def _take(self, value: tuple[Any, ...]) -> None:
        self._leave(value)
        self._draw()

    def show_value(self, value: Any, names: Names) -> None:
        """One chip a record."""
        super().show_value(tuple(value), names)
        self._names.update(names)
        self._draw()

    def _draw(self) -> None:
        self._flow.clear()
        for one in self._shown:
            id_ = one.id if isinstance(one, Link) else one
            chip = FilterChip(self._names.get(id_, _("(not here)")), removable=True)
            chip.removed.connect(lambda gone=one: self._take(tuple(each for each in self._shown if each != gone)))
            self._flow.addWidget(chip)


class ShownOnly(Editor):
    """A value that is read, not written here: calculated, a state, an instant, structured data."""

    def __init__(self, of: Field) -> None:
        super().__init__(of)
        self._text = ElidedLabel(least=40)
        row = QHBoxLayout()
        row.addWidget(self._text)
        self._row.addLayout(row)

    def show_value(self, value: Any, names: Names) -> None:
        """Show it as text."""
        super().show_value(value, names)
        self._text.setText(display(self.of, value, names) or "—")


def found(reader: Reader, of: Field, text: str, kinds: dict[Id, str]) -> list[tuple[str, str, str]]:
    """(id, title, kind) of records a reference may point to; remembers the kind of each in ``kinds``."""
    hits = reader.search(text, kinds=of.to, limit=FOUND)
    kinds.update({hit.id: hit.kind for hit in hits})
    return [(hit.id, hit.title, hit.subtitle) for hit in hits]


_SIMPLE: dict[str, Callable[[Field], Editor]] = {
    "day": lambda of: FieldEditor(of, DateField(name=_(of.label))), "note": NoteEditor, "flag": FlagEditor,
    "choice": ChoiceEditor, "choices": ChoicesEditor, "instant": ShownOnly, "data": ShownOnly, "calc": ShownOnly,
}


def editor_for(of: Field, reader: Reader, *, read_only: bool = False) -> Editor:
    """The editor of a field."""
    if read_only:
        return ShownOnly(of)
    if of.type in ("ref", "link"):
        return ReferenceEditor(of, reader)
    if of.type in ("refs", "links"):
        return ReferencesEditor(of, reader)
    if of.type == "money" and not of.scale:
        return FieldEditor(of, MoneyField(name=_(of.label)))
    return _SIMPLE.get(of.type, LineEditor)(of)
