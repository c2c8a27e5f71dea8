"""Keeps PySide from reading the source of every module that is imported after it."""

from __future__ import annotations

import sys

_FEATURES = "shibokensupport.feature"


def spare_sources() -> None:
    """Tell PySide not to look whether a module switches its «features» (snake_case names): nobody here does.

    It reads the source of each imported module to know, some nine hundred files: 150 ms of the start and 27 MB that
    stay in ``linecache``. In a bundled program, which has no sources, its answer is the same as here.
    """
    feature = sys.modules.get(_FEATURES)
    if hasattr(feature, "_mod_uses_pyside"):  # private: a PySide without it only starts more slowly
        vars(feature)["_mod_uses_pyside"] = lambda _module: True
