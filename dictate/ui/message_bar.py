"""The one place where messages stand: under the tool bar, replaceable, with one action. Runs on the Qt main thread."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStyle, QToolButton, QWidget

from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import tr


class Kind(StrEnum):
    """How much a message weighs."""

    NOTE = "note"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the bar says.

    Attributes:
        button: what the one action is called; empty for none.
        act: does it.
        key: a later message with the same key replaces it even when it is a mere note.
    """

    text: str
    kind: Kind = Kind.NOTE
    button: str = ""
    act: Callable[[], object] | None = None
    key: str = ""


def failure(
    what: str,
    reason: str,
    action: str = "",
    button: str = "",
    act: Callable[[], object] | None = None,
    *,
    key: str = "",
) -> Message:
    """A message that says: ``what`` failed: ``reason``. ``action``. With one button."""
    sentence = tr("{what} failed: {reason}.", what=what, reason=reason.rstrip("."))
    return Message(text=f"{sentence} {action}".strip(), kind=Kind.FAILURE, button=button, act=act, key=key)


class MessageBar(QWidget):
    """Shows the newest message; under it one standing note that comes back when the newer one is dismissed."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Messages"))
        self._icons = icons
        self._palette = LIGHT
        self._message: Message | None = None
        self._standing: Message | None = None
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setAccessibleName(tr("Dismiss the message"))
        self._close.setToolTip(tr("Dismiss"))
        self._close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(10)
        for widget in (self._sign, self._text, self._button, self._close):
            layout.addWidget(widget)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What it says now; None when it is hidden."""
        return self._message

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self._show()

    def show_message(self, message: Message) -> None:
        """Say ``message`` in place of what it says now."""
        self._message = message
        self._show()

    def set_standing(self, message: Message | None) -> None:
        """Say ``message`` whenever there is nothing else to say; None to take the standing note away."""
        before, self._standing = self._standing, message
        if self._message is None or self._message is before:
            self._message = message
            self._show()

    def dismiss(self) -> None:
        """Take the message away; the standing note below it shows, or goes for good when it was the one."""
        if self._message is self._standing:
            self._standing = None
        self._message = self._standing
        self._show()

    def take_back(self, key: str) -> None:
        """Take the message with ``key`` away, when it is the one that shows."""
        if key and self._message is not None and self._message.key == key:
            self.dismiss()

    def _act(self) -> None:
        message = self._message
        if message is not None and message.act is not None:
            if message is not self._standing:
                self.dismiss()
            message.act()

    def _show(self) -> None:
        message = self._message
        self.setVisible(message is not None)
        if message is None:
            return
        self.setProperty("kind", message.kind.value)
        for widget in (self, self._text, self._sign):
            repolish(widget)
        failed = message.kind is Kind.FAILURE
        color = self._palette.failure_text if failed else self._palette.note_text
        sign = "warning" if failed else "information"
        self._sign.setPixmap(self._icons.pixmap(sign, color, 16, self.devicePixelRatioF()))
        self._close.setIcon(self._icons.icon("close", color))
        self._text.setText(message.text)
        self._text.setAccessibleName(message.text)
        self._sign.setAccessibleName(tr("Problem") if failed else tr("Note"))
        self._button.setText(message.button)
        self._button.setAccessibleName(message.button)
        self._button.setVisible(bool(message.button))


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again after a property that it looks at has changed."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
