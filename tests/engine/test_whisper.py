"""One Whisper, the real one: the text of clips, one encoder pass, languages, prompts, English-only checkpoints."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dictate.core.errors import NotAModel, RecognitionFailed
from dictate.core.types import Mode
from dictate.engine.checkpoint import check_checkpoint
from dictate.engine.pair import PairRecognizer
from dictate.engine.vocabulary import load_vocabulary
from tests.engine.parts import NOISES, POCKET, Reports, clip, copy_pocket, local, request, transcripts

MODES = (Mode.DISTIL, Mode.TEACHER)
SAID = transcripts()


def load(folder: Path) -> Any:
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.whisper import load_whisper

    return load_whisper(check_checkpoint(folder), folder.name, "cpu", Reports())


@contextmanager
def encoder_calls(model: Any) -> Iterator[list[int]]:
    """Counts the encoder's passes; one entry a pass."""
    calls: list[int] = []
    handle = model._encoder.register_forward_hook(lambda *_: calls.append(1))
    try:
        yield calls
    finally:
        handle.remove()


def reference(folder: Path, name: str) -> tuple[str, list[int]]:
    """What transformers' own processor and ``generate`` make of a clip."""
    import torch
    from transformers.models.whisper.feature_extraction_whisper import WhisperFeatureExtractor
    from transformers.models.whisper.modeling_whisper import WhisperForConditionalGeneration
    from transformers.models.whisper.tokenization_whisper import WhisperTokenizer

    model: Any = WhisperForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
    extractor: Any = WhisperFeatureExtractor.from_pretrained(folder)
    tokenizer: Any = WhisperTokenizer.from_pretrained(folder)
    wave = clip(name).astype(np.float32) / 32768
    features = extractor(wave, sampling_rate=16_000, return_tensors="pt").input_features
    ids = model.generate(features, language="en", task="transcribe", do_sample=False, num_beams=1)
    return tokenizer.batch_decode(ids, skip_special_tokens=True)[0].strip(), ids[0].tolist()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["clip01.flac", "clip07.flac", "clip12.flac"])
def test_clips_are_understood(pocket: PairRecognizer, mode: Mode, name: str) -> None:
    heard = pocket.transcribe(request(clip(name), mode))
    assert heard.text == SAID[name]
    assert heard.model == f"pocket-{mode}"
    assert (heard.suppressed, heard.warning) == ("", "")


@pytest.mark.parametrize("mode", MODES)
def test_the_same_text_as_plain_generate(pocket: PairRecognizer, mode: Mode) -> None:
    name = "clip21.flac"  # an open sentence, in which the models make mistakes
    assert pocket.transcribe(request(clip(name), mode)).text == reference(POCKET / mode.value, name)[0]


def test_the_vocabulary_gives_the_text_that_transformers_gives() -> None:
    text, ids = reference(POCKET / "teacher", "clip13.flac")
    assert load_vocabulary(check_checkpoint(POCKET / "teacher")).text(ids) == text


def test_times_and_probabilities_are_measured(pocket: PairRecognizer) -> None:
    heard = pocket.transcribe(request(clip("clip01.flac"), Mode.TEACHER))
    assert heard.times.features_ms > 0
    assert heard.times.encoder_ms > 0
    assert heard.times.decoder_ms > 0
    assert heard.mean_log_probability is not None
    assert -0.2 < heard.mean_log_probability < 0
    assert heard.no_speech_probability is not None
    assert heard.no_speech_probability < 0.1


def test_the_mean_log_probability_is_that_of_generate(pocket: PairRecognizer) -> None:
    import torch
    from transformers.models.whisper.modeling_whisper import WhisperForConditionalGeneration

    from dictate.engine.features import LogMel

    model: Any = WhisperForConditionalGeneration.from_pretrained(POCKET / "distil", dtype=torch.float32)
    features = LogMel(80, "cpu", torch.float32)(clip("clip20.flac"))
    output = model.generate(
        features,
        language="en",
        task="transcribe",
        do_sample=False,
        num_beams=1,
        return_dict_in_generate=True,
        output_scores=True,
        force_unique_generate_call=True,
    )
    scores = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
    heard = pocket.transcribe(request(clip("clip20.flac"), Mode.DISTIL))
    assert heard.mean_log_probability == pytest.approx(float(scores.mean()), abs=1e-4)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NOISES)
