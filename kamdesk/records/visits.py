"""Visits: what is planned and what happened, the shelf seen on the way, and days off (product/03 §3.2)."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kamdesk import clock
from kamdesk.fields import (
    ME,
    TODAY,
    Id,
    Link,
    calc,
    choice,
    choices,
    day,
    dec,
    flag,
    integer,
    link,
    note,
    ref,
    refs,
    state,
    text,
)
from kamdesk.fields import time as time_of_day
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.clients import SEGMENTS
from kamdesk.records.sentences import name_of
from kamdesk.store import AT_LEAST, AT_MOST, FILLED, IN, NOT_EQUAL, UNDER, Reader, Where
from kamdesk.words import _, plural

DAY_OFF = {"holiday": "Holiday", "vacation": "Vacation", "leave": "Leave", "meeting": "Internal meeting",
           "training": "Training"}
ORIGINS = {"plan": "From the plan", "extra": "Extra"}
PURPOSES = {
    "medical_promotion": "Medical promotion", "negotiation": "Negotiation", "collection": "Collecting",
    "listing": "Listing", "tender": "Tender", "training": "Training", "service": "Service",
    "prospecting": "Prospecting", "market": "Market", "other": "Other",
}
TOPICS = {"product": "Product", "culture": "Company culture", "sales_policy": "Sales policy", "promotion": "Promotion",
          "tender": "Tender", "contract": "Contract", "quality": "Quality"}
OUTCOMES = {"interested": "Interested", "neutral": "Neutral", "objection": "Objection", "refused": "Did not receive"}
NEXT_STEPS = {"none": "None", "send_document": "Send a document", "call": "To call", "visit": "To visit"}
MISSED_REASONS = {
    "client_away": "Client away", "i_could_not": "I could not", "client_moved": "Moved by the client",
    "holiday": "Holiday", "leave": "Authorised absence", "other": "Other",
}
STATES = {"planned": "Scheduled", "done": "Done visit", "missed": "Missed", "cancelled": "Cancelled visit"}
PRESENCES = {"present": "Present", "sold_out": "Sold out", "absent": "Absent"}


@record(
    "Visit", "Visits", code=11, place="plan/list", title=("planned_on", "party"),
    columns=("planned_on", "start", "party", "segment", "purpose", "outcome", "products", "next_step", "owner"),
    search=("party", "contacts", "note", "products"),
    filters=("state", "purpose", "outcome", "origin", "effective", "segment", "joint_with", "planned_on", "done_on",
             "territory", "owner"),
    unique=(("party", "owner", "done_on"),), join="owner",
)
class Visit(Record):
    """A visit to a client or distributor, or to a market (then it names the territory)."""

    party: Link | None = link("Party", "client", "distributor")
    territory: Id | None = ref("Territory", "territory")
    owner: Id | None = ref("Owner", "person", required=True, default=ME, join="ask")
    origin: str | None = choice("Visit origin", ORIGINS, default="extra")
    planned_on: datetime.date | None = day("Planned for")
    planned_first: datetime.date | None = day("First planned for")
    start: datetime.time | None = time_of_day("Time")
    minutes: int | None = integer("Minutes", default=30, unit="min")
    done_on: datetime.date | None = day("Done on", group="state")
    purpose: str | None = choice("Purpose", PURPOSES, required=True, default="medical_promotion")
    topics: tuple[str, ...] = choices("Topics", TOPICS)
    contacts: tuple[Id, ...] = refs("Contacts", "contact")
    products: tuple[Id, ...] = refs("Products", "product", ordered=True)
    messages: tuple[Id, ...] = refs("Messages", "key_message")
    outcome: str | None = choice("How it went", OUTCOMES, group="state")
    objection: str = text("Objection")
    next_step: str | None = choice("Next step", NEXT_STEPS, default="none")
    next_on: datetime.date | None = day("Next step on")
    note: str = note("Note")
    joint_with: Id | None = ref("Together with", "person")
    missed_reason: str | None = choice("Why it was missed", MISSED_REASONS, group="state")
    carried_from: Id | None = ref("Carried from", "visit")
    shelf: int | None = calc("Shelf checks", "int", "shelf_check")
    series: str = text("Series")
    km: Decimal | None = dec("Kilometres", unit="km")
    effective: bool | None = calc("Effective", "flag", "visit", "client")
    segment: str | None = calc("Segment", "choice", "client", options=SEGMENTS)
    state: str | None = state(STATES, group="state")

    @check("party")
    def somebody(self, _reader: Reader) -> str | None:
        """All visits but those of a market have somebody to see."""
        if self.party is None and self.purpose != "market":
            return _("{field} is missing. Choose one.", field=_("Party"))
        return None

    @check("territory")
    def somewhere(self, _reader: Reader) -> str | None:
        """A visit of a market says which."""
        if self.territory is None and self.purpose == "market":
            return _("{field} is missing. Choose one.", field=_("Territory"))
        return None

    @check("done_on")
    def in_the_past(self, _reader: Reader) -> str | None:
        """What has not happened is planned."""
        if self.done_on and self.done_on > clock.today():
            return _("A visit cannot be in the future.")
        return None

    @check("outcome")
    def judged(self, _reader: Reader) -> str | None:
        """A visit that happened went somehow."""
        return _("Choose how it went.") if self.state == "done" and not self.outcome else None

    @check("messages")
    def messages_in_force(self, reader: Reader) -> str | None:
        """Only approved messages are told; what was told before stays told."""
        from kamdesk.records.products import KeyMessage

        before = self._recorded(reader)
        told = set(before.messages) if before else set()
        on = self.done_on or self.planned_on or clock.today()
        for id_ in self.messages:
            message = reader.maybe(KeyMessage, id_)
            if message and id_ not in told and not message.in_force(on):
                return _("The message “{title}” is not in force. Choose another.", title=message.title)
        return None

    @caution("done_on")
    def in_time(self, reader: Reader) -> str | None:
        """A visit recorded late says why; judged only while it is being recorded."""
        if self.state != "done" or self.done_on is None or self._recorded(reader):
            return None
        late = (clock.today() - self.done_on).days
        if late <= reader.setting("late_registration_days"):
            return None
        return plural("{n} day has passed. Write down the reason of the delay.",
                      "{n} days have passed. Write down the reason of the delay.", late)

    @caution("party")
    def party_active(self, reader: Reader) -> str | None:
        """An inactive client should not be on the road."""
        from kamdesk.records.clients import Client

        if self.party is None or self.party.kind != "client" or self._recorded(reader):
            return None
        client = reader.maybe(Client, self.party.id)
        inactive = client is not None and client.status == "inactive"
        return _("{client} is inactive.", client=client.name) if client and inactive else None

    @caution("start")
    def free_then(self, reader: Reader) -> str | None:
        """Nobody is at two places at once."""
        if self.state not in ("planned", "done") or self.start is None or self.planned_on is None:
            return None
        others = reader.find(Visit, Where("id", NOT_EQUAL, self.id), Where("state", IN, ("planned", "done")),
                             Where("start", FILLED), owner=self.owner, planned_on=self.planned_on)
        for each in others:
            if _overlap(self, each):
                kind, id_ = each.party or Link("territory", each.territory or "")
                return _("It coincides with {visit}.", visit=name_of(reader, kind, id_))
        return None

    def _recorded(self, reader: Reader) -> Visit | None:
        """This visit as stored, if it is stored as done."""
        stored = reader.maybe(Visit, self.id or None)
        return stored if stored and stored.state == "done" else None


def _overlap(one: Visit, other: Visit) -> bool:
    spans = []
    for each in (one, other):
        begin = each.start or datetime.time.min
        from_midnight = begin.hour * 60 + begin.minute
        spans.append((from_midnight, from_midnight + max(each.minutes or 0, 1)))
    return spans[0][0] < spans[1][1] and spans[1][0] < spans[0][1]


@record(
    "Non-working day", "Non-working days", code=14, place="settings/calendar", title="name",
    columns=("on", "name", "category", "person", "territory"), search=("name",), filters=("category", "on", "person"),
    natural=("on", "person", "territory", "category"), owner="person", join="owner", deletable=True,
)
class NonWorkingDay(Record):
    """A day, or a run of days, on which nobody or one person does not work."""

    on: datetime.date | None = day("Day", required=True)
    until: datetime.date | None = day("Until")
    category: str | None = choice("Category", DAY_OFF, required=True, default="holiday")
    person: Id | None = ref("Person", "person")
    territory: Id | None = ref("Territory", "territory")
    half_day: bool = flag("Half day")
    name: str = text("Name", required=True)

    @check("until")
    def in_order(self, _reader: Reader) -> str | None:
        """Days off end after they start."""
        if self.on and self.until and self.until < self.on:
            return _("{end} cannot be before {start}.", end=_("Until"), start=_("Day").lower())
        return None

    @caution("on")
    def visits_to_move(self, reader: Reader) -> str | None:
        """Planned visits of those days should be moved."""
        planned = self._planned(reader) if self.on else 0
        return plural("There is {n} planned visit. Move it.", "There are {n} planned visits. Move them.",
                      planned) if planned else None

    def _planned(self, reader: Reader) -> int:
        where = [Where("planned_on", AT_LEAST, self.on), Where("planned_on", AT_MOST, self.until or self.on)]
        if self.person:
            where.append(Where("owner", "=", self.person))
        if not self.territory:
            return reader.count(Visit, *where, state="planned")
        visits = reader.find(Visit, *where, state="planned")
        return sum(_within(reader, each, territory=self.territory) for each in visits)


def _within(reader: Reader, visit: Visit, *, territory: Id) -> bool:
    from kamdesk.records.clients import Client
    from kamdesk.records.territories import Territory

    at = visit.territory
    if visit.party and visit.party.kind == "client":
        client = reader.maybe(Client, visit.party.id)
        at = client.territory if client else at
    return at is not None and reader.count(Territory, Where("id", "=", at), Where("id", UNDER, territory)) > 0


@record(
    "Shelf check", "Shelf checks", code=108, place="plan/list", title=("on", "party"),
    columns=("on", "party", "product", "presence", "units", "visit"), search=("party", "product"),
    filters=("presence", "product", "on"), natural=("party", "product", "on"), join="ask", parent="party",
)
class ShelfCheck(Record):
    """What was seen of a product on the shelf of a client on a day."""

    party: Link | None = link("Party", "client", "distributor", required=True)
    product: Id | None = ref("Product", "product", required=True)
    on: datetime.date | None = day("Date", required=True, default=TODAY)
    presence: str | None = choice("Presence", PRESENCES, required=True)
    units: Decimal | None = dec("Units")
    visit: Id | None = ref("Visit", "visit")

    @check("on")
    def in_the_past(self, _reader: Reader) -> str | None:
        """Nobody sees tomorrow's shelf."""
        return _("A check cannot be in the future.") if self.on and self.on > clock.today() else None

    @check("units")
    def counted_when_present(self, _reader: Reader) -> str | None:
        """Only what is there can be counted."""
        if self.units and self.presence in ("sold_out", "absent"):
            return _("A product {presence} has no units.", presence=_(PRESENCES[self.presence]).lower())
        return None
