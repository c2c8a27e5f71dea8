"""A line about a party, read by fixed rules (A11) and stored as what it tells: a visit, a talk, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kamdesk import clock, words
from kamdesk.commands import command
from kamdesk.commands.aftermath import Sample
from kamdesk.commands.interactions import log_interaction
from kamdesk.commands.payments import register_payment
from kamdesk.commands.promises import promise_payment
from kamdesk.commands.visits import record_visit
from kamdesk.fields import Id, Link
from kamdesk.kinds import Record
from kamdesk.methods.note_parser import CONTACT, PARTY, PRODUCT, Known, Note, Vocabulary, parse_note
from kamdesk.problems import Problem
from kamdesk.records.clients import Contact
from kamdesk.records.products import Product
from kamdesk.records.samples import SampleMove
from kamdesk.store import NOT_EQUAL, Reader, UnitOfWork, Where
from kamdesk.words import _, fold

VISIT, CALL, EMAIL, MESSAGE, MEETING = "visit", "call", "email", "message", "meeting"
BEGIN = {"visita": VISIT, "visit": VISIT, "llamada": CALL, "llame": CALL, "call": CALL, "correo": EMAIL,
         "email": EMAIL, "mensaje": MESSAGE, "whatsapp": MESSAGE, "message": MESSAGE, "reunion": MEETING,
         "meeting": MEETING}


@dataclass(frozen=True)
class Line:
    """What a line tells of a party: how it was («visit» or a channel), and what A11 understood."""

    how: str
    note: Note


def vocabulary_of(reader: Reader, party: Link) -> Vocabulary:
    """The names a line about a party may hold: its contacts, itself, and the products that are sold."""
    people = [Known(each.id, f"{each.title} {each.name}".strip(), CONTACT, party=party.id)
              for each in reader.find(Contact, party=party)]
    goods = [Known(each.id, each.name, PRODUCT, code=each.code)
             for each in reader.find(Product, Where("status", NOT_EQUAL, "discontinued"))]
    own = [Known(party.id, name, PARTY) for name in reader.names([party]).values()]
    return Vocabulary([*people, *goods, *own])


def read_line(text: str, vocabulary: Vocabulary, *, how: str = "", chosen: Mapping[str, Id] | None = None) -> Line:
    """Read a line; ``how`` says how it was when the person did, ``chosen`` settles doubts by their words.

    Without either the first word tells («llamada …»), else an outcome or samples make it a visit, the rest a call.
    """
    first, _space, rest = text.strip().partition(" ")
    told = BEGIN.get(fold(first).strip(".,;:"), "")
    note = parse_note(rest if told else text, vocabulary=vocabulary, today=clock.today())
    for doubt in list(note.doubts):
        meant = (chosen or {}).get(doubt.text)
        if meant in doubt.options:
            note.doubts.remove(doubt)
            into = note.products if vocabulary.known[meant].sort == PRODUCT else note.contacts
            into.append(meant)
    return Line(how or told or (VISIT if note.outcome or note.samples else CALL), note)


@command
def log_line(uow: UnitOfWork, *, party: Link, text: str, how: str = "") -> Record:
    """Store what a line tells of a party: «Dra. Salas losartán 2m interesada llamar 12/02» is a visit."""
    return store_line(uow, party=party, line=read_line(text, vocabulary_of(uow, party), how=how))


@command
def store_line(uow: UnitOfWork, *, party: Link, line: Line) -> Record:
    """Store a line that was read; Problem when a word still fits several names, or a visit says not how it went."""
    note = line.note
    if note.doubts:
        raise Problem(_("“{text}” fits several names. Choose one.", text=note.doubts[0].text), field="text")
    if note.amount is not None:
        return _money(uow, party, note)
    if line.how == VISIT:
        if not note.outcome:
            raise Problem(_("Write how it went: interested, neutral, objection or did not receive."), field="outcome")
        return record_visit(uow, party=party, outcome=note.outcome, contacts=note.contacts, products=note.products,
                            note=note.text, next_step=note.next_step or "none", next_on=note.next_on,
                            samples=[_sample(uow, *each) for each in note.samples.items()])
    return log_interaction(uow, party=party, channel=line.how, text=note.text or _said(uow, note),
                           contacts=note.contacts, products=note.products, next_step=note.next_step or "none",
                           next_on=note.next_on)


def _said(reader: Reader, note: Note) -> str:
    """The text of a talk whose every word was understood: its products, which are worth a note too."""
    return ", ".join(reader.names([Link("product", each) for each in note.products]).values())


def _sample(reader: Reader, product: Id, quantity: int) -> Sample:
    """Samples of the lot of mine that moved last; Problem when I never had any."""
    moves = reader.find(SampleMove, product=product, person=reader.me, sort=(("on", True),), limit=1)
    if not moves:
        name = reader.names([Link("product", product)]).get(product, "")
        raise Problem(_("You have no samples of {product} noted. Receive them first.", product=name), field="samples")
    return Sample(product, moves[0].lot, quantity)


def _money(uow: UnitOfWork, party: Link, note: Note) -> Record:
    amount = minor(note.amount or Decimal(0))
    if note.money == "payment":
        return register_payment(uow, party=party, amount=amount, note=note.text)
    if note.due is None:
        raise Problem(_("Write when: «promised $50,000 friday», or «paid $50,000»."), field="due")
    return promise_payment(uow, party=party, amount=amount, due=note.due, note=note.text,
                           contact=note.contacts[0] if note.contacts else None)


def minor(amount: Decimal) -> int:
    """Units of the base currency as minor units."""
    return int(amount.scaleb(words.exponent(words.base_currency())).to_integral_value())
