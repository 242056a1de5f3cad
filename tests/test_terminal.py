"""What a person sees in a terminal, and what a file gets."""

import io
import re

import pytest

from dictate.terminal import Terminal, columns

BLANK = re.compile(r"\r +\r")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def color_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_file_gets_plain_lines_only() -> None:
    out, err = io.StringIO(), io.StringIO()
    terminal = Terminal(out, err)
    terminal.status("listening", "maybe")
    terminal.line("Words.", "120 ms")
    terminal.message("two\nlines")
    assert (out.getvalue(), err.getvalue()) == ("Words.\n", "two lines\n")


def test_a_person_sees_tentative_words_dim_and_a_line_that_gives_way_to_the_final_one() -> None:
    out, err = Screen(), Screen()
    terminal = Terminal(out, err)
    terminal.status("Set a ", "timer")
    assert err.getvalue() == "\rSet a \x1b[2mtimer\x1b[0m\r"
    terminal.line("Set a timer.", "120 ms")
    assert BLANK.search(err.getvalue())
    assert out.getvalue() == "Set a timer.  \x1b[2m120 ms\x1b[0m\n"


def test_a_shorter_line_covers_the_longer_one_before() -> None:
    err = Screen()
    terminal = Terminal(io.StringIO(), err)
    terminal.status("a long line")
    terminal.status("short")
    assert err.getvalue().endswith("\rshort      \r")


def test_what_is_too_long_shows_its_end() -> None:
    err = Screen()
    Terminal(io.StringIO(), err).status("x" * 100 + "苹果 the end")
    shown = err.getvalue().strip("\r")
    assert shown.endswith("苹果 the end")
    assert columns(shown) <= 39


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_wishes_for_a_plain_terminal_are_honored(monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]) -> None:
    monkeypatch.setenv(*variable)
    out, err = Screen(), Screen()
    terminal = Terminal(out, err)
    terminal.status("Set a ", "timer")
    if variable[0] == "TERM":
        assert err.getvalue() == ""
    else:
        assert "\x1b" not in err.getvalue()


def test_wide_and_combining_letters_are_measured() -> None:
    assert columns("ae\N{COMBINING ACUTE ACCENT}苹") == 4
