"""Who is at the other end of a local socket. Runs on the Qt main thread."""

import os
import socket
import struct
import sys

_CREDENTIALS = struct.Struct("3i")
"""Linux: process, user, group."""


def is_same_user(descriptor: int) -> bool:
    """Whether the process at the other end of the connected local socket is our own user's.

    Where the system does not tell (macOS and Windows) True: there the permissions of the socket alone decide.
    """
    if sys.platform != "linux":
        return True
    with socket.socket(fileno=os.dup(descriptor)) as other:
        credentials = other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _process, user, _group = _CREDENTIALS.unpack(credentials)
    return bool(user == os.getuid())
