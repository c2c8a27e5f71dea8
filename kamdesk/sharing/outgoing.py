"""What is about to be sent: for whom, which part, what stays out, and the habits of each reader."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kamdesk.fields import AMOUNT, CREDIT, MARGIN, PERSONAL, PRICE, PRIVATE, Id, Link
from kamdesk.kinds import kind_of
from kamdesk.sharing.cards import Card, Device
from kamdesk.sharing.exchange import CHANGES, PUBLIC, SELECTION, ZONE, Peer, Share, Summary
from kamdesk.store import Reader
from kamdesk.words import N_, _, fold, plural

EVERYTHING, NEWS, AREA, PICKED, BARE = "everything", "news", "area", "picked", "bare"
WHAT = {NEWS: N_("What changed"), EVERYTHING: N_("Everything"), AREA: N_("A zone"), PICKED: N_("Selection"),
        BARE: N_("Without prices")}
# What third parties may get (product/08, P4); the first ones go unless it is said otherwise.
USUAL = ("product_line", "product", "key_message", "hospital_listing", "promotion_activity", "training_session",
         "training_attendance")
FOR_THIRD_PARTIES = (*USUAL, "task", "visit", "client", "distributor", "distributor_stock", "territory", "channel",
                     "policy", "non_working_day")
# The switches of product/08, with the classes each lets out.
SWITCHES: dict[str, tuple[str, tuple[str, ...]]] = {
    "prices": (N_("Prices"), (PRICE,)), "amounts": (N_("Amounts"), (AMOUNT,)), "margins": (N_("Margins"), (MARGIN,)),
    "credit": (N_("Credit"), (CREDIT,)), "personal": (N_("Personal data"), (PERSONAL, PRIVATE)),
}
_WITHOUT = {"prices": N_("prices"), "amounts": N_("amounts"), "margins": N_("margins"), "credit": N_("credit"),
            "personal": N_("personal data")}


@dataclass(frozen=True)
class Addressee:
    """Somebody files go to: a trusted card, or a laptop files were exchanged with; ``since``: the last file she has."""

    key: str
    name: str
    label: str = ""
    card: Card | None = None
    device: str = ""
    since: datetime.datetime | None = None


@dataclass(frozen=True)
class Habit:
    """What a reader received last.

    Which part, the switches that were on, with attachments or not, her zones; kinds and free texts of a third party.
    """

    what: str = NEWS
    on: frozenset[str] = frozenset()
    attachments: bool = True
    zones: tuple[Id, ...] = ()
    kinds: tuple[str, ...] = USUAL
    notes: tuple[str, ...] = ()


Period = tuple[datetime.date | None, datetime.date | None]


def addressees(devices: Iterable[Device], peers: Sequence[Peer]) -> list[Addressee]:
    """Those a file can go to: the trusted cards, and laptops known only from their files; the last one first."""
    found = [_of_card(device, peers) for device in devices if not device.revoked]
    known = {each.device for each in found}
    found += [Addressee(f"peer:{each.device}", each.name, each.label, None, each.device, each.sent)
              for each in peers if each.device not in known]
    last = {each.device: at for at, each in enumerate(peers)}
    return sorted(found, key=lambda each: (last.get(each.device, len(last)), fold(each.name)))


def _of_card(device: Device, peers: Sequence[Peer]) -> Addressee:
    """A card with the laptop its files came from: as it was met, else the only one of that name."""
    named = [each for each in peers if (each.name, each.label) == (device.card.person, device.card.device)]
    peer = next((each for each in peers if each.device == device.peer), named[0] if len(named) == 1 else None)
    return Addressee(device.card.uid, device.card.person, device.card.device, device.card,
                     peer.device if peer else "", peer.sent if peer else None)


def share_for(to: Addressee, habit: Habit, *, people: tuple[Id, ...] = (), records: tuple[Link, ...] = (),
              period: Period = (None, None)) -> Share:
    """The share of a reader: what she gets, without the classes whose switch is off.

    With every class a file of changes is whole; without some it is a profile of its own, known by what it holds.
    """
    classes = frozenset(each for name in habit.on for each in SWITCHES[name][1])
    if habit.what in (EVERYTHING, NEWS):
        share = Share(profile=CHANGES, classes=classes)
    elif habit.what == AREA:
        share = Share(profile=ZONE, classes=classes - {PRIVATE}, territories=tuple(sorted(habit.zones)),
                      people=tuple(sorted(people)))
    elif habit.what == BARE:
        share = Share(profile=PUBLIC, classes=frozenset(), kinds=tuple(sorted(habit.kinds)),
                      notes=frozenset(habit.notes) & set(notes_of(habit.kinds)), since=period[0], until=period[1])
    else:
        share = Share(profile=SELECTION, classes=classes - {PRIVATE}, records=tuple(sorted(records)))
    share = replace(share, to=to.name, device="" if habit.what == EVERYTHING else to.device,
                    attachments=habit.attachments)
    return share if share.whole else replace(share, name=_named(share, to), uid=uid_of(share))


def notes_of(kinds: Iterable[str]) -> dict[str, str]:
    """The free texts of some kinds that are not confidential, as «kind.field», with what they are called."""
    found: dict[str, str] = {}
    for name in kinds:
        kind = kind_of(name)
        found |= {f"{name}.{each.name}": f"{_(kind.labels)}: {_(each.label)}" for each in kind.stored
                  if each.type == "note" and each.klass is None}
    return found


def _named(share: Share, to: Addressee) -> str:
    parts = {ZONE: _("Zone"), SELECTION: _("Selection"), PUBLIC: _("Without prices")}
    return f"{parts.get(share.profile, _('What changed'))} · {to.name}"


def uid_of(share: Share) -> str:
    """The identity of a profile: the same part of the base always has the same one."""
    held = [share.profile, share.territories, share.people, share.kinds, [list(each) for each in share.records],
            sorted(share.classes), sorted(share.notes), share.attachments]
    if share.since or share.until:
        held.append([str(share.since), str(share.until)])
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:32]


def people_of(reader: Reader, zones: Sequence[Id]) -> tuple[Id, ...]:
    """Those who work in some zones or below them."""
    from kamdesk.records.team import Person
    from kamdesk.store import UNDER, Where

    found = {each.id for zone in zones for each in reader.find(Person, Where("territory", UNDER, zone))}
    return tuple(sorted(found))


def left_out(share: Share) -> str:
    """«Sin precios, sin datos personales.», empty when nothing is left out."""
    names = [_("without {what}", what=_(_WITHOUT[name])) for name, (_label, classes) in SWITCHES.items()
             if not share.classes & set(classes)]
    text = ", ".join(names)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def sentence(summary: Summary, share: Share) -> str:
    """What is about to leave, in numbers: «12 registros, 2 archivos adjuntos. Sin precios. Para Marta.»."""
    counts = ", ".join((plural("{n} record", "{n} records", summary.records),
                        plural("{n} attached file", "{n} attached files", summary.files)))
    return " ".join(filter(None, (counts + ".", left_out(share),
                                  _("For {name}.", name=share.to) if share.to else "")))


def asks(share: Share) -> bool:
    """Whether a file gives prices away, so that it is confirmed before it is made."""
    return bool(share.classes & {PRICE, MARGIN, CREDIT})


def habit_of(reader: Reader, to: Addressee) -> Habit:
    """What a reader received last; a new one gets nothing that has a switch."""
    kept: Mapping[str, Any] = reader.setting("sharing_habits").get(to.key, {})
    what = kept.get("what", NEWS)
    return Habit(what if what in WHAT else NEWS, frozenset(kept.get("on", ())) & set(SWITCHES),
                 bool(kept.get("attachments", True)), tuple(kept.get("zones", ())),
                 tuple(name for name in kept.get("kinds", USUAL) if name in FOR_THIRD_PARTIES),
                 tuple(kept.get("notes", ())))


def habits_with(reader: Reader, key: str, habit: Habit) -> dict[str, Any]:
    """The setting with the habit of one reader as it is now."""
    return {**reader.setting("sharing_habits"), key: {
        "what": habit.what, "on": sorted(habit.on), "attachments": habit.attachments, "zones": list(habit.zones),
        "kinds": list(habit.kinds), "notes": list(habit.notes)}}


def picked(links: Iterable[Link]) -> str:
    """Records ticked in a list, as an address names them."""
    return " ".join(f"{each.kind}:{each.id}" for each in links)


def picked_in(text: str) -> tuple[Link, ...]:
    """The records that an address names."""
    return tuple(Link(*each.split(":", 1)) for each in text.split())
