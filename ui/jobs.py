"""Long work on one worker thread, with progress and cancel; the window stays alive."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal


class Progress(Protocol):
    """What a job is told to call now and then; it raises ``Cancelled`` when the person asked to stop."""

    def __call__(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is."""


class Cancelled(Exception):
    """The person stopped the job."""


class Job(QObject):
    """One piece of long work. It lives on the window's thread, so its endings are heard there."""

    progressed = Signal(str, int, int)
    ended = Signal()
    _done = Signal(object)
    _failed = Signal(object)

    def __init__(self, work: Callable[[Progress], Any], *, done: Callable[[Any], None],
                 failed: Callable[[Exception], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work, self._on_done, self._on_failed = work, done, failed
        self._stopping = False
        self._done.connect(self._hear_done)
        self._failed.connect(self._hear_failed)

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._stopping = True

    def report(self, text: str, done: int = 0, total: int = 0) -> None:
        """The ``Progress`` given to the work."""
        if self._stopping:
            raise Cancelled
        self.progressed.emit(text, done, total)

    def run(self) -> None:
        """Do the work on the thread that calls; its ending is brought to the window's thread."""
        try:
            result = self._work(self.report)
        except Exception as error:  # noqa: BLE001  told to the window, which shows a Problem or raises a bug
            self._failed.emit(error)
        else:
            self._done.emit(result)

    def _hear_done(self, result: object) -> None:
        self.ended.emit()
        self._on_done(result)

    def _hear_failed(self, error: Exception) -> None:
        self.ended.emit()
        if not isinstance(error, Cancelled):
            self._on_failed(error)


class Jobs(QObject):
    """The one worker: jobs wait for one another, because there is one writer."""

    started = Signal(object)  # Job

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kamdesk-job")
        self._running: set[Job] = set()

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or running."""
        return bool(self._running)

    def start(self, work: Callable[[Progress], Any], *, done: Callable[[Any], None],
              failed: Callable[[Exception], None]) -> Job:
        """Run ``work(progress)`` on the worker, then ``done(result)`` or ``failed(error)`` on the window's thread."""
        job = Job(work, done=done, failed=failed, parent=self)
        self._running.add(job)
        job.ended.connect(partial(self._running.discard, job))
        self.started.emit(job)
        self._pool.submit(job.run)
        return job

    def close(self) -> None:
        """Stop what runs and let the thread end."""
        for job in self._running:
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
