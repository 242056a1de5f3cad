"""Both themes are legible: the contrast is computed, not looked at."""

import re

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from dictate.ui.appearance import qt_palette
from dictate.ui.palette import DARK, LIGHT, TEXT_PAIRS, Palette, contrast
from tests.ui.conftest import RESOURCES


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_has_a_contrast_of_at_least_4_5(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("shape", ["ok", "faint", "danger", "accent", "teacher", "verified", "doubt"])
def test_shapes_stand_out_from_the_window(palette: Palette, shape: str) -> None:
    """Graphical objects need 3:1 or, for the level on its track, a different length beside the color."""
    assert contrast(getattr(palette, shape), palette.window) >= 2.5


def test_the_style_sheet_uses_only_roles_that_exist() -> None:
    sheet = (RESOURCES / "themes" / "dictate.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{?([a-z_]+)", sheet))
    assert used <= {*LIGHT.tokens(), "small", "large"}
    assert not re.search(r"#[0-9A-Fa-f]{6}\b", sheet), "colors belong into the palette"


def test_qt_palette_carries_the_colors(qtbot: QtBot) -> None:
    palette = qt_palette(DARK)
    assert palette.window().color() == QColor(DARK.window)
    assert palette.placeholderText().color() == QColor(DARK.faint)
