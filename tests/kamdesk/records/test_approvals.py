"""Rules of approvals (product/03 §3.16)."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

import kamdesk.records  # noqa: F401  fills the register
from kamdesk.fields import Link
from kamdesk.kinds import REGISTER
from kamdesk.records.approvals import APPROVABLE, ApprovalEvent

AT = datetime.datetime(2025, 11, 24, 15, 0, tzinfo=datetime.UTC)


def event(**given):
    return ApprovalEvent(document=Link("proposal", "p"), actor="Gerencia", at=AT, content_hash="0", **given)


def test_an_answer_by_word_says_how_it_came(errors):
    told = event(action="approve", origin="by_hand", comment="  ")
    assert errors(told) == {"comment": "Anota cómo recibiste la respuesta."}
    assert errors(dataclasses.replace(told, comment="Por teléfono")) == {}


@pytest.mark.parametrize(("action", "found"), [("submit", False), ("approve", False), ("withdraw", False),
                                               ("send_back", True), ("reject", True)])
def test_a_no_says_why(errors, action, found):
    signed = event(action=action, origin="signed")
    assert errors(signed) == ({"comment": "Falta Comentario. Escríbelo."} if found else {})
    assert errors(dataclasses.replace(signed, comment="Muy caro")) == {}


def test_every_approvable_kind_says_what_approval_protects():
    declared = {kind.name for kind in REGISTER.values() if kind.approvable and kind.parent is None}
    assert declared == set(APPROVABLE)
