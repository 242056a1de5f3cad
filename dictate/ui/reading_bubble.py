"""Both readings of a word in doubt, beside it: one click takes the other. Runs on the Qt main thread."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from dictate.core.types import Mode
from dictate.ui.doubts import Doubts, Mark
from dictate.ui.message_bar import repolish
from dictate.ui.mode_switch import TITLES
from dictate.ui.transcript_utterances import TranscriptUtterances
from dictate.ui.translating import marked, tr

STAY_MS = 350
"""The pointer may take so long from the word to the bubble."""
NOTHING = marked("(no word)")
_ENDS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.Resize)
"""Events of the editor with which the words go elsewhere, or the user does."""


class ReadingBubble(QFrame):
    """Comes with the pointer over a doubt, or by key; goes when the pointer, the text or the focus does.

    Signals:
        taken(mark): the other reading is wanted.
    """

    taken = Signal(object)

    def __init__(self, view: TranscriptUtterances, doubts: Doubts) -> None:
        super().__init__(view)
        self.setObjectName("bubble")
        self.setAccessibleName(tr("Two readings"))
        self._view = view
        self._doubts = doubts
        self._mark: Mark | None = None
        self.key = ""
        self._titles = (QLabel(), QLabel())
        self._hint = QLabel()
        self.standing = QPushButton()
        self.standing.setEnabled(False)
        self.other = QPushButton()
        self.other.clicked.connect(self._take)
        for button in (self.standing, self.other):
            button.setAccessibleName(tr("A reading"))
        layout = QGridLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        for row, (title, button) in enumerate(zip(self._titles, (self.standing, self.other), strict=True)):
            layout.addWidget(title, row, 0)
            layout.addWidget(button, row, 1)
        layout.addWidget(self._hint, 1, 2)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(STAY_MS)
        self._leaving.timeout.connect(self.hide)
        self.hide()
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        view.text_size_changed.connect(lambda _points: self.hide())
        view.textChanged.connect(self.hide)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.hide())

    @property
    def mark(self) -> Mark | None:
        """The doubt that it shows; None while it is hidden."""
        return self._mark if self.isVisible() else None

    def show_mark(self, mark: Mark) -> None:
        """Tell both readings under the words, or above them where there is no room."""
        self._leaving.stop()
        if mark == self.mark:
            return
        self._mark = mark
        for title, mode in zip(self._titles, (mark.mode, mark.other_mode), strict=True):
            title.setText(tr(TITLES[mode]))
            title.setProperty("mode", "distil" if mode is Mode.DISTIL else "teacher")
            repolish(title)
        self.standing.setText(_short(mark.standing))
        self.other.setText(_short(mark.other) or tr(NOTHING))
        self.standing.setAccessibleName(tr("{mode} heard: {words}", mode=tr(TITLES[mark.mode]), words=mark.standing))
        self.other.setAccessibleName(
            tr(
                "Take what {mode} heard: {words}",
                mode=tr(TITLES[mark.other_mode]),
                words=mark.other or tr(NOTHING),
            )
        )
        self._hint.setText(tr("take it  {key}", key=self.key))
        self.adjustSize()
        self.move(self._place(mark))
        self.show()
        self.raise_()

    def _place(self, mark: Mark) -> QPoint:
        rects = self._view.rects_of(mark.start, mark.end)
        offset = self._view.viewport().pos()
        low = rects[-1].bottomLeft().toPoint() + offset + QPoint(-10, 4)
        if low.y() + self.height() > self._view.height():
            low.setY(rects[0].toRect().top() + offset.y() - self.height() - 2)
        low.setX(max(2, min(low.x(), self._view.width() - self.width() - 6)))
        return low

    def _take(self) -> None:
        if self._mark is not None:
            mark, self._mark = self._mark, None
            self.hide()
            self.taken.emit(mark)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The pointer rests on a doubt, moves on, or clicks into the text."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._under(event.pos())
            if mark is not None:
                self.show_mark(mark)
            return mark is not None
        if not self.isVisible():
            return False
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            if self._under(event.position().toPoint()) == self._mark:
                self._leaving.stop()
            elif not self._leaving.isActive():
                self._leaving.start()
        elif event.type() in _ENDS:
            self.hide()
        return False

    def event(self, event: QEvent) -> bool:
        """The pointer in the bubble keeps it there."""
        if event.type() is QEvent.Type.Enter:
            self._leaving.stop()
        elif event.type() is QEvent.Type.Leave:
            self._leaving.start()
        return super().event(event)

    def _under(self, point: QPoint) -> Mark | None:
        """The doubt whose words are under ``point`` of the viewport."""
        mark = self._doubts.at(self._view.position_at(point.toPointF()))
        if mark is None:
            return None
        inside = (
            rect.adjusted(-2, -2, 2, 4).contains(point.toPointF()) for rect in self._view.rects_of(mark.start, mark.end)
        )
        return mark if any(inside) else None


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
