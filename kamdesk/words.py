"""Translation, money, numbers and dates as the person reads and types them."""

from __future__ import annotations

import contextlib
import datetime
import gettext
import io
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kamdesk.problems import Problem

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog  # imported on use: a compiled catalogue needs no Babel

LOCALE = Path(__file__).resolve().parent.parent / "resources" / "locale"
THIN = "\u202f"  # keeps «12.5 %» together
MINUS = "\u2212"
# Decimals of a currency in use; a table of our own because COP is 2 in Babel and 0 in Qt.
EXPONENTS = {"CLP": 0, "COP": 0, "PYG": 0}
SYMBOLS = {"MXN": "$", "USD": "US$", "COP": "$", "CLP": "$", "ARS": "$", "PEN": "S/", "BOB": "Bs", "BRL": "R$",
           "GTQ": "Q", "CRC": "₡", "PYG": "₲", "UYU": "$U", "DOP": "RD$", "EUR": "€", "HNL": "L", "NIO": "C$"}


@dataclass(frozen=True)
class Format:
    """How this laptop writes numbers; independent of the language."""

    decimal: str = "."
    group: str = ","
    currency: str = "MXN"


_language = "es"
_format = Format()


def set_language(language: str) -> None:
    """Show everything in ``language`` («es» or «en») from now on."""
    global _language  # noqa: PLW0603
    _language = language


def language() -> str:
    """The language shown."""
    return _language


def set_format(*, decimal: str | None = None, group: str | None = None, currency: str | None = None) -> None:
    """Change the number style or the base currency."""
    global _format  # noqa: PLW0603
    given = {"decimal": decimal, "group": group, "currency": currency}
    _format = replace(_format, **{name: value for name, value in given.items() if value is not None})


def base_currency() -> str:
    """The currency of the base."""
    return _format.currency


def fragments(name: str) -> list[Path]:
    """The .po files of a language, one an area."""
    return sorted((LOCALE / name).glob("*.po"))


def joined(name: str) -> Catalog:
    """The messages of a language: its fragments in one catalogue (babel.messages.catalog.Catalog)."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    whole = Catalog(locale=name)
    for path in fragments(name):
        with path.open("rb") as file:
            for message in read_po(file, locale=name):
                if message.id:
                    whole[message.id] = message
    return whole


def compile_catalogue(name: str) -> bytes:
    """The joined catalogue as gettext reads it (.mo)."""
    from babel.messages.mofile import write_mo

    target = io.BytesIO()
    write_mo(target, joined(name))
    return target.getvalue()


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    """The compiled file of a language if it is newer than its fragments, else the fragments themselves, compiled."""
    sources = fragments(name)
    if not sources:
        return gettext.NullTranslations()
    compiled = LOCALE / f"{name}.mo"
    fresh = compiled.exists() and compiled.stat().st_mtime >= max(path.stat().st_mtime for path in sources)
    return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes() if fresh else _compiled_once(name, sources)))


def _compiled_once(name: str, sources: Sequence[Path]) -> bytes:
    """Fragments compiled, kept for the next start under their digest: compiling takes a tenth of a second.

    The digest stands at both ends, so that a file written in part is not taken for whole.
    """
    import platformdirs

    digest = sha256(b"".join(path.read_bytes() for path in sources)).digest()
    kept = platformdirs.user_cache_path("Kamdesk", appauthor=False) / f"{name}.mo"
    with contextlib.suppress(OSError):
        data = kept.read_bytes()
        if data.startswith(digest) and data.endswith(digest):
            return data[len(digest):-len(digest)]
    compiled = compile_catalogue(name)
    with contextlib.suppress(OSError):  # where nothing may be kept, each start compiles
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = kept.with_name(f"{kept.name}.{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_bytes(digest + compiled + digest)
        temporary.replace(kept)
    return compiled


def N_(message: str) -> str:  # noqa: N802  the name translators' tools look for
    """Mark a message where it is declared; it is translated where it is shown."""
    return message


def _(message: str, **values: object) -> str:
    """The message in the language shown, its {names} filled in."""
    text = _catalogue(_language).gettext(message) if message else ""
    return text.format(**values) if values else text


def plural(one: str, many: str, count: int, **values: object) -> str:
    """The message for ``count`` things, {n} filled in with the grouped number."""
    text = _catalogue(_language).ngettext(one, many, count)
    return text.format(n=number(count), **values)


def exponent(currency: str | None = None) -> int:
    """Decimals of a currency: minor units per unit is 10 ** exponent."""
    return EXPONENTS.get(currency or _format.currency, 2)


def number(value: int | Decimal, decimals: int = 0) -> str:
    """``1,234.50``: always grouped, a real minus sign, rounded half away from zero."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    whole, _dot, fraction = f"{abs(rounded):f}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", _format.group, whole)
    return sign + grouped + (_format.decimal + fraction if decimals else "")


