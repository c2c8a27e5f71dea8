"""The derived page: the kinds of a tab as list and record, until an area has its hand-made screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk.commands.records import archive
from kamdesk.fields import Link
from kamdesk.kinds import Record
from kamdesk.problems import Problem
from kamdesk.sharing.outgoing import PICKED, picked
from kamdesk.words import _, plural
from ui.clipping import copy_selected
from ui.exporting import export_list
from ui.listing import Listing
from ui.record import RecordView
from ui.run import FAILED
from ui.screen import Address, Context, Screen
from ui.tabs import TABS, Shown, shown_at
from ui.widgets.buttons import Button, FilterChip, Segmented
from ui.widgets.flow import FlowLayout

Part = Callable[[Context], QWidget]


def _start_by(listing: Listing, name: str) -> None:
    """Order a list by a field, the newest first, unless the person left another order."""
    header = listing.table.horizontalHeader()
    if header.sortIndicatorSection() < 0 and name in listing.model.columns:
        header.setSortIndicator(listing.model.columns.index(name), Qt.SortOrder.DescendingOrder)


class KindView(QStackedWidget):
    """List and record of one kind, or of the part of it that belongs under a tab.

    ``columns`` names those that a list with little room keeps, empty for all; ``newest`` the field it is ordered by
    until the person orders it otherwise.
    """

    columns: tuple[str, ...] = ()
    newest = ""

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__()
        self.context, self.kind, self._shown = context, shown.kind, shown
        columns = [name for name in context.app.store.columns(self.kind) if name in (self.columns or (name,))]
        self.list = Listing(self.kind, context.app.store, columns, where=shown.where)
        self._record: RecordView | None = None
        self.list.opened.connect(lambda id_: context.window.go(Address(*shown.place, self.kind.name, id_)))
        self.list.archive_asked.connect(self.archive_selected)
        self.list.change_asked.connect(self._change_selected)
        self.list.merge_asked.connect(self._merge_selected)
        self.list.table.copy_asked.connect(self._copy_selected)
        if not self.kind.local:
            self.list.add_verb(Button(_("Prepare to send"), kind="link", small=True, icon="send",
                                      on_click=self._send_selected))
        self.addWidget(self.list)
        _start_by(self.list, self.newest)
        self.list.apply()

    @property
    def record(self) -> RecordView:
        """The form, made when a record is opened for the first time."""
        if self._record is None:
            self._record = made = RecordView(self.context, self.kind)
            go, place = self.context.window.go, self._shown.place
            made.closed.connect(lambda: go(Address(*place, self.kind.name)))
            made.created.connect(lambda id_: go(Address(*place, self.kind.name, id_)))
            self.addWidget(made)
        return self._record

    def open(self, id_: str) -> None:
        """A record, or the list when there is no id."""
        if id_:
            self.record.show_id(id_)
        self.setCurrentWidget(self.record if id_ else self.list)

    def new(self) -> None:
        """The draft of a new record."""
        self.record.show_draft(**self._shown.filled)
        self.setCurrentWidget(self.record)

    def reread(self) -> None:
        """Read what is shown again."""
        self.list.reread()
        if self._record is not None and self.currentWidget() is self._record:
            self._record.reread()

    def export(self, screen: Screen) -> None:
        """What is shown, as a workbook."""
        export_list(self.context, screen, self.kind, self.list.query())

    def _selected(self) -> list[Record]:
        return [self.context.app.store.get(self.kind.cls, id_) for id_ in self.list.selected()]

    def _change_selected(self) -> None:
        self.context.window.quick("bulk", records=self._selected())

    def _merge_selected(self) -> None:
        keep, drop = self._selected()
        self.context.window.quick("merge", keep=keep, drop=drop)

    def _send_selected(self) -> None:
        """Under Enviar, as a selection."""
        links = [Link(self.kind.name, id_) for id_ in self.list.selected()]
        self.context.window.go(Address("exchange", "send", PICKED, picked(links)))

    def _copy_selected(self) -> None:
        copy_selected(self.context, self.kind, self.list)

    def archive_selected(self) -> None:
        """Archive the rows selected; undo brings them back."""
        records = self._selected()
        if records and self.context.runner.attempt(self, archive, records=records) is not FAILED:
            self.context.runner.tell(plural("{n} record archived", "{n} records archived", len(records)))

    def show_problem(self, problem: Problem) -> None:
        """Above the page."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, Screen):
            parent = parent.parentWidget()
        if isinstance(parent, Screen):
            parent.say(problem.message, status="bad")


