"""The real pair on its device: the text of clips, one encoder, windows, languages, prompts, odd checkpoints."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dictate.core.comparing import word_changes
from dictate.core.errors import NotAModel, RecognitionFailed
from dictate.core.types import Mode, PlainHearing
from dictate.engine.checkpoint import check_checkpoint
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from dictate.engine.vocabulary import load_vocabulary
from tests.engine.parts import NOISES, POCKET, Reports, clip, copy_pocket, local, request, transcripts

MODES = (Mode.DISTIL, Mode.TEACHER)
SAID = transcripts()
FP32 = EngineOptions(device="cpu", precision="fp32")


def load(folder: Path, mode: Mode = Mode.TEACHER, **options: Any) -> Any:
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.loaded import LoadedPair

    pair = LoadedPair(EngineOptions(device="cpu", **options))
    pair.load(mode, check_checkpoint(folder), folder.name, Reports())
    return pair


@contextmanager
def encoder_calls(recognizer: PairRecognizer) -> Iterator[list[int]]:
    """Counts the encoder's passes; one entry a pass, with its positions."""
    calls: list[int] = []
    assert recognizer._pair is not None
    hearing = recognizer._pair.model(Mode.TEACHER).hearing
    encode = hearing._encoder

    def counted(features: Any) -> Any:
        calls.append(features.shape[1] // 2)
        return encode(features)

    hearing._encoder = counted  # type: ignore[assignment]
    try:
        yield calls
    finally:
        hearing._encoder = encode


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
    assert pocket._pair is not None
    heard = pocket._pair.hear(clip(name), mode, language="en", window="full")
    assert heard.text == reference(POCKET / mode.value, name)[0]
    assert heard.positions == 1500


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


def test_the_log_probabilities_are_those_of_generate(pocket: PairRecognizer) -> None:
    import torch
    from transformers.models.whisper.feature_extraction_whisper import WhisperFeatureExtractor
    from transformers.models.whisper.modeling_whisper import WhisperForConditionalGeneration

    model: Any = WhisperForConditionalGeneration.from_pretrained(POCKET / "distil", dtype=torch.float32)
    extractor: Any = WhisperFeatureExtractor.from_pretrained(POCKET / "distil")
    wave = clip("clip20.flac").astype(np.float32) / 32768
    output = model.generate(
        extractor(wave, sampling_rate=16_000, return_tensors="pt").input_features,
        language="en",
        task="transcribe",
        do_sample=False,
        num_beams=1,
        return_dict_in_generate=True,
        output_scores=True,
        force_unique_generate_call=True,
    )
    scores = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)[0]
    assert pocket._pair is not None
    heard = pocket._pair.hear(clip("clip20.flac"), Mode.DISTIL, language="en", window="full")
    assert heard.log_probabilities == pytest.approx(scores.tolist(), abs=1e-3)
    assert heard.mean_log_probability == pytest.approx(float(scores.mean()), abs=1e-4)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", NOISES)
def test_noise_gives_no_text_field_3(pocket: PairRecognizer, mode: Mode, name: str) -> None:
    heard = pocket.transcribe(request(clip(name), mode))
    assert not heard.text or heard.suppressed
    assert heard.no_speech_probability is not None
    assert heard.no_speech_probability > 0.9


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("language", ["en", None])
def test_the_encoder_runs_once_whatever_is_asked(pocket: PairRecognizer, mode: Mode, language: str | None) -> None:
    """Once for both models too: distil's draft and the teacher's check hear the same."""
    with encoder_calls(pocket) as calls:
        heard = pocket.transcribe(request(clip("clip12.flac"), mode, language=language, prompt="Heidi"))
    assert calls == [832]
    assert heard.text == pocket.transcribe(request(clip("clip12.flac"), mode, prompt="Heidi")).text


def test_one_encoder_serves_both_and_memory_shows_it(pocket: PairRecognizer) -> None:
    pair = pocket._pair
    assert pair is not None
    assert pair.shared_encoder
    assert pair.why == "the encoders are equal, tensor by tensor"
    alone = [pocket.prepare(mode, Reports()).memory_bytes for mode in MODES]
    encoder = pair.model(Mode.TEACHER).hearing.memory_bytes
    both = pocket.prepare(Mode.VERIFIED, Reports())
    assert both.memory_bytes == pair.memory_bytes == sum(alone) - encoder
    assert alone[1] == pytest.approx(8.3e6 * 4, rel=0.01)
    assert "One encoder for both" in both.reason


