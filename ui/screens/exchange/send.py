"""Enviar: what, for whom, what goes along; the file in numbers before it is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.exchange import remember_habit
from kamdesk.doors import Shared
from kamdesk.fields import Field, Link
from kamdesk.problems import Problem
from kamdesk.sharing import container, outgoing
from kamdesk.sharing.exchange import Share
from kamdesk.sharing.outgoing import AREA, BARE, PICKED, WHAT, Addressee, Habit
from kamdesk.sharing.signing import signer_for
from kamdesk.words import N_, _, plural
from ui import ask
from ui.editors import ReferencesEditor
from ui.labels import label
from ui.screen import Address, Context, scrolled
from ui.screens.exchange.parts import REQUEST, page_of, work
from ui.screens.exchange.public_part import PublicPart
from ui.screens.exchange.send_parts import FileCard, PasswordPart, Readers, Switches
from ui.widgets.buttons import Button, Segmented
from ui.widgets.cards import TitledCard

PAUSE = 150  # milliseconds after the last click before counting


def _sure(parent: QWidget, share: Share) -> bool:
    return ask.confirm(parent, _("Send prices to {name}?", name=share.to),
                       _("The file holds prices, margins or credit. It is written in the log of confidential data."),
                       _("Send with prices"))


def _path(parent: QWidget, reader: str, *, plain: bool) -> Path | None:
    """Where the file goes, named after its reader and the day."""
    name = f"{reader} {clock.today().isoformat()}".replace("/", "-").replace("\\", "-")
    suggested = Path.home() / f"{name}.{'sqlite' if plain else 'kdx'}"
    path = ask.save_file(parent, _("Save the file"), "SQLite (*.sqlite)" if plain else "Kamdesk (*.kdx)", suggested)
    return None if path is None else path.with_suffix(suggested.suffix)


class Send(QWidget):
    """Three questions at the left, the file they make at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._request: Share | None = None
        store = context.app.store
        self.what = Segmented([(key, _(text)) for key, text in WHAT.items()], name=_("What"))
        self.zones = ReferencesEditor(Field(label=N_("Zones"), type="refs", name="zones", to=("territory",)), store)
        self.records = ReferencesEditor(Field(label=N_("Records"), type="links", name="records"), store)
        self.bare = PublicPart()
        self.readers, self.switches, self.password = Readers(), Switches(), PasswordPart()
        self.password.plain.setChecked(not store.setting("encrypt_files"))
        self.save = Button(_("Save .kdx"), kind="primary", icon="file-up", on_click=self._save)
        self.file = FileCard(context, self.save)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._count)
        self._lay_out()
        self._connect()
        self.reread()

    def _connect(self) -> None:
        self.what.changed.connect(lambda _key: self._change())
        for part in (self.switches, self.bare):
            part.changed.connect(self._change)
        self.password.changed.connect(self._dress)
        self.readers.changed.connect(self._greet)
        for editor in (self.zones, self.records):
            editor.left.connect(lambda *_args: self._change())

    def _lay_out(self) -> None:
        left = TitledCard(_("What, and for whom"))
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for title, parts in ((_("What"), (self.what, self.zones, self.records, self.bare)),
                             (_("For whom"), (self.readers, self.password)), (_("What goes along"), (self.switches,))):
            column.addWidget(label(title, role="small", tone="text2"))
            for part in parts:
                column.addWidget(part)
            column.addSpacing(8)
        left.add(form)
        left.body.addStretch(1)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 3)
        row.addWidget(self.file, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def reread(self) -> None:
        """Who files can go to, and the file as it would be now."""
        store, doors = self.context.app.store, self.context.doors
        try:
            found = outgoing.addressees(doors.devices(store), doors.peers(store))
        except Problem as problem:  # a job is writing: whom files were exchanged with is known when it has ended
            self.file.say(problem.message)
            found = outgoing.addressees(doors.devices(store), ())
        self.readers.show_readers(found)
        self._greet()

    def _greet(self) -> None:
        """Another reader: as she received it last."""
        to = self.readers.value
        habit = outgoing.habit_of(self.context.app.store, to)
        self.what.set_value(habit.what)
        self.switches.show_switches(habit.on, attachments=habit.attachments)
        self.bare.show_choice(habit.kinds, habit.notes)
        names = self.context.app.store.names(Link("territory", each) for each in habit.zones)
        self.zones.show_value(habit.zones, names)
        self._change()

    def _change(self) -> None:
        self._request = None
        self._dress()
        if self.isVisible():
            self._pause.start()

    def _dress(self) -> None:
        to, what = self.readers.value, self.what.value()
        self.password.ask_for(to)
        self.zones.setVisible(what == AREA)
        self.records.setVisible(what == PICKED)
        self.bare.setVisible(what == BARE)
        self.switches.show_classes(what != BARE)
        plain = to.card is None and self.password.plain.isChecked()
        self.save.set_label(_("Save .sqlite") if plain else _("Save .kdx"))

    def habit(self) -> Habit:
        """What is ticked."""
        return Habit(self.what.value(), self.switches.on, self.switches.attachments.isChecked(),
                     tuple(self.zones.value()), *self.bare.choice())

    def addressee(self) -> Addressee:
        """Who is chosen, with the name typed for somebody who has no card here."""
        to = self.readers.value
        return to if to.name else Addressee("", self.password.to.text().strip())

    def share(self) -> Share:
        """What would be made now; Problem while a zone or the records are missing."""
        if self._request is not None:
            return self._request
        habit = self.habit()
        if habit.what == AREA and not habit.zones:
            raise Problem(_("Choose a zone."))
        if habit.what == PICKED and not self.records.value():
            raise Problem(_("Choose the records."))
        if habit.what == BARE and not habit.kinds:
            raise Problem(_("Choose what goes."))
        people = outgoing.people_of(self.context.app.store, habit.zones) if habit.what == AREA else ()
        return outgoing.share_for(self.addressee(), habit, people=people, records=tuple(self.records.value()),
                                  period=self.bare.period())

    def open(self, address: Address) -> None:
        """Shown by its tab; a colleague's request fills in what she asks for, a list the records ticked there."""
        if address.kind == PICKED:
            self.pick(outgoing.picked_in(address.record))
        if address.kind != REQUEST:
            return
        try:
            share = self.context.doors.answer(self.context.app.store, Path(address.record))
        except Problem as problem:
            self.show_problem(problem)
            return
        for button in self.readers.buttons:
            button.setChecked(button.to.device == share.device)
        self._greet()
        self._request = share
        self._count()

    def pick(self, records: tuple[Link, ...]) -> None:
        """A selection of records, ticked in a list."""
        self.what.set_value(PICKED)
        self.records.show_value(records, self.context.app.store.names(records))
        self._change()

    def showEvent(self, event: QShowEvent) -> None:
        """In front again: count what would leave now."""
        super().showEvent(event)
        self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is counted."""
        self._pause.stop()
        super().hideEvent(event)

    def _count(self) -> None:
        try:
            self.file.count(self.share())
        except Problem as problem:
            self.file.say(problem.message)

    def _save(self) -> None:
        to = self.readers.value
        if not self.password.complete(to):
            return
        plain = to.card is None and self.password.plain.isChecked()
        try:
            share, seal = self.share(), None if plain else self._seal()
        except Problem as problem:
            self.show_problem(problem)
            return
        if outgoing.asks(share) and not _sure(self, share):
            return
        path = _path(self, self.addressee().name, plain=plain)
        if path is not None:
            self._send(share, path, seal)

    def _send(self, share: Share, path: Path, seal: container.Cipher | None) -> None:
        store, doors = self.context.app.store, self.context.doors
        sign = signer_for(doors.keys(store))
        work(self.context, self, _("Making the file"), lambda: doors.send(store, share, path, seal=seal, sign=sign),
             lambda made: self._sent(made, share))

    def _seal(self) -> container.Cipher:
        card = self.readers.value.card
        return container.for_cards([card.sealing]) if card else container.by_passphrase(self.password.passphrase.text())

    def _sent(self, made: Shared, share: Share) -> None:
        self.password.forget()
        to = self.addressee()
        if to.key and self._request is None:
            self.context.app.run(remember_habit, reader=to.key, habit=self.habit())
        self._request = None
        self.context.window.tell(_("Saved {file}: {records} for {reader}", file=made.path.name,
                                   records=plural("{n} record", "{n} records", made.records), reader=share.to))
        self.reread()

    def show_problem(self, problem: Problem) -> None:
        """At its field, else above the page."""
        entry = {"to": self.password.to, "passphrase": self.password.passphrase}.get(problem.field or "")
        if entry is not None:
            entry.say(problem.message)
        else:
            page_of(self).show_problem(problem)


def send(context: Context) -> QWidget:
    """The tab «Enviar»."""
    return Send(context)
