"""The PDF maker: same bytes, embedded font, literal text, pages that break where they may."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from typing import get_args

import pypdfium2 as pdfium
import pytest

from kamdesk import words
from kamdesk.pdf import render, watermark_of
from kamdesk.pdf.blocks import LAYOUTS
from kamdesk.reports.model import (
    Block,
    Column,
    Exclusions,
    Facts,
    Heading,
    Lines,
    Note,
    Paragraph,
    Photo,
    Photos,
    Report,
    Row,
    Section,
    Side,
    Stack,
    Table,
    digest,
)
from tests.kamdesk.pdf.sample import NASTY, long_table, sample

PAPERS = {"letter": (612.0, 792.0), "a4": (595.27, 841.89)}
COVERED = [name for name in NASTY if all(ord(char) < 0x590 for char in name) and "\u200b" not in name]


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pdfium.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def flat(text: str) -> str:
    """Text without spaces, breaks and the marker that pdfium leaves where a line was broken."""
    return re.sub(r"[\s\u202f\ufffe]+", "", text)


def with_blocks(*blocks: Block, comment: str | None = None, **changes: object) -> Report:
    """A report of one section."""
    return replace(sample(), sections=(Section("Prueba", blocks, comment),), **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def printed() -> bytes:
    """The sample report."""
    return render(sample())


def test_the_same_report_gives_the_same_bytes(printed: bytes) -> None:
    assert render(sample()) == printed
    assert render(sample(), draft=True) != printed


def test_eight_sections_fill_eight_pages_numbered_in_the_footer(printed: bytes) -> None:
    texts = pages(printed)
    assert len(texts) == 8
    for number, text in enumerate(texts, start=1):
        assert f"página {number} de 8 · {digest(sample())}" in text
        assert "Laura Benítez · datos al 24 nov 2025" in text
        assert "Uso interno" in text
        assert "Resumen mensual" in text
        assert "noviembre 2025" in text
        assert "n.º 2025-114" in text
        assert "Farmacéutica Ejemplo, S. A. de C. V." in text


def test_every_font_is_embedded_inter(printed: bytes) -> None:
    names = re.findall(rb"/BaseFont /([A-Za-z0-9+\-]+)", printed)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+Inter-(Regular|SemiBold)", name) for name in names)
    assert printed.count(b"/FontFile2") == len(set(re.findall(rb"/FontName /([A-Za-z0-9+\-]+)", printed)))
    assert b"Helvetica" not in printed
    assert b"Helvetica" not in b"".join(streams(printed))


def streams(data: bytes) -> list[bytes]:
    """The inflated streams."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return [zlib.decompress(stream) for stream in found]


@pytest.mark.parametrize("name", COVERED)
def test_nasty_names_print_literally(printed: bytes, name: str) -> None:
    assert flat(name) in flat("".join(pages(printed)))


def test_characters_without_a_glyph_print_as_boxes_and_are_named(printed: bytes) -> None:
    text = "".join(pages(printed))
    assert "Clínica □□□ Salud" in text
    assert "□□□□□□ □□□□□ Rey Fahd" in text
    assert "Ñandú Café Cıty space" in text
    assert "Ωμέγα Больница ₡ ₲ → ≥" in text
    assert "□ representa caracteres que la letra no puede imprimir (U+05D1" in text


def test_no_box_and_no_note_when_the_font_has_everything() -> None:
    text = "".join(pages(render(with_blocks(Paragraph("Todo: áéíóúñü ¿? «» – — … • “” ₡ ₲ € ≥ → % ‰ º ª")))))
    assert "□" not in text


def test_text_cannot_become_a_link_or_markup(printed: bytes) -> None:
    assert b"/URI" not in printed
    assert b"/Annot" not in printed


def test_the_outline_names_the_sections(printed: bytes) -> None:
    document = pdfium.PdfDocument(printed)
    entries = [(entry.get_title(), entry.get_dest().get_index()) for entry in document.get_toc()]
    assert entries == [(section.title, index) for index, section in enumerate(sample().sections)]


def test_metadata_says_what_it_is(printed: bytes) -> None:
    info = pdfium.PdfDocument(printed).get_metadata_dict()
    assert info["Title"] == "Resumen mensual · noviembre 2025 · Región Occidente"
    assert info["Author"] == "Laura Benítez"
    assert b"/Lang (es-MX)" in printed


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_every_paper_holds_everything_inside_the_margins(paper: str, landscape: bool) -> None:  # noqa: FBT001
    report = with_blocks(long_table(), *(block for section in sample().sections for block in section.blocks))
    document = pdfium.PdfDocument(render(report, paper=paper, landscape=landscape))
    size = PAPERS[paper][::-1] if landscape else PAPERS[paper]
    for page in document:
        assert page.get_size() == pytest.approx(size, abs=0.01)
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert all(left >= 47 and right <= size[0] - 46 for left, _low, right, _high in boxes if right > left)
        assert all(low >= 20 and high <= size[1] - 20 for _left, low, _right, high in boxes if high > low)


def test_unknown_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="letter, a4"):
        render(sample(), paper="legal")


def test_a_long_table_repeats_its_head_and_the_group() -> None:
    first, *rest = pages(render(with_blocks(long_table())))
    assert "Saldos vencidos" in first
    assert len(rest) >= 1
    for text in rest:
        assert "Saldos vencidos (continúa)" in text
        assert flat("Factura Cliente Vence Días Saldo") in flat(text)
    joined = "".join([first, *rest])
    assert all(f"FX-{1200 + index}" in joined for index in range(60))
    assert joined.count("Total") == 1


