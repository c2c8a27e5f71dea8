"""A written file is the old one or the new one, whatever happens between."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from kamdesk.files import write_atomically
from kamdesk.problems import Problem


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def one(file: BinaryIO) -> None:
    file.write(b"uno")


def test_a_file_is_written_whole_and_private(tmp_path):
    path = tmp_path / "a.pdf"
    write_atomically(path, one)
    assert path.read_bytes() == b"uno"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["a.pdf"]


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (OSError(errno.ENOSPC, "full"), "No hay espacio"),
        (PermissionError(errno.EACCES, "no"), "solo lectura"),
        (OSError(errno.EIO, "io"), "no se pudo escribir"),
    ],
)
def test_a_failure_keeps_the_old_file_and_leaves_nothing_beside_it(tmp_path, failure, says):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"antes")

    def fail(file: BinaryIO) -> None:
        file.write(b"medio")
        raise failure

    with pytest.raises(Problem, match=says):
        write_atomically(path, fail)
    assert path.read_bytes() == b"antes"
    assert names(tmp_path) == ["a.pdf"]


def test_a_bug_of_the_writer_passes_through(tmp_path):
    def fail(_file: BinaryIO) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        write_atomically(tmp_path / "a", fail)
    assert names(tmp_path) == []


def test_a_target_held_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    refusals = [PermissionError(errno.EACCES, "antivirus")] * 2
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("kamdesk.files.PAUSE", 0)
    write_atomically(tmp_path / "a", one)
    assert (tmp_path / "a").read_bytes() == b"uno"


def test_a_folder_that_went_away(tmp_path):
    with pytest.raises(Problem, match="ya no está"):
        write_atomically(tmp_path / "nada" / "a", one)
