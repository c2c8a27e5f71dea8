"""The doors to the files of a base, for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from db.devices import DeviceDoors
from db.exchange_doors import ExchangeDoors, base_of
from kamdesk.doors import Backup, Finding, Incoming, Shared
from kamdesk.problems import Problem
from kamdesk.sharing.container import by_passphrase, with_passphrase
from kamdesk.sharing.exchange import Share
from kamdesk.store import Store
from kamdesk.words import _


class FileDoors(ExchangeDoors, DeviceDoors):
    """``kamdesk.doors.Doors`` over SQLite files; each feature is imported when it is used."""

    def open(self, path: Path, *, passphrase: str | None = None) -> Store:
        """The store of an existing base."""
        from db.store import BaseStore

        return BaseStore(path, passphrase=passphrase, create=False)

    def create(self, path: Path, *, passphrase: str | None = None) -> Store:
        """The store of a new base; its folder is made when it is not there."""
        from db.store import BaseStore

        if path.exists() and path.stat().st_size:
            raise Problem(_("There is a file {name} already. Choose another name.", name=path.name))
        if passphrase is not None:
            _long_enough(passphrase)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return BaseStore(path, passphrase=passphrase)

    def needs_passphrase(self, path: Path) -> bool:
        """Whether an existing base has a password."""
        from db.engine import is_encrypted

        return path.exists() and is_encrypted(path)

    def back_up(self, store: Store, *, out: Path | None = None) -> Backup:
        """A verified copy."""
        from db import backup

        base = base_of(store)
        return backup.back_up_to(base, out) if out else backup.back_up(base)

    def back_up_if_due(self, store: Store, *, starting: bool = False) -> Backup | None:
        """A backup when it is time for one."""
        from db import backup

        return backup.back_up_if_due(base_of(store), starting=starting)

    def backups(self, store: Store) -> list[Backup]:
        """The backups of a base, newest first."""
        from db import backup

        return backup.backups(base_of(store).path, store.setting("backup_folder"))

    def restore(self, store: Store, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup in the place of an open base."""
        from db import restoring

        restoring.restore(base_of(store), file, passphrase)

    def restore_at(self, path: Path, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup where no base can be opened."""
        from db import restoring

        restoring.restore_at(path, file, passphrase)

    def lock(self, store: Store) -> None:
        """Close an open base for a while."""
        base_of(store).suspend()

    def unlock(self, store: Store, *, passphrase: str | None = None) -> None:
        """Open it again."""
        base_of(store).resume(passphrase)

    def check(self, store: Store) -> list[Finding]:
        """What is wrong in the data."""
        from db import checking

        return checking.check(base_of(store))

    def mend(self, store: Store, findings: Sequence[Finding]) -> int:
        """Mend what can be mended."""
        from db import mending

        return mending.mend(base_of(store), findings)

    def measure(self, store: Store) -> Mapping[str, int]:
        """Records of each kind a whole file would hold."""
        from db import export

        return export.measure(base_of(store))

    def share(self, store: Store, out: Path, *, to: str, passphrase: str | None = None, plain: bool = False) -> Shared:
        """The whole base as a file."""
        if not to.strip():
            raise Problem(_("Say who the file is for."), field="to")
        if not plain:
            _long_enough(passphrase or "")
        seal = None if plain else by_passphrase(passphrase or "")
        return self.send(store, Share(to=to), out, seal=seal)

    def inspect(self, store: Store, file: Path, *, passphrase: str | None = None) -> Incoming:
        """Open and check a file from somebody."""
        found = self.examine(store, file, unseal=with_passphrase(passphrase) if passphrase else None)
        return Incoming(found.path, found.author, found.label, found.made_at, found.currency, found.counts,
                        found.withheld, found.digest, found.content)

    def receive(self, store: Store, incoming: Incoming) -> int:
        """Join a file."""
        from db import receiving

        self.apply(store, receiving.of_content(base_of(store), incoming.path, incoming.content, None))
        return incoming.records

    def set_passphrase(self, store: Store, new: str, *, current: str | None = None) -> None:
        """Give a base a password, or another one."""
        from db import restoring

        restoring.set_passphrase(base_of(store), new, current)

    def recovery_key(self, store: Store) -> str:
        """The key of a base with a password."""
        from db.engine import recovery_key

        key = base_of(store).key
        if key is None:
            raise Problem(_("This base has no password, so it needs no recovery key."))
        return recovery_key(key)


def _long_enough(passphrase: str) -> None:
    from db.restoring import SHORTEST

    if len(passphrase) < SHORTEST:
        raise Problem(_("A password has at least {n} characters.", n=SHORTEST), field="passphrase")
