"""R07 Ficha: what is known of one client, distributor or representative, and the twelve months with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kamdesk.charts import SalesBars, Unit
from kamdesk.display import display
from kamdesk.fields import PERSONAL, PRIVATE, Link
from kamdesk.fields import Field as Of
from kamdesk.figures.model import Ask, Figure, Period
from kamdesk.figures.panel import class_of, rule_of_party, rules
from kamdesk.kinds import Record, values_of
from kamdesk.methods.months import add_months, month_end, month_range, month_start
from kamdesk.methods.turns import target
from kamdesk.problems import Problem
from kamdesk.records.clients import Affiliation, Client, Contact, SegmentChange
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import Distributor, StageChange
from kamdesk.records.interactions import ClientPlan, Interaction
from kamdesk.records.listings import Adoption, HospitalListing, PatientCount
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import KeyMessage
from kamdesk.records.quality import QualityIssue, Return
from kamdesk.records.sales import Order
from kamdesk.records.tasks import Task
from kamdesk.records.team import Person
from kamdesk.records.training import TrainingAttendance
from kamdesk.records.visits import ShelfCheck, Visit
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, amount, table
from kamdesk.reports.model import Block, Card, Cards, Chart, Column, Fact, Facts, Field, Fields, Row, Secrecy, Table
from kamdesk.reports.pictures import ageing_chart, sales_chart
from kamdesk.reports.register import DAY, Part, report
from kamdesk.reports.texts import STATUS, cited, name_of, share, written
from kamdesk.store import AT_LEAST, AT_MOST, EQUAL, FILLED, IN, Where
from kamdesk.words import N_, SHORT_MONTHS, _, day, number, percent, plural

MONTHS, GOOD_FILE = 12, 90
CHART, AGES = 120.0, 60.0
SECRET: dict[str | None, Secrecy] = {"price": "price", "margin": "margin", "credit": "amount", "amount": "amount"}
DATA: dict[str, tuple[str, ...]] = {
    "client": ("category", "segment", "sector", "specialty", "territory", "owner", "status", "address", "tax_id",
               "code", "channel", "parent", "potential", "beds", "visit_days", "visit_hours", "payment_days",
               "credit_limit", "consent", "consent_on", "since", "note"),
    "distributor": ("role", "stage", "grade", "territories", "lines", "owner", "address", "tax_id", "code", "channel",
                    "payment_days", "credit_limit", "since"),
    "person": ("position", "department", "territory", "lines", "manager", "employer", "start"),
}
REACHED: dict[str, tuple[str, ...]] = {"client": ("phone", "email"), "distributor": ("phone", "email"),
                                       "person": ("phone", "email")}


def party_of(desk: Desk) -> Link:
    """Whose sheet it is; Problem when the scope names nobody."""
    for kind in ("client", "distributor", "person"):
        id_ = getattr(desk.scope, kind)
        if id_:
            return Link(kind, id_)
    raise Problem(_("Choose the client, distributor or representative of the sheet."))


def holder_of(desk: Desk) -> Client | Distributor | Person:
    """The record itself."""
    party = party_of(desk)
    classes: dict[str, type[Client | Distributor | Person]] = {
        "client": Client, "distributor": Distributor, "person": Person}
    return desk.reader.get(classes[party.kind], party.id)


def span(desk: Desk) -> Period:
    """The twelve months to the day."""
    first = add_months(f"{desk.until:%Y-%m}", 1 - MONTHS)
    return Period(month_start(first), desk.until)


def data(desk: Desk) -> tuple[Block, ...]:
    """What is known, how complete it is, and how it came to its segment or stage."""
    holder = holder_of(desk)
    party = party_of(desk)
    known = desk.ask("F95", Period.day(desk.until))
    goal = _("goal {n}", n=percent(GOOD_FILE))
    found: list[Block] = [_fields(desk, holder, DATA[party.kind]), _cards(desk, ((known, goal),))]
    if isinstance(holder, Person):
        served = desk.reader.count(Client, owner=holder.id, status="active")
        found.append(Facts((Fact(plural("{n} client served", "{n} clients served", served)),)))
    elif isinstance(holder, Client):
        found.append(table(desk, Listing(SegmentChange, ("on", "old", "new", "reason"), _("History of the segment"),
                                         _("The segment has not changed."), (Where("client", EQUAL, party.id),),
                                         (("on", True),), ("reason",))))
    else:
        found.append(table(desk, Listing(StageChange, ("on", "stage", "reason"), _("History of the stage"),
                                         _("The stage has not changed."), (Where("distributor", EQUAL, party.id),),
                                         (("on", True),), ("reason",))))
    return tuple(found)


def people(desk: Desk) -> tuple[Block, ...]:
    """Who works there, without names and numbers: those are personal."""
    party = party_of(desk)
    if party.kind == "person":
        return ()
    of = (Where("party", EQUAL, party),)
    found: list[Block] = [table(desk, Listing(Contact, ("position", "area", "influence", "consent"), _("Contacts"),
                                              _("No contacts yet."), of, (("influence", False),), ("position",)))]
    if party.kind == "client":
        physician = isinstance(holder := holder_of(desk), Client) and holder.category == "physician"
        own, other = ("physician", "place") if physician else ("place", "physician")
        found.append(table(desk, Listing(Affiliation, (other, "role", "main"), _("Affiliations"),
                                         _("No affiliation is known."), (Where(own, EQUAL, party.id),), (), (other,))))
    return tuple(found)


def personal(desk: Desk) -> tuple[Block, ...]:
    """Names, telephones and e-mail; printed only when somebody ticks it, never of those who withdrew consent."""
    party, holder = party_of(desk), holder_of(desk)
    gone = getattr(holder, "consent", "") == "withdrawn"
    own = () if gone else tuple(Field(_(holder.kind.fields[name].label), getattr(holder, name))
                                for name in REACHED[party.kind] if getattr(holder, name))
    found: list[Block] = [Fields(own)] if own else []
    if party.kind != "person":
        contacts = [each for each in desk.reader.find(Contact, party=party, sort=(("name", False),))
                    if each.consent != "withdrawn"]
        rows = tuple(Row((f"{each.title} {each.name}".strip(), each.position, each.phone or each.mobile, each.email))
                     for each in contacts)
        found.append(Table((Column(_("Name"), weight=1.0), Column(_("Job title")), Column(_("Phone")),
                            Column(_("E-mail"))), rows, _("Contacts"), empty=_("No contacts yet.")))
    return tuple(found)


def contact(desk: Desk) -> tuple[Block, ...]:
    """How it stands with visits and conversations, what was told, and what of it is missing."""
    party, period = party_of(desk), span(desk)
    if party.kind == "person":
        overdue, done = desk.ask("F14", Period.day(desk.until)), desk.ask("F10", period)
        followed = plural("of {n} client", "of {n} clients", int(overdue.denominator or 0))
        return _cards(desk, ((done, _since(period)), (overdue, followed),
                             (desk.ask("F23", Period.month(f"{desk.until:%Y-%m}")), _("of the target to date")))
                      ), _visits(desk, party, period)
    status, reach = (desk.ask(code, Period.day(desk.until)) for code in ("F14", "F103"))
    late = plural("{n} day late", "{n} days late", status.more.get("days_late", 0)) if status.value else _("in order")
    days, limit = reach.more.get("days"), reach.more.get("limit")
    within = "" if days is None or limit is None else _("{n} of {all} days", n=number(days), all=number(limit))
    found: list[Block] = [
        Cards((Card(name_of("F14"), late, _rhythm(desk, party), "warn" if status.value else "ok",
                    source=cited(status, desk.scope_name)),
               Card(name_of("F103"), within or _("no data"), _("by the limit of its class"), STATUS[reach.status],
                    source=cited(reach, desk.scope_name)))),
        _visit_chart(desk, period), _visits(desk, party, period)]
    talks = (Where("party", EQUAL, party), Where("private", EQUAL, False), *_between("on", period))
    found.append(table(desk, Listing(Interaction, ("on", "channel", "topic", "text", "relay"), _("Calls and notes"),
                                     _("No conversation in the period."), talks, (("on", True),), ("text",))))
    if party.kind == "client":
        found.append(_messages(desk, party))
    found.append(table(desk, Listing(TrainingAttendance, ("session", "attended"), _("Trainings attended"),
                                     _("No training yet."), (Where("attendee", EQUAL, party),), (), ("session",))))
    return tuple(found)


def sales(desk: Desk) -> tuple[Block, ...]:
    """What it bought by month, what it ordered and what it owes."""
    party, period = party_of(desk), span(desk)
    sold = desk.ask("F20", period)
    chart = Chart(sales_chart(desk.app, desk.until, scope=desk.scope), _("Sales by month"), CHART, secrecy="amount")
    if party.kind == "person":
        return _cards(desk, ((sold, _since(period)),)), chart
    owed, rhythm = desk.ask("F40", Period.day(desk.until)), desk.ask("F107", Period.day(desk.until))
    usual = "" if rhythm.denominator is None else _("usually every {n} days", n=number(round(rhythm.denominator)))
    late = desk.ask("F42", Period.day(desk.until))
    overdue = _("{share} overdue", share=share(late.value)) if late.value is not None else _("nothing open")
    orders = Listing(Order, ("number", "on", "amount", "deliver_by", "state"), _("Orders"), _("No orders yet."),
                     (Where("buyer", EQUAL, party), *_between("on", period)), (("on", True),))
    return (_cards(desk, ((sold, _grown(desk, period)), (owed, overdue), (rhythm, usual))), chart,
            Chart(ageing_chart(desk.app, desk.until, scope=desk.scope), _("Balance by age"), AGES, twin=False,
                  secrecy="amount"), table(desk, orders))


def products(desk: Desk) -> tuple[Block, ...]:
    """Listed products, patients, adoption, what was seen on the shelf."""
    party = party_of(desk)
    if party.kind != "client":
        return ()
    mine = (Where("client", EQUAL, party.id),)
    return (
        table(desk, Listing(HospitalListing, ("product", "state", "committee_on", "monthly_units"),
                            _("Listed products"), _("No product is on its way here"), mine, (), ("product",))),
        table(desk, Listing(PatientCount, ("month", "product", "patients", "source"), _("Patients"),
                            _("Nobody counted patients yet."), mine, (("month", True),), ("product",))),
        table(desk, Listing(Adoption, ("product", "level", "on"), _("Adoption level"), _("No level noted."),
                            (Where("physician", EQUAL, party.id),), (), ("product",))),
        table(desk, Listing(ShelfCheck, ("on", "product", "presence", "units"), _("Shelf checks"),
                            _("The shelf was not checked yet."), (Where("party", EQUAL, party),), (("on", True),),
                            ("product",))))


def agreements(desk: Desk) -> tuple[Block, ...]:
    """The plan, contracts, returns, quality, documents, and what is still to do."""
    party = party_of(desk)
    of = (Where("party", EQUAL, party),)
    open_tasks = (Where("about", EQUAL, party), Where("state", IN, ("pending", "running")))
    found: list[Block] = []
    if party.kind == "client":
        found.append(table(desk, Listing(ClientPlan, ("start", "end", "goal", "state"), _("Plan of the client"),
                                         _("No plan yet."), (Where("client", EQUAL, party.id),), (("start", True),),
                                         ("goal",))))
    if party.kind != "person":
        found += [
            table(desk, Listing(Contract, ("title", "category", "end", "fulfilment", "state"), _("Contracts"),
                                _("No contracts yet."), of, (("end", True),), ("title",))),
            table(desk, Listing(Return, ("number", "on", "product", "quantity", "state"), _("Returns"),
                                _("No returns."), of, (("on", True),), ("product",))),
            table(desk, Listing(QualityIssue, ("number", "found_on", "product", "lot", "severity", "state"),
                                _("Quality problems"), _("No quality problems."), of, (("found_on", True),),
                                ("product",)))]
    found += [
        table(desk, Listing(ComplianceDocument, ("category", "number", "expires", "status"), _("Documents"),
                            _("No documents."), (Where("holder", EQUAL, party),), (("expires", False),),
                            ("category",))),
        table(desk, Listing(Task, ("due", "title", "state"), _("Open tasks"), _("Nothing waits."), open_tasks,
                            (("due", False),), ("title",)))]
    return tuple(found)


def _between(field: str, period: Period) -> tuple[Where, Where]:
    return Where(field, AT_LEAST, period.start), Where(field, AT_MOST, period.end)


def _fields(desk: Desk, holder: Record, names: Sequence[str]) -> Fields:
    """The filled fields of a record as pairs; what is personal or private stays out."""
    kind, values = type(holder).kind, values_of(holder)
    links = [link for name in names for link in _links(kind.fields[name], values[name])]
    called = desk.reader.names(links)
    shown = [kind.fields[name] for name in names if kind.fields[name].klass not in (PERSONAL, PRIVATE)]
    pairs = ((of, _written(of, values[of.name], called)) for of in shown)
    return Fields(tuple(Field(_(of.label), text, SECRET.get(of.klass, "")) for of, text in pairs if text))


def _written(of: Of, value: object, names: dict[str, str]) -> str:
    if of.type == "money" and isinstance(value, int):
        return amount(value)
    return display(of, value, names)


def _links(of: Of, value: object) -> list[Link]:
    if not value or of.type not in ("ref", "refs"):
        return []
    ids = value if isinstance(value, tuple) else (value,)
    return [Link(of.to[0], str(each)) for each in ids]


def _cards(desk: Desk, figures: Sequence[tuple[Figure, str]]) -> Cards:
    """Figures as cards, each with what it is compared with; sums of money go with the amounts."""
    return Cards(tuple(Card(name_of(figure.code), written(figure), comparison, STATUS[figure.status],
                            note=_(figure.reason) if figure.value is None and figure.reason else "",
                            secrecy="amount" if figure.unit == "money" else "", source=cited(figure, desk.scope_name))
                       for figure, comparison in figures))


def _since(period: Period) -> str:
    return _("since {day}", day=day(period.start))


def _grown(desk: Desk, period: Period) -> str:
    """The sales of the period against those of the year before."""
    grown = desk.ask("F24", period).value
    return _since(period) if grown is None else _("{share} on last year", share=share(grown, decimals=1, signed=True))


def _rhythm(desk: Desk, party: Link) -> str:
    """How often it is visited by its rule."""
    standing = desk.reader.facts.contacts.standings([party.id], desk.until).get(party.id)
    return _("every {n} days", n=number(standing.every)) if standing and standing.every else _("without frequency")


def _visits(desk: Desk, party: Link, period: Period) -> Table:
    of = Where("owner", EQUAL, party.id) if party.kind == "person" else Where("party", EQUAL, party)
    fields = ("done_on", "party", "purpose", "outcome", "note") if party.kind == "person" else (
        "done_on", "purpose", "outcome", "products", "note")
    return table(desk, Listing(Visit, fields, _("Visits"), _("No visit in the period."),
                               (of, Where("state", EQUAL, "done"), *_between("done_on", period)),
                               (("done_on", True),), ("note",)))


def _visit_chart(desk: Desk, period: Period) -> Chart:
    """Visits done each month against those due by the rule it follows."""
    months = month_range(period.first_month, period.last_month)
    done = desk.reader.facts.visits.done(Ask(replace(period, end=month_end(period.last_month)), desk.scope, "month"),
                                         desk.until)
    due = _due(desk, months)
    return Chart(SalesBars(
        tuple(_(SHORT_MONTHS[int(month[5:]) - 1]).rstrip(".").lower() for month in months),
        tuple(done[month].done if month in done else 0 for month in months), due,
        unit=Unit("number"), name=_("Visits"), target_name=_("Due visits")), _("Visits done against those due"), CHART)


def _due(desk: Desk, months: Sequence[str]) -> tuple[int | None, ...]:
    """Visits due each month by today's rule (F01); None without a rule."""
    holder, reader = holder_of(desk), desk.reader
    if isinstance(holder, Client):
        turn = f"c|{holder.category}|{holder.segment or ''}|{holder.visit_override or ''}|{holder.phase or 0}"
    elif isinstance(holder, Distributor):
        turn = f"d|{holder.role}|{holder.grade or ''}||0"
    else:
        return tuple(None for _month in months)
    rule, of = rule_of_party(rules(reader), class_of(turn)), class_of(turn)
    if rule is None:
        return tuple(None for _month in months)
    start = reader.setting("fiscal_start")
    return tuple(target(rule, month, month, phase=of.phase, fiscal_start=start) for month in months)


