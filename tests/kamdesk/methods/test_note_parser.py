"""A11: a line becomes a visit, a payment or a promise, and nothing is guessed or lost."""

from __future__ import annotations

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.note_parser import CONTACT, PARTY, PRODUCT, Doubt, Known, Note, Vocabulary, parse_note

DAY = datetime.date
VOCABULARY = Vocabulary([
    Known("hsj", "Hospital San José", PARTY), Known("hsj2", "Hospital Santa Julia", PARTY),
    Known("aurora", "Clínica Aurora", PARTY), Known("auroran", "Clínica Aurora Norte", PARTY),
    Known("salas", "Dra. María Salas Ruiz", CONTACT, party="hsj"),
    Known("salas2", "Pedro Salas", CONTACT, party="aurora"), Known("rojas", "Q.F. Ana Rojas", CONTACT, party="hsj"),
    Known("los50", "Losartán 50 mg", PRODUCT, "L50"), Known("met", "Metformina 850", PRODUCT, "M85"),
])
WORDS = ["Dra.", "Salas", "HSJ", "losartán", "2m", "interesada", "llamar", "12/02", "prometió", "$50,000", "viernes",
         "@rojas", "#met", "objetó", "no", "recibió", "clínica", "aurora", "norte", "de", "la", "visitar", "$x", "9m"]


def read(text: str) -> Note:
    return parse_note(text, vocabulary=VOCABULARY, today=DAY(2025, 11, 24))


def test_the_example() -> None:
    note = read("Dra. María Salas HSJ losartán 2m interesada llamar 12/02")
    assert (note.party, note.contacts, note.products, note.samples) == ("hsj", ["salas"], ["los50"], {"los50": 2})
    assert (note.outcome, note.next_step, note.next_on) == ("interested", "call", DAY(2026, 2, 12))
    assert note.doubts == []
    assert note.text == ""


def test_a_contact_settles_an_acronym_of_two_hospitals() -> None:
    note = read("rojas HSJ neutral")
    assert (note.party, note.contacts, note.doubts) == ("hsj", ["rojas"], [])


def test_a_client_settles_a_surname_of_two_contacts() -> None:
    note = read("Dra. Salas clínica aurora norte ausente")
    assert note.party == "auroran"
    assert note.doubts == [Doubt("Dra. Salas", ("salas", "salas2"))]
    assert read("Salas, hospital san josé").contacts == ["salas"]


def test_several_meanings_are_asked() -> None:
    note = read("HSJ pidió catálogo")
    assert note.party == ""
    assert note.doubts == [Doubt("HSJ", ("hsj", "hsj2"))]
    assert note.text == "pidió catálogo"


def test_the_whole_name_is_no_doubt() -> None:
    assert read("Clinica aurora").party == "aurora"
    assert read("clínica aurora norte").party == "auroran"


def test_a_promise_and_a_payment() -> None:
    note = read("aurora norte prometió $50,000 viernes")
    assert (note.party, note.money, note.amount, note.due) == ("auroran", "promise", Decimal(50000), DAY(2025, 11, 28))
    paid = read("Rojas pagó $1,234.50, llamar mañana")
    assert (paid.money, paid.amount, paid.due) == ("payment", Decimal("1234.50"), None)
    assert (paid.next_step, paid.next_on) == ("call", DAY(2025, 11, 25))
    assert read("rojas $500").money == ""  # it does not say which: the preview asks


def test_marks_force_a_person_or_a_product() -> None:
    assert read("@rojas #m85 3m").samples == {"met": 3}
    assert read("#rojas").text == "#rojas"


def test_a_second_party_stays_in_the_note() -> None:
    note = read("hospital san josé pasar luego por clínica aurora")
    assert note.party == "hsj"
    assert note.text == "pasar luego por clínica aurora"


def test_ordinary_words_stay_as_the_note() -> None:
    note = read("Rojas objetó plazo de pago, 2m y visita de la mañana")
    assert note.outcome == "objection"
    assert note.text == "plazo de pago, 2m y visita de la mañana"
    assert note.next_on is None


def test_an_outcome_of_two_words() -> None:
    assert read("rojas no recibió").outcome == "refused"


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_word_is_lost(words: list[str]) -> None:
    note = read(" ".join(words))
    understood = sum(map(bool, (note.party, note.contacts, note.products, note.outcome, note.next_step, note.amount,
                                note.doubts)))
    assert len(note.text.split()) <= len(words)
    assert understood or note.text.split() == words
    assert set(note.text.split()) <= set(words)
    assert all(len(doubt.options) > 1 for doubt in note.doubts)
