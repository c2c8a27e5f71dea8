"""The tree of territories an import needs: what is there, found by level and name, and what the sheet adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from kamdesk.fields import Id
from kamdesk.identity import imported_key_id
from kamdesk.problems import Problem
from kamdesk.records.territories import LEVELS, Territory
from kamdesk.store import EMPTY, Reader, Where
from kamdesk.words import _, fold

Levels = Sequence[tuple[str, str]]
"""(level, name) from the region down."""


def region_name(reader: Reader) -> str:
    """What the territory everything hangs on is called where the base has none yet."""
    name: str = reader.setting("region_name")
    return name or _("My region")


def only_top(reader: Reader) -> str | None:
    """The name of the one territory everything hangs on, there or to be made; None when there are several."""
    tops = reader.find(Territory, Where("parent", EMPTY), limit=2)
    return None if len(tops) > 1 else tops[0].name if tops else region_name(reader)


class Tree:
    """Territories by id, and those to be made; a branch is found below what stands above it, steps may be missing."""

    def __init__(self, reader: Reader) -> None:
        self._region_name = region_name(reader)
        self._parents: dict[Id, Id | None] = {}
        self._names: dict[Id, str] = {}
        self._named: dict[tuple[str, str], list[Id]] = defaultdict(list)
        self._branches: dict[tuple[tuple[str, str], ...], Id] = {}
        self._root: list[Id | None] = []
        self.archived: set[Id] = set()
        self.used: set[Id] = set()
        self.births: dict[Id, dict[str, Any]] = {}
        for each in reader.find(Territory, archived=None):
            self._keep(each.id, each.name, level=each.level or "city", parent=each.parent)
            if each.archived:
                self.archived.add(each.id)
        self._known = frozenset(self._parents)

    def _keep(self, id_: Id, name: str, *, level: str, parent: Id | None) -> None:
        self._parents[id_], self._names[id_] = parent, name
        self._named[level, fold(name)].append(id_)

    def branch(self, levels: Levels) -> Id:
        """The lowest territory of a branch, made with what is missing above it; Problem when its name is ambiguous."""
        written = tuple(levels)  # most rows write a branch as one before did: nothing to fold
        if written not in self._branches:
            self._branches[written] = self._folded_branch(levels)
        self.used.add(self._branches[written])
        return self._branches[written]

    def _folded_branch(self, levels: Levels) -> Id:
        key = tuple((level, fold(name)) for level, name in levels)
        if key not in self._branches:
            above: Id | None = None
            for level, name in levels:
                above = self._step(level, name, above=above)
            if above is None:
                raise Problem(_("{field} is missing. Choose one.", field=_("Territory")))
            self._branches[key] = above
        return self._branches[key]

    def _step(self, level: str, name: str, *, above: Id | None) -> Id:
        known = [each for each in self._named[level, fold(name)] if above is None or above in self._chain(each)]
        if len(known) > 1:
            known = [each for each in known if self._parents[each] == above] or known
        if len(known) > 1 and above is None:
            raise Problem(_("There are {n} territories called “{name}”. Add a column with what they belong to.",
                            n=len(known), name=name))
        if known:
            return known[0]
        parent = above if above or level == "region" else self.root()
        return self._make(name, level=level, parent=parent)

    def _make(self, name: str, *, level: str, parent: Id | None) -> Id:
        path = [self._names[each] for each in reversed(self._chain(parent))] if parent else []
        id_ = imported_key_id(Territory.kind.code, "path", "|".join((*path, name)))
        if id_ not in self._parents:  # known ids were renamed or moved since: they are still this branch
            self._keep(id_, name, level=level, parent=parent)
            self.births[id_] = {"id": id_, "name": name, "level": level, "parent": parent}
        return id_

    def named(self, text: str) -> Id | None:
        """The territory called so, at whatever level; None when there is none, Problem when there are several."""
        found = [id_ for level in LEVELS for id_ in self._named.get((level, fold(text)), ())]
        if not found and fold(text) == fold(self._region_name):
            found = [each for each in (self.root(),) if each]
        if len(found) > 1:
            raise Problem(_("There are {n} territories called “{name}”. Add a column with what they belong to.",
                            n=len(found), name=text))
        self.used.update(found)
        return found[0] if found else None

    def root(self) -> Id | None:
        """The one territory everything hangs on, made when the base has none; None when there are several."""
        if not self._root:
            tops = [each for each, parent in self._parents.items() if parent is None and each not in self.archived]
            if len(tops) > 1:
                self._root = [None]
            else:
                self._root = [tops[0] if tops else self._make(self._region_name, level="region", parent=None)]
        if self._root[0]:
            self.used.add(self._root[0])
        return self._root[0]

    def _chain(self, id_: Id | None) -> list[Id]:
        """A territory and what it belongs to, up to the top."""
        found: list[Id] = []
        while id_ and id_ not in found:
            found.append(id_)
            id_ = self._parents.get(id_)
        return found

    def top(self, id_: Id | None) -> Id | None:
        """The highest territory above one."""
        return self._chain(id_)[-1] if id_ else None

    def related(self, a: Id, b: Id) -> bool:
        """Whether two territories are the same, or one belongs to the other."""
        return a in self._chain(b) or b in self._chain(a)

    def name(self, id_: Id) -> str:
        """What a territory is called."""
        return self._names.get(id_, "")

    def revived(self) -> list[Id]:
        """Archived territories that the sheet uses again, with what they belong to."""
        return sorted({each for used in self.used for each in self._chain(used)} & self.archived)
