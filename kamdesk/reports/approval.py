"""R28 Hoja de aprobación: what a document asks for, what changed since it was approved, and room to sign."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kamdesk import words
from kamdesk.authority import amount_of, discount_of
from kamdesk.display import display, is_right
from kamdesk.fields import MARGIN, PERSONAL, PRICE, PRIVATE, Id, Link
from kamdesk.fields import Field as Declared
from kamdesk.kinds import Kind, Record, kind_of
from kamdesk.protected import GONE, changes_since, content_hash, family, links_in
from kamdesk.records.approvals import ACTIONS, ApprovalEvent
from kamdesk.records.team import Person
from kamdesk.reports.model import (
    Block,
    Column,
    Field,
    Fields,
    Note,
    Paragraph,
    Report,
    Row,
    Secrecy,
    Section,
    Signature,
    SignatureBox,
    Table,
)
from kamdesk.reports.secrecy import redact
from kamdesk.sharing.letters import Answered, Asked
from kamdesk.store import Reader
from kamdesk.words import N_, _, day, money, percent, plural

CODE = "R28"
MOST = 60  # lines of a kind; a sheet is read by somebody who decides
ANSWERS = (N_("Approved"), N_("Sent back"), N_("Refused"))
_SECRECY: dict[str | None, Secrecy] = {PRICE: "price", "amount": "amount", MARGIN: "margin", "credit": "credit"}


def approval_sheet(reader: Reader, document: Record, *, reason: str = "", to: str = "") -> Report:
    """The sheet of a document as it stands; the same document and events give the same sheet.

    It shows what the decision is about, prices included: its reader decides about them. Personal and private values
    are shown only where they are protected themselves.
    """
    name, me = name_of(reader, document), reader.maybe(Person, reader.me)
    today = day(_today(reader, document))
    blocks = tuple(_blocks(reader, document, reason=reason, to=to))
    report = Report(
        code=CODE, title=_("Approval sheet"), company=reader.setting("company"), period=today, scope=name,
        number=request_number(reader, document), manager=me.name if me else "", reader=to or _("Approver"),
        data_through=today, sections=(Section(f"{_(type(document).kind.label)}: {name}", blocks),),
        mark=_("Confidential"), language=words.language())
    return redact(report, prices=True, amounts=True)


def decision_sheet(reader: Reader, asked: Asked, answer: Answered) -> Report:
    """The sheet of a decision about a request that came in a file: what was asked, what was answered and by whom."""
    here = answer.at.astimezone()
    told = (Field(_("Document"), f"{_(kind_of(asked.kind).label)}: {asked.title}"), Field(_("Asked by"), asked.author),
            Field(_("Decision"), _(ACTIONS[answer.action])), Field(_("Decides"), answer.actor),
            Field(_("Date"), _moment(answer.at)), Field(_("Request number"), number_of(asked.digest)))
    blocks: tuple[Block, ...] = (Fields(told), Paragraph(f"{_('Comment')}: {answer.comment}"), Note(
        _("The file that goes with this sheet carries the signed answer. It holds for the document as it was sent: "
          "whatever changes later is approved again.")))
    return Report(
        code=CODE, title=_("Decision"), company=reader.setting("company"), period=day(here.date()), scope=asked.title,
        number=number_of(asked.digest), manager=answer.actor, reader=asked.author, data_through=day(here.date()),
        sections=(Section(asked.title, blocks),), mark=_("Confidential"), language=words.language())


def request_number(reader: Reader, document: Record) -> str:
    """What a request is called in a conversation: it follows from what the document holds."""
    return number_of(content_hash(reader, document))


def number_of(digest: str) -> str:
    """«3F9A-12CD»."""
    digits = digest[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def name_of(reader: Reader, document: Record) -> str:
    """What a document is called."""
    return reader.names([Link(type(document).kind.name, document.id)]).get(document.id, "")


def events_of(reader: Reader, document: Record) -> list[ApprovalEvent]:
    """What was asked and answered about a document, the newest first."""
    return reader.find(ApprovalEvent, document=Link(type(document).kind.name, document.id),
                       sort=(("at", True), ("id", True)))


def changed_since(reader: Reader, document: Record) -> datetime.datetime | None:
    """From when on a document differs from what was approved last; None when it does not, or never was approved.

    That is when the approved content was sent, not the instant of the answer, which another laptop's clock gave.
    """
    events = events_of(reader, document)
    answer = next((each for each in events if each.action == "approve"), None)
    if answer is None or answer.content_hash == content_hash(reader, document):
        return None
    sent = [each.at for each in events if each.action == "submit" and each.content_hash == answer.content_hash]
    return sent[0] if sent else answer.at


def _today(reader: Reader, document: Record) -> datetime.date:
    """The day of the request; without one, today."""
    from kamdesk import clock

    sent = next((each.at for each in events_of(reader, document) if each.action == "submit"), None)
    return sent.astimezone().date() if sent else clock.today()


def _blocks(reader: Reader, document: Record, *, reason: str, to: str) -> Iterator[Block]:
    yield Fields(tuple(_fields(reader, document)), _("What is asked"))
    if reason:
        yield Paragraph(f"{_('Reason')}: {reason}")
    yield from _lines(reader, document)
    since = changed_since(reader, document)
    if since is not None:
        yield changes_table(reader, document, since)
    yield _answers(reader, document)
    yield SignatureBox((Signature(_("Decides"), to),), tuple(_(each) for each in ANSWERS),
                       _("Decision"))


def _sums(reader: Reader, document: Record) -> Iterator[Field]:
    """What a decision is about in numbers, where no field of the document says it."""
    amount, discount = amount_of(reader, document), discount_of(reader, document)
    if amount is not None and amount not in (getattr(document, name) for name in type(document).kind.approvable):
        yield Field(_("Amount it is about"), money(amount, getattr(document, "currency", "") or None), "amount")
    if discount is not None:
        yield Field(_("Highest discount"), percent(discount), "price")


def _shown(kind: Kind) -> list[Declared]:
    """Protected fields first, then those of its list; personal and private values only when they are protected."""
    names = dict.fromkeys((*kind.approvable, *kind.title, *kind.columns))
    found = [kind.fields[name] for name in names if kind.fields[name].stored]
    return [each for each in found if each.name in kind.approvable or each.klass not in (PERSONAL, PRIVATE)]


def _fields(reader: Reader, document: Record) -> Iterator[Field]:
    yield from _sums(reader, document)
    for of in _shown(type(document).kind):
        text = _text(reader, document, of)
        if text:
            yield Field(_(of.label), text, _SECRECY.get(of.klass, ""))


def _text(reader: Reader, record: Record, of: Declared) -> str:
    value = getattr(record, of.name)
    names = reader.names(links_in(of, (value,)))
    return display(of, value, names, currency=getattr(record, "currency", "") or None)


def _lines(reader: Reader, document: Record) -> Iterator[Table]:
    """A table for each kind of line; values by the month are added up beside the line they belong to."""
    lines: dict[str, list[Record]] = {}
    totals: dict[Id, Any] = {}
    unit: Declared | None = None
    for each in family(reader, [document])[1:]:
        kind = type(each).kind
        if kind.bulk:
            parent, unit = getattr(each, kind.parent or ""), kind.fields[kind.approvable[0]]
            totals[parent] = totals.get(parent, 0) + (getattr(each, unit.name) or 0)
        else:
            lines.setdefault(kind.name, []).append(each)
    written = {parent: display(unit, total) for parent, total in totals.items()} if unit else {}
    for records in lines.values():
        records.sort(key=lambda each: -totals.get(each.id, 0))
        yield _table(reader, type(records[0]).kind, records, written)


def _table(reader: Reader, kind: Kind, records: Sequence[Record], totals: Mapping[Id, str]) -> Table:
    """The lines given with their totals; columns nobody filled are left out."""
    ordered = records[:MOST]
    columns = [of for of in _shown(kind) if of.name != kind.parent and any(_is_filled(each, of) for each in ordered)]
    columns.sort(key=lambda of: (of.name not in kind.title, of.name in kind.approvable))
    links = [link for of in columns for link in links_in(of, (getattr(each, of.name) for each in ordered))]
    names = reader.names(links)
    summed = any(each.id in totals for each in ordered)
    rows = tuple(Row((*(display(of, getattr(each, of.name), names) for of in columns),
                      *((totals.get(each.id, GONE),) if summed else ()))) for each in ordered)
    heads = (*(_column(of, first=at == 0) for at, of in enumerate(columns)),
             *((Column(_("Total"), "right", secrecy="amount"),) if summed else ()))
    left = len(records) - len(ordered)
    return Table(heads, rows, _(kind.labels),
                 plural("{n} line is not printed here.", "{n} lines are not printed here.", left) if left else "")


def _is_filled(record: Record, of: Declared) -> bool:
    return getattr(record, of.name) not in (None, "", (), False)


def _column(of: Declared, *, first: bool) -> Column:
    return Column(_(of.label), "right" if is_right(of) else "left", 1.0 if first else 0.0, _SECRECY.get(of.klass, ""))


def changes_table(reader: Reader, document: Record, since: datetime.datetime) -> Table:
    """What is not as it was approved, before and now."""
    rows = tuple(Row((each.record, each.field, each.before, each.after))
                 for each in changes_since(reader, document, since))
    columns = (Column(_("Record"), weight=1.0), Column(_("Field")), Column(_("Approved value")), Column(_("Now")))
    return Table(columns, rows, _("Changed since it was approved"),
                 empty=_("Nothing protected changed since it was approved."))


def _answers(reader: Reader, document: Record) -> Table:
    shown = ApprovalEvent.kind.fields
    rows = tuple(Row((_moment(each.at), display(shown["action"], each.action), each.actor, each.comment,
                      display(shown["origin"], each.origin))) for each in events_of(reader, document))
    columns = (Column(_("Date")), Column(_("Answer")), Column(_("Who")), Column(_("Comment"), weight=1.0),
               Column(_("How it arrived")))
    return Table(columns, rows, _("What was asked and answered"), empty=_("This is the first request."))


def _moment(at: datetime.datetime | None) -> str:
    if at is None:
        return ""
    here = at.astimezone()
    return f"{day(here.date())} {here:%H:%M}"
