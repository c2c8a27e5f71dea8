"""The cycle of a person and a month: its state, what is planned and done, who is missing, what passes on."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.fields import Id
from kamdesk.figures.calendars import calendar_of
from kamdesk.planning.due import Outlook, capacity_of, outlook_in
from kamdesk.planning.panel import Panel, month_days, panel_of
from kamdesk.records.frequencies import VisitCycle
from kamdesk.records.visits import Visit
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, NOT_EQUAL, Reader, Where


@dataclass(frozen=True)
class CycleNow:
    """A month as it stands.

    needed     visits due to the panel in the month, markets included     capacity   visits its working days take
    planned    visits of the month not cancelled                           done       those made
    missed     visits not made that have not passed to the next cycle
    """

    month: str
    cycle: VisitCycle | None
    look: Outlook
    needed: int
    capacity: int
    planned: int
    done: int
    missed: tuple[Visit, ...]

    @property
    def state(self) -> str:
        """open, published or closed."""
        return (self.cycle.state if self.cycle else None) or "open"

    @property
    def beyond(self) -> int:
        """Visits of the month that its working days do not take."""
        return max(0, self.needed - self.capacity)


def cycle_now(reader: Reader, person: Id, month: str) -> CycleNow:
    """The cycle of a person as it stands."""
    panel = panel_of(reader, person)
    first, last = month_days(month)
    found = reader.find(VisitCycle, person=person, month=month, limit=1)
    visits = reader.find(Visit, Where("planned_on", AT_LEAST, first), Where("planned_on", AT_MOST, last),
                         Where("state", IN, ("planned", "done", "missed")), owner=person,
                         sort=(("planned_on", False), ("start", False)))
    capacity = int(calendar_of(reader, person).working(first, last) * capacity_of(reader, person))
    return CycleNow(month, found[0] if found else None, outlook_in(reader, panel, month), needed_in(panel, month),
                    capacity, len(visits), sum(each.state == "done" for each in visits),
                    tuple(_not_passed(reader, person, visits)))


def needed_in(panel: Panel, month: str) -> int:
    """Visits due in a month: the targets of the panel (F01) and the visits carried over to it."""
    return sum(panel.target(member, month) + int(panel.carried(member, month) is not None) for member in panel.members)


def _not_passed(reader: Reader, person: Id, visits: list[Visit]) -> list[Visit]:
    """Missed visits whose party has no visit carried over from one of them yet."""
    missed = [each for each in visits if each.state == "missed"]
    passed = {each.carried_from for each in reader.find(Visit, Where("carried_from", FILLED),
                                                        Where("state", NOT_EQUAL, "cancelled"), owner=person)}
    gone = {(each.party, each.territory) for each in missed if each.id in passed}
    return [each for each in missed if (each.party, each.territory) not in gone]
