"""Lets ``dictate control`` steer this window, over a socket that only the same user can open. Qt main thread."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDir, QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from dictate.core.errors import StorageError, UsageError
from dictate.ui.control_peer import is_same_user
from dictate.ui.control_protocol import LONGEST_REQUEST, STEP_ASIDE, decode, encode, refusal
from dictate.ui.translating import tr

log = logging.getLogger(__name__)

Answer = Callable[[dict[str, Any]], dict[str, Any]]
PATIENCE_MS = 1000
"""How long a window that answers now may take to step aside."""


class ControlServer(QObject):
    """One request a line, one answer a line. Of several windows the one that was in front last answers.

    The others hold a connection to it: when it ends, in whatever way, one of them answers in its place.

    Signals:
        failed(error): there will be no control; a ``StorageError`` says why.
        listening(): requests are answered from now on.
    """

    failed = Signal(object)
    listening = Signal()

    def __init__(self, name: str, answer: Answer, parent: QObject | None = None) -> None:
        """``name``: the socket's path (on Windows the pipe's name); empty for no control."""
        super().__init__(parent)
        self._name = name
        self._answer = answer
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._other: QLocalSocket | None = None
        self._asking = False
        self._aside = QTimer(self)
        self._aside.setSingleShot(True)
        self._aside.setInterval(PATIENCE_MS)
        self._aside.timeout.connect(self._stand_by)

    @property
    def is_listening(self) -> bool:
        """Whether this window answers."""
        return self._server.isListening()

    @property
    def is_standing_by(self) -> bool:
        """Whether another window answers, and this one would when that is gone."""
        connected = QLocalSocket.LocalSocketState.ConnectedState
        return not self._asking and self._other is not None and self._other.state() is connected

    def listen(self) -> None:
        """Answer from now on: the window that answers now is asked to step aside, a dead one's socket is removed."""
        if not self._name or self.is_listening or self._asking:
            return
        self._asking = True
        other = self._call_other(self._take_over)
        other.connected.connect(lambda: other.write(encode({"command": STEP_ASIDE})))
        other.readyRead.connect(self._take_over)
        QTimer.singleShot(PATIENCE_MS, other, lambda: self._take_over(hangs=True))
        other.connectToServer(self._name)

    def _stand_by(self) -> None:
        """Wait for the end of the window that answers; there may be none any more."""
        if self._asking or self.is_listening:
            return
        other = self._call_other(self._inherit)
        other.disconnected.connect(self._inherit)
        other.connectToServer(self._name)

    def _call_other(self, when_gone: Callable[[], object]) -> QLocalSocket:
        """A connection to the window that answers, in place of the one before; not opened yet."""
        self._let_go()
        self._other = other = QLocalSocket(self)
        other.errorOccurred.connect(lambda _error: when_gone())
        return other

    def _let_go(self) -> None:
        self._aside.stop()
        other, self._other = self._other, None
        if other is not None:
            other.blockSignals(True)
            other.abort()
            other.deleteLater()

    def _take_over(self, *, hangs: bool = False) -> None:
        """The other window stepped aside, is dead, or ``hangs``."""
        if not self._asking:
            return
        self._asking = False
        self._let_go()
        if not self._open(by_force=hangs):
            self.listen()  # a third was quicker

    def _inherit(self) -> None:
        """The window that answered is gone."""
        self._let_go()
        if not self._open(by_force=False):
            self._stand_by()

    def _open(self, *, by_force: bool) -> bool:
        """Open the socket unless a window answers there (or ``by_force``), one window at a time; False when one does.

        Without the lock two could each find the socket dead, and the second would remove that of the first.
        """
        lock = QLockFile(f"{self._name}.lock" if sys.platform != "win32" else QDir.temp().filePath(self._name))
        lock.tryLock(PATIENCE_MS)
        try:
            if not by_force and self._is_answered():
                return False
            QLocalServer.removeServer(self._name)
            if self._server.listen(self._name):
                self.listening.emit()
            else:
                reason = self._server.errorString()
                self.failed.emit(StorageError(reason, tr("“dictate control” cannot steer this window.")))
            return True
        finally:
            lock.unlock()

    def _is_answered(self) -> bool:
        probe = QLocalSocket()
        probe.connectToServer(self._name)
        answered = probe.waitForConnected(PATIENCE_MS)
        probe.abort()
        return answered

    def close(self) -> None:
        """Answer no more, and remove the socket."""
        self._asking = False
        self._let_go()
        self._server.close()
        self._hang_up()

    def _hang_up(self) -> None:
        """Let those who stand by know that this window does not answer any more."""
        for connection in self._server.findChildren(QLocalSocket):
            connection.disconnectFromServer()

    def _welcome(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            if not is_same_user(int(connection.socketDescriptor())):
                log.warning("another user's process was refused the control socket")
                connection.abort()
                connection.deleteLater()
                continue
            connection.readyRead.connect(lambda connection=connection: self._read(connection))
            connection.disconnected.connect(connection.deleteLater)

    def _read(self, connection: QLocalSocket) -> None:
        while connection.canReadLine():
            line = bytes(connection.readLine(LONGEST_REQUEST + 1).data())
            if not line.endswith(b"\n"):
                break
            connection.write(encode(self._reply(line)))
            connection.flush()
        else:
            if connection.bytesAvailable() <= LONGEST_REQUEST:
                return
        connection.write(encode(refusal(UsageError("The request is too long"))))
        connection.flush()
        connection.disconnectFromServer()

    def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            request = decode(line)
            if request.get("command") == STEP_ASIDE:
                self._server.close()
                self._aside.start()
                QTimer.singleShot(0, self._server, self._hang_up)  # when the answer is on its way
                return {"ok": True}
            return {"ok": True, **self._answer(request)}
        except UsageError as error:
            return refusal(error)
