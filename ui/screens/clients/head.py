"""The head of a client: tile, name, segment, what it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.clients import Client
from kamdesk.records.listings import HospitalListing
from kamdesk.store import IN, Reader, Where
from kamdesk.words import _, number, plural
from ui import icons, labels, theme
from ui.labels import ElidedLabel
from ui.screens.clients.looks import SHORT, Mood, mood_of, tile_of
from ui.screens.clients.verbs import Verbs
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import Chip, IconTile, SegmentBadge

ROOMY = 640  # logical pixels below which «Planificar» goes into the menu
Line = tuple[str, str, Callable[[], object]]


class ClientHead(QFrame):
    """``back_asked`` returns to the list where there is no room for both."""

    duplicates_asked = Signal()
    report_asked = Signal()
    edit_asked = Signal()

    def __init__(self, reader: Reader, verbs: Verbs) -> None:
        super().__init__()
        self._reader, self._verbs = reader, verbs
        self._client: Client | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 16, 6)
        row.setSpacing(12)
        self._tile = IconTile("hospital", status="info", side=48)
        row.addWidget(self._tile)
        row.addLayout(self._words(), 1)
        self._plan = Button(_("Schedule"), icon="calendar-plus", on_click=lambda: self._run(verbs.plan))
        self._visit = Button(_("Log visit"), kind="primary", icon="plus", on_click=lambda: self._run(verbs.visit))
        self._more = IconButton("ellipsis-vertical", _("More actions"))
        menu = QMenu(self._more)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._more.setMenu(menu)
        for part in (self._plan, self._visit, self._more):
            row.addWidget(part)

    def _words(self) -> QVBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        top, below = QHBoxLayout(), QHBoxLayout()
        for line in (top, below):
            line.setSpacing(8)
        self._name = ElidedLabel(role="title", least=120)
        self._segment = SegmentBadge("A")
        self._what = ElidedLabel(role="small", tone="text2", least=60)
        self._mood, self._listed = Chip("", status="mute"), Chip("", status="ok", mark="check")
        top.addWidget(self._name)
        top.addWidget(self._segment)
        top.addStretch(1)
        below.addWidget(self._what)
        below.addWidget(self._mood)
        below.addWidget(self._listed)
        below.addStretch(1)
        texts.addLayout(top)
        texts.addLayout(below)
        return texts

    def show_client(self, client: Client) -> None:
        """Another client."""
        self._client = client
        icon, status = tile_of(client.category)
        self._tile.set(icon, status=status)
        self._name.setText(client.name)
        self._segment.setText(display(Client.kind.fields["segment"], client.segment))
        self._segment.setVisible(bool(client.segment))
        self._what.setText(self._told(client))
        self._show_mood(client)
        self._show_listed(client)

    def _told(self, client: Client) -> str:
        names = self._reader.names([Link("territory", client.territory)]) if client.territory else {}
        beds = plural("{n} bed", "{n} beds", client.beds) if client.beds else ""
        sort = client.specialty or _(SHORT.get(client.category or "", "Other"))
        return " · ".join(filter(None, (sort, beds, names.get(client.territory or "", ""))))

    def _show_mood(self, client: Client) -> None:
        # How an active one stands with its visits is told by the list.
        mood = Mood(_("Archived")) if client.archived else mood_of(client.status, None)
        self._mood.set(mood.text, status=mood.status)
        self._mood.setVisible(bool(mood.text))

    def _show_listed(self, client: Client) -> None:
        found = self._reader.find(HospitalListing, Where("state", IN, ("listed", "used")), client=client.id)
        names = self._reader.names([Link("product", each.product) for each in found if each.product])
        first = next(iter(names.values()), "")
        text = _("{name} is listed", name=first) if len(found) == 1 else _("{n} listed products", n=number(len(found)))
        self._listed.set(text, status="ok", mark="check")
        self._listed.setVisible(bool(found))

    def _run(self, verb: Callable[[Client], object]) -> None:
        if self._client is not None:
            verb(self._client)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        client = self._client
        if client is None:
            return
        for group in self._lines(client):
            for text, icon, slot in group:
                action = menu.addAction(icons.icon(icon), labels.literal(text))
                action.triggered.connect(lambda *_args, slot=slot: slot())
            menu.addSeparator()

    def _lines(self, client: Client) -> list[list[Line]]:
        verbs = self._verbs

        def line(text: str, icon: str, verb: Callable[[Client], object]) -> Line:
            return text, icon, lambda: verb(client)

        first = [line(_("Log a call"), "phone", verbs.call), line(_("Plan a visit"), "calendar-plus", verbs.plan)]
        kept = [line(_("Change segment"), "tag", verbs.segment), line(_("Reassign"), "user-check", verbs.reassign),
                line(_("Change status"), "activity", verbs.status)]
        if client.category == "physician":
            kept.append(line(_("Consent"), "shield-check", verbs.consent))
            kept.append(line(_("Adoption level"), "trending-up", verbs.adoption))
        if client.consent == "withdrawn":
            kept.append(line(_("Erase personal data"), "trash-2", verbs.erase))
        work = [line(_("List a product"), "clipboard-check", verbs.open_listing),
                line(_("Count patients"), "users-round", verbs.patients),
                line(_("New plan"), "target", verbs.open_plan)]
        rest: list[Line] = [(_("Edit data"), "pencil", self.edit_asked.emit),
                            (_("Client sheet (PDF)"), "file-text", self.report_asked.emit),
                            (_("Possible duplicates"), "merge", self.duplicates_asked.emit),
                            line(_("Restore") if client.archived else _("Archive"), "archive", verbs.archive)]
        return [first, kept, work, rest]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow «Planificar» lives in the menu."""
        super().resizeEvent(event)
        self._plan.setVisible(self.width() >= theme.px(ROOMY))
