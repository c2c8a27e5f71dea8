"""The week board: a column a day; one tab stop, arrows walk, Ctrl+arrows move a visit, drops do the same."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kamdesk import clock
from kamdesk.planning import BoardDay, PlanProposal, ProposedVisit
from kamdesk.records.visits import Visit
from kamdesk.words import _
from ui.screens.plan.card import BoardCard, ProposedCard, VisitCard
from ui.screens.plan.column import DayColumn
from ui.screens.plan.looks import face_of, face_of_proposed, is_past

SLOT = 30  # minutes that Ctrl+↑ and Ctrl+↓ move a visit
ASIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ALONG = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Board(QWidget):
    """The days of a week. It changes nothing itself: its signals say what the person asked for."""

    opened = Signal(object)  # Visit
    log_asked = Signal(object)  # Visit
    menu_asked = Signal(object, QPoint)  # Visit
    moved = Signal(str, object, object)  # id of the visit, day, hour or None for the first free one
    party_dropped = Signal(str, object)  # id of the party, day
    add_asked = Signal(object)  # day
    accepted = Signal(object)  # ProposedVisit
    discarded = Signal(object)  # ProposedVisit

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Week board"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.columns: list[DayColumn] = []

    def show_days(self, days: Sequence[BoardDay], proposal: PlanProposal | None = None) -> None:
        """Show a week, and the visits proposed for it; the focus stays on the visit it was on."""
        held = self._held()
        for column in self.columns:
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        proposed = {each.day: each for each in proposal.days} if proposal else {}
        following = _following(days)
        self.columns = []
        for content in days:
            column = DayColumn(content)
            drafts = proposed.get(content.day)
            column.show_cards(self._cards(content, following, drafts.visits if drafts else ()))
            column.show_load(drafts)
            column.add_asked.connect(partial(self.add_asked.emit, content.day))
            column.visit_dropped.connect(partial(self._dropped, content.day))
            column.party_dropped.connect(lambda party, day=content.day: self.party_dropped.emit(party, day))
            self.columns.append(column)
            self._row.addWidget(column, 1)
            column.show()  # at once: what is not shown yet cannot take the focus back
        self._restore(held)

    def _cards(self, content: BoardDay, following: str, drafts: Sequence[ProposedVisit]) -> list[BoardCard]:
        cards: list[BoardCard] = []
        for card in content.cards:
            made = VisitCard(face_of(card, following=card.visit.id == following), card.visit)
            made.opened.connect(partial(self.opened.emit, card.visit))
            made.menu_asked.connect(partial(self.menu_asked.emit, card.visit))
            cards.append(made)
        for draft in drafts:
            proposed = ProposedCard(face_of_proposed(draft), draft)
            proposed.accepted.connect(partial(self.accepted.emit, draft))
            proposed.discarded.connect(partial(self.discarded.emit, draft))
            cards.append(proposed)
        return sorted(cards, key=_hour)

    def _dropped(self, day: datetime.date, visit: str) -> None:
        self.moved.emit(visit, day, None)

    def card_of(self, visit: str) -> VisitCard | None:
        """The card of a visit."""
        cards = (card for column in self.columns for card in column.cards if isinstance(card, VisitCard))
        return next((card for card in cards if card.visit.id == visit), None)

    def focus_first(self) -> None:
        """Where the keyboard enters: today's column, else the first."""
        today = next((column for column in self.columns if column.day == clock.today() and column.stops), None)
        column = today or next((column for column in self.columns if column.stops), None)
        if column is not None:
            self._take(column.stops[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Ctrl+arrows move, Enter opens, R logs; on a proposal Enter accepts and Supr discards."""
        stop = self._focused()
        key = Qt.Key(event.key())
        if stop is None or not (self._walks(stop, key, event.modifiers()) or self._acts(stop, key)):
            super().keyPressEvent(event)

    def _walks(self, stop: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key not in ASIDE and key not in ALONG:
            return False
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            if isinstance(stop, VisitCard) and stop.movable:
                self._move(stop.visit, aside=ASIDE.get(key, 0), along=ALONG.get(key, 0))
            return True
        at = next(at for at, column in enumerate(self.columns) if stop in column.stops)
        row = self.columns[at].stops.index(stop) + ALONG.get(key, 0)
        at = _stepped(at, ASIDE.get(key, 0), [bool(column.stops) for column in self.columns])
        stops = self.columns[at].stops
        self._take(stops[max(0, min(row, len(stops) - 1))])
        return True

    def _acts(self, stop: QWidget, key: Qt.Key) -> bool:
        if isinstance(stop, ProposedCard):
            if key in ENTER:
                self.accepted.emit(stop.proposed)
            elif key == Qt.Key.Key_Delete:
                self.discarded.emit(stop.proposed)
            return key in ENTER or key == Qt.Key.Key_Delete
        if isinstance(stop, VisitCard) and key in ENTER:
            self.opened.emit(stop.visit)
        elif isinstance(stop, VisitCard) and key == Qt.Key.Key_R and stop.movable:
            self.log_asked.emit(stop.visit)
        else:
            return False
        return True

    def _move(self, visit: Visit, *, aside: int, along: int) -> None:
        """One working day aside, or half an hour along."""
        days = [column.day for column in self.columns]
        at = days.index(visit.planned_on or days[0])
        if aside:
            to = _stepped(at, aside, [column.works for column in self.columns])
            if to != at:
                self.moved.emit(visit.id, days[to], None)
        elif visit.start is not None:
            minutes = visit.start.hour * 60 + visit.start.minute + along * SLOT
            if 0 <= minutes < 24 * 60:
                self.moved.emit(visit.id, days[at], datetime.time(minutes // 60, minutes % 60))

    def _focused(self) -> QWidget | None:
        return next((stop for column in self.columns for stop in column.stops if stop.hasFocus()), None)

    def _held(self) -> tuple[str, datetime.date] | None:
        """The visit or the day that has the focus."""
        for column in self.columns:
            for stop in column.stops:
                if stop.hasFocus():
                    return stop.visit.id if isinstance(stop, VisitCard) else "", column.day
        return None

    def _restore(self, held: tuple[str, datetime.date] | None) -> None:
        if held is None:
            self._stop_at(next((column.stops[0] for column in self.columns if column.stops), None))
            return
        card = self.card_of(held[0])
        column = next((column for column in self.columns if column.day == held[1] and column.stops), None)
        if card is not None:
            self._take(card)
        elif column is not None:
            self._take(column.stops[0])
        else:
            self.focus_first()

    def _take(self, stop: QWidget) -> None:
        self._stop_at(stop)
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_at(self, chosen: QWidget | None) -> None:
        """Tab reaches only one of the cards."""
        for column in self.columns:
            for stop in column.stops:
                stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop is chosen else Qt.FocusPolicy.ClickFocus)


def _hour(card: BoardCard) -> datetime.time:
    start = card.visit.start if isinstance(card, VisitCard | ProposedCard) else None
    return start or datetime.time.max


def _following(days: Sequence[BoardDay]) -> str:
    """The id of the next visit of today."""
    today = next((content for content in days if content.day == clock.today()), None)
    waiting = [card.visit for card in today.cards if card.visit.state == "planned"] if today else []
    return next((visit.id for visit in waiting if not is_past(visit)), "")


def _stepped(at: int, by: int, open_: Sequence[bool]) -> int:
    """The next place in a direction that is open; the same place when there is none."""
    to = at + by
    while by and 0 <= to < len(open_):
        if open_[to]:
            return to
        to += by
    return at
