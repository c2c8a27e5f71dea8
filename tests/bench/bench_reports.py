"""The monthly summary of the demo: figures, lists and PDF together, against the same strokes on a bare canvas."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from reportlab.pdfgen.canvas import Canvas

from kamdesk import reports
from kamdesk.app import App
from kamdesk.figures.model import Period
from kamdesk.pdf import document, render
from tests.bench.bench_pdf import Call, Recorder, cpu, floor
from tests.kamdesk.demo.conftest import TODAY, made

GOAL = 2.0  # QUALITY.md, for figures and PDF together
PREVIEW = 1_000  # milliseconds of product/07: the preview follows a change within a second
RUNS = 5


@pytest.fixture
def region(tmp_path: Path) -> Iterator[App]:
    """The small demo."""
    app = made(tmp_path / "demo.kamdesk", TODAY)
    yield app
    app.store.close()


@pytest.mark.full
def test_the_monthly_summary_follows_within_a_second(region: App, capsys: pytest.CaptureFixture[str]) -> None:
    def whole() -> None:
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
    with capsys.disabled():
        print(  # noqa: T201
            f"\nR03: floor {bare:.0f} ms, figures and PDF {ours:.0f} ms, ratio {ours / bare:.1f} (goal {GOAL}); "
            f"after a switch {switch:.0f} ms")
    assert switch <= PREVIEW
    assert ours <= PREVIEW
