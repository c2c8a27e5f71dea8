"""Contents of attachments in «<base>.files/»: one file each, named by SHA-256, under the key of the base."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from kamdesk.blobs import Blob
from kamdesk.files import in_place_of
from kamdesk.problems import Problem
from kamdesk.words import _

NONCE = 12  # bytes: AES-GCM as in NIST SP 800-38D
_KEY, _SALT = slice(2, 66), slice(66, 98)  # where they are in the key pragma's value
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})(\.(?P<lock>[0-9a-f]{16}))?")
_UNKNOWN = "application/octet-stream"


def folder_of(base: Path) -> Path:
    """Where the contents of a base, or of a backup of one, lie."""
    return base.with_name(base.name + ".files")


class FileBlobs:
    """``kamdesk.blobs.Blobs`` in a folder (0700).

    Under a password the name ends with a mark of its key: while the password of a base changes, its contents lie there
    under both keys, so that a crash at any moment leaves those that fit; the next opening sweeps the others out.
    """

    def __init__(self, folder: Path, key: str | None) -> None:
        self.folder, self._key = folder, key

    @property
    def base(self) -> Path:
        """The base whose contents these are."""
        return self.folder.with_suffix("")

    def put(self, path: Path) -> Blob:
        """Keep the content of a file."""
        if not path.is_file():
            raise Problem(_("There is no file {name}.", name=path.name), field="path")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Problem(_("{name} cannot be read: {reason}.", name=path.name, reason=error.strerror or ""),
                          field="path") from error
        kind = mimetypes.guess_type(path.name)[0] or _UNKNOWN
        return Blob(self.keep(content), len(content), kind)

    def keep(self, content: bytes) -> str:
        """Keep some bytes; returns their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if self._intact(sha256):
            os.utime(target)  # wanted again: its time as an orphan begins anew
        else:
            self._make_folder()
            with in_place_of(target) as temporary:
                temporary.write_bytes(self._sealed(sha256, content))
        return sha256

    def open(self, sha256: str) -> bytes:
        """A content, proved by its digest."""
        try:
            content = self._unsealed(sha256, self.path(sha256).read_bytes())
        except FileNotFoundError:
            raise Problem(_("The content of this file is not here. It may be in an older backup, or with whoever sent "
                            "it.")) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _altered()
        return content

    def export(self, sha256: str, path: Path) -> None:
        """Write a content to a file of its own."""
        content = self.open(sha256)
        with in_place_of(path) as temporary:
            temporary.write_bytes(content)

    def path(self, sha256: str) -> Path:
        """The file of a content under the key of the base."""
        if not _NAME.fullmatch(sha256):  # a digest that came in a row from outside is no way out of the folder
            raise _altered()
        lock = _lock_of(self._key)
        return self.folder / (f"{sha256}.{lock}" if lock else sha256)

    def kept(self) -> Iterator[str]:
        """SHA-256 of the contents under the key of the base."""
        lock = _lock_of(self._key)
        for each in sorted(self.folder.glob("*")):
            match = _NAME.fullmatch(each.name)
            if match and (match["lock"] or "") == lock:
                yield match["sha256"]

    def sound(self, sha256: str) -> bool:
        """Whether a content is there and is what it says."""
        try:
            self.open(sha256)
        except Problem:
            return False
        return True

    def age(self, sha256: str) -> float:
        """Seconds since a content was last put."""
        return time.time() - self.path(sha256).stat().st_mtime

    def drop(self, sha256: str) -> None:
        """Take a content out."""
        self.path(sha256).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Take out what lies here under another key as well: the base has changed its own, or failed to."""
        lock = _lock_of(self._key)
        for each in self.folder.glob("*"):
            match = _NAME.fullmatch(each.name)
            if match and (match["lock"] or "") != lock and self.sound(match["sha256"]):
                each.unlink(missing_ok=True)

    def take_from(self, other: FileBlobs) -> list[str]:
        """Keep what another folder, or another key, holds; returns what was taken. What is altered is left there."""
        taken = []
        for sha256 in [] if other.same_as(self) else other.kept():
            if other.sound(sha256):
                self.keep(other.open(sha256))
                taken.append(sha256)
        return taken

    def same_as(self, other: FileBlobs) -> bool:
        """Whether both are one folder under one key."""
        return (self.folder, self._key) == (other.folder, other._key)

    def copy_to(self, folder: Path, like: Path | None = None) -> None:
        """Every content as it lies here into another folder; what is the same in ``like`` is shared with it.

        Contents never change, so backups share them; nothing is shared with the base itself, whose damage would then
        be theirs.
        """
        other = FileBlobs(folder, self._key)
        for sha256 in self.kept():
            other._make_folder()
            own, target = self.path(sha256), other.path(sha256)
            with in_place_of(target) as temporary:
                if like is None or not _linked(like / own.name, temporary, size=own.stat().st_size):
                    temporary.write_bytes(own.read_bytes())

    def _intact(self, sha256: str) -> bool:
        return self.path(sha256).exists() and self.sound(sha256)

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Problem(_("The folder {folder} cannot be written. Move the base to another folder or ask for "
                            "permission.", folder=str(self.folder.parent))) from error

    def _sealed(self, sha256: str, content: bytes) -> bytes:
        if self._key is None:
            return content
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(_key_for(self._key, sha256)).encrypt(nonce, content, sha256.encode())

    def _unsealed(self, sha256: str, content: bytes) -> bytes:
        if self._key is None:
            return content
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(_key_for(self._key, sha256)).decrypt(content[:NONCE], content[NONCE:], sha256.encode())
        except (InvalidTag, ValueError):
            raise _altered() from None


def _key_for(key: str, sha256: str) -> bytes:
    """The key of one content: HKDF-SHA256 of the key of the base (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=bytes.fromhex(key[_SALT]), info=f"kamdesk blob {sha256}".encode())
    return derived.derive(bytes.fromhex(key[_KEY]))


def _lock_of(key: str | None) -> str:
    """The mark of a key in names: half of its salt, which is public anyhow; empty without a key."""
    return key[_SALT][:16] if key else ""


def _linked(source: Path, temporary: Path, *, size: int) -> bool:
    """Whether the same file could be given the name of an empty one; some disks cannot."""
    if not source.is_file() or source.stat().st_size != size:
        return False
    temporary.unlink()
    try:
        temporary.hardlink_to(source)
    except OSError:
        os.close(os.open(temporary, os.O_CREAT | os.O_RDWR, 0o600))
        return False
    return True


def _altered() -> Problem:
    return Problem(_("The content of this file was altered or is damaged. Restore it from a backup."))
