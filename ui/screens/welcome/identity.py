"""Who works here and where: the form of a new base, with its password and its file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk import checks, countries
from kamdesk.commands.first_use import code_of
from kamdesk.fields import Field
from kamdesk.options import COUNTRIES
from kamdesk.problems import Problem
from kamdesk.records.team import POSITIONS
from kamdesk.words import N_, _
from ui import ask, theme
from ui.editors import ChoiceEditor, Editor, LineEditor
from ui.form import FormField
from ui.labels import ElidedLabel, label
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.messages import MessageBar

WIDE = 720
PERSON = (
    Field(N_("Your name"), "text", "name", required=True),
    Field(N_("Job"), "choice", "position", required=True, options=POSITIONS),
)
PLACE = (
    Field(N_("Company"), "text", "company"),
    Field(N_("Name of your region"), "text", "region", required=True),
    Field(N_("Country"), "choice", "country", required=True, options=COUNTRIES),
    Field(N_("Currency of the base (it cannot be changed later)"), "choice", "currency", required=True,
          options={each: each for each in countries.currencies()}),
)
SAFETY = (
    Field(N_("Laptop code, two letters"), "text", "laptop_code", required=True),
    Field(N_("Password (optional)"), "text", "passphrase"),
    Field(N_("Repeat the password"), "text", "again"),
)
SECRET = ("passphrase", "again")
FIRST = {"position": "regional_manager", "country": "MX", "currency": "MXN", "laptop_code": "KD"}


def home() -> Path:
    """Where bases lie unless the person chooses another folder."""
    return Path.home() / "Kamdesk"


def free_path(name: str) -> Path:
    """A file of that name in ``home`` that is not there yet."""
    stem = " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", name).split()).strip(". ")[:80] or "Kamdesk"
    path, number = home() / f"{stem}.kamdesk", 2
    while path.exists():
        path, number = home() / f"{stem} {number}.kamdesk", number + 1
    return path


def made_editor(of: Field) -> Editor:
    """The editor of one of the fields above."""
    return ChoiceEditor(of) if of.type == "choice" else LineEditor(of)


class Identity(QWidget):
    """``submitted`` carries what ``begin`` or ``introduce`` needs; the password is in ``passphrase``."""

    submitted = Signal(object)
    left = Signal()

    def __init__(self, *, whole: bool = True, file: Path | None = None) -> None:
        """``whole`` asks for region and country too; ``file`` is a base that is there already."""
        super().__init__()
        self._own_path, self.file, self.passphrase = file is not None, file, ""
        self._fields: dict[str, FormField] = {}
        self.setMaximumWidth(theme.px(WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Who are you?"), role="title"))
        column.addWidget(label(_("Your name goes on your reports and on what you share."), tone="text2", wrap=True))
        self.messages = QVBoxLayout()
        column.addLayout(self.messages)
        column.addWidget(self._card(PERSON + (PLACE if whole else ()) + SAFETY))
        column.addLayout(self._foot(can_leave=whole))
        column.addStretch(1)
        self._listen()
        self._show_file()

    def _card(self, fields: tuple[Field, ...]) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        at = 0
        for of in fields:
            made = self._fields[of.name] = FormField(of, made_editor(of))
            made.editor.show_value(FIRST.get(of.name, of.empty), {})
            grid.addWidget(made, at // 2, at % 2)
            at += 2 if of.name == "laptop_code" else 1  # the two passwords stand side by side
        for each in range(2):
            grid.setColumnStretch(each, 1)
        card.body.addLayout(grid)
        card.body.addWidget(label(_("A lost password cannot be recovered by anybody: only the recovery key opens the "
                                    "base then. You can save it in the next step."), role="small", tone="text2",
                                  wrap=True))
        for name in SECRET:
            self.line(name).setEchoMode(QLineEdit.EchoMode.Password)
        return card

    def line(self, name: str) -> QLineEdit:
        """The line of a field of text."""
        control = self._fields[name].editor.control
        assert isinstance(control, QLineEdit)  # noqa: S101  asked for lines only
        return control

    def field(self, name: str) -> FormField:
        """A field by its name."""
        return self._fields[name]

    def _foot(self, *, can_leave: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        self._place = ElidedLabel(role="small", tone="text2", least=120)
        row = QHBoxLayout()
        row.addWidget(self._place, 1)
        self._change = Button(_("Change file…"), kind="link", small=True, on_click=self._choose)
        self._change.setVisible(not self._own_path)
        row.addWidget(self._change)
        column.addLayout(row)
        verbs = QHBoxLayout()
        if can_leave:
            verbs.addWidget(Button(_("Back"), kind="ghost", icon="arrow-left", on_click=self.left.emit))
        verbs.addStretch(1)
        self.go = Button(_("Begin"), kind="primary", icon="check", on_click=self.submit)
        verbs.addWidget(self.go)
        column.addLayout(verbs)
        return column

    def _listen(self) -> None:
        self.line("name").textEdited.connect(lambda text: self._show("laptop_code", code_of(text)))
        if "country" in self._fields:
            self._fields["country"].editor.left.connect(
                lambda country: self._show("currency", countries.currency_of(country)))
            self.line("region").textEdited.connect(lambda _text: self._show_file())

    def _show(self, name: str, value: Any) -> None:
        self._fields[name].editor.show_value(value, {})

    def _show_file(self) -> None:
        if not self._own_path:
            self.file = free_path(self.line("region").text())
        self._place.setText(_("File: {path}", path=str(self.file)))

    def _choose(self) -> None:
        path = ask.save_file(self, _("Where to keep the base"), "Kamdesk (*.kamdesk)", self.file or home())
        if path is not None:
            self.file, self._own_path = path.with_suffix(".kamdesk"), True
            self._show_file()

    def submit(self) -> None:
        """Read the form; what is wrong is shown at its field."""
        values = self._read()
        if values is not None:
            self.passphrase = self.line("passphrase").text()
            values = {name: value for name, value in values.items() if name not in SECRET}
            self.submitted.emit(values)

    def _read(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        wrong: list[FormField] = []
        for name, each in self._fields.items():
            each.say("")
            read = each.editor.commit()
            value = values[name] = each.editor.value()
            missing = each.editor.of.required and value in (None, "")
            if missing:
                each.say(checks.missing(each.editor.of))
            if missing or not read:
                wrong.append(each)
        if not wrong and self.line("passphrase").text() != self.line("again").text():
            self._fields["again"].say(_("The two passwords differ."))
            wrong.append(self._fields["again"])
        if wrong:
            wrong[0].editor.control.setFocus()
        return None if wrong else values

    def show_problem(self, problem: Problem) -> None:
        """At its field, or above the form."""
        while (item := self.messages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        field = self._fields.get(problem.field or "")
        if field is None:
            self.messages.addWidget(MessageBar(problem.message, status="bad"))
        else:
            field.say(problem.message)
            field.editor.control.setFocus()
