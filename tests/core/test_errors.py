"""``core.errors``: every error speaks to the user and has its exit code."""

import re
from collections.abc import Iterator

import pytest

from dictate.core import errors
from dictate.core.errors import DictateError


def all_errors(root: type[DictateError] = DictateError) -> Iterator[type[DictateError]]:
    """The whole tree."""
    yield root
    for child in root.__subclasses__():
        yield from all_errors(child)


@pytest.mark.parametrize("kind", list(all_errors()), ids=lambda kind: kind.__name__)
def test_every_error_says_what_failed_and_what_to_do(kind: type[DictateError]) -> None:
    error = kind("The file is empty", "Choose another one.")
    assert error.user_message == "The file is empty"
    assert error.action == "Choose another one."
    assert str(error) == "The file is empty. Choose another one."
    assert error.exit_code > 0


def test_without_an_action_the_message_stands_alone() -> None:
    assert str(DictateError("The file is empty")) == "The file is empty"


def test_exit_codes_tell_the_families_apart() -> None:
    families = {kind: kind.exit_code for kind in DictateError.__subclasses__()}
    assert families[errors.UsageError] == families[errors.SettingsError] == 2
    codes = [code for kind, code in families.items() if kind is not errors.SettingsError]
    assert len(set(codes)) == len(codes)
    for family, code in families.items():
        assert {kind.exit_code for kind in all_errors(family)} == {code}


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = set(re.findall(r"[+`]-- (\w+)", errors.__doc__ or "")) | {"DictateError"}
    assert drawn == {kind.__name__ for kind in all_errors() if kind.__module__ == errors.__name__}
    for kind in DictateError.__subclasses__():
        if kind.__module__ == errors.__name__:
            assert re.search(rf"-- {kind.__name__} +exit {kind.exit_code}\b", errors.__doc__ or "")
