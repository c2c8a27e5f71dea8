"""Alerts of what has an end: papers, contracts, tenders, filings, committees, lots, messages, prices (A7)."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kamdesk.alerts.model import BAD, MOST, WATCH, Alert, Look, link_to, rule, soon
from kamdesk.display import display
from kamdesk.fields import Link
from kamdesk.records.checklists import Requirement
from kamdesk.records.contracts import Contract
from kamdesk.records.distributors import Distributor
from kamdesk.records.listings import HospitalListing
from kamdesk.records.policies import ComplianceDocument
from kamdesk.records.products import KeyMessage, Price
from kamdesk.records.samples import SampleMove
from kamdesk.records.tenders import Filing, Tender
from kamdesk.store import EMPTY, IN, Query, Where
from kamdesk.words import N_, _, day

LICENCES = ("sanitary_licence", "gsp")
DEADLINE_STATES = ("to_prepare", "submitted", "observed")
DONE = ("ready", "not_applicable")
A_YEAR = 365


@rule("L05", N_("Documents that expire"), "compliance_document", "distributor")
def papers(look: Look) -> Iterator[Alert]:
    """Papers that expired or will within their warning days, and distributors that lack a mandatory one."""
    warning = look.reader.setting("warning_days")
    ahead = look.ahead(max(warning["licences"], warning["documents"]))
    found = look.reader.find(ComplianceDocument, Where("expires", "<=", ahead), Where("renewal_started", EMPTY),
                             sort=(("expires", False),), limit=MOST)
    replaced = {each.replaces for each in look.reader.find(
        ComplianceDocument, Where("replaces", IN, [each.id for each in found]))}
    names = look.names(each.holder for each in found)
    for each in found:
        days = warning["licences" if each.category in LICENCES else "documents"]
        severity = soon((each.expires - look.today).days, near=-1, far=days) if each.expires else None
        if severity and each.expires and each.id not in replaced:
            word = display(ComplianceDocument.kind.fields["category"], each.category)
            holder = names.get(each.holder.id, "") if each.holder else _("the company")
            yield Alert("L05", link_to(each), _("{document} of {holder}", document=word, holder=holder),
                        _("Expires {when}", when=look.when(each.expires)), severity, N_("Renew document"), each.expires)
    yield from _lacking(look)


def _lacking(look: Look) -> Iterator[Alert]:
    """Distributors and agents in force without a mandatory paper."""
    query = Query((Where("documents_state", "=", "missing"), Where("stage", "=", "active")))
    for row in look.reader.page(Distributor.kind, query, limit=MOST, columns=("name", "owner")).rows:
        yield Alert("L05", Link("distributor", row.id), _("{name} lacks a mandatory paper", name=row.values["name"]),
                    _("Ask for it before the next order."), BAD, N_("See papers"), owner=row.values["owner"])


@rule("L07", N_("Contracts that end"), "contract")
def contracts(look: Look) -> Iterator[Alert]:
    """Contracts that end within their notice or have ended, without one that renews them."""
    yield from _ending(look, trial=False)


@rule("L08", N_("Trials that end"), "contract", days=(N_("Days before"), 30))
def trials(look: Look) -> Iterator[Alert]:
    """Trials about to end."""
    yield from _ending(look, trial=True)


def _ending(look: Look, *, trial: bool) -> Iterator[Alert]:
    warning = look.reader.setting("warning_days")["contracts"]
    found = [each for each in look.reader.find(
        Contract, Where("end", "<=", look.ahead(A_YEAR)), Where("state", "=", "in_force"),
        sort=(("end", False),), limit=MOST) if (each.category == "trial") is trial]
    renewed = {each.renews for each in look.reader.find(Contract, Where("renews", IN, [each.id for each in found]))}
    names = look.names(each.party for each in found)
    for each in found:
        far = look.limit("L08", "days") if trial else max(warning, each.notice_days or 0)
        severity = soon((each.end - look.today).days, near=14, far=far) if each.end else None
        if severity and each.end and each.id not in renewed:
            title = _("Trial with {name} ends {when}") if trial else _("Contract with {name} ends {when}")
            yield Alert("L08" if trial else "L07", link_to(each),
                        title.format(name=names.get(each.party.id, "") if each.party else "", when=look.when(each.end)),
                        each.title, severity, N_("Evaluate trial") if trial else N_("Renew"), each.end,
                        owner=each.owner)


@rule("L10", N_("Tenders that close"), "tender", "requirement", near=(N_("Urgent from, days"), 3),
      papers=(N_("Urgent without papers, days"), 5))
def tenders(look: Look) -> Iterator[Alert]:
    """Tenders whose deadline is near, with the documents that are ready."""
    far = look.reader.setting("warning_days")["tenders"]
    found = look.reader.find(Tender, Where("submit_by", ">=", look.today), Where("submit_by", "<=", look.ahead(far)),
                             Where("state", IN, ("call", "preparation")), sort=(("submit_by", False),), limit=MOST)
    papers = _requirements(look, [link_to(each) for each in found])
    for each in found:
        if each.submit_by is None:
            continue
        mine, left = papers[each.id], (each.submit_by - look.today).days
        ready = sum(paper.state in DONE for paper in mine)
        lacking = any(paper.mandatory and paper.state not in DONE for paper in mine)
        bad = left <= look.limit("L10", "near") or (lacking and left <= look.limit("L10", "papers"))
        yield Alert("L10", link_to(each),
                    _("Tender {number} closes {when}", number=each.number, when=look.when(each.submit_by)),
                    _("{ready} of {all} documents · {title}", ready=ready, all=len(mine), title=each.title),
                    BAD if bad else WATCH, N_("Open it"), each.submit_by, owner=each.owner)


def _requirements(look: Look, parents: Sequence[Link]) -> dict[str, list[Requirement]]:
    """The requirements of records of one kind, by the record."""
    found: dict[str, list[Requirement]] = defaultdict(list)
    for each in look.reader.find(Requirement, Where("parent", IN, parents)):
        if each.parent:
            found[each.parent.id].append(each)
    return found


@rule("L11", N_("Filings with a date"), "filing", days=(N_("Days before the next date"), 7))
def filings(look: Look) -> Iterator[Alert]:
    """Filings whose next date is near, and approvals about to lapse."""
    week, warning = look.ahead(look.limit("L11", "days")), look.reader.setting("warning_days")["filings"]
    moving = look.reader.find(Filing, Where("next_on", "<=", week), Where("state", IN, DEADLINE_STATES), limit=MOST)
    lapsing = look.reader.find(Filing, Where("valid_until", "<=", look.ahead(warning)), state="approved", limit=MOST)
    names = look.names_of("product", [each.product for each in [*moving, *lapsing]])
    for each, on in [*((one, one.next_on) for one in moving), *((one, one.valid_until) for one in lapsing)]:
        if on:
            title = _("Filing of {product} lapses {when}") if on == each.valid_until else _(
                "Filing of {product}: {when}")
            yield Alert("L11", link_to(each), title.format(product=names.get(each.product or "", ""),
                                                           when=look.when(on)),
                        each.next_step, WATCH, N_("Open filing"), on, owner=each.owner)


@rule("L12", N_("Hospital committees"), "hospital_listing", "requirement", days=(N_("Days before"), 14))
def committees(look: Look) -> Iterator[Alert]:
    """Committees about to meet while requirements are pending."""
    found = look.reader.find(HospitalListing, Where("committee_on", ">=", look.today),
                             Where("committee_on", "<=", look.ahead(look.limit("L12", "days"))),
                             Where("state", IN, ("none", "dossier", "committee")), limit=MOST)
    papers = _requirements(look, [link_to(each) for each in found])
    hospitals = look.names_of("client", [each.client for each in found])
    products = look.names_of("product", [each.product for each in found])
    for each in found:
        pending = sum(paper.state not in DONE for paper in papers[each.id])
        if each.committee_on and pending:
            yield Alert("L12", link_to(each),
                        _("Committee of {hospital} {when}", hospital=hospitals.get(each.client or "", ""),
                          when=look.when(each.committee_on)),
                        _("{product}: {n} requirements pending", product=products.get(each.product or "", ""),
                          n=pending), WATCH, N_("Open listing"), each.committee_on, owner=each.owner)


@rule("L32", N_("Samples that expire"), "sample_move")
def samples(look: Look) -> Iterator[Alert]:
    """Lots of samples about to expire of which somebody still holds units."""
    days = look.reader.setting("warning_days")["samples"]
    lots = {(each.product, each.lot): each for each in look.reader.find(
        SampleMove, Where("expires", ">=", look.today), Where("expires", "<=", look.ahead(days)),
        Where("quantity", ">", 0))}
    left: Counter[tuple[str | None, str]] = Counter()
    for move in look.reader.find(SampleMove, Where("lot", IN, sorted({lot for _product, lot in lots}))):
        left[move.product, move.lot] += move.quantity or 0
    names = look.names_of("product", [product for product, _lot in lots])
    for (product, lot), each in lots.items():
        if left[product, lot] > 0 and each.expires:
            yield Alert("L32", link_to(each), _("Samples of {product} lot {lot} expire {when}",
                                                product=names.get(product or "", ""), lot=lot,
                                                when=look.when(each.expires)),
                        _("{n} units left", n=left[product, lot]), WATCH, N_("See samples"), each.expires,
                        owner=each.person)


@rule("L36", N_("Messages and prices that expire"), "key_message", "price")
def messages(look: Look) -> Iterator[Alert]:
    """Approved messages, and prices without one that follows, about to expire."""
    until = look.ahead(look.reader.setting("warning_days")["messages"])
    told = look.reader.find(KeyMessage, Where("valid_until", "<=", until), state="approved", limit=MOST)
    for each in told:
        if each.valid_until:
            yield _lapsing(look, link_to(each), each.valid_until, each.title)
    prices = look.reader.find(Price, Where("end", ">=", look.today), Where("end", "<=", until), limit=MOST)
    after = {(each.product, each.price_list, each.party) for each in look.reader.find(
        Price, Where("start", ">", look.today), Where("product", IN, [each.product for each in prices]))}
    names = look.names_of("product", [each.product for each in prices])
    for price in prices:
        if price.end and (price.product, price.price_list, price.party) not in after:
            yield _lapsing(look, link_to(price), price.end, names.get(price.product or "", ""))


def _lapsing(look: Look, about: Link, on: datetime.date, name: str) -> Alert:
    title = _("The price of {name} expires {when}") if about.kind == "price" else _(
        "The message “{name}” expires {when}")
    return Alert("L36", about, title.format(name=name, when=look.when(on)), _("Last day: {day}", day=day(on)), WATCH,
                 N_("Review it"), on)
