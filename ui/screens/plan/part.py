"""What the tabs of the plan have in common: whose plan it is, the way to a visit, and the verbs of the screen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QComboBox, QLayout, QVBoxLayout, QWidget

from kamdesk.commands.cycles import planned_between
from kamdesk.fields import Id, Link
from kamdesk.figures.model import Period
from kamdesk.problems import Problem
from kamdesk.records.team import Person
from kamdesk.records.visits import Visit
from kamdesk.store import Reader
from kamdesk.words import _, fold
from ui import theme
from ui.run import Place
from ui.screen import Address, Context, Mood
from ui.screens.plan.acts import Acts
from ui.screens.plan.adding import AddPanel
from ui.screens.plan.leave import LeavePanel
from ui.screens.plan.menu import VisitMenu
from ui.shell.shell import host_of
from ui.widgets.messages import MessageBar

Line = tuple[str, str, Callable[[], object]]  # words, icon, verb


def team_of(reader: Reader) -> list[Person]:
    """The person of this laptop, then those who report to her, directly or not, by name; leavers are out."""
    me = reader.maybe(Person, reader.me)
    if me is None:
        return []
    people, found = reader.find(Person), [me]
    for boss in found:  # grows while it is read
        found.extend(each for each in people if each.manager == boss.id and each not in found and each.end is None)
    return [me, *sorted(found[1:], key=lambda each: fold(each.name))]


class Whose(QObject):
    """Whose plan is shown: mine, until another of the team is chosen."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chosen: Id = ""

    @property
    def person(self) -> Id | None:
        """Her id; None while nobody said who works on this laptop."""
        return self._chosen or self._context.app.store.me

    def choose(self, person: Id) -> None:
        """Show another plan."""
        if person != self._chosen:
            self._chosen = person
            self.changed.emit()


class WhoseField(QComboBox):
    """The choice of the person; only there for who has a team."""

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__()
        self._context, self._whose = context, whose
        self.setAccessibleName(_("Whose plan"))
        self.setMinimumContentsLength(12)
        self.setMaximumWidth(theme.px(190))
        self.activated.connect(lambda at: whose.choose(self.itemData(at)))
        self.refresh()

    def refresh(self) -> None:
        """Read the team again."""
        team = team_of(self._context.app.store)
        self.clear()
        for each in team:
            self.addItem(each.name, each.id)
        self.setCurrentIndex(max(0, self.findData(self._whose.person or "")))

    def people(self) -> list[tuple[Id, str]]:
        """Whose plans can be shown; empty for who has no team."""
        found = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        return found if len(found) > 1 else []


class PlanPart(QWidget):
    """A tab of the plan. Subclasses say what the header shows and answer to its verbs."""

    retitled = Signal()
    walks = False  # whether ‹ Hoy › means something
    personal = True  # whether it shows the plan of one person

    def __init__(self, context: Context, whose: Whose) -> None:
        super().__init__()
        self.context, self.whose = context, whose
        self.acts = Acts(context, self, whose)
        self.messages = QVBoxLayout()
        self.messages.setSpacing(8)
        self._freed: Period | None = None  # days off whose visits are still to be moved

    def subtitle(self) -> str:
        """What is shown, under the title of the page."""
        return ""

    def new_label(self) -> str:
        """What the primary button makes."""
        return _("New visit")

    def verbs(self) -> Sequence[Line]:
        """The lines of the menu of actions."""
        return ()

    def span(self) -> Period | None:
        """The days that printing is about."""
        return None

    def open(self, address: Address) -> None:
        """A kind or record of this tab."""

    def turn(self, steps: int) -> None:
        """Some weeks or months on or back; 0 is today."""

    def reread(self) -> None:
        """Read again what is shown."""

    def new(self) -> None:
        """What Ctrl+N makes here."""

    def focus_filter(self) -> None:
        """The filter."""

    def show_problem(self, problem: Problem) -> None:
        """A verb refused: above what is shown."""
        self.hush()
        self.say(problem.message, status="bad")

    def say(self, title: str, *, text: str = "", status: Mood = "warn",
            actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """One more message above what is shown."""
        self.messages.addWidget(MessageBar(title, text, status=status, actions=actions))

    def hush(self) -> None:
        """Take the messages away, but for the offer to move visits of days off."""
        clear(self.messages)
        if self._freed is not None and planned_between(self.context.app.store, self._freed.start, self._freed.end,
                                                       person=self.whose.person):
            self.say(_("There are planned visits on days that are not worked now."), status="warn",
                     actions=((_("Move them to the next working day"), self.clear_freed),))

    def nobody(self) -> bool:
        """Whether it is not known whose plan this is; then the page says what to do."""
        if self.whose.person is None:
            self.say(_("Say who you are in Settings › Profile: the plan is yours."), status="info")
        return self.whose.person is None

    def open_visit(self, visit: Visit) -> None:
        """The record of a visit."""
        self.context.window.go(Address("plan", "list", "visit", visit.id))

    def log_visit(self, visit: Visit) -> None:
        """The quick panel of a visit."""
        self.context.window.quick("visit", visit=visit)

    def menu_of(self, visit: Visit, at: QPoint) -> None:
        """What can be done to a visit."""
        menu = VisitMenu(self.context, self, visit, open_=lambda: self.open_visit(visit),
                         log=lambda: self.log_visit(visit), parent=self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def add_visit(self, day: datetime.date, party: Link | None = None) -> None:
        """The panel of a visit planned by hand."""
        AddPanel(self.context, host_of(self), day=day, owner=self.whose.person or "", party=party).open()

    def ask_days_off(self, first: datetime.date) -> None:
        """The panel that marks days as not worked."""
        LeavePanel(host_of(self), first=first, mark=self.free_days).open()

    def free_days(self, place: Place, first: datetime.date, last: datetime.date, category: str) -> bool:
        """Mark days as not worked and offer to move their visits; whether that was done."""
        done = self.acts.days_off(place, first, last, category=category)
        if done:
            self._freed = Period(first, last)
            self.hush()
        return done

    def clear_freed(self) -> None:
        """Move the visits of the days off marked last."""
        freed, self._freed = self._freed, None
        if freed is not None:
            self.hush()
            self.acts.clear_days(freed.start, freed.end)


def clear(layout: QLayout) -> None:
    """Take the widgets of a layout away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
