"""The monthly summary as PDF, 8 pages with its charts, against the same strokes on a bare reportlab canvas.

The floor replays every canvas call of one rendering on a canvas as reportlab makes it by default, so that both write
the same pages and only our layout and our settings differ.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from kamdesk.pdf import document, fonts, render
from tests.kamdesk.pdf.sample import sample

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


class Recorder:
    """Stands before a canvas and remembers what it is told from outside."""

    def __init__(self, canvas: Any, calls: list[Call]) -> None:
        self.canvas, self.calls = canvas, calls

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name != "save":
                self.calls.append((name, args, kwargs))
            return getattr(self.canvas, name)(*args, **kwargs)

        return call


def recorded() -> list[Call]:
    """Every canvas call of one rendering of the sample, in order."""
    calls: list[Call] = []
    with mock.patch.object(document, "Canvas", lambda *args, **kwargs: Recorder(Canvas(*args, **kwargs), calls)):
        render(sample())
    return calls


def floor(calls: list[Call]) -> bytes:
    """The same calls on a bare canvas."""
    target = io.BytesIO()
    canvas = Canvas(
        target, pagesize=(612, 792), invariant=1, pageCompression=1, lang="es-MX", initialFontName=fonts.font_name(400)
    )
    with mock.patch.object(rl_config, "useA85", 1):  # reportlab's default
        for name, args, kwargs in calls:
            getattr(canvas, name)(*args, **kwargs)
        canvas.save()
    return target.getvalue()


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of one run."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measure(runs: int = 15) -> tuple[float, float]:
    """Medians of interleaved warm runs: floor and Kamdesk, in CPU milliseconds."""
    calls = recorded()
    floor(calls)
    pairs = [(cpu(lambda: floor(calls)), cpu(lambda: render(sample()))) for _run in range(runs)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def test_pdf_against_a_bare_canvas(record_property: Callable[[str, object], None]) -> None:
    bare, ours = measure()
    record_property("bench", ("monthly PDF, 8 pages, 3 charts, CPU (goal 1.5)", ours, bare, "ms"))
