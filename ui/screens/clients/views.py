"""Saved views of the list: its chips, filters, words and order under a name, kept on this laptop."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings

from kamdesk.store import Where
from ui.filters import Conditions

KEY = "lists/clients/views"


@dataclass(frozen=True)
class View:
    """What a view narrows the list to: chips that are on, further filters by their words, what is typed, the order."""

    chips: tuple[str, ...] = ()
    filters: dict[str, Conditions] = field(default_factory=dict)
    words: str = ""
    sort: str = ""


def saved() -> dict[str, View]:
    """The views by name, in the order they were saved."""
    text = QSettings().value(KEY, "{}")
    return {name: _view(each) for name, each in json.loads(str(text)).items()}


def save(name: str, view: View) -> None:
    """Keep a view; one of the same name is replaced."""
    _write({**saved(), name: view})


def forget(name: str) -> None:
    """Take a view away."""
    _write({other: view for other, view in saved().items() if other != name})


def _write(views: dict[str, View]) -> None:
    QSettings().setValue(KEY, json.dumps({name: _plain(view) for name, view in views.items()}, default=str))


def _plain(view: View) -> dict[str, Any]:
    filters = {words: [[each.field, each.op, each.value] for each in conditions]
               for words, conditions in view.filters.items()}
    return {"chips": list(view.chips), "filters": filters, "words": view.words, "sort": view.sort}


def _view(plain: dict[str, Any]) -> View:
    filters = {words: tuple(Where(*each) for each in conditions) for words, conditions in plain["filters"].items()}
    return View(tuple(plain["chips"]), filters, plain["words"], plain["sort"])