@pytest.mark.parametrize("filler", range(30, 52, 2))
def test_nothing_is_left_alone_at_the_foot_of_a_page(filler: int) -> None:
    rows = (*tuple(Row((f"fila {number}", "1")) for number in range(9)), Row(("Suma", "9"), "total"))
    table = Table(long_table().columns[:1] + long_table().columns[-1:], rows, "Título de la tabla")
    space = Table(table.columns, tuple(Row((f"relleno {number}", "")) for number in range(filler)))
    texts = pages(render(with_blocks(space, Heading("Encabezado"), table, comment="Fin")))
    for text in texts:
        if "Encabezado" in text:
            assert "fila 1" in text
        if "Suma" in text:
            assert "fila 8" in text
        if "Fin" in text:
            assert "Suma" in text


def test_columns_of_figures_line_up() -> None:
    rows = tuple(Row(("x", amount)) for amount in ("$1,111,111.11", "$8,888,888.88", "$4,040,404.04"))
    columns = long_table().columns[:1] + long_table().columns[-1:]
    document = pdfium.PdfDocument(render(with_blocks(Table(columns, rows))))
    text = document[0].get_textpage()
    whole = text.get_text_range()
    places = [[text.get_charbox(whole.index(row.cells[1]) + index, loose=True) for index in (1, 5, 12)] for row in rows]
    for index in range(3):
        lefts = {round(place[index][0], 1) for place in places}
        assert max(lefts) - min(lefts) <= 0.2


def test_draft_and_watermark_stand_on_every_page() -> None:
    report = replace(sample(), confidential=True)
    for text in pages(render(report, draft=True)):
        assert "borrador" in text
        assert "Confidencial — Gerencia general — n.º 2025-114" in text
    assert "Confidencial" not in "".join(pages(render(sample())))
    assert "Copia de archivo" in pages(render(sample(), watermark="Copia de archivo"))[3]
    assert watermark_of(sample()) == ""


def test_empty_blocks_say_so_in_one_line() -> None:
    columns = long_table().columns
    text = pages(
        render(with_blocks(Table(columns, (), "Licitaciones", empty="Sin licitaciones."), Facts(()), Exclusions(())))
    )[0]
    assert "Sin licitaciones." in text
    assert "sin datos" in text
    assert "No se dejó nada fuera." in text


def test_blocks_side_by_side_taller_than_a_page_go_under_one_another() -> None:
    texts = pages(render(with_blocks(Side((long_table(60), Note("al final"))))))
    assert len(texts) > 1
    assert "al final" in texts[-1]


def test_a_text_longer_than_a_page_is_split_not_lost() -> None:
    text = " ".join(f"palabra{number}" for number in range(2_000))
    joined = flat("".join(pages(render(with_blocks(Paragraph(text))))))
    assert all(f"palabra{number}" in joined for number in range(2_000))


@pytest.mark.parametrize("name", [*NASTY, "", "\x00\x07\ud800", "a" * 5_000, "\n\n\n"])
def test_any_name_in_any_place_still_prints(name: str) -> None:
    columns = (replace(long_table().columns[0], title=name), long_table().columns[-1])
    blocks = (Table(columns, (Row((name, name)), Row((name,), "group"))), Note(name), Heading(name), Paragraph(name))
    report = with_blocks(*blocks, comment=name, company=name, title=name, scope=name, manager=name, reader=name)
    assert len(pages(render(replace(report, confidential=True), draft=True))) >= 1


def test_more_columns_than_fit_become_two_tables_without_a_broken_number() -> None:
    amounts = tuple(f"${number},820,000.00" for number in range(1, 19))
    columns = (Column("Concepto"), *(Column(f"mes {number}", "right") for number in range(1, 19)))
    table = Table(columns, (Row(("Grupo",), "group"), Row(("Viáticos", *amounts))), "Año")
    text = pages(render(with_blocks(table)))[0]
    assert all(amount in text for amount in amounts)
    assert text.count("Viáticos") >= 2


def test_photos_and_lines_to_write_on() -> None:
    tiny = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    photos = Photos((Photo(tiny, "Aparador"), Photo(b"no picture", NASTY[0])), "Evidencia")
    report = with_blocks(photos, Lines(4, "Notas"))
    data = render(report)
    assert render(report) == data
    text = pages(data)[0]
    assert "No se puede mostrar esta imagen" in text
    assert NASTY[0] in text
    kinds = [item.type for item in pdfium.PdfDocument(data)[0].get_objects()]
    assert kinds.count(pdfium.raw.FPDF_PAGEOBJ_IMAGE) == 1
    assert digest(report) != digest(with_blocks(Photos((Photo(tiny + b" ", "Aparador"),)), Lines(4, "Notas")))


def test_every_kind_of_block_has_a_layout() -> None:
    assert set(LAYOUTS) | {Side, Stack} == set(get_args(Block))


def test_english_when_english_is_shown() -> None:
    words.set_language("en")
    try:
        assert "page 1 of 8" in pages(render(sample()))[0]
    finally:
        words.set_language("es")


def test_a_section_of_one_page_is_printed_smaller_until_nobody_could_read_it():
    def sized(rows: int) -> tuple[int, float]:
        """Pages, and the height of the first letters of a cell."""
        table = Table((Column("Número"), Column("Valor")), tuple(Row((f"Fila {n}", "1")) for n in range(rows)))
        section = Section("Prueba", (table,), one_page=True)
        document = pdfium.PdfDocument(render(replace(sample(), sections=(section,))))
        found = document[0].get_textpage().search("Fila 1").get_next()
        assert found is not None
        _left, bottom, _right, top = document[0].get_textpage().get_charbox(found[0])
        count = len(document)
        document.close()
        return count, top - bottom

    few, more, many = sized(10), sized(40), sized(120)
    assert (few[0], more[0]) == (1, 1)
    assert more[1] < few[1]
    assert many[0] > 1
    assert many[1] == few[1]
