"""The lock: after a while without use the base is closed and the window covered; a password or a click opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kamdesk.doors import Doors
from kamdesk.problems import Problem
from kamdesk.store import Store
from kamdesk.words import _
from ui import theme
from ui.labels import label
from ui.veil import veil
from ui.widgets.buttons import Button
from ui.widgets.chips import IconTile
from ui.widgets.messages import field_message

USE = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
                 QEvent.Type.TouchBegin))
A_MINUTE = 60_000  # milliseconds
WIDE = 320


class LockScreen(QWidget):
    """Covers the whole window; ``opened`` is given what was typed and says what was wrong with it, or nothing."""

    def __init__(self, window: QWidget, *, name: str, secret: bool, opened: Callable[[str | None], str]) -> None:
        super().__init__(window)
        self._opened = opened
        self.setAccessibleName(_("Kamdesk is locked"))
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(IconTile("lock", status="info", side=56), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((_("Kamdesk is locked"), "title"), (name, "small")):
            line = label(text, role=role, tone="text" if role == "title" else "text2")
            column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password of the base"))
        self.password.setPlaceholderText(_("Password of the base"))
        self.password.setFixedWidth(theme.px(WIDE))
        self.password.returnPressed.connect(self.open)
        self.button = Button(_("Open base") if secret else _("Come back"), kind="primary", on_click=self.open)
        self._problem = QVBoxLayout()
        if secret:
            column.addWidget(self.password, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            self.password.setParent(self)
            self.password.hide()
        column.addLayout(self._problem)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        (self.password if secret else self.button).setFocus()

    def open(self) -> None:
        """Try what is typed; what is wrong stands above the button."""
        wrong = self._opened(self.password.text() or None)
        while (item := self._problem.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if wrong:
            self._problem.addWidget(field_message(wrong), 0, Qt.AlignmentFlag.AlignHCenter)
            self.password.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)


class IdleLock(QObject):
    """Counts the minutes without use. What is typed in the window stays where it is, unseen, until it is opened."""

    def __init__(self, window: QWidget, store: Store, doors: Doors, *, may_lock: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._store, self._doors, self._may_lock = window, store, doors, may_lock
        self._hidden: list[QWidget] = []
        self._keys: list[QShortcut] = []
        self._ticking: list[QTimer] = []
        self.screen: LockScreen | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._idle)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.used()

    @property
    def locked(self) -> bool:
        """Whether the base is closed."""
        return self.screen is not None

    def used(self) -> None:
        """The time begins again."""
        if not self.locked:
            self._timer.start(self._store.setting("lock_after") * A_MINUTE)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys and mouse are use."""
        if event.type() in USE and not self.locked and self._timer.remainingTime() < self._timer.interval() - A_MINUTE:
            self.used()
        return False

    def _idle(self) -> None:
        """Lock, or wait a minute more while something runs."""
        if not self.lock():
            self._timer.start(A_MINUTE)

    def lock(self) -> bool:
        """Close the base and cover the window; False while something needs the base."""
        if self.locked or not self._may_lock():
            return self.locked
        veil.close()
        try:
            self._doors.lock(self._store)
        except Problem:  # something is being written
            return False
        self._ticking = [each for each in self._window.findChildren(QTimer) if each.isActive()]
        for timer in self._ticking:  # whatever it does, it would ask a base that is closed
            timer.stop()
        self._keys = [each for each in self._window.findChildren(QShortcut) if each.isEnabled()]
        for key in self._keys:
            key.setEnabled(False)
        self._hidden = [each for each in self._window.children() if isinstance(each, QWidget) and each.isVisible()]
        for part in self._hidden:
            part.hide()
        path = Path(str(getattr(self._store, "path", "")))
        self.screen = LockScreen(self._window, name=path.stem, secret=self._doors.needs_passphrase(path),
                                 opened=self.unlock)
        return True

    def unlock(self, passphrase: str | None) -> str:
        """Open the base again and show the window as it was; returns what is wrong, or nothing."""
        try:
            self._doors.unlock(self._store, passphrase=passphrase)
        except Problem as problem:
            return problem.message
        if self.screen is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None
        for part in self._hidden:
            part.show()
        for key in self._keys:
            key.setEnabled(True)
        for timer in self._ticking:
            timer.start()
        self.used()
        return ""

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