def percent(value: Decimal | float, decimals: int = 1, *, signed: bool = False) -> str:
    """``12.5 %`` with a narrow space kept together; ``signed`` adds «+»."""
    text = number(Decimal(str(value)), decimals)
    return ("+" if signed and value > 0 else "") + text + THIN + "%"


def money(minor: int, currency: str | None = None, decimals: int | None = None) -> str:
    """An amount in minor units as ``$8,420,000.00``."""
    code = currency or _format.currency
    places = exponent(code)
    text = number(Decimal(minor).scaleb(-places), places if decimals is None else decimals)
    symbol = SYMBOLS.get(code, code + " ")
    return MINUS + symbol + text[1:] if text.startswith(MINUS) else symbol + text


def short_money(minor: int, currency: str | None = None) -> str:
    """An amount for a card: ``$8.42 M``, ``$612,300``."""
    code = currency or _format.currency
    units = Decimal(minor).scaleb(-exponent(code))
    if abs(units) < 1_000_000:  # noqa: PLR2004  below a million the whole number is short enough
        return money(minor, code, 0)
    text = number(units / 1_000_000, 2) + THIN + "M"
    symbol = SYMBOLS.get(code, code + " ")
    return MINUS + symbol + text[1:] if text.startswith(MINUS) else symbol + text


def parse_amount(text: str) -> Decimal:
    """The number a person typed or a sheet holds: «1.234,5», «1,234.50», «$ 1 234», «(12.5)», «12.5-».

    The last of two kinds of separator is the decimal one; a single separator followed by exactly three
    digits is read by this laptop's number style. Raises Problem when it is not a number.
    """
    raw = text
    cleaned = re.sub(r"[^\d.,()+\-−]", "", unicodedata.normalize("NFKC", text))
    negative = cleaned.startswith(("(", "-", MINUS)) or cleaned.endswith(("-", MINUS))
    digits = cleaned.strip("()+-" + MINUS)
    decimal = _decimal_sign(digits)
    if decimal:
        whole, _sign, fraction = digits.rpartition(decimal)
        digits = re.sub("[.,]", "", whole) + "." + fraction
    else:
        digits = re.sub("[.,]", "", digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        typed, example = raw.strip(), number(Decimal("1234.5"), 2)
        raise Problem(_("“{text}” is not a number. Write it like {example}.", text=typed, example=example)) from None
    return -value if negative else value


def _decimal_sign(digits: str) -> str:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return max(".,", key=digits.rfind)
    if points + commas != 1:
        return ""  # none, or groups only: 1.234.567
    sign = "." if points else ","
    thousands = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits) is not None
    return "" if thousands and sign != _format.decimal else sign


MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)
# "May." differs from the month's long name, because other languages shorten it.
SHORT_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May."), N_("Jun"), N_("Jul"), N_("Aug"),
    N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)
SHORT_WEEKDAYS = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)


def day(value: datetime.date, *, this_year: int | None = None) -> str:
    """``24 nov 2025``; without the year when it is ``this_year``."""
    text = f"{value.day} {_(SHORT_MONTHS[value.month - 1]).rstrip('.')}"
    return text if value.year == this_year else f"{text} {value.year}"


def long_day(value: datetime.date) -> str:
    """``lunes, 24 de noviembre``."""
    weekday, name = _(WEEKDAYS[value.weekday()]), _(MONTHS[value.month - 1])
    return _("{weekday}, {month} {day}", weekday=weekday, day=value.day, month=name)


def month(value: str | datetime.date) -> str:
    """A month («2025-11» or any of its days) as ``noviembre 2025``."""
    year, index = (value.year, value.month) if isinstance(value, datetime.date) else map(int, value.split("-"))
    return f"{_(MONTHS[index - 1])} {year}"


def relative_day(value: datetime.date, today: datetime.date) -> str:
    """``hoy``, ``ayer``, ``hace 3 d``, ``en 2 d`` within a week, else the date."""
    gap = (value - today).days
    near = {0: N_("today"), -1: N_("yesterday"), 1: N_("tomorrow")}
    if gap in near:
        return _(near[gap])
    if abs(gap) <= 7:  # noqa: PLR2004  a week is what people count in days
        return _("{n} d ago", n=-gap) if gap < 0 else _("in {n} d", n=gap)
    return day(value, this_year=today.year)


# Forms of address as people write them, folded; names are compared and looked for without them.
TITLES = frozenset({
    "dr", "dra", "doctor", "doctora", "lic", "qf", "ing", "mtro", "prof", "sr", "sra", "srta", "don", "dona",
})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Text for comparing: NFKC, casefolded, without accents, single spaces."""
    if text.isascii():  # most texts of most sheets; the same answer at a tenth of the cost
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
