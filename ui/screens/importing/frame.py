"""The frame of a wizard over the window: steps, message, pages, a job's progress, back and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kamdesk.problems import Problem
from kamdesk.words import _
from ui import theme
from ui.jobs import Job, Jobs, Progress
from ui.labels import label
from ui.screen import Mood
from ui.screens.importing.columns_page import clear
from ui.widgets.buttons import Button, IconButton
from ui.widgets.jobs import JobBar
from ui.widgets.messages import MessageBar
from ui.widgets.overlay import EDGE, Overlay
from ui.widgets.steps import Steps

WIDE = 1120
FILE, COLUMNS, REVIEW, APPLY = range(4)


class WizardFrame(Overlay):
    """Subclasses say what the button of a step is called, whether it may be pressed, and what it does."""

    def __init__(self, host: QWidget, jobs: Jobs) -> None:
        super().__init__(host, width=WIDE, top=EDGE)
        self.setAccessibleName(_("Import"))
        self._jobs = jobs
        self._job: Job | None = None
        self._leaving = False
        self.steps = Steps((_("File"), _("Columns"), _("Review"), _("Apply")))
        self.pages = QStackedWidget()
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(18, 8, 18, 0)
        self.bar = JobBar()
        self.bar.cancelled.connect(self.cancel)
        self.column.addWidget(self._head())
        self.column.addLayout(self._messages)
        self.column.addWidget(self.pages, 1)
        self.column.addWidget(self._foot())

    def verb(self, step: int) -> str:
        """What the button of a step says; «» hides it."""
        raise NotImplementedError

    def may_go_on(self, step: int) -> bool:
        """Whether it may be pressed."""
        raise NotImplementedError

    def go_on(self, step: int) -> None:
        """It was pressed."""
        raise NotImplementedError

    def _head(self) -> QWidget:
        host = QFrame()
        host.setProperty("band", "header")
        row = QHBoxLayout(host)
        row.setContentsMargins(18, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(label(_("Import"), role="subtitle"))
        row.addWidget(self.steps, 1)
        row.addWidget(IconButton("x", _("Close"), shortcut="Esc", on_click=self.shut))
        return host

    def _foot(self) -> QWidget:
        host = self._footer = QFrame()
        host.setProperty("band", "footer")
        row = QHBoxLayout(host)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(8)
        self.back = Button(_("Back"), kind="ghost", icon="arrow-left", on_click=self._back)
        self.next = Button("", kind="primary", on_click=lambda: self.go_on(self.pages.currentIndex()))
        row.addWidget(self.back)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.next)
        return host

    def fit(self) -> None:
        """As large as the window allows: there is much to look at."""
        host = self._host
        self.setGeometry(host.rect())
        width = min(theme.px(WIDE), host.width() - 2 * EDGE)
        self.frame.setFixedWidth(width)
        self.frame.setGeometry((host.width() - width) // 2, EDGE, width, host.height() - 2 * EDGE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the frame does not throw away what was decided."""
        event.accept()

    def shut(self) -> None:
        """Close; a job that runs is stopped first."""
        if self._job is not None:
            self._leaving = True
            self.cancel()
        else:
            super().shut()

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self._job is not None:
            self._job.cancel()

    def show_step(self, step: int, page: QWidget) -> None:
        """Put the page of a step; those after it were made from older answers and go."""
        while self.pages.count() > step:
            gone = self.pages.widget(step)
            assert gone is not None  # noqa: S101  there are so many
            self.pages.removeWidget(gone)
            gone.deleteLater()
        self.pages.addWidget(page)
        self.stand(step)

    def stand(self, step: int) -> None:
        """Show a step that has its page."""
        self.pages.setCurrentIndex(step)
        self.steps.set_current(step)
        self.back.setVisible(step > FILE)
        verb = self.verb(step)
        self.next.setVisible(bool(verb))
        self._footer.setVisible(bool(verb) or self._job is not None)
        self.next.set_label(verb)
        self.next.setEnabled(self.may_go_on(step))

    def _back(self) -> None:
        clear(self._messages)
        self.stand(self.pages.currentIndex() - 1)

    def show_problem(self, problem: Problem) -> None:
        """Above the page of the step."""
        self.say(problem.message, status="bad")

    def say(self, text: str, *, status: Mood = "info") -> None:
        """A message above the page; it takes the place of the one before."""
        clear(self._messages)
        self._messages.addWidget(MessageBar(text, status=status))

    def work(self, do: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Do something long as a job; its Problem is shown above the page, and cancelling leaves all as it was."""
        clear(self._messages)
        self.pages.setEnabled(False)
        self.next.setEnabled(False)
        self.back.setEnabled(False)

        def failed(error: Exception) -> None:
            if not isinstance(error, Problem):
                raise error
            self.show_problem(error)

        self._footer.show()
        self._job = job = self._jobs.start(do, done=done, failed=failed)
        job.progressed.connect(lambda text, at, total: self.bar.show_progress(text, done=at, total=total))
        job.ended.connect(self._rest)

    def _rest(self) -> None:
        self._job = None
        self.bar.finish()
        self.pages.setEnabled(True)
        self.back.setEnabled(True)
        self.stand(self.pages.currentIndex())
        if self._leaving:
            self.shut()
