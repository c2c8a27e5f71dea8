"""How a visit looks on the board: its icon, the state in a word, the coloured edge, and the words of a week."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kamdesk import clock
from kamdesk.planning import Card, ProposedVisit
from kamdesk.records.visits import PURPOSES, Visit
from kamdesk.words import MONTHS, _, number
from ui.theme import Status

ICONS: dict[str, tuple[str, Status]] = {
    "public_hospital": ("landmark", "plum"), "private_hospital": ("hospital", "plum"), "clinic": ("hospital", "plum"),
    "physician": ("stethoscope", "ok"), "pharmacy": ("pill", "info"), "pharmacy_chain": ("store", "info"),
    "institution": ("landmark", "plum"), "tender_office": ("gavel", "plum"), "authority": ("landmark", "mute"),
    "distributor": ("truck", "info"), "subdistributor": ("truck", "info"), "agent": ("handshake", "info"),
    "market": ("map-pin", "warn"),
}
WEEKDAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL = "medical_promotion"
OTHER_ICON: tuple[str, Status] = ("building-2", "mute")


@dataclass(frozen=True)
class Face:
    """What a card shows; ``edge`` is the status of its coloured edge, ``said`` all of it in a sentence for readers."""

    icon: str
    tint: Status
    hour: str
    name: str
    grade: str
    second: str
    edge: Status
    chip: str = ""
    chip_mark: str = "dot"
    said: str = ""


def face_of(card: Card, *, following: bool) -> Face:
    """The face of a planned or finished visit; ``following`` marks the next one of today."""
    icon, tint = ICONS.get(card.category, OTHER_ICON)
    chip, edge, mark = state_of(card.visit, following=following)
    hour = f"{card.visit.start:%H:%M}" if card.visit.start else _("No hour")
    purpose = card.visit.purpose or "other"
    usual = purpose == USUAL and card.city  # what most visits are for goes without saying
    second = " · ".join(filter(None, ("" if usual else _(PURPOSES[purpose]), card.city)))
    said = ", ".join(filter(None, (hour, card.name, card.grade, chip, second)))
    return Face(icon, tint, hour, card.name, card.grade, second, edge, chip, mark, said)


def face_of_proposed(proposed: ProposedVisit) -> Face:
    """The face of a visit that is only proposed; its second line is the reason, which begins with its letter."""
    icon, tint = ICONS.get(proposed.category, OTHER_ICON)
    hour = f"{proposed.visit.start:%H:%M}" if proposed.visit.start else _("No hour")
    said = ", ".join(filter(None, (_("Proposed visit"), hour, proposed.name, proposed.reason)))
    purpose = proposed.visit.purpose or "other"
    second = proposed.reason or _(PURPOSES[purpose])
    return Face(icon, tint, hour, proposed.name, "" if proposed.reason else proposed.grade, second, "info", said=said)


def state_of(visit: Visit, *, following: bool) -> tuple[str, Status, str]:
    """The word, status and mark of a state; what is planned ahead needs no word."""
    if visit.state == "done":
        return _("Done"), "ok", "check"
    if visit.state == "missed":
        return _("Missed"), "mute", "x"
    if following:
        return _("Up next"), "info", "dot"
    return (_("Pending"), "bad", "dot") if is_past(visit) else ("", "info", "")


def is_past(visit: Visit) -> bool:
    """Whether a planned visit should have been logged by now."""
    if visit.planned_on is None or visit.planned_on > clock.today():
        return False
    if visit.planned_on < clock.today():
        return True
    return (visit.start or datetime.time.max) < clock.now().astimezone().time()


def week_title(first: datetime.date, last: datetime.date) -> str:
    """«24–28 de noviembre · semana 48», with both months where the week has two."""
    week = first.isocalendar().week
    if first.month == last.month:
        days = _("{month} {first}–{last}", first=first.day, last=last.day, month=_(MONTHS[first.month - 1]))
    else:
        days = _("{from_month} {first} – {to_month} {last}", first=first.day, from_month=_(MONTHS[first.month - 1]),
                 last=last.day, to_month=_(MONTHS[last.month - 1]))
    return _("{days} · week {week}", days=days, week=week)


def hours_text(hours: float) -> str:
    """«6 h»; whole hours, a started half counts up."""
    return _("{n} h", n=number(round(hours)))


def km_text(km: float) -> str:
    """«214 km»."""
    return _("{n} km", n=number(round(km)))
