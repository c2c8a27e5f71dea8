"""The verbs of the plan: each runs one command, tells what was done, and leaves a Problem to the view."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamdesk import clock
from kamdesk.commands.cycles import (
    add_day_off,
    carry_over,
    clear_days,
    close_cycle,
    copy_week,
    order_route,
    publish_cycle,
)
from kamdesk.commands.visits import (
    MINUTES,
    accept_plan,
    cancel_visits,
    first_free,
    move_visit,
    move_visits,
    plan_visit,
)
from kamdesk.fields import Id
from kamdesk.planning import BoardDay, Due
from kamdesk.records.visits import Visit
from kamdesk.store import Store
from kamdesk.words import _, day, month, plural
from ui.run import FAILED, Failed, Place
from ui.screen import Context

if TYPE_CHECKING:
    from ui.screens.plan.part import Whose

WEEK = datetime.timedelta(7)


class Acts:
    """What the page asks for, done for the person whose plan it is."""

    def __init__(self, context: Context, place: Place, whose: Whose) -> None:
        self._context, self._place, self._whose = context, place, whose
        self._attempt, self._tell = context.runner.attempt, context.runner.tell

    @property
    def _person(self) -> Id:
        return self._whose.person or ""

    def move(self, id_: Id, on: datetime.date, start: datetime.time | None) -> None:
        """Move a visit; without an hour into the first free slot of the day."""
        visit = self._context.app.store.get(Visit, id_)
        if visit.planned_on == on and start is None:
            return
        if self._attempt(self._place, move_visit, visit=visit, on=on, start=start):
            self._tell(told(self._context.app.store, _("Visit moved to {day}", day=near(on))))

    def plan(self, due: Due, on: datetime.date) -> None:
        """Plan the visit of somebody due: the carried one gets its day, others a new visit."""
        member, store = due.member, self._context.app.store
        if due.carried is not None:
            done = self._attempt(self._place, move_visit, visit=due.carried, on=on)
        else:
            start = first_free(store, self._person, on, minutes=MINUTES)
            done = self._attempt(self._place, plan_visit, on=on, start=start, owner=self._person,
                                 party=None if member.market else member.link,
                                 territory=member.link.id if member.market else None)
        if done:
            self._tell(_("Visit put in the plan"))

    def accept(self, visits: Sequence[Visit]) -> bool:
        """Store proposed visits, all in one step."""
        stored = self._attempt(self._place, accept_plan, visits=visits)
        if isinstance(stored, Failed):
            return False
        self._tell(plural("{n} visit planned", "{n} visits planned", len(stored)))
        return True

    def copy(self, to_week: datetime.date) -> None:
        """Plan in a week the visits of the one before."""
        made = self._attempt(self._place, copy_week, person=self._person, from_week=to_week - WEEK, to_week=to_week)
        if not isinstance(made, Failed):
            self._tell(plural("{n} visit copied", "{n} visits copied", len(made)))

    def order(self, days: Sequence[BoardDay]) -> None:
        """The shortest way of today, or of the next day shown with several planned visits."""
        several = [each.day for each in days if sum(card.visit.state == "planned" for card in each.cards) > 1]
        self.order_day(next((day for day in several if day >= clock.today()), clock.today()))

    def order_day(self, on: datetime.date) -> None:
        """The shortest way of one day."""
        if self._attempt(self._place, order_route, person=self._person, on=on):
            self._tell(told(self._context.app.store, _("Route of {day} put in order", day=near(on))))

    def publish(self, of: str) -> None:
        """Publish the cycle of a month."""
        if self._attempt(self._place, publish_cycle, person=self._person, month=of):
            self._tell(told(self._context.app.store, _("Cycle of {month} published", month=month(of))))

    def close(self, of: str) -> None:
        """Close the cycle of a month."""
        if self._attempt(self._place, close_cycle, person=self._person, month=of):
            self._tell(_("Cycle of {month} closed", month=month(of)))

    def carry(self, of: str, visits: Sequence[Visit]) -> None:
        """Take missed visits to the next month."""
        made = self._attempt(self._place, carry_over, month=of, visits=visits)
        if not isinstance(made, Failed):
            self._tell(plural("{n} visit passed to the next cycle", "{n} visits passed to the next cycle", len(made)))

    def days_off(self, place: Place, first: datetime.date, last: datetime.date, *, category: str) -> bool:
        """Mark days as ones on which the person does not work; whether that was done. Problems go to ``place``."""
        until = last if last != first else None
        if self._attempt(place, add_day_off, on=first, until=until, category=category,
                         person=self._person) is FAILED:
            return False
        self._tell(_("{day} marked as a day off", day=near(first)) if until is None else _(
            "Days off marked until {day}", day=near(until)))
        return True

    def clear_days(self, first: datetime.date, last: datetime.date) -> None:
        """Move the visits of days not worked to the next working day."""
        self._moved(self._attempt(self._place, clear_days, first=first, last=last, person=self._person))

    def move_all(self, visits: Sequence[Visit], on: datetime.date) -> None:
        """Several visits to one day."""
        self._moved(self._attempt(self._place, move_visits, visits=visits, on=on))

    def cancel_all(self, visits: Sequence[Visit], reason: str) -> None:
        """Cancel several visits."""
        gone = self._attempt(self._place, cancel_visits, visits=visits, reason=reason)
        if not isinstance(gone, Failed):
            self._tell(plural("{n} visit cancelled", "{n} visits cancelled", len(gone)))

    def _moved(self, visits: list[Visit] | Failed) -> None:
        if not isinstance(visits, Failed):
            self._tell(plural("{n} visit moved", "{n} visits moved", len(visits)))


def told(reader: Store, text: str) -> str:
    """What was done, and what the command warned of."""
    return " ".join([text, *(warning for warning, _field in reader.warnings)])


def near(value: datetime.date) -> str:
    """A day as told in a toast: without this year."""
    return day(value, this_year=clock.today().year)
