"""Small widgets that Qt does not have: a label and a box that shorten their text. Run on the Qt main thread."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette

CHEVRON = 14


def label_for_readers(widget: QWidget) -> None:
    """Give ``widget`` a label that is not seen: under Linux a box's own name is its value, only a label tells of it.

    To be called once the widget has its parent.
    """
    label = QLabel(widget.accessibleName(), widget.parentWidget())
    label.setBuddy(widget)
    label.hide()


class ElidedLabel(QLabel):
    """A line of text that ends in "…" where the window is too narrow; the whole is in the tooltip and for readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one likes."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text as far as it fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )


class ChoiceBox(QComboBox):
    """A box to choose from that shortens its text and draws the chevron of the theme.

    Signals:
        opening(): before the list shows, for a list that must be fresh.
    """

    opening = Signal()
    narrowest = 96
    """Logical pixels that some letters of every choice fit into."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._chevron_color = LIGHT.dim
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one knows nothing of the style sheet
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self.setToolTip)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._chevron_color = palette.dim
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Narrow: the text is shortened."""
        return QSize(self.narrowest, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """Announce, widen the list to its longest line, show it."""
        self.opening.emit()
        metrics = QFontMetrics(self.view().font())
        widest = max((metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.width(), widest + 48))
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, shortened text, chevron."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        space = self.rect().adjusted(12, 0, -CHEVRON - 12, 0)
        option.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, space.width())
        painter.setPen(option.palette.color(option.palette.ColorRole.ButtonText))
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        place = QRect(self.width() - CHEVRON - 9, (self.height() - CHEVRON) // 2, CHEVRON, CHEVRON)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._icons.paint(painter, "chevron", self._chevron_color, place.toRectF())