def test_encoders_that_differ_are_both_kept_and_the_text_is_still_the_teachers(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    folder = copy_pocket(tmp_path / "other")
    tensors = load_file(folder / "model.safetensors")
    tensors["model.encoder.layers.1.fc1.bias"] += 0.01
    save_file(tensors, folder / "model.safetensors")
    recognizer = PairRecognizer(local(POCKET / "teacher", folder), tmp_path, FP32)
    info = recognizer.prepare(Mode.VERIFIED, Reports())
    pair = recognizer._pair
    assert pair is not None
    assert not pair.shared_encoder
    assert "the encoders differ, first in model.encoder.layers.1.fc1.bias" in info.reason
    with torch.inference_mode():
        verified = recognizer.transcribe(request(clip("clip13.flac"), Mode.VERIFIED))
    assert verified.text == recognizer.transcribe(request(clip("clip13.flac"), Mode.TEACHER)).text
    recognizer.close()


def test_verified_tells_the_draft_and_what_the_teacher_changed(pocket: PairRecognizer) -> None:
    drafts: list[str] = []
    name = "clip03.flac"  # "Our daughter speaks": distil mishears it
    verified = pocket.transcribe(request(clip(name), Mode.VERIFIED), drafts.append)
    distil, teacher = (pocket.transcribe(request(clip(name), mode)) for mode in MODES)
    assert verified.text == teacher.text != distil.text
    assert verified.tokens == teacher.tokens
    assert verified.model == "pocket-teacher"
    assert verified.verification is not None
    assert drafts == [distil.text] == [verified.verification.draft]
    assert verified.verification.changes == word_changes(distil.text, teacher.text)
    assert 0 < verified.verification.accept_rate < 1
    assert verified.verification.teacher_passes < len(teacher.tokens)


def test_the_plain_teacher_agrees_with_what_was_verified_and_tells_the_margin_of_a_lie(pocket: PairRecognizer) -> None:
    asked = request(clip("clip03.flac"), Mode.VERIFIED)
    verified = pocket.transcribe(asked)
    plain = pocket.plain(asked, verified)
    assert plain == PlainHearing(text=verified.text, margin=0.0)
    lie = replace(verified, tokens=verified.tokens[:-2])
    found = pocket.plain(asked, lie)
    assert found is not None
    assert found.margin > 0
    assert pocket.plain(asked, pocket.transcribe(replace(asked, mode=Mode.TEACHER))) is None


def test_what_was_heard_of_an_utterance_is_the_draft_of_its_next_hearing(pocket: PairRecognizer) -> None:
    asked = request(clip("clip16.flac"), Mode.DISTIL, utterance=7)
    assert pocket._pair is not None
    passes: list[int] = []
    hear = pocket._pair.hear

    def counted(*arguments: Any, **options: Any) -> Any:
        heard = hear(*arguments, **options)
        passes.append(heard.passes)
        return heard

    pocket._pair.hear = counted  # type: ignore[method-assign]
    try:
        first = pocket.transcribe(replace(asked, is_final=False))
        assert pocket.transcribe(asked).text == first.text
        pocket.transcribe(replace(asked, utterance=8))
    finally:
        pocket._pair.hear = hear  # type: ignore[method-assign]
    assert passes[1] == 1
    assert passes[0] == passes[2] > 10


def test_the_window_follows_the_sound_or_is_always_full(pocket: PairRecognizer) -> None:
    pair = pocket._pair
    assert pair is not None
    short, long = clip("clip01.flac"), np.zeros(16_000 * 20, dtype=np.int16)
    assert pair.hear(short, Mode.DISTIL).positions == 832
    assert pair.hear(long, Mode.DISTIL, limit=1).positions == 1000 + 128
    assert pair.hear(short, Mode.DISTIL, window="full").positions == 1500
    full = load(POCKET / "distil", Mode.DISTIL, window="full")
    assert full.hear(short, Mode.DISTIL, limit=1).positions == 1500
    full.close()


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What the decoder is given to continue, call by call."""
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.decoding import Search

    seen: list[list[int]] = []

    def spy(reader: Any, opening: list[int], limit: int) -> Any:
        seen.append(opening)
        return Search(reader, opening, limit)

    monkeypatch.setattr("dictate.engine.whisper.Search", spy)
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
    log_mel = LogMel(80, torch.device("cpu"))
    assert torch.allclose(log_mel(log_mel.wave(samples)), expected[0], atol=1e-4)
    trimmed = log_mel(log_mel.wave(samples, 768))
    assert trimmed.shape == (80, 1536)
    assert torch.allclose(trimmed, expected[0, :, :1536], atol=1e-4)


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
        loaded.hear(clip("clip03.flac"), Mode.TEACHER, language=language)
    assert openings == [[vocabulary.start, vocabulary.no_timestamps]] * 4  # with the warm-up
    loaded.close()


def test_a_foreign_language_is_warned_of_where_the_model_knows_english_only_field_13(tmp_path: Path) -> None:
    english = make_english_only(tmp_path / "english")
    recognizer = PairRecognizer(local(POCKET / "teacher", english), tmp_path, FP32)
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
    assert loaded.hear(clip("clip01.flac"), Mode.TEACHER, language="en").text == SAID["clip01.flac"]
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
    assert loaded.hear(clip("clip01.flac"), Mode.TEACHER, language="en").text == SAID["clip01.flac"]
    loaded.close()


def test_loading_says_what_runs_and_why(pocket: PairRecognizer) -> None:
    info = pocket.prepare(Mode.TEACHER, Reports())
    assert (info.device, info.precision, info.attention) == ("CPU", "fp32", "sdpa")
    assert "as the settings ask" in info.reason


@pytest.mark.parametrize("precision", ["int8", "bf16"])
def test_coarser_numbers_understand_the_clips_too_and_take_less_memory(precision: str) -> None:
    from dictate.engine.int8 import int8_problem

    if precision == "int8" and int8_problem():
        pytest.skip(int8_problem())
    loaded = load(POCKET / "teacher", precision=precision)
    assert loaded.info(Mode.TEACHER).precision == precision
    assert loaded.memory_bytes < 8.3e6 * 4 * 0.6
    for name in ("clip01.flac", "clip07.flac", "clip12.flac"):
        assert loaded.hear(clip(name), Mode.TEACHER, language="en").text == SAID[name]
    loaded.close()


def test_a_model_that_is_closed_is_freed(tmp_path: Path) -> None:
    import gc
    import weakref

    folder = Path(shutil.copytree(POCKET / "distil", tmp_path / "model"))
    loaded = load(folder)
    watch = weakref.ref(loaded.model(Mode.TEACHER).hearing._encoder)
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
    assert loaded.hear(clip("clip01.flac"), Mode.TEACHER, language="en").text == SAID["clip01.flac"]
    loaded.close()


def test_a_text_that_reaches_the_token_bound_is_heard_again_then_marked_field_5(
    pocket: PairRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dictate.engine.whisper.MIN_TOKENS", 5)
    monkeypatch.setattr("dictate.engine.whisper.TOKENS_A_SECOND", 0)
    heard = pocket.transcribe(request(clip("clip01.flac"), Mode.TEACHER))
    assert heard.text
    assert SAID["clip01.flac"].startswith(heard.text)
    assert heard.hearings == 2
    assert heard.warning.startswith("it did not come to an end; something may be missing")


def test_other_languages_may_need_more_tokens(pocket: PairRecognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dictate.engine.decoding import Search

    limits: list[int] = []

    def spy(reader: Any, opening: list[int], limit: int) -> Any:
        limits.append(limit)
        return Search(reader, opening, limit)

    monkeypatch.setattr("dictate.engine.whisper.Search", spy)
    sound = clip("clip01.flac")[:32_000]
    for language in ("en", "hi"):
        pocket.transcribe(request(sound, Mode.TEACHER, language=language, is_final=False))
    assert limits == [8 + 14, 8 + 40]


def make_looping(folder: Path) -> Path:
    """The pocket distil bent so that it says one word for ever."""
    import torch
    from safetensors.torch import load_file, save_file

    copy_pocket(folder)
    tensors = load_file(folder / "model.safetensors")
    word = load_vocabulary(check_checkpoint(folder)).tokenizer.encode(" report", add_special_tokens=False).ids[0]
    tensors["model.decoder.layer_norm.weight"] = torch.zeros_like(tensors["model.decoder.layer_norm.weight"])
    embedding = tensors["model.decoder.embed_tokens.weight"]
    tensors["model.decoder.layer_norm.bias"] = embedding[word] * 20 / embedding[word].norm()
    save_file(tensors, folder / "model.safetensors")
    return folder


def test_a_loop_is_heard_again_at_the_full_window_then_by_the_teacher_field_15(tmp_path: Path) -> None:
    looping = make_looping(tmp_path / "looping")
    recognizer = PairRecognizer(local(POCKET / "teacher", looping), tmp_path, FP32)
    recognizer.prepare(Mode.VERIFIED, Reports())
    with encoder_calls(recognizer) as calls:
        heard = recognizer.transcribe(request(clip("clip01.flac"), Mode.DISTIL))
    assert calls == [832, 1500, 1500]
    assert (heard.text, heard.model, heard.hearings) == (SAID["clip01.flac"], "teacher", 3)
    assert "looping: it repeats itself" in heard.warning
    assert "Recognized again by teacher" in heard.warning
    recognizer.close()


def test_a_loop_that_no_hearing_mends_is_held_back_with_its_reason_field_15(tmp_path: Path) -> None:
    looping = make_looping(tmp_path / "looping")
    recognizer = PairRecognizer(local(looping, looping), tmp_path, FP32)
    recognizer.prepare(Mode.DISTIL, Reports())
    for mode, hearings in ((Mode.DISTIL, 3), (Mode.TEACHER, 2), (Mode.VERIFIED, 2)):
        recognizer.prepare(mode, Reports())
        heard = recognizer.transcribe(request(clip("clip01.flac"), mode))
        assert heard.suppressed.startswith("it repeats itself")
        assert heard.suppressed.endswith("Recognizing it again did not help")
        assert heard.text
        assert heard.hearings == hearings
    recognizer.close()
