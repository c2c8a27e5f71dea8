"""Which column of a table feeds which field of a kind: proposed from headings and content, remembered by headings."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kamdesk.fields import Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.problems import Problem
from kamdesk.sheets.cells import Cell, is_blank, shown
from kamdesk.sheets.synonyms import CHOICE_WORDS, SUBJECTS, SYNONYMS
from kamdesk.sheets.tables import Table
from kamdesk.sheets.values import Format, convert, options
from kamdesk.words import _, fold

SAMPLE = 60  # cells of a column looked at
ENOUGH = 0.45  # score from which a column is proposed
FITTING = 0.5  # share of a sample that must fit the type of the field
KEYS = ("code", "tax_id", "number", "document", "name")
KEYED = ("client", "distributor", "product")  # imported under their key (product/03 §3.0)
PARTS = {"geo": ("latitude", "longitude"), "day": ("day", "month", "year"), "month": ("month", "year")}
TREE = ("region", "zone", "city", "sector")
_SMALL = frozenset("de del la el los las y en por para the of and a al".split())
_OLD = frozenset("antiguo anterior madre viejo old previous".split())
_GENERIC = frozenset("numero codigo nombre fecha tipo estado total id name date type number code glosa".split())
_NEUTRAL = frozenset("nombre glosa name".split())
_SHORT = {"cod": "codigo", "dir": "direccion", "tel": "telefono", "nro": "numero", "num": "numero", "no": "numero",
          "n": "numero", "fec": "fecha", "cant": "cantidad", "desc": "descripcion", "prod": "producto", "imp": "importe",
          "vend": "vendedor", "anio": "ano", "qty": "quantity"}


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
        return {"kind": self.kind, "columns": {header: str(target) for header, target in self.columns.items()},
                "key": list(self.key), "constants": dict(self.constants), "orders": dict(self.orders),
                "choices": {header: dict(each) for header, each in self.choices.items()}, "needs": list(self.needs),
                "currency": self.currency}

    def identity(self) -> str:
        """Equal for equal mappings on any laptop: part of the id of imported rows."""
        pairs = sorted(f"{fold(header)}={target}" for header, target in self.columns.items())
        return _digest([self.kind, *pairs])


def from_data(data: Mapping[str, Any]) -> SheetMapping:
    """The mapping that ``as_data`` gave."""
    return SheetMapping(data["kind"], {header: target(text) for header, text in data["columns"].items()}, tuple(data["key"]),
                        data["constants"], data["orders"], data["choices"], tuple(data["needs"]), data["currency"])


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
        raise Problem(_("No column gives: {fields}. Choose their columns or a value for all rows.", fields=names),
                      field=missing[0].name)


def propose(table: Table, kind: str) -> SheetMapping:
    """The mapping that headings and content suggest; each heading and each target is used once, best first."""
    about = kind_of(kind)
    scores = []
    for position, header in enumerate(table.headers):
        sample = [cell for cell in _some(table, position) if not is_blank(cell)]
        for phrase_target, phrases in _phrases(kind).items():
            score = heading_score(header, phrases, kind)
            if score >= ENOUGH and sample and _fits(sample, about.fields[phrase_target.field], phrase_target, kind):
                scores.append((score, -position, header, phrase_target))
    columns: dict[str, Target] = {}
    for _score, _position, header, each in sorted(scores, key=lambda entry: entry[:2], reverse=True):
        if header not in columns and each not in columns.values() and not _taken(each, columns.values()):
            columns[header] = each
    ordered = {header: columns[header] for header in table.headers if header in columns}
    mapping = SheetMapping(kind, ordered, needs=("on",) if kind == "payment" else ())
    return SheetMapping(kind, ordered, propose_key(table, mapping), choices=propose_choices(table, mapping), needs=mapping.needs)


def _taken(each: Target, others: Iterable[Target]) -> bool:
    """A whole field and its parts exclude one another; the city of a sheet does not exclude its region."""
    return any(other.field == each.field and (not other.part or not each.part) for other in others)


def _some(table: Table, position: int) -> Iterable[Cell]:
    step = max(1, len(table.rows) // SAMPLE)
    return (cells[position] for _number, cells in table.rows[::step][:SAMPLE])


@cache
def _phrases(kind: str) -> dict[Target, tuple[tuple[str, ...], ...]]:
    """Every target of a kind with the phrases that name it, as word tuples."""
    about = kind_of(kind)
    found: dict[Target, tuple[tuple[str, ...], ...]] = {}
    for each in about.stored:
        own = [each.name.replace("_", " "), each.label, _(each.label)]
        found[Target(each.name)] = tuple(dict.fromkeys(words_of(phrase) for phrase in own))
    for text, phrases in SYNONYMS.get(kind, {}).items():
        each_target = target(text)
        if each_target.field in about.fields:
            found[each_target] = tuple(map(words_of, phrases.split("|"))) + found.get(each_target, ())
    return found


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a heading: «EstablecimientoCodigo», «Cód. Provincia» and «LAT [grados]» alike."""
    text = re.sub(r"\[.*?\]|\(.*?\)", " ", text)
    text = re.sub(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])", " ", text)
    words = re.split(r"[^a-z0-9]+", fold(text.replace("n°", "numero ").replace("N°", "numero ").replace("Nº", "numero ")))
    words = [_SHORT.get(word, word) for word in words if word and word not in _SMALL]
    return tuple(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)  # noqa: PLR2004


