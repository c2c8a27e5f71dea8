"""R05 Informe al gerente general: the area on one page, then directives, market, network, team and system."""

from __future__ import annotations

from dataclasses import replace

from kamdesk.charts import SalesBars
from kamdesk.figures.model import MONEY, Figure, Period
from kamdesk.kinds import REGISTER
from kamdesk.records.appraisals import Appraisal
from kamdesk.records.distributors import Distributor
from kamdesk.records.documents import IssuedReport
from kamdesk.records.interactions import Interaction
from kamdesk.records.market import MarketSignal
from kamdesk.records.policies import Policy
from kamdesk.records.promotions import PromotionPlan
from kamdesk.records.strategies import CompanyPlan, Directive, Proposal
from kamdesk.records.targets import WorkPlan
from kamdesk.records.tasks import Incident, Task
from kamdesk.records.team import Authority, Person, Vacancy
from kamdesk.reports import breakdown, listing
from kamdesk.reports.breakdown import Breakdown
from kamdesk.reports.breakdown import Part as Figures
from kamdesk.reports.desk import Desk
from kamdesk.reports.listing import Listing, count, within
from kamdesk.reports.model import Block, Card, Cards, Chart, Column, Row, Side, Table
from kamdesk.reports.pictures import sales_chart
from kamdesk.reports.register import MONTH, QUARTER, YEAR, Part, report
from kamdesk.reports.texts import STATUS, brief_money, cited, in_time, share, written
from kamdesk.store import AT_LEAST, AT_MOST, EMPTY, FILLED, IN, LESS, NOT_EQUAL, Where
from kamdesk.words import N_, _, number, plural

CHART, FEW, SOME, LONG = 92.0, 5, 8, 12
WORKING = ("active", "trial", "suspended")
ORDER = (Where("category", "=", "order"),)


def summary(desk: Desk) -> tuple[Block, ...]:
    """One page: where the area stands."""
    return _cards(desk), _lights(desk), _sales(desk), _decisions(desk)


def _cards(desk: Desk) -> Cards:
    sold, growth, paid, late, close = (desk.ask("F23"), desk.ask("F24"), desk.ask("F45"), desk.ask("F42"),
                                       desk.ask("F63", Period.year(desk.period.end.year)))
    covered = desk.ask("F02")

    def card(label: str, figure: Figure, value: str, note: str) -> Card:
        return Card(label, value, note, STATUS[figure.status], secrecy="amount" if figure.unit == MONEY else "",
                    beside="" if figure.code == "F02" else "amount", source=cited(figure, desk.scope_name))

    return Cards((
        card(_("Target to date"), sold, share(sold.value),
             _("{part} of {whole}", part=brief_money(sold.numerator), whole=brief_money(sold.denominator))),
        card(_("Growth"), growth, share(growth.value, decimals=1, signed=True),
             _("last year {amount}", amount=brief_money(growth.more["before"]))),
        card(_("Collections to date"), paid, share(paid.value),
             _("{part} of {whole}", part=brief_money(paid.numerator), whole=brief_money(paid.denominator))),
        card(_("Overdue receivables"), late, share(late.value, decimals=1),
             _("{overdue} of {open}", overdue=brief_money(late.numerator), open=brief_money(late.denominator))),
        card(_("Projected close of the year"), close, written(close, short=True),
             _("plan {amount}", amount=brief_money(close.denominator))),
        card(_("Visit coverage"), covered, share(covered.value),
             _("{part} of {whole}", part=number(int(covered.numerator or 0)),
               whole=number(int(covered.denominator or 0)))),
    ))


def _lights(desk: Desk) -> Table:
    """The traffic lights: each market in the colour of its figures."""
    parts = (Figures("F23", _("To date")), Figures("F24"), Figures("F45", _("Collected")),
             Figures("F42", _("Overdue")), Figures("F02", _("Coverage")))
    return breakdown.table(desk, Breakdown("market", "territory", _("Market"), parts, _("Markets"),
                                           _("No sales in the period."), _("Without market")))


def _sales(desk: Desk) -> Chart:
    chart: SalesBars = sales_chart(desk.app, desk.until, scope=desk.scope)
    return Chart(chart, _("Sales and target, 12 months"), CHART, twin=False, secrecy="amount")


