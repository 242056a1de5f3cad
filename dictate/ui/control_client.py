"""Asks the running window to do something: what ``dictate control`` is made of. Any thread, no event loop needed."""

from typing import Any

from PySide6.QtNetwork import QLocalSocket

from dictate.core.errors import NotRunning
from dictate.ui.control_protocol import decode, encode

PATIENCE_MS = 3000
HOW_TO_START = "Start it with 'dictate'."


def send(request: dict[str, Any], name: str) -> dict[str, Any]:
    """Send ``request`` to the window that listens at ``name`` and return its answer.

    The answer holds ``ok``; when that is False, ``error`` says why.

    Raises:
        NotRunning: no window listens there, or it does not answer.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE_MS):
        raise NotRunning("No window of Dictate is running", HOW_TO_START)
    socket.write(encode(request))
    socket.waitForBytesWritten(PATIENCE_MS)
    while not socket.canReadLine():
        if not socket.waitForReadyRead(PATIENCE_MS):
            socket.abort()
            raise NotRunning("The window of Dictate does not answer", "Wait until it responds, or start it again.")
    answer = decode(bytes(socket.readLine().data()))
    socket.disconnectFromServer()
    return answer
