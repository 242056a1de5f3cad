"""Finding words in the text: a bar above the editor, every match marked. Runs on the Qt main thread."""

import re
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.transcript_anchors import utf16
from dictate.ui.transcript_text import TranscriptText
from dictate.ui.translating import tr

AGAIN_MS = 120
"""After an edit of the text, until the matches are looked for again."""


class FindBar(QWidget):
    """Enter and Shift+Enter go from match to match, Esc goes back to the text.

    Attributes:
        line: what to look for.
        count: "2 of 5", by words for a screen reader too.
    """

    def __init__(self, icons: Icons, view: TranscriptText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Find in the text"))
        self._icons = icons
        self._view = view
        self._ground = QColor(LIGHT.found)
        self._matches: list[tuple[int, int]] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find"))
        self.line.setAccessibleName(tr("Words to find"))
        self.count = QLabel()
        self.case = _button(tr("Match capitals"), "Aa")
        self.case.setCheckable(True)
        self.backward = _button(tr("Previous match (Shift+Enter)"))
        self.forward = _button(tr("Next match (Enter)"))
        self.away = _button(tr("Close (Esc)"))
        self._lay_out()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._look)
        self._connect()
        view.overlays.append(self)
        self.hide()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 6, 16, 6)
        layout.setSpacing(6)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.count)
        for button in (self.case, self.backward, self.forward, self.away):
            layout.addWidget(button)
        self.line.setMaximumWidth(420)
        self.count.setMinimumWidth(76)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._look_here)
        self.line.installEventFilter(self)
        self.case.toggled.connect(self._look_here)
        self.backward.clicked.connect(self.previous)
        self.forward.clicked.connect(self.next)
        self.away.clicked.connect(self.leave)
        self._view.textChanged.connect(self._text_changed)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._ground = QColor(palette.found)
        for button, name in ((self.backward, "up"), (self.forward, "chevron"), (self.away, "close")):
            button.setIcon(self._icons.icon(name, palette.dim, palette.border))

    # -- coming and going -------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Come up; a selection of some words is what to look for."""
        selected = self._view.textCursor().selectedText()
        self.show()
        if selected and "\N{PARAGRAPH SEPARATOR}" not in selected:
            self.line.setText(selected)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._look()

    def leave(self) -> None:
        """Go away; the last match stays selected."""
        self.hide()
        self._again.stop()
        self._matches = []
        self._view.viewport().update()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter, Shift+Enter and Esc in the line."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # else the window's own Esc would cancel an utterance
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = self.previous if back else self.next
            step()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    # -- looking ----------------------------------------------------------------------------------------------------

    @property
    def matches(self) -> list[tuple[int, int]]:
        """Document positions of every match, in order."""
        return list(self._matches)

    def next(self) -> None:
        """Select the first match behind the selection, or else the first of all."""
        self._look()
        end = self._view.textCursor().selectionEnd()
        index = bisect_left(self._matches, (end, end))
        self._select(index % len(self._matches) if self._matches else -1)

    def previous(self) -> None:
        """Select the last match before the selection, or else the last of all."""
        self._look()
        start = self._view.textCursor().selectionStart()
        self._select(bisect_left(self._matches, (start, start)) - 1 if self._matches else -1)

    def _look_here(self) -> None:
        """What to look for changed: select its first match from where one is."""
        self._look()
        start = self._view.textCursor().selectionStart()
        if self._matches:
            self._select(bisect_left(self._matches, (start, start)) % len(self._matches))

    def _text_changed(self) -> None:
        if self.isVisible():
            self._again.start()

    def _look(self) -> None:
        words, text = self.line.text(), self._view.text()
        pattern = re.compile(re.escape(words), 0 if self.case.isChecked() else re.IGNORECASE)
        found = [match.span() for match in pattern.finditer(text)] if words else []
        if utf16(text) != len(text):
            found = [(utf16(text[:start]), utf16(text[:end])) for start, end in found]
        self._matches = found
        self._say()

    def _select(self, index: int) -> None:
        if self._matches:
            start, end = self._matches[index]
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._view.setTextCursor(cursor)
            self._view.ensureCursorVisible()
        self._say()

    def _say(self) -> None:
        cursor = self._view.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        some = len(self._matches)
        place = bisect_left(self._matches, here) if here in self._matches else -1
        words = (
            tr("{place} of {all}", place=place + 1, all=some)
            if place >= 0
            else tr("{n} found", n=some)
            if some
            else tr("None found")
        )
        self.count.setText(words if self.line.text() else "")
        self.count.setAccessibleName(self.count.text())
        for button in (self.backward, self.forward):
            button.setEnabled(bool(self._matches))
        self._view.viewport().update()

    def paint(self, painter: QPainter, *, behind: bool) -> None:
        """A ground behind every match in view."""
        if not behind or not self._matches:
            return
        start, end = self._view.visible_range()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        first, last = bisect_left(self._matches, (start, start)), bisect_right(self._matches, (end, end))
        for low, high in self._matches[first:last]:
            for rect in self._view.rects_of(low, high):
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 3, 3)


def _button(name: str, text: str = "") -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setText(text)
    return button
