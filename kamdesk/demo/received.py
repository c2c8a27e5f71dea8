"""Files that wait to be received in the demo: a colleague's changes, an answer to a request, one of another country."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk import words
from kamdesk.app import App
from kamdesk.commands.approvals import approval_of
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Id, Link
from kamdesk.records.clients import Client
from kamdesk.records.promotions import PromotionPlan
from kamdesk.records.team import Person
from kamdesk.records.territories import Territory
from kamdesk.sharing.approving import Recipient, answer_file, hand_of, open_letter, request_file
from kamdesk.sharing.container import Cipher, for_cards
from kamdesk.sharing.exchange import SELECTION, Share
from kamdesk.sharing.letters import Asked
from kamdesk.sharing.signing import signer_for
from kamdesk.words import _

if TYPE_CHECKING:
    from kamdesk.doors import Doors

CONFLICTS, JOINED, NEW = 3, 118, 42
FOREIGN = "COP"


def write(app: App, doors: Doors, folder: Path) -> list[Path]:
    """Write the three files into a folder; the base learns that its request was sent and three clients changed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seal = for_cards([hand_of(app.store, doors).card.sealing])
    with tempfile.TemporaryDirectory(prefix="kamdesk-") as name:
        desk = Path(name)
        return [_changes(app, doors, desk, folder, seal), *_answer(app, doors, desk, folder),
                _foreign(doors, desk, folder, seal)]


@contextmanager
def _program(doors: Doors, path: Path, *, make: bool = True) -> Iterator[App]:
    """The program of somebody else on a base of her own."""
    store = doors.create(path) if make else doors.open(path)
    try:
        yield App(store)
    finally:
        store.close()


@contextmanager
def _counting_in(currency: str) -> Iterator[None]:
    """Another currency of the base for a while: it is one for the whole program."""
    own = words.base_currency()
    words.set_format(currency=currency)
    try:
        yield
    finally:
        words.set_format(currency=own)


def _changes(app: App, doors: Doors, desk: Path, folder: Path, seal: Cipher) -> Path:
    """A supervisor of the team worked on a copy of the base; meanwhile the same clients changed here."""
    out = folder / _("changes-of-a-colleague.kdx")
    doors.back_up(app.store, out=desk / "copy.kamdesk")
    doors.restore_at(desk / "colleague.kamdesk", desk / "copy.kamdesk")
    with _program(doors, desk / "colleague.kamdesk", make=False) as other:
        me = other.store.find(Person, position="local_supervisor", sort=(("name", False),))[0]
        other.run(change_setting, name="me", value=me.id)
        touched = _worked_on(other)
        share = Share(profile=SELECTION, records=tuple(Link("client", each) for each in touched),
                      to=hand_of(app.store, doors).card.person)
        doors.send(other.store, share, out, seal=seal, sign=signer_for(doors.keys(other.store)))
    with app.store.aside("demo") as uow:
        for at, client in enumerate(_both(app)[:CONFLICTS]):
            uow.change(client, tax_id=f"OCC9805{at + 10}AB{at}")
    return out


def _both(app: App) -> list[Client]:
    """The clients that both know, in an order that is the same on both laptops."""
    return app.store.find(Client, category="physician", sort=(("name", False),), limit=CONFLICTS + JOINED)


def _worked_on(other: App) -> list[Id]:
    both, zone = _both(other), other.store.find(Territory, level="zone", sort=(("name", False),))[0]
    with other.store.aside("demo") as uow:
        for at, client in enumerate(both[:CONFLICTS]):
            uow.change(client, tax_id=f"OCC9805{at + 10}XY{at}")
        for at, client in enumerate(both[CONFLICTS:]):
            uow.change(client, phone=f"33 3615 {4_000 + 7 * at}")
        new = [uow.add(Client(name=_("Pharmacy of the corner {n}", n=at + 1), category="pharmacy", territory=zone.id))
               for at in range(NEW)]
    return [each.id for each in (*both, *new)]


def _answer(app: App, doors: Doors, desk: Path, folder: Path) -> list[Path]:
    """The promotion that waits was sent to the sales manager; her answer is back."""
    waiting = [each for each in app.store.find(PromotionPlan) if approval_of(app.store, each) == "sent"]
    manager = app.store.find(Person, position="sales_manager")
    if not waiting or not manager:
        return []
    out = folder / _("answer-to-a-promotion.kdx")
    with _program(doors, desk / "office.kamdesk") as office:
        with office.store.aside("demo") as uow:
            boss = uow.add(replace(manager[0], id="", territory=None, manager=None, can_approve=("promotion",)))
            uow.put_setting("me", boss.id)
        card = hand_of(office.store, doors).card
        request = desk / "request.kdx"
        request_file(app, doors, waiting[0], request, to=Recipient(card.person, for_cards([card.sealing])))
        doors.trust(app.store, card)
        asked = open_letter(office.store, doors, request)
        if isinstance(asked, Asked):
            answer_file(office, doors, asked, out, action="approve", comment=_("Go ahead, and tell me how it went."))
    return [out]


def _foreign(doors: Doors, desk: Path, folder: Path, seal: Cipher) -> Path:
    """A region that counts in another currency sends its clients by mistake."""
    out = folder / _("from-another-country.kdx")
    with _program(doors, desk / "abroad.kamdesk") as other, _counting_in(FOREIGN):
        with other.store.aside("demo") as uow:
            me = uow.add(Person(name="Camilo Restrepo", position="regional_manager"))
            uow.put_setting("me", me.id)
            uow.put_setting("currency", FOREIGN)
            zone = uow.add(Territory(name="Bogotá", level="zone"))
            uow.add(Client(name="Clínica del Country", category="clinic", territory=zone.id))
        doors.send(other.store, Share(to="Occidente"), out, seal=seal, sign=signer_for(doors.keys(other.store)))
    return out
