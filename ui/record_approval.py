"""Where a document stands with those who approve it, and what can be done about that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.approvals import ANSWERS, approval_of, submit, withdraw
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.kinds import Kind, Record
from kamdesk.records.approvals import APPROVABLE, APPROVALS, ApprovalEvent
from kamdesk.reports.approval import events_of
from kamdesk.sharing.proof import origin_of
from kamdesk.words import _, relative_day
from ui.labels import ElidedLabel
from ui.panels.approval import open_answer, open_changes, open_decide, open_request
from ui.run import FAILED, Place
from ui.screen import Context
from ui.shell.shell import host_of
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip

_LOOKS: dict[str, Status] = {"unsent": "mute", "sent": "info", "approved": "ok", "returned": "warn",
                             "rejected": "bad", "changed": "warn"}


def is_approvable(kind: Kind) -> bool:
    """Whether records of a kind are sent for approval themselves, not as a part of another."""
    return kind.name in APPROVABLE


def in_first_state(document: Record) -> bool:
    """Whether a document has not begun its own states yet."""
    kind = type(document).kind
    if kind.state is None:
        return True
    options, value = kind.fields[kind.state].options, getattr(document, kind.state)
    return bool(value == next(iter(options)) if options else not value)  # a state may be a flag: in dispute or not


class ApprovalBar(QWidget):
    """The chip ``approval`` and its actions, in the header of a record."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__()
        self._context, self._place = context, place
        self._document: Record | None = None
        self.chip = Chip("", status="mute")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.chip)
        self.proof = ElidedLabel(role="small", tone="text2", least=40)
        row.addWidget(self.proof)
        self.send = self._button(row, _("Send for approval"), "send", self.submit)
        self.request = self._button(row, _("Request as a file"), "file-up", self._request)
        self.changes = self._button(row, _("See what changed"), "git-compare-arrows", self._changes)
        self.decide = self._button(row, _("Decide"), "gavel", self._decide)
        self.answer = self._button(row, _("Note the answer"), "", self._answer)
        self.back = self._button(row, _("Take back"), "", self.withdraw)
        context.bus.on(self, (ApprovalEvent.kind.name,), self.reread)

    @staticmethod
    def _button(row: QHBoxLayout, text: str, icon: str, slot: Callable[[], object]) -> Button:
        button = Button(text, icon=icon, on_click=slot)
        row.addWidget(button)
        return button

    def show_record(self, document: Record) -> None:
        """Where a document stands now."""
        self._document = document
        self.reread()

    def reread(self) -> None:
        """Read where it stands again."""
        if self._document is None:
            return
        stands = self.stands()
        self.chip.set(_(APPROVALS[stands]), status=_LOOKS[stands])
        self.chip.setVisible(in_first_state(self._document))  # afterwards its state says more
        self.proof.setText(self._proof())
        self.proof.setVisible(bool(self.proof.text()) and self.chip.isVisibleTo(self))
        waits, live = stands == "sent", not self._document.archived
        self.send.setVisible(live and not waits and stands != "approved")
        for button in (self.request, self.decide, self.answer, self.back):
            button.setVisible(live and waits)
        self.changes.setVisible(stands == "changed")

    def _proof(self) -> str:
        """Who answered last and how that is proved here, whatever a file claims of itself."""
        store = self._context.app.store
        last = next(iter(events_of(store, self._document)), None) if self._document else None
        if last is None or last.action not in ANSWERS or last.at is None:
            return ""
        trusted = self._context.doors.devices(store) if last.signature else []
        origin = display(ApprovalEvent.kind.fields["origin"], origin_of(store, last, trusted))
        return " · ".join((origin, last.actor, relative_day(last.at.astimezone().date(), clock.today())))

    def stands(self) -> str:
        """A key of ``APPROVALS``."""
        return approval_of(self._context.app.store, self._document) if self._document else "unsent"

    def submit(self) -> None:
        """Send it for approval as it is."""
        document = self._document
        if document and self._context.runner.attempt(self._place, submit, document=document) is not FAILED:
            self._context.runner.tell(_("Sent for approval"))
            self.reread()

    def withdraw(self) -> None:
        """Take the request back."""
        document = self._document
        if document and self._context.runner.attempt(self._place, withdraw, document=document) is not FAILED:
            self._context.runner.tell(_("Taken back"))
            self.reread()

    def _decide(self) -> None:
        if self._document is not None:
            open_decide(self._context, host_of(self), document=self._document, title=self._title())

    def _answer(self) -> None:
        if self._document is not None:
            open_answer(self._context, host_of(self), document=self._document, title=self._title())

    def _request(self) -> None:
        if self._document is not None:
            open_request(self._context, host_of(self), document=self._document, title=self._title())

    def _changes(self) -> None:
        if self._document is not None:
            open_changes(self._context, host_of(self), document=self._document, title=self._title())

    def _title(self) -> str:
        document = self._document
        if document is None:
            return ""
        return self._context.app.store.names([Link(type(document).kind.name, document.id)]).get(document.id, "")
