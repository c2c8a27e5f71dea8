"""Which column of a table feeds which field of a kind: proposed from headings and content, remembered by headings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamdesk.kinds import Kind, kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.synonyms import SYNONYMS
from kamdesk.sheets.tables import Table
from kamdesk.words import _, fold

KEYED = ("client", "distributor", "product")  # imported under their key (product/03 §3.0)
PARTS = {"geo": ("latitude", "longitude"), "day": ("day", "month", "year"), "month": ("month", "year")}
TREE = ("region", "zone", "city", "sector")


@dataclass(frozen=True)
class Target:
    """A field, or a part of one: latitude or longitude of a place, month and year of a day, a level of the tree."""

    field: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.field}.{self.part}" if self.part else self.field


@dataclass(frozen=True)
class SheetMapping:
    """How a table becomes records of a kind.

    columns    heading -> target                    key       fields that say which record a row is
    constants  field -> text of a value the sheet lacks («farmacia» for a list of pharmacies)
    orders     heading -> «dmy» or «mdy» as answered  choices   heading -> what is written, folded -> option id or None
    needs      rows without these fields are skipped, not refused
    """

    kind: str
    columns: Mapping[str, Target]
    key: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    currency: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain values, to be remembered as JSON under the fingerprint of the headings."""
        return {
            "kind": self.kind,
            "columns": {header: str(target) for header, target in self.columns.items()},
            "key": list(self.key),
            "constants": dict(self.constants),
            "orders": dict(self.orders),
            "choices": {header: dict(each) for header, each in self.choices.items()},
            "needs": list(self.needs),
            "currency": self.currency,
        }

    def identity(self) -> str:
        """Equal for equal mappings on any laptop: part of the id of imported rows."""
        pairs = sorted(f"{fold(header)}={target}" for header, target in self.columns.items())
        return _digest([self.kind, *pairs])


def from_data(data: Mapping[str, Any]) -> SheetMapping:
    """The mapping that ``as_data`` gave."""
    columns = {header: target(text) for header, text in data["columns"].items()}
    return SheetMapping(
        data["kind"],
        columns,
        tuple(data["key"]),
        data["constants"],
        data["orders"],
        data["choices"],
        tuple(data["needs"]),
        data["currency"],
    )


def target(text: str) -> Target:
    """«geo.latitude» as a target."""
    name, _dot, part = text.partition(".")
    return Target(name, part)


def fingerprint(headers: Iterable[str]) -> str:
    """The same for the same set of headings, whatever their order, case and accents."""
    return _digest(sorted(map(fold, headers)))


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]


def check_mapping(mapping: SheetMapping, table: Table) -> None:
    """Raise Problem when a mapping does not fit its kind or table, or leaves a required field without a column."""
    kind = kind_of(mapping.kind)
    for header, each in mapping.columns.items():
        if header not in table.headers:
            raise Problem(_("The table has no column “{header}”. Map its columns again.", header=header))
        if each.field not in kind.fields:
            raise Problem(_("{kind} has no field “{field}”.", kind=_(kind.label), field=each.field))
    given = {each.field for each in mapping.columns.values()} | set(mapping.constants)
    if "on" in given and "precision" in kind.fields:
        given.add("month")  # told by the day
    missing = [each for each in kind.stored if each.required and each.name not in given and each.default is None]
    if missing:
        names = ", ".join(_(each.label) for each in missing)
        raise Problem(
            _("No column gives: {fields}. Choose their columns or a value for all rows.", fields=names),
            field=missing[0].name,
        )


def targets(kind: str) -> list[Target]:
    """Everything a column may feed, in the order of the kind: its fields, each followed by its parts."""
    found = []
    for of in kind_of(kind).stored:
        parts = TREE if of.to == ("territory",) and of.type == "ref" else PARTS.get(of.type, ())
        found += [Target(of.name), *(Target(of.name, part) for part in parts)]
    return found


def usable_kinds(kinds: Iterable[Kind]) -> list[str]:
    """The kinds with a ready mapping, in the order the wizard offers them."""
    known = {kind.name for kind in kinds}
    return [name for name in SYNONYMS if name in known]
