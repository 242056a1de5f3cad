"""What goes on and how fast, at the foot of the window. Runs on the Qt main thread."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from dictate.core.events import State, StateChanged
from dictate.core.latency import LatencySummary
from dictate.core.ledger import LedgerTotals
from dictate.core.progress import bytes_words
from dictate.core.types import ModelInfo, seconds_of
from dictate.ui.cards import duration
from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.states import LOOKS, state_words
from dictate.ui.translating import marked, tr, tr_n
from dictate.ui.widgets import ElidedLabel

COLUMNS = {
    "text": marked("text"),
    "silence": marked("silence"),
    "rejected": marked("rejected"),
    "failed": marked("failed"),
    "in_work": marked("in work"),
    "missing": marked("missing"),
}
"""Of the ledger."""
ATTENTION = {"flash_attention_2": "flash-attention", "sdpa": "sdpa", "eager": marked("eager attention")}


class StatusBar(QWidget):
    """State and model on the left; latency, speed, words and the file on the right."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Status"))
        self._icons = icons
        self._palette = LIGHT
        self._state = State.NO_MODEL
        self._is_saved = self._is_kept = True
        self._shape = QLabel()
        self._word = QLabel()
        self._word.setProperty("strong", "true")
        self._model = ElidedLabel()
        self._backlog = QLabel()
        self._backlog.setProperty("strong", "true")
        self._latency = QLabel()
        self._speed = QLabel()
        self._words = QLabel()
        self._saved = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 7, 14, 7)
        layout.setSpacing(16)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._shape)
        state.addWidget(self._word)
        layout.addLayout(state)
        layout.addWidget(self._model, 1)
        for label in (self._backlog, self._latency, self._speed, self._words, self._saved):
            layout.addWidget(label)
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        self._backlog.hide()
        self.show_state(StateChanged(state=State.NO_MODEL, model_state=State.NO_MODEL))
        self.show_latency(None)
        self.show_words(0, 0.0)
        self.show_saved(saved=True)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self._show_shape()

    def show_state(self, state: StateChanged) -> None:
        """The state, by word and shape."""
        self._state = state.state
        words = state_words(state)
        if words != self._word.text():
            self._announce(words)
        self._word.setText(words)
        self._word.setAccessibleName(tr("State: {words}", words=words))
        self._show_shape()

    def _announce(self, words: str) -> None:
        """Let a screen reader say it, without moving the focus."""
        if QAccessible.isActive() and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_model(self, text: str, reason: str = "") -> None:
        """The model in use, or how far its loading is; ``reason`` is why it runs there and so."""
        self._model.setText(text)
        self._model.setToolTip(f"{text}\n{reason}".strip())
        self._model.setAccessibleName(tr("Model: {text}", text=text))
        self._model.setAccessibleDescription(reason)

    def show_latency(self, summary: LatencySummary | None) -> None:
        """From the end of speech to the text: last, median, 95th percentile, real-time factor."""
        if summary is None:
            self._latency.setText("")
            self._speed.setText("")
            return
        last, median, p95 = (duration(value) for value in (summary.last_ms, summary.median_ms, summary.p95_ms))
        # The unit once is enough while it is the same.
        self._latency.setText(
            tr(
                "last {last}   median {median}   p95 {p95}",
                last=last,
                median=median.removesuffix(" ms"),
                p95=p95.removesuffix(" ms"),
            )
        )
        self._latency.setToolTip(
            tr("From the end of speech to the text, in milliseconds; utterances: {n}", n=summary.count)
        )
        self._latency.setAccessibleName(tr("Latency: {words}", words=self._latency.text()))
        self._speed.setText(f"RTF {summary.real_time_factor:.2f}")
        self._speed.setToolTip(tr("Real-time factor: seconds of computing for each second of sound"))
        self._speed.setAccessibleName(tr("Real-time factor {factor}", factor=f"{summary.real_time_factor:.2f}"))

    def show_words(self, words: int, per_minute: float) -> None:
        """Words in the text, and how fast they were spoken; ``per_minute`` 0 for nothing spoken."""
        count = tr_n("{n} word", "{n} words", words)
        self._words.setText(
            tr("{count} · {per_minute} wpm", count=count, per_minute=f"{per_minute:.0f}") if per_minute else count
        )
        self._words.setToolTip(tr("Words in the text, and words a minute of speech"))
        self._words.setAccessibleName(self._words.text())

    def show_backlog(self, seconds: float) -> None:
        """Seconds of speech that wait; nothing is shown for less than one."""
        self._backlog.setVisible(seconds >= 1)
        self._backlog.setText(tr("{seconds} s behind", seconds=f"{seconds:.0f}"))
        self._backlog.setToolTip(tr("Speech that is recorded and waits for the model"))
        self._backlog.setAccessibleName(self._backlog.text())

    def show_saved(self, *, saved: bool) -> None:
        """Whether the text is on disk as it stands."""
        self._is_saved = saved
        self._show_safety()

    def show_keeping(self, *, kept: bool) -> None:
        """Whether unsaved text and sound are kept on the disk, so that a crash does not lose them."""
        self._is_kept = kept
        self._show_safety()

    def _show_safety(self) -> None:
        unsaved = tr("Unsaved") if self._is_kept else tr("Unsaved, in memory only")
        self._saved.setText(tr("Saved") if self._is_saved else unsaved)
        self._saved.setAccessibleName(self._saved.text())
        kept = tr("Until it is saved, a dictation is kept on this computer: a crash does not lose it.")
        self._saved.setToolTip(
            kept if self._is_kept else tr("Nothing is kept on the disk: a crash loses unsaved text.")
        )

    def show_ledger(self, ledger: LedgerTotals, *, running: bool) -> None:
        """Where the sound of the recording went, in the tooltip of the state."""
        columns = ledger.as_dict()
        captured = columns.pop("captured")
        if running or ledger.missing:
            columns["in_work" if running else "missing"] = ledger.missing
        parts = ", ".join(f"{seconds_of(samples):.1f} s {tr(COLUMNS[name])}" for name, samples in columns.items())
        which = tr("This recording") if running else tr("Last recording")
        self._word.setToolTip(
            tr(
                "{which}: {seconds} s captured = {parts}",
                which=which,
                seconds=f"{seconds_of(captured):.1f}",
                parts=parts,
            )
        )

    def _show_shape(self) -> None:
        look = LOOKS[self._state]
        color = getattr(self._palette, look.role)
        self._shape.setPixmap(self._icons.pixmap(look.icon, color, 14, self.devicePixelRatioF()))
        self._shape.setAccessibleName(tr(look.word))


def model_words(info: ModelInfo) -> str:
    """Model, precision, attention, device, memory."""
    attention = tr(ATTENTION.get(info.attention, info.attention))
    return " · ".join((info.name, info.precision, attention, info.device, bytes_words(info.memory_bytes)))
