"""The files kept with a record: list, open, attach by button or by dropping them, take away."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.commands.documents import attach_file, detach_file
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.documents import FILE_CATEGORIES, MEGABYTE, Attachment
from kamdesk.words import _, day, number
from ui import ask
from ui.dropping import dropped_files
from ui.labels import ElidedLabel, label
from ui.opening import open_attachment
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.buttons import IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Count
from ui.widgets.flow import cleared
from ui.widgets.glyph import Glyph
from ui.widgets.messages import MessageBar

KILOBYTE = 1_000
_ICONS = {"image": "image", "text": "file-text", "video": "camera"}


class FilesCard(TitledCard):
    """Files can be dropped on it; each problem is told in it."""

    def __init__(self, context: Context) -> None:
        self._count = Count(0)
        super().__init__(_("Files"), marks=[self._count])
        self._context = context
        self._about: Link | None = None
        self.setAcceptDrops(True)
        self._add = IconButton("paperclip", _("Attach a file"), on_click=self.choose)
        self.add_action(self._add)
        self._messages, self._rows = QVBoxLayout(), QVBoxLayout()
        self._rows.setContentsMargins(16, 4, 8, 8)
        self._rows.setSpacing(2)
        self.body.addLayout(self._messages)
        self.body.addLayout(self._rows)
        context.bus.on(self, (Attachment.kind.name,), self.reread)

    def show_record(self, about: Link, *, open_to_change: bool) -> None:
        """The files of a record; an archived one takes no more."""
        if about != self._about:  # a page that reads itself again takes no message away
            cleared(self._messages)
        self._about = about
        self._add.setVisible(open_to_change)
        self.setAcceptDrops(open_to_change)
        self.reread()

    def reread(self) -> None:
        """Read the list again."""
        cleared(self._rows)
        files = self.files()
        self._count.set(len(files), status="mute")
        self._count.setVisible(bool(files))
        for each in files:
            self._rows.addWidget(self._entry(each))
        if not files:
            self._rows.addWidget(label(_("Drop files here or press the clip."), role="small", tone="text3", wrap=True))

    def files(self) -> list[Attachment]:
        """The files shown, newest first."""
        if self._about is None:
            return []
        return self._context.app.store.find(Attachment, about=self._about, sort=(("on", True), ("name", False)))

    def _entry(self, attachment: Attachment) -> QWidget:
        row, names = QWidget(), QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(attachment.name, least=40))
        names.addWidget(ElidedLabel(_facts(attachment), role="caption", tone="text3", least=40))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(8)
        layout.addWidget(Glyph(_icon(attachment), token="text3"))
        layout.addLayout(names, 1)
        layout.addWidget(IconButton("external-link", _("Open {name}", name=attachment.name),
                                    on_click=lambda: self.open(attachment)))
        layout.addWidget(IconButton("x", _("Take away {name}", name=attachment.name),
                                    on_click=lambda: self.take_away(attachment)))
        return row

    def choose(self) -> None:
        """Ask for a file and attach it."""
        path = ask.open_file(self, _("Attach a file"), _("All files (*)"))
        if path is not None:
            self.attach([path])

    def attach(self, paths: list[Path]) -> None:
        """Attach some files, one step each; the first that is refused stops and is told."""
        if self._about is None:
            return
        cleared(self._messages)
        for path in paths:
            if self._context.runner.attempt(self, attach_file, about=self._about, path=path) is FAILED:
                break
            self._context.runner.tell(_("{name} attached", name=path.name))
        self.reread()

    def take_away(self, attachment: Attachment) -> None:
        """Take a file away; undo brings it back."""
        cleared(self._messages)
        if self._context.runner.attempt(self, detach_file, attachment=attachment) is not FAILED:
            self._context.runner.tell(_("{name} taken away", name=attachment.name))
            self.reread()

    def open(self, attachment: Attachment) -> None:
        """Show a copy in the program of the system."""
        cleared(self._messages)
        try:
            open_attachment(self._context.app.store.blobs, attachment)
        except Problem as problem:
            self.show_problem(problem)

    def show_problem(self, problem: Problem) -> None:
        """Above the files."""
        cleared(self._messages)
        self._messages.addWidget(MessageBar(problem.message, status="bad"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer may come in; the card shows that it takes them."""
        if dropped_files(event.mimeData()):
            self.setProperty("drop", "true")
            self.style().polish(self)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went on."""
        self._settle()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        self._settle()
        event.acceptProposedAction()
        self.attach(dropped_files(event.mimeData()))

    def _settle(self) -> None:
        self.setProperty("drop", "false")
        self.style().polish(self)


def _facts(attachment: Attachment) -> str:
    category = _(FILE_CATEGORIES[attachment.category]) if attachment.category else ""
    return " · ".join(filter(None, (_size(attachment.size), day(attachment.on) if attachment.on else "", category)))


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return f"{number(Decimal(size) / MEGABYTE, 1)} MB" if size >= MEGABYTE else f"{number(-(-size // KILOBYTE))} kB"


def _icon(attachment: Attachment) -> str:
    if "sheet" in attachment.type or "excel" in attachment.type:
        return "file-spreadsheet"
    return _ICONS.get(attachment.type.split("/")[0], "file-text")
