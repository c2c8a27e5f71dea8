"""Tax ids of each country: what they are called and whether one has the usual form (python-stdnum)."""

from __future__ import annotations

import re
from importlib import import_module

# country -> what its people call the number, and the module of python-stdnum that tests it, imported on use
_COUNTRIES: dict[str, tuple[str, str]] = {
    "MX": ("RFC", "mx.rfc"), "PE": ("RUC", "pe.ruc"), "CO": ("NIT", "co.nit"), "CL": ("RUT", "cl.rut"),
    "AR": ("CUIT", "ar.cuit"), "EC": ("RUC", "ec.ruc"), "GT": ("NIT", "gt.nit"), "PY": ("RUC", "py.ruc"),
    "UY": ("RUT", "uy.rut"), "DO": ("RNC", "do.rnc"), "CR": ("número de cédula jurídica", "cr.cpj"),
    "BR": ("CNPJ", "br.cnpj"), "ES": ("NIF", "es.nif"),
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
    return known is None or bool(import_module(f"stdnum.{known[1]}").is_valid(value))


def normal(value: str) -> str:
    """A tax id for comparing: no separators, upper case, without the «.0» that spreadsheets add to whole numbers.

    «» for what names nobody: the generic RFC of sales to the public or abroad.
    """
    compact = re.sub(r"[\W_]+", "", re.sub(r"^(\d+)\.0$", r"\1", value.strip())).upper()
    return "" if compact in GENERIC else compact
