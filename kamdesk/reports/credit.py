"""R12 Propuesta de crédito: the party, what it bought and paid, the score factor by factor, the limit, to be signed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kamdesk.charts import SalesBars
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.figures.credit import credit_of
from kamdesk.figures.model import Period
from kamdesk.figures.score import Judged, frozen, judge_credit
from kamdesk.methods.credit_score import PAYMENT, Factor
from kamdesk.methods.months import add_months, month_end, month_of, month_range, month_start
from kamdesk.problems import Problem
from kamdesk.records.credit import CreditAssessment
from kamdesk.records.distributors import GUARANTEES, ROLES, Distributor
from kamdesk.reports.desk import Desk
from kamdesk.reports.model import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Fact,
    Facts,
    Field,
    Fields,
    Note,
    Row,
    Signature,
    SignatureBox,
    Status,
    Table,
)
from kamdesk.reports.register import DAY, Part, report
from kamdesk.selling.credit_words import FACTOR_NAMES, reasons, value_words
from kamdesk.store import AT_MOST, Where
from kamdesk.words import N_, SHORT_MONTHS, _, day, money, number, percent

MONTHS, GOOD_POINTS, FAIR_POINTS = 12, 70, 50


def _distributor(desk: Desk) -> Distributor:
    found = desk.reader.maybe(Distributor, desk.scope.distributor)
    if found is None:
        raise Problem(_("Choose a distributor."))
    return found


def _proposal(desk: Desk, distributor: Distributor) -> CreditAssessment | None:
    """The newest open proposal to the day of the report."""
    found = desk.reader.find(CreditAssessment, Where("on", AT_MOST, desk.until), state="draft",
                             distributor=distributor.id, sort=(("on", True),), limit=1)
    return found[0] if found else None


def _judged(desk: Desk, distributor: Distributor, proposal: CreditAssessment | None) -> Judged | None:
    """What the proposal froze, None when it kept no factors; without a proposal what the data say."""
    if proposal is not None:
        return frozen(desk.reader, proposal)
    return judge_credit(desk.reader.facts, distributor, desk.until)


def party(desk: Desk) -> tuple[Block, ...]:
    """Who it is, how it stands, and what it bought in twelve months."""
    found = _distributor(desk)
    names = desk.reader.names([Link("territory", each) for each in found.territories])
    shown = ((_("Role in the network"), _(ROLES[str(found.role)])), (_("Tax id"), found.tax_id),
             (_("Territories"), ", ".join(names.get(each, "") for each in found.territories)),
             (_("With us since"), day(found.since) if found.since else ""),
             (_("Guarantee"), _(GUARANTEES[found.guarantee]) if found.guarantee else ""))
    fields = tuple(Field(label, value) for label, value in shown if value)
    return Fields(fields), _cards(desk, found), _bought(desk)


def _cards(desk: Desk, found: Distributor) -> Cards:
    use = credit_of(desk.reader.facts, Link("distributor", found.id), desk.until)
    owed, late = desk.ask("F42").value, desk.ask("F46").value
    return Cards((
        Card(_("Credit limit"), money(use.limit, decimals=0), _("{n} d of term", n=number(found.payment_days or 0)),
             secrecy="credit"),
        Card(_("Use of the credit"), _percent(use.share), money(round(use.exposure), decimals=0), secrecy="credit"),
        Card(_("Overdue"), _percent(owed), _("of its balance"), secrecy="credit"),
        Card(_("Average days late"), "—" if late is None else number(_decimal(late), 1), _("in 12 months"),
             secrecy="credit")))


def _percent(value: Fraction | None) -> str:
    return "—" if value is None else percent(_decimal(value))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _bought(desk: Desk) -> Chart:
    last = month_of(desk.until)
    months = month_range(add_months(last, 1 - MONTHS), last)
    values = [desk.ask("F110", Period(month_start(each), min(month_end(each), desk.until))).value for each in months]
    labels = tuple(_(SHORT_MONTHS[int(each[5:]) - 1]).rstrip(".").lower() for each in months)
    return Chart(SalesBars(labels, tuple(None if each is None else round(each / 100) for each in values),
                           name=_("Billing")), _("Billing of twelve months"), twin=False, secrecy="credit")


def score(desk: Desk) -> tuple[Block, ...]:
    """The factors with their points, and the score they make."""
    found = _distributor(desk)
    judged = _judged(desk, found, _proposal(desk, found))
    if judged is None:
        return (Note(_("This proposal did not keep its factors.")),)
    columns = (Column(_("Factor"), weight=1.0), Column(_("Value"), "right", secrecy="credit"),
               Column(_("Points"), "right", secrecy="credit"), Column(_("Weight"), "right"))
    rows = [Row((_(FACTOR_NAMES[each.name]), _value(each), _points(each.points), number(each.weight)))
            for each in judged.opinion.factors]
    total = judged.opinion.score
    rows.append(Row((_("Score"), "", "—" if total is None else number(_decimal(total), 1), ""), "total"))
    return (Table(columns, tuple(rows)),)


def _value(factor: Factor) -> str:
    if factor.value is None:
        return "—"
    words = value_words(factor.name, factor.value)
    return _("{n} d of delay", n=words) if factor.name == PAYMENT else words


def _points(points: Fraction | None) -> Cell:
    if points is None:
        return Cell(_("without data"), "mute")
    status: Status = "ok" if points >= GOOD_POINTS else "warn" if points >= FAIR_POINTS else "bad"
    return Cell(number(_decimal(points)), status)


def proposed(desk: Desk) -> tuple[Block, ...]:
    """The limit asked for, its reasons, and room to answer."""
    found = _distributor(desk)
    proposal = _proposal(desk, found)
    judged = _judged(desk, found, proposal)
    now = (proposal.current_limit if proposal is not None else found.credit_limit) or 0
    opinion = judged.opinion if judged is not None else None
    limit = proposal.proposed_limit if proposal is not None else opinion.limit if opinion is not None else None
    change = percent(Decimal(limit - now) * 100 / now, signed=True) if limit is not None and now else ""
    band = proposal.band if proposal is not None else opinion.band if opinion is not None else None
    asked = "—" if limit is None else " ".join(filter(None, (money(limit, decimals=0), change and f"({change})")))
    shown = [Field(_("Band"), display(CreditAssessment.kind.fields["band"], band or "no_data"), "credit"),
             Field(_("Current limit"), money(now, decimals=0), "credit"), Field(_("Proposed limit"), asked, "credit")]
    if opinion is not None:
        shown.append(Field(_("Credit needed by its purchases"), money(round(opinion.need), decimals=0), "credit"))
    if proposal is not None and proposal.exception.strip():
        shown.append(Field(_("Exception"), proposal.exception))
    said = proposal.reasons.splitlines() if proposal is not None else reasons(judged) if judged is not None else []
    return (Fields(tuple(shown)), Facts(tuple(Fact(each, secrecy="credit") for each in said), _("Reasons")),
            SignatureBox((Signature(_("Proposed by")), Signature(_("Approved by"))),
                         (_("Approved"), _("Returned"), _("Rejected"))))


report("R12", N_("Credit proposal"), audience=N_("Credit and sales management"), period=DAY, about="party", prices=True,
       flows=True, parts=(
           Part("party", N_("The distributor"), party), Part("score", N_("Score"), score),
           Part("proposal", N_("Proposal"), proposed)))
