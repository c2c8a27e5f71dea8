"""A valid record of any kind, made from its declaration: what it refers to is made first."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.fields import ME, Field, Geo, Link
from kamdesk.kinds import Kind, Record, kind_of


def _allocation(app: App) -> dict[str, Any]:
    party = Link("client", make(app, "client").id)
    return {"source": Link("payment", make(app, "payment", party=party, amount=50_000).id),
            "invoice": make(app, "invoice", party=party, amount=50_000).id}


def _client(app: App, **given: Any) -> str:
    return str(make(app, "client", **given).id)


# What a kind's own rules ask for beyond its required fields.
SPECIAL: dict[str, Callable[[App], dict[str, Any]]] = {
    "adoption": lambda app: {"physician": _client(app, category="physician")},
    "affiliation": lambda app: {"physician": _client(app, category="physician"), "place": _client(app)},
    "allocation": _allocation,
    "communication_plan": lambda _app: {"channels": ("facebook",)},
    "contract_term": lambda _app: {"amount": 1_000_00},
    "expense_rule": lambda _app: {"value": Decimal(800)},
    "key_message": lambda app: {"product": make(app, "product").id},
    "market_size": lambda _app: {"year": 2025},
    "negotiation_round": lambda _app: {"agreed": "Precio por volumen"},
    "recruitment_goal": lambda _app: {"agents": 2},
    "rival_offer": lambda _app: {"price": Decimal("21.5")},
    "segment_change": lambda _app: {"old": "b", "new": "a"},
    "staff_recommendation": lambda app: {"person": make(app, "person").id},
    "visit": lambda app: {"party": Link("client", _client(app))},
}


def make(app: App, kind: str, /, **given: Any) -> Any:
    """Store a valid record of a kind and return it; ``given`` are values for some fields."""
    return app.run(save, record=draft(app, kind_of(kind), **given))


def draft(app: App, kind: Kind, /, **given: Any) -> Record:
    """A valid record that is not stored yet; the records it must refer to are."""
    special = SPECIAL.get(kind.name, lambda _app: {})(app)
    values = {each.name: value_for(app, each) for each in kind.stored
              if each.required and each.default is not ME and each.name not in {**special, **given}
              and getattr(kind.cls(), each.name) == each.empty}
    return kind.cls(**{**values, **special, **given})


def value_for(app: App, of: Field) -> Any:
    """A plausible value of a field."""
    if of.type in ("ref", "link", "refs", "links"):
        return _reference(app, of)
    return _PLAIN[of.type](of)


def _reference(app: App, of: Field) -> Any:
    name = of.to[0] if of.to else "client"
    record = make(app, name)
    one = Link(name, record.id) if of.type in ("link", "links") else record.id
    return (one,) if of.type in ("refs", "links") else one


def _first(of: Field) -> str:
    return next(iter(of.options))


_PLAIN: dict[str, Callable[[Field], Any]] = {
    "text": lambda of: f"{of.label} á",
    "note": lambda of: f"{of.label} á\notra línea",
    "email": lambda _of: "ana@example.com",
    "phone": lambda _of: "33 1234 5678",
    "url": lambda _of: "https://example.com",
    "int": lambda _of: 3,
    "year": lambda _of: clock.today().year,
    "dec": lambda _of: Decimal("2.5"),
    "pct": lambda _of: Decimal("12.5"),
    "money": lambda of: Decimal("19.99") if of.scale else 12_345,
    "day": lambda _of: clock.today() - datetime.timedelta(days=3),
    "time": lambda _of: datetime.time(9, 30),
    "month": lambda _of: f"{clock.today():%Y-%m}",
    "instant": lambda _of: clock.now().replace(microsecond=0),
    "flag": lambda _of: True,
    "choice": _first,
    "choices": lambda of: (_first(of),),
    "geo": lambda _of: Geo(20_673_600, -103_344_000),
    "data": lambda _of: {"a": [1, "á"]},
}
