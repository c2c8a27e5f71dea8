"""@record: a class that describes a kind of record becomes a typed frozen dataclass and an entry in the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from kamdesk.fields import ME, Field, Id

if TYPE_CHECKING:
    from kamdesk.store import Reader

R = TypeVar("R", bound="Record")
ERROR, CAUTION = "error", "caution"


@dataclass(frozen=True)
class Issue:
    """What is wrong with a record: a translated sentence, its field, and whether it stops saving."""

    message: str
    field: str
    level: str = ERROR


@dataclass(frozen=True)
class Rule:
    """A check of a kind: the method, the field it speaks of, error or caution, and its marked messages."""

    method: Callable[[Any, Any], str | None]
    field: str
    level: str


@dataclass(frozen=True, eq=False)
class Kind:
    """Everything the house knows about a kind of record.

    code       K number of product/03, for ever
    name       snake_case name, the table's and the command line's
    label(s)   English singular and plural, translated where shown
    place      page and tab where it is reached («clients/list»)
    title      fields whose values name a record
    columns    fields shown in lists, in order        filters  fields offered as filters
    search     fields searched: own texts, and references whose names are searched
    natural    key fields of a natural identity (UUIDv5)   unique  alternative business keys that suggest a duplicate
    join       ask, owner, append or sum (product/03 §3.0)   owner  the field that names the responsible person
    parent     field that refers to the parent of a child kind
    approvable protected fields; empty when the kind needs no approval
    bulk       rows by the hundred thousand: no search entry of their own
    """

    code: int
    name: str
    label: str
    labels: str
    cls: type[Record]
    fields: Mapping[str, Field]
    place: str
    title: tuple[str, ...]
    columns: tuple[str, ...]
    search: tuple[str, ...]
    filters: tuple[str, ...]
    natural: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    join: str
    owner: str | None
    parent: str | None
    state: str | None
    approvable: tuple[str, ...]
    append_only: bool
    deletable: bool
    bulk: bool
    local: bool
    rules: tuple[Rule, ...]

    @property
    def stored(self) -> list[Field]:
        """Fields with columns, in declared order."""
        return [each for each in self.fields.values() if each.stored]

    @property
    def own_text(self) -> list[Field]:
        """The searched fields that hold text themselves."""
        return [self.fields[name] for name in self.search if self.fields[name].type not in _REFERENCES]

    @property
    def searched_references(self) -> list[Field]:
        """The searched fields that name other records."""
        return [self.fields[name] for name in self.search if self.fields[name].type in _REFERENCES]


_REFERENCES = ("ref", "refs", "link", "links")
REGISTER: dict[str, Kind] = {}
_BY_CODE: dict[int, Kind] = {}


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record as it crosses the house: values only, no session behind it."""

    kind: ClassVar[Kind]
    id: Id = ""
    archived: bool = False


def record_from(cls: type[R], values: Mapping[str, Any]) -> R:
    """``cls(**values)`` for rows by the thousand, whose names are known to be fields.

    Filled at once: a frozen dataclass sets its forty fields one by one, at four times the cost.
    """
    constants, factories = _starts(cls.kind.name)
    made = object.__new__(cls)
    made.__dict__.update(constants)
    made.__dict__.update(values)
    for name, factory in factories:
        if name not in values:
            made.__dict__[name] = factory()
    return made


@cache
def _starts(kind: str) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """What the fields of a new record hold: values, and those made anew each time."""
    of = fields(REGISTER[kind].cls)
    return ({each.name: each.default for each in of if each.default is not MISSING},
            [(each.name, each.default_factory) for each in of if each.default_factory is not MISSING])


def check(of: str) -> Callable[[Callable[[Any, Any], str | None]], Callable[[Any, Any], str | None]]:
    """A rule of a kind: the method returns the sentence that stops saving field ``of``, or None."""
    return _ruled(of, ERROR)


def caution(of: str) -> Callable[[Callable[[Any, Any], str | None]], Callable[[Any, Any], str | None]]:
    """An «aviso»: the record is saved and the field wears a mark with the sentence."""
    return _ruled(of, CAUTION)


