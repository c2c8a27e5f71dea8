"""Log a visit in three clicks: how it went, with whom, about what, what comes next, a note."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kamdesk import clock
from kamdesk.commands.visits import name_of, record_visit
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.methods.note_parser import Note
from kamdesk.problems import Problem
from kamdesk.records.clients import Client, Contact
from kamdesk.records.products import Product
from kamdesk.records.visits import NEXT_STEPS, OUTCOMES, Visit
from kamdesk.store import Where
from kamdesk.words import _, number, relative_day
from ui import theme
from ui.labels import label
from ui.panels.parts import FormPanel, Several, find_parties, line, segments
from ui.panels.visit_more import VisitMore
from ui.run import FAILED
from ui.screen import Context
from ui.theme import Status
from ui.widgets.chips import SegmentBadge
from ui.widgets.fields import DateField
from ui.widgets.picker import RecordPicker
from ui.widgets.wide import Choice, Choices

LOOKS: dict[str, tuple[str, Status]] = {"interested": ("circle-check", "ok"), "neutral": ("circle-dashed", "info"),
                                        "objection": ("triangle-alert", "warn"), "refused": ("calendar-x", "bad")}
OFFERED = 6  # products and contacts offered as chips
DAYS_AHEAD = 2
_drafts: dict[str, str] = {}  # notes of panels closed without saving, by visit


class VisitPanel(FormPanel):
    """The panel of one visit, planned or not."""

    def __init__(self, context: Context, host: QWidget, *, visit: Visit | None = None,
                 party: Link | None = None, saved: Callable[[], object] | None = None) -> None:
        self._context, self._visit, self._saved = context, visit, saved
        self._kinds: dict[Id, str] = {}
        store = context.app.store
        title = name_of(store, visit) if visit else _("Log visit")
        super().__init__(host, title, self._subtitle_of(visit), icon="hospital", status="plum")
        self._party = visit.party if visit else party
        self._badge()
        self._outcome = Choices([Choice(key, _(text), *LOOKS[key]) for key, text in OUTCOMES.items()],
                                name=_("How was it?"))
        self._outcome.bind_digits(self)
        self._contacts = Several(store, "contact", name=_("With whom"), add=_("+ Contact"))
        self._products = Several(store, "product", name=_("Products"), add=_("+ Product"))
        self._next = segments([(key, _(text)) for key, text in NEXT_STEPS.items()], name=_("Next step"),
                              changed=self._next_changed)
        self._when = DateField(clock.today() + datetime.timedelta(days=DAYS_AHEAD), name=_("Next step on"))
        self._when.setFixedWidth(theme.px(130))
        self._note = QPlainTextEdit()
        self._note.setAccessibleName(_("Note"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(theme.px(62))
        self._note.setPlainText(_drafts.get(self._draft_key, ""))
        self._fill()
        self.more: VisitMore | None = None
        self._unfold = self.add_link(_("More fields"), self.unfold)
        self.add_button(_("Save and next"), self._save_and_next)
        self.set_primary(_("Save visit"))
        self.submitted.connect(self._save)
        self.closed.connect(self._keep_draft)

    @staticmethod
    def _subtitle_of(visit: Visit | None) -> str:
        if visit is None or visit.planned_on is None:
            return ""
        day = relative_day(visit.planned_on, clock.today())
        hour = f" {visit.start:%H:%M}" if visit.start else ""
        return _("Planned {day}{hour} · {purpose}", day=day, hour=hour,
                 purpose=display(Visit.kind.fields["purpose"], visit.purpose))

    def _badge(self) -> None:
        client = self._client()
        if client is not None and client.segment:
            self.add_mark(SegmentBadge(display(Client.kind.fields["segment"], client.segment)))

    def _client(self) -> Client | None:
        is_client = self._party is not None and self._party.kind == "client"
        return self._context.app.store.maybe(Client, self._party.id) if self._party and is_client else None

    @property
    def _draft_key(self) -> str:
        return self._visit.id if self._visit else self._party.id if self._party else "new"

    def _fill(self) -> None:
        if self._visit is None:
            self.body.body.addWidget(line(_("To whom"), self._who()))
        self.body.body.addWidget(label(_("How was it?"), role="strong"))
        self.body.body.addWidget(self._outcome)
        self.body.body.addWidget(line(_("With whom"), self._contacts))
        self.body.body.addWidget(line(_("Products"), self._products))
        self.body.body.addWidget(line(_("Next step"), self._next, self._when))
        self.body.body.addWidget(line(_("Note"), self._note))
        self._when.setVisible(False)
        self._offer_products()
        self._offer_contacts()

    def _who(self) -> RecordPicker:
        store = self._context.app.store
        self._picker = RecordPicker(find_parties(store, self._kinds), name=_("To whom"), creates=False)
        if self._party is not None:
            self._kinds[self._party.id] = self._party.kind
            self._picker.set_value(self._party.id, store.names([self._party]).get(self._party.id, ""))
        self._picker.changed.connect(self._chosen)
        return self._picker

    def _chosen(self, id_: Id) -> None:
        self._party = Link(self._kinds[id_], id_) if id_ else None
        self._offer_contacts()

    def _offer_products(self) -> None:
        products = self._context.app.store.find(Product, Where("status", "!=", "discontinued"),
                                                sort=(("name", False),), limit=OFFERED)
        planned = self._visit.products if self._visit else ()
        self._products.offer([(each.id, each.name) for each in products], ticked=planned)

    def _offer_contacts(self) -> None:
        if self._party is None:
            return
        people = self._context.app.store.find(Contact, Where("party", "=", self._party), limit=OFFERED)
        planned = self._visit.contacts if self._visit else ()
        self._contacts.offer([(each.id, f"{each.title} {each.name}".strip()) for each in people], ticked=planned)

    def take(self, said: Note) -> None:
        """What was understood of a line written elsewhere, filled in; samples of no lot of mine stay words."""
        store = self._context.app.store
        names = store.names([*(Link("contact", each) for each in said.contacts),
                             *(Link("product", each) for each in said.products)])
        for field, ids in ((self._contacts, said.contacts), (self._products, said.products)):
            field.tick([(each, names.get(each, "")) for each in ids])
        if said.outcome:
            self._outcome.set_value(said.outcome)
        self._next.set_value(said.next_step or "none")
        self._next_changed(self._next.value())
        if said.next_on:
            self._when.set_value(said.next_on)
        left = said.samples
        if left:
            self.unfold()
            left = self.more.take_samples(left) if self.more else left
        words = (_("{n} samples of {product}", n=number(count), product=names.get(each, ""))
                 for each, count in left.items())
        self._note.setPlainText(" · ".join(filter(None, (said.text or self._note.toPlainText(), *words))))

    def _next_changed(self, step: str) -> None:
        self._when.setVisible(step != "none")

    def first_focus(self) -> QWidget:
        """The party of an unplanned visit, else the answers."""
        return self._picker if self._visit is None else self._outcome

    def _save(self) -> None:
        if self._store_visit():
            self.shut()
            self._ask_problem()

    def _ask_problem(self) -> None:
        """The quality problem that was ticked, with what the visit knows of it."""
        if self.more is not None and self.more.problem.isChecked() and self._party is not None:
            products = self._products.value()
            self._context.window.quick("quality", party=self._party, product=products[0] if products else None)

    def _save_and_next(self) -> None:
        if self._store_visit():
            self.shut()
            following = next_visit(self._context)
            if following is not None:
                self._context.window.quick("visit", visit=following)

    def unfold(self) -> None:
        """«Más campos»: the rest of what a visit can tell, under the note."""
        self.more = VisitMore(self._context.app.store, self._visit)
        self.body.body.addWidget(self.more)
        self._unfold.hide()
        self.fit()
        self.more.hour.setFocus()

    def _rest(self) -> dict[str, Any] | None:
        """What the other fields say; None after showing what is wrong with them."""
        if self.more is None:
            return {}
        try:
            return self.more.given() if self.more.commit() else None
        except Problem as problem:
            self.show_problem(problem)
            return None

    def _store_visit(self) -> bool:
        rest = self._rest()
        if not self._when.commit() or rest is None:
            return False
        step = self._next.value()
        done = self._context.runner.attempt(
            self, record_visit, visit=self._visit, party=self._party, outcome=self._outcome.value(),
            contacts=self._contacts.value(), products=self._products.value(), next_step=step,
            next_on=self._when.value() if step != "none" else None, note=self._note.toPlainText().strip(),
            **rest)
        if done is FAILED:
            return False
        self._note.clear()
        _drafts.pop(self._draft_key, None)
        self._context.runner.tell(_("Visit saved"))
        if self._saved is not None:
            self._saved()
        return True

    def _keep_draft(self) -> None:
        text = self._note.toPlainText().strip()
        if text:
            _drafts[self._draft_key] = text
        self.deleteLater()


def next_visit(context: Context) -> Visit | None:
    """The next planned visit of mine that has not been logged, up to today."""
    store = context.app.store
    found = store.find(Visit, Where("planned_on", "<=", clock.today()), state="planned", owner=store.me,
                       sort=(("planned_on", True), ("start", False)), limit=1)
    return found[0] if found else None


def open_visit(context: Context, host: QWidget, *, visit: Visit | None = None, party: Link | None = None,
               said: Note | None = None, saved: Callable[[], object] | None = None) -> VisitPanel:
    """Open the panel over the window: on a planned visit, on a party, or empty; with what a line said of it.

    ``saved`` is called once the visit is stored.
    """
    panel = VisitPanel(context, host, visit=visit, party=party, saved=saved)
    panel.open()
    if said is not None:
        panel.take(said)
    return panel
