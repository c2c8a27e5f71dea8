"""How a client looks: its tile, how it stands in a word, and its second line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Id
from kamdesk.figures.contact_facts import Standing
from kamdesk.records.clients import STATUSES, Client
from kamdesk.words import N_, _, number, relative_day
from kamdesk.words import day as day_text
from ui.theme import Status

TILES: dict[str, tuple[str, Status]] = {
    "public_hospital": ("hospital", "plum"), "private_hospital": ("hospital", "info"), "clinic": ("hospital", "info"),
    "physician": ("stethoscope", "mute"), "pharmacy": ("store", "ok"), "pharmacy_chain": ("store", "ok"),
    "institution": ("landmark", "plum"), "tender_office": ("gavel", "plum"), "authority": ("landmark", "mute"),
    "pharma_company": ("flask-conical", "warn"),
}
OTHER: tuple[str, Status] = ("building-2", "mute")
SHORT = {
    "public_hospital": N_("Public"), "private_hospital": N_("Private one"), "clinic": N_("Clinic"),
    "pharmacy": N_("Pharmacy"), "pharmacy_chain": N_("Chain"), "physician": N_("Physician"),
    "institution": N_("Institution"), "tender_office": N_("Tender office"), "authority": N_("Authority"),
    "pharma_company": N_("Pharmaceutical company"), "other": N_("Other"),
}
SOON, LONG_LATE = 7, 7  # days


@dataclass(frozen=True)
class Mood:
    """A word with its colour; ``text`` empty shows no chip."""

    text: str
    status: Status = "mute"


def tile_of(category: str | None) -> tuple[str, Status]:
    """Icon and colour of a type of client."""
    return TILES.get(category or "", OTHER)


def mood_of(status: str | None, standing: Standing | None, today: datetime.date | None = None) -> Mood:
    """How a client stands: what is planned for today, days late, due soon, in order (F14); else its status."""
    if status not in (None, "active"):
        return Mood(_(STATUSES[status]), "plum" if status == "prospect" else "mute")
    if standing is None:
        return Mood("")
    if standing.today_at is not None:
        return _of_today(standing.today_at)
    return _of_days(standing, today or clock.today()) if standing.every else Mood(_("No frequency"))


def _of_days(standing: Standing, on: datetime.date) -> Mood:
    if standing.due is not None and standing.due < on:
        late = (on - standing.due).days
        return Mood(_("{n} d late", n=number(late)).capitalize(), "bad" if late > LONG_LATE else "warn")
    if standing.ahead is not None and standing.ahead >= on:
        return Mood(day_text(standing.ahead, this_year=on.year).capitalize(), "info")
    if standing.due is None:
        return Mood(_("Never visited"), "warn")
    return Mood(_("Due soon"), "warn") if (standing.due - on).days <= SOON else Mood(_("On track"), "ok")


def _of_today(hour: datetime.time) -> Mood:
    if hour == datetime.time.min:
        return Mood(_("Today"), "info")
    past = hour < clock.now().astimezone().time()
    return Mood(_("Not logged"), "bad") if past else Mood(_("Today {hour}", hour=f"{hour:%H:%M}"), "info")


def last_seen(standing: Standing | None) -> str:
    """When the last visit was: «hace 20 d»."""
    return relative_day(standing.last, clock.today()) if standing and standing.last else ""


def second_line(values: Mapping[str, Any], names: Mapping[Id, str]) -> str:
    """«A · Privado · Ciudad de México»; of a physician the specialty says more than the type."""
    segment = display(Client.kind.fields["segment"], values.get("segment"))
    sort = values.get("specialty") or _(SHORT.get(values.get("category") or "", "Other"))
    place = names.get(values.get("territory") or "", "")
    return " · ".join(filter(None, (segment, sort, place)))
