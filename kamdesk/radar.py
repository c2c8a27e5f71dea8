"""A7, the expiry radar: everything with an end in one list, and how near each end is (product/06 A7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kamdesk import clock
from kamdesk.display import title
from kamdesk.fields import Id, Link
from kamdesk.kinds import kind_of
from kamdesk.methods.calendar_files import Appointment, calendar_file
from kamdesk.methods.months import add_months_to_day
from kamdesk.store import AT_MOST, EQUAL, FILLED, IN, Query, Reader, Row, Where
from kamdesk.words import N_, _

EXPIRED, TODAY, SOON, IN_FORCE, RENEWING = "expired", "today", "soon", "in_force", "renewing"
STATES = {EXPIRED: N_("Expired"), TODAY: N_("Today"), SOON: N_("Expiring soon"), IN_FORCE: N_("In force"),
          RENEWING: N_("Being renewed")}
LICENCES = ("sanitary_licence", "operating_permit", "gsp")
AHEAD, BEHIND, MOST, CREDIT_MONTHS = 366, 366, 2_000, 12


@dataclass(frozen=True)
class Source:
    """What is looked at: a kind, its day, which records, the class of its warning days, and who has to do with it.

    ``months`` are added to the day (a credit opinion ends a year after it was given); ``name`` is a marked message.
    """

    kind: str
    day: str
    name: str
    warning: str
    where: tuple[Where, ...] = ()
    who: str = ""
    months: int = 0
    more: tuple[str, ...] = ()


SOURCES: Sequence[Source] = (
    Source("compliance_document", "expires", N_("Document"), "documents", who="holder",
           more=("category", "renewal_started")),
    Source("contract", "end", N_("Contract"), "contracts", (Where("state", EQUAL, "in_force"),), "party",
           more=("notice_days",)),
    Source("contract_term", "due", N_("Contract commitment"), "commitments", (Where("state", EQUAL, "pending"),),
           "contract"),
    Source("filing", "valid_until", N_("Filing"), "filings", (Where("state", EQUAL, "approved"),), "authority"),
    Source("tender", "submit_by", N_("Tender: submission"), "tenders",
           (Where("state", IN, ("call", "preparation")),), "office"),
    Source("tender", "bond_until", N_("Tender: bond"), "tenders", who="office"),
    Source("price", "end", N_("Price"), "messages", who="party"),
    Source("key_message", "valid_until", N_("Message"), "messages", (Where("state", EQUAL, "approved"),), "product"),
    Source("policy", "review_on", N_("Policy: review"), "commitments", (Where("state", EQUAL, "in_force"),)),
    Source("policy", "until", N_("Policy: end"), "commitments", (Where("state", EQUAL, "in_force"),)),
    Source("credit_assessment", "on", N_("Credit review"), "credit", (Where("state", EQUAL, "applied"),),
           "distributor", CREDIT_MONTHS),
    Source("hospital_listing", "committee_on", N_("Committee"), "commitments",
           (Where("state", EQUAL, "committee"),), "client"),
    Source("hospital_listing", "valid_until", N_("Listed product"), "filings",
           (Where("state", IN, ("listed", "used")),), "client"),
    Source("sample_move", "expires", N_("Samples"), "samples", (Where("quantity", ">", 0),), "person"),
    Source("incentive", "end", N_("Incentive"), "commitments", (Where("state", EQUAL, "running"),)),
    Source("assignment", "end", N_("Exclusive coverage"), "contracts", (Where("exclusive", EQUAL, True),), "assignee"),
    Source("directive", "due", N_("Directive"), "commitments"),
    Source("strategy_goal", "due", N_("Goal of a strategy"), "commitments"),
    Source("authority", "until", N_("Authority"), "authorities", who="person"),
    Source("compliance_check", "due", N_("Check"), "commitments", (Where("state", EQUAL, "planned"),), "subject"),
)


@dataclass(frozen=True)
class Ending:
    """One end: the record, what sort it is, what it is called, whose, its day, and how it stands today."""

    about: Link
    sort: str
    name: str
    who: str
    on: datetime.date
    status: str
    days: int
    more: Mapping[str, object] = field(default_factory=dict)


def radar(reader: Reader, *, until: datetime.date | None = None, today: datetime.date | None = None) -> list[Ending]:
    """Every end from a year ago to a day (a year ahead), the earliest first; one query a sort.

    What was replaced by a newer one is out; what is being renewed stays in until the new record exists.
    """
    now = today or clock.today()
    last = until or now + datetime.timedelta(AHEAD)
    warnings: Mapping[str, int] = reader.setting("warning_days")
    found = [each for source in SOURCES for each in _of(reader, source, now, last, warnings)]
    return sorted(found, key=lambda each: (each.on, each.sort, each.name, each.about.id))


def _of(reader: Reader, source: Source, now: datetime.date, last: datetime.date,
        warnings: Mapping[str, int]) -> Iterator[Ending]:
    kind = kind_of(source.kind)
    columns = list(dict.fromkeys((*kind.title, source.day, *source.more, *filter(None, (source.who,)))))
    first = add_months_to_day(now - datetime.timedelta(BEHIND), -source.months)
    query = Query((*source.where, Where(source.day, FILLED), Where(source.day, ">=", first),
                   Where(source.day, AT_MOST, add_months_to_day(last, -source.months))), sort=((source.day, False),))
    rows = reader.page(kind, query, limit=MOST, columns=columns).rows
    gone = _gone(reader, source, rows)
    begun = _begun(reader, source, rows)
    for row in rows:
        if row.id not in gone:
            yield _ending(source, row, now, warnings, renewing=row.id in begun)


def _ending(source: Source, row: Row, now: datetime.date, warnings: Mapping[str, int], *, renewing: bool) -> Ending:
    on = add_months_to_day(row.values[source.day], source.months)
    days = (on - now).days
    who = row.values.get(source.who) if source.who else None
    about = who.id if isinstance(who, Link) else who
    return Ending(Link(source.kind, row.id), source.name, title(kind_of(source.kind), row.values, row.names),
                  row.names.get(about or "", ""), on,
                  status_of(days, warning_days(source, row, warnings), renewing=renewing), days)


def warning_days(source: Source, row: Row, warnings: Mapping[str, int]) -> int:
    """Days before the end from which one is warned: licences earlier, a contract at least its own notice."""
    if source.kind == "compliance_document" and row.values.get("category") in LICENCES:
        return warnings["licences"]
    return max(warnings[source.warning], row.values.get("notice_days") or 0)


def status_of(days: int, warning: int, *, renewing: bool = False) -> str:
    """Where an end stands, so many days before it."""
    if renewing and days <= warning:
        return RENEWING
    return EXPIRED if days < 0 else TODAY if days == 0 else SOON if days <= warning else IN_FORCE


def _gone(reader: Reader, source: Source, rows: Sequence[Row]) -> set[Id]:
    """Those that something newer has replaced already."""
    ids = [row.id for row in rows]
    if source.kind == "compliance_document" and ids:
        kind = kind_of("compliance_document")
        page = reader.page(kind, Query((Where("replaces", IN, ids),)), limit=MOST, columns=("replaces",))
        return {row.values["replaces"] for row in page.rows}
    if source.kind != "credit_assessment":
        return set()
    newest = {row.values["distributor"]: row.id for row in rows}  # they come the oldest first
    return {row.id for row in rows if newest[row.values["distributor"]] != row.id}


def _begun(reader: Reader, source: Source, rows: Sequence[Row]) -> set[Id]:
    """Those whose renewal is under way."""
    if source.kind == "compliance_document":
        return {row.id for row in rows if row.values.get("renewal_started")}
    if source.kind != "contract" or not rows:
        return set()
    page = reader.page(kind_of("contract"), Query((Where("renews", IN, [row.id for row in rows]),
                                                   Where("state", IN, ("negotiation", "to_sign")))),
                       limit=MOST, columns=("renews",))
    return {row.values["renews"] for row in page.rows}


def as_calendar(endings: Sequence[Ending]) -> bytes:
    """The ends as whole days of an iCalendar file; a second file moves them instead of doubling them."""
    return calendar_file((Appointment(f"{each.about.kind}-{each.about.id}-end@kamdesk", _said(each), each.on,
                                      text=each.who) for each in endings), stamp=clock.now())


def _said(each: Ending) -> str:
    return _("{sort}: {name}", sort=_(each.sort), name=each.name or each.who)