def test_noise_gives_no_text_field_3(pocket: PairRecognizer, mode: Mode, name: str) -> None:
    heard = pocket.transcribe(request(clip(name), mode))
    assert not heard.text or heard.suppressed
    assert heard.no_speech_probability is not None
    assert heard.no_speech_probability > 0.9


@pytest.mark.parametrize("language", ["en", None])
def test_the_encoder_runs_once_whatever_is_asked(pocket: PairRecognizer, language: str | None) -> None:
    model = pocket._loaded[Mode.TEACHER]
    with encoder_calls(model) as calls:
        heard = pocket.transcribe(request(clip("clip02.flac"), Mode.TEACHER, language=language, prompt="birthday"))
    assert len(calls) == 1
    assert heard.text == SAID["clip02.flac"]
    with encoder_calls(model) as calls:
        pocket.transcribe(request(clip("noise2_white.flac"), Mode.TEACHER, language=language))
    assert len(calls) == 1


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What the decoder is given to continue, call by call."""
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.decoding import decode

    seen: list[list[int]] = []

    def spy(decoder: Any, rules: Any, opening: list[int], *more: Any) -> Any:
        seen.append(opening)
        return decode(decoder, rules, opening, *more)

    monkeypatch.setattr("dictate.engine.whisper.decode", spy)
    return seen


def test_the_language_is_detected_and_told_to_the_decoder(pocket: PairRecognizer, openings: list[list[int]]) -> None:
    for language in ("en", None, "de"):
        pocket.transcribe(request(clip("clip03.flac"), Mode.TEACHER, language=language))
    vocabulary = load_vocabulary(check_checkpoint(POCKET / "teacher"))
    assert openings[0] == openings[1]
    assert openings[0][1] == vocabulary.languages["en"]
    assert openings[2][1] == vocabulary.languages["de"]


def test_an_unknown_language_is_refused(pocket: PairRecognizer) -> None:
    with pytest.raises(RecognitionFailed, match="does not know the language 'klingon'"):
        pocket.transcribe(request(clip("clip03.flac"), Mode.TEACHER, language="klingon"))


def test_a_prompt_comes_before_the_start_and_is_bounded() -> None:
    vocabulary = load_vocabulary(check_checkpoint(POCKET / "teacher"))
    ids = vocabulary.prompt_ids("Vera, Edinburgh", 100)
    assert ids[0] == vocabulary.previous
    assert vocabulary.text(ids) == "Vera, Edinburgh"
    assert len(vocabulary.prompt_ids("word " * 500, 100)) == 101
    assert vocabulary.prompt_ids("  ", 100) == []


def test_a_long_prompt_leaves_room_for_the_text(pocket: PairRecognizer) -> None:
    sound = np.concatenate([clip("monologue1.flac")[: 30 * 16_000]])
    assert pocket.transcribe(request(sound, Mode.TEACHER, is_final=False, prompt="lesson " * 600)).model


def test_sound_over_thirty_seconds_is_refused_not_cut_field_5(pocket: PairRecognizer) -> None:
    with pytest.raises(RecognitionFailed, match=r"30\.1 s of sound are too long"):
        pocket.transcribe(request(np.zeros(481_000, dtype=np.int16), Mode.DISTIL))


def test_no_sound_at_all_gives_no_text(pocket: PairRecognizer) -> None:
    assert pocket.transcribe(request(np.zeros(0, dtype=np.int16), Mode.DISTIL)).text == ""


def test_features_are_those_of_transformers() -> None:
    import torch
    from transformers.models.whisper.feature_extraction_whisper import WhisperFeatureExtractor

    from dictate.engine.features import LogMel

    samples = clip("clip05.flac")
    extractor: Any = WhisperFeatureExtractor.from_pretrained(POCKET / "teacher")
    expected = extractor(samples.astype(np.float32) / 32768, sampling_rate=16_000, return_tensors="pt").input_features
    assert torch.allclose(LogMel(80, "cpu", torch.float32)(samples), expected, atol=1e-4)


def make_english_only(folder: Path) -> Path:
    """The pocket distil as an English-only checkpoint: no languages, no tasks in its generation config."""
    copy_pocket(folder)
    path = folder / "generation_config.json"
    generation = json.loads(path.read_text())
    for key in ("lang_to_id", "task_to_id"):
        del generation[key]
    path.write_text(json.dumps(generation | {"is_multilingual": False}))
    return folder


def test_an_english_only_checkpoint_is_told_no_language(tmp_path: Path, openings: list[list[int]]) -> None:
    loaded = load(make_english_only(tmp_path / "english"))
    vocabulary = load_vocabulary(check_checkpoint(tmp_path / "english"))
    for language in ("en", None, "de"):
        loaded.transcribe(clip("clip03.flac"), language=language)
    assert openings == [[vocabulary.start, vocabulary.no_timestamps]] * 4  # with the warm-up
    loaded.close()


def test_a_foreign_language_is_warned_of_where_the_model_knows_english_only_field_13(tmp_path: Path) -> None:
    english = make_english_only(tmp_path / "english")
    recognizer = PairRecognizer(local(POCKET / "teacher", english), tmp_path, "cpu")
    recognizer.prepare(Mode.DISTIL, Reports())
    heard = recognizer.transcribe(request(clip("clip03.flac"), Mode.DISTIL, language="de"))
    assert heard.text
    assert heard.warning == "english knows English only, not 'de'"
    recognizer.close()


def test_weights_that_do_not_fit_the_config_are_refused(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"decoder_layers": 3}))
    with pytest.raises(NotAModel, match="tensors are missing"):
        load(folder)
    (folder / "config.json").write_text(json.dumps(config | {"d_model": 128}))
    with pytest.raises(NotAModel, match="another shape"):
        load(folder)


def test_a_tokenizer_that_is_not_whispers_is_refused(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    text = (folder / "tokenizer.json").read_text().replace("<|startoftranscript|>", "<|something|>")
    (folder / "tokenizer.json").write_text(text)
    with pytest.raises(NotAModel, match=r"not Whisper's: it lacks <\|startoftranscript"):
        load(folder)


def test_old_tokenizer_files_give_the_same_text(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    loaded = load(folder)
    assert loaded.transcribe(clip("clip01.flac"), language="en").text == SAID["clip01.flac"]
    loaded.close()


def test_sharded_weights_are_read(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = copy_pocket(tmp_path / "model")
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    names = sorted(tensors)
    shards = {"model-1.safetensors": names[::2], "model-2.safetensors": names[1::2]}
    for shard, keys in shards.items():
        save_file({key: tensors[key] for key in keys}, folder / shard)
    index = {"weight_map": {key: shard for shard, keys in shards.items() for key in keys}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    loaded = load(folder)
    assert loaded.transcribe(clip("clip01.flac"), language="en").text == SAID["clip01.flac"]
    loaded.close()


def test_loading_says_what_runs_and_why(pocket: PairRecognizer) -> None:
    info = pocket.prepare(Mode.TEACHER, Reports())
    assert (info.device, info.precision, info.attention) == ("CPU", "fp32", "sdpa")
    assert "as the settings ask" in info.reason
    assert info.memory_bytes == pytest.approx(8.3e6 * 4, rel=0.01)


def test_a_model_that_is_closed_is_freed(tmp_path: Path) -> None:
    import gc
    import weakref

    folder = Path(shutil.copytree(POCKET / "distil", tmp_path / "model"))
    loaded = load(folder)
    watch = weakref.ref(loaded._encoder)
    loaded.close()
    gc.collect()
    assert watch() is None


def test_weights_in_full_precision_are_read_too(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = copy_pocket(tmp_path / "model")
    tensors = {name: tensor.to(torch.float32) for name, tensor in load_file(folder / "model.safetensors").items()}
    save_file(tensors, folder / "model.safetensors")
    loaded = load(folder)
    assert loaded.transcribe(clip("clip01.flac"), language="en").text == SAID["clip01.flac"]
    loaded.close()


def test_a_text_that_reaches_the_token_bound_is_marked_field_5(
    pocket: PairRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dictate.engine.whisper.MIN_TOKENS", 5)
    monkeypatch.setattr("dictate.engine.whisper.TOKENS_A_SECOND", 0)
    heard = pocket.transcribe(request(clip("clip01.flac"), Mode.TEACHER))
    assert heard.text
    assert SAID["clip01.flac"].startswith(heard.text)
    assert heard.warning == "the text was cut at 5 tokens; something may be missing"


def test_other_languages_may_need_more_tokens(pocket: PairRecognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dictate.engine import decoding

    limits: list[int] = []

    def spy(*arguments: Any) -> Any:
        limits.append(arguments[3])
        return decoding.decode(*arguments)

    monkeypatch.setattr("dictate.engine.whisper.decode", spy)
    sound = clip("clip01.flac")[:32_000]
    for language in ("en", "hi"):
        pocket.transcribe(request(sound, Mode.TEACHER, language=language, is_final=False))
    assert limits == [8 + 14, 8 + 40]