def heading_score(header: str, phrases: Sequence[tuple[str, ...]], kind: str) -> float:
    """1 for the usual name of a target, less for rarer names and for words that do not belong to it."""
    words = words_of(header)
    subjects = SUBJECTS.get(kind, "").split()
    bare = frozenset(word for word in words if word not in subjects) or frozenset(words)
    plain = bare - _NEUTRAL
    best = max((_likeness(words, phrase, bare=bare, plain=plain) - min(rank, 20) * 0.005
                for rank, phrase in enumerate(phrases) if phrase), default=0.0)
    return best - (0.3 if _OLD & set(words) else 0)


def _likeness(words: tuple[str, ...], phrase: tuple[str, ...], *, bare: frozenset[str], plain: frozenset[str]) -> float:
    """How well a heading says a phrase: whole, without the subject, without «nombre», or with words to spare."""
    wanted = frozenset(phrase)
    if words == phrase:
        return 1
    if bare == wanted:
        return 0.96
    if plain == wanted:
        return 0.93
    if wanted < bare and not wanted <= _GENERIC:
        return 0.75 - 0.12 * (len(bare) - len(wanted))
    return 0.55 if bare < wanted and not bare <= _GENERIC else 0


def _fits(sample: Sequence[Cell], of: Field, each: Target, kind: str) -> bool:
    """Whether enough of the cells are what the field holds."""
    if of.type in ("choice", "choices"):
        guessed = sum(guess_choice(shown(cell), of) is not None for cell in sample)
        return guessed >= len(sample) * FITTING
    if of.type == "phone":
        return sum(sum(map(str.isdigit, shown(cell))) > 4 for cell in sample) >= len(sample) * FITTING  # noqa: PLR2004
    if each.part in TREE or (of.name == "name" and kind in KEYED):
        return sum(any(char.isalpha() for char in shown(cell)) for cell in sample) >= len(sample) * FITTING
    how = Format()
    good = 0
    for cell in sample:
        try:
            good += convert(cell, of, how, part=each.part) is not None
        except Problem:
            good += of.type in ("day", "month") and not each.part and _other_order(cell, of)
    return good >= len(sample) * FITTING


def _other_order(cell: Cell, of: Field) -> bool:
    try:
        return convert(cell, of, Format(order="mdy")) is not None
    except Problem:
        return False


def guess_choice(text: str, of: Field) -> str | None:
    """The option that a written value means: exactly, or by a word in it; None when nothing fits."""
    plain = fold(text)
    exact = options(of).get(plain)
    if exact:
        return exact
    for option, words in CHOICE_WORDS.get(f"{of.kind}.{of.name}", {}).items():
        if option in of.options and any(re.search(rf"\b{re.escape(word)}", plain) for word in words.split("|")):
            return option
    return None


def propose_choices(table: Table, mapping: SheetMapping) -> dict[str, dict[str, str | None]]:
    """For each column of choices, what its different values mean; one that means nothing is «other» or left empty."""
    fields, found = kind_of(mapping.kind).fields, {}
    for header, each in mapping.columns.items():
        of = fields[each.field]
        if of.type != "choice":
            continue
        written = {fold(shown(cell)): shown(cell) for cell in table.column(table.headers.index(header)) if not is_blank(cell)}
        fallback = "other" if "other" in of.options else None
        found[header] = {plain: guess_choice(text, of) or fallback for plain, text in written.items() if plain not in options(of)}
    return found


def propose_key(table: Table, mapping: SheetMapping) -> tuple[str, ...]:
    """The fields that tell rows apart: a code or number filled in every row and never twice, else a combination."""
    about = kind_of(mapping.kind)
    by_field = {each.field: header for header, each in mapping.columns.items() if not each.part}
    for name in KEYS:
        if name in by_field and name in about.fields and (mapping.kind in KEYED or name != "name"):
            counts = Counter(fold(shown(cell)) for cell in table.column(table.headers.index(by_field[name])))
            if not counts[""] and max(counts.values(), default=0) == 1:
                return (name,)
    for key in (about.natural, *about.unique):
        if key and all(name in by_field for name in key):
            return key
    if mapping.kind in KEYED and "name" in by_field:
        places = [name for name in ("territory", "address", "presentation") if any(each.field == name for each in mapping.columns.values())]
        return ("name", *places)
    return ()


def usable_kinds(kinds: Iterable[Kind]) -> list[str]:
    """The kinds with a ready mapping, in the order the wizard offers them."""
    known = {kind.name for kind in kinds}
    return [name for name in SYNONYMS if name in known]
