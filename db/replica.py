"""A base's own name in the exchange of files: random, and never used again after a restore or a received base."""

from __future__ import annotations

import secrets
import socket

from sqlalchemy import Connection

from db import journal
from kamdesk.identity import new_id


def new_replica(connection: Connection) -> None:
    """Write from now on under a new name; the numbers of the journal go on above its highest."""
    sql = "INSERT INTO kd_replica (rid, uid, device, label, code, is_self, head_hash) VALUES (?, ?, ?, ?, '', 1, '')"
    connection.exec_driver_sql(sql, (secrets.randbits(48), new_id(), new_id(), socket.gethostname()))


def renew(connection: Connection) -> None:
    """Retire the name a copy came with: its original may go on writing under it."""
    connection.exec_driver_sql("UPDATE kd_replica SET is_self = 0, retired_hlc = ? WHERE is_self = 1",
                               (journal.next_hlc(connection),))
    new_replica(connection)
