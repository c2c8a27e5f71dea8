"""The doors to the files of a base, for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from db.devices import DeviceDoors
from kamdesk.doors import Backup, Finding, Incoming, Shared
from kamdesk.problems import Problem
from kamdesk.store import Store
from kamdesk.words import _

if TYPE_CHECKING:
    from db.store import BaseStore


class FileDoors(DeviceDoors):
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

        base = _base(store)
        return backup.back_up_to(base, out) if out else backup.back_up(base)

    def back_up_if_due(self, store: Store, *, starting: bool = False) -> Backup | None:
        """A backup when it is time for one."""
        from db import backup

        return backup.back_up_if_due(_base(store), starting=starting)

    def backups(self, store: Store) -> list[Backup]:
        """The backups of a base, newest first."""
        from db import backup

        return backup.backups(_base(store).path, store.setting("backup_folder"))

    def restore(self, store: Store, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup in the place of an open base."""
        from db import restoring

        restoring.restore(_base(store), file, passphrase)

    def restore_at(self, path: Path, file: Path, *, passphrase: str | None = None) -> None:
        """Put a backup where no base can be opened."""
        from db import restoring

        restoring.restore_at(path, file, passphrase)

    def lock(self, store: Store) -> None:
        """Close an open base for a while."""
        _base(store).suspend()

    def unlock(self, store: Store, *, passphrase: str | None = None) -> None:
        """Open it again."""
        _base(store).resume(passphrase)

    def check(self, store: Store) -> list[Finding]:
        """What is wrong in the data."""
        from db import checking

        return checking.check(_base(store))

    def mend(self, store: Store, findings: Sequence[Finding]) -> int:
        """Mend what can be mended."""
        from db import mending

        return mending.mend(_base(store), findings)

    def measure(self, store: Store) -> Mapping[str, int]:
        """Records of each kind a whole file would hold."""
        from db import export

        return export.measure(_base(store))

    def share(self, store: Store, out: Path, *, to: str, passphrase: str | None = None, plain: bool = False) -> Shared:
        """The whole base as a file."""
        from db import export

        return export.share(_base(store), out, to=to, passphrase=passphrase, plain=plain)

    def inspect(self, store: Store, file: Path, *, passphrase: str | None = None) -> Incoming:
        """Open and check a file from somebody."""
        from db import receiving

        return receiving.inspect(_base(store), file, passphrase)

    def receive(self, store: Store, incoming: Incoming) -> int:
        """Join a whole file into an empty base."""
        from db import receiving

        return receiving.receive(_base(store), incoming)

    def set_passphrase(self, store: Store, new: str, *, current: str | None = None) -> None:
        """Give a base a password, or another one."""
        from db import restoring

        restoring.set_passphrase(_base(store), new, current)

    def recovery_key(self, store: Store) -> str:
        """The key of a base with a password."""
        from db.engine import recovery_key

        key = _base(store).key
        if key is None:
            raise Problem(_("This base has no password, so it needs no recovery key."))
        return recovery_key(key)


def _long_enough(passphrase: str) -> None:
    from db.restoring import SHORTEST

    if len(passphrase) < SHORTEST:
        raise Problem(_("A password has at least {n} characters.", n=SHORTEST), field="passphrase")


def _base(store: Store) -> BaseStore:
    """The store as the file it is."""
    from db.store import BaseStore

    if not isinstance(store, BaseStore):
        raise TypeError(f"{type(store).__name__} is no file")
    return store
