"""Inter, shipped with the program, and the fonts of the type scale for painters."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from ui import theme

FAMILY = "Inter"
FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


@cache
def load() -> None:
    """Make Inter known to Qt; raises FileNotFoundError when a file of the installation is missing or broken."""
    for name in FILES:
        path = theme.RESOURCES / "fonts" / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)


def tabular(target: QFont) -> QFont:
    """Give a font figures of one width, so that amounts and dates stand in columns."""
    target.setFeature(QFont.Tag("tnum"), 1)
    return target


def font(role: str = "body", *, weight: int | None = None, figures: bool = False) -> QFont:
    """The font of a text role at the scale shown; ``figures`` for money, dates and counts in columns."""
    return QFont(_font(role, weight, figures or role == "display", theme.shown().scale))


@cache
def _font(role: str, weight: int | None, figures: bool, scale: float) -> QFont:  # noqa: FBT001  the key of a cache
    wanted = theme.role(role)
    made = QFont(FAMILY)
    made.setPixelSize(round(wanted.px * scale))
    made.setWeight(QFont.Weight(weight or wanted.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if figures:
        tabular(made)
    if role == "overline":
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
    return made
