"""What can be done from anywhere: the keyboard map of the window and the actions of the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kamdesk.fields import Link
from kamdesk.kinds import REGISTER, Kind, kind_of
from kamdesk.store import Reader
from kamdesk.words import _, fold
from ui.screen import Address
from ui.shell.places import PLACES
from ui.tabs import place_of
from ui.theme import Status
from ui.widgets.palette_list import PaletteHit

PREFIXES = {"@": ("contact", "person"), "#": ("product",), "$": ("order", "invoice")}
ICONS: dict[str, tuple[str, Status]] = {
    "client": ("hospital", "plum"), "contact": ("user-round", "mute"), "distributor": ("truck", "info"),
    "product": ("pill", "ok"), "person": ("users-round", "mute"), "territory": ("map-pin", "mute"),
    "order": ("package", "info"), "invoice": ("receipt-text", "warn"), "contract": ("handshake", "warn"),
    "tender": ("gavel", "plum"), "task": ("square-check", "info"),
}
FIRST = ("client", "distributor", "contact", "product", "person", "tender", "contract", "order", "invoice", "task")
PARTIES = ("client", "distributor")
RECORDS, ACTIONS = 12, 5


@dataclass(frozen=True)
class Action:
    """Something the palette offers: a name (msgid), an icon, a shortcut, and what it does."""

    text: str
    icon: str
    run: Callable[[], object]
    shortcut: str = ""


class PaletteSearch:
    """What Ctrl+K finds: records by their words, then actions by their name; prefixes narrow it."""

    def __init__(self, reader: Reader, actions: Callable[[], list[Action]],
                 on: Callable[[Link, str], list[Action]]) -> None:
        """``on`` gives what can be done with a party: the palette offers it for the best record."""
        self._reader, self._actions, self._on = reader, actions, on

    def __call__(self, text: str) -> list[PaletteHit]:
        """Hits for what is typed; nothing typed shows the actions."""
        if text.startswith(">"):
            return self._matching(text[1:], limit=50)
        kinds = PREFIXES.get(text[:1], ())
        words = text[1:] if kinds else text
        if not words.strip():
            return self._matching("", limit=12)
        return self._records(words, kinds) + ([] if kinds else self._matching(words, limit=ACTIONS))

    def _records(self, words: str, kinds: tuple[str, ...]) -> list[PaletteHit]:
        hits = self._reader.search(words, kinds=kinds or FIRST, limit=RECORDS)
        found = [self._hit(kind_of(hit.kind), hit.id, hit.title) for hit in hits]
        best = hits[0] if hits and hits[0].kind in PARTIES else None
        on = self._on(Link(best.kind, best.id), best.title) if best else []
        return found + [PaletteHit(each.text, each.run, group=_("With the first one"), icon=each.icon) for each in on]

    @staticmethod
    def _hit(kind: Kind, id_: str, title: str) -> PaletteHit:
        icon, status = ICONS.get(kind.name, ("file-text", "mute"))
        return PaletteHit(title, Address(*place_of(kind), kind.name, id_), group=_("Records"), subtitle=_(kind.label),
                          icon=icon, status=status)

    def _matching(self, words: str, *, limit: int) -> list[PaletteHit]:
        wanted = fold(words).split()
        found = [each for each in self._actions() if all(word in fold(_(each.text)) for word in wanted)]
        return [PaletteHit(_(each.text), each.run, group=_("Actions"), icon=each.icon, shortcut=each.shortcut)
                for each in found[:limit]]


def going(go: Callable[[Address], None]) -> list[Action]:
    """One action a page."""
    return [Action(place.text, place.icon, partial(go, Address(place.key)), place.shortcut) for place in PLACES]


def listing(go: Callable[[Address], None]) -> list[Action]:
    """One action a kind of record: go to its list."""
    return [Action(kind.labels, ICONS.get(kind.name, ("file-text", "mute"))[0],
                   partial(go, Address(*place_of(kind), kind.name))) for kind in REGISTER.values()]
