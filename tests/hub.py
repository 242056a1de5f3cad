"""A Hugging Face hub on this computer, with one repository: enough of its protocol for a real download."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = "someone/whisper-pocket"
UNWANTED = (
    ("pytorch_model.bin", b"pickle"),
    ("flax_model.msgpack", b"flax"),
    ("model.fp32.safetensors", b"twice as large"),
    ("onnx_model.onnx", b"onnx"),
)
"""What repositories hold beside the files that are needed."""
SHA = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """The server's state, which a test sets and reads.

    Attributes:
        repository: owner and name of a model, or ``datasets/`` and those of a data set.
        files: the repository's files.
        sent: name -> what is really sent in place of a file.
        etags: name -> the checksum that is stated in place of the real one.
        sizes: name -> the size that is stated in place of the real one.
        commit: what the repository's ``main`` is at.
        status: when set, every answer is this error.
        status_after_cut: becomes ``status`` at the first cut.
        cut_after: a file's bytes after which the connection is cut, always at the same place.
        cuts: how many times at most.
        hold_after: a file's bytes after which nothing more comes, until the hub is closed.
        elsewhere: another host, to which every large file is redirected, as the real hub does.
        portal: answer everything with a web page, as a network that wants a login does.
        requests: method and path of every request.
        ranges: of every request for a file's bytes, where they begin.
        tokens: of every request that brought one.
        held: set when a transfer is held.
    """

    repository: str
    files: dict[str, bytes]
    sent: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    commit: str = SHA
    status: int = 0
    status_after_cut: int = 0
    cut_after: int | None = None
    cuts: int = 1000
    hold_after: int | None = None
    elsewhere: str = ""
    portal: bool = False
    requests: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[str, int]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
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


def etag_of(name: str, content: bytes) -> str:
    """As the hub states it: the SHA-256 of a large file, git's blob hash of a small one."""
    if name.endswith(".safetensors"):
        return sha256(content).hexdigest()
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub, for this process and those that it starts."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    return tmp_path / "hf" / "hub"


@pytest.fixture
def hub(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with the pocket distil, and files that nobody needs."""
    with running_hub(REPOSITORY, ROOT / "resources" / "models" / "pocket" / "distil", *UNWANTED) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


@pytest.fixture
def in_process(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Downloads without the child process, which takes a second to start: for what does not depend on it."""
    import huggingface_hub
    from huggingface_hub import constants

    from dictate.core.errors import DictateError
    from dictate.core.types import ModelProgress
    from dictate.engine import hub_errors, transfer

    def download(repository: str, model: str, report: Callable[[ModelProgress], None]) -> Path:
        def told(_progress: object) -> None:
            report(ModelProgress(model=model, stage="downloading"))

        def child() -> Path | tuple[type[DictateError], str, str]:
            try:
                return Path(transfer.fetch(repository, told))
            except Exception as error:  # noqa: BLE001 - the border of the child process
                return hub_errors.explain(error, repository)

        with ThreadPoolExecutor(1) as executor:  # as in a process of its own, there is no error before this one
            ended = executor.submit(child).result()
        if isinstance(ended, Path):
            return ended
        kind, message, action = ended
        raise kind(message, action)

    endpoint = hub.url
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    template = f"{endpoint}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 256 * 1024)
    monkeypatch.setattr("dictate.engine.store.download", download)
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _s: None)
    yield
    huggingface_hub.close_session()


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
        hub = self.hub
        path = self.path.partition("?")[0]
        hub.requests.append((self.command, path))
        if "Authorization" in self.headers:
            hub.tokens.append(self.headers["Authorization"])
        prefix = f"/{hub.repository}/resolve/"
        if hub.status:
            self._send(hub.status, b"", {"X-Error-Code": "RepoNotFound"} if hub.status == 404 else {})
        elif hub.portal:
            self._send(200, b"<html>Welcome to the hotel", {"Content-Type": "text/html"})
        elif path.startswith((f"/api/models/{hub.repository}", f"/api/{hub.repository}")):
            if "/revision/" in path and not path.endswith((hub.commit, "/main")):
                self._send(404, b"", {"X-Error-Code": "RevisionNotFound"})
            else:
                told = self._tree() if "/tree/" in path else self._info()
                self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})
        elif path.startswith(prefix):
            name = path[len(prefix) :].partition("/")[2]
            if hub.elsewhere and name.endswith(".safetensors"):
                self._send(302, b"", self._stated(name) | {"Location": f"{hub.elsewhere}{path}"})
            else:
                self._file(name, send_body=send_body)
        else:
            self._send(404, b"", {})

    def _info(self) -> dict[str, object]:
        sizes = {name: len(content) for name, content in self.hub.files.items()} | self.hub.sizes
        siblings = [{"rfilename": name, "size": size} for name, size in sizes.items()]
        return {"id": self.hub.repository, "sha": self.hub.commit, "siblings": siblings, "private": False, "tags": []}

    def _tree(self) -> list[dict[str, object]]:
        return [
            {"type": "file", "path": name, "size": len(content), "oid": etag_of(name, content)}
            for name, content in self.hub.files.items()
        ]

    def _stated(self, name: str) -> dict[str, str]:
        content = self.hub.files[name]
        etag = self.hub.etags.get(name, etag_of(name, content))
        return {
            "X-Repo-Commit": self.hub.commit,
            "X-Linked-Etag": f'"{etag}"',
            "X-Linked-Size": str(len(content)),
        }

    def _file(self, name: str, *, send_body: bool) -> None:
        hub = self.hub
        content = hub.sent.get(name, hub.files[name])
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if start else 200)
        for header, value in self._stated(name).items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if not send_body:
            return
        hub.ranges.append((name, start))
        cut = hub.cut_after if hub.cuts else None
        stop = min(len(content), cut or len(content), hub.hold_after or len(content))
        self.wfile.write(content[start:stop])
        self.wfile.flush()
        if stop < len(content):
            hub.cuts -= 1
            hub.status = hub.status_after_cut
            if hub.hold_after is not None:
                hub.held.set()
                hub.closing.wait()
            self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
