"""The log: small, in its file, and on the console only when asked for."""

import logging
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from dictate.core.errors import StorageError
from dictate.logs import logging_to


def test_the_log_goes_to_its_file_and_not_to_the_console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "log" / "dictate.log"
    before = list(logging.getLogger().handlers)
    with logging_to(file, verbose=False):
        logging.getLogger("dictate.test").info("hello from a test")
        logging.getLogger("urllib3").info("chatter")
    assert "MainThread dictate.test: hello from a test" in file.read_text(encoding="utf-8")
    assert "chatter" not in file.read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")
    assert logging.getLogger().handlers == before


def test_verbose_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(tmp_path / "dictate.log", verbose=True):
        logging.getLogger("dictate.test").debug("details")
    assert "details" in capsys.readouterr().err


@pytest.mark.parametrize("verbose", [False, True])
def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verbose: bool
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with logging_to(tmp_path / "log" / "dictate.log", verbose=verbose):
        logging.getLogger("dictate.test").error("said nowhere but on a console")
    told = capsys.readouterr().err
    assert ("No log file" in told) == verbose
    assert ("said nowhere" in told) == verbose


def refuse() -> None:
    try:
        Path("/secret/secret.txt").read_text(encoding="utf-8")
    except OSError as error:
        raise StorageError("It said secret") from error


def test_what_may_quote_someone_is_told_without_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an exception its type, numbers and way; of a library where it spoke."""
    monkeypatch.setattr(logging.getLogger("transformers"), "propagate", False)  # as it is once it was imported
    file = tmp_path / "dictate.log"
    log = logging.getLogger("dictate.test")
    with logging_to(file, verbose=False):
        try:
            refuse()
        except StorageError as error:
            log.warning("it failed: %s", error)
            log.exception("unexpected error", exc_info=error)
            error.__cause__.__cause__ = error  # type: ignore[union-attr]
            log.warning("it failed in a circle: %s", error)
        log.warning("it failed early: %s", ValueError("secret"))
        logging.getLogger("transformers").warning("Token indices of secret", stack_info=True)
        logging.getLogger("dictate").info("utterance %d", 7)
    told = file.read_text(encoding="utf-8")
    assert "secret" not in told
    place = r"\(\w+\.py:\d+ \w+\)"
    assert re.search(rf"it failed: StorageError {place} from FileNotFoundError 2 {place}\n", told)
    assert re.search(rf"unexpected error\n  StorageError {place}:\n    test_logs\.py:\d+ \w+\n    test_logs", told)
    assert "it failed early: ValueError\n" in told
    assert re.search(r"transformers: test_logs\.py:\d+ test_what", told)
    assert "dictate: utterance 7\n" in told


def test_warnings_of_libraries_go_to_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "dictate.log"
    with warnings.catch_warnings(), logging_to(file, verbose=False):
        warnings.simplefilter("always")
        warnings.warn("this will change", FutureWarning, stacklevel=1)
    told = file.read_text(encoding="utf-8")
    assert re.search(r"test_logs\.py:\d+: FutureWarning\n", told)
    assert "this will change" not in told, "it could be anything"
    assert capsys.readouterr().err == ""


def test_the_file_stays_small(tmp_path: Path) -> None:
    file = tmp_path / "dictate.log"
    with logging_to(file, verbose=False):
        for _ in range(300):
            logging.getLogger("dictate.test").info("x" * 10_000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1_600_000


UNCAUGHT = """
import sys, threading
from pathlib import Path
from dictate.logs import logging_to

def fail():
    raise ValueError("secret")

with logging_to(Path(sys.argv[1]), verbose=False):
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()
    from PySide6.QtCore import QCoreApplication, QTimer
    application = QCoreApplication([])
    QTimer.singleShot(0, fail)
    QTimer.singleShot(0, application.quit)
    application.exec()
"""


def test_what_nobody_caught_is_in_the_log(tmp_path: Path) -> None:
    """From a thread and from a slot; the console, where there is one, shows the whole of it as ever."""
    file = tmp_path / "dictate.log"
    done = subprocess.run([sys.executable, "-c", UNCAUGHT, file], capture_output=True, text=True, check=True)
    logged = file.read_text(encoding="utf-8")
    assert (
        len(re.findall(r"CRITICAL (worker|MainThread) dictate.logs: not caught\n  ValueError \(.*fail\)", logged)) == 2
    )
    assert "secret" not in logged
    assert done.stderr.count("ValueError: secret") == 2
