"""What happened to a record, newest first: the last changes, the rest on demand."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.kinds import Kind
from kamdesk.store import Past, Reader
from kamdesk.words import _, plural, relative_day
from ui.labels import ElidedLabel, label
from ui.widgets.buttons import Button
from ui.widgets.cards import TitledCard
from ui.widgets.flow import cleared

FIRST, MOST = 6, 60  # lines shown at once, and when asked for more


class HistoryCard(TitledCard):
    """The changes of a record, from what to what and when."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(_("History"))
        self._kind = kind
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 6, 12, 12)
        self.body.addLayout(self._lines)

    def show_record(self, reader: Reader, id_: Id, *, most: int = FIRST) -> None:
        """The changes of a record; the older ones behind a link."""
        cleared(self._lines)
        past = reader.history(self._kind.cls, id_)[:MOST]
        for each in past[:most]:
            self._lines.addWidget(self._line(each))
        left = len(past) - most
        if left > 0:
            more = plural("Show {n} older change", "Show {n} older changes", left)
            self._lines.addWidget(Button(more, kind="link", small=True,
                                         on_click=lambda: self.show_record(reader, id_, most=MOST)))

    def _line(self, past: Past) -> QWidget:
        of = self._kind.fields.get(past.field)
        if of is None:
            said = {"born": _("Created"), "deleted": _("Deleted")}.get(past.field, _("Archived or restored"))
        else:
            before, after = (display(of, each) or "—" for each in (past.before, past.after))
            said = f"{_(of.label)}: {before} → {after}"
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(said, role="small", least=60))
        when = relative_day(past.at.astimezone().date(), clock.today())
        column.addWidget(label(f"{when} {past.at.astimezone():%H:%M}", role="caption", tone="text3"))
        return line
