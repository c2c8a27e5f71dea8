"""A base's own name in the exchange of files: random, and never used again after a restore or a received base."""

from __future__ import annotations

import secrets
import socket

from sqlalchemy import Connection

from db import journal
from db.merging import folding, following, naming
from kamdesk.identity import new_id


def new_replica(connection: Connection) -> None:
    """Write from now on under a new name; the numbers of the journal go on above its highest."""
    sql = "INSERT INTO kd_replica (rid, uid, device, label, code, is_self, head_hash) VALUES (?, ?, ?, ?, '', 1, '')"
    connection.exec_driver_sql(sql, (secrets.randbits(48), new_id(), new_id(), socket.gethostname()))


def renew(connection: Connection) -> None:
    """Retire the name a copy came with: its original may go on writing under it. What it wrote is folded first."""
    raw = connection.connection.driver_connection
    following.begin(raw)
    folding.fold(raw)
    following.follow(connection, raw)
    device = connection.exec_driver_sql("SELECT device FROM kd_replica WHERE is_self = 1").scalar_one()
    naming.rename(raw, secrets.randbits(48), uid=new_id(), device=device, label=socket.gethostname(),
                  retired=journal.next_hlc(connection))
