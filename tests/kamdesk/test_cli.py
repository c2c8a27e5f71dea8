"""The command line: every verb on a real base, its exit status, its JSON, its refusals in Spanish."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamdesk import cli
from tests.kamdesk.doors import TestDoors
from tests.shared import ROOT


class Line:
    """Runs verbs on one base and keeps what they printed."""

    def __init__(self, base: Path, capsys: pytest.CaptureFixture[str], doors: Any = None) -> None:
        self.base, self.capsys, self.doors = base, capsys, doors or TestDoors()
        self.out = self.err = ""

    def __call__(self, *argv: str) -> int:
        status = cli.run(cli.parse(["--base", str(self.base), *argv]), self.doors)
        self.out, self.err = self.capsys.readouterr()
        return status

    def data(self, *argv: str) -> Any:
        status = self("--json", *argv)
        assert status == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def line(base_path, capsys) -> Line:
    return Line(base_path, capsys)


@pytest.fixture
def people(line) -> Line:
    line.data("run", "save", 'record=territory:{"name": "Jalisco", "level": "zone"}')
    line.data("run", "save", 'record=person:{"name": "Laura Benítez", "code": "LB", "position": "regional_manager"}')
    for name, code, potential in (("Hospital Ángeles", "H-1", "1500.50"), ("Farmacia del Sol", "F-1", "200")):
        line.data("run", "save", "record=client:" + json.dumps({
            "name": name, "code": code, "category": "pharmacy", "territory": "Jalisco", "owner": "LB",
            "potential": potential}))
    return line


def test_wrong_use_ends_with_2(line):
    with pytest.raises(SystemExit) as ended:
        line("list")
    assert ended.value.code == 2


def test_a_verb_needs_a_base(tmp_path, capsys):
    line = Line(tmp_path / "none.kamdesk", capsys)
    assert line("list", "client") == 1
    assert "No hay ninguna base" in line.err
    assert not line.out
    assert not (tmp_path / "none.kamdesk").exists()


def test_records_are_made_listed_filtered_and_sorted(people):
    answer = people.data("list", "client", "--columns", "name,potential,owner", "--sort", "name")
    assert answer["total"] == 2
    assert [row["name"] for row in answer["rows"]] == ["Farmacia del Sol", "Hospital Ángeles"]
    assert answer["rows"][1]["potential"] == "1500.50"
    assert answer["rows"][1]["owner"]["name"] == "Laura Benítez"

    def names(*argv: str) -> list[str]:
        return [row["name"] for row in people.data("list", "client", "--columns", "name", *argv)["rows"]]

    assert names("--where", "potential>=1000.50") == ["Hospital Ángeles"]
    assert names("--where", "name~Sol") == ["Farmacia del Sol"]
    assert names("--where", "owner=LB", "--where", "code=F-1") == ["Farmacia del Sol"]
    assert names("--where", "territory=Jalisco", "--search", "angeles") == ["Hospital Ángeles"]
    assert names("--where", "tax_id=", "--limit", "1") == ["Farmacia del Sol"]


def test_a_list_for_people_has_headings_in_spanish(people):
    assert people("list", "client", "--columns", "name,potential") == 0
    lines = people.out.splitlines()
    assert lines[0].startswith("Nombre")
    assert "$1,500.50" in people.out
    assert lines[-1] == "2 clientes"
    assert people("--lang", "en", "list", "client", "--columns", "name") == 0
    assert people.out.startswith("Name")


def test_unknown_names_are_refused_with_what_there_is(people):
    assert people("list", "client", "--where", "colour=red") == 1
    assert "colour" in people.err
    assert people("list", "clientela") == 1
    assert "sales_record" in people.err
    assert people("list", "client", "--where", "category=nave") == 1
    assert "no es una opción" in people.err


def test_a_refusal_is_json_too(people):
    assert people("--json", "history", "client", "nobody") == 1
    assert json.loads(people.out)["refused"] == people.err.strip()


def test_a_command_is_typed_by_its_declaration(people):
    answer = people.data("run", "plan_visit", "on=2025-11-26", "party=client:H-1", "start=10:30", "owner=LB")
    visit = answer["result"]
    assert visit["planned_on"] == "2025-11-26"
    assert visit["start"] == "10:30"
    assert visit["party"].startswith("client:")
    done = people.data("run", "record_visit", f"visit={visit['id']}", "outcome=interested", "next_step=call",
                       "next_on=2025-12-01")
    assert done["result"]["state"] == "done"
    assert people.data("list", "task")["total"] == 1


def test_undo_takes_back_the_last_command_and_history_tells(people):
    people.data("run", "change_setting", "name=company", "value=Laboratorio Sur")
    people.data("run", "save", 'record=client:{"id": "H-1", "phone": "33 1234 5678"}')
    assert people.data("list", "client", "--where", "phone~1234")["total"] == 1
    changes = people.data("history", "client", "H-1")["changes"]
    assert changes[0]["field"] == "phone"
    people.data("undo")
    assert people.data("list", "client", "--where", "phone~1234")["total"] == 0
    people.data("undo")
    assert people.data("list", "setting", "--where", "name=company")["total"] == 0


def test_arguments_that_mean_nothing_change_nothing(people):
    before = people.base.read_bytes()
    assert people("run", "plan_visit", "on=mañana") == 1
    assert people("run", "plan_visit", "party=client:H-1") == 1
    assert "on" in people.err
    assert people("run", "plan_visit", "when=2025-11-26") == 1
    assert people("run", "fly_to_the_moon") == 1
    assert people.base.read_bytes() == before


def test_commands_can_be_listed(line):
    names = [each["command"] for each in line.data("run")["commands"]]
    assert {"save", "record_visit", "change_setting"} <= set(names)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_exported_comes_back(people, tmp_path, suffix):
    out = tmp_path / f"clientes{suffix}"
    assert people.data("export", "client", str(out), "--where", "code=H-1")["rows"] == 1
    assert out.stat().st_size > 0
    assert people("export", "client", str(tmp_path / "clientes.pdf")) == 1


def test_a_bug_ends_with_3(people, monkeypatch, expect_warning):
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise ZeroDivisionError

    expect_warning("the verb list failed")
    monkeypatch.setattr("kamdesk.cli.lists.listing", broken)
    assert people("list", "client") == 3
    assert "ZeroDivisionError" in people.err


def test_without_a_window_no_qt_is_loaded():
    code = ("import sys; from kamdesk import cli; cli.parse(['list', 'client', '--base', 'x']);"
            "sys.exit(any(name.startswith(('PySide6', 'sqlalchemy', 'reportlab')) for name in sys.modules))")
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_today_can_be_chosen(people, fixed_day: Callable[[], Any]):
    people.data("run", "plan_visit", "on=2025-11-26", "party=client:H-1", "owner=LB")
    assert people("--today", "2025-13-01", "list", "visit") == 1
    assert people("--today", "2025-12-01", "list", "visit") == 0


SALES = ("Fecha;Cliente;Producto;Cantidad;Importe\n2025-10-03;Hospital Ángeles;Cardiol;10;1.500,50\n"
         "Total;;;10;1.500,50\n")


def test_a_sheet_comes_in_once(people, tmp_path, monkeypatch):
    copies: list[Any] = []
    monkeypatch.setattr(TestDoors, "back_up", lambda _doors, store: copies.append(store), raising=False)
    path = tmp_path / "ventas.csv"
    path.write_text(SALES, encoding="latin-1")
    tried = people.data("import", "sales_record", str(path), "--dry-run")
    assert (tried["read"], tried["new"], tried["applied"], len(tried["left_out"])) == (1, 1, False, 1)
    assert people.data("list", "sales_record")["total"] == 0
    told = people.data("import", "sales_record", str(path))
    assert {name: told[name] for name in ("read", "new", "changed", "same", "duplicates", "refused")} == {
        "read": 1, "new": 1, "changed": 0, "same": 0, "duplicates": 0, "refused": 0}
    row = people.data("list", "sales_record", "--columns", "amount,party")["rows"][0]
    assert (row["amount"], row["party"]["name"]) == ("1500.50", "Hospital Ángeles")
    assert people.data("import", "sales_record", str(path))["same"] == 1
    assert len(copies) == 1
    assert people("import", "sales_record", str(path)) == 0
    assert people.out.startswith("Filas: 1")


def test_the_columns_of_a_sheet_can_be_said(people, tmp_path, monkeypatch):
    monkeypatch.setattr(TestDoors, "back_up", lambda _doors, _store: None, raising=False)
    path = tmp_path / "lista.csv"
    path.write_text("Columna1,Columna2\nC-7,Clínica Norte\nC-8,Clínica Oeste\n", encoding="utf-8")
    assert people("import", "client", str(path)) == 1
    told = people.data("import", "client", str(path), "--map", "Columna1=code,Columna2=name", "--value",
                       "category=clinic", "--key", "code")
    assert (told["new"], told["key"]) == (2, ["code"])
    assert people.data("list", "client", "--where", "category=clinic")["total"] == 2
    assert people("import", "client", str(path), "--map", "Otra=name") == 1
    assert people("import", "client", str(path), "--map", "Columna1=colour") == 1


def test_an_import_makes_its_base_and_a_refused_one_does_not(tmp_path, capsys):
    line = Line(tmp_path / "nueva.kamdesk", capsys)
    path = tmp_path / "ventas.csv"
    path.write_text(SALES, encoding="utf-8")
    assert line("import", "sales_record", str(path), "--dry-run") == 0
    assert line("import", "invoice", str(path)) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["ventas.csv"]
    assert line.data("import", "sales_record", str(path))["new"] == 1
    assert line.data("list", "territory")["rows"][0]["name"] == "Mi región"


def foreign_database(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()


def text(content: str) -> Callable[[Path], Any]:
    return lambda path: path.write_text(content, encoding="utf-8")


def broken_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def empty_workbook(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    book.add_worksheet()
    book.close()


HOSTILE = {
    "empty.csv": (text(""), "está vacío"),
    "empty.xlsx": (empty_workbook, "vacío"),
    "broken.xls": (broken_workbook, "dañado"),
    "text.xlsx": (text("Nombre,Tipo\nA,B\n"), "texto"),
    "other.xlsx": (foreign_database, "base de datos"),
    "headings.csv": (text("Nombre,Código,Tipo\n"), "ninguna fila"),
    "letter.csv": (text("Estimada Laura:\nTe mando la lista mañana.\nSaludos.\n"), "tabla"),
    "picture.csv": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40), "no es una hoja"),
    "ambiguous.csv": (text("Código,Nombre,Tipo,Cliente desde\nA,Uno,Farmacia,03/04/2025\nB,Dos,Farmacia,05/06/2025\n"),
                      "el día o el mes"),
    "strange.csv": (text("alfa,beta\n1,2\n3,4\n"), "Nombre"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_bad_files_are_refused_in_spanish_and_change_nothing(people, tmp_path, name):
    write, words = HOSTILE[name]
    path = tmp_path / name
    write(path)
    before = people.base.read_bytes()
    assert people("import", "client", str(path)) == 1
    assert not people.out
    assert people.err.strip().endswith(".")
    assert words in people.err
    assert people.base.read_bytes() == before


def test_a_missing_file_is_refused(people):
    assert people("import", "client", "/no/such/file.csv") == 1
    assert "ya no está" in people.err


def test_a_newer_base_is_not_opened(people):
    import sqlite3

    connection = sqlite3.connect(people.base)
    connection.execute("UPDATE kd_meta SET value = 999 WHERE key = 'schema'")
    connection.commit()
    connection.close()
    before = people.base.read_bytes()
    assert people("list", "client") == 1
    assert "Actualiza" in people.err
    assert people.base.read_bytes() == before


@pytest.mark.parametrize("write", [foreign_database, text("esto no es una base")])
def test_what_is_no_base_is_not_opened(tmp_path, capsys, write):
    line = Line(tmp_path / "ajena.sqlite", capsys)
    write(line.base)
    before = line.base.read_bytes()
    assert line("list", "client") == 1
    assert line.err.strip()
    assert line.base.read_bytes() == before


def test_a_base_is_copied_put_back_checked_and_shared(people, tmp_path, capsys):
    from db.doors import FileDoors

    line = Line(people.base, capsys, FileDoors())
    copy = tmp_path / "copia.kamdesk"
    assert line.data("backup", "--out", str(copy))["file"] == str(copy)
    line.data("run", "save", 'record=client:{"id": "H-1", "name": "Otro nombre"}')
    line.data("restore", str(copy))
    assert line.data("list", "client", "--where", "code=H-1")["rows"][0]["name"] == "Hospital Ángeles"
    assert line.data("check")["findings"] == []
    shared = line.data("share", str(tmp_path / "base.sqlite"))
    assert shared["counts"]["client"] == 2
    assert line("share", str(tmp_path / "base.kdx")) == 1
    assert "--passphrase-file" in line.err
    secret = tmp_path / "clave.txt"
    secret.write_text("una frase larga\n", encoding="utf-8")
    assert line.data("share", str(tmp_path / "base.kdx"), "--passphrase-file", str(secret))["bytes"] > 0
    assert line("restore", str(tmp_path / "none")) == 1


def test_a_base_with_a_password_needs_its_file(tmp_path, capsys):
    from db.doors import FileDoors

    secret = tmp_path / "clave.txt"
    secret.write_text("una frase larga\n", encoding="utf-8")
    line = Line(tmp_path / "cifrada.kamdesk", capsys, FileDoors())
    zone = 'record=territory:{"name": "Jalisco", "level": "zone"}'
    assert line("--passphrase-file", str(secret), "run", "save", zone) == 0
    assert line("list", "territory") == 1
    assert "contraseña" in line.err
    assert line.data("list", "territory", "--passphrase-file", str(secret))["total"] == 1
    assert line("--passphrase-file", str(tmp_path / "none"), "list", "territory") == 1


def test_figures_and_reports(people, tmp_path, monkeypatch):
    monkeypatch.setattr(TestDoors, "back_up", lambda _doors, _store: None, raising=False)
    path = tmp_path / "ventas.csv"
    path.write_text(SALES, encoding="utf-8")
    people.data("import", "sales_record", str(path))
    figure = people.data("figure", "F20", "--month", "2025-10")
    assert (figure["value"], figure["unit"], figure["currency"]) == ("1500.5", "money", "MXN")
    assert figure["cutoff"] == "2025-10-03"
    told = people.data("figure", "F20", "--month", "2025-10", "--by", "product", "--scope", "client:H-1")
    assert [(each["label"], each["value"]) for each in told["figures"]] == [("Cardiol", "1500.5")]
    assert people("figure", "F999") == 1
    assert people("figure", "F20", "--month", "2025-13") == 1
    assert people("figure", "F20", "--from", "2025-10-01") == 1
    assert people("figure", "F20", "--scope", "moon:1") == 1
    out = tmp_path / "resumen.pdf"
    assert people.data("report", "R03", "--month", "2025-10", "--out", str(out), "--hide", "prices")["bytes"] > 0
    assert out.read_bytes().startswith(b"%PDF")
    assert people("report", "R99", "--out", str(tmp_path / "no.pdf")) == 1
    assert not (tmp_path / "no.pdf").exists()
