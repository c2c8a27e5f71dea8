"""The verbs of the week: each runs one command, tells what was done, and leaves a Problem to the view."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kamdesk import clock
from kamdesk.commands.cycles import add_day_off, close_cycle, copy_week, order_route, publish_cycle
from kamdesk.commands.visits import accept_plan, first_free, move_visit, plan_visit
from kamdesk.fields import Id
from kamdesk.planning import BoardDay, Due
from kamdesk.records.visits import Visit
from kamdesk.words import _, day, month, plural
from ui.run import Failed, Place
from ui.screen import Context

WEEK = datetime.timedelta(7)
MINUTES = 30


class Acts:
    """What the board asks for, done."""

    def __init__(self, context: Context, place: Place) -> None:
        self._context, self._place = context, place
        self._attempt, self._tell = context.runner.attempt, context.runner.tell

    @property
    def _me(self) -> Id:
        return self._context.app.store.me or ""

    def move(self, id_: Id, on: datetime.date, start: datetime.time | None) -> None:
        """Move a visit; without an hour into the first free slot of the day."""
        visit = self._context.app.store.get(Visit, id_)
        if visit.planned_on == on and start is None:
            return
        if self._attempt(self._place, move_visit, visit=visit, on=on, start=start):
            self._tell(_("Visit moved to {day}", day=_near(on)))

    def plan(self, due: Due, on: datetime.date) -> None:
        """Plan the visit of somebody due: the carried one gets its day, others a new visit."""
        member, store = due.member, self._context.app.store
        if due.carried is not None:
            done = self._attempt(self._place, move_visit, visit=due.carried, on=on)
        else:
            done = self._attempt(self._place, plan_visit, on=on, start=first_free(store, self._me, on, minutes=MINUTES),
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
        made = self._attempt(self._place, copy_week, person=self._me, from_week=to_week - WEEK, to_week=to_week)
        if not isinstance(made, Failed):
            self._tell(plural("{n} visit copied", "{n} visits copied", len(made)))

    def order(self, days: Sequence[BoardDay]) -> None:
        """The shortest way of today, or of the next day shown with several planned visits."""
        several = [each.day for each in days if sum(card.visit.state == "planned" for card in each.cards) > 1]
        on = next((day for day in several if day >= clock.today()), clock.today())
        if self._attempt(self._place, order_route, person=self._me, on=on):
            self._tell(_("Route of {day} put in order", day=_near(on)))

    def publish(self, of: str) -> None:
        """Publish the cycle of a month."""
        if self._attempt(self._place, publish_cycle, person=self._me, month=of):
            self._tell(_("Cycle of {month} published", month=month(of)))

    def close(self, of: str) -> None:
        """Close the cycle of a month."""
        if self._attempt(self._place, close_cycle, person=self._me, month=of):
            self._tell(_("Cycle of {month} closed", month=month(of)))

    def day_off(self, on: datetime.date) -> None:
        """Mark a day as one on which I do not work."""
        if self._attempt(self._place, add_day_off, on=on, category="leave", person=self._me):
            self._tell(_("{day} marked as a day off", day=_near(on)))


def _near(value: datetime.date) -> str:
    return day(value, this_year=clock.today().year)
