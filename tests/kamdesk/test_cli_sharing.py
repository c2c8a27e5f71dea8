"""Two laptops by the command line alone: cards, files, conflicts, decisions, undo, and what must not leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from db.store import BaseStore
from kamdesk import cli
from kamdesk.app import App
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.records.team import Person
from kamdesk.sharing import container
from kamdesk.sharing.cards import write
from kamdesk.sharing.devices import own_card
from kamdesk.sharing.exchange import Share
from kamdesk.sharing.incoming import open_file
from kamdesk.sharing.signing import signer_for
from tests.db.files import DOORS, filled


class Laptop:
    """A base, its verbs, and what they printed."""

    def __init__(self, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.base, self.capsys = base, capsys
        self.out = self.err = ""

    def __call__(self, *argv: object) -> int:
        status = cli.run(cli.parse(["--base", str(self.base), *map(str, argv)]), DOORS)
        self.out, self.err = self.capsys.readouterr()
        return status

    def data(self, *argv: object) -> Any:
        assert self("--json", *argv) == 0, self.err
        return json.loads(self.out)

    def card(self) -> Path:
        path = self.base.with_suffix(".kdcard")
        self.data("card", "--out", path)
        return path

    def client(self, **values: str) -> None:
        self.data("run", "save", "record=client:" + json.dumps({"id": "Hospital Ángeles", **values}))

    def field(self, name: str) -> str:
        rows = self.data("list", "client", "--columns", f"name,{name}", "--search", "angeles")["rows"]
        return str(rows[0][name])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "base.kamdesk"
    filled(path).close()
    return path


@pytest.fixture(scope="module")
def pair(sample: Path, empty_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two closed bases: Marta has everything of Laura, and both trust one another."""
    folder = tmp_path_factory.mktemp("pair")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(folder / "state"))
        shutil.copyfile(sample, folder / "laura.kamdesk")
        shutil.copyfile(empty_base, folder / "marta.kamdesk")
        laura, marta = (BaseStore(folder / f"{name}.kamdesk") for name in ("laura", "marta"))
        person = App(marta).run(save, record=Person(name="Marta Ríos", position="local_supervisor"))
        App(marta).run(change_setting, name="me", value=person.id)
        for one, other in ((laura, marta), (marta, laura)):
            keys = DOORS.keys(other)
            card = own_card(other, keys)
            DOORS.trust(one, card)
            other.path.with_suffix(".kdcard").write_bytes(write(card, keys))
        sealing = container.for_cards([DOORS.keys(marta).sealing])
        DOORS.send(laura, Share(to="Marta Ríos"), folder / "1.kdx", seal=sealing, sign=signer_for(DOORS.keys(laura)))
        opened = open_file(marta, DOORS, folder / "1.kdx")
        assert opened.incoming is not None
        DOORS.apply(marta, opened.incoming)
        DOORS.meet(marta, opened.signer, opened.incoming.device)
        for store in (laura, marta):
            store.close()
    return folder


