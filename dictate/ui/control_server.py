"""Lets ``dictate control`` steer this window, over a socket that only the same user can open. Qt main thread."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
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
    """One request a line, one answer a line. Of several windows the one that came last answers.

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

    @property
    def is_listening(self) -> bool:
        """Whether this window answers."""
        return self._server.isListening()

    def listen(self, *, only_if_free: bool = False) -> None:
        """Answer from now on. A dead window's socket is removed.

        A window that answers now is asked to step aside, or with ``only_if_free`` left alone.
        """
        if not self._name or self.is_listening or self._other is not None:
            return
        self._other = other = QLocalSocket(self)
        if only_if_free:
            other.connected.connect(self._leave_alone)
        else:
            other.connected.connect(lambda: other.write(encode({"command": STEP_ASIDE})))
        other.readyRead.connect(self._take_over)
        other.errorOccurred.connect(lambda _error: self._take_over())
        QTimer.singleShot(PATIENCE_MS, other, self._take_over)
        other.connectToServer(self._name)

    def _leave_alone(self) -> None:
        other, self._other = self._other, None
        if other is not None:
            other.abort()
            other.deleteLater()

    def _take_over(self) -> None:
        other, self._other = self._other, None
        if other is None:
            return
        other.abort()
        other.deleteLater()
        QLocalServer.removeServer(self._name)
        if self._server.listen(self._name):
            self.listening.emit()
        else:
            reason = self._server.errorString()
            self.failed.emit(StorageError(reason, tr("“dictate control” cannot steer this window.")))

    def close(self) -> None:
        """Answer no more, and remove the socket."""
        if self._other is not None:
            self._other.abort()
            self._other = None
        self._server.close()

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
                return {"ok": True}
            return {"ok": True, **self._answer(request)}
        except UsageError as error:
            return refusal(error)
