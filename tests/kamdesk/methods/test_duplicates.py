"""A9: the worked examples, each point of the score, speed, and known truth."""

from __future__ import annotations

import csv
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.methods.duplicates import DuplicateIndex, Entry, score
from tests.shared import DATA, needs_data

LEON = {"city": "León"}
BASE = Entry("1", "Clínica Aurora", **LEON)  # type: ignore[arg-type]
spots = st.sampled_from([None, (20.0, -101.0), (20.001, -101.0), (21.0, -101.0)])
entries = st.builds(
    Entry, id=st.uuids().map(str),
    name=st.lists(st.sampled_from(["Hospital", "General", "Genral", "Zona", "48", "46", "Juan", "J.", "Pérez"]),
                  max_size=4).map(" ".join),
    person=st.booleans(), pharmacy=st.booleans(), city=st.sampled_from(["", "León", "leon", "Silao"]),
    phones=st.sampled_from([(), ("477 123 4567",), ("+52 477 123 4567",)]), point=spots,
    address=st.sampled_from(["", "Juárez 12", "Av. Juarez #12", "Hidalgo 3"]), parent=st.sampled_from(["", "cadena"]),
    category=st.sampled_from(["", "clinic", "pharmacy"]), tax_id=st.sampled_from(["", "ABC-1", "abc1", "XYZ2"]))


def of(first: str, second: str, **both: object) -> Fraction:
    values = {**LEON, **both}
    return score(Entry("1", first, **values), Entry("2", second, **{**values, "city": "LEON"}))  # type: ignore[arg-type]


def with_(**changed: object) -> Fraction:
    """The score of the base entry against itself with something changed."""
    return score(BASE, Entry("2", **{"name": BASE.name, "city": "León", **changed}))  # type: ignore[arg-type]


def test_the_examples() -> None:
    assert of("Dr. Juan Pérez López", "PEREZ LOPEZ JUAN", person=True) == 85
    assert of("Juan Pérez", "Juan Pérez López", person=True) == Fraction("77.5")
    assert of("Distribuidora Médica del Bajío S.A. de C.V.", "Dist. Medica Bajio") == 85
    assert of("Hospital General Zona 48", "Hospital General Zona 46") <= 60
    assert score(Entry("1", "Farmacia San Juan", pharmacy=True, city="León", address="Juárez 12"),
                 Entry("2", "Farmacia San Juan", pharmacy=True, city="León", address="Hidalgo 3")) <= 60


def test_different_numbers_hold_even_the_same_phone_and_place() -> None:
    assert of("Hospital Zona 48", "Hospital Zona 46", phones=("4771234567",), address="Juárez 12") == 60


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, 85), ({"city": "Silao"}, 65), ({"city": ""}, 75), ({"category": "clinic"}, 85), ({"name": "Otra"}, 10),
])
def test_points_of_one_side(changed: dict[str, object], expected: int) -> None:
    assert with_(**changed) == expected


@pytest.mark.parametrize(("mine", "other", "expected"), [
    ({"phones": ("477 123 4567",)}, {"phones": ("+52 (477) 123-4567",)}, 85 + 15),
    ({"emails": ("A@x.mx",)}, {"emails": ("a@X.mx",)}, 85 + 15),
    ({"point": (20.0, -101.0)}, {"point": (20.001, -101.0)}, 95),
    ({"point": (20.0, -101.0)}, {"point": (20.01, -101.0)}, 65),
    ({"address": "Av. Juárez No. 12, Centro"}, {"address": "juarez 12"}, 95),
    ({"address": "5 de Mayo 120"}, {"address": "5 de Mayo 12"}, 65),
    ({"address": "sin número"}, {"address": "Juárez 12"}, 85),
    ({"parent": "red"}, {"parent": "red"}, 90), ({"specialty": "Pediatría"}, {"specialty": "pediatria"}, 90),
    ({"category": "clinic"}, {"category": "hospital"}, 70),
    ({"tax_id": "ABC-010101"}, {"tax_id": "abc 010101"}, 90), ({"tax_id": "A1"}, {"tax_id": "A2"}, 55),
])
def test_points_of_both_sides(mine: dict[str, object], other: dict[str, object], expected: int) -> None:
    found = score(Entry("1", BASE.name, **{**LEON, **mine}),  # type: ignore[arg-type]
                  Entry("2", BASE.name, **{**LEON, **other}))  # type: ignore[arg-type]
    assert found == min(expected, 100)


