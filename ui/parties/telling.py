"""What a timeline says of each thing that happened: icon, title, where it stands, chips."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kamdesk import clock
from kamdesk.display import MASK, display
from kamdesk.fields import Id, Link
from kamdesk.figures.contact_facts import Happening
from kamdesk.kinds import kind_of
from kamdesk.words import MONTHS, SHORT_WEEKDAYS, _, day, money
from ui.cells import status_of
from ui.theme import Status
from ui.veil import veil

Chips = tuple[tuple[str, Status], ...]
WEEK = 7
OUTCOMES: dict[str, Status] = {"interested": "ok", "neutral": "mute", "objection": "warn", "refused": "bad"}
RELAYS: dict[str, Status] = {"to_relay": "warn", "relayed": "info", "answered": "info", "returned": "ok"}
CHANNELS = {"call": "phone", "email": "mail", "message": "message-square", "meeting": "users-round",
            "video_call": "camera", "social": "globe", "event": "calendar-days"}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; ``address`` is the record it opens."""

    icon: str
    status: Status
    title: str
    when: str
    text: str
    chips: Chips
    address: Link
    group: str


def named_in(happenings: Sequence[Happening]) -> set[Link]:
    """The records that a timeline names."""
    found: set[Link] = set()
    for each in happenings:
        found |= {Link("contact", id_) for id_ in each.contacts} | {Link("product", id_) for id_ in each.products}
        if each.owner:
            found.add(Link("distributor" if each.kind == "order" else "person", each.owner))
    return found


def tell(each: Happening, names: Mapping[Id, str]) -> Entry:
    """A happening in words."""
    icon, status, title, text, chips = _TOLD[each.kind](each, names)
    return Entry(icon, status, title, _when(each, names), text, chips, Link(each.kind, each.id), group_of(each.on))


def group_of(on: datetime.date) -> str:
    """The heading an entry stands under: today, yesterday, this week, last week, its month."""
    today = clock.today()
    monday = today - datetime.timedelta(today.weekday())
    if on > today:
        return _("Ahead")
    if on >= today - datetime.timedelta(1):
        return _("Today") if on == today else _("Yesterday")
    if on >= monday:
        return _("This week")
    if on >= monday - datetime.timedelta(WEEK):
        return _("Last week")
    name = _(MONTHS[on.month - 1]).capitalize()
    return name if on.year == today.year else f"{name} {on.year}"


def _when(each: Happening, names: Mapping[Id, str]) -> str:
    today = clock.today()
    hour = f"{each.at:%H:%M}" if each.at else ""
    near = (today - each.on).days < 2 * WEEK
    weekday = _(SHORT_WEEKDAYS[each.on.weekday()]).lower()
    when = (hour or _("today")) if each.on == today else f"{weekday} {each.on.day}" if near else day(
        each.on, this_year=today.year)
    return " · ".join(filter(None, (when, names.get(each.owner or "", ""))))


def _people(each: Happening, names: Mapping[Id, str]) -> str:
    return ", ".join(names[id_] for id_ in each.contacts if id_ in names)


