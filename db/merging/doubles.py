"""One identity written under on two laptops, told by what it wrote: a number stands for one write and no other."""

from __future__ import annotations

from typing import Any

from db.merging import ground
from db.merging.ground import one


def doubled(raw: Any) -> bool:
    """Whether a line of the attached file has the number of a line held here, and says something else.

    Files of a part carry no hashes of transactions; two copies of a laptop may have written in the same millisecond.
    """
    ground.temp(raw, "kt_again", "r, s, t, pk, f, v, PRIMARY KEY (r, s)")
    raw.execute("""INSERT INTO kt_again SELECT a.r, a.s, a.t, a.pk, a.f, a.v FROM file.kd_journal a
        JOIN kd_seen k ON k.r = a.r WHERE a.s <= k.upto""")
    if one(raw, "SELECT 1 FROM kt_again LIMIT 1") is None:
        return False
    ground.temp(raw, "kt_mine", "lo INTEGER PRIMARY KEY, r")
    raw.execute("INSERT OR REPLACE INTO kt_mine SELECT min(x.s_from), x.r FROM kd_txn x JOIN kd_replica k"
                " ON k.rid = x.r WHERE k.is_self > 0 GROUP BY x.r")
    own = ("j.r IS NULL AND a.s = j.seq"
           " AND a.r = (SELECT m.r FROM kt_mine m WHERE m.lo <= j.seq ORDER BY m.lo DESC LIMIT 1)")
    other = """(a.t, a.pk, a.f) <> (j.t, j.pk, j.f)
        OR (a.f > 0 AND a.v IS NOT NULL AND j.v IS NOT NULL AND a.v <> j.v)"""
    found = one(raw, f"SELECT 1 FROM kd_journal j JOIN kt_again a ON a.r = j.r AND a.s = j.s WHERE {other} LIMIT 1") \
        or one(raw, f"SELECT 1 FROM kt_again a JOIN kd_journal j ON {own} WHERE {other} LIMIT 1")
    ground.clear(raw, "kt_again", "kt_mine")
    return found is not None