def test_a_tax_id_is_enough_but_not_for_branches_of_a_chain() -> None:
    assert score(Entry("1", "Nombre viejo", tax_id="X1"), Entry("2", "Otra cosa", tax_id="X1")) == 90
    assert score(Entry("1", "Farmacia Uno", tax_id="X1", parent="red", city="León"),
                 Entry("2", "Farmacia Dos", tax_id="X1", parent="red", city="Silao")) == 60


def test_the_generic_tax_id_of_mexico_tells_nothing() -> None:
    both = {"tax_id": "XAXX010101000"}
    assert score(Entry("1", "Nombre viejo", **both), Entry("2", "Otra cosa", **both)) == 0  # type: ignore[arg-type]


def test_what_a_person_declared_different_does_not_come_back() -> None:
    index = DuplicateIndex([BASE])
    again = Entry("2", "clinica aurora", city="leon")
    assert [(match.id, match.almost_sure) for match in index.find(again)] == [("1", True)]
    assert index.find(again, apart=frozenset({frozenset({"1", "2"})})) == []
    assert index.find(BASE) == []  # never itself


def test_each_pair_is_found_once() -> None:
    index = DuplicateIndex([BASE, Entry("2", "Clinica Aurora", city="Leon"), Entry("3", "Hospital Sur", city="León")])
    assert [(first, match.id) for first, match in index.pairs()] == [("1", "2")]


@given(st.lists(entries, max_size=12, unique_by=lambda entry: entry.id), entries, st.sampled_from([60, 70, 85]))
def test_the_index_finds_what_comparing_with_everybody_finds(known: list[Entry], new: Entry, minimum: int) -> None:
    expected = {entry.id: score(new, entry) for entry in known if score(new, entry) >= minimum and entry.id != new.id}
    assert {match.id: match.score for match in DuplicateIndex(known).find(new, minimum=minimum)} == expected


@given(entries, entries)
def test_the_score_is_symmetric_and_within_0_and_100(a: Entry, b: Entry) -> None:
    assert score(a, b) == score(b, a)
    assert 0 <= score(a, b) <= 100


def many() -> list[Entry]:
    """5,000 names of clients that share their words."""
    draw = random.Random(3)
    sorts = ["Hospital General", "Clínica", "Farmacia", "Consultorio", "Centro de Salud"]
    syllables = ["ma", "ri", "lo", "pe", "san", "to", "gua", "na", "jua", "to", "mi", "chel"]
    return [Entry(str(index), f"{draw.choice(sorts)} {''.join(draw.choices(syllables, k=3))} "
                               f"{''.join(draw.choices(syllables, k=3))}", city=f"Ciudad {draw.randrange(40)}")
            for index in range(5_000)]


def test_one_name_against_5000() -> None:
    known = many()
    index = DuplicateIndex(known)
    for entry in random.Random(4).sample(known, 20):
        assert entry.id in {match.id for match in index.find(Entry("new", entry.name, city=entry.city))}


def febrl(*, with_id: bool) -> list[Entry]:
    with (DATA / "accounts" / "febrl" / "dataset1.csv").open(encoding="utf-8", newline="") as file:
        return [Entry(row["rec_id"], f"{row['given_name']} {row['surname']}", person=True, city=row["suburb"],
                      address=f"{row['address_1']} {row['street_number']}",
                      tax_id=row["soc_sec_id"] if with_id else "")
                for row in csv.DictReader(file, skipinitialspace=True)]


@needs_data
@pytest.mark.parametrize(("with_id", "minimum", "recall"), [(True, 85, 0.85), (False, 70, 0.45)])
def test_known_truth_of_500_pairs(with_id: bool, minimum: int, recall: float) -> None:  # noqa: FBT001
    """Names, suburbs and streets are all corrupted here, so that without the number half is what a person decides."""
    pairs = [(first.split("-")[1], match.id.split("-")[1])
             for first, match in DuplicateIndex(febrl(with_id=with_id)).pairs(minimum=minimum)]
    right = sum(a == b for a, b in pairs)
    assert right / len(pairs) >= 0.99
    assert right / 500 >= recall


@needs_data
def test_wards_of_chile_are_not_merged_wrongly() -> None:
    """Official register: two codes are two establishments, so near-certain pairs must be very few."""
    path = DATA / "accounts" / "cl_deis_establecimientos_20260310.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = [Entry(row["EstablecimientoCodigo"], row["EstablecimientoGlosa"], city=row["ComunaGlosa"],
                       address=f"{row['NombreVia']} {row['Numero']}")
                 for row in csv.DictReader(file, delimiter=";") if row["RegionGlosa"].endswith("Maule")]
    assert len(known) > 400
    assert len(list(DuplicateIndex(known).pairs())) <= len(known) // 100
