"""When a figure is in order, needs attention or is bad: settings, with the defaults of product/05."""

from __future__ import annotations

from fractions import Fraction

from kamdesk.figures.model import BAD, GOOD, WATCH, judge
from kamdesk.store import Reader

Limits = tuple[Fraction, Fraction]
DEFAULTS = {"F02": (95, 85), "F05": (90, 80), "F07": (90, 80), "F08": (80, 80), "F10": (80, 80), "F11": (80, 80),
            "F21": (2, 4), "F24": (5, 0), "F61": (5, 10), "F60": (10, 0), "F63": (0, 2), "F46": (5, 20),
            "F47": (80, 80), "F104": (100, 75),
            "F12": (90, 90), "F95": (90, 90), "F103": (90, 75), "F108": (5, 10), "F109": (90, 60), "F112": (90, 70),
            "F97": (90, 90), "F30": (100, 85), "F33": (95, 85), "F54": (90, 90), "F55": (90, 70), "F56": (85, 85),
            "F58": (90, 90), "F80": (50, 50), "F81": (60, 60),
            "F72": (20, 0), "F73": (90, 75), "F64": (100, 100), "F67": (5, 5), "F74": (90, 90)}
_OWN_SETTING = {"F22": "attainment_thresholds", "F23": "attainment_thresholds", "F45": "attainment_thresholds",
                "F42": "overdue_thresholds", "F43": "dso_thresholds", "F44": "collection_thresholds"}


def limits(reader: Reader, code: str) -> Limits:
    """(good, watch) of a figure, in its unit."""
    if code in _OWN_SETTING:
        pair = reader.setting(_OWN_SETTING[code])
    else:
        pair = reader.setting("figure_thresholds").get(code, DEFAULTS[code])
    return Fraction(str(pair[0])), Fraction(str(pair[1]))


def high(reader: Reader, code: str, value: Fraction | None, *, share: Fraction = Fraction(1)) -> str | None:
    """Judge a figure of which more is better; while a month runs the limits count by its elapsed ``share``."""
    good, watch = limits(reader, code)
    return judge(value, good * share, watch * share)


def low(reader: Reader, code: str, value: Fraction | None) -> str | None:
    """Judge a figure of which less is better: good to the first limit, bad beyond the second."""
    return judge(value, *limits(reader, code), high_is_good=False)


def below(reader: Reader, code: str, value: Fraction | None) -> str | None:
    """As ``low``, but good only under the first limit."""
    return under(value, limits(reader, code))


def under(value: Fraction | None, pair: Limits) -> str | None:
    """The same with the limits at hand, for thousands of values."""
    if value is None:
        return None
    good, watch = pair
    return GOOD if value < good else WATCH if value <= watch else BAD
