"""The monthly summary of the demo: figures, lists and PDF together, against the same strokes on a bare canvas."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from reportlab.pdfgen.canvas import Canvas

from kamdesk import reports
from kamdesk.app import App
from kamdesk.figures.model import Period
from kamdesk.pdf import document, render
from tests.bench.bench_pdf import Call, Recorder, cpu, floor
from tests.kamdesk.demo.conftest import TODAY, made

PREVIEW = 1_000  # milliseconds of product/07: the preview follows a change within a second
RUNS = 5


@pytest.fixture
def region(tmp_path: Path) -> Iterator[App]:
    """The small demo."""
    app = made(tmp_path / "demo.kamdesk", TODAY)
    yield app
    app.store.close()


def test_the_monthly_summary(region: App, record_property: Callable[[str, object], None]) -> None:
    store: Any = region.store

    def whole() -> None:
        store.forget()  # as after a command: nothing is remembered
        render(reports.build("R03", region, Period.month("2025-11")))

    whole()
    gathered = reports.gather("R03", region, Period.month("2025-11"))
    report = reports.finish(gathered, reports.Choices())
    calls: list[Call] = []
    with mock.patch.object(document, "Canvas", lambda *args, **kwargs: Recorder(Canvas(*args, **kwargs), calls)):
        render(report)
    bare = statistics.median(cpu(lambda: floor(calls)) for _run in range(RUNS))
    ours = statistics.median(cpu(whole) for _run in range(RUNS))
    switch = statistics.median(cpu(lambda: render(reports.finish(gathered, reports.Choices()))) for _run in range(RUNS))
    record_property("bench", ("R03, figures and PDF, CPU (goal 2)", ours, bare, "ms"))
    record_property("bench", ("R03, preview after a switch (floor: a second)", switch, PREVIEW, "ms"))
