"""One window per base: a second start raises the first window and ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT = 300  # milliseconds


def raised_elsewhere(base: Path) -> bool:
    """Ask the window that has the base open to come to the front; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(_name(base))
    if not socket.waitForConnected(WAIT):
        return False
    socket.disconnectFromServer()
    return True


def answer(base: Path, come: Callable[[], object], parent: QObject) -> QLocalServer:
    """Listen for second starts on a base; ``come`` brings the window to the front."""
    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

    def hear() -> None:
        server.nextPendingConnection().close()
        come()

    server.newConnection.connect(hear)
    QLocalServer.removeServer(_name(base))  # left behind by a program that died: the lock says nobody else is there
    server.listen(_name(base))
    return server


def _name(base: Path) -> str:
    return "kamdesk-" + hashlib.sha256(str(base.resolve()).encode()).hexdigest()[:16]
