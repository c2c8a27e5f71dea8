"""Looks into a zipped workbook before anything parses it: bombs, entities, declared sizes, error cells."""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from dataclasses import dataclass, field

ENTRIES = 10_000
UNPACKED = 1_000_000_000  # bytes of all parts together
CELLS = 20_000_000  # of one sheet, counted as a rectangle
RATIO = 400  # unpacked to packed, for packages above SMALL
SMALL = 30_000_000
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_WIDE = re.compile(rb' r="([A-Z]{2,3})\d')  # a literal start makes the search ten times quicker
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


# Everything a torn or forged package makes its readers raise.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ET.ParseError, EOFError, OSError, ValueError,
          LookupError, OverflowError, NotImplementedError, RuntimeError)  # fmt: skip


class Refusal(Exception):
    """A workbook that must not be read; ``code`` is translated by the parent process."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Package:
    """What the look inside found: by sheet name, the cells in error as (row, column, text)."""

    errors: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)


def inspect(path: str) -> Package:
    """Check the parts of an .xlsx, .xlsm or .ods file. Raises Refusal («damaged», «large», «unsafe», «locked»)."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive)
            found = Package()
            for info in archive.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    _check_head(archive, info)
            for name, part in _sheet_parts(archive).items():
                found.errors[name] = _scan(archive.read(part))
            return found
    except BROKEN as error:
        raise Refusal("locked" if "encrypted" in str(error) else "damaged") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(info.file_size for info in entries)
    packed = sum(info.compress_size for info in entries)
    if len(entries) > ENTRIES or unpacked > UNPACKED or (unpacked > SMALL and unpacked > packed * RATIO):
        raise Refusal("large")
    names = {info.filename for info in entries}
    if "EncryptedPackage" in names:
        raise Refusal("locked")
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Refusal("foreign")


def _check_head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Office programs write no DOCTYPE in a sheet: entities are only for attacks."""
    with archive.open(info) as part:
        head = part.read(4096)
    declared = b"<!DOCTYPE" in head and not info.filename.startswith("META-INF/")  # OpenOffice wrote one there
    if declared or b"<!ENTITY" in head:
        raise Refusal("unsafe")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> name of its part, for xlsx; nothing for ods."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    relations, workbook = (_parsed(archive, name) for name in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    parts = {}
    for each in workbook.iter():
        if each.tag.endswith("}sheet"):
            target = targets.get(each.get(_RELATION) or each.get(_RELATION_STRICT)) or ""
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            if part in names:
                parts[each.get("name", "")] = part
    return parts


def _parsed(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314  parts with a DOCTYPE were refused, this is a guarded process


def _scan(xml: bytes) -> list[tuple[int, int, str]]:
    """Refuse a sheet whose outermost cells span too much; return its cells in error."""
    rows = max((int(row) for row in _ROW.findall(xml[-200_000:]) or _ROW.findall(xml)), default=0)
    wide = max((_column(letters) for letters in set(_WIDE.findall(xml))), default=25)
    if rows * (wide + 1) > CELLS and rows * (wide + 1) > 30 * (xml.count(b"<c ") + xml.count(b":c ")):
        raise Refusal("large")
    if b't="e"' not in xml:
        return []
    found = _ERROR.findall(xml)
    return [(int(row) - 1, _column(letters), text.decode("utf-8", "replace")) for letters, row, text in found]


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
