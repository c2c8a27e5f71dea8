"""The version of the program, as in pyproject.toml: printed in files and kept with reports."""

from __future__ import annotations

VERSION = "0.1.0"
