"""Is there a screen for a window? Asked before Qt is started, which would abort the process when there is none.

Main thread. Linux and other X11 / Wayland systems; Windows and macOS always have one.
"""

import ctypes
import importlib.util
import os
import re
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

_ANSWER_S = 3.0
_X_TCP_PORT = 6000
_NEED_NO_SERVER = ("offscreen", "minimal", "minimalegl", "vnc", "eglfs", "linuxfb", "vkkhrdisplay")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_ACCEPTED = 1


def display_problem() -> str:
    """Why no window can be shown, without a final full stop; empty when one can."""
    if sys.platform in ("win32", "darwin"):
        return ""
    wanted = re.split(r"[:;]", os.environ.get("QT_QPA_PLATFORM", ""))[0]
    if wanted in _NEED_NO_SERVER:
        return ""
    wayland, display = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    problems = []
    if wayland and wanted in ("", "wayland"):
        problem = _wayland_problem(wayland) or _plugin_problem("libqwayland.so", "libqwayland-generic.so")
        if not problem:
            return ""
        problems.append(problem)
    if display and wanted in ("", "xcb"):
        problem = _x_problem(display) or _plugin_problem("libqxcb.so")
        if not problem:
            return ""
        problems.append(problem)
    return "; ".join(problems) or "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"


def _wayland_problem(name: str) -> str:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.settimeout(_ANSWER_S)
            server.connect(str(path))
    except OSError as error:
        return f"the Wayland display '{name}' does not answer ({error.strerror or error})"
    return ""


def _x_problem(display: str) -> str:
    """Says hello as X11's protocol asks (chapter 8, connection set-up), with each cookie that may fit."""
    match = re.fullmatch(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?", display)
    if match is None:
        return f"DISPLAY is '{display}', which is no display's name"
    host, number = match["host"], int(match["number"])
    reason = "it refuses the connection"
    try:
        for name, data in _cookies(number):
            with _x_connect(host, number) as server:
                server.sendall(struct.pack("<cxHHHHxx", b"l", 11, 0, len(name), len(data)) + _pad(name) + _pad(data))
                head = server.recv(8, socket.MSG_WAITALL)
                if head[:1] == bytes([_ACCEPTED]):
                    return ""
                if len(head) == 8:
                    reason = server.recv(head[1], socket.MSG_WAITALL).decode(errors="replace").strip() or reason
    except OSError as error:
        reason = error.strerror or str(error)
    return f"the X display '{display}' does not let us in ({reason})"


def _x_connect(host: str, number: int) -> socket.socket:
    """Like libxcb: the local sockets when there is no host, else TCP.

    Raises:
        OSError: nobody answers.
    """
    if host not in ("", "unix") and not host.startswith("/"):
        return socket.create_connection((host, _X_TCP_PORT + number), timeout=_ANSWER_S)
    path = f"/tmp/.X11-unix/X{number}"
    if host.startswith("/"):
        path = f"{host}:{number}"
    for address in (path, f"\0{path}"):
        server = socket.socket(socket.AF_UNIX)
        server.settimeout(_ANSWER_S)
        try:
            server.connect(address)
        except OSError:
            server.close()
            if address.startswith("\0"):
                raise
        else:
            return server
    raise AssertionError("unreachable")


def _pad(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _cookies(number: int) -> Iterator[tuple[bytes, bytes]]:
    """Names and data to introduce ourselves with: those of ~/.Xauthority for this display, then none at all.

    An entry is a family, then address, display number, name and data, each with its length (big-endian, 16 bit).
    """
    file = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority")
    try:
        rest = file.read_bytes()
    except OSError:
        rest = b""
    while len(rest) > 2:
        rest = rest[2:]
        fields = []
        for _ in range(4):
            length = int.from_bytes(rest[:2], "big")
            fields.append(rest[2 : 2 + length])
            rest = rest[2 + length :]
        _, display, name, data = fields
        if name == _COOKIE and display in (b"", str(number).encode()):
            yield name, data
    yield b"", b""


def _plugin_problem(*names: str) -> str:
    """Why Qt's platform plugin cannot be loaded: usually a system library is missing."""
    package = importlib.util.find_spec("PySide6")
    if package is None or package.origin is None:
        return "PySide6 (Qt) is not installed"
    folder = Path(package.origin).parent / "Qt" / "plugins" / "platforms"
    for name in names:
        if (folder / name).exists():
            try:
                ctypes.CDLL(str(folder / name))
            except OSError as error:
                return (
                    f"Qt's plugin {name} cannot be loaded ({error}); on Debian: sudo apt install libxcb-cursor0 libegl1"
                )
            return ""
    return ""
