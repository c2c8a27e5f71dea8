"""Building blocks for the SQL of calc fields: sums of children, counts, ratios without floats."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, case, func, literal, or_, select

from db.schema import table_of
from kamdesk import clock, settings
from kamdesk.kinds import kind_of
from kamdesk.stored import canonical_json

COUNTED = ("to_review", "reviewed", "reimbursed")  # states in which an expense is real
HUNDRED = 100
AUDIENCES: dict[str, tuple[str, ...]] = {  # the types of client that each audience of a message stands for (F109)
    "physician": ("physician",), "pharmacy": ("pharmacy", "pharmacy_chain"),
    "hospital": ("public_hospital", "private_hospital", "clinic"),
}


def of(kind: str) -> Table:
    """The table of a kind by its name."""
    return table_of(kind_of(kind))


def live(table: FromClause) -> ColumnElement[bool]:
    """Rows that are not archived."""
    found: ColumnElement[bool] = table.c.archived == 0
    return found


def one(chosen: Select[Any]) -> ColumnElement[Any]:
    """The only value of a query."""
    return chosen.scalar_subquery()


def count(kind: str, *conditions: Any) -> ColumnElement[Any]:
    """How many live records of a kind hold the conditions."""
    table = of(kind)
    return one(select(func.count()).select_from(table).where(live(table), *conditions))


def total(kind: str, value: Any, *conditions: Any) -> ColumnElement[Any]:
    """Σ of a value over live records of a kind, 0 without any."""
    return one(select(func.coalesce(func.sum(value), 0)).select_from(of(kind)).where(live(of(kind)), *conditions))


def half_away(above: Any, below: Any) -> ColumnElement[Any]:
    """Give above ÷ below in whole numbers, half away from zero; NULL when below is 0."""
    signed = above * case((below < 0, -1), else_=1)
    size = func.abs(below)
    doubled = 2 * signed + case((signed < 0, -1), else_=1) * size
    return case((below == 0, None), else_=doubled.op("/", precedence=100)(2 * size))


def percent(above: Any, below: Any, scale: int = 4) -> ColumnElement[Any]:
    """Give above ÷ below × 100 as a percentage with ``scale`` decimals."""
    return half_away(above * (HUNDRED * 10**scale), below)


def is_link(table: FromClause, field: str, kind: str) -> ColumnElement[bool]:
    """Whether a link field refers to a record of a kind."""
    found: ColumnElement[bool] = table.c[f"{field}_kind"] == kind_of(kind).code
    return found


def to(table: FromClause, field: str, kind: str, id_: Any) -> list[ColumnElement[bool]]:
    """A link field refers to this very record."""
    return [table.c[field] == id_, is_link(table, field, kind)]


def spent_on(kind: str, id_: Any) -> ColumnElement[Any]:
    """Σ of real expenses charged to a source, in minor units of the base currency."""
    expense = of("expense")
    return total("expense", expense.c.amount, expense.c.source == id_, expense.c.source_kind == kind_of(kind).code,
                 expense.c.state.in_(COUNTED))


def holds_own(expense: Any) -> ColumnElement[bool]:
    """Whether something is committed for the very source of an expense on its line."""
    held = of("commitment").alias("own")
    found: ColumnElement[bool] = select(literal(1)).select_from(held).where(
        held.c.archived == 0, held.c.source == expense.c.source, held.c.line == expense.c.line).correlate(
        expense).exists()
    return found


def account(expense: Any) -> ColumnElement[Any]:
    """The source whose commitment an expense uses up: of an activity that has none of its own, its plan (K59)."""
    activity = of("promotion_activity")
    plan = one(select(activity.c.plan).where(activity.c.id == expense.c.source).correlate(expense))
    inner = and_(is_link(expense, "source", "promotion_activity"), ~holds_own(expense))
    return case((inner, plan), else_=expense.c.source)


def requirements(kind: str) -> Any:
    """The SQL of «documents ready»: requirements met ÷ those that apply, in per cent."""

    def ready(table: Table) -> ColumnElement[Any]:
        step = of("requirement")
        met = func.sum(case((step.c.state == "ready", 1), else_=0))
        return one(select(percent(met, func.count())).where(
            live(step), step.c.parent == table.c.id, step.c.parent_kind == kind_of(kind).code,
            step.c.state != "not_applicable"))

    return ready


def effective(visit: Any, category: Any) -> ColumnElement[bool]:
    """Received, a physician or somebody met, about a product or another purpose than promotion (F10)."""
    return and_(visit.c.state == "done", visit.c.outcome.is_distinct_from("refused"),
                or_(category == "physician", visit.c.contacts.is_not(None)),
                or_(visit.c.products.is_not(None), visit.c.purpose != "medical_promotion"))


def month_back(count: int) -> str:
    """The month ``count`` months before the current one."""
    index = clock.today().year * 12 + clock.today().month - 1 - count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def setting(name: str, key: ColumnElement[Any] | str) -> ColumnElement[Any]:
    """One value of a setting that holds several, its default when nobody set it."""
    table, path = of("setting"), literal("$.").concat(key)
    told = one(select(func.json_extract(table.c.value, path)).where(live(table), table.c.name == name)
               .correlate_except(table))
    return func.coalesce(told, func.json_extract(canonical_json(settings.declared(name).default), path))
