"""The pair behind the ``Recognizer`` protocol: lazily loaded, guarded, honest about what it does not offer."""

from pathlib import Path

import numpy as np
import pytest

from dictate.core.errors import Cancelled, DownloadFailed, NotAModel, RecognitionFailed, UsageError
from dictate.core.ports import Recognizer
from dictate.core.types import Hypothesis, Mode, ModelInfo, ModelProgress, PairChoice, Samples, StageTimes
from dictate.engine.pair import PairRecognizer, create_recognizer_factory, language_problem
from tests.engine.parts import MODELS, POCKET, Reports, clip, copy_pocket, local, request, transcripts

SOUND = np.zeros(160_000, dtype=np.int16)
LOOP = "please send me the report " * 4


class Canned:
    """Stands where a loaded model stands: says what it is given, and notes what it hears."""

    def __init__(self, name: str, *answers: Hypothesis) -> None:
        self._answers = list(answers)
        self.heard: list[Samples] = []
        self.info = ModelInfo(name=name, device="", precision="", attention="", reason="", memory_bytes=0)

    def transcribe(
        self, samples: Samples, *, language: str | None = None, prompt: str = "", is_final: bool = True
    ) -> Hypothesis:
        self.heard.append(samples)
        return self._answers.pop(0)

    def language_problem(self, language: str | None) -> str:
        return ""

    def close(self) -> None:
        """Nothing to free."""


def says(text: str, model: str = "distil", **changes: float) -> Hypothesis:
    values = {"mean_log_probability": -0.1, "no_speech_probability": 0.01} | changes
    return Hypothesis(text=text, model=model, times=StageTimes(encoder_ms=10), **values)  # type: ignore[arg-type]


def guarded(distil: Canned | None, teacher: Canned | None) -> PairRecognizer:
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, "cpu")
    for mode, model in ((Mode.DISTIL, distil), (Mode.TEACHER, teacher)):
        if model is not None:
            recognizer._loaded[mode] = model  # type: ignore[assignment]
    return recognizer


def test_the_factory_builds_an_unprepared_recognizer() -> None:
    recognizer: Recognizer = create_recognizer_factory(MODELS, "cpu")(PairChoice(name="pocket"))
    assert recognizer.choice == PairChoice(name="pocket")
    assert recognizer.modes[Mode.DISTIL] == recognizer.modes[Mode.TEACHER] == ""
    assert "not available yet" in recognizer.modes[Mode.VERIFIED]


def test_an_unknown_pair_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match="There is no model pair 'huge'") as caught:
        create_recognizer_factory(MODELS)(PairChoice(name="huge"))
    assert "small.en" in caught.value.action


def test_a_local_pair_needs_both_folders() -> None:
    with pytest.raises(UsageError, match="two folders"):
        create_recognizer_factory(MODELS)(PairChoice(name="local", teacher=POCKET / "teacher"))


def test_verified_is_refused_until_it_exists() -> None:
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS)
    for call in (recognizer.fetch, recognizer.prepare):
        with pytest.raises(UsageError, match="not available yet"):
            call(Mode.VERIFIED, Reports())


def test_local_folders_are_loaded_and_named(tmp_path: Path) -> None:
    choice = local(POCKET / "teacher", copy_pocket(tmp_path / "mine"))
    recognizer = PairRecognizer(choice, tmp_path, "cpu")
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
    recognizer = PairRecognizer(local(tmp_path / "none", tmp_path), tmp_path, "cpu")
    with pytest.raises(NotAModel, match="There is no folder"):
        recognizer.fetch(Mode.TEACHER, Reports())
    with pytest.raises(NotAModel, match=r"there is no config\.json"):
        recognizer.prepare(Mode.DISTIL, Reports())


def test_prepare_downloads_nothing() -> None:
    recognizer = PairRecognizer(PairChoice(name="small.en"), MODELS, "cpu")
    with pytest.raises(DownloadFailed, match=r"distil-small\.en is not on this computer"):
        recognizer.prepare(Mode.DISTIL, Reports())


def test_cancelling_while_loading_leaves_what_was_loaded(tmp_path: Path) -> None:
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, "cpu")
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