def _ruled(of: str, level: str) -> Callable[[Callable[[Any, Any], str | None]], Callable[[Any, Any], str | None]]:
    def mark(method: Callable[[Any, Any], str | None]) -> Callable[[Any, Any], str | None]:
        method.__dict__["rule"] = Rule(method, of, level)
        return method

    return mark


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    label: str,
    labels: str,
    *,
    code: int,
    place: str,
    title: str | tuple[str, ...],
    columns: Iterable[str] = (),
    search: Iterable[str] = (),
    filters: Iterable[str] = (),
    natural: Iterable[str] = (),
    unique: Iterable[tuple[str, ...]] = (),
    join: str = "ask",
    owner: str | None = None,
    parent: str | None = None,
    state: str | None = None,
    approvable: Iterable[str] = (),
    append_only: bool = False,
    deletable: bool = False,
    bulk: bool = False,
    local: bool = False,
) -> Callable[[type[R]], type[R]]:
    """Declare a kind: see ``Kind`` for the meaning of each argument."""

    def declare(cls: type[R]) -> type[R]:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        found = {key: value.named(key, name) for key, value in vars(cls).items() if isinstance(value, Field)}
        made = _dataclass_of(cls, found)
        titles = (title,) if isinstance(title, str) else title
        made.kind = Kind(
            code=code, name=name, label=label, labels=labels, cls=made, fields=found, place=place, title=titles,
            columns=tuple(columns) or titles, search=tuple(search), filters=tuple(filters), natural=tuple(natural),
            unique=tuple(unique), join=join, owner=owner or ("owner" if "owner" in found else None), parent=parent,
            state=state or ("state" if "state" in found else None), approvable=tuple(approvable),
            append_only=append_only, deletable=deletable, bulk=bulk, local=local,
            rules=tuple(item.rule for item in vars(cls).values() if hasattr(item, "rule")),
        )
        _complain(made.kind)
        REGISTER[name] = _BY_CODE[code] = made.kind
        return made

    return declare


def _dataclass_of(cls: type[R], found: Mapping[str, Field]) -> type[R]:
    for name, each in found.items():
        factory = each.default if callable(each.default) and each.default is not ME else None
        setattr(cls, name, field(default_factory=factory) if factory else field(default=each.initial()))
        cls.__annotations__.setdefault(name, Any)
    return dataclass(frozen=True, kw_only=True)(cls)


def _complain(kind: Kind) -> None:
    """A declaration that names a field it does not have is a bug found at import."""
    named = {*kind.title, *kind.columns, *kind.search, *kind.filters, *kind.natural, *kind.approvable,
             *(name for key in kind.unique for name in key), *(rule.field for rule in kind.rules)}
    named |= {name for name in (kind.owner, kind.parent, kind.state) if name}
    unknown = named - set(kind.fields) - {"archived", ""}
    if unknown:
        raise ValueError(f"{kind.name} names unknown fields: {', '.join(sorted(unknown))}")


def kind_of(name: str) -> Kind:
    """The kind called ``name``; KeyError when there is none."""
    return REGISTER[name]


def kind_by_code(code: int) -> Kind:
    """The kind with K number ``code``; KeyError when this version knows none."""
    return _BY_CODE[code]


def values_of(record: Record) -> dict[str, Any]:
    """The stored values of a record by field name (id and archived included)."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def words() -> Iterator[str]:
    """Every English text the kinds declare: names, labels, options."""
    for kind in REGISTER.values():
        yield kind.label
        yield kind.labels
        for each in kind.fields.values():
            yield each.label
            yield from each.options.values()


def issues(record: Record, reader: Reader) -> list[Issue]:
    """What the rules of its kind say about a record, errors first."""
    found = []
    for rule in type(record).kind.rules:
        message = rule.method(record, reader)
        if message:
            found.append(Issue(message, rule.field, rule.level))
    return sorted(found, key=lambda issue: issue.level != ERROR)
