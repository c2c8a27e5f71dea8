"""The roll-up of clients and distributors, the map they stand on, and what their lists sort by."""

from __future__ import annotations

from sqlalchemy import Connection

from db.figures.calculated import month_back
from db.figures.rollup_sales import move_sales
from db.figures.rollup_tables import codes
from db.reading import Reading
from kamdesk.figures.panel import class_of, rule_of_party, rules
from kamdesk.records.numbering import BORN
from kamdesk.words import EXPONENTS, exponent

MONTHS_SHOWN = 12
ALL = "SELECT pk FROM kd_party"
TOUCHED = "IN (SELECT pk FROM temp.kd_touched)"
RATE_SCALE = 10**6  # rates are kept with 8 decimals; two fewer leave room for large amounts in 64 bits

_PARTIES = """
SELECT id AS pk, {client} AS kind, territory, owner, channel, category, segment AS level,
  concat_ws('|', 'c', coalesce(category, ''), coalesce(segment, ''), coalesce(visit_override, ''),
    coalesce(phase, 0)) AS turn,
  iif(status = 'active', 1, iif(status = 'inactive', -1, 0)) AS active, archived, payment_days
  FROM client WHERE {chosen}
UNION ALL
SELECT d.id, {distributor}, {common}, owner, channel, role, grade,
  concat_ws('|', 'd', coalesce(role, ''), coalesce(grade, ''), '', 0),
  iif(stage IN ('trial', 'active'), 1, iif(stage IN ('suspended', 'ended'), -1, 0)), archived, payment_days
  FROM distributor d WHERE {chosen}"""
_COLUMNS = "pk, kind, territory, owner, channel, category, level, turn, active, archived, payment_days"

# The territory of a distributor is the nearest one that holds all of its territories, so that no sum counts it twice.
_COMMON = """(WITH RECURSIVE up(start, at, far) AS (
    SELECT value, value, 0 FROM json_each(d.territories)
    UNION ALL SELECT up.start, t.parent, far + 1 FROM up JOIN territory t ON t.id = up.at
      WHERE t.parent IS NOT NULL AND far < 50)
  SELECT at FROM up GROUP BY at HAVING count(*) = json_array_length(d.territories) ORDER BY sum(far), at LIMIT 1)"""

_PLACES = """
INSERT INTO kd_place (pk, market, city) WITH RECURSIVE up(pk, at, level, far) AS (
  SELECT id, id, level, 0 FROM territory
  UNION ALL SELECT up.pk, p.id, p.level, far + 1 FROM up JOIN territory t ON t.id = up.at
    JOIN territory p ON p.id = t.parent WHERE far < 50)
SELECT t.id, (SELECT at FROM up WHERE up.pk = t.id AND up.level = 'zone' ORDER BY far LIMIT 1),
  (SELECT at FROM up WHERE up.pk = t.id AND up.level = 'city' ORDER BY far LIMIT 1) FROM territory t"""

_UNDER = """
INSERT OR IGNORE INTO kd_under (above, pk) WITH RECURSIVE up(pk, at, far) AS (
  SELECT id, id, 0 FROM territory
  UNION ALL SELECT up.pk, t.parent, far + 1 FROM up JOIN territory t ON t.id = up.at
    WHERE t.parent IS NOT NULL AND far < 50)
SELECT at, pk FROM up WHERE 1"""

# Another name or telephone moves nothing: who stands as before is left alone.
_SAME = f"""
DELETE FROM temp.kd_touched WHERE pk IN (SELECT pk FROM temp.kd_now n JOIN kd_party o USING (pk) WHERE
  ({", ".join(f"o.{name}" for name in _COLUMNS.split(", "))}) IS
  ({", ".join(f"n.{name}" for name in _COLUMNS.split(", "))}))"""

# Parties that are not where they were, are new or are gone.
_MOVED = """
INSERT INTO temp.kd_moved SELECT t.pk FROM temp.kd_touched t
  LEFT JOIN kd_party o ON o.pk = t.pk LEFT JOIN temp.kd_now n ON n.pk = t.pk
WHERE o.pk IS NOT n.pk OR o.territory IS NOT n.territory OR o.owner IS NOT n.owner OR o.channel IS NOT n.channel"""