def _titled(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _products(each: Happening, names: Mapping[Id, str]) -> Chips:
    return tuple((names[id_], "mute") for id_ in each.products if id_ in names)


def _option(kind: str, field: str, value: str) -> str:
    return display(kind_of(kind).fields[field], value)


def _until(words: str, each: Happening) -> str:
    return f"{words} {day(each.until, this_year=clock.today().year)}" if each.until else ""


def _amount(each: Happening) -> str:
    of = kind_of(each.kind).fields["amount"]
    return MASK if veil.covers(of) else "" if each.amount is None else money(each.amount, each.currency or None)


def _state(each: Happening, field: str = "state") -> Chips:
    return ((_option(each.kind, field, each.state), status_of(each.state)),) if each.state else ()


Told = tuple[str, Status, str, str, Chips]


def _visit(each: Happening, names: Mapping[Id, str]) -> Told:
    if each.state == "missed":
        reason = _option("visit", "missed_reason", each.what) if each.what else ""
        return "calendar-x", "bad", _("Visit not made"), each.text, ((reason, "mute"),) if reason else ()
    chips: Chips = ((_option("visit", "outcome", each.what), OUTCOMES.get(each.what, "mute")),) if each.what else ()
    step = _option("visit", "next_step", each.step) if each.step not in ("", "none") else ""
    following: Chips = ((_titled(_("Next step"), step, _until("", each).strip()), "info"),) if step else ()
    return "map-pin", "ok", _titled(_("Visit"), _people(each, names)), each.text, (
        *chips, *_products(each, names), *following)


def _talk(each: Happening, names: Mapping[Id, str]) -> Told:
    relay: Chips = ((_option("interaction", "relay", each.state), RELAYS[each.state]),) if each.state in RELAYS else ()
    title = _titled(_option("interaction", "channel", each.what), _people(each, names))
    return CHANNELS.get(each.what, "message-square"), "mute", title, each.text, (*_products(each, names), *relay)


def _order(each: Happening, _names: Mapping[Id, str]) -> Told:
    text = ". ".join(filter(None, (each.text, _until(_("Delivery"), each))))
    return "package", "info", _titled(f"{_('Order')} {each.what}".strip(), _amount(each)), text, _state(each)


def _invoice(each: Happening, _names: Mapping[Id, str]) -> Told:
    title = _titled(f"{_option('invoice', 'category', each.what)} {each.text}".strip(), _amount(each))
    return "receipt-text", "info", title, _until(_("Due"), each), ()


def _payment(each: Happening, _names: Mapping[Id, str]) -> Told:
    told = _titled(_option("payment", "method", each.what), each.text)
    return "banknote", "ok", _titled(_("Payment"), _amount(each)), told, ()


def _promise(each: Happening, _names: Mapping[Id, str]) -> Told:
    return "hand-coins", "warn", _titled(_("Payment promise"), _amount(each), _until(_("for the"), each)), each.text, (
        _state(each))


def _task(each: Happening, _names: Mapping[Id, str]) -> Told:
    due: Chips = ((_until(_("Due"), each), "info"),) if each.state in ("pending", "running") and each.until else ()
    return "square-check", "mute", _titled(_("Task"), each.what), each.text, (*_state(each), *due)


def _segment(each: Happening, _names: Mapping[Id, str]) -> Told:
    before, after = (_option("segment_change", "new", value) for value in (each.state, each.what))
    return "tag", "plum", _("Segment {before} → {after}", before=before or "—", after=after or "—"), each.text, ()


def _file(each: Happening, _names: Mapping[Id, str]) -> Told:
    return "paperclip", "mute", _titled(_("File"), each.text), "", (
        ((_option("attachment", "category", each.what), "mute"),) if each.what else ())


def _issue(each: Happening, names: Mapping[Id, str]) -> Told:
    return "flask-conical", "warn", f"{_('Quality problem')} {each.what}".strip(), each.text, (
        *_products(each, names), *_state(each))


def _return(each: Happening, names: Mapping[Id, str]) -> Told:
    return "package-x", "warn", f"{_('Return')} {each.what}".strip(), each.text, (
        *_products(each, names), *_state(each))


def _training(each: Happening, names: Mapping[Id, str]) -> Told:
    return "graduation-cap", "plum", _titled(_("Training session"), each.what), each.text, _products(each, names)


def _listing(each: Happening, names: Mapping[Id, str]) -> Told:
    title = _titled(_("Listing"), ", ".join(name for name, _status in _products(each, names)))
    committee: Chips = ((_until(_("Committee"), each), "info"),) if each.until and each.state == "committee" else ()
    return "clipboard-check", "plum", title, each.text, (*_state(each), *committee)


_TOLD: dict[str, Callable[[Happening, Mapping[Id, str]], Told]] = {
    "visit": _visit, "interaction": _talk, "order": _order, "invoice": _invoice, "payment": _payment,
    "payment_promise": _promise, "task": _task, "segment_change": _segment, "attachment": _file,
    "quality_issue": _issue, "return": _return, "training_session": _training, "hospital_listing": _listing,
}
