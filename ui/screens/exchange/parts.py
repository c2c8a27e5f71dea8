"""What the tabs of Intercambio share: a field with its message, a list of counts, and how a job ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from kamdesk.problems import Problem
from ui.jobs import Progress
from ui.labels import label
from ui.screen import Context, Screen
from ui.widgets.fields import mark
from ui.widgets.messages import field_message

REQUEST = "request"  # the kind of an address whose record is the path of a colleague's request


class Entry(QWidget):
    """A line to type in under its name; what is wrong with it stands below."""

    def __init__(self, name: str, *, secret: bool = False) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        if secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(label(name, role="small", tone="text2", buddy=self.field))
        self._column.addWidget(self.field)
        self._message: QWidget | None = None
        self.field.textEdited.connect(lambda _text: self.say(""))

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def say(self, problem: str) -> None:
        """Show what is wrong, or that nothing is."""
        mark(self.field, problem)
        if self._message is not None:
            self._message.deleteLater()
            self._message = None
        if problem:
            self._message = field_message(problem)
            self._column.addWidget(self._message)
            self.field.setFocus()


class Counts(QWidget):
    """How many of what, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_counts(self, counts: Iterable[tuple[str, str]]) -> None:
        """Show other counts."""
        clear(self._rows)
        for name, count in counts:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(name, tone="text2", wrap=True), 1)
            row.addWidget(label(count, figures=True))
            self._rows.addWidget(line)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()


def page_of(part: QWidget) -> Screen:
    """The page a tab belongs to, which shows its messages."""
    parent = part.parentWidget()
    while parent is not None and not isinstance(parent, Screen):
        parent = parent.parentWidget()
    assert isinstance(parent, Screen)  # noqa: S101  tabs live in a page
    return parent


def work(context: Context, part: Any, saying: str, do: Callable[[], Any], done: Callable[[Any], None]) -> None:
    """Do something long as a job; a Problem goes to ``part.show_problem``, and its buttons wait meanwhile."""
    part.setEnabled(False)

    def whole(progress: Progress) -> Any:
        progress(saying)
        return do()

    def finished(result: Any) -> None:
        part.setEnabled(True)
        done(result)

    def failed(error: Exception) -> None:
        part.setEnabled(True)
        if not isinstance(error, Problem):
            raise error
        part.show_problem(error)

    context.jobs.start(whole, done=finished, failed=failed)
