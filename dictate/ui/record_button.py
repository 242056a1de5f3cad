"""The button that begins and ends a recording; its text, shape and color say which. Runs on the Qt main thread."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import tr

PADDING = 13
GAP = 7
GLYPH = 14


class RecordButton(QPushButton):
    """Record (a red disc, calm ground) or Stop (a white square on red), with the key beside the word."""

    def __init__(self, icons: Icons, key: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Record"), parent)
        self._icons = icons
        self._palette = LIGHT
        self._key = key
        self._recording = False
        self._opening = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName("record")
        self.set_recording(recording=False, opening=False)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self.update()

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.set_recording(recording=self._recording, opening=self._opening)
        self.updateGeometry()

    def set_recording(self, *, recording: bool, opening: bool) -> None:
        """Offer to stop (``recording``) or to record; ``opening``: the microphone does not deliver yet."""
        self._recording, self._opening = recording, opening
        self.setText(tr("Stop") if recording else tr("Record"))
        self.setAccessibleName(tr("Stop recording") if recording else tr("Record"))
        self.setToolTip(f"{self.accessibleName()} ({self._key})" if self._key else self.accessibleName())
        self.update()

    @property
    def glyph(self) -> str:
        """The icon that is drawn: the state's shape."""
        return "opening" if self._opening else "stop" if self._recording else "record"

    def sizeHint(self) -> QSize:
        """Wide enough for the longer of both words, so that nothing moves when it changes."""
        bold = QFontMetrics(self._bold())
        words = max(bold.horizontalAdvance(tr("Record")), bold.horizontalAdvance(tr("Stop")))
        key = self.fontMetrics().horizontalAdvance(self._key) + GAP if self._key else 0
        return QSize(2 * PADDING + GLYPH + GAP + words + key, 34)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, shape, word, key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._palette
        hover = self.underMouse() or self.isDown()
        if self._recording:
            ground = edge = colors.danger_hover if hover else colors.danger
            glyph = word = key = colors.on_danger
        else:
            ground, edge = (colors.field_hover if hover else colors.field), colors.border
            glyph, word, key = colors.danger, colors.text, colors.dim
        focus = self.hasFocus()
        ring = (colors.text if self._recording else colors.accent) if focus else edge
        width = 2.0 if focus else 1.0
        painter.setPen(QPen(QColor(ring), width))
        painter.setBrush(QColor(ground))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 7, 7)
        middle = self.height() / 2
        self._icons.paint(painter, self.glyph, glyph, QRectF(PADDING, middle - GLYPH / 2, GLYPH, GLYPH))
        self._words(painter, word, key)

    def _words(self, painter: QPainter, word: str, key: str) -> None:
        space = self.rect().adjusted(PADDING + GLYPH + GAP, 0, -PADDING, 0)
        painter.setFont(self._bold())
        painter.setPen(QColor(word))
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        painter.setFont(self.font())
        painter.setPen(QColor(key))
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._key)
