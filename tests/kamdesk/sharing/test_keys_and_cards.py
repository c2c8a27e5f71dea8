"""Keys, cards and signatures: what is changed is seen, what is for others stays shut, names follow from keys."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamdesk.problems import Problem
from kamdesk.sharing import cards, container, keys, signing

MADE = datetime.datetime(2025, 11, 24, 9, 0, tzinfo=datetime.UTC)
MINE, OTHER = keys.new_keys(), keys.new_keys()


def card(of: keys.Keys, person: str = "Marta Ríos") -> cards.Card:
    return cards.card_of(of, person=person, person_id="p1", role="local_supervisor", device="Portátil de Marta")


def test_keys_are_kept_whole_and_never_shown():
    assert keys.of_kept(keys.kept(MINE)) == MINE
    assert MINE.identity not in repr(MINE)
    assert MINE.seed.hex() not in repr(MINE)
    assert len({MINE.uid, OTHER.uid}) == 2


def test_a_card_comes_back_as_it_was_written():
    assert cards.read(cards.write(card(MINE), MINE)) == card(MINE)


def test_a_fingerprint_is_five_groups_of_five_digits_and_follows_from_the_keys_alone():
    groups = card(MINE).fingerprint.split(" ")
    assert [len(each) for each in groups] == [5] * 5
    assert "".join(groups).isdigit()
    assert card(MINE, "Otra").fingerprint == card(MINE).fingerprint
    assert card(OTHER).fingerprint != card(MINE).fingerprint


@given(st.data())
@settings(max_examples=30)
def test_a_changed_card_is_never_taken_for_another(data: st.DataObject):
    written = bytearray(cards.write(card(MINE), MINE))
    written[data.draw(st.integers(0, len(written) - 1))] ^= data.draw(st.integers(1, 127))
    try:
        assert cards.read(bytes(written)) == card(MINE)  # a blank between two values may change
    except Problem:
        return


def test_a_card_with_the_name_of_another_is_refused():
    values = json.loads(cards.write(card(OTHER, "Desconocido"), OTHER))
    with pytest.raises(Problem, match="cambió"):
        cards.read(json.dumps({**values, "person": "Marta Ríos"}).encode())


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 30_000, b'{"kind": "kamdesk-card"}',
                                     b"9" * 10_000])
def test_what_is_no_card_is_a_problem(rubbish: bytes):
    with pytest.raises(Problem, match="tarjeta"):
        cards.read(rubbish)


@given(st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=30)
def test_a_signature_belongs_to_one_content_and_one_purpose(content: bytes, other: bytes):
    sealed = signing.seal(MINE, card(MINE), content, purpose="answer")
    assert signing.sealed_by(sealed, content, purpose="answer") == card(MINE)
    for wrong, purpose in ((other, "answer"), (content, "request")):
        if (wrong, purpose) != (content, "answer"):
            with pytest.raises(Problem):
                signing.sealed_by(sealed, wrong, purpose=purpose)


def test_nobody_puts_another_name_over_a_signature():
    sealed = json.loads(signing.seal(OTHER, card(OTHER, "Desconocido"), b"x", purpose="answer"))
    forged = {**sealed, "card": {**sealed["card"], "person": "Marta Ríos"}}
    with pytest.raises(Problem):
        signing.sealed_by(json.dumps(forged), b"x", purpose="answer")


@pytest.mark.parametrize("rubbish", ["{", "[]", "{}", '{"card": 1, "signature": "00"}', '{"card": {}}', "7", "",
                                     '{"card": {}, "signature": "zz"}'])
def test_a_broken_signature_is_a_problem_and_no_crash(rubbish: str):
    with pytest.raises(Problem):
        signing.sealed_by(rubbish, b"x", purpose="answer")


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
@settings(max_examples=30)
def test_the_signature_of_a_file_belongs_to_its_digest(digest: bytes, other: bytes):
    judge = signing.judge_for([cards.Device(card(MINE), MADE)])
    signature = signing.signer_for(MINE)(digest)
    assert judge(signature, digest) == signing.KNOWN
    if other != digest:
        with pytest.raises(Problem, match="cambió"):
            judge(signature, other)


def test_what_we_know_of_a_signer():
    known = cards.Device(card(MINE), MADE)
    lost = dataclasses.replace(known, revoked_after=MADE)
    signature = signing.signer_for(MINE)(b"d" * 32)
    assert signing.judge_for([known])(None, b"d" * 32) == signing.UNSIGNED
    assert signing.judge_for([])(signature, b"d" * 32) == signing.UNKNOWN
    assert signing.judge_for([known])(signature, b"d" * 32) == signing.KNOWN
    assert signing.judge_for([lost])(signature, b"d" * 32) == signing.REVOKED
    assert signing.device_of(card(MINE), [known]) == known
    assert signing.device_of(card(OTHER), [known]) is None


def test_a_file_for_two_laptops_opens_on_both_and_nowhere_else():
    sealed = container.pack(b"content", container.for_cards([MINE.sealing, OTHER.sealing]))
    assert not container.has_passphrase(sealed)
    assert container.unpack(sealed, container.with_keys(MINE)) == b"content"
    assert container.unpack(sealed, container.with_keys(OTHER)) == b"content"
    with pytest.raises(Problem, match="otro equipo"):
        container.unpack(sealed, container.with_keys(keys.new_keys()))


def test_a_damaged_recipient_is_a_problem():
    with pytest.raises(Problem):
        container.for_cards(["age1" + "q" * 58])
