"""Conflicts as questions: every value is there with its author, none is chosen, and texts can be joined."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk import clock
from kamdesk.app import App
from kamdesk.records.territories import Territory
from kamdesk.sharing import deciding
from kamdesk.sharing.exchange import CYCLE, DELETED_EDITED, RULE, VALUE, Conflict, Decision, Version
from tests.made import make

NOON = datetime.datetime(2025, 11, 24, 18, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def version(value: object, *, mine: bool, at: datetime.datetime = NOON) -> Version:
    return Version(value, "Laura Benítez" if mine else "Marta Ríos", "laura" if mine else "marta", at, mine,
                   1 if mine else 2, 7)


def conflict(field: str, mine: object, theirs: object, *, id_: str = "a", sort: str = VALUE, before: object = None,
             **more: object) -> Conflict:
    return Conflict("client", id_, "Hospital Civil", field, sort, before,
                    (version(theirs, mine=False, at=NOON - HOUR), version(mine, mine=True)),
                    **({"fields": (field,)} | more))  # type: ignore[arg-type]


def test_fields_of_a_record_are_one_case_and_mine_stands_first(app: App):
    found = deciding.cases(app.store, [conflict("phone", "33 1", "33 2"), conflict("segment", "a", "c", before="b"),
                                       conflict("phone", "x", "y", id_="b")])
    assert [(each.id, len(each.questions)) for each in found] == [("a", 2), ("b", 1)]
    segment = found[0].questions[1]
    assert (segment.label, segment.before) == ("Segmento", "B")
    assert [(each.text, each.mine) for each in segment.options] == [("A", True), ("C", False)]
    assert segment.options[1].who == f"Marta Ríos · marta · {deciding.moment(NOON - HOUR)}"
    assert segment.decision("1") == Decision("client", "a", "segment", "c")


def test_references_read_as_names(app: App, zone: Territory):
    other = make(app, "territory", name="Bajío")
    (case,) = deciding.cases(app.store, [conflict("territory", zone.id, other.id)])
    assert [each.text for each in case.questions[0].options] == ["Jalisco", "Bajío"]


def test_texts_can_be_joined_with_their_dates_and_others_cannot(app: App):
    note, phone = deciding.cases(app.store, [conflict("note", "Mía", "Suya"), conflict("phone", "1", "2", id_="b")])
    both = note.questions[0].options[-1]
    assert both.key == deciding.BOTH
    assert both.value == "[24 nov 2025, Marta Ríos] Suya\n\n[24 nov 2025, Laura Benítez] Mía"
    assert [each.key for each in phone.questions[0].options] == ["0", "1"]


def test_a_group_is_one_value(app: App):
    spot = Conflict("budget_transfer", "a", "Traspaso", "amount", VALUE, (100_00, "MXN"),
                    (version((250_00, "MXN"), mine=True), version((300_00, "USD"), mine=False)),
                    fields=("amount", "currency"))
    question = deciding.cases(app.store, [spot])[0].questions[0]
    assert question.before.startswith("$100.00")
    assert question.options[1].value == (300_00, "USD")


def test_deleted_against_edited_is_asked_and_rules_are_mended_elsewhere(app: App):
    gone = conflict("", False, True, sort=DELETED_EDITED)
    rule = Conflict("visit", "v", "Visita", "end", RULE, None, (), message="El fin es anterior al inicio.")
    ring = Conflict("territory", "t", "Jalisco", "parent", CYCLE, None, (), message="Una zona no depende de sí misma.")
    found = deciding.cases(app.store, [gone, rule, ring])
    assert [each.asks for each in found] == [True, False, False]
    assert [each.text for each in found[0].questions[0].options] == ["Conservarlo, como se editó", "Borrarlo"]


def test_the_outcome_says_what_was_chosen_and_nothing_else(app: App):
    (case,) = deciding.cases(app.store, [conflict("phone", "33 1", "33 2"), conflict("segment", "a", "c")])
    assert deciding.outcome(case, {}) == ""
    assert deciding.outcome(case, {"phone": "1"}) == "Teléfono: 33 2"
    assert deciding.outcome(case, deciding.side(case, mine=True)) == "Teléfono: 33 1 · Segmento: A"


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["phone", "note", "segment", "email"])), unique=True,
                max_size=12), st.sampled_from(["mine", "theirs"]))
@settings(max_examples=30)
def test_one_side_for_all_decides_everything_for_that_side(asked: list[tuple[int, str]], kept: str):
    mine = kept == "mine"

    class Nobody:
        def names(self, _links: object) -> dict[str, str]:
            return {}

    found = deciding.cases(Nobody(), [conflict(field, "a", "b", id_=str(of)) for of, field in asked])  # type: ignore[arg-type]
    decisions = [question.decision(deciding.side(case, mine=mine)[question.conflict.field])
                 for case in found for question in case.questions]
    assert sorted((each.id, each.field) for each in decisions) == sorted((str(of), field) for of, field in asked)
    assert {each.value for each in decisions} <= {"a" if mine else "b"}


@pytest.mark.parametrize(("days", "told"), [(0, "hoy"), (1, "ayer")])
def test_moments_are_told_as_people_do(days: int, told: str):
    assert deciding.moment(clock.now() - datetime.timedelta(days=days)).startswith(told)
