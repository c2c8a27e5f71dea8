"""A request leaves as a file, is decided on a laptop that knows nothing of it, and its answer is noted: or refused."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.doors import FileDoors
from db.store import BaseStore
from kamdesk import clock
from kamdesk.app import App
from kamdesk.commands.approvals import approval_of, submit, withdraw
from kamdesk.commands.records import save
from kamdesk.commands.settings import change_setting
from kamdesk.problems import Problem
from kamdesk.protected import changes_since
from kamdesk.records.approvals import ApprovalEvent
from kamdesk.records.budgets import Commitment
from kamdesk.records.campaigns import CommunicationPlan
from kamdesk.records.system import ConfidentialAccess, ExchangeEvent
from kamdesk.records.team import Authority, Person
from kamdesk.reports.approval import approval_sheet, changed_since
from kamdesk.sharing import container, letters
from kamdesk.sharing.approving import Recipient, answer_file, hand_of, open_letter, request_file, take_answer
from kamdesk.sharing.cards import card_of
from kamdesk.sharing.keys import new_keys
from kamdesk.sharing.letters import Answered, Asked, Hand

DOORS = FileDoors()


@pytest.fixture
def boss(empty_base: Path, tmp_path: Path) -> Iterator[App]:
    """Another laptop, of somebody who may approve promotions and knows nothing of the plan."""
    path = tmp_path / "boss.kamdesk"
    shutil.copyfile(empty_base, path)
    store = BaseStore(path)
    made = App(store)
    person = made.run(save, record=Person(name="Patricia Ledesma", position="sales_manager",
                                          can_approve=("promotion",)))
    made.run(change_setting, name="me", value=person.id)
    yield made
    store.close()


@pytest.fixture
def plan(app: App, me: Person) -> CommunicationPlan:
    return app.run(save, record=CommunicationPlan(
        name="Cardio", start=datetime.date(2025, 11, 24), end=datetime.date(2026, 1, 10), objective="Recordar",
        channels=("email",), cost=100_00))


def card(app: App) -> letters.Card:
    return hand_of(app.store, DOORS).card


def asked(app: App, boss: App, plan: CommunicationPlan, out: Path) -> Asked:
    """The plan was sent, its file carried over and opened there."""
    app.run(submit, document=plan, comment="Hace falta antes de enero")
    to = Recipient("Patricia Ledesma", container.for_cards([card(boss).sealing]))
    request_file(app, DOORS, plan, out, to=to)
    letter = open_letter(boss.store, DOORS, out)
    assert isinstance(letter, Asked)
    return letter


def answered(app: App, boss: App, request: Asked, out: Path, *, action: str = "approve",
             comment: str = "") -> Answered:
    answer_file(boss, DOORS, request, out, action=action, comment=comment)
    letter = open_letter(app.store, DOORS, out)
    assert isinstance(letter, Answered)
    return letter


def test_a_request_is_decided_where_nobody_knows_the_document(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "solicitud.kdx")
    assert (request.title, request.author, request.amount) == ("Cardio", "Laura Benítez", 100_00)
    assert request.sheet == (tmp_path / "solicitud.pdf").read_bytes()
    assert request.sheet.startswith(b"%PDF")
    assert boss.store.count(CommunicationPlan) == 0
    app_trusts(app, boss)
    answer = answered(app, boss, request, tmp_path / "respuesta.kdx")
    event = take_answer(app, DOORS, answer, tmp_path / "respuesta.kdx")
    assert (event.origin, event.actor, approval_of(app.store, plan)) == ("signed", "Patricia Ledesma", "approved")
    assert boss.store.count(CommunicationPlan) == 0
    assert app.undo().label == "Recibir la respuesta sobre Cardio"


def app_trusts(app: App, boss: App, **rights: tuple[str, ...]) -> None:
    """The boss is a person of this base who may approve, and her card was compared."""
    person = boss.store.find(Person)[0]
    app.run(save, record=Person(name=person.name, position="sales_manager",
                                **(rights or {"can_approve": ("promotion",)})))
    DOORS.trust(app.store, card(boss))


def test_what_leaves_and_comes_is_in_the_log(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    answer = answered(app, boss, request, tmp_path / "r.kdx")
    take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    here = [(each.direction, each.profile, each.other) for each in app.store.find(ExchangeEvent)]
    there = [(each.direction, each.profile, each.other) for each in boss.store.find(ExchangeEvent)]
    assert sorted(here) == [("received", "P6", "Patricia Ledesma"), ("sent", "P5", "Patricia Ledesma")]
    assert there == [("sent", "P6", "Laura Benítez")]
    assert app.store.count(ConfidentialAccess) == 0


@pytest.mark.parametrize("case", ["stranger", "withdrawn", "no right"])
def test_an_answer_nobody_proves_is_by_hand(app: App, boss: App, plan, tmp_path: Path, case: str):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    if case != "stranger":
        app_trusts(app, boss, can_approve=() if case == "no right" else ("promotion",))
    if case == "withdrawn":
        DOORS.revoke(app.store, card(boss).uid)
    answer = answered(app, boss, request, tmp_path / "r.kdx", action="send_back", comment="Separa el costo")
    event = take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    assert (event.origin, approval_of(app.store, plan)) == ("by_hand", "returned")


def test_another_name_over_a_trusted_signature_is_by_hand(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    app_trusts(app, boss)
    answer = answered(app, boss, request, tmp_path / "r.kdx")
    event = take_answer(app, DOORS, dataclasses.replace(answer, actor="Directora general"), tmp_path / "r.kdx")
    assert event.origin == "by_hand"


def test_an_answer_counts_once(app: App, boss: App, plan, tmp_path: Path):
    answer = answered(app, boss, asked(app, boss, plan, tmp_path / "s.kdx"), tmp_path / "r.kdx")
    take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    with pytest.raises(Problem, match="ya está anotada"):
        take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    assert app.store.count(ApprovalEvent) == 2


def test_what_changed_on_the_way_is_named_with_both_values(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    answer = answered(app, boss, request, tmp_path / "r.kdx")
    take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    dearer = app.run(save, record=dataclasses.replace(plan, cost=250_00))
    assert approval_of(app.store, dearer) == "changed"
    since = changed_since(app.store, dearer)
    assert since is not None
    (changed,) = changes_since(app.store, dearer, since)
    assert (changed.field, changed.before, changed.after) == ("Costo", "$100.00", "$250.00")
    again = app.run(save, record=dataclasses.replace(dearer, cost=100_00))
    assert approval_of(app.store, again) == "approved"
    assert changed_since(app.store, again) is None
    assert changes_since(app.store, again, since) == []


def test_a_slow_clock_does_not_answer_before_the_question(app: App, boss: App, plan, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - datetime.timedelta(days=3))
    answer = answered(app, boss, request, tmp_path / "r.kdx")
    monkeypatch.undo()
    take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    assert approval_of(app.store, plan) == "approved"


def test_who_decides_must_be_allowed_to(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    person = boss.store.find(Person)[0]
    boss.run(save, record=Authority(person=person.id, matter="promotion", limit=50_00))
    with pytest.raises(Problem, match="facultad"):
        answer_file(boss, DOORS, request, tmp_path / "r.kdx", action="approve")
    boss.run(save, record=dataclasses.replace(person, can_approve=()))
    with pytest.raises(Problem, match="No te toca aprobar"):
        answer_file(boss, DOORS, request, tmp_path / "r.kdx", action="approve")
    with pytest.raises(Problem, match="Comentario"):
        answer_file(boss, DOORS, request, tmp_path / "r.kdx", action="reject")
    assert not (tmp_path / "r.kdx").exists()


def test_an_answer_for_somebody_else_is_named(app: App, boss: App, plan, tmp_path: Path):
    request = asked(app, boss, plan, tmp_path / "s.kdx")
    answer = answered(app, boss, request, tmp_path / "r.kdx")
    with pytest.raises(Problem, match="Cardio"):
        take_answer(boss, DOORS, answer, tmp_path / "r.kdx")
    with pytest.raises(Problem, match="otra versión"):
        take_answer(app, DOORS, dataclasses.replace(answer, event="x", digest="0" * 64), tmp_path / "r.kdx")


def test_nothing_leaves_for_a_document_that_does_not_wait(app: App, boss: App, plan, tmp_path: Path):
    to = Recipient("Patricia", container.for_cards([card(boss).sealing]))
    with pytest.raises(Problem, match="esperando respuesta"):
        request_file(app, DOORS, plan, tmp_path / "s.kdx", to=to)
    app.run(submit, document=plan)
    app.run(withdraw, document=plan)
    with pytest.raises(Problem, match="esperando respuesta"):
        request_file(app, DOORS, plan, tmp_path / "s.kdx", to=to)
    assert list(tmp_path.glob("s.*")) == []


def test_an_approved_plan_of_a_file_reserves_its_money(app: App, boss: App, plan, tmp_path: Path):
    from kamdesk.records.budgets import Budget, BudgetLine

    budget = app.run(save, record=Budget(year=2025, name="2025"))
    line = app.run(save, record=BudgetLine(budget=budget.id, name="Campañas", on_exceed_month="ignore"))
    plan = app.run(save, record=dataclasses.replace(plan, budget_line=line.id))
    answer = answered(app, boss, asked(app, boss, plan, tmp_path / "s.kdx"), tmp_path / "r.kdx")
    take_answer(app, DOORS, answer, tmp_path / "r.kdx")
    assert sum(each.amount or 0 for each in app.store.find(Commitment)) == 100_00


def test_the_boss_who_has_the_document_keeps_the_act_too(app: App, plan, tmp_path: Path):
    """On one base: whoever asked has nobody above her, so the answer is her own and told so."""
    app.run(save, record=dataclasses.replace(app.store.get(Person, app.store.me or ""), can_approve=("promotion",)))
    app.run(submit, document=plan)
    to = Recipient("Laura", container.for_cards([card(app).sealing]))
    request_file(app, DOORS, plan, tmp_path / "s.kdx", to=to)
    letter = open_letter(app.store, DOORS, tmp_path / "s.kdx")
    assert isinstance(letter, Asked)
    answer = answer_file(app, DOORS, letter, tmp_path / "r.kdx", action="approve")
    assert app.store.get(ApprovalEvent, answer.event).origin == "self_approved"
    assert approval_of(app.store, plan) == "approved"


def test_the_sheet_is_the_same_each_time_and_shows_what_is_asked(app: App, me: Person, plan):
    app.run(submit, document=plan)
    sheet = approval_sheet(app.store, plan, reason="Antes de enero", to="Patricia Ledesma")
    assert sheet == approval_sheet(app.store, plan, reason="Antes de enero", to="Patricia Ledesma")
    assert "$100.00" in str(sheet)
    assert "Antes de enero" in str(sheet)
    assert sheet.scope == "Cardio"


HAND = Hand(keys := new_keys(), card_of(keys, person="Laura", person_id="p", role="", device="a"))
LETTER = Asked(kind="budget", document="d", title="2025", author="Laura", author_id="p", to="Patricia",
               made_at=datetime.datetime(2025, 11, 24, 9, tzinfo=datetime.UTC), comment="", digest="0" * 64,
               covers=("year",), amount=1, discount=None, currency="MXN", sheet=b"%PDF")


@given(st.data())
@settings(max_examples=30)
def test_a_changed_letter_is_never_taken_for_another(data: st.DataObject):
    written = bytearray(letters.write(LETTER, HAND))
    written[data.draw(st.integers(0, len(written) - 1))] ^= data.draw(st.integers(1, 127))
    try:
        assert letters.read(bytes(written)) == dataclasses.replace(LETTER, card=HAND.card)
    except Problem:
        return


@pytest.mark.parametrize("rubbish", [b"", b"{}", b'{"kamdesk": "approval-request"}', b"[" * 99_999, b"\xff",
                                     b'{"kamdesk": "approval-answer", "said": "{}", "seal": ""}'])
def test_rubbish_is_a_problem(rubbish: bytes):
    with pytest.raises(Problem):
        letters.read(rubbish)
