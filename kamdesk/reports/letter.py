"""R21 Carta de calidad o devolución: what a client is told of a case, or each recipient of a recalled lot."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from kamdesk import clock
from kamdesk.app import App
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.figures.lots import THOUSANDTHS
from kamdesk.figures.model import Period
from kamdesk.problems import Problem
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.receivables import Invoice
from kamdesk.records.rules import quantity_words
from kamdesk.records.sales import Order
from kamdesk.records.tasks import Incident
from kamdesk.reports.desk import Desk
from kamdesk.reports.documents import about, named, party_of, scope_of
from kamdesk.reports.model import Block, Field, Fields, Heading, Paragraph, Report, Signature, SignatureBox
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.texts import quantity
from kamdesk.store import AT_MOST, Reader, Where
from kamdesk.words import N_, _, day, money

CODE, PART = "R21", "letter"
Texts = Sequence[tuple[str, str]]


def issue_letter(app: App, issue: QualityIssue) -> Report:
    """What the client is told of a quality issue."""
    return _letter(app, issue.party, issue.number, partial(_of_issue, issue))


def return_letter(app: App, case: Return) -> Report:
    """What the client is told of a return or exchange."""
    return _letter(app, case.party, case.number, partial(_of_return, case))


def recall_letter(app: App, incident: Incident, party: Link) -> Report:
    """What one recipient of a lot is told when it is recalled."""
    return _letter(app, party, incident.lot, partial(_of_recall, incident, party))


def _letter(app: App, party: Link | None, number: str, blocks: partial[tuple[Block, ...]]) -> Report:
    name = named(app.store, party)
    return about(app, CODE, Period.day(clock.today()), scope_of(party), {PART: blocks}, name=name, reader=name,
                 number=number)


def letter(desk: Desk) -> tuple[Block, ...]:
    """The newest quality issue or return of the party; Problem without one."""
    party = party_of(desk.scope)
    issues = desk.reader.find(QualityIssue, Where("reported_on", AT_MOST, desk.until), party=party,
                              sort=(("reported_on", True), ("number", True)), limit=1)
    returns = desk.reader.find(Return, Where("on", AT_MOST, desk.until), party=party,
                               sort=(("on", True), ("number", True)), limit=1)
    if issues and (not returns or (issues[0].reported_on or desk.until) >= (returns[0].on or desk.until)):
        return _of_issue(issues[0], desk)
    if not returns:
        raise Problem(_("This client has no quality issue and no return to that day."))
    return _of_return(returns[0], desk)


def _of_issue(issue: QualityIssue, desk: Desk) -> tuple[Block, ...]:
    head = _goods(desk, issue.party, issue.product, issue.lot, number=issue.number)
    said = [(_("Reported on"), day(issue.reported_on) if issue.reported_on else ""),
            (_("Units concerned"), quantity_words(issue.quantity) if issue.quantity else "")]
    texts = ((_("What was reported"), issue.description), (_("Analysis"), _whys(issue)), (_("Cause"), issue.cause),
             (_("Corrective action"), issue.action), (_("Decision"), issue.answer))
    opening = _("We have looked into the case that you reported, and tell you here what we found and what we do.")
    return _page(desk, opening, [*head, *said], texts)


def _whys(issue: QualityIssue) -> str:
    """The five whys as they were answered, one a line."""
    return "\n".join(filter(None, (issue.why1, issue.why2, issue.why3, issue.why4, issue.why5)))


def _of_return(case: Return, desk: Desk) -> tuple[Block, ...]:
    kind = Return.kind.fields
    head = _goods(desk, case.party, case.product, case.lot, number=case.number)
    said = [(_("Requested on"), day(case.on) if case.on else ""),
            (_("Units asked to return"), quantity_words(case.quantity) if case.quantity else ""),
            (_("Reason"), display(kind["reason"], case.reason)), (_("State"), display(kind["state"], case.state)),
            (_("Units received back"), quantity_words(case.received) if case.received else ""),
            (_("Received on"), day(case.received_on) if case.received_on else "")]
    opening = _("We answer here your request to return or exchange goods.")
    return _page(desk, opening, [*head, *said], ((_("Decision"), _decided(desk.reader, case)), (_("Note"), case.note)))


def _decided(reader: Reader, case: Return) -> str:
    """How it ended: the credit note with its amount, the order that replaces the goods, or that they are destroyed."""
    if case.resolution in (None, "none"):
        return ""
    ended = display(Return.kind.fields["resolution"], case.resolution)
    note, order = reader.maybe(Invoice, case.credit_note), reader.maybe(Order, case.replacement)
    more = [note.number, money(note.amount or 0, note.currency or None)] if note is not None else []
    return " · ".join(filter(None, (ended, *more, order.number if order is not None else "")))


def _of_recall(incident: Incident, party: Link, desk: Desk) -> tuple[Block, ...]:
    opening = _("We withdraw from the market the lot named here. Stop its use and sale at once, set it apart, and "
                "return every unit you hold: we replace or credit all of them.")
    texts = ((_("What happened"), incident.title), (_("Decision"), incident.decision))
    return _page(desk, opening, _goods(desk, party, incident.product, incident.lot), texts)


def _goods(desk: Desk, party: Link | None, product: Id | None, lot: str, *, number: str = "") -> list[tuple[str, str]]:
    """Case, client, product, lot, and how much of the lot the client received and gave back (F111)."""
    found = [(_("Case"), number), (_("Client"), named(desk.reader, party)),
             (_("Product"), named(desk.reader, Link("product", product)) if product else ""), (_("Lot"), lot)]
    parts = desk.reader.facts.orders.lot(product, lot.strip()) if product and lot.strip() else ()
    for each in parts:
        if each.party == party and each.delivered:
            found += [(_("Units of the lot received"), quantity(Fraction(each.delivered, THOUSANDTHS))),
                      (_("Units of the lot returned"), quantity(Fraction(each.returned, THOUSANDTHS)))]
    return found


def _page(desk: Desk, opening: str, fields: Texts, texts: Texts) -> tuple[Block, ...]:
    told: list[Block] = []
    for title, text in texts:
        if text.strip():
            told += [Heading(title), Paragraph(text.strip())]
    shown = Fields(tuple(Field(label, value) for label, value in fields if value))
    company = Signature(_("For {name}", name=desk.reader.setting("company")))
    return (Paragraph(opening), shown, *told, SignatureBox((company, Signature(_("Received by the client")))))


report(CODE, N_("Quality or return letter"), audience=N_("The client"), period=DAY, about="case", comments=False,
       prices=True, dense=True, parts=(Part(PART, N_("Letter"), letter),))
