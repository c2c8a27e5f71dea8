"""Recibir: what a file does is seen before it does it; only true conflicts ask, and none is answered beforehand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from kamdesk import words
from kamdesk.records.clients import Client
from kamdesk.sharing import exchange
from kamdesk.sharing.exchange import Decision
from tests.journeys.presses import presses
from tests.ui.lint import lint
from tests.ui.screens.colleague import Colleague, conflicts_of
from tests.ui.screens.exchanging import Show, own_backups, press, problem, sample, show, tab  # noqa: F401  fixtures
from tests.windows import finish, settle
from ui import ask, style
from ui.screens.exchange.guest import Guest
from ui.screens.exchange.inbox import Gap, Start
from ui.screens.exchange.joining import Joining
from ui.screens.exchange.receive import Receive
from ui.widgets.messages import EmptyState
from ui.window import Window


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "occidente_marta.sqlite"
    path.write_bytes(b"SQLite format 3\0")
    return path


def taken(window: Window, file: Path) -> Receive:
    part = tab(window, "receive")
    assert isinstance(part, Receive)
    part.take(file)
    finish(window)
    return part


def three(window: Window) -> list[exchange.Conflict]:
    """Three records in conflict."""
    found = window.app.store.find(Client)
    more = [*found, dataclasses.replace(found[0], id="c3", name="Dr. Saúl Prieto")]
    return list(conflicts_of(more))


def texts(part: Receive) -> str:
    return " | ".join(each.text() for each in part.findChildren(QLabel) if each.isVisible())


def test_three_conflicts_take_eight_clicks(show: Show, file: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    doors = Colleague()
    here = show(doors)
    doors.open = three(here)
    part = tab(here, "receive")
    assert isinstance(part, Receive)
    monkeypatch.setattr(ask, "open_file", lambda *_args: file)
    with presses() as count:
        choose = next(each for each in part.findChildren(EmptyState) if each.isVisible())
        click(next(each for each in choose.children() if getattr(each, "kind", "") == "primary"))
        finish(here)
        for _conflict in range(3):
            review = part.shown.review  # type: ignore[union-attr]
            field = next(iter(review.card.questions.options))
            click(review.card.questions.options[field][1])
            click(review.card.accept)
        click(part.head.apply)
        finish(here)
    assert count.clicks <= 8
    assert doors.asked[-1] == ("apply", "f1", tuple(
        Decision("client", each.id, "phone", "33 2222") for each in doors_conflicts(doors)))


def doors_conflicts(doors: Colleague) -> list[Decision]:
    decided: tuple[Decision, ...] = doors.asked[-1][2]  # type: ignore[assignment]
    assert len(decided) == 3
    return list(decided)


def click(widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
    settle()


def test_nothing_is_chosen_beforehand_and_nothing_is_applied_by_looking(show: Show, file: Path):  # noqa: F811
    doors = Colleague()
    here = show(doors)
    doors.open = three(here)
    part = taken(here, file)
    assert isinstance(part.shown, Joining)
    review = part.shown.review
    assert not any(button.isChecked() for buttons in review.card.questions.options.values() for button in buttons)
    assert not review.card.accept.isEnabled()
    assert "Aún no eliges nada" in texts(part)
    part.head.cancel.click()
    assert not any(each[0] == "apply" for each in doors.asked)
    assert isinstance(part.shown, Start)


def test_what_is_left_for_later_is_not_decided_and_waits(show: Show, file: Path):  # noqa: F811
    doors = Colleague()
    here = show(doors)
    doors.open = three(here)
    part = taken(here, file)
    review = part.shown.review  # type: ignore[union-attr]
    review.card.questions.choose_number(0)
    review.accept()
    review.postpone()
    review.postpone()
    part.head.apply.click()
    finish(here)
    assert [each.value for each in doors.asked[-1][2]] == ["33 1111"]  # type: ignore[union-attr]
    assert isinstance(part.shown, Start)
    assert "2 decisiones pendientes" in texts(part)
    press(part, "Decidir")
    part.shown.review.all_theirs.click()  # type: ignore[union-attr]
    part.head.apply.click()
    finish(here)
    assert [each.value for each in doors.decisions] == ["33 2222", "33 2222"]
    assert doors.open == []


def test_the_digits_choose_and_the_outcome_is_told(show: Show, file: Path):  # noqa: F811
    doors = Colleague()
    here = show(doors)
    doors.open = three(here)
    part = taken(here, file)
    review = part.shown.review  # type: ignore[union-attr]
    QTest.keyClick(review, Qt.Key.Key_2)
    settle()
    assert "Teléfono: 33 2222" in texts(part)
    assert review.card.accept.isEnabled()


def test_a_file_that_came_too_early_waits_and_can_be_asked_for(show: Show, file: Path, tmp_path: Path,  # noqa: F811
                                                               monkeypatch: pytest.MonkeyPatch):
    doors = Colleague(state=exchange.GAP)
    here = show(doors)
    part = taken(here, file)
    assert isinstance(part.shown, Gap)
    assert "Faltan los cambios 120 a 340 de Marta Ríos (portátil de Marta)." in texts(part)
    monkeypatch.setattr(ask, "save_file", lambda *_args: tmp_path / "pide.kdreq")
    press(part, "Pedir lo que falta…")
    assert (tmp_path / "pide.kdreq").exists()
    part.head.cancel.click()
    settle()
    assert "occidente_marta.sqlite" in texts(part)
    doors.state = exchange.NEW
    press(part, "Verlo")
    finish(here)
    assert isinstance(part.shown, Joining)


def test_a_waiting_file_can_be_taken_out(show: Show, file: Path):  # noqa: F811
    doors = Colleague(state=exchange.GAP)
    here = show(doors)
    part = taken(here, file)
    part.head.cancel.click()
    settle()
    press(part, "Quitarlo")
    assert doors.waiting == []


@pytest.mark.parametrize(("state", "said"), [(exchange.APPLIED, "ya está en tu base"), (exchange.OWN, "lo hiciste tú"),
                                             (exchange.FORK, "misma identidad")])
def test_a_file_with_nothing_to_do_says_why(show: Show, file: Path, state: str, said: str):  # noqa: F811
    here = show(Colleague(state=state))
    part = taken(here, file)
    assert said in problem(here)
    assert isinstance(part.shown, Start)


def test_what_should_be_known_is_told_before(show: Show, file: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    doors = Colleague(trust=exchange.UNKNOWN, heavy=True)
    here = show(doors)
    part = taken(here, file)
    told = texts(part)
    for said in ("Firmado por un equipo que aún no conoces", "Archiva o reemplaza mucho de: Clientes",
                 "El reloj de quien lo envía va 26 horas adelantado", "3 valores de Precios no se toman"):
        assert said in told
    monkeypatch.setattr(ask, "confirm", lambda *_args: False)
    part.head.apply.click()
    finish(here)
    assert doors.asked[-1][0] != "apply"


def test_a_file_that_is_not_ours_is_named(show: Show, tmp_path: Path):  # noqa: F811
    here = show(empty=True)
    (tmp_path / "notes.kdx").write_text("Hola")
    taken(here, tmp_path / "notes.kdx")
    assert "notes.kdx" in problem(here)


LOOKS = [("light", 1.0, "es"), ("dark", 1.5, "en")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_fault_in_any_look(app: QApplication, show: Show, file: Path,  # noqa: F811
                              look: tuple[style.Scheme, float, str]):
    scheme, scale, language = look
    words.set_language(language)
    style.apply(app, scheme=scheme, scale=scale, motion=False)
    doors = Colleague(trust=exchange.UNSIGNED)
    here = show(doors)
    for room in ((1366, 768), (1024, 600)):
        here.resize(*room)
        for state, open_ in ((exchange.NEW, three(here)), (exchange.NEW, []), (exchange.GAP, [])):
            doors.state, doors.open = state, open_
            part = taken(here, file)
            assert lint(here, room=room) == [], (room, state)
            part.start()
            settle()
            assert lint(here, room=room) == [], (room, "start")


def test_a_guests_edits_are_chosen_one_by_one_and_nothing_else_is_taken_in(show: Show, file: Path):  # noqa: F811
    doors = Colleague(state=exchange.EDITED)
    here = show(doors)
    written, other = (dataclasses.replace(each, sort=exchange.WRITTEN) for each in three(here)[:2])
    doors.open = [written, other]
    part = taken(here, file)
    assert isinstance(part.shown, Guest)
    assert "escribió en este archivo sin Kamdesk" in texts(part)
    assert [fault for fault in lint(here) if "does not fit" not in fault] == []
    assert not part.head.apply.isEnabled()  # nothing is taken in by itself
    click(part.shown.review.card.questions.options["phone"][1])
    click(part.shown.review.card.accept)
    click(part.head.apply)
    finish(here)
    assert doors.asked[-1] == ("apply", "f1", (Decision("client", written.id, "phone", "33 2222"),))
    assert isinstance(part.shown, Start)
