"""How far the transcription of a sound file is, with a button to call it off. Runs on the Qt main thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from dictate.ui.translating import tr, tr_n
from dictate.ui.widgets import ElidedLabel

STEPS = 1000


class FileProgress(QWidget):
    """A row under the message bar, only while a file is transcribed.

    Signals:
        cancelled(): the user calls it off.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fileProgress")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = ElidedLabel()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, STEPS)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(tr("Transcription"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel the transcription"))
        self.cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.cancel)
        self.hide()

    def show_progress(self, name: str, done_s: float, seconds: float, utterances: int, waiting: int) -> None:
        """``done_s`` of ``seconds`` of the file ``name`` have their text."""
        words = tr("Transcribing {name}: {done} of {total} s", name=name, done=f"{done_s:.0f}", total=f"{seconds:.0f}")
        parts = [words, tr_n("{n} utterance", "{n} utterances", utterances)]
        if waiting:
            parts.append(tr_n("{n} more file", "{n} more files", waiting))
        self.words.setText(" · ".join(parts))
        self.words.setToolTip(self.words.text())
        self.words.setAccessibleName(self.words.text())
        self.bar.setValue(round(STEPS * min(1.0, done_s / seconds)) if seconds else 0)
        self.show()
