"""The records a partial file may hold: of some territories and people, of some kinds and a period, or ticked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from db.merging.cells import LIFE, shared_kinds
from db.merging.ground import temp
from kamdesk.fields import PRIVATE, Field
from kamdesk.kinds import Kind, kind_of
from kamdesk.sharing.exchange import CHANGES, PUBLIC, SELECTION, ZONE, Share

# What everybody needs to read the rest.
CATALOGUES = ("product_line", "product", "price", "key_message", "policy", "visit_frequency", "channel", "competitor",
              "competitor_product", "checklist_template", "non_working_day", "exchange_rate", "target_plan", "setting")
# Kinds of a zone in an order that parents come first, and the fields that place a record: in a territory, with a
# party or under a record of the file, or with a person (product/08, P3).
PLACES: Mapping[str, tuple[str, ...]] = {
    "client": ("territory", "owner"), "distributor": ("territories", "owner"), "contact": ("party",),
    "affiliation": ("physician",), "segment_change": ("client",), "interaction": ("party", "owner"),
    "client_plan": ("client",), "adoption": ("physician",), "patient_count": ("client",),
    "hospital_listing": ("client",), "visit_cycle": ("person",), "cycle_client": ("cycle",),
    "visit": ("territory", "party", "owner"), "shelf_check": ("party",), "sample_move": ("person",),
    "policy_ack": ("person",), "stage_change": ("distributor",), "distributor_stock": ("distributor",),
    "assignment": ("territory", "assignee"), "training_session": ("owner",), "training_attendance": ("session",),
    "order": ("buyer", "owner"), "order_line": ("order",), "delivery": ("line",),
    "sales_record": ("territory", "party", "seller"), "invoice": ("territory", "party", "seller"),
    "payment": ("territory", "party", "seller"), "allocation": ("invoice",), "payment_promise": ("party", "owner"),
    "target": ("node",), "target_month": ("target",), "work_plan": ("scope", "owner"),
    "promotion_activity": ("territory", "responsible"), "market_signal": ("territory", "party", "owner"),
    "price_sighting": ("territory", "where"), "return": ("party", "owner"), "quality_issue": ("party", "owner"),
    "incident": ("territory", "party", "coordinator"), "incident_entry": ("incident",),
    "task": ("assigned_to", "about"), "alert_snooze": ("person",), "requirement": ("parent",),
    "approval_event": ("document",), "attachment": ("about",),
}
# Of the reader alone: her expenses, and her appraisals once they are closed.
OWN: Mapping[str, str] = {
    "expense": "d.person IN (SELECT pk FROM kt_reader)", "expense_claim": "d.person IN (SELECT pk FROM kt_reader)",
    "appraisal": "d.subject IN (SELECT pk FROM kt_reader) AND d.state = 'closed'",
}
# Rows withheld whole, by a field that never changes.
WITHHELD: Mapping[str, str] = {"price": "d.price_list IS 'floor'", "attachment": "d.confidential"}
_DATES = ("on", "month", "at", "start", "planned_on", "made_on", "due", "year")


def scoped(share: Share) -> bool:
    """Whether a share chooses among records at all."""
    return share.profile != CHANGES


def day_of(text: str) -> datetime.date:
    """A day as its text."""
    return datetime.date.fromisoformat(text)


def fill(raw: Any, share: Share) -> None:
    """temp.kt_visible: kind number and id of each record of a share."""
    temp(raw, "kt_visible", "t, pk, PRIMARY KEY (t, pk)")
    if share.profile == ZONE:
        _zone(raw, share)
    elif share.profile == PUBLIC:
        for name in share.kinds:
            _add(raw, kind_of(name), _period(kind_of(name), share))
    elif share.profile == SELECTION:
        _ticked(raw, share)
    _withhold(raw, share)


def keep_dead(raw: Any, key: str) -> None:
    """Records of the profile that died since: their deletion travels."""
    raw.execute(f"""INSERT OR IGNORE INTO kt_visible SELECT s.t, s.pk FROM kd_sent s JOIN kd_cell c USING (t, pk)
        WHERE s.profile = ? AND s.gone IS NULL AND c.f = {LIFE}
        AND NOT EXISTS (SELECT 1 FROM kd_alive l WHERE l.t = s.t AND l.pk = s.pk)""", (key,))


def _add(raw: Any, kind: Kind, condition: str) -> int:
    """Records of a kind that are shared at all and meet a condition; how many were new."""
    team = " AND d.scope = 'team'" if kind.name == "setting" else ""
    added: int = raw.execute(f'INSERT OR IGNORE INTO kt_visible SELECT {kind.code}, d.id FROM "{kind.name}" d'
                             f" WHERE ({condition}){team}").rowcount
    return added


def _zone(raw: Any, share: Share) -> None:
    _people_and_places(raw, share)
    for name in CATALOGUES:
        _add(raw, kind_of(name), "1")
    _add(raw, kind_of("territory"), "d.id IN (SELECT pk FROM kt_zone)")
    _add(raw, kind_of("person"), "d.id IN (SELECT pk FROM kt_people)")
    for name, fields in PLACES.items():
        kind = kind_of(name)
        placed = [_placed(kind.fields[each]) for each in fields]
        _add(raw, kind, " OR ".join(placed))
    for name, condition in OWN.items():
        _add(raw, kind_of(name), condition)
    _add(raw, kind_of("appraisal_line"), _placed(kind_of("appraisal_line").fields["appraisal"]))


def _people_and_places(raw: Any, share: Share) -> None:
    """kt_zone: the territories with all below them; kt_people: those named and those who work there; kt_reader."""
    for name, ids in (("kt_zone", share.territories), ("kt_people", share.people), ("kt_reader", share.people)):
        temp(raw, name, "pk PRIMARY KEY")
        raw.executemany(f"INSERT OR IGNORE INTO {name} VALUES (?)", [(each,) for each in ids])
    raw.execute("""INSERT OR IGNORE INTO kt_zone WITH RECURSIVE below(pk) AS (SELECT pk FROM kt_zone
        UNION SELECT t.id FROM territory t JOIN below b ON t.parent = b.pk) SELECT pk FROM below""")
    raw.execute(f"""INSERT OR IGNORE INTO kt_people SELECT a.assignee FROM assignment a WHERE NOT a.archived
        AND a.assignee_kind = {kind_of('person').code} AND a.territory IN (SELECT pk FROM kt_zone)
        UNION SELECT p.id FROM person p WHERE p.territory IN (SELECT pk FROM kt_zone)""")


def _placed(of: Field) -> str:
    """SQL: a field of the row «d» puts it in the file."""
    column = of.columns[-1].name
    if of.type == "refs":
        return (f"EXISTS (SELECT 1 FROM json_each(coalesce(d.\"{column}\", '[]')) e"
                " WHERE e.value IN (SELECT pk FROM kt_zone))")
    if of.type == "ref":
        return _one(f'd."{column}"', of.to[0], "1")
    kind = f'd."{of.columns[0].name}"'
    parts = [_one(f'd."{column}"', name, f"{kind} = {kind_of(name).code}") for name in of.to
             if name in {"territory", "person"}]
    return " OR ".join([*parts, f'EXISTS (SELECT 1 FROM kt_visible q WHERE q.t = {kind} AND q.pk = d."{column}"'
                                f" AND q.t NOT IN ({kind_of('person').code}, {kind_of('territory').code}))"])


def _one(column: str, target: str, condition: str) -> str:
    lists = {"territory": "kt_zone", "person": "kt_people"}
    if target in lists:
        return f"({condition} AND {column} IN (SELECT pk FROM {lists[target]}))"
    return f"EXISTS (SELECT 1 FROM kt_visible q WHERE q.t = {kind_of(target).code} AND q.pk = {column})"


def _period(kind: Kind, share: Share) -> str:
    """SQL: a record of the period, or one that has no date."""
    name = next((each for each in _DATES if each in kind.fields and kind.fields[each].stored), None)
    if name is None:
        return "1"
    length = {"month": 7, "year": 4}.get(kind.fields[name].type, 10)
    value = f'substr(d."{name}", 1, {length})'
    bounds = [f"{value} {sign} '{bound.isoformat()[:length]}'"
              for sign, bound in ((">=", share.since), ("<=", share.until)) if bound is not None]
    return f'd."{name}" IS NULL OR ({" AND ".join(bounds)})' if bounds else "1"


def _ticked(raw: Any, share: Share) -> None:
    """The records ticked, those that hang on them, and those they refer to."""
    raw.executemany("INSERT OR IGNORE INTO kt_visible VALUES (?, ?)",
                    [(kind_of(each.kind).code, each.id) for each in share.records])
    ticked = {kind_of(each.kind).name for each in share.records}
    for kind in _children(ticked):
        _add(raw, kind, _placed(kind.fields[kind.parent or ""]))
    for name in ticked:
        for of in kind_of(name).stored:
            if of.type in {"ref", "link"} and not any(kind_of(target).local for target in of.to):
                target = str(kind_of(of.to[0]).code) if of.type == "ref" else f'd."{of.columns[0].name}"'
                raw.execute(f"""INSERT OR IGNORE INTO kt_visible SELECT {target}, d."{of.columns[-1].name}"
                    FROM "{name}" d JOIN kt_visible q ON q.t = {kind_of(name).code} AND q.pk = d.id
                    WHERE d."{of.columns[-1].name}" IS NOT NULL""")


def _children(names: Iterable[str]) -> list[Kind]:
    wanted = set(names)
    return [kind for kind in shared_kinds() if kind.parent and wanted & set(kind.fields[kind.parent].to)
            and kind.fields[kind.parent].type in {"ref", "link"}]


def _withhold(raw: Any, share: Share) -> None:
    """Rows that stay for what they are: the floor of prices, confidential contents, private notes of others."""
    for name, condition in WITHHELD.items():
        raw.execute(f'DELETE FROM kt_visible WHERE t = {kind_of(name).code} AND pk IN'
                    f' (SELECT d.id FROM "{name}" d WHERE {condition})')
    if PRIVATE not in share.classes:
        marks = ", ".join("?" * len(share.people))
        raw.execute(f"DELETE FROM kt_visible WHERE t = {kind_of('interaction').code} AND pk IN (SELECT id FROM"
                    f" interaction WHERE private AND owner NOT IN ({marks}))", share.people)
