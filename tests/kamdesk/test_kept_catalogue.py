"""The messages of a language compiled once and kept while their fragments stay the same."""

from __future__ import annotations

import gettext
import io
import stat
import sys
from pathlib import Path

import pytest

from kamdesk import words


@pytest.fixture
def fragment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only fragment of Spanish, in a laptop without kept files."""
    monkeypatch.setattr(words, "LOCALE", tmp_path / "locale")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "locale" / "es" / "one.po"
    path.parent.mkdir(parents=True)
    write(path, "Guardar")
    return path


def write(path: Path, text: str) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(f'{header}msgid "Save"\nmsgstr "{text}"\n', encoding="utf-8")


def shown() -> str:
    compiled = words._compiled_once("es", words.fragments("es"))
    return gettext.GNUTranslations(io.BytesIO(compiled)).gettext("Save")


def kept(folder: Path) -> Path:
    return next(folder.rglob("es.mo"))


def test_the_second_start_compiles_nothing(fragment, tmp_path, monkeypatch):
    assert shown() == "Guardar"
    monkeypatch.setattr(words, "compile_catalogue", lambda _name: pytest.fail("compiled again"))
    assert shown() == "Guardar"
    if sys.platform != "win32":
        assert stat.S_IMODE(kept(tmp_path).stat().st_mode) == 0o600


def test_another_fragment_is_compiled_anew(fragment):
    shown()
    write(fragment, "Conservar")
    assert shown() == "Conservar"


def test_a_file_kept_in_part_is_not_read(fragment, tmp_path):
    shown()
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(whole[:-40])
    assert shown() == "Guardar"
    assert kept(tmp_path).read_bytes() == whole
