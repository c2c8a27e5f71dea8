"""References of a sheet: names that are known, names to be created, names in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kamdesk.fields import Field, Id, Link
from kamdesk.identity import imported_key_id
from kamdesk.kinds import kind_of
from kamdesk.methods.duplicates import ALMOST_SURE, POSSIBLE, DuplicateIndex, Entry
from kamdesk.problems import Problem
from kamdesk.records.clients import Client
from kamdesk.records.distributors import Distributor
from kamdesk.sheets.details import category_of
from kamdesk.sheets.preview import Candidate, Decisions, Doubt, ReferenceCount
from kamdesk.sheets.staging import Branch
from kamdesk.sheets.tree import Tree
from kamdesk.sheets.values import Named
from kamdesk.store import IN, Reader, Where
from kamdesk.words import N_, _, fold

CREATED = ("client", "distributor", "person", "product", "product_line", "channel", "territory")
REVIVABLE = ("client", "distributor", "person", "product", "product_line", "channel")
WORK = 3_000_000  # new names × known records up to which every pair is looked at (A9)
GENERAL = N_("General line")

Told = Mapping[str, Any]


class Finder:
    """Turns the names of a sheet into ids; what is not known is made once, and counted."""

    def __init__(self, reader: Reader, *, owner: Id | None, decisions: Decisions) -> None:
        self._reader, self._owner, self._decisions = reader, owner, decisions
        self.tree = Tree(reader)
        self.births: dict[str, dict[Id, dict[str, Any]]] = {kind: {} for kind in CREATED}
        self.own: dict[str, Id] = {}  # names of the rows of the sheet itself, for references among them
        self.own_kind = ""
        self._known: dict[tuple[str, str], Link | Problem] = {}
        self._doubts: dict[tuple[str, str], Doubt] = {}
        self._doubted: Counter[tuple[str, str]] = Counter()
        self._fates: dict[str, dict[str, str]] = {}  # field -> folded text -> found, to_create or doubtful
        self._indexes: dict[str, DuplicateIndex] = {}
        self._places: dict[Id, Id | None] = {}
        self.used: dict[str, set[Id]] = {kind: set() for kind in CREATED}

    def value(self, of: Field, value: Any, told: Told) -> Any:
        """The value of a reference field: an id, a link, or tuples of them. Problem when it cannot be known."""
        if of.type in ("refs", "links"):
            found = [self._link(of, each, told) for each in value]
            return tuple(found if of.type == "links" else (each.id for each in found))
        link = self._link(of, value, told)
        return link if of.type == "link" else link.id

    def _link(self, of: Field, value: Named | Branch, told: Told) -> Link:
        if isinstance(value, Branch):
            return Link("territory", self.tree.branch(value.levels))
        key = (of.name, fold(value.text))
        if key in self._doubts:
            self._doubted[key] += 1
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(of, value.text, key, told)
        if isinstance(found, Problem):
            raise found
        return found

    def _found(self, of: Field, text: str, key: tuple[str, str], told: Told) -> Link | Problem:
        try:
            link = self._look(of, text, key, told)
        except Problem as problem:
            return problem
        if link.kind in self.used:
            self.used[link.kind].add(link.id)
        return link

    def _look(self, of: Field, text: str, key: tuple[str, str], told: Told) -> Link:
        kinds = of.to or ("client", "distributor")
        decided = self._decisions.get(key)
        if decided:
            self._fate(key, "found")
            return self._chosen(kinds, decided)
        made = imported_key_id(kind_of(kinds[0]).code, "name", text)
        if made in self.births.get(kinds[0], {}):
            self._fate(key, "to_create")
            return Link(kinds[0], made)
        exact = next((found for kind in kinds if (found := [Link(kind, id_) for id_ in self._exact(kind, text)])), [])
        if len(exact) == 1:
            self._fate(key, "found")
            return exact[0]
        if exact:
            self._doubt(key, text, [Candidate(*each, self._name(each), 100) for each in exact], must=True)
            raise Problem(_("{n} records are called “{name}”. Say which one it is.", n=len(exact), name=text))
        if decided is None:
            alike = self._alike(kinds, text, told)
            if alike and alike[0].score >= ALMOST_SURE and (len(alike) == 1 or alike[1].score < ALMOST_SURE):
                self._fate(key, "found")
                return Link(alike[0].kind, alike[0].id)
            if alike:
                self._doubt(key, text, alike)
        self._fate(key, "to_create")
        return self._make(kinds[0], text, told)

    def _chosen(self, kinds: tuple[str, ...], id_: Id) -> Link:
        for kind in kinds:
            if self._reader.maybe(kind_of(kind).cls, id_) is not None:
                return Link(kind, id_)
        raise Problem(_("The record chosen for a doubtful name is not there any more. Choose again."))

    def _exact(self, kind: str, text: str) -> list[Id]:
        if kind == "territory":
            found = self.tree.named(text)
            return [found] if found else []
        if kind == self.own_kind and fold(text) in self.own:
            return [self.own[fold(text)]]
        known = list(dict.fromkeys(self._reader.resolve(kind, text)))
        if len(known) > 1:
            cls = kind_of(kind).cls
            known = [each.id for each in self._reader.find(cls, Where("id", IN, known))] or known[:1]
        return known

    def _alike(self, kinds: tuple[str, ...], text: str, told: Told) -> list[Candidate]:
        """Known clients and distributors that look like a name (A9), best first."""
        place = told.get("territory")
        city = dict(place.levels).get("city", "") if isinstance(place, Branch) else ""
        found = []
        for kind in kinds:
            if kind in ("client", "distributor"):
                index = self._index(kind)
                entry = Entry("", text, city=city, pharmacy=category_of(text) == "pharmacy")
                found += [Candidate(kind, match.id, self._name(Link(kind, match.id)), int(match.score))
                          for match in index.find(entry, minimum=POSSIBLE)] if index.entries else []
        return sorted(found, key=lambda each: -each.score)

    def _index(self, kind: str) -> DuplicateIndex:
        if kind not in self._indexes:
            self._indexes[kind] = DuplicateIndex(entries(self._reader, self.tree, kind))
        return self._indexes[kind]

    def _name(self, link: Link) -> str:
        return self._reader.names([link]).get(link.id, "")

    def _doubt(self, key: tuple[str, str], text: str, candidates: list[Candidate], *, must: bool = False) -> None:
        self._fate(key, "doubtful")
        self._doubts[key] = Doubt(key, text, 0, tuple(candidates), must=must)
        self._doubted[key] += 1

    def _fate(self, key: tuple[str, str], fate: str) -> None:
        field, text = key
        self._fates.setdefault(field, {}).setdefault(text, fate)

    def _make(self, kind: str, text: str, told: Told) -> Link:
        """A record that the sheet names and nobody knows, with what the sheet tells of it."""
        if kind not in CREATED:
            raise Problem(_("There is no {kind} “{value}”. Create it or choose another.",
                            kind=_(kind_of(kind).label).lower(), value=text))
        if kind == "territory":
            return Link(kind, self.tree.branch((("city", text),)))
        id_ = imported_key_id(kind_of(kind).code, "name", text)
        if self._reader.maybe(kind_of(kind).cls, id_) is not None:
            return Link(kind, id_)  # made by an earlier import and called otherwise since
        fields = kind_of(kind).fields
        values = {name: self.value(fields[name], value, {}) if _is_reference(value) else value
                  for name, value in told.items()}
        self.births[kind][id_] = {"id": id_, "name": text, **self._needed(kind, text, told), **values}
        return Link(kind, id_)

    def _needed(self, kind: str, text: str, told: Told) -> dict[str, Any]:
        """What a record of the kind cannot be without."""
        if kind == "client":
            channel = told.get("channel")
            beside = channel.text if isinstance(channel, Named) else ""
            return {"category": category_of(text, beside), "owner": self._owner,
                    **({} if "territory" in told else {"territory": self.tree.root()})}
        if kind == "distributor":
            root = self.tree.root()
            return {"role": "distributor", "territories": (root,) if root else (), "owner": self._owner,
                    "stage": "active"}
        if kind == "person":
            return {"position": "representative"}
        if kind == "product" and "line" not in told:
            return {"line": self._line()}
        return {"category": "other"} if kind == "channel" else {}

    def _line(self) -> Id:
        of = Field("", "ref", name="line", to=("product_line",))
        return self._link(of, Named(_(GENERAL)), {}).id

    def place(self, party: Link) -> Id | None:
        """The territory of a client, known or to be created; None for a distributor."""
        if party.kind != "client":
            return None
        if party.id not in self._places:
            born = self.births["client"].get(party.id)
            known = None if born else self._reader.maybe(Client, party.id)
            self._places[party.id] = born["territory"] if born else known.territory if known else None
        return self._places[party.id]

    def counts(self) -> list[ReferenceCount]:
        """For each reference column, how many different names are known, to be created, in doubt."""
        counted = {field: Counter(fates.values()) for field, fates in self._fates.items()}
        return [ReferenceCount(field, each["found"], each["to_create"], each["doubtful"])
                for field, each in counted.items()]

    def doubts(self) -> list[Doubt]:
        """The names in doubt, those of most rows first."""
        found = [Doubt(each.key, each.text, self._doubted[key], each.candidates, must=each.must)
                 for key, each in self._doubts.items()]
        return sorted(found, key=lambda each: -each.rows)

    def alike(self, kind: str, entry: Entry) -> tuple[Id, ...]:
        """Known records that are almost surely the same as a new one (A9)."""
        index = self._index(kind)
        return tuple(each.id for each in index.find(entry, minimum=ALMOST_SURE)) if index.entries else ()

    def known(self, kind: str) -> int:
        """How many records of a kind A9 compares with."""
        return len(self._index(kind).entries)


def _is_reference(value: Any) -> bool:
    return isinstance(value, (Named, Branch)) or (isinstance(value, tuple) and bool(value)
                                                  and isinstance(value[0], Named))


def entries(reader: Reader, tree: Tree, kind: str) -> list[Entry]:
    """The live records of a kind as A9 compares them."""
    cls = Client if kind == "client" else Distributor
    return [entry_of({name: getattr(each, name) for name in SHOWN if hasattr(each, name)}, tree)
            for each in reader.find(cls)]


SHOWN = ("id", "name", "category", "territory", "phone", "email", "geo", "address", "parent", "specialty", "tax_id")


def entry_of(values: Mapping[str, Any], tree: Tree) -> Entry:
    """What A9 looks at of a client or distributor."""
    geo = values.get("geo")
    return Entry(
        values.get("id", ""), values.get("name", ""), person=values.get("category") == "physician",
        pharmacy=values.get("category") == "pharmacy", city=tree.name(values.get("territory") or ""),
        phones=tuple(filter(None, (values.get("phone", ""),))), emails=tuple(filter(None, (values.get("email", ""),))),
        point=(geo.latitude / 1e6, geo.longitude / 1e6) if geo else None, address=values.get("address", ""),
        parent=values.get("parent") or "", specialty=values.get("specialty", ""),
        category=values.get("category") or "", tax_id=values.get("tax_id", ""),
    )