def _decisions(desk: Desk) -> Table:
    """What waits for an answer, of every kind that needs one."""
    rows = []
    for kind in sorted(REGISTER.values(), key=lambda each: each.code):
        if "approval" not in kind.fields or kind.cls is Appraisal:  # appraisals are private
            continue
        asked = listing.read(desk, Listing(kind.cls, kind.title, "", "", (Where("approval", "=", "sent"),), limit=SOME))
        rows += [Row((_(kind.label), listing.named(kind, row))) for row in asked.rows]
    columns = (Column(_("What")), Column(_("Which"), weight=1.0))
    return Table(columns, tuple(rows[:SOME]), _("Decisions asked"), listing.more(len(rows) - len(rows[:SOME])),
                 _("Nothing waits for a decision."))


def company(desk: Desk) -> tuple[Block, ...]:
    """The directives of the company, what the market says, and what was evaluated."""
    return _plans(desk), _directives(desk), _signals(desk), Side((_promotions(desk), _work_plans(desk)))


def _plans(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        CompanyPlan, ("title", "category", "received_on", "end", "directives", "met"), _("Plans of the company"),
        _("No plan of the company is in force."), (Where("end", AT_LEAST, desk.period.start),), (("end", False),),
        ("title",), limit=FEW))


def _directives(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Directive, ("due", "text", "territories", "status", "progress"), _("Directives"),
        _("The company gave no directive."), (Where("due", AT_LEAST, desk.period.start),), (("due", False),),
        ("text", "territories"), limit=LONG))


def _signals(desk: Desk) -> Table:
    """Signals that somebody else confirms: reliability 2 and 3."""
    return listing.table(desk, Listing(
        MarketSignal, ("on", "category", "text", "territory"), _("Market dynamics"), _("Nothing reliable was heard."),
        (*within("on", desk.period), Where("reliability", IN, ("2", "3"))), (("on", True),), ("text",), limit=SOME))


def _promotions(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        PromotionPlan, ("name", "end", "progress", "state"), _("Promotion plans"), _("No promotion plan is under way."),
        (Where("state", IN, ("running", "to_evaluate", "evaluated")), Where("end", AT_LEAST, desk.period.start)),
        (("end", False),), ("name",), limit=FEW))


def _work_plans(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        WorkPlan, ("start", "end", "scope", "state"), _("Work plans"), _("No work plan covers the period."),
        (Where("start", AT_MOST, desk.period.end), Where("end", AT_LEAST, desk.period.start)), (("start", False),),
        ("scope",), limit=FEW))


def network(desk: Desk) -> tuple[Block, ...]:
    """Distributors and agents, and the team with its empty posts."""
    partners = listing.table(desk, Listing(
        Distributor, ("name", "role", "stage", "grade", "documents_state", "contract_until", "used_credit"),
        _("Distributors and agents"), _("There are no distributors yet."), (Where("stage", IN, WORKING),),
        (("role", True), ("name", False)), ("name",), limit=25,
        titles={"contract_until": _("Contract"), "used_credit": _("Credit"), "documents_state": _("Papers")}))
    return partners, Side((_vacancies(desk), _posts(desk)), (3, 2)), _team(desk)


def _team(desk: Desk) -> Table:
    """The organisation as an indented list, each person under her chief, empty posts among them."""
    people = desk.reader.find(Person, Where("end", EMPTY), Where("employer", EMPTY), sort=(("name", False),))
    below: dict[str | None, list[Person]] = {}
    known = {each.id for each in people}
    for each in people:
        below.setdefault(each.manager if each.manager in known else None, []).append(each)
    empty = desk.reader.find(Vacancy, Where("state", IN, ("open", "selecting", "proposed")))
    rows: list[Row] = []
    vacant = _("vacant")

    def add(chief: str | None, indent: int) -> None:
        for each in below.get(chief, ()):
            rows.append(Row((each.name, listing.option(Person.kind, "position", each.position or "")), indent=indent))
            add(each.id, indent + 1)
        rows.extend(Row((f"[{vacant}]", listing.option(Vacancy.kind, "position", post.position or "")),
                        indent=indent) for post in empty if post.manager == chief and chief is not None)

    add(None, 0)
    return Table((Column(_("Person"), weight=1.0), Column(_("Position"))), tuple(rows), _("Organisation"),
                 empty=_("Nobody is in the team yet."))


def _vacancies(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Vacancy, ("position", "territory", "needed_by", "state"), _("Vacancies"), _("No post is empty."),
        (Where("state", IN, ("open", "selecting", "proposed")),), (("needed_by", False),), ("position",), limit=FEW))


