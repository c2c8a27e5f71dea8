"""Tax ids of each country: what they are called and whether one has the usual form (python-stdnum)."""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum.ar import cuit
from stdnum.br import cnpj
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.cr import cpj
from stdnum.do import rnc
from stdnum.ec import ruc as ec_ruc
from stdnum.es import nif
from stdnum.gt import nit as gt_nit
from stdnum.mx import rfc
from stdnum.pe import ruc
from stdnum.py import ruc as py_ruc
from stdnum.uy import rut as uy_rut

# country -> what its people call the number, and the test of python-stdnum
_COUNTRIES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "MX": ("RFC", rfc.is_valid), "PE": ("RUC", ruc.is_valid), "CO": ("NIT", nit.is_valid), "CL": ("RUT", rut.is_valid),
    "AR": ("CUIT", cuit.is_valid), "EC": ("RUC", ec_ruc.is_valid), "GT": ("NIT", gt_nit.is_valid),
    "PY": ("RUC", py_ruc.is_valid), "UY": ("RUT", uy_rut.is_valid), "DO": ("RNC", rnc.is_valid),
    "CR": ("número de cédula jurídica", cpj.is_valid), "BR": ("CNPJ", cnpj.is_valid), "ES": ("NIF", nif.is_valid),
}
GENERIC = frozenset({"XAXX010101000", "XEXX010101000"})
_NAMES = {"BO": "NIT", "HN": "RTN", "NI": "RUC", "PA": "RUC", "SV": "NIT", "VE": "RIF"}


def name(country: str | None) -> str:
    """What the tax id is called in a country (two letters): «RFC», «RUC», «NIT»… «RFC/RUC/NIT» when unknown."""
    known = _COUNTRIES.get(country or "")
    return known[0] if known else _NAMES.get(country or "", "RFC/RUC/NIT")


def usual(value: str, *, country: str | None) -> bool:
    """Whether a tax id has the form usual in a country; true where no form is known, for nothing can be said."""
    known = _COUNTRIES.get(country or "")
    return known is None or known[1](value)


def normal(value: str) -> str:
    """A tax id for comparing: no separators, upper case, without the «.0» that spreadsheets add to whole numbers.

    «» for what names nobody: the generic RFC of sales to the public or abroad.
    """
    compact = re.sub(r"[\W_]+", "", re.sub(r"^(\d+)\.0$", r"\1", value.strip())).upper()
    return "" if compact in GENERIC else compact
