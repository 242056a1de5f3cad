"""Spoken commands (field 18): the whole utterance, any case, with or without final punctuation."""

import pytest

from dictate.core.commands import Action, Commands, normalize
from dictate.core.errors import SettingsError
from dictate.core.settings import TextSettings


@pytest.fixture
def commands() -> Commands:
    return Commands(TextSettings())


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("new line", Action.NEW_LINE),
        ("New line.", Action.NEW_LINE),
        (" NEW  LINE! ", Action.NEW_LINE),
        ("New, line.", Action.NEW_LINE),
        ("New paragraph.", Action.NEW_PARAGRAPH),
        ("Scratch that.", Action.SCRATCH),
        ('"Scratch that..."', Action.SCRATCH),
        ("Stop listening", Action.STOP),
        ("Copy that?", Action.COPY),
    ],
)
def test_field_18_a_whole_utterance_is_a_command(commands: Commands, said: str, action: Action) -> None:
    assert commands.find(said) is action


@pytest.mark.parametrize(
    "said",
    [
        "scratch that itch please",
        "Please scratch that.",
        "a new line",
        "new lines",
        "",
        ".",
        "newline",
        "Scratch that. Now.",
    ],
)
def test_field_18_anything_more_is_text(commands: Commands, said: str) -> None:
    assert commands.find(said) is None


def test_switched_off_they_are_all_text() -> None:
    assert Commands(TextSettings(spoken_commands=False)).find("new line") is None


def test_the_user_may_choose_other_words() -> None:
    commands = Commands(
        TextSettings(
            commands={
                "Nächste Zeile!": "new_line",
                "  ": "copy",
                "that\N{RIGHT SINGLE QUOTATION MARK}s wrong": "scratch",
            }
        )
    )
    assert commands.find("nächste zeile") is Action.NEW_LINE
    assert commands.find("That's wrong.") is Action.SCRATCH
    assert commands.find("new line") is None
    assert commands.find("") is None


def test_an_action_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    with pytest.raises(SettingsError, match=r"'self destruct' has no action 'explode'.*new_line.*copy"):
        Commands(TextSettings(commands={"self destruct": "explode"}))


def test_normal_form() -> None:
    assert normalize(" New,  Line. ") == "new line"