def _messages(desk: Desk, party: Link) -> Facts:
    """Approved messages told to the client, and those of its audience it has not heard (F109)."""
    told = {each for visit in desk.reader.find(Visit, Where("messages", FILLED), party=party, state="done")
            for each in visit.messages}
    told |= {each for talk in desk.reader.find(Interaction, Where("messages", FILLED), party=party)
             for each in talk.messages}
    facts, ask = desk.reader.facts.clients, Ask(Period.day(desk.until), desk.scope)
    lines = []
    for each in desk.reader.find(KeyMessage, Where("state", EQUAL, "approved"), sort=(("title", False),)):
        if each.id in told:
            lines.append(Fact(_("Told: {title}", title=each.title), "ok"))
        elif party.id in facts.uninformed_ids(ask, desk.until, each.id):
            lines.append(Fact(_("Still to tell: {title}", title=each.title), "warn"))
    return Facts(tuple(lines), _("Messages"), _("No message is meant for it."))


PARTS = (
    Part("data", N_("Data"), data), Part("people", N_("Contacts and affiliations"), people),
    Part("personal", N_("Personal data"), personal, ticked=False),
    Part("contact", N_("Visits and conversations"), contact), Part("sales", N_("Sales and balance"), sales),
    Part("products", N_("Listed products and patients"), products),
    Part("agreements", N_("Plan, agreements and pending"), agreements),
)
report("R07", N_("Client sheet"), audience=N_("Manager and supervisor"), period=DAY, about="party", flows=True,
       comments=True, parts=PARTS)
