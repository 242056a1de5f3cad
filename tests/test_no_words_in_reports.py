"""Whatever raises, and whatever it quotes: no word of it is in the log or in the report for a bug."""

import json
import logging
import warnings
import zipfile
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from dictate import paths
from dictate.archive import Archive
from dictate.commands.bundle import write_bundle
from dictate.commands.doctor import all_checks
from dictate.core.errors import RecognitionFailed
from dictate.core.events import Finalized, KeepingChanged
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Hypothesis, Mode, Outcome, PairChoice, Request
from dictate.engine.guards import repetition
from dictate.engine.mapping import mapped
from dictate.engine.scripted import ScriptedRecognizer
from dictate.logs import logging_to
from dictate.pipeline.journal_files import SessionFiles
from dictate.plan import Plan
from dictate.ui.exporting import Dictated, ExportChoice, export
from tests.pipeline.parts import HandSource, Recorder, loudness_of, session, silence, speech

SECRET = "Marzipan"
PLAN = Plan(settings=Settings(), choice=PairChoice(name="one"), mode=Mode.DISTIL, microphone=MicrophoneSettings())


class Quoting(ScriptedRecognizer):
    """Hears the secret, then raises errors that quote it, in every way there is."""

    def transcribe(self, request: Request, *_: object) -> Hypothesis:
        match loudness_of(request.samples):
            case 2000:
                with mapped("Recognizing"):
                    fail(RuntimeError(f"the tokens of {SECRET} do not fit"))
            case 3000:
                fail(KeyError(SECRET))
            case 4000:
                try:
                    fail(ValueError(SECRET))
                except ValueError as error:
                    raise RecognitionFailed(f"It heard {SECRET}") from error
            case 5000:
                reason = repetition(f"{SECRET} and so on and on " * 9)
                assert SECRET.casefold() in reason
                return Hypothesis(text=SECRET, model="one", suppressed=reason)
        return Hypothesis(text=SECRET, model="one")


def fail(error: Exception) -> None:
    raise error


def fail_to_write(*_: object) -> bytes:
    raise ValueError(f"no room for {SECRET}")


def fail_on_disk(*_: object) -> bytes:
    raise OSError(5, f"I/O error at {SECRET}", SECRET)


def dictate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five utterances, and a journal that fails in its turn."""
    told = Recorder()
    archive = Archive(PLAN, told, "test")
    try:
        dictate_into(archive, told, monkeypatch)
    finally:
        archive.close()


def dictate_into(archive: Archive, told: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    with session(Quoting(), keeper=archive.keeper, listener=archive) as (running, heard):
        source = HandSource()
        running.start(source)
        for count in range(1, 6):
            source.push(np.concatenate((speech(700, 1000 * count), silence(1500))))
            heard.wait(Finalized, count)
        running.stop()
        heard.stopped()
        outcomes = [final.outcome for final in heard.finals]
        assert outcomes == [Outcome.TEXT, *[Outcome.FAILED] * 3, Outcome.REJECTED]
        assert sum(SECRET in final.reason for final in heard.finals) == 3, "the user is told"
        archive.keep_text(SECRET, 5)
        for number, failing in enumerate((fail_to_write, fail_on_disk), 1):
            with monkeypatch.context() as patched:
                patched.setattr(SessionFiles, "write_text", failing)
                archive.keep_text(f"{SECRET} {number}", 5)
                told.wait(KeepingChanged, number, where=lambda event: not event.kept)
            archive.keep_text(SECRET, 5)
            told.wait(KeepingChanged, number, where=lambda event: event.kept)


def test_no_word_that_was_said_is_in_the_log_or_the_report(
    own_folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {"text": {"custom_words": SECRET, "later": SECRET}}
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text(json.dumps(settings))
    with logging_to(paths.log_file(), verbose=True):
        dictate(monkeypatch)
        choice = ExportChoice(format_="docx", folder=tmp_path, template="text")
        log = logging.getLogger("dictate.test")
        for writer in (fail_to_write, fail_on_disk):
            with pytest.raises((ValueError, OSError)) as raised:
                export(Dictated(name="", text=SECRET, finals=()), choice, writers={"docx": writer}, now=datetime.now())
            log.exception("exporting failed: %s", raised.value, exc_info=raised.value)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"{SECRET} is deprecated", FutureWarning, stacklevel=1)
        logging.getLogger("transformers").error("Token of %s", SECRET)
        checks = list(all_checks())
    assert any(SECRET in check.detail for check in checks), "doctor quotes it to the user"
    report = write_bundle(tmp_path / "report.zip", checks, with_text=False, with_audio=False)
    written = {file: file.read_bytes() for file in paths.log_folder().iterdir()}
    with zipfile.ZipFile(report) as bundle:
        written |= {Path(name): bundle.read(name) for name in bundle.namelist()}
    assert len(written) >= 4
    assert "session.json" in {file.name for file in written}
    assert capsys.readouterr().err.count("failed") > 4, "what happened is told"
    for file, content in written.items():
        assert SECRET.casefold().encode() not in content.lower(), f"{file}: {content.decode(errors='replace')}"