# Only what differs is written: the four orders of the lists are indexes, and most parties stay where they stand.
_TELL = """
WITH told(pk, last_on, ahead_on, every, bought, balance) AS MATERIALIZED (
  SELECT p.pk,
    (SELECT max(v.done_on) FROM visit v WHERE v.party = p.pk AND v.state = 'done' AND NOT v.archived),
    (SELECT max(v.planned_on) FROM visit v WHERE v.party = p.pk AND v.state = 'planned' AND NOT v.archived),
    (SELECT t.days FROM kd_turn t WHERE t.turn = p.turn),
    coalesce((SELECT sum(b.amount) FROM kd_bought b WHERE b.pk = p.pk AND b.month BETWEEN ? AND ?), 0),
    coalesce((SELECT sum({worth}) FROM kd_document d WHERE d.party = p.pk AND d.open <> 0), 0)
  FROM kd_party p WHERE p.pk IN ({chosen}))
UPDATE kd_party SET last_on = told.last_on, ahead_on = told.ahead_on, every = told.every, bought = told.bought,
  balance = told.balance
FROM told WHERE told.pk = kd_party.pk AND (kd_party.last_on, kd_party.ahead_on, kd_party.every, kd_party.bought,
  kd_party.balance) IS NOT (told.last_on, told.ahead_on, told.every, told.bought, told.balance)"""
_DUE = """
UPDATE kd_party SET due_on = date(last_on, concat('+', every, ' days'))
WHERE pk IN ({chosen}) AND due_on IS NOT date(last_on, concat('+', every, ' days'))"""


_COUNT = """
INSERT INTO kd_class (turn, territory, owner, channel, level, category, active, archived, n)
SELECT turn, coalesce(territory, ''), coalesce(owner, ''), coalesce(channel, ''), coalesce(level, ''),
  coalesce(category, ''), active, archived, {sign}count(*) FROM kd_party WHERE {chosen} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ON CONFLICT DO UPDATE SET n = n + excluded.n"""


def draw_places(connection: Connection) -> None:
    """The map is small: it is drawn anew."""
    for table, drawn in (("kd_place", _PLACES), ("kd_under", _UNDER)):
        connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql(drawn)


def enter_parties(connection: Connection) -> None:
    """Every client and distributor."""
    connection.exec_driver_sql(f"INSERT INTO kd_party ({_COLUMNS}) {_parties('1')}")
    connection.exec_driver_sql(_COUNT.format(sign="", chosen="1"))


def _parties(chosen: str) -> str:
    return _PARTIES.format(**codes(), common=_COMMON, chosen=chosen)


def follow_parties(connection: Connection, after: int, *, every_distributor: bool) -> None:
    """Take the sales of moved parties out under what the parties were, and put them in as they are now.

    ``every_distributor``: the map changed, and they stand on it. Those that stand otherwise are in temp.kd_touched
    afterwards.
    """
    if every_distributor:
        fill(connection, "kd_touched", "SELECT id FROM distributor")
        _leave(connection)
        _arrive(connection)
    of = codes()
    fill(connection, "kd_touched",
         f"SELECT pk FROM kd_journal WHERE seq > {after} AND +t IN ({of['client']}, {of['distributor']})")
    if _all_born(connection, after):  # an import: nobody was anywhere before, but sales may already name them
        fill(connection, "kd_moved", "SELECT pk FROM temp.kd_touched WHERE pk NOT IN (SELECT pk FROM kd_party)")
        move_sales(connection, sign="-")
        connection.exec_driver_sql("DELETE FROM temp.kd_touched WHERE pk NOT IN (SELECT pk FROM temp.kd_moved)")
    else:
        _leave(connection)
    _arrive(connection)


