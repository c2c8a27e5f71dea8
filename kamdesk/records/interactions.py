"""What was said between visits, and the plan for an account (product/03 §3.1)."""

from __future__ import annotations

import datetime

from kamdesk import clock, fields
from kamdesk.fields import ME, TODAY, Id, Link, calc, choice, day, flag, integer, link, money, note, ref, refs, state
from kamdesk.fields import time as time_of_day
from kamdesk.kinds import Record, caution, check, record
from kamdesk.records.sentences import name_of
from kamdesk.store import AT_LEAST, AT_MOST, NOT_EQUAL, Reader, Where
from kamdesk.words import _
from kamdesk.words import day as day_text

CHANNELS = {"call": "Call", "email": "E-mail", "message": "Message", "meeting": "Meeting", "video_call": "Video call",
            "social": "Social networks", "event": "Event"}
DIRECTIONS = {"incoming": "Incoming", "outgoing": "Outgoing"}
TOPICS = {
    "relation": "Relation", "product": "Product", "order": "Order", "collection": "Collection", "tender": "Tender",
    "complaint": "Complaint", "sales_policy": "Sales policy", "culture": "Company culture", "contract": "Contract",
    "other": "Other",
}
RELAYS = {"no": "No", "to_relay": "To pass on", "relayed": "Passed on", "answered": "Answered",
          "returned": "Told to the client"}
PLAN_STATES = {"draft": "Draft", "open": "In force", "closed": "Closed"}


@record(
    "Interaction", "Interactions", code=6, place="clients/activity", title=("on", "party"),
    columns=("on", "party", "channel", "topic", "text", "relay"), search=("text", "party", "contacts", "products"),
    filters=("channel", "topic", "relay", "products", "on", "owner"), join="append", state="relay",
)
class Interaction(Record):
    """A call, message or meeting as it happened; its text is not changed afterwards."""

    party: Link | None = link("With whom", "client", "distributor", "person", required=True)
    on: datetime.date | None = day("Date", required=True, default=TODAY)
    at: datetime.time | None = time_of_day("Time")
    channel: str | None = choice("Channel", CHANNELS, required=True)
    direction: str | None = choice("Direction", DIRECTIONS, default="outgoing")
    topic: str | None = choice("Topic", TOPICS)
    contacts: tuple[Id, ...] = refs("Contacts", "contact")
    products: tuple[Id, ...] = refs("Products", "product")
    messages: tuple[Id, ...] = refs("Messages", "key_message")
    text: str = note("Text", required=True)
    private: bool = flag("Private", fixed=True)
    relay: str | None = choice("To pass on", RELAYS, default="no", group="relay", join="owner")
    relay_to: str = fields.text("Pass on to", group="relay", join="owner")
    relayed_on: datetime.date | None = day("Passed on the", group="relay", join="owner")
    relay_answer: str = note("Answer", group="relay", join="owner")
    owner: Id | None = ref("Owner", "person", default=ME, join="ask")

    @check("on")
    def in_the_past(self, _reader: Reader) -> str | None:
        """What has not happened is a task."""
        if self.on and self.on > clock.today():
            return _("A note cannot be in the future. Create a task for what is coming.")
        return None

    @check("text")
    def told(self, _reader: Reader) -> str | None:
        """A note without text says nothing."""
        return None if self.text.strip() else _("Write what happened.")


@record(
    "Client plan", "Client plans", code=7, place="clients/plan", title=("client", "start"),
    columns=("client", "start", "end", "goal", "state", "owner"), search=("client", "goal"),
    filters=("state", "client", "owner"), unique=(("client", "start"),), join="owner",
)
class ClientPlan(Record):
    """What one person wants to reach with an account, and how."""

    client: Id | None = ref("Client", "client", required=True)
    start: datetime.date | None = day("Start", required=True, group="period")
    end: datetime.date | None = day("End", required=True, group="period")
    owner: Id | None = ref("Owner", "person", required=True, join="ask")
    situation: str = note("Situation")
    strengths: str = note("Strengths")
    weaknesses: str = note("Weaknesses")
    opportunities: str = note("Opportunities")
    threats: str = note("Threats")
    goal: str = note("Goal", required=True)
    sales_goal: int | None = money("Sales goal")
    products: tuple[Id, ...] = refs("Products", "product")
    patients_goal: int | None = integer("Patients goal")
    listings_goal: int | None = integer("Listings goal")
    result: str = note("Result", group="state")
    state: str | None = state(PLAN_STATES, group="state")
    actions: int | None = calc("Actions", "int", "task")

    @caution("start")
    def one_in_force(self, reader: Reader) -> str | None:
        """An account follows one plan at a time."""
        if not (self.client and self.start and self.end):
            return None
        others = reader.find(ClientPlan, Where("id", NOT_EQUAL, self.id), Where("start", AT_MOST, self.end),
                             Where("end", AT_LEAST, self.start), client=self.client, state="open", limit=1)
        if not others or others[0].end is None:
            return None
        return _("{client} already has a plan in force until {date}.", client=name_of(reader, "client", self.client),
                 date=day_text(others[0].end))
