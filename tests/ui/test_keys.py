"""The table of keys: defaults without conflicts, rebinding, refusals that name the other action."""

import pytest
from PySide6.QtGui import QKeySequence

from dictate.core.errors import SettingsError
from dictate.core.settings import Settings, WindowSettings
from dictate.ui.keys import ACTIONS, FIXED, KeyTable, Portable
from tests.ui.conftest import MakeStage


def test_no_two_actions_share_a_key() -> None:
    keys = KeyTable({})
    seen = [sequence.toString(Portable) for action in ACTIONS for sequence in keys.sequences(action.name)]
    seen += [QKeySequence(key, Portable).toString(Portable) for key in FIXED]
    assert len(seen) == len(set(seen))


def test_a_conflict_is_refused_with_the_name_of_the_other_action() -> None:
    keys = KeyTable({})
    with pytest.raises(SettingsError, match="already the key of 'Save'"):
        keys.rebind("record", "Ctrl+S")
    with pytest.raises(SettingsError, match="already the key of 'Undo'"):
        keys.rebind("record", "Ctrl+Z")
    assert keys.shown("record") == "F9", "the key stays as it was"


@pytest.mark.parametrize("key", ["Nonsense", "Ctrl+Blah"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match="is not a key"):
        KeyTable({}).rebind("record", key)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(SettingsError, match="no action 'dance'"):
        KeyTable({}).rebind("dance", "F2")


def test_a_key_moves_and_its_old_one_is_free() -> None:
    keys = KeyTable({"record": "F2"})
    assert keys.shown("record") == "F2"
    keys.rebind("play", "F9")
    assert keys.own() == {"record": "F2", "play": "F9"}
    keys.rebind("play", "")
    assert keys.sequences("play") == []
    assert keys.shown("play") == ""


def test_bad_keys_in_the_settings_leave_the_defaults() -> None:
    keys = KeyTable({"record": "Ctrl+O", "save": "F12"})
    assert keys.shown("record") == "F9"
    assert keys.shown("save") == "F12"
    assert len(keys.problems) == 1


def test_the_window_uses_the_users_keys(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(window=WindowSettings(keys={"record": "F2"})))
    assert [key.toString() for key in stage.window.actions_.by_name["record"].shortcuts()] == ["F2"]
    assert "(F2)" in stage.window.bar.record.toolTip()


def test_two_actions_may_change_places_and_that_survives_a_start() -> None:
    keys = KeyTable({})
    keys.rebind("hold", "F2")
    keys.rebind("record", "F8")
    keys.rebind("hold", "F9")
    again = KeyTable(keys.own())
    assert again.problems == []
    assert (again.shown("record"), again.shown("hold")) == ("F8", "F9")


def test_defaults_come_back_unless_another_action_has_them() -> None:
    keys = KeyTable({"record": "F2", "play": "F9"})
    assert not keys.is_default("record")
    with pytest.raises(SettingsError, match="F9 is already the key of 'Play the utterance'"):
        keys.restore("record")
    keys.restore("play")
    keys.restore("record")
    assert keys.own() == {}
    assert keys.is_default("record")
    keys.rebind("save", "F4")
    keys.restore_all()
    assert (keys.shown("save"), keys.own()) == ("Ctrl+S", {})
