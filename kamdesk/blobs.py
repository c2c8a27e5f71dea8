"""What the house asks of the contents of attachments: kept once each by SHA-256, beside the base; db/blobs.py does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Blob:
    """A content that is kept: its SHA-256 in hexadecimal, its bytes, and its type as in mail («application/pdf»)."""

    sha256: str
    size: int
    type: str


class Blobs(Protocol):
    """Contents by SHA-256, encrypted when the base has a password."""

    def put(self, path: Path) -> Blob:
        """Keep the content of a file, on the disk for good when this returns; Problem when it cannot be read."""

    def open(self, sha256: str) -> bytes:
        """A content, proved to be what was kept; Problem when it is not there or was altered."""

    def export(self, sha256: str, path: Path) -> None:
        """Write a content, as it was before it was kept, to a file (0600), all of it or nothing."""
