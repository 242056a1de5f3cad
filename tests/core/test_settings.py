"""``core.settings``: every choice survives the file, wrong values are refused by name, unknown keys are kept."""

import json
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.errors import SettingsError
from dictate.core.settings import SegmenterSettings, Settings, from_dict, to_dict
from dictate.core.types import Mode

words = st.text(st.characters(codec="utf-8", exclude_characters="."), min_size=1, max_size=8)
plain_values = st.none() | st.booleans() | st.integers(-9, 9) | words | st.lists(words, max_size=2)


def value_for(hint: Any, metadata: Any) -> st.SearchStrategy[Any]:
    """Allowed values of one setting."""
    kind = getattr(hint, "__origin__", hint)
    if "choices" in metadata:
        return st.sampled_from(metadata["choices"])
    if "range" in metadata:
        low, high = metadata["range"]
        return st.integers(low, high) if kind is int else st.floats(low, high)
    simple: dict[type, st.SearchStrategy[Any]] = {
        str: words,
        bool: st.booleans(),
        list: st.lists(words),
        dict: st.dictionaries(words, words),
    }
    return simple[kind]


def section_for(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Any part of a section's settings, with keys of a newer version among them."""
    hints = get_type_hints(kind)
    known = {entry.name: value_for(hints[entry.name], entry.metadata) for entry in fields(kind)}
    newer = st.dictionaries(words.filter(lambda key: key not in known), plain_values, max_size=2)
    return st.tuples(st.fixed_dictionaries({}, optional=known), newer).map(lambda both: both[0] | both[1])


SECTIONS = {name: hint for name, hint in get_type_hints(Settings).items() if name != "unknown"}
files = st.tuples(
    st.fixed_dictionaries({}, optional={name: section_for(kind) for name, kind in SECTIONS.items()}),
    st.dictionaries(words.filter(lambda key: key not in {*SECTIONS, "unknown"}), plain_values, max_size=2),
).map(lambda both: both[0] | both[1])


@given(files)
def test_a_file_of_any_version_survives(plain: dict[str, Any]) -> None:
    """What was read is written back, unknown keys included; what was left out has its default."""
    settings = from_dict(plain)
    written = to_dict(settings)
    for name, value in plain.items():
        if name in SECTIONS:
            assert written[name].items() >= value.items()
        else:
            assert written[name] == value
    assert from_dict(written) == settings
    assert json.loads(json.dumps(written)) == written


def test_an_empty_file_gives_the_defaults() -> None:
    assert from_dict({}) == Settings()


def all_bounds() -> list[tuple[str, str, Any]]:
    """Section, key, and a value just outside the allowed range or choices."""
    found: list[tuple[str, str, Any]] = []
    for section, kind in SECTIONS.items():
        for entry in fields(kind):
            if "range" in entry.metadata:
                low, high = entry.metadata["range"]
                found += [(section, entry.name, low - 1), (section, entry.name, high + 1)]
            if "choices" in entry.metadata:
                found.append((section, entry.name, "no such choice"))
    return found


@pytest.mark.parametrize(("section", "key", "value"), all_bounds())
def test_a_value_out_of_range_is_refused_with_its_name(section: str, key: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=rf"'{section}\.{key}' must be (from|one of) .*not {value!r}"):
        from_dict({section: {key: value}})


@pytest.mark.parametrize(
    ("section", "key", "value", "message"),
    [
        ("segmenter", "hangover_ms", "600", "must be int, not '600'"),
        ("segmenter", "hangover_ms", 600.5, "must be int"),
        ("segmenter", "hangover_ms", True, "must be int, not True"),
        ("segmenter", "speech_on", True, "must be float, not True"),
        ("segmenter", "speech_on", float("nan"), "must be from"),
        ("text", "spoken_commands", 1, "must be bool"),
        ("text", "commands", ["new line"], "must be dict"),
        ("text", "commands", {"new line": 1}, "must hold only text"),
        ("text", "custom_words", [1], "must hold only text"),
        ("microphone", "name", None, "must be str, not None"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_name(section: str, key: str, value: Any, message: str) -> None:
    with pytest.raises(SettingsError, match=rf"'{section}\.{key}' {message}"):
        from_dict({section: {key: value}})


def test_a_section_must_be_a_group() -> None:
    with pytest.raises(SettingsError, match="'segmenter' must be a group of settings, not 5"):
        from_dict({"segmenter": 5})


def test_a_whole_number_is_good_enough_for_a_fraction() -> None:
    settings = from_dict({"segmenter": {"level_floor_dbfs": -50}})
    assert settings.segmenter.level_floor_dbfs == -50.0
    assert isinstance(settings.segmenter.level_floor_dbfs, float)


def test_an_unknown_key_called_unknown_is_kept_like_any_other() -> None:
    assert to_dict(from_dict({"unknown": {"a": 1}}))["unknown"] == {"a": 1}


def test_defaults_are_within_their_own_ranges() -> None:
    assert from_dict(to_dict(Settings())) == Settings()


def test_defaults_are_not_shared() -> None:
    """A changed command list must not change the defaults of the next settings."""
    Settings().text.commands["full stop"] = "stop"
    assert "full stop" not in Settings().text.commands


def test_a_distil_gets_shorter_utterances_than_the_teacher() -> None:
    settings = SegmenterSettings()
    assert settings.hard_limit_ms(Mode.DISTIL) == settings.hard_limit_ms(Mode.VERIFIED) == 15_000
    assert settings.hard_limit_ms(Mode.TEACHER) == 25_000
