"""The pair behind the ``Recognizer`` protocol: lazily loaded, guarded, honest about what it does not offer."""

import json
from pathlib import Path

import pytest

from dictate.core.errors import Cancelled, DownloadFailed, NotAModel, OutOfMemory, RecognitionFailed, UsageError
from dictate.core.ports import Recognizer
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.engine import checkpoint
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer, create_recognizer_factory
from tests.engine.parts import MODELS, POCKET, Reports, clip, copy_pocket, local, request, transcripts

CPU = EngineOptions(device="cpu")


def test_the_factory_builds_an_unprepared_recognizer() -> None:
    recognizer: Recognizer = create_recognizer_factory(MODELS, CPU)(PairChoice(name="pocket"))
    assert recognizer.choice == PairChoice(name="pocket")
    assert dict(recognizer.modes) == dict.fromkeys(Mode, "")


def test_an_unknown_pair_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match="There is no model pair 'huge'") as caught:
        create_recognizer_factory(MODELS)(PairChoice(name="huge"))
    assert "small.en" in caught.value.action


def test_a_local_pair_needs_both_folders() -> None:
    with pytest.raises(UsageError, match="two folders"):
        create_recognizer_factory(MODELS)(PairChoice(name="local", teacher=POCKET / "teacher"))


def test_files_that_find_no_memory_are_no_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_arguments: object) -> bytes:
        raise MemoryError

    recognizer = PairRecognizer(local(POCKET / "teacher", POCKET / "distil"), MODELS, CPU)
    monkeypatch.setattr(checkpoint, "read_limited", read)
    with pytest.raises(OutOfMemory, match="distil could not be read: there is not enough memory"):
        recognizer.prepare(Mode.DISTIL, Reports())


def test_verified_is_refused_where_the_models_write_with_different_tokens(tmp_path: Path) -> None:
    other = copy_pocket(tmp_path / "other")
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(config | {"vocab_size": 51865}))
    recognizer = PairRecognizer(local(POCKET / "teacher", other), MODELS, CPU)
    assert recognizer.modes[Mode.VERIFIED] == "its two models write with different tokens"
    for call in (recognizer.fetch, recognizer.prepare):
        with pytest.raises(UsageError, match="write with different tokens"):
            call(Mode.VERIFIED, Reports())


def test_verified_is_refused_where_the_same_ids_mean_other_words(tmp_path: Path) -> None:
    other = copy_pocket(tmp_path / "other")
    tokenizer = json.loads((other / "tokenizer.json").read_text())
    words = tokenizer["model"]["vocab"]
    words["a"], words["b"] = words["b"], words["a"]
    (other / "tokenizer.json").write_text(json.dumps(tokenizer))
    recognizer = PairRecognizer(local(POCKET / "teacher", other), MODELS, CPU)
    with pytest.raises(NotAModel, match="different tokens"):
        recognizer.prepare(Mode.VERIFIED, Reports())
    recognizer.close()


def test_local_folders_are_loaded_and_named(tmp_path: Path) -> None:
    choice = local(POCKET / "teacher", copy_pocket(tmp_path / "mine"))
    recognizer = PairRecognizer(choice, tmp_path, CPU)
    reports = Reports()
    recognizer.fetch(Mode.DISTIL, reports)
    assert reports.all == []
    assert recognizer.prepare(Mode.DISTIL, reports).name == "mine"
    assert reports.stages == ["loading", "warming up"]
    heard = recognizer.transcribe(request(clip("clip01.flac"), Mode.DISTIL))
    assert (heard.text, heard.model) == (transcripts()["clip01.flac"], "mine")
    recognizer.close()
    with pytest.raises(RecognitionFailed, match="not loaded"):
        recognizer.transcribe(request(clip("clip01.flac"), Mode.DISTIL))


def test_a_bad_folder_is_told_by_fetch(tmp_path: Path) -> None:
    recognizer = PairRecognizer(local(tmp_path / "none", tmp_path), tmp_path, CPU)
    with pytest.raises(NotAModel, match="There is no folder"):
        recognizer.fetch(Mode.TEACHER, Reports())
    with pytest.raises(NotAModel, match=r"there is no config\.json"):
        recognizer.prepare(Mode.DISTIL, Reports())


def test_prepare_downloads_nothing() -> None:
    recognizer = PairRecognizer(PairChoice(name="small.en"), MODELS, CPU)
    with pytest.raises(DownloadFailed, match=r"distil-small\.en is not on this computer"):
        recognizer.prepare(Mode.DISTIL, Reports())


def test_cancelling_while_loading_leaves_what_was_loaded(tmp_path: Path) -> None:
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, CPU)
    recognizer.prepare(Mode.DISTIL, Reports())

    def cancel(progress: ModelProgress) -> None:
        if progress.stage == "warming up":
            raise Cancelled("called off")

    with pytest.raises(Cancelled):
        recognizer.prepare(Mode.TEACHER, cancel)
    sound = clip("clip01.flac")
    assert recognizer.transcribe(request(sound, Mode.DISTIL)).text == transcripts()["clip01.flac"]
    with pytest.raises(RecognitionFailed):
        recognizer.transcribe(request(sound, Mode.TEACHER))
    recognizer.close()
