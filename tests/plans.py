"""A made region to plan in: clients on a grid of cities, frequencies by segment, two of them visited before."""

from __future__ import annotations

import datetime

from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.fields import Geo, Link
from kamdesk.records.clients import Client
from kamdesk.records.frequencies import VisitFrequency
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.records.visits import Visit

CITIES = (("Guadalajara", 20_670_000, -103_350_000), ("León", 21_120_000, -101_680_000),
          ("Aguascalientes", 21_880_000, -102_290_000))
KINDS = ("private_hospital", "physician", "pharmacy", "public_hospital")
SEGMENTS = "abbccc"


def frequencies(app: App) -> list[VisitFrequency]:
    """A twice a month, B once, C every other month."""
    return [app.run(save, record=VisitFrequency(name=f"Clientes {segment.upper()}", segment=segment, visits=visits,
                                                every_months=months))
            for segment, visits, months in (("a", 2, "1"), ("b", 1, "1"), ("c", 1, "2"))]


def clients(app: App, zone: Territory, count: int = 60) -> list[Client]:
    """Active clients of the person of the laptop, spread over three cities."""
    cities = [app.run(save, record=Territory(name=name, level="city", parent=zone.id)) for name, _lat, _lon in CITIES]
    made = []
    for at in range(count):
        _name, latitude, longitude = CITIES[at % len(CITIES)]
        place = Geo(latitude + at % 7 * 9_000, longitude + at % 5 * 11_000)
        made.append(app.run(save, record=Client(
            name=f"Cliente {at:02d}", category=KINDS[at % len(KINDS)], segment=SEGMENTS[at % len(SEGMENTS)],
            territory=cities[at % len(cities)].id, geo=place)))
    return made


def planned(app: App, person: Person, client: Client, on: datetime.date, hour: int = 9) -> Visit:
    """A visit planned for a day."""
    return app.run(save, record=Visit(party=Link("client", client.id), owner=person.id, planned_on=on, origin="plan",
                                      start=datetime.time(hour)))


def done(app: App, person: Person, client: Client, on: datetime.date) -> Visit:
    """A visit done on a day."""
    return app.run(save, record=Visit(party=Link("client", client.id), owner=person.id, planned_on=on, done_on=on,
                                      origin="plan", state="done", outcome="interested"))
