"""The page of the first start, where the editor will be: microphone, model, begin. Runs on the Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dictate.core.events import Event, Failed, ModelLoading, ModelReady, SpeedMeasured
from dictate.core.ports import Host
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import PairChoice
from dictate.ui.icons import Icons
from dictate.ui.microphone_tester import MicrophoneTester
from dictate.ui.pair_facts import size_words, speed_words
from dictate.ui.pair_list import PairList
from dictate.ui.palette import Palette
from dictate.ui.states import progress_words
from dictate.ui.translating import tr

WIDEST = 760


class FirstPage(QScrollArea):
    """Calm: three things in the order in which one needs them. Typing a letter leaves it as the buttons do.

    Attributes:
        tester, pairs, use, start, demo, skip: the controls.

    Signals:
        pair_wanted(choice): load this pair.
        started(), demo_wanted(), skipped(): what the three buttons say.
        typed(text): the user just began to write.
    """

    pair_wanted = Signal(object)
    started = Signal()
    demo_wanted = Signal()
    skipped = Signal()
    typed = Signal(str)

    def __init__(
        self,
        icons: Icons,
        host: Host,
        *,
        microphone: MicrophoneSettings,
        choice: PairChoice,
        record_key: str,
        dictating: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("firstPage")
        self.setAccessibleName(tr("Welcome"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._host = host
        self._icons = icons
        self._in_use: PairChoice | None = None
        self._measured: PairChoice | None = None
        self.tester = MicrophoneTester(icons, microphone, host, dictating)
        self.pairs = PairList(choice)
        self.use = QPushButton()
        self.speed = _label("", "hint")
        self.start = QPushButton(tr("Start dictating ({key})", key=record_key) if record_key else tr("Start dictating"))
        self.start.setObjectName("primary")
        self.demo = QPushButton(tr("Watch a demo"))
        self.demo.setToolTip(tr("A recorded speaker dictates into the window"))
        self.skip = QPushButton(tr("Just write"))
        self.skip.setObjectName("quiet")
        self._lay_out()
        self.pairs.chosen.connect(lambda _choice: self._show_choice())
        self.use.clicked.connect(self._use)
        self.start.clicked.connect(self.started)
        self.demo.clicked.connect(self.demo_wanted)
        self.skip.clicked.connect(self.skipped)
        self._show_choice()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("firstInner")
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(24, 12, 24, 12)
        rows.setSpacing(6)
        rows.addWidget(_label(tr("Speak, and read your words"), "heading"))
        rows.addWidget(_label(tr("Everything happens on this machine; no sound and no text ever leaves it."), "hint"))
        rows.addSpacing(8)
        rows.addWidget(_label(tr("1  Your microphone"), "section"))
        rows.addWidget(self.tester)
        rows.addSpacing(6)
        rows.addWidget(_label(tr("2  The models that listen"), "section"))
        rows.addWidget(self.pairs)
        use = QHBoxLayout()
        use.setSpacing(12)
        use.addWidget(self.use)
        use.addWidget(self.speed, 1)
        rows.addLayout(use)
        rows.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.start, self.demo, self.skip):
            buttons.addWidget(button)
        buttons.addStretch(1)
        rows.addLayout(buttons)
        rows.addStretch(1)
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 20)
        outer.addStretch(1)
        self.setWidget(inner)

    def _show_choice(self) -> None:
        choice = self.pairs.choice
        self.use.setEnabled(choice is not None and choice != self._in_use)
        if choice is None or choice == self._in_use:
            self.use.setText(tr("In use"))
            return
        self.use.setText(tr("Use this pair"))
        self.speed.setText(tr("{size}. Its speed here is measured as soon as it is loaded.", size=size_words(choice)))

    def _use(self) -> None:
        choice = self.pairs.choice
        if choice is not None:
            self.use.setEnabled(False)
            self.pair_wanted.emit(choice)

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        self.tester.take(event)
        match event:
            case ModelLoading(progress=progress):
                self.speed.setText(progress_words(progress))
            case ModelReady(pair=pair, mode=mode):
                self._in_use = pair
                if pair == self.pairs.choice != self._measured:
                    self._measured = pair
                    self.speed.setText(tr("Measuring the speed here…"))
                    self._host.trials.speed(mode)
                self._show_choice()
            case SpeedMeasured() if self.pairs.choice == self._in_use:
                self.speed.setText(tr("Here: {speed}", speed=speed_words(event)))
            case Failed():
                self.speed.setText("")
                self._show_choice()
            case _:
                pass

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.tester.set_palette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter that no control took begins the text."""
        if event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
