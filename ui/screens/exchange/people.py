"""Personas y equipos: the card of this laptop, and the cards of the others, each compared by its fingerprint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk.display import display
from kamdesk.files import in_place_of
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.sharing import cards
from kamdesk.sharing.cards import Card, Device
from kamdesk.sharing.devices import own_card
from kamdesk.words import _, day
from ui import ask, labels
from ui.labels import ElidedLabel, label
from ui.screen import Context, scrolled
from ui.screens.exchange.parts import clear, page_of
from ui.shell.shell import host_of
from ui.widgets.buttons import Button, IconButton
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Avatar, Chip
from ui.widgets.messages import EmptyState, MessageBar
from ui.widgets.panel import QuickPanel

PATTERN = f"Kamdesk (*{cards.SUFFIX})"


class Fingerprint(QWidget):
    """The digits of a card in large type, to be read aloud, and a button that copies them."""

    def __init__(self, digits: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        shown = label(digits, role="subtitle", figures=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(_("Fingerprint {digits}", digits=digits))
        row.addWidget(shown)
        row.addWidget(IconButton("copy", _("Copy the digits"),
                                 on_click=lambda: QGuiApplication.clipboard().setText(digits)))
        row.addStretch(1)


class OwnCard(TitledCard):
    """What this laptop is called elsewhere, and its card as a file."""

    def __init__(self, context: Context, place: People) -> None:
        super().__init__(_("My laptop"))
        self._context, self._place = context, place
        self.save = Button(_("Save my card…"), kind="primary", icon="file-up", on_click=self._save)
        self._said = QVBoxLayout()
        self._said.setSpacing(10)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._said)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(inside)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Who works here now."""
        clear(self._said)
        store = self._context.app.store
        try:
            card = own_card(store, self._context.doors.keys(store))
        except Problem as problem:
            self._said.addWidget(MessageBar(problem.message, status="warn", closable=False))
            self.save.setEnabled(False)
            return
        self._said.addWidget(who(card))
        self._said.addWidget(label(_("Fingerprint"), role="small", tone="text2"))
        self._said.addWidget(Fingerprint(card.fingerprint))
        self._said.addWidget(label(_("Give this card to whoever sends you files: what is sealed for it opens on this "
                                     "laptop only, without a password. Read the fingerprint to each other by "
                                     "telephone: equal digits mean that nobody changed the card on its way."),
                                   tone="text2", wrap=True))
        self.save.setEnabled(True)

    def _save(self) -> None:
        store = self._context.app.store
        keys = self._context.doors.keys(store)
        card = own_card(store, keys)
        suggested = Path.home() / f"{card.person}{cards.SUFFIX}"
        path = ask.save_file(self, _("Save my card"), PATTERN, suggested)
        if path is None:
            return
        try:
            with in_place_of(path.with_suffix(cards.SUFFIX)) as target:
                target.write_bytes(cards.write(card, keys))
        except Problem as problem:
            self._place.show_problem(problem)
            return
        self._context.window.tell(_("Card saved: send it by any way"))


class ComparePanel(QuickPanel):
    """Somebody's card: its digits beside a question, and only then trust."""

    def __init__(self, host: QWidget, card: Card) -> None:
        super().__init__(host, _("Compare the fingerprint"), f"{card.person} · {card.device}")
        self.card = card
        self.body.body.addWidget(label(_("Call {name} and read the digits to each other. If they are the same on both "
                                         "screens, the card is hers.", name=card.person), wrap=True))
        self.body.body.addWidget(Fingerprint(card.fingerprint))
        self.set_primary(_("They are the same: trust"))
        self.closed.connect(self.deleteLater)


class People(QWidget):
    """The own card at the right, those trusted at the left."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.panel: ComparePanel | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.own = OwnCard(context, self)
        left = TitledCard(_("People and laptops"))
        self.add = Button(_("Add a card…"), kind="primary", small=True, icon="plus", on_click=self._choose)
        left.add_action(self.add)
        left.body.addLayout(self._rows)
        left.body.addStretch(1)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 3)
        row.addWidget(self.own, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        context.bus.on(self, (Person.kind.name, "setting"), self.own.reread)
        self.reread()

    def reread(self) -> None:
        """Read the cards again."""
        self.own.reread()
        clear(self._rows)
        found = self.context.doors.devices(self.context.app.store)
        for at, device in enumerate(found):
            if at:
                self._rows.addWidget(labels.rule())
            self._rows.addWidget(self._line(device))
        if not found:
            self._rows.addWidget(EmptyState(
                "users-round", _("You know no other laptop yet"),
                _("Ask your colleague for her card, a small file, and add it here. From then on her files show that "
                  "they are hers, and yours open on her laptop only."), actions=((_("Add a card…"), self._choose),)))

    def _line(self, device: Device) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(who(device.card, small=True), 1)
        since = device.revoked_after or device.added_at
        when = day(since.astimezone().date()) if since else ""
        row.addWidget(Chip(_("Withdrawn on {day}", day=when), status="bad") if device.revoked
                      else Chip(_("Trusted since {day}", day=when), status="ok", mark="check"))
        verb = _("Trust again") if device.revoked else _("Withdraw it")
        act = self._compare if device.revoked else self._withdraw
        row.addWidget(Button(verb, kind="link", small=True, on_click=lambda: act(device.card)))
        return host

    def _choose(self) -> None:
        path = ask.open_file(self, _("Choose a card"), PATTERN)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Show the card in a file, to be compared."""
        try:
            card = cards.read(path.read_bytes()[:cards.LARGEST + 1])
        except OSError:
            self.show_problem(Problem(_("“{file}” is not there any more. Choose it again.", file=path.name)))
        except Problem as problem:
            self.show_problem(problem)
        else:
            self._compare(card)

    def _compare(self, card: Card) -> None:
        self.panel = panel = ComparePanel(host_of(self), card)
        panel.submitted.connect(lambda: self._trust(panel))
        panel.open()

    def _trust(self, panel: ComparePanel) -> None:
        panel.shut()
        try:
            self.context.doors.trust(self.context.app.store, panel.card)
        except Problem as problem:
            self.show_problem(problem)
            return
        self.reread()
        self.context.window.tell(_("You trust the laptop of {name}", name=panel.card.person))

    def _withdraw(self, card: Card) -> None:
        if ask.confirm(self, _("Withdraw the laptop of {name}?", name=card.person),
                       _("Nothing it signs is believed any more, and what it writes from now on is not joined. Do this "
                         "when it was lost or its person left."), _("Withdraw it")):
            self.context.doors.revoke(self.context.app.store, card.uid)
            self.reread()
            self.context.window.tell(_("Laptop of {name} withdrawn", name=card.person))

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        page_of(self).show_problem(problem)


def who(card: Card, *, small: bool = False) -> QWidget:
    """A person with her laptop."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Avatar(card.person, side=34))
    text = QVBoxLayout()
    text.setSpacing(0)
    role = display(Person.kind.fields["position"], card.role) if card.role in Person.kind.fields["position"].options \
        else ""
    text.addWidget(ElidedLabel(card.person, role="strong" if small else "subtitle", least=80))
    text.addWidget(ElidedLabel(" · ".join(filter(None, (role, card.device))), role="small", tone="text2", least=80))
    if small:
        text.addWidget(label(card.fingerprint, role="caption", tone="text3", figures=True))
    row.addLayout(text, 1)
    return host


def people(context: Context) -> QWidget:
    """The tab «Personas y equipos»."""
    return People(context)