def _all_born(connection: Connection, after: int) -> bool:
    """Whether every party written after a line is new."""
    of = codes()
    other = connection.exec_driver_sql(f"SELECT 1 FROM kd_journal WHERE seq > {after} AND f <> {BORN}"
                                       f" AND +t IN ({of['client']}, {of['distributor']}) LIMIT 1").first()
    return other is None


def _leave(connection: Connection) -> None:
    """Take out what the touched parties were."""
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS kd_now AS SELECT * FROM kd_party WHERE 0")
    connection.exec_driver_sql("DELETE FROM temp.kd_now")
    connection.exec_driver_sql(f"INSERT INTO temp.kd_now ({_COLUMNS}) {_parties(f'id {TOUCHED}')}")
    connection.exec_driver_sql(_SAME)
    fill(connection, "kd_moved", None)
    connection.exec_driver_sql(_MOVED)
    move_sales(connection, sign="-")
    connection.exec_driver_sql(_COUNT.format(sign="-", chosen=f"pk {TOUCHED}"))
    connection.exec_driver_sql(f"DELETE FROM kd_party WHERE pk {TOUCHED}")


def _arrive(connection: Connection) -> None:
    """Put the touched parties in as they are."""
    connection.exec_driver_sql(f"INSERT INTO kd_party ({_COLUMNS}) {_parties(f'id {TOUCHED}')}")
    connection.exec_driver_sql(_COUNT.format(sign="", chosen=f"pk {TOUCHED}"))
    connection.exec_driver_sql("DELETE FROM kd_class WHERE n = 0")
    move_sales(connection)


def fill(connection: Connection, name: str, chosen: str | None) -> None:
    """A temporary list of ids called ``name`` with those a query chooses."""
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {name} (pk TEXT PRIMARY KEY)")
    connection.exec_driver_sql(f"DELETE FROM temp.{name}")
    if chosen:
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.{name} SELECT * FROM ({chosen}) WHERE 1")


def learn_turns(connection: Connection, *, anew: bool = False) -> None:
    """The days between visits of the turns in use, by the rules of the team."""
    idle = "1" if anew else "turn NOT IN (SELECT turn FROM kd_class)"
    connection.exec_driver_sql(f"DELETE FROM kd_turn WHERE {idle}")
    unknown = "SELECT DISTINCT turn FROM kd_class WHERE turn NOT IN (SELECT turn FROM kd_turn)"
    turns = list(connection.exec_driver_sql(unknown).scalars())
    known = rules(Reading(connection)) if turns else []
    found = [(turn, rule_of_party(known, class_of(turn))) for turn in turns]
    rows = [(turn, rule.interval_days or None if rule else None, rule.id if rule else None) for turn, rule in found]
    if rows:
        connection.exec_driver_sql("INSERT INTO kd_turn (turn, days, rule) VALUES (?, ?, ?)", rows)


def tell(connection: Connection, chosen: str) -> None:
    """Bring up to date what lists show of some parties; ``chosen``: a query of their ids."""
    told = _TELL.format(worth=_worth(connection, month_back(0)), chosen=chosen)
    connection.exec_driver_sql(told, (month_back(MONTHS_SHOWN - 1), month_back(0)))
    connection.exec_driver_sql(_DUE.format(chosen=chosen))


def _worth(connection: Connection, month: str) -> str:
    """What a document leaves open in the base currency, at the rate of this month; nothing without a rate."""
    base = str(Reading(connection).setting("currency"))
    shift = "".join(f" WHEN '{code}' THEN {10 ** (2 - places)}" for code, places in EXPONENTS.items())
    rate = (f"coalesce((SELECT x.rate FROM exchange_rate x WHERE x.currency = d.currency AND x.month = '{month}'"
            " AND NOT x.archived), 0) / 100")
    scaled = f"d.open * ({rate}) * (CASE d.currency{shift} ELSE 1 END) / {10 ** (2 - exponent(base))}"
    half = f"iif(d.open < 0, -{RATE_SCALE // 2}, {RATE_SCALE // 2})"
    quoted = base.replace("'", "''")
    return f"iif(coalesce(d.currency, '') IN ('', '{quoted}'), d.open, ({scaled} + {half}) / {RATE_SCALE})"
