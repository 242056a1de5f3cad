"""File names from a template: whatever stands in it, one plain name comes out."""

from datetime import datetime
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.errors import SettingsError
from dictate.core.naming import LONGEST_BYTES, file_name, safe_stem

NOW = datetime(2026, 11, 25, 14, 5, 9)


def test_the_template_gets_date_time_and_name() -> None:
    assert file_name("{name} {date} {time}", now=NOW, name="Notes", ending="srt") == "Notes 2026-11-25 14-05-09.srt"


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no field '.place.'") as caught:
        file_name("{place}", now=NOW, name="", ending="txt")
    assert "{date}, {time}, {name}" in caught.value.action


@pytest.mark.parametrize(
    ("wish", "stem"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\Windows\\x", "C--Windows-x"),
        ("..", "Dictation"),
        ("   ", "Dictation"),
        (".hidden", "hidden"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("a\nb\x00c", "a-b-c"),
        ("name. ", "name"),
    ],
)
def test_no_path_tricks(wish: str, stem: str) -> None:
    assert safe_stem(wish) == stem


@given(st.text(max_size=300), st.text(max_size=300))
def test_the_result_is_always_one_plain_name(template: str, name: str) -> None:
    template = template.replace("{", "").replace("}", "") + "{name}"
    made = file_name(template, now=NOW, name=name, ending="txt")
    assert Path(made).name == made == PureWindowsPath(made).name
    assert not made.startswith(".")
    assert len(made.encode()) <= LONGEST_BYTES + len("_.txt")
    assert "\x00" not in made
