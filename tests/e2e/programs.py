"""Runs a command as a person does, and waits for what it says: a line, an exit, a window; never for time."""

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent.parent
DICTATE = (sys.executable, "-m", "dictate")
PATIENCE_S = 120.0
"""For anything that must happen: a busy machine may need long, a working program never so long."""


class Program:
    """A running command, its output read line by line as it comes.

    Attributes:
        started: monotonic seconds when it was started.
        log: all lines of both outputs so far, for a failure's story.
    """

    def __init__(self, *command: str, env: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self.log: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            command,
            env={**env, "PYTHONUNBUFFERED": "1"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._readers = [
            threading.Thread(target=self._read_output, name="e2e-output", daemon=True),
            threading.Thread(target=self._read_errors, name="e2e-errors", daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_output(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.log.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(f"stderr: {line}" for line in self.process.stderr)

    @property
    def story(self) -> str:
        """Everything it said."""
        return "".join(self.log)

    def line(self) -> str:
        """The next line of its output; fails when it ends first or says nothing for long."""
        try:
            line = self._lines.get(timeout=PATIENCE_S)
        except queue.Empty:
            line = None
        assert line is not None, f"no further output\n{self.story}"
        return line

    def event(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next JSON line that is ``wanted``."""
        while True:
            found: dict[str, Any] = json.loads(self.line())
            if wanted(found):
                return found

    def ask(self, **question: Any) -> dict[str, Any]:
        """A line in, a line out."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.line())
        return answer

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        self.process.send_signal(signal.SIGINT)

    def exit_code(self) -> int:
        """Wait for its end."""
        code = self.process.wait(PATIENCE_S)
        self._finish_reading()
        return code

    def _finish_reading(self) -> None:
        for reader in self._readers:
            reader.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._finish_reading()
        if error is not None:
            error.add_note(f"output of {' '.join(self.process.args)}:\n{self.story}")  # type: ignore[arg-type]


def run(command: Sequence[str], env: Mapping[str, str]) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout
