"""Ageing (F41), payments to the oldest first and promises (A8)."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.receivables import (
    Applied,
    OpenInvoice,
    Promise,
    apply_payment,
    bucket,
    bucket_labels,
    due_date,
    promise_states,
)
from tests.shared import DATA, needs_data

DAY = datetime.date
CUT = DAY(2025, 11, 24)
days = st.dates(DAY(2025, 10, 1), DAY(2025, 12, 31))
invoices = st.lists(st.builds(OpenInvoice, id=st.uuids().map(str), number=st.text(max_size=3), on=days,
                              due=st.none() | days, open=st.integers(-50, 500), disputed=st.booleans()),
                    max_size=8, unique_by=lambda invoice: invoice.id)
promises = st.lists(st.builds(Promise, id=st.uuids().map(str), promised_on=days, due=days, amount=st.integers(1, 300)),
                    max_size=5, unique_by=lambda promise: promise.id)
payments = st.lists(st.tuples(days, st.integers(-100, 300)), max_size=8)


def invoice(name: str, due: DAY | None, amount: int, **values: object) -> OpenInvoice:
    return OpenInvoice(name, name, DAY(2025, 9, 1), due, amount, **values)  # type: ignore[arg-type]


def test_the_worked_example_of_ageing() -> None:
    dues = [DAY(2025, 11, 25), CUT, DAY(2025, 11, 23), DAY(2025, 10, 25), DAY(2025, 8, 24)]
    assert [bucket(due, CUT) for due in dues] == [0, 0, 1, 1, 4]
    assert bucket(None, CUT) is None
    assert bucket_labels() == ["por vencer", "1–30", "31–60", "61–90", "> 90"]


@pytest.mark.parametrize(("late", "column"), [(30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)])
def test_ends_of_the_columns(late: int, column: int) -> None:
    assert bucket(CUT - datetime.timedelta(late), CUT) == column


def test_the_due_date_of_an_invoice_without_one() -> None:
    assert due_date(DAY(2025, 11, 1), due=None, payment_days=30) == DAY(2025, 12, 1)
    assert due_date(DAY(2025, 11, 1), due=CUT, payment_days=30) == CUT
    assert due_date(DAY(2025, 11, 1), due=None, payment_days=None) is None


def test_a_payment_goes_to_the_oldest_due_first_and_disputed_last() -> None:
    found = apply_payment(250, [invoice("new", DAY(2025, 12, 1), 100), invoice("old", DAY(2025, 10, 1), 100),
                                invoice("disputed", DAY(2025, 1, 1), 100, disputed=True), invoice("none", None, 100)])
    assert found == Applied((("old", 100), ("new", 100), ("none", 50)), 0)
    assert apply_payment(150, [invoice("a", CUT, 100)]) == Applied((("a", 100),), 50)


PROMISE = Promise("p", DAY(2025, 11, 3), DAY(2025, 11, 10), 1000)


@pytest.mark.parametrize(("paid", "today", "label"), [
    ([(DAY(2025, 11, 13), 1000)], DAY(2025, 11, 13), "cumplida"),
    ([(DAY(2025, 11, 4), 400), (DAY(2025, 11, 9), 600)], DAY(2025, 11, 9), "cumplida"),
    ([(DAY(2025, 11, 14), 1000)], DAY(2025, 11, 14), "incumplida"),
    ([(DAY(2025, 11, 2), 1000)], DAY(2025, 11, 14), "incumplida"),
    ([(DAY(2025, 11, 9), 999)], DAY(2025, 11, 14), "cumplida en parte"),
    ([(DAY(2025, 11, 9), 999)], DAY(2025, 11, 13), "pendiente"),
    ([], DAY(2025, 11, 13), "pendiente"),
    ([(DAY(2025, 11, 9), 1000), (DAY(2025, 11, 12), -1000)], DAY(2025, 11, 14), "incumplida"),
])
def test_a_promise(paid: list[tuple[DAY, int]], today: DAY, label: str) -> None:
    assert promise_states([PROMISE], paid, today=today)["p"].label() == label


def test_a_payment_serves_the_earlier_promise_first() -> None:
    later = Promise("q", DAY(2025, 11, 4), DAY(2025, 11, 11), 500)
    states = promise_states([later, PROMISE], [(DAY(2025, 11, 10), 1200)], today=CUT)
    assert (states["p"].paid, states["q"].paid) == (1000, 200)


@given(invoices, st.integers(0, 2000))
def test_applying_loses_no_cent(found: list[OpenInvoice], amount: int) -> None:
    applied = apply_payment(amount, found)
    by_id = {one.id: one for one in found}
    assert sum(part for _id, part in applied.parts) + applied.left == amount
    assert all(0 < part <= by_id[name].open for name, part in applied.parts)
    if applied.left:
        assert sum(part for _id, part in applied.parts) == sum(max(0, one.open) for one in found)
    disputed = [by_id[name].disputed for name, _part in applied.parts]
    assert disputed == sorted(disputed)


@given(promises, payments)
def test_promises_never_use_more_than_was_paid(made: list[Promise], paid: list[tuple[DAY, int]]) -> None:
    states = promise_states(made, paid, today=CUT)
    assert sum(state.paid for state in states.values()) <= sum(max(0, amount) for _day, amount in paid)
    assert all(0 <= states[one.id].paid <= one.amount for one in made)


@needs_data
@pytest.mark.parametrize(("cut", "expected"), [
    (DAY(2012, 12, 31), {0: (86, Decimal("4936.32")), 1: (13, Decimal("788.74"))}),
    (DAY(2013, 6, 30), {0: (72, Decimal("4284.29")), 1: (12, Decimal("835.56"))}),
])
def test_ageing_of_a_published_ledger(cut: DAY, expected: dict[int, tuple[int, Decimal]]) -> None:
    def read(text: str) -> DAY:
        return datetime.datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  a civil day

    counts, sums = Counter[int](), Counter[int]()
    with (DATA / "receivables" / "ibm_ar.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if read(row["InvoiceDate"]) <= cut < read(row["SettledDate"]):
                column = bucket(read(row["DueDate"]), cut)
                assert column is not None
                counts[column] += 1
                sums[column] += int(Decimal(row["InvoiceAmount"]).scaleb(2))
    assert {column: (counts[column], Decimal(sums[column]).scaleb(-2)) for column in counts} == expected
