"""Forecasts made from what was sold, by product, method and scenario (product/04 §4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kamdesk import clock
from kamdesk.commands import command
from kamdesk.commands.targets import region_of
from kamdesk.fields import Id, Link
from kamdesk.figures.histories import Spot, back_from, divided, whole_through
from kamdesk.identity import natural_id
from kamdesk.methods.forecast import Forecast as Found
from kamdesk.methods.forecast import forecast as learn
from kamdesk.methods.months import add_months, month_end, month_of, month_range
from kamdesk.problems import Problem
from kamdesk.records.policies import Policy
from kamdesk.records.targets import FORECAST_METHODS, SCENARIOS, SERIES, Forecast, ForecastLine
from kamdesk.store import UnitOfWork
from kamdesk.words import _, percent
from kamdesk.words import month as month_text

SHORTEST, LONGEST = 3, 36  # months of history, and months ahead
THOUSANDTH, HUNDRED = Decimal("0.001"), Decimal(100)
PLACES = ("territory", "distributor")  # scopes that a line can name


@command
def make_forecast(uow: UnitOfWork, *, scope: Link | None = None, horizon: int = 3, series: str = "own",
                  scenario: str = "base", measure: str = "amount", policy: Id | None = None,
                  effect: Decimal | None = None, method: str = "automatic", by_zone: bool = False) -> Forecast:
    """Forecast the months after the last whole one, by product (product/06 A13); without a scope, the region.

    ``by_zone``: each zone right below the territory by itself, and what belongs to none; the whole is their sum.
    ``effect``: by how many per cent a policy moves a favourable or adverse scenario from its month on. The manual
    method makes empty lines to be filled.
    """
    _demand(horizon, series, scenario, method)
    if (policy or effect is not None) and scenario == "base":
        raise Problem(_("The base scenario takes no policy. Choose favourable or adverse."), field="policy")
    place = scope or region_of(uow)
    if series == "market" and place.kind != "territory":
        raise Problem(_("The market is known by territory. Choose one."), field="scope")
    last = whole_through(uow.facts, series)
    found = divided(uow.facts, place, back_from(last), series=series, measure=measure, by_zone=by_zone)
    learned = _learn(found, last, horizon, method) if method != "manual" else {}
    made = uow.add(Forecast(
        made_on=clock.today(), scope=place, name=_name(uow, place, series), first_month=add_months(last, 1),
        horizon=horizon, measure=measure, series=series, scenario=scenario, policy=policy, effect=effect, method=method,
        data_through=month_end(last), owner=uow.me, note=_told(uow, found, learned, last)))
    keys: Sequence[Spot] = list(learned) or list(found) or [(place, None)]
    uow.add_many(ForecastLine.kind, [row for key in keys for row in _lines(uow, made, key, learned.get(key))])
    uow.describe(_("Forecast {name}", name=uow.names([place]).get(place.id, "")))
    return made


def _demand(horizon: int, series: str, scenario: str, method: str) -> None:
    if not 1 <= horizon <= LONGEST:
        raise Problem(_("Forecast from 1 to {n} months.", n=LONGEST), field="horizon")
    for value, known, field in ((series, SERIES, "series"), (scenario, SCENARIOS, "scenario"),
                                (method, FORECAST_METHODS, "method")):
        if value not in known:
            raise Problem(_("Choose one of the list."), field=field)


def _learn(found: Mapping[Spot, Mapping[str, Any]], last: str, horizon: int, method: str) -> dict[Spot, Found]:
    """A forecast for each zone and product over the months since the first with a sale of any."""
    first = min((month for months in found.values() for month, value in months.items() if value), default=None)
    months = month_range(first, last) if first else []
    if len(months) < SHORTEST:
        raise Problem(_("Three months of sales are needed; use the manual method."), field="method")
    return {key: learn([float(each.get(month, 0)) for month in months], horizon, method=method)
            for key, each in found.items() if any(each.values())}


def _lines(uow: UnitOfWork, made: Forecast, spot: Spot, found: Found | None) -> list[dict[str, Any]]:
    place, product = spot
    node = place if place.kind in PLACES else None
    first = made.first_month or ""
    rows = []
    for at, month in enumerate(month_range(first, add_months(first, (made.horizon or 1) - 1))):
        key = (made.id, node.id if node else None, product or None, month)
        rows.append({"id": natural_id(ForecastLine.kind.code, key), "forecast": made.id, "node": node,
                     "product": product or None, "month": month,
                     **_values(uow, made, found, at, month)})
    return rows


def _values(uow: UnitOfWork, made: Forecast, found: Found | None, at: int, month: str) -> dict[str, Decimal | None]:
    """Value and band of a month; a scenario is moved by its policy, without one it is the edge of the band."""
    if found is None:
        return {"value": None, "low": None, "high": None}
    value, low, high = (_rounded(each[at]) for each in (found.values, found.low, found.high))
    if made.scenario != "base" and made.effect is not None:
        factor = 1 + made.effect / HUNDRED if month >= _effective(uow, made) else Decimal(1)
        value, low, high = (_rounded(each * factor) for each in (value, low, high))
    elif made.scenario != "base":
        value = high if made.scenario == "favourable" else low
    return {"value": value, "low": low, "high": high}


def _rounded(value: float | Decimal) -> Decimal:
    return max(Decimal(value), Decimal(0)).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)


def _effective(uow: UnitOfWork, made: Forecast) -> str:
    """The month from which the policy counts."""
    policy = uow.maybe(Policy, made.policy)
    return month_of(policy.effective) if policy and policy.effective else made.first_month or ""


def _name(uow: UnitOfWork, place: Link, series: str) -> str:
    return f"{uow.names([place]).get(place.id, '')} · {_(SERIES[series])}"


def _told(uow: UnitOfWork, found: Mapping[Spot, Mapping[str, Any]], learned: Mapping[Spot, Found], last: str) -> str:
    """By which method each zone and product was told, how far it errs, and which months it did not learn from."""
    several = len({place for place, _product in found}) > 1
    names = uow.names([link for place, product in learned for link in (place, Link("product", product or ""))])
    first = min((month for months in found.values() for month, value in months.items() if value), default=last)
    lines = []
    for (place, product), each in learned.items():
        whose = names.get(place.id, "") if several else ""
        what = names.get(product) or _("Without product") if product is not None else "" if whose else _("The whole")
        name = " · ".join(filter(None, (whose, what)))
        error = _("error {n}", n=percent(Decimal(str(each.wape * 100)))) if each.wape is not None else _("untested")
        bad = ", ".join(month_text(add_months(first, at)) for at in each.broken)
        lines.append(f"{name}: {_(FORECAST_METHODS[each.method]).lower()}, {error}."
                     + (" " + _("Nothing was learned from {months}.", months=bad) if bad else ""))
    return "\n".join(lines)
