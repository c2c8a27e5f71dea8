"""Files of a record: attached once, refused when they should be, taken away and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamdesk.app import App
from kamdesk.commands.documents import attach_file, detach_file
from kamdesk.commands.records import archive
from kamdesk.commands.settings import change_setting
from kamdesk.fields import Link
from kamdesk.problems import Problem
from kamdesk.records.documents import Attachment
from kamdesk.records.team import Person


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "Carta de agente.pdf"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 2_000)
    return path


@pytest.fixture
def about(me: Person) -> Link:
    """What it is attached to."""
    return Link("person", me.id)


def test_attach(app: App, about: Link, paper: Path) -> None:
    """The row says what the file is; its content comes back as it was; the step has its name."""
    made = app.run(attach_file, about=about, path=paper, category="letter")
    assert (made.name, made.size, made.type, made.category) == (paper.name, 2_009, "application/pdf", "letter")
    assert app.store.blobs.open(made.sha256) == paper.read_bytes()
    step = app.store.undo_step()
    assert step is not None
    assert step.label == "Adjuntar Carta de agente.pdf"


def test_undo_and_redo(app: App, about: Link, paper: Path) -> None:
    """Undone there is no file; done again it opens."""
    made = app.run(attach_file, about=about, path=paper)
    app.undo()
    assert app.store.find(Attachment, archived=None) == []
    app.redo()
    assert app.store.find(Attachment) == [made]
    assert app.store.blobs.open(made.sha256) == paper.read_bytes()


def test_same_content_once(app: App, about: Link, paper: Path, tmp_path: Path) -> None:
    """The same content under another name is refused for the same record and comes back when it was taken away."""
    made = app.run(attach_file, about=about, path=paper)
    other = tmp_path / "copia.pdf"
    other.write_bytes(paper.read_bytes())
    with pytest.raises(Problem, match=r"Carta de agente\.pdf ya está adjunto\."):
        app.run(attach_file, about=about, path=other)
    app.run(detach_file, attachment=made)
    assert app.store.find(Attachment, about=about) == []
    assert app.run(attach_file, about=about, path=other).id == made.id
    assert len(app.store.find(Attachment, about=about)) == 1


def test_detach_is_undone(app: App, about: Link, paper: Path) -> None:
    """Taking away hides the file, undo shows it."""
    made = app.run(attach_file, about=about, path=paper)
    app.run(detach_file, attachment=made)
    assert app.undo().label == "Quitar Carta de agente.pdf"
    assert app.store.find(Attachment, about=about) == [made]


@pytest.mark.parametrize("name", ["letter.exe", "informe.pdf.BAT", "instala.msi."])
def test_programs_are_refused(app: App, about: Link, tmp_path: Path, name: str) -> None:
    """«No se admiten programas.», and no byte of it is kept."""
    path = tmp_path / name
    path.write_bytes(b"MZ")
    with pytest.raises(Problem, match=r"No se admiten programas\."):
        app.run(attach_file, about=about, path=path)
    assert not app.store.blobs.folder.exists()  # type: ignore[attr-defined]


def test_too_big(app: App, about: Link, tmp_path: Path) -> None:
    """Above the setting it says how much it weighs and what the most is."""
    app.run(change_setting, name="attachment_mb", value=1)
    path = tmp_path / "video.mp4"
    path.write_bytes(b"0" * 2_400_000)
    with pytest.raises(Problem, match=r"El archivo pesa 2\.4 MB; el máximo es 1\."):
        app.run(attach_file, about=about, path=path)
    assert app.store.find(Attachment) == []


def test_folder_is_no_file(app: App, about: Link, tmp_path: Path) -> None:
    """A folder or a file that is gone is named."""
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(Problem, match=path.name):
            app.run(attach_file, about=about, path=path)


def test_archived_record_takes_no_files(app: App, me: Person, about: Link, paper: Path) -> None:
    """It is restored first."""
    app.run(archive, records=[me])
    with pytest.raises(Problem, match="está archivado"):
        app.run(attach_file, about=about, path=paper)