def test_a_loop_is_recognized_again_with_the_teacher_and_marked_field_15() -> None:
    teacher = Canned("teacher", says("Please send me the report.", "teacher"))
    heard = guarded(Canned("distil", says(LOOP)), teacher).transcribe(request(SOUND, Mode.DISTIL, voiced_s=4.0))
    assert (heard.text, heard.model) == ("Please send me the report.", "teacher")
    assert "distil repeated itself" in heard.warning
    assert "Recognized again by teacher" in heard.warning
    assert heard.times.encoder_ms == 20


def test_the_teacher_hears_the_sound_later_when_it_repeats_itself_field_15() -> None:
    teacher = Canned("teacher", says(LOOP, "teacher"), says("Please send me the report.", "teacher"))
    heard = guarded(None, teacher).transcribe(request(SOUND, Mode.TEACHER, voiced_s=4.0))
    assert heard.text == "Please send me the report."
    assert [len(sound) for sound in teacher.heard] == [160_000, 164_800]


@pytest.mark.parametrize("second", [LOOP, ""])
def test_a_retry_that_does_not_help_leaves_the_text_with_a_warning_field_15(second: str) -> None:
    teacher = Canned("teacher", says(second, "teacher"))
    heard = guarded(Canned("distil", says(LOOP)), teacher).transcribe(request(SOUND, Mode.DISTIL, voiced_s=4.0))
    assert (heard.text, heard.model) == (LOOP, "distil")
    assert "did not help" in heard.warning


def test_too_few_words_are_recognized_again_once_then_warned_of_field_5() -> None:
    twice = Canned("teacher", says("Only this.", "teacher"))
    heard = guarded(Canned("distil", says("Only.")), twice).transcribe(request(SOUND, Mode.DISTIL, voiced_s=9.0))
    assert heard.text == "Only."
    assert "only 1 word for 9 s of speech" in heard.warning
    full = Canned("teacher", says("now there are more than ten words in the whole text", "teacher"))
    heard = guarded(Canned("distil", says("Only.")), full).transcribe(request(SOUND, Mode.DISTIL, voiced_s=9.0))
    assert heard.text.startswith("now there are")
    assert "Recognized again by teacher" in heard.warning


def test_a_teacher_that_cannot_be_had_leaves_a_warning_and_downloads_nothing_field_12() -> None:
    recognizer = PairRecognizer(PairChoice(name="small.en"), MODELS, "cpu")
    recognizer._loaded[Mode.DISTIL] = Canned("distil", says(LOOP))  # type: ignore[assignment]
    heard = recognizer.transcribe(request(SOUND, Mode.DISTIL, voiced_s=4.0))
    assert heard.text == LOOP
    assert "whisper-small.en is not on this computer" in heard.warning


def test_text_that_was_never_said_is_held_back_and_kept_field_3() -> None:
    ghost = says("Thank you.", no_speech_probability=0.9, mean_log_probability=-1.4)
    heard = guarded(Canned("distil", ghost), None).transcribe(request(SOUND, Mode.DISTIL, voiced_s=0.5))
    assert heard.text == "Thank you."
    assert "probably no speech (90%" in heard.suppressed


def test_a_really_spoken_thank_you_stays_field_3(pocket: PairRecognizer) -> None:
    sound = clip("clip04.flac")
    for mode in (Mode.DISTIL, Mode.TEACHER):
        heard = pocket.transcribe(request(sound, mode))
        assert heard.text.startswith("Thank you")
        assert heard.suppressed == ""


def test_interims_pass_no_guard() -> None:
    teacher = Canned("teacher")
    recognizer = guarded(
        Canned("distil", says(LOOP), says("a", no_speech_probability=0.9, mean_log_probability=-2)), teacher
    )
    for _ in range(2):
        heard = recognizer.transcribe(request(SOUND, Mode.DISTIL, is_final=False, voiced_s=9.0))
        assert (heard.warning, heard.suppressed) == ("", "")
    assert teacher.heard == []


def test_the_language_that_a_mode_cannot_write_is_told() -> None:
    pair = PairChoice(name="large-v2")
    assert language_problem(pair, Mode.DISTIL, "de") == "distil-large-v2 knows English only, not 'de'"
    assert language_problem(pair, Mode.TEACHER, "de") == ""
    assert language_problem(pair, Mode.DISTIL, "en") == language_problem(pair, Mode.DISTIL, None) == ""
    assert language_problem(local(POCKET / "teacher", POCKET / "distil"), Mode.DISTIL, "de") == ""
