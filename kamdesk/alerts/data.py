"""Alerts of the data itself: look-alikes, information, sales loaded, backups, files: L31, L34, L37, L38, L40, L47."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from kamdesk.alerts.model import BAD, MOST, NOTICE, WATCH, Alert, Look, rule
from kamdesk.duplicates import COMPARED, pairs
from kamdesk.fields import Link
from kamdesk.figures.information import READS as INFORMATION
from kamdesk.figures.information import SOURCES, lacking
from kamdesk.figures.model import Ask, Period
from kamdesk.figures.sales import loaded_through
from kamdesk.methods.duplicates import ALMOST_SURE
from kamdesk.methods.months import add_months, month_end, month_start
from kamdesk.methods.report_days import latest_due
from kamdesk.records.distributors import Distributor, DistributorStock
from kamdesk.store import IN, Where
from kamdesk.words import N_, _, day, plural
from kamdesk.words import month as month_words

USUAL_MONTHS = 3  # who sent something in these is asked for more
FROM_WORKING_DAY = 2
FEW = 1_000  # records of a kind
BASE = "base"  # the id of what concerns the whole base


@rule("L34", N_("Information of distributors"), "distributor", "distributor_stock", "sales_record",
      day=(N_("From day of the month"), 10))
def information(look: Look) -> Iterator[Alert]:
    """Distributors that sent neither stock nor sell-out of last month, from a day of this month on."""
    if look.today.day < look.limit("L34", "day"):
        return
    last = add_months(f"{look.today:%Y-%m}", -1)
    usual = _sellers(look, add_months(last, -USUAL_MONTHS), add_months(last, -1))
    stocked = {each.distributor for each in look.reader.find(
        DistributorStock, Where("on", ">=", month_start(last)), Where("distributor", IN, sorted(usual)))}
    late = usual - _sellers(look, last, last) - stocked
    for each in look.reader.find(Distributor, Where("id", IN, sorted(late)), stage="active", limit=MOST):
        yield Alert("L34", Link("distributor", each.id), _("{name} has not sent its information of {month}",
                                                           name=each.name, month=month_words(last)),
                    _("Stock and sales of its clients"), WATCH, N_("Create task"), owner=each.owner)


def _sellers(look: Look, first: str, last: str) -> set[str]:
    """Distributors whose own sales of some months are known."""
    ask = Ask(Period(month_start(first), month_end(last)), by="distributor")
    return {key for key in look.facts.sales.sums(ask, ask.period.end, flow="sell_out") if key}


@rule("L37", N_("Sales loaded"), "sales_record", "non_working_day", days=(N_("Working days old"), 3))
def loaded(look: Look) -> Iterator[Alert]:
    """The last sales loaded are some working days old."""
    through = loaded_through(look.facts)
    if through and look.calendar.working(through + datetime.timedelta(1), look.today) > look.limit("L37", "days"):
        yield Alert("L37", Link("setting", BASE), _("Sales loaded through {day}", day=day(through)),
                    look.when(through), WATCH, N_("Import sales"), through)


@rule("L38", N_("Backups"), days=(N_("Days without a backup"), 7))
def backups(look: Look) -> Iterator[Alert]:
    """The last backup is old; a base that has none yet makes its first by itself."""
    last = look.outside.last_copy
    if last is not None and (look.today - last).days > look.limit("L38", "days"):
        yield Alert("L38", Link("setting", BASE), _("The last backup is {n} days old", n=(look.today - last).days),
                    day(last), BAD, N_("Make a backup"), last)


@rule("L47", N_("Missing information"), *INFORMATION, "non_working_day")
def missing(look: Look) -> Iterator[Alert]:
    """Sources of last month that are missing or differ, from the second working day; urgent once R03 is due."""
    month = f"{look.today:%Y-%m}"
    if look.calendar.working(month_start(month), look.today) < FROM_WORKING_DAY:
        return
    last = add_months(month, -1)
    found = lacking(look.facts, Ask(Period.month(last)))
    sources = list(dict.fromkeys(_(SOURCES[each.source]) for each in found))
    entry = next((each for each in look.reader.setting("report_calendar") if each["report"] == "R03"), None)
    due = latest_due(entry["every"], entry["due"], today=look.today, calendar=look.calendar) if entry else None
    if sources and look.facts.sales.last_day():
        title = _("Information of {month} is missing: {sources}", month=month_words(last), sources=", ".join(sources))
        late = due is not None and due.end >= month_end(last)
        text = plural("{n} source by place", "{n} sources by place", len(found))
        yield Alert("L47", Link("setting", BASE), title, text, BAD if late else WATCH, N_("See what is missing"),
                    due.due if due else None)


@rule("L31", N_("Possible duplicates"), "client", "distributor", "contact", score=(N_("Score from"), ALMOST_SURE))
def lookalikes(look: Look) -> Iterator[Alert]:
    """Records that are almost surely the same, as one alert; of more than some hundreds only their page compares all.

    Comparing a thousand takes a fifth of a second, and every change of a client would take it again.
    """
    few = [cls.kind for cls in COMPARED if look.reader.count(cls) <= FEW]
    found = sum(len(pairs(look.reader, kind, minimum=look.limit("L31", "score"))) for kind in few)
    if found:
        yield Alert("L31", Link("setting", BASE), plural("{n} possible duplicate", "{n} possible duplicates", found),
                    _("Almost sure"), NOTICE, N_("Review it"))


@rule("L40", N_("Files that wait"), days=(N_("Days waiting"), 2))
def files(look: Look) -> Iterator[Alert]:
    """Files that arrived and that nobody applied."""
    for name, on in look.outside.files:
        if (look.today - on).days > look.limit("L40", "days"):
            yield Alert("L40", Link("exchange_event", name), _("{file} arrived {n} days ago and is not applied",
                                                               file=name, n=(look.today - on).days),
                        day(on), WATCH, N_("Review it"), on)