def laptop(pair: Path, name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Laptop:
    for end in (".kamdesk", ".kdcard"):
        shutil.copyfile((pair / name).with_suffix(end), (folder / name).with_suffix(end))
    return Laptop(folder / f"{name}.kamdesk", capsys)


@pytest.fixture
def laura(pair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
          monkeypatch: pytest.MonkeyPatch) -> Laptop:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copyfile(pair / "1.kdx", tmp_path / "1.kdx")
    return laptop(pair, "laura", tmp_path, capsys)


@pytest.fixture
def marta(pair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Laptop:
    return laptop(pair, "marta", tmp_path, capsys)


def hand_over(of: Laptop, to: Laptop, file: Path, *more: str) -> Any:
    of.data("share", file, "--to", to.base.with_suffix(".kdcard"), *more)
    return to.data("merge", file, "--apply")


def test_a_file_for_a_card_opens_on_that_laptop_only(laura: Laptop, marta: Laptop, tmp_path: Path,
                                                     empty_base: Path, capsys: pytest.CaptureFixture[str]):
    assert b"SQLite format 3" not in (tmp_path / "1.kdx").read_bytes()
    assert marta.field("name") == "Hospital Ángeles"
    shutil.copyfile(empty_base, tmp_path / "other.kamdesk")
    other = Laptop(tmp_path / "other.kamdesk", capsys)
    assert other("merge", tmp_path / "1.kdx") == 1
    assert "otro equipo" in other.err
    assert laura.data("card")["fingerprint"] == other.data("trust", laura.card())["fingerprint"]


def test_without_apply_nothing_changes(laura: Laptop, marta: Laptop, tmp_path: Path):
    laura.client(phone="33 1111")
    laura.data("share", tmp_path / "2.kdx", "--to", marta.base.with_suffix(".kdcard"))
    seen = marta.data("merge", tmp_path / "2.kdx")
    assert (seen["applied"], seen["trust"]) == (False, "known")
    assert marta.field("phone") != "33 1111"
    assert marta.data("merge", tmp_path / "2.kdx", "--apply")["records"] == 1
    assert marta.field("phone") == "33 1111"
    assert marta.data("merge", tmp_path / "2.kdx")["state"] == "applied"


@pytest.mark.parametrize(("said", "kept"), [("received", "BBB010101BB2"), ("CCC010101CC3", "CCC010101CC3")])
def test_a_conflict_is_listed_and_decided(laura: Laptop, marta: Laptop, tmp_path: Path, said: str, kept: str):
    laura.client(tax_id="AAA010101AA1")
    marta.client(tax_id="BBB010101BB2")
    done = hand_over(marta, laura, tmp_path / "2.kdx")
    assert done["conflicts"] == 1
    (conflict,) = laura.data("conflicts")["conflicts"]
    assert {each["value"] for each in conflict["versions"]} == {"AAA010101AA1", "BBB010101BB2"}
    assert laura("resolve", "client:none:tax_id", "mine") == 1
    laura.data("resolve", conflict["name"], said)
    assert laura.data("conflicts")["conflicts"] == []
    assert laura.field("tax_id") == kept
    hand_over(laura, marta, tmp_path / "3.kdx")
    assert marta.field("tax_id") == kept
    assert marta.data("conflicts")["conflicts"] == []


def test_a_whole_import_is_taken_out_again(laura: Laptop, marta: Laptop, tmp_path: Path):
    before = laura.field("phone")
    marta.client(phone="33 9999")
    hand_over(marta, laura, tmp_path / "2.kdx")
    assert laura.field("phone") == "33 9999"
    assert laura.data("merge", tmp_path / "2.kdx", "--undo")["exact"] is True
    assert laura.field("phone") == before
    assert laura("merge", tmp_path / "2.kdx", "--undo") == 1


def test_what_is_hidden_is_not_in_the_bytes(laura: Laptop, tmp_path: Path):
    laura.client(phone="33 4444 7777")
    assert laura.data("share", tmp_path / "all.sqlite", "--plain")["profile"] == "P2"
    assert b"33 4444 7777" in (tmp_path / "all.sqlite").read_bytes()
    laura.data("share", tmp_path / "less.sqlite", "--plain", "--hide", "personal,prices")
    assert b"33 4444 7777" not in (tmp_path / "less.sqlite").read_bytes()
    assert laura("share", tmp_path / "x.sqlite", "--plain", "--hide", "secrets") == 1
    assert "secrets" in laura.err


def test_a_zone_is_a_file_of_its_own(laura: Laptop, tmp_path: Path):
    made = laura.data("share", tmp_path / "zone.sqlite", "--plain", "--zone", "Jalisco")
    assert (made["profile"], made["counts"]["client"]) == ("P3", 2)
    assert laura("share", tmp_path / "x.sqlite", "--plain", "--profile", "area") == 1


def test_a_password_and_what_is_no_card(laura: Laptop, marta: Laptop, tmp_path: Path):
    secret = tmp_path / "clave"
    secret.write_text("una frase larga\n", encoding="utf-8")
    laura.client(phone="33 5555")
    laura.data("share", tmp_path / "2.kdx", "--to", "Marta Ríos", "--passphrase-file", secret)
    assert marta("merge", tmp_path / "2.kdx") == 1
    assert marta.data("merge", tmp_path / "2.kdx", "--file-passphrase", secret)["trust"] == "known"
    assert laura("trust", secret) == 1
    assert laura("trust", tmp_path / "gone.kdcard") == 1
    assert laura("share", tmp_path / "3.kdx") == 1
