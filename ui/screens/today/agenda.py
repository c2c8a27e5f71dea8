"""The agenda of the day: my visits by hour, each logged with one click."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.commands.visits import name_of
from kamdesk.display import display
from kamdesk.records.clients import Client, Contact
from kamdesk.records.distributors import Distributor
from kamdesk.records.visits import Visit
from kamdesk.store import Reader, Where
from kamdesk.words import _
from ui import theme
from ui.labels import ElidedLabel, label
from ui.screen import Address, Context
from ui.screens.today.parts import Rows
from ui.theme import Status
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.chips import Chip, Count, IconTile, SegmentBadge
from ui.widgets.messages import EmptyState
from ui.widgets.pressable import Pressable

KINDS: dict[str, tuple[str, Status]] = {
    "public_hospital": ("hospital", "plum"), "private_hospital": ("hospital", "plum"), "clinic": ("hospital", "warn"),
    "pharmacy": ("pill", "ok"), "pharmacy_chain": ("pill", "ok"), "physician": ("stethoscope", "mute"),
}
WHERE = Address("plan", "list", "visit")
READS = ("visit", "client", "distributor", "contact", "territory", "setting")


def visits_of(reader: Reader, day: datetime.date) -> list[Visit]:
    """My visits of a day, planned or done, by hour."""
    found = reader.find(Visit, Where("planned_on", "=", day), Where("state", "in", ("planned", "done")),
                        owner=reader.me, sort=(("start", False),))
    return sorted(found, key=lambda each: each.start or datetime.time.max)


class VisitRow(Pressable):
    """One visit: hour, whom, why, how it stands, and the button that logs it."""

    def __init__(self, context: Context, visit: Visit, *, following: bool) -> None:
        super().__init__()
        self.setProperty("band", "row")
        reader = context.app.store
        client, distributor = _party(reader, visit)
        name = name_of(reader, visit)
        self.setAccessibleName(f"{visit.start:%H:%M} {name}" if visit.start else name)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 12, 5)
        row.setSpacing(12)
        hour = label(f"{visit.start:%H:%M}" if visit.start else "—", role="strong")
        hour.setFixedWidth(theme.px(44))
        row.addWidget(hour)
        icon, status = _look(client, distributor)
        row.addWidget(IconTile(icon, status=status))
        row.addLayout(_words(reader, visit, name, client), 1)
        row.addWidget(_chip(visit, following=following))
        if visit.state == "planned":
            kind = "primary" if not following and _is_past(visit) else "default"
            row.addWidget(Button(_("Log"), kind=kind, small=True,
                                 on_click=lambda: context.window.quick("visit", visit=visit)))


def _party(reader: Reader, visit: Visit) -> tuple[Client | None, Distributor | None]:
    if visit.party is None:
        return None, None
    if visit.party.kind == "client":
        return reader.maybe(Client, visit.party.id), None
    return None, reader.maybe(Distributor, visit.party.id)


def _look(client: Client | None, distributor: Distributor | None) -> tuple[str, Status]:
    if distributor is not None:
        return "truck", "info"
    return KINDS.get(client.category or "", ("hospital", "mute")) if client else ("map-pin", "mute")


def _words(reader: Reader, visit: Visit, name: str, client: Client | None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    first = QHBoxLayout()
    first.setSpacing(6)
    first.addWidget(ElidedLabel(name, role="strong", least=80))
    if client is not None and client.segment:
        first.addWidget(SegmentBadge(display(Client.kind.fields["segment"], client.segment)))
    first.addStretch(1)
    column.addLayout(first)
    people = [reader.maybe(Contact, id_) for id_ in visit.contacts[:2]]
    who = ", ".join(each.name for each in people if each)
    note = visit.note.split("\n", 1)[0]
    parts = filter(None, (who, display(Visit.kind.fields["purpose"], visit.purpose), note))
    column.addWidget(ElidedLabel(" · ".join(parts), role="small", tone="text2", least=80))
    return column


def _is_past(visit: Visit) -> bool:
    if visit.planned_on is None or visit.planned_on > clock.today():
        return False
    return visit.planned_on < clock.today() or (visit.start or datetime.time.max) < clock.now().astimezone().time()


def _chip(visit: Visit, *, following: bool) -> Chip:
    if visit.state == "done":
        return Chip(_("Logged"), status="ok", mark="check")
    if following:
        return Chip(_("Up next"), status="info")
    return Chip(_("Not logged"), status="bad", mark="clock") if _is_past(visit) else Chip(_("Planned"), status="mute")


class AgendaCard(TitledCard):
    """The visits of today."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._count = Count(0, status="mute")
        super().__init__(_("Agenda of today"), marks=(self._count,))
        self.add_action(Button(_("See week"), kind="link", on_click=lambda: context.window.go(Address("plan", "week"))))
        self._rows = Rows(self)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def reread(self) -> None:
        """Show the visits as they stand now."""
        visits = visits_of(self._context.app.store, clock.today())
        self._count.set(len(visits), status="mute")
        self._count.setVisible(bool(visits))
        open_ones = [each for each in visits if each.state == "planned" and not _is_past(each)]
        following = open_ones[0] if open_ones else None
        # Names of parties and contacts are in the rows too, so that every reading makes them again.
        self._rows.show_rows([object()], lambda: [self._line(each, following=each is following) for each in visits]
                             or [self._nothing()])

    def _line(self, visit: Visit, *, following: bool) -> VisitRow:
        row = VisitRow(self._context, visit, following=following)
        row.clicked.connect(lambda: self._context.window.go(Address(WHERE.page, WHERE.tab, WHERE.kind, visit.id)))
        return row

    def _nothing(self) -> QWidget:
        go = self._context.window.go
        return EmptyState("calendar-check", _("Nothing planned for today"),
                          _("Plan the week from your frequencies, or log what you did."),
                          actions=((_("Plan the week"), lambda: go(Address("plan", "week"))),))
