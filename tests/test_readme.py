"""The README promises what the code holds: pairs, keys, exit codes, commands, pictures."""

import re
from pathlib import Path

import pytest

from dictate.core.catalog import PAIRS, ModelPair
from dictate.core.errors import DictateError
from dictate.ui.keys import ACTIONS, KeyAction

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_every_pair_is_in_the_table_with_its_models(pair: ModelPair) -> None:
    (row,) = re.findall(rf"^\| `{re.escape(pair.name)}`.*$", README, re.MULTILINE)
    for spec in (pair.teacher, pair.distil):
        assert f"{spec.repository or 'demonstration only'}, {spec.parameters_m:g} M" in row


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_key_is_in_the_table(action: KeyAction) -> None:
    keys = re.findall(r"^\| (.+?) \| .*\|$", README, re.MULTILINE)
    short = action.default[0].removeprefix("Ctrl+")
    assert any(action.default[0] in row or (row.startswith("Ctrl+") and short in row.split(", ")) for row in keys)


def test_every_exit_code_is_in_the_table() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert {kind.exit_code for kind in DictateError.__subclasses__()} | {0, 1} <= told


def test_every_file_that_it_points_to_is_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert not [target for target in targets if not (ROOT / target).is_file()]
