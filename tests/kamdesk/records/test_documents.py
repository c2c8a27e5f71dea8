"""Files are refused when they are programs or too big."""

from __future__ import annotations

import pytest

from kamdesk.commands.settings import change_setting
from kamdesk.records.documents import Attachment
from tests.kamdesk.records.things import Said


@pytest.mark.parametrize("name", ["virus.exe", "Carta.pdf.EXE", "hoja.vbs", "nota.bat.", "acceso.lnk "])
def test_a_program_is_refused_by_its_name(name: str, errors: Said) -> None:
    assert errors(Attachment(name=name)) == {"name": "No se admiten programas."}


@pytest.mark.parametrize("name", ["contrato.pdf", "foto.JPG", "exe", "plan.xlsx", ""])
def test_other_files_are_taken(name: str, errors: Said) -> None:
    assert errors(Attachment(name=name)) == {}


def test_a_file_above_the_limit_is_refused(app, errors: Said) -> None:
    assert errors(Attachment(name="a.pdf", size=20_000_000)) == {}
    assert errors(Attachment(name="a.pdf", size=20_400_000)) == {
        "size": "El archivo pesa 20.4 MB; el máximo es 20."}
    app.run(change_setting, name="attachment_mb", value=25)
    assert errors(Attachment(name="a.pdf", size=20_400_000)) == {}
