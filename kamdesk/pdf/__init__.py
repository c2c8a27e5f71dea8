"""Reports as PDF; the only package that imports reportlab. ``render`` is the way in."""

from __future__ import annotations

from kamdesk.pdf.document import render, watermark_of

__all__ = ["render", "watermark_of"]
