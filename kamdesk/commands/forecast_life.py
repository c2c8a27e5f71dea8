"""The life of a forecast: adjusted by hand with a reason, frozen, archived (product/04 §4.7)."""

from __future__ import annotations

from decimal import Decimal

from kamdesk.commands import command
from kamdesk.problems import Problem
from kamdesk.records.targets import Forecast, ForecastLine
from kamdesk.store import EMPTY, UnitOfWork, Where
from kamdesk.words import _


@command
def set_forecast(uow: UnitOfWork, *, line: ForecastLine, value: Decimal | None, why: str = "") -> ForecastLine:
    """Give a month another value by hand with its reason; None goes back to what the method told."""
    forecast = uow.get(Forecast, line.forecast or "")
    if forecast.state != "draft":
        raise Problem(_("Only a draft can be adjusted. Make a new forecast."))
    if value is not None and value < 0:
        raise Problem(_("The amount cannot be negative."), field="manual")
    if value is not None and not why.strip():
        raise Problem(_("Note why you change it."), field="why")
    uow.describe(_("Adjust the forecast"))
    return uow.change(line, manual=value, why=why.strip())


@command
def freeze_forecast(uow: UnitOfWork, *, forecast: Forecast) -> Forecast:
    """Freeze a draft, so that the months to come can be held against it (F90)."""
    if forecast.state != "draft":
        raise Problem(_("Only a draft is frozen."))
    if uow.count(ForecastLine, Where("value", EMPTY), Where("manual", EMPTY), forecast=forecast.id):
        raise Problem(_("Some months have no value yet. Fill them first."))
    uow.describe(_("Freeze the forecast"))
    return uow.change(forecast, state="frozen")


@command
def archive_forecast(uow: UnitOfWork, *, forecast: Forecast) -> Forecast:
    """Put a frozen forecast away; it still counts for the error of its months."""
    if forecast.state != "frozen":
        raise Problem(_("Freeze it first."))
    uow.describe(_("Archive the forecast"))
    return uow.change(forecast, state="archived")
