"""True conflicts as questions for a person: by record, each with its values, who wrote them, and what both would be."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kamdesk import clock
from kamdesk.display import display
from kamdesk.fields import Id, Link
from kamdesk.kinds import kind_of
from kamdesk.protected import links_in
from kamdesk.sharing.exchange import (
    ADDED,
    CYCLE,
    DELETED_EDITED,
    DUPLICATE,
    REMOVED,
    RULE,
    VALUE,
    WRITTEN,
    Conflict,
    Decision,
    Version,
)
from kamdesk.store import Reader
from kamdesk.words import N_, _, day, plural, relative_day

EMPTY = "—"
BOTH = "both"
SORTS = {VALUE: N_("Conflict"), DELETED_EDITED: N_("Deleted and edited"), DUPLICATE: N_("Twice"),
         RULE: N_("Rule broken"), CYCLE: N_("Circle"), WRITTEN: N_("Written without Kamdesk"), ADDED: N_("New record"),
         REMOVED: N_("Taken out")}
# What is decided about a whole record: what False says, and what True says.
_WHOLE = {DELETED_EDITED: (N_("Keep it, as it was edited"), N_("Delete it")),
          ADDED: (N_("Leave it out"), N_("Take it in")), REMOVED: (N_("Keep it"), N_("Archive it"))}
OF_GUESTS = (WRITTEN, ADDED, REMOVED)
VALUES = (VALUE, WRITTEN)  # field by field; the others are about a whole record
ASKED = (VALUE, DELETED_EDITED, *OF_GUESTS)  # what is decided here; the others are mended at the record


@dataclass(frozen=True)
class Option:
    """A value that can be chosen: whose it is («Mío», «Marta Ríos»), and where and when it was written."""

    key: str
    text: str
    name: str
    written: str
    value: Any
    mine: bool

    @property
    def who(self) -> str:
        """«Marta Ríos · portátil · ayer 20:41»."""
        return " · ".join(filter(None, (self.name, self.written)))


@dataclass(frozen=True)
class Question:
    """One field in conflict: what it is called, what it was before, what it may become."""

    conflict: Conflict
    label: str
    before: str
    options: tuple[Option, ...]

    def decision(self, key: str) -> Decision:
        """What choosing an option decides."""
        option = next(each for each in self.options if each.key == key)
        return Decision(self.conflict.kind, self.conflict.id, self.conflict.field, option.value)


@dataclass(frozen=True)
class Case:
    """The questions about one record; ``asks`` is False when it is mended at the record itself."""

    kind: str
    id: Id
    title: str
    sort: str
    questions: tuple[Question, ...]

    @property
    def asks(self) -> bool:
        """Whether it is decided here."""
        return self.sort in ASKED

    @property
    def key(self) -> tuple[str, Id]:
        """The record."""
        return self.kind, self.id


def cases(reader: Reader, conflicts: Iterable[Conflict]) -> list[Case]:
    """The conflicts by record, in the order given; those of other sorts are cases of their own."""
    found: dict[tuple[str, Id, bool], list[Conflict]] = {}
    for each in conflicts:
        found.setdefault((each.kind, each.id, each.sort in VALUES), []).append(each)
    return [Case(kind, id_, group[0].title or _(kind_of(kind).label), group[0].sort,
                 tuple(_question(reader, each) for each in group))
            for (kind, id_, _value), group in found.items()]


def _question(reader: Reader, conflict: Conflict) -> Question:
    options = [_option(reader, conflict, at, each) for at, each in enumerate(ordered(conflict.versions))]
    both = united(conflict)
    if both is not None:
        options.append(Option(BOTH, both, _("Join: both, with their dates"), "", both, mine=False))
    if conflict.sort == ADDED:
        conflict = replace(conflict, message=_told(reader, conflict))
    before = "" if conflict.sort not in VALUES else text_of(reader, conflict, conflict.before)
    return Question(conflict, label_of(conflict), before, tuple(options))


def _told(reader: Reader, conflict: Conflict) -> str:
    """What a new record holds, in one line."""
    beside = dict(zip(conflict.fields, conflict.before, strict=True))
    texts = (_field_text(reader, conflict.kind, name, value, beside) for name, value in beside.items())
    return " · ".join(text for text in texts if text)


def _option(reader: Reader, conflict: Conflict, at: int, version: Version) -> Option:
    name = _("My value") if version.mine else version.person or version.device
    place = _("this laptop") if version.mine else version.device if version.person else ""
    return Option(str(at), text_of(reader, conflict, version.value), name,
                  " · ".join(filter(None, (place, moment(version.at)))), version.value, version.mine)


def ordered(versions: Sequence[Version]) -> list[Version]:
    """Mine first, then the newest."""
    return sorted(versions, key=lambda each: (not each.mine, -each.at.timestamp()))


def label_of(conflict: Conflict) -> str:
    """The field, or what is the matter with the record."""
    kind = kind_of(conflict.kind)
    names = () if conflict.sort == ADDED else conflict.fields or ((conflict.field,) if conflict.field else ())
    shown = [_(kind.fields[name].label) for name in names if name in kind.fields]
    if not shown and conflict.field == "archived":
        return _("Archived")
    return ", ".join(shown) or _(SORTS[conflict.sort])


def text_of(reader: Reader, conflict: Conflict, value: Any) -> str:
    """A value as a person reads it; those of a group stand together."""
    if conflict.sort in _WHOLE:
        return _(_WHOLE[conflict.sort][bool(value)])
    if conflict.sort == DUPLICATE:
        return reader.names([Link(conflict.kind, str(value))]).get(str(value), EMPTY)
    if value is None:
        return EMPTY
    if len(conflict.fields) > 1:
        amounts = dict(zip(conflict.fields, value, strict=True))
        shown = [_field_text(reader, conflict.kind, name, each, amounts) for name, each in amounts.items()]
        return " · ".join(filter(None, shown)) or EMPTY
    return _field_text(reader, conflict.kind, conflict.field, value, {}) or EMPTY


def _field_text(reader: Reader, kind: str, name: str, value: Any, beside: Mapping[str, Any]) -> str:
    of = kind_of(kind).fields.get(name)
    if of is None:
        return _("Yes") if value else _("No")
    return display(of, value, reader.names(links_in(of, (value,))), currency=beside.get("currency") or None)


def moment(at: datetime.datetime) -> str:
    """«hoy 09:12», «14 nov 2025 19:02»."""
    here = at.astimezone()
    return f"{relative_day(here.date(), clock.today())} {here:%H:%M}"


def united(conflict: Conflict) -> str | None:
    """Both texts, the older first, each with its day and author; None for what is no running text."""
    of = kind_of(conflict.kind).fields.get(conflict.field)
    texts = [each for each in conflict.versions if isinstance(each.value, str) and each.value.strip()]
    if of is None or of.type != "note" or len(conflict.fields) > 1 or len(texts) < 2:  # noqa: PLR2004  «both» takes two
        return None
    dated = sorted(texts, key=lambda each: each.at)
    return "\n\n".join(f"[{day(each.at.astimezone().date())}, {each.person or each.device}] {each.value.strip()}"
                       for each in dated)


def outcome(case: Case, chosen: Mapping[str, str]) -> str:
    """What the record will be: the values chosen, by the field of their question."""
    parts = [f"{question.label}: {brief(option.text)}" for question in case.questions for option in question.options
             if chosen.get(question.conflict.field) == option.key]
    return " · ".join(parts)


def brief(text: str, most: int = 60) -> str:
    """A text in one short line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most - 1].rstrip(" .,") + "…"


def side(case: Case, *, mine: bool) -> dict[str, str]:
    """All of a case decided for one side: of several received values the newest."""
    return {question.conflict.field: option.key for question in case.questions
            for option in question.options[::-1] if option.mine == mine and option.key != BOTH}


def undecided(count: int) -> str:
    """«3 decisiones pendientes»."""
    return plural("{n} decision to take", "{n} decisions to take", count)
