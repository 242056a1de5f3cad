"""What is counted: latencies, words in the text, words spoken a minute. Qt main thread."""

from PySide6.QtCore import QObject, QTimer

from dictate.core.latency import LatencyHistory
from dictate.core.transcript import count_words
from dictate.core.types import Final, Outcome, seconds_of
from dictate.ui.latency_panel import LatencyPanel
from dictate.ui.status_bar import StatusBar
from dictate.ui.transcript_view import TranscriptView

SOON_COUNTED = 50_000
"""Characters of which the words are counted in less than a millisecond."""
COUNT_MS = 200


class Tally(QObject):
    """Keeps the figures of status bar and side panel true.

    Attributes:
        history: the latencies.
    """

    def __init__(self, view: TranscriptView, status: StatusBar, panel: LatencyPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._status = status
        self._panel = panel
        self.history = LatencyHistory()
        self._spoken_words, self._spoken_s = 0, 0.0
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self._show_words)
        view.textChanged.connect(self._words_changed)
        self._show_words()

    def count(self, *finals: Final) -> None:
        """Text counts as it came first: someone waited for that."""
        for final in finals:
            if final.outcome is Outcome.TEXT and not final.utterance.revision:
                self.history.add(final.mode, final.latency, final.real_time_factor, utterance=final.id)
                self._spoken_words += count_words(final.text)
                self._spoken_s += seconds_of(len(final.utterance.segment.samples))
        self._panel.show_history(self.history)
        self._status.show_latency(self.history.summary())
        self._words_changed()

    def _words_changed(self) -> None:
        """Count at once, or when the user pauses where counting could be felt."""
        if self._view.document().characterCount() < SOON_COUNTED:
            self._show_words()
        else:
            self._counting.start()

    def _show_words(self) -> None:
        """Words in the text, words a minute spoken."""
        per_minute = self._spoken_words * 60 / self._spoken_s if self._spoken_s else 0.0
        self._status.show_words(self._view.word_count(), per_minute)
