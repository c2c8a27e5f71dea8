"""Sales noted by hand, and up to when the information of a source is loaded (product/04 §4.6)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.fields import Id, Link
from kamdesk.figures.information import SOURCES, loaded_key, short_of, total_key, total_text
from kamdesk.methods.months import month_of
from kamdesk.problems import Problem
from kamdesk.records.sales import SalesRecord
from kamdesk.selling.debts import placed
from kamdesk.store import UnitOfWork
from kamdesk.words import _, day, money


@command
def record_sale(uow: UnitOfWork, *, party: Link, product: Id, on: datetime.date, units: Decimal, amount: int,
                category: str = "sale", flow: str = "sell_in", via: Id | None = None, cost: int | None = None,
                document: str = "", territory: Id | None = None) -> SalesRecord:
    """Note one sale, net of tax in minor units; a return is kept with its minus sign."""
    if on > clock.today():
        raise Problem(_("A sale cannot be in the future."), field="on")
    place = placed(uow, party)
    back = category == "return" or amount < 0
    if back and amount > 0:
        uow.warn(_("It was saved as a return (−{amount}).", amount=money(amount)), field="amount")
    sign = -1 if back else 1
    sold = SalesRecord(
        on=on, month=month_of(on), flow=flow, category="return" if back else "sale", party=party, via=via,
        territory=territory or place.territory, seller=place.seller, product=product, units=sign * abs(units),
        amount=sign * abs(amount), cost=None if cost is None else sign * abs(cost), document=document.strip())
    uow.describe(_("Record a sale"))
    return uow.add(sold)


@command
def mark_sales_loaded(uow: UnitOfWork, *, source: str, through: datetime.date, scope: Link | None = None,
                      control_total: int | None = None) -> None:
    """Say up to when a source is loaded, of everything or of one market or distributor, with its control total.

    ``source`` is one of ``SOURCES``; ``control_total`` of the month of ``through``, in minor units (stock: thousandths
    of a unit), is compared with what is there and kept for the figure of complete information.
    """
    if source not in SOURCES:
        raise Problem(_("Choose the source."), field="source")
    if through > clock.today():
        raise Problem(_("It cannot be loaded through a day to come."), field="through")
    place = scope.id if scope else ""
    known: Mapping[str, str] = uow.setting("loaded_through")
    uow.put_setting("loaded_through", {**known, loaded_key(source, place): through.isoformat()})
    if control_total is not None:
        _keep_total(uow, source, through, scope, control_total)
    uow.describe(_("{source} through {day}", source=_(SOURCES[source]), day=day(through)))


def _keep_total(uow: UnitOfWork, source: str, through: datetime.date, scope: Link | None, total: int) -> None:
    month, place = month_of(through), scope.id if scope else ""
    totals: Mapping[str, int] = uow.setting("control_totals")
    uow.put_setting("control_totals", {**totals, total_key(source, place, month): total})
    missing = short_of(uow.facts, source, place, month, total)
    if missing:
        said = total_text(source, abs(missing))
        uow.warn(_("{amount} are missing against the control total.", amount=said) if missing > 0 else
                 _("There are {amount} more than the control total.", amount=said), field="control_total")
