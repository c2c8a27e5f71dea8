"""Tables copied from Excel become budget lines: groups, totals left out, months by name or by order."""

from __future__ import annotations

import pytest

from kamdesk.budgeting.pasting import lines_from
from kamdesk.commands.budget import NewLine
from kamdesk.problems import Problem
from kamdesk.sheets.clipboard import parse_cells

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
TWELVE = "\t".join(str(100 + at) for at in range(12))


def found(text: str, months: list[str] = MONTHS) -> list[NewLine]:
    """The lines of a pasted text."""
    return lines_from(parse_cells(text), months=months)


def test_groups_lines_and_totals():
    head = "Concepto\tEne\tFeb\tMar\tAbr\tMay\tJun\tJul\tAgo\tSep\tOct\tNov\tDic"
    lines = found(f"{head}\tTotal\nPromoción y mercadeo\nMaterial promocional\t{TWELVE}\t1266\n"
                  f"Contenidos\t{TWELVE}\t1266\nTotal promoción\t{TWELVE}\nRelación médica\nCongresos\t{TWELVE}\n")
    assert [(line.name, line.under) for line in lines] == [
        ("Material promocional", "Promoción y mercadeo"), ("Contenidos", "Promoción y mercadeo"),
        ("Congresos", "Relación médica")]
    assert lines[0].months == {month: (100 + at) * 100 for at, month in enumerate(MONTHS)}


def test_two_columns_of_names_and_months_in_any_order():
    lines = found("Grupo\tConcepto\tdiciembre 2025\t2025-01\nMédica\tCongresos\t$1.234,50\t\nMédica\tMuestras\t(5)\t10")
    assert lines == [NewLine("Congresos", "Médica", months={"2025-12": 1_234_50}),
                     NewLine("Muestras", "Médica", months={"2025-12": -5_00, "2025-01": 10_00})]


def test_amounts_without_titles_are_taken_in_order_and_one_is_the_year():
    assert found("Viáticos\t1\t2\t3")[0].months == {"2025-01": 1_00, "2025-02": 2_00, "2025-03": 3_00}
    year = found("Viáticos\t100.01\nHotel\t50")[0].months
    assert (sum(year.values()), max(year.values()) - min(year.values())) == (100_01, 1)


def test_a_fiscal_year_takes_months_by_their_name():
    fiscal = [f"2025-{month:02d}" for month in range(7, 13)] + [f"2026-{month:02d}" for month in range(1, 7)]
    assert found("x\tJulio\tEnero\nViáticos\t1\t2", fiscal)[0].months == {"2025-07": 1_00, "2026-01": 2_00}


@pytest.mark.parametrize(("text", "says"), [
    ("", "No hay nada que pegar"), ("Viáticos\t1\tmucho\t3", "1 celda no se puede leer. Viáticos “mucho”"),
    ("Solo texto\nOtro", "No se encontraron partidas"),
])
def test_what_cannot_be_taken_is_said(text: str, says: str):
    with pytest.raises(Problem, match=says):
        found(text)