class TabPage(QWidget):
    """One tab made of derived kinds: a chip a kind where there are several."""

    def __init__(self, context: Context, page: str, tab: str) -> None:
        super().__init__()
        self._context = context
        self._views: dict[str, KindView] = {}
        self.kinds = {shown.kind.name: shown for shown in shown_at(page, tab)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._chips: dict[str, FilterChip] = {}
        if len(self.kinds) > 1:
            layout.addWidget(self._switch())
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.choose(next(iter(self.kinds)))

    def _switch(self) -> QWidget:
        host = QWidget()
        flow = FlowLayout(host)
        for name, shown in self.kinds.items():
            chip = FilterChip(_(shown.kind.labels))
            chip.clicked.connect(partial(self._go, name))
            self._chips[name] = chip
            flow.addWidget(chip)
        return host

    def _go(self, name: str, *_args: object) -> None:
        self._context.window.go(Address(*self.kinds[name].place, name))

    def choose(self, name: str) -> KindView:
        """Show one of the kinds."""
        if name not in self._views:
            self._views[name] = KindView(self._context, self.kinds[name])
            self.stack.addWidget(self._views[name])
        self.stack.setCurrentWidget(self._views[name])
        self._shown = name
        for other, chip in self._chips.items():
            chip.setChecked(other == name)
        return self._views[name]

    @property
    def view(self) -> KindView:
        """The kind shown."""
        return self._views[self._shown]

    def reread(self) -> None:
        """Read every kind made so far again."""
        for view in self._views.values():
            view.reread()


class PlaceScreen(Screen):
    """A page of the rail: its tabs, hand-made where ``parts`` has one, derived elsewhere."""

    def __init__(self, context: Context, page: str, title: str, parts: dict[str, Part]) -> None:
        super().__init__(context, _(title), scrolls=False)
        self._page, self._parts = page, parts
        self._made: dict[str, QWidget] = {}
        self.tabs = [(tab, _(text)) for tab, text in TABS[page] if tab in parts or shown_at(page, tab)]
        bar = QHBoxLayout()
        self._bar = Segmented(self.tabs, name=_(title))
        self._bar.changed.connect(lambda tab: context.window.go(Address(page, tab)))
        bar.addWidget(self._bar)
        bar.addStretch(1)
        self.body.addLayout(bar)
        self._bar.setVisible(len(self.tabs) > 1)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._new = self.header.set_primary(_("New"), "plus", self.new, shortcut="Ctrl+N")
        self._export = self.header.add_secondary(_("Export"), "file-spreadsheet", self.export, shortcut="Ctrl+E")
        self._bring = self.header.add_secondary(_("Bring in"), "file-up", self.bring)
        self._choose(self.tabs[0][0])

    def _choose(self, tab: str) -> QWidget:
        if tab not in self._made:
            make = self._parts.get(tab)
            self._made[tab] = make(self.context) if make else TabPage(self.context, self._page, tab)
            self._stack.addWidget(self._made[tab])
        self._bar.set_value(tab)
        self._stack.setCurrentWidget(self._made[tab])
        self._dress()
        return self._made[tab]

    def _dress(self) -> None:
        part = self.part
        if isinstance(part, TabPage):
            self._new.set_label(_("New {kind}", kind=_(part.view.kind.label).lower()))
        self._new.setVisible(isinstance(part, TabPage) or hasattr(part, "new"))
        self.header.offer(self._export, offered=isinstance(part, TabPage) or hasattr(part, "export"))
        self.header.offer(self._bring, offered=isinstance(part, TabPage) and not part.view.kind.local)

    @property
    def part(self) -> QWidget:
        """The tab shown."""
        return self._made[self._bar.value()]

    def open(self, address: Address) -> None:
        """Show a tab, a kind of it, and a record."""
        self.hush()
        part = self._choose(address.tab or self._bar.value())
        if isinstance(part, TabPage):
            view = part.choose(address.kind or part.view.kind.name)
            view.open(address.record)
            self._dress()
        elif hasattr(part, "open"):
            part.open(address)

    def reread(self) -> None:
        """Read every tab made so far again."""
        for part in self._made.values():
            if hasattr(part, "reread"):
                part.reread()

    def new(self) -> None:
        """A new record of the kind shown."""
        part = self.part
        if isinstance(part, TabPage):
            part.view.new()
        elif hasattr(part, "new"):
            part.new()

    def focus_filter(self) -> None:
        """The filter of the list shown."""
        part = self.part
        if isinstance(part, TabPage):
            part.view.list.focus_filter()
        elif hasattr(part, "focus_filter"):
            part.focus_filter()

    def bring(self) -> None:
        """Records of what is shown from a spreadsheet."""
        part = self.part
        if isinstance(part, TabPage):
            self.context.window.quick("import", kind=part.view.kind.name)

    def export(self) -> None:
        """What is shown, as a workbook."""
        part = self.part
        if isinstance(part, TabPage):
            part.view.export(self)
        elif hasattr(part, "export"):
            part.export()
