"""Log a call in eight keys: with whom, the note, what comes next; a draft survives the closing of the panel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kamdesk import clock
from kamdesk.commands.interactions import log_interaction
from kamdesk.fields import Id, Link
from kamdesk.problems import Problem
from kamdesk.records.clients import Contact
from kamdesk.records.interactions import CHANNELS, TOPICS
from kamdesk.records.visits import NEXT_STEPS
from kamdesk.words import N_, _
from ui import theme
from ui.labels import label
from ui.panels.parts import Several, find_parties, line, segments
from ui.run import FAILED
from ui.screen import Context
from ui.theme import Status
from ui.widgets.buttons import FilterChip, Segmented
from ui.widgets.fields import DateField
from ui.widgets.messages import MessageBar
from ui.widgets.panel import QuickPanel
from ui.widgets.picker import RecordPicker
from ui.widgets.wide import Choice, Choices

OFFERED = 6
DAYS_AHEAD = 2
# What a call mostly ends in: one key says it, and is the note of a call without another one.
ENDS: tuple[tuple[str, str, str, Status], ...] = (
    ("relation", N_("Talked"), "circle-check", "ok"), ("order", N_("Wants to order"), "package", "ok"),
    ("collection", N_("Will pay"), "hand-coins", "info"), ("complaint", N_("Complains"), "triangle-alert", "warn"),
)
USUAL = ("call", "email", "message", "video_call")


@dataclass
class Draft:
    """What was typed in a panel that was closed."""

    text: str = ""
    end: str = ""


_drafts: dict[str, Draft] = {}  # by party, «» of a panel without one


class CallPanel(QuickPanel):
    """The panel of one conversation that was not a visit."""

    def __init__(self, context: Context, host: QWidget, *, party: Link | None = None, channel: str = "call",
                 text: str = "", contacts: Sequence[Id] = (), products: Sequence[Id] = (), next_step: str = "none",
                 next_on: datetime.date | None = None, saved: Callable[[], object] | None = None) -> None:
        self._context, self._party, self._saved = context, party, saved
        self._kinds: dict[Id, str] = {}
        store = context.app.store
        name = store.names([party]).get(party.id, "") if party else ""
        super().__init__(host, name or _("Log a call"), _("Log a call") if name else "", icon="phone", status="info")
        self._end = Choices([Choice(key, _(words), icon, status) for key, words, icon, status in ENDS],
                            name=_("How was it?"))
        self._end.bind_digits(self)
        self._contacts = Several(store, "contact", name=_("With whom"), add=_("+ Contact"))
        self._channel = Segmented([(key, _(CHANNELS[key])) for key in USUAL], name=_("Channel"))
        self._channel.set_value(channel if channel in USUAL else "call")
        self._next = segments([(key, _(words)) for key, words in NEXT_STEPS.items()], name=_("Next step"),
                              changed=self._next_changed)
        self._when = DateField(next_on or clock.today() + datetime.timedelta(DAYS_AHEAD), name=_("Next step on"))
        self._when.setFixedWidth(theme.px(130))
        self._relay = FilterChip(_("Pass it on to the company"))
        self._note = QPlainTextEdit()
        self._end.changed.connect(lambda _key: self._note.setFocus())
        self._products = tuple(products)
        self._message: MessageBar | None = None
        self._fill(text)
        self._offer(contacts)
        self._next.set_value(next_step or "none")
        self._next_changed(self._next.value())
        self.set_primary(_("Save call"))
        self.submitted.connect(self._save)
        self.closed.connect(self._keep_draft)

    def _fill(self, text: str) -> None:
        draft = _drafts.pop(self._draft_key, Draft())
        if self._party is None:
            self.body.body.addWidget(line(_("With whom"), self._who()))
        self.body.body.addWidget(label(_("How was it?"), role="strong"))
        self.body.body.addWidget(self._end)
        self.body.body.addWidget(line(_("Contacts"), self._contacts))
        self._note.setAccessibleName(_("Note"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(theme.px(62))
        self._note.setPlainText(text or draft.text)
        self.body.body.addWidget(line(_("Note"), self._note))
        self.body.body.addWidget(line(_("Next step"), self._next, self._when))
        self.body.body.addWidget(line(_("Channel"), self._channel, self._relay))
        self._end.set_value(draft.end)
        if draft.text and not text:
            self._context.window.tell(_("Draft recovered"))

    def _who(self) -> RecordPicker:
        self._picker = RecordPicker(find_parties(self._context.app.store, self._kinds), name=_("To whom"),
                                    creates=False)
        self._picker.changed.connect(self._chosen)
        return self._picker

    def _chosen(self, id_: Id) -> None:
        self._party = Link(self._kinds[id_], id_) if id_ else None
        self._offer(())
        if id_:
            self._end.setFocus()
            first = self._end.findChildren(QWidget)
            if first:
                first[0].setFocus()

    def _offer(self, ticked: Sequence[Id]) -> None:
        if self._party is None:
            return
        people = self._context.app.store.find(Contact, party=self._party, limit=OFFERED)
        self._contacts.offer([(each.id, f"{each.title} {each.name}".strip()) for each in people], ticked=ticked)

    @property
    def _draft_key(self) -> str:
        return self._party.id if self._party else ""

    def _next_changed(self, step: str) -> None:
        self._when.setVisible(step != "none")

    def first_focus(self) -> QWidget:
        """Whom it was with, else how it was."""
        return self._picker if self._party is None else self._end

    def _save(self) -> None:
        if not self._when.commit():
            return
        if self._party is None:
            self.show_problem(Problem(_("{field} is missing. Choose one.", field=_("With whom"))))
            return
        end, step = self._end.value(), self._next.value()
        said = next((_(words) for key, words, _icon, _status in ENDS if key == end), "")
        done = self._context.runner.attempt(
            self, log_interaction, party=self._party, channel=self._channel.value(),
            text=self._note.toPlainText().strip() or said, topic=end if end in TOPICS else None,
            contacts=self._contacts.value(), products=self._products, next_step=step,
            next_on=self._when.value() if step != "none" else None, relay=self._relay.isChecked())
        if done is FAILED:
            return
        self._note.clear()
        self._end.set_value("")
        self._context.runner.tell(_("Call saved"))
        if self._saved is not None:
            self._saved()
        self.shut()

    def _keep_draft(self) -> None:
        text = self._note.toPlainText().strip()
        if text:
            _drafts[self._draft_key] = Draft(text, self._end.value())
        self.deleteLater()

    def show_problem(self, problem: Problem) -> None:
        """Above the fields; what was typed stays."""
        if self._message is not None:
            self._message.deleteLater()
        self._message = MessageBar(problem.message, status="bad")
        self.body.body.insertWidget(0, self._message)


def open_call(context: Context, host: QWidget, *, party: Link | None = None, channel: str = "call", text: str = "",
              contacts: Sequence[Id] = (), products: Sequence[Id] = (), next_step: str = "none",
              next_on: datetime.date | None = None, saved: Callable[[], object] | None = None) -> CallPanel:
    """Open the panel over the window: about a party, or empty; with what is known already.

    ``saved`` is called once the conversation is stored.
    """
    panel = CallPanel(context, host, party=party, channel=channel, text=text, contacts=contacts, products=products,
                      next_step=next_step, next_on=next_on, saved=saved)
    panel.open()
    return panel

