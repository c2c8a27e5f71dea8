"""The figures behind a report: each with its name, whose it is and its value, so that one can go to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kamdesk.fields import Id
from kamdesk.figures.model import Figure, Scope
from kamdesk.reports import Gathered
from kamdesk.reports.desk import Desk
from kamdesk.reports.spans import told
from kamdesk.reports.texts import name_of, written
from kamdesk.words import _

# What a breakdown's key stands for: the kind whose record it is, and the part of the scope that asks for it alone.
OWNERS = {"market": ("territory", "territory"), "territory": ("territory", "territory"), "person": ("person", "person"),
          "distributor": ("distributor", "distributor"), "client": ("client", "client"),
          "line": ("product_line", "line"), "product": ("product", "product"), "channel": ("channel", "channel")}


@dataclass(frozen=True)
class Stated:
    """A figure as the report says it; ``figure`` is asked of exactly its scope, so that its rows can be listed."""

    name: str
    whose: str
    period: str
    value: str
    figure: Figure


def stated(gathered: Gathered) -> list[Stated]:
    """Every figure a report was made with: those of its scope first, then what they were divided by."""
    desk = gathered.desk
    return [*(_one(desk, figure, desk.scope_name) for figure in desk.asked.values()), *_divided(desk)]


def _one(desk: Desk, figure: Figure, whose: str) -> Stated:
    return Stated(name_of(figure.code), whose, told(figure.period or desk.period), written(figure), figure)


def _divided(desk: Desk) -> Iterator[Stated]:
    for (_code, dimension), found in desk.broken_down.items():
        kind, part = OWNERS.get(dimension, ("", ""))
        if not kind:
            continue
        names = desk.names(kind, found, none=_("without one"))
        for key, figure in found.items():
            if key and figure.value is not None:
                own = replace(figure, scope=_narrowed(desk.scope, part, key), key=None)
                yield _one(desk, own, f"{desk.scope_name} · {names.get(key, key)}")


def _narrowed(scope: Scope, part: str, key: Id) -> Scope:
    """The scope of one key; of a person it is her alone, as breakdowns count her."""
    changes = {"territory": replace(scope, territory=key), "person": replace(scope, person=key, alone=True),
               "distributor": replace(scope, distributor=key), "client": replace(scope, client=key),
               "line": replace(scope, line=key), "product": replace(scope, product=key),
               "channel": replace(scope, channel=key)}
    return changes[part]
