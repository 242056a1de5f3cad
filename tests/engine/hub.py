"""A Hugging Face hub on this computer, with one repository: enough of its protocol for a real download."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SHA = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """The server's state, which a test sets and reads.

    Attributes:
        repository: owner and name of a model, or ``datasets/`` and those of a data set.
        files: the repository's files.
        status: when set, every answer is this error.
        cut_after: a file's bytes after which the connection is cut, always at the same place.
        hold_after: a file's bytes after which nothing more comes, until the hub is closed.
        requests: method and path of every request.
    """

    repository: str
    files: dict[str, bytes]
    status: int = 0
    cut_after: int | None = None
    hold_after: int | None = None
    requests: list[tuple[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@contextmanager
def running_hub(repository: str, folder: Path, *more: tuple[str, bytes]) -> Iterator[Hub]:
    """A hub that serves ``folder`` as ``repository``, and ``more`` files by name."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())} | dict(more)
    hub = Hub(repository=repository, files=files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, name="hub", daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_HEAD(self) -> None:
        self._answer(send_body=False)

    def do_GET(self) -> None:
        self._answer(send_body=True)

    def _answer(self, *, send_body: bool) -> None:
        path = self.path.partition("?")[0]
        self.hub.requests.append((self.command, path))
        prefix = f"/{self.hub.repository}/resolve/"
        if self.hub.status:
            self._send(self.hub.status, b"", {"X-Error-Code": "RepoNotFound"} if self.hub.status == 404 else {})
        elif path.startswith((f"/api/models/{self.hub.repository}", f"/api/{self.hub.repository}")):
            told = self._tree() if "/tree/" in path else self._info()
            self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})
        elif path.startswith(prefix):
            name = path[len(prefix) :].partition("/")[2]
            self._file(self.hub.files[name], send_body=send_body)
        else:
            self._send(404, b"", {})

    def _info(self) -> dict[str, object]:
        siblings = [{"rfilename": name, "size": len(content)} for name, content in self.hub.files.items()]
        return {"id": self.hub.repository, "sha": SHA, "siblings": siblings, "private": False, "tags": []}

    def _tree(self) -> list[dict[str, object]]:
        return [
            {"type": "file", "path": name, "size": len(content), "oid": sha1(content).hexdigest()}
            for name, content in self.hub.files.items()
        ]

    def _file(self, content: bytes, *, send_body: bool) -> None:
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", SHA)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if not send_body:
            return
        stop = min(len(content), self.hub.cut_after or len(content), self.hub.hold_after or len(content))
        self.wfile.write(content[start:stop])
        self.wfile.flush()
        if stop < len(content):
            if self.hub.hold_after is not None:
                self.hub.closing.wait()
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
