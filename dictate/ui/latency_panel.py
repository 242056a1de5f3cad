"""How fast each mode is, at a glance: the plot, and last, median, p95 and RTF by mode. Runs on the Qt main thread."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from dictate.core.latency import LatencyHistory
from dictate.core.types import Mode
from dictate.ui.cards import duration
from dictate.ui.latency_plot import DOTS, LatencyPlot, draw_mode, mode_color
from dictate.ui.mode_switch import TITLES
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import marked, tr

COLUMNS = (marked("last"), marked("median"), "p95", "RTF")


class ModeSign(QWidget):
    """A mode's shape in its color."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self._mode = mode
        self._palette = LIGHT
        self.setFixedSize(QSize(12, 12))
        self.setAccessibleName(tr("Sign of {mode}", mode=tr(TITLES[mode])))

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As the plot draws it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mode_color(self._palette, self._mode))
        draw_mode(painter, self._mode, QPointF(6, 6.2), 3.8)
        painter.end()


class LatencyPanel(QWidget):
    """Hidden until there is something to show; a mode has a line once it was used.

    Attributes:
        plot: the dots.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("latency")
        self.setAccessibleName(tr("Latency"))
        self.plot = LatencyPlot()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(2, 0, 2, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        self._signs = {mode: ModeSign(mode) for mode in Mode}
        self._cells: dict[Mode, list[QLabel]] = {}
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, word in enumerate(COLUMNS, start=2):
            head = QLabel(tr(word))
            head.setProperty("head", "true")
            self._grid.addWidget(head, 0, column, right)
        title = QLabel(tr("LATENCY"))
        title.setObjectName("panelTitle")
        self._grid.addWidget(title, 0, 0, 1, 2)
        for row, mode in enumerate(Mode, start=1):
            cells = [QLabel(tr(TITLES[mode])), *(QLabel() for _ in COLUMNS)]
            self._grid.addWidget(self._signs[mode], row, 0)
            self._grid.addWidget(cells[0], row, 1)
            for column, cell in enumerate(cells[1:], start=2):
                self._grid.addWidget(cell, row, column, right)
            self._cells[mode] = cells
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 12, 0)
        layout.setSpacing(4)
        layout.addLayout(self._grid)
        layout.addWidget(self.plot)
        self.show_history(LatencyHistory())

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.plot.set_palette(palette)
        for sign in self._signs.values():
            sign.set_palette(palette)

    def show_history(self, history: LatencyHistory) -> None:
        """Bring everything up to date."""
        self.setVisible(history.summary() is not None)
        self.plot.show_timed(history.newest(DOTS))
        for mode, cells in self._cells.items():
            summary = history.summary(mode)
            for widget in (self._signs[mode], *cells):
                widget.setVisible(summary is not None)
            if summary is None:
                continue
            times = (summary.last_ms, summary.median_ms, summary.p95_ms)
            words = [*(duration(time) for time in times), f"{summary.real_time_factor:.2f}"]
            for name, cell, text in zip(COLUMNS, cells[1:], words, strict=True):
                cell.setText(text)
                cell.setAccessibleName(f"{tr(TITLES[mode])}, {tr(name)}: {text}")
            cells[0].setToolTip(tr("Utterances in the mode {mode}: {n}", n=summary.count, mode=tr(TITLES[mode])))
