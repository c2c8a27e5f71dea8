"""Calc fields of promotions, communication, market, strategies and company plans."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, case, func, select

from db.figures.calculated import count, half_away, live, of, one, percent, requirements, spent_on, to, total
from db.figures.columns import calc
from db.figures.columns_network import activity_spend
from kamdesk import clock


def _mine(table: Table) -> list[ColumnElement[bool]]:
    return to(of("promotion_activity"), "plan", "promotion_plan", table.c.id)


@calc("promotion_plan", "planned_cost")
def planned_cost(table: Table) -> ColumnElement[Any]:
    """Σ planned cost of its activities."""
    activity = of("promotion_activity")
    return total("promotion_activity", activity.c.planned_cost, activity.c.state != "cancelled", *_mine(table))


@calc("promotion_plan", "actual_cost")
def actual_cost(table: Table) -> ColumnElement[Any]:
    """Expenses of the plan and of its activities."""
    return spent_on("promotion_plan", table.c.id) + activity_spend("promotion_plan", table.c.id)


@calc("promotion_plan", "progress")
def progress(table: Table) -> ColumnElement[Any]:
    """Mean progress of its activities, cancelled ones out."""
    activity = of("promotion_activity")
    return one(select(half_away(func.sum(func.coalesce(activity.c.progress, 0)), func.count())).where(
        live(activity), activity.c.state != "cancelled", *_mine(table)))


def _roi(evaluation: Any) -> ColumnElement[Any]:
    """F72 with the frozen numbers: (profit change − cost) ÷ cost × 100."""
    return percent(evaluation.c.profit_change - evaluation.c.cost, evaluation.c.cost)


@calc("promotion_plan", "roi")
def plan_roi(table: Table) -> ColumnElement[Any]:
    """F72 of its last evaluation."""
    evaluation = of("promotion_evaluation")
    return one(select(_roi(evaluation)).where(live(evaluation), evaluation.c.plan == table.c.id)
               .order_by(evaluation.c.on.desc(), evaluation.c.id).limit(1))


@calc("promotion_evaluation", "roi")
def evaluation_roi(table: Table) -> ColumnElement[Any]:
    """F72."""
    return _roi(table)


@calc("promotion_evaluation", "lift")
def lift(table: Table) -> ColumnElement[Any]:
    """F71 in money: (actual − baseline) ÷ baseline × 100; none without a baseline."""
    return percent(table.c.amount - table.c.baseline_amount, table.c.baseline_amount)


@calc("promotion_activity", "actual_cost")
def activity_cost(table: Table) -> ColumnElement[Any]:
    """Expenses charged to it."""
    return spent_on("promotion_activity", table.c.id)


@calc("promotion_activity", "evidence")
def evidence(table: Table) -> ColumnElement[Any]:
    """Files that prove it."""
    return count("attachment", *to(of("attachment"), "about", "promotion_activity", table.c.id))


@calc("promotion_activity", "late")
def late(table: Table) -> ColumnElement[Any]:
    """Not carried out two days after its date (F73)."""
    open_ = table.c.state.in_(("planned", "running"))
    limit = func.date(func.coalesce(table.c.until, table.c.on), "+2 days")
    return case((open_ & (limit < clock.today().isoformat()), 1), else_=0)


def _reading(piece: ColumnElement[Any], value: str) -> ColumnElement[Any]:
    """A value of the last reading of a piece."""
    metric = of("content_metric")
    return one(select(metric.c[value]).where(live(metric), metric.c.piece == piece)
               .order_by(metric.c.on.desc(), metric.c.id).limit(1))


def _read(table: Table, value: str) -> ColumnElement[Any]:
    """Σ of the last readings of the pieces of a plan."""
    piece = of("content_piece")
    return total("content_piece", _reading(piece.c.id, value), piece.c.plan == table.c.id)


@calc("content_piece", "reach")
def piece_reach(table: Table) -> ColumnElement[Any]:
    """By its last reading."""
    return _reading(table.c.id, "reach")


@calc("content_piece", "conversion")
def piece_conversion(table: Table) -> ColumnElement[Any]:
    """Conversions ÷ clicks of its last reading (F75)."""
    return percent(_reading(table.c.id, "conversions"), _reading(table.c.id, "clicks"))


@calc("communication_plan", "pieces")
def pieces(table: Table) -> ColumnElement[Any]:
    """How many pieces it has."""
    return count("content_piece", of("content_piece").c.plan == table.c.id)


@calc("communication_plan", "reach")
def plan_reach(table: Table) -> ColumnElement[Any]:
    """Σ of its pieces."""
    return _read(table, "reach")


@calc("communication_plan", "conversion")
def plan_conversion(table: Table) -> ColumnElement[Any]:
    """Σ conversions ÷ Σ clicks of its pieces (F75)."""
    return percent(_read(table, "conversions"), _read(table, "clicks"))


def _launched(table: Table, value: str) -> ColumnElement[Any]:
    """Σ of the last readings of the pieces of a launch."""
    piece = func.json_each(table.c.pieces).table_valued("value", name="launched")
    return one(select(func.coalesce(func.sum(_reading(piece.c.value, value)), 0)).select_from(piece))


@calc("media_launch", "spend")
def launch_spend(table: Table) -> ColumnElement[Any]:
    """Expenses charged to it, else the spend its pieces tell."""
    charged = spent_on("media_launch", table.c.id)
    return case((charged != 0, charged), else_=_launched(table, "spend"))


@calc("media_launch", "conversion")
def launch_conversion(table: Table) -> ColumnElement[Any]:
    """Σ conversions ÷ Σ clicks of its pieces (F75)."""
    return percent(_launched(table, "conversions"), _launched(table, "clicks"))


calc("media_launch", "requirements")(requirements("media_launch"))


@calc("competitor", "products")
def rival_products(table: Table) -> ColumnElement[Any]:
    """Products of the rival on file."""
    return count("competitor_product", of("competitor_product").c.competitor == table.c.id)


@calc("competitor", "last_signal")
def last_signal(table: Table) -> ColumnElement[Any]:
    """The day of the last thing heard of it."""
    signal = of("market_signal")
    return one(select(func.max(signal.c.on)).where(live(signal), signal.c.competitor == table.c.id))


def _sighting(table: Table, value: str) -> ColumnElement[Any]:
    sighting = of("price_sighting")
    return one(select(sighting.c[value]).where(live(sighting), sighting.c.rival == table.c.id)
               .order_by(sighting.c.on.desc(), sighting.c.id).limit(1))


@calc("competitor_product", "last_price")
def last_price(table: Table) -> ColumnElement[Any]:
    """As it was seen last."""
    return _sighting(table, "price")


@calc("competitor_product", "last_seen")
def last_seen(table: Table) -> ColumnElement[Any]:
    """When it was seen last."""
    return _sighting(table, "on")


@calc("strategy", "actions")
def strategy_actions(table: Table) -> ColumnElement[Any]:
    """Tasks about it."""
    return count("task", *to(of("task"), "about", "strategy", table.c.id))


@calc("company_plan", "directives")
def directives(table: Table) -> ColumnElement[Any]:
    """How many directives it gives."""
    return count("directive", of("directive").c.plan == table.c.id)


@calc("directive", "actions")
def directive_actions(table: Table) -> ColumnElement[Any]:
    """What it is fulfilled by."""
    return func.coalesce(func.json_array_length(table.c.fulfilled_by), 0)
