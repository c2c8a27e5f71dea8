"""A panel made of fields that asks for the arguments of one verb, runs it, and says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from kamdesk.checks import missing
from kamdesk.fields import Field, Link
from kamdesk.problems import Problem
from kamdesk.words import _
from ui.editors import Editor, editor_for
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context

Run = Callable[["FieldsPanel", dict[str, Any]], object]


@dataclass(frozen=True)
class Asked:
    """What a panel asks: title, whom it is about, the words of its button, its fields, and what it starts with."""

    title: str
    about: str
    verb: str
    fields: Sequence[Field]
    values: Mapping[str, Any] = field(default_factory=dict)


class FieldsPanel(AskPanel):
    """One editor a field; ``values`` reads them all."""

    def __init__(self, context: Context, host: QWidget, asked: Asked) -> None:
        super().__init__(host, asked.title, asked.about, asked.verb)
        reader = context.app.store
        links = [Link(of.to[0], asked.values[of.name]) for of in asked.fields
                 if of.type == "ref" and asked.values.get(of.name)]
        names = reader.names(links)
        self.editors: dict[str, Editor] = {}
        for of in asked.fields:
            editor = editor_for(of, reader)
            editor.show_value(asked.values.get(of.name, of.initial()), names)
            self.editors[of.name] = editor
            self.body.body.addWidget(line(_(of.label), editor))

    def values(self) -> dict[str, Any] | None:
        """What was typed, by name; None when a field cannot be read or is missing, which is then told."""
        for editor in self.editors.values():
            if not editor.commit():
                return None
            if editor.of.required and editor.value() in (None, "", ()):
                self.show_problem(Problem(missing(editor.of), field=editor.of.name))
                editor.control.setFocus()
                return None
        return {name: editor.value() for name, editor in self.editors.items()}


def ask_fields(context: Context, host: QWidget, asked: Asked, *, run: Run, said: str) -> FieldsPanel:
    """Open the panel; ``run`` gets it and the values, and returns FAILED when the verb refused."""
    panel = FieldsPanel(context, host, asked)

    def submit() -> bool:
        values = panel.values()
        if values is None or run(panel, values) is FAILED:
            return False
        context.runner.tell(said)
        return True

    panel.run = submit
    panel.open()
    return panel
