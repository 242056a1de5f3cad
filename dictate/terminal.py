"""The terminal: results on standard output, everything else on standard error, one line that changes in place.

Used by one thread (the main thread).
"""

import os
import shutil
import sys
import unicodedata
from typing import TextIO

_DIM = "\x1b[2m"
_PLAIN = "\x1b[0m"


class Terminal:
    """Knows whether a person watches; to a file or a pipe go plain lines only."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = sys.stdout if out is None else out
        self._err = sys.stderr if err is None else err
        self._shown = 0

    @property
    def watched(self) -> bool:
        """Whether standard error is a terminal, where a line can change in place."""
        return self._err.isatty() and os.environ.get("TERM") != "dumb"

    def line(self, text: str, aside: str = "") -> None:
        """A line of the result; ``aside`` follows dimly, but only where a person reads it."""
        self.clear()
        if aside and self._out.isatty():
            text = f"{text}  {_dim(aside, self._out)}"
        self._out.write(f"{text}\n")
        self._out.flush()

    def write(self, text: str) -> None:
        """Part of the result, as it is."""
        self.clear()
        self._out.write(text)
        self._out.flush()

    def message(self, text: str) -> None:
        """A line for the person, not part of the result."""
        self.clear()
        self._err.write(f"{' '.join(text.split())}\n")
        self._err.flush()

    def status(self, text: str, tentative: str = "") -> None:
        """Replace the line in place, ``tentative`` dim, too long a head cut off; nothing where nobody watches."""
        if not self.watched:
            return
        room = max(10, shutil.get_terminal_size().columns - 1)
        tentative = _last_columns(tentative, room)
        text = _last_columns(text, room - columns(tentative))
        width = columns(text) + columns(tentative)
        self._err.write(f"\r{text}{_dim(tentative, self._err)}{' ' * (self._shown - width)}\r")
        self._err.flush()
        self._shown = width

    def clear(self) -> None:
        """Remove the line that changes in place."""
        if self._shown:
            self._err.write(f"\r{' ' * self._shown}\r")
            self._err.flush()
            self._shown = 0


def columns(text: str) -> int:
    """How wide ``text`` is on a terminal: East Asian letters take two columns, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _last_columns(text: str, room: int) -> str:
    while columns(text) > room:
        text = text[1:]
    return text


def _dim(text: str, stream: TextIO) -> str:
    """Colors only where they are understood: not in the old Windows console, nor where the user forbids them."""
    understood = sys.platform != "win32" or "WT_SESSION" in os.environ
    if not text or not stream.isatty() or not understood or "NO_COLOR" in os.environ:
        return text
    return f"{_DIM}{text}{_PLAIN}"
