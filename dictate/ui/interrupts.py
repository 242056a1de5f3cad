"""Ctrl+C in the terminal, and a polite kill, close the window as its own button would. Qt main thread."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QSocketNotifier


@contextmanager
def closing_on_interrupt(end: Callable[[], object]) -> Iterator[None]:
    """Call ``end`` on SIGINT and SIGTERM while this lasts.

    Python runs signal handlers only between two of its own instructions, and Qt's loop may run none for a long time;
    the wake-up socket makes one run at once.
    """
    reader, writer = socket.socketpair()
    for side in (reader, writer):
        side.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: reader.recv(64))
    before_fd = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def close(_number: int, _frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, close) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        notifier.setEnabled(False)
        reader.close()
        writer.close()
