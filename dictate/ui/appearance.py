"""Light, dark or as the system has it: a palette becomes Qt's palette and style sheet. Runs on the Qt main thread."""

import sys
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dictate.ui.icons import Icons
from dictate.ui.palette import DARK, LIGHT, Palette

LINUX_FONTS = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
"""Looked for in this order where the system's own choice is only a fallback; Windows and macOS have their own."""
SMALLEST_POINTS = 9.75
"""13 pixels at 96 dots an inch; a larger size of the system is honored."""


class Appearance(QObject):
    """The one place that knows which theme is in force.

    Signals:
        changed(palette): after the application has its new colors.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, resources: Path, theme: str) -> None:
        """``theme`` is ``system``, ``light`` or ``dark``."""
        super().__init__(application)
        self.icons = Icons(resources / "icons")
        self._application = application
        self._template = Template((resources / "themes" / "dictate.qss").read_text(encoding="utf-8"))
        self._theme = theme
        self.palette = LIGHT
        application.setStyle("Fusion")
        application.setFont(_font(application))
        application.setWindowIcon(self.icons.application())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    def set_theme(self, theme: str) -> None:
        """Change to ``system``, ``light`` or ``dark``."""
        self._theme = theme
        self._apply()

    def _follow_system(self) -> None:
        if self._theme == "system":
            self._apply()

    def _apply(self) -> None:
        dark = self._theme == "dark" or (
            self._theme == "system" and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.palette = DARK if dark else LIGHT
        self._application.setPalette(qt_palette(self.palette))
        points = self._application.font().pointSizeF()
        sizes = {"small": f"{points * 0.87:.2f}pt", "large": f"{points * 1.5:.2f}pt"}
        self._application.setStyleSheet(self._template.substitute(self.palette.tokens(), **sizes))
        self.changed.emit(self.palette)


def qt_palette(colors: Palette) -> QPalette:
    """What widgets without a rule in the style sheet use, the editor's interim text among them."""
    roles = {
        QPalette.ColorRole.Window: colors.window,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.window,
        QPalette.ColorRole.AlternateBase: colors.panel,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.faint,
        QPalette.ColorRole.Button: colors.field,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.BrightText: colors.on_accent,
        QPalette.ColorRole.ToolTipBase: colors.card,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.text,
        QPalette.ColorRole.Link: colors.accent_text,
        QPalette.ColorRole.Accent: colors.accent,
    }
    palette = QPalette()
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.faint))
    return palette


def _font(application: QApplication) -> QFont:
    font = QFont(application.font())
    if sys.platform.startswith("linux"):
        there = set(QFontDatabase.families())
        font.setFamilies([*(name for name in LINUX_FONTS if name in there), font.family()])
    if font.pointSizeF() < SMALLEST_POINTS:
        font.setPointSizeF(SMALLEST_POINTS)
    return font