def _posts(desk: Desk) -> Table:
    """Posts planned and filled, and the appraisals closed in the period."""
    filled = desk.reader.count(Person, Where("end", EMPTY), Where("employer", EMPTY))
    empty = count(desk, Vacancy, Where("state", IN, ("open", "selecting", "proposed")))
    closed = desk.reader.count(Appraisal, *within("end", desk.period), Where("state", "=", "closed"))
    rows = ((_("Posts"), filled + empty), (_("Filled"), filled), (_("Vacant"), empty), (_("Appraisals closed"), closed))
    return Table((Column(_("What"), weight=1.0), Column(_("How many"), "right")),
                 tuple(Row((name, number(many))) for name, many in rows), _("Posts and appraisals"))


def system(desk: Desk) -> tuple[Block, ...]:
    """What was passed on, the rules of the area, authorities used, reports, emergencies, proposals and errands."""
    return (_relays(desk), Side((_policies(desk), _authorities(desk))), Side((_punctual(desk), _errands(desk))),
            _incidents(desk), _proposals(desk))


def _relays(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Interaction, ("on", "party", "topic", "relay_to", "relay"), _("What clients asked to pass on"),
        _("Nothing was passed on in the period."),
        (*within("on", desk.period), Where("relay", NOT_EQUAL, "no"), Where("private", "=", False)), (("on", False),),
        ("party",), limit=SOME))


def _policies(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Policy, ("title", "effective", "revision"), _("Rules of the area in force"), _("No rule is in force."),
        (Where("state", "=", "in_force"), Where("category", IN, ("sales", "internal", "confidentiality"))),
        (("effective", True),), ("title",), limit=FEW))


def _authorities(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Authority, ("person", "matter", "limit", "uses"), _("Authorities"), _("Nobody has an authority."),
        (), (("person", False),), ("person",), limit=SOME, secret={"limit": "amount"}))


def _punctual(desk: Desk) -> Table:
    """Reports sent by their day, late, and still owed."""
    due = (*within("due", desk.period),)
    sent = desk.reader.find(IssuedReport, *due, Where("sent_on", FILLED))
    in_time = sum(1 for each in sent if each.sent_on and each.due and each.sent_on <= each.due)
    owed = desk.reader.count(IssuedReport, *due, Where("sent_on", EMPTY), Where("due", LESS, desk.today))
    rows = ((_("Sent in time"), in_time), (_("Sent late"), len(sent) - in_time), (_("Not sent"), owed))
    return Table((Column(_("Reports"), weight=1.0), Column(_("How many"), "right")),
                 tuple(Row((name, number(many))) for name, many in rows) if sent or owed else (),
                 _("Punctuality of reports"), empty=_("No report was due."))


def _errands(desk: Desk) -> Table:
    """The chief's orders of the period: done, late, and those still open."""
    done = count(desk, Task, *ORDER, *within("done_on", desk.period))
    late = count(desk, Task, *ORDER, Where("due", LESS, desk.today), Where("state", IN, ("pending", "running")))
    table = listing.table(desk, Listing(
        Task, ("due", "title", "state"), _("Orders of the chief"), _("No order is open."),
        (*ORDER, Where("state", IN, ("pending", "running"))), (("due", False),), ("title",), limit=FEW))
    told = ", ".join((plural("{n} done", "{n} done", done), plural("{n} late", "{n} late", late)))
    told = " · ".join(filter(None, (told, in_time(desk.ask("F97")))))
    return Table(table.columns, table.rows, table.title, " · ".join(filter(None, (told, table.note))), table.empty)


def _incidents(desk: Desk) -> Table:
    found = listing.table(desk, Listing(
        Incident, ("title", "category", "severity", "state"), _("Emergencies"), _("There was no emergency."),
        (*listing.instants("opened_at", desk.period),), (("opened_at", False),), ("title",), limit=FEW))
    hours = desk.ask("F99")
    told = _("{hours} hours until they are contained", hours=written(hours)) if hours.value is not None else ""
    return replace(found, note=" · ".join(filter(None, (told, found.note))))


def _proposals(desk: Desk) -> Table:
    return listing.table(desk, Listing(
        Proposal, ("title", "category", "due", "final_decision", "approval"), _("Proposals and answers"),
        _("Nothing was proposed."), (Where("asked_on", AT_MOST, desk.until), Where("due", AT_LEAST, desk.period.start)),
        (("due", False),), ("title", "final_decision"), limit=SOME))


report("R05", N_("Report to the general manager"), audience=N_("General manager"), period=MONTH, also=(QUARTER, YEAR),
       prices=True, flows=True, parts=(
    Part("summary", N_("Where the area stands"), summary),
    Part("company", N_("Directives, market and plans"), company),
    Part("network", N_("Network and team"), network),
    Part("system", N_("The area's system"), system),
))
