"""A document and those who approve it: the request as a file, my own answer, one told by somebody, what changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kamdesk import clock
from kamdesk.commands.approvals import ANSWERS, decide, mark_decision
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.protected import Changed, changes_since
from kamdesk.reports.approval import changed_since, request_number
from kamdesk.sharing import container
from kamdesk.sharing.approving import Recipient, hand_of, request_file
from kamdesk.sharing.cards import Card
from kamdesk.sharing.letters import Hand
from kamdesk.words import _
from ui import ask
from ui.labels import label
from ui.panels.asking import AskPanel
from ui.panels.parts import line
from ui.run import FAILED
from ui.screen import Context
from ui.widgets.buttons import Segmented
from ui.widgets.fields import DateField
from ui.widgets.messages import EmptyState
from ui.widgets.panel import QuickPanel


class AnswerPanel(AskPanel):
    """An answer received outside the program: what, from whom, when and how."""

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, _("Note the answer"), title, _("Note the answer"))
        self.action = Segmented([(key, _(text)) for key, text in ANSWERS.items()], name=_("Answer"))
        self.actor, self.how = QLineEdit(), QLineEdit()
        self.on = DateField(clock.today(), name=_("Date"))
        self.actor.setAccessibleName(_("Who"))
        self.how.setAccessibleName(_("How it came"))
        self.how.setPlaceholderText(_("For instance: e-mail of the director"))
        for name, field in ((_("Answer"), self.action), (_("Who"), self.actor), (_("Date"), self.on),
                            (_("How it came"), self.how)):
            self.body.body.addWidget(line(name, field))


class DecidePanel(AskPanel):
    """My own answer, and why."""

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, _("Decide"), title, _("Save the decision"))
        self.action = Segmented([(key, _(text)) for key, text in ANSWERS.items()], name=_("Answer"))
        self.comment = QLineEdit()
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setPlaceholderText(_("Needed to send back or refuse"))
        self.body.body.addWidget(line(_("Answer"), self.action))
        self.body.body.addWidget(line(_("Comment"), self.comment))


class RequestPanel(AskPanel):
    """For whom the request is: a card, or somebody with a password."""

    def __init__(self, host: QWidget, title: str, readers: list[Card]) -> None:
        super().__init__(host, _("Request as a file"), title, _("Save the request file…"))
        self.readers = readers
        self.to, self.name, self.passphrase = QComboBox(), QLineEdit(), QLineEdit()
        self.to.setAccessibleName(_("For whom"))
        self.to.addItems([f"{each.person} · {each.device}" for each in readers])
        self.to.addItem(_("Somebody else, with a password"))
        self.name.setAccessibleName(_("Name"))
        self.passphrase.setAccessibleName(_("Password of the file"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._lines = [line(_("Name"), self.name), line(_("Password"), self.passphrase)]
        self.body.body.addWidget(line(_("For whom"), self.to))
        for each in self._lines:
            self.body.body.addWidget(each)
        self.body.body.addWidget(label(_("The file opens under Exchange, Receive, without joining anything. A sheet to "
                                         "print and sign is written beside it."), tone="text2", wrap=True))
        self.to.currentIndexChanged.connect(self._dress)
        self._dress()

    @property
    def card(self) -> Card | None:
        """Whose card seals it."""
        at = self.to.currentIndex()
        return self.readers[at] if at < len(self.readers) else None

    def recipient(self) -> Recipient:
        """For whom it is; Problem while her name or the password is missing."""
        card = self.card
        if card is not None:
            return Recipient(card.person, container.for_cards([card.sealing]))
        if not self.name.text().strip():
            raise Problem(_("Say who the file is for."), field="to")
        return Recipient(self.name.text().strip(), container.by_passphrase(self.passphrase.text()))

    def _dress(self) -> None:
        for each in self._lines:
            each.setVisible(self.card is None)
        self.fit()


class ChangesPanel(QuickPanel):
    """What is not as it was approved: before and now."""

    def __init__(self, host: QWidget, title: str, changes: list[Changed]) -> None:
        super().__init__(host, _("Changed since it was approved"), title)
        for each in changes:
            self.body.body.addWidget(label(f"{each.record} · {each.field}", role="strong", wrap=True))
            self.body.body.addWidget(label(f"{each.before} → {each.after}", tone="text2", wrap=True))
        if not changes:
            self.body.body.addWidget(EmptyState("list-checks", _("Lines were taken out"),
                                                _("What is left is as it was approved.")))
        self.set_primary(_("Close"))
        self.submitted.connect(self.shut)
        self.closed.connect(self.deleteLater)


def open_request(context: Context, host: QWidget, *, document: Record, title: str) -> RequestPanel:
    """Open the panel that writes the request of a document as a file, with its sheet beside it."""
    store, doors = context.app.store, context.doors
    panel = RequestPanel(host, title, [each.card for each in doors.devices(store) if not each.revoked])

    def run() -> bool:
        try:
            to = panel.recipient()
            suggested = f"{title} {request_number(store, document)}".replace("/", "-")
            path = ask.save_file(panel, _("Save the request file"), "Kamdesk (*.kdx)", Path.home() / f"{suggested}.kdx")
            if path is None:
                return False
            sheet = request_file(context.app, doors, document, path.with_suffix(".kdx"), to=to)
        except Problem as problem:
            panel.show_problem(problem)
            return False
        context.window.tell(_("Request for {name} saved, with its sheet {sheet}", name=to.name, sheet=sheet.name))
        return True

    panel.run = run
    panel.open()
    return panel


def open_changes(context: Context, host: QWidget, *, document: Record, title: str) -> ChangesPanel:
    """Open the panel that shows what changed since a document was approved."""
    since = changed_since(context.app.store, document)
    panel = ChangesPanel(host, title, changes_since(context.app.store, document, since) if since else [])
    panel.open()
    return panel


def hand(context: Context) -> Hand | None:
    """Who signs a decision here; nobody while the laptop does not know whose it is."""
    try:
        return hand_of(context.app.store, context.doors)
    except Problem:
        return None  # the verb itself says what is missing


def open_answer(context: Context, host: QWidget, *, document: Record, title: str) -> AnswerPanel:
    """Open the panel that notes an answer about a document."""
    panel = AnswerPanel(host, title)

    def run() -> bool:
        if not panel.on.commit():
            return False
        done = context.runner.attempt(panel, mark_decision, document=document, action=panel.action.value(),
                                      actor=panel.actor.text(), how=panel.how.text(), on=panel.on.value())
        return _told(context, done, _("Answer noted"))

    panel.run = run
    panel.open()
    return panel


def open_decide(context: Context, host: QWidget, *, document: Record, title: str) -> DecidePanel:
    """Open the panel that decides about a document."""
    panel = DecidePanel(host, title)

    def run() -> bool:
        done = context.runner.attempt(panel, decide, document=document, action=panel.action.value(),
                                      comment=panel.comment.text(), hand=hand(context))
        return _told(context, done, _("Decision saved"))

    panel.run = run
    panel.open()
    return panel


def _told(context: Context, done: object, text: str) -> bool:
    if done is not FAILED:
        context.runner.tell(text)
    return done is not FAILED
