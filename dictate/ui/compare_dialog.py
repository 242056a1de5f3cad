"""What the two models made of this session, side by side. Runs on the Qt main thread."""

import json
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dictate.core.comparison import as_dict, as_txt
from dictate.core.errors import StorageError
from dictate.core.saving import save_text
from dictate.core.types import Mode
from dictate.ui.card_view import CardView
from dictate.ui.cards import duration
from dictate.ui.compare_delegate import CompareDelegate, columns
from dictate.ui.compare_fill import CompareFill
from dictate.ui.compare_model import ROW, CompareModel
from dictate.ui.dialogs import Dialogs
from dictate.ui.latency_panel import ModeSign
from dictate.ui.mode_switch import TITLES
from dictate.ui.palette import Palette
from dictate.ui.translating import marked, tr, tr_n
from dictate.ui.writing import Writing

SIZE = (980, 640)
NONE = "\N{EN DASH}"
"""In place of a figure that there is not."""
SOON_ADDED, LATER_MS = 500, 300
"""Utterances whose figures are added up in no time; those of more are, a moment later."""
EMPTY = marked(
    "Nothing to compare yet. Dictate something; then ask the other model here, or with “Recognize again” on a card."
)


class CompareDialog(QDialog):
    """Stays open beside the window and follows what is dictated.

    Attributes:
        list, only, ask, export: its controls.

    Signals:
        failed(what, error): the export could not be written.
        wanted(utterance): the user went to a row.
    """

    failed = Signal(str, object)
    wanted = Signal(int)

    def __init__(
        self, writing: Writing, fill: CompareFill, model: CompareModel, dialogs: Dialogs, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self.setWindowTitle(tr("Dictate — distil and teacher compared"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._model, self._fill, self._dialogs = model, fill, dialogs
        fill.setParent(self)
        self._figures = {name: _Figure(name) for name in ("errors", "distil", "teacher")}
        self._signs = [ModeSign(Mode.DISTIL), ModeSign(Mode.TEACHER)]
        self._head = QWidget()
        self._heads = _Heads(self._signs)
        self.list = CardView()
        self.list.setObjectName("comparison")
        self.list.setAccessibleName(tr("Utterances, distil and teacher"))
        self.list.verticalScrollBar().setAccessibleName(tr("Scroll the comparison"))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the columns stay in their place
        self.list.setModel(model)
        self._delegate = CompareDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self._empty = QLabel(tr(EMPTY))
        self._empty.setObjectName("panelHint")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(40, 0, 40, 0)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.only = QPushButton(tr("Only where they differ"))
        self.only.setCheckable(True)
        self.only.setProperty("toggle", "true")
        self.ask = QPushButton()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.refresh)
        self.export = QPushButton(tr("Export…"))
        self.export.setToolTip(tr("Save the comparison as text or JSON"))
        self._lay_out()
        self._connect(writing)
        self.refresh()
        self.list.setFocus()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(36)
        for figure in self._figures.values():
            figures.addWidget(figure)
        figures.addStretch(1)
        controls = QHBoxLayout()
        controls.addWidget(self.only)
        controls.addStretch(1)
        controls.addWidget(self.ask)
        controls.addWidget(self.export)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(18, 16, 18, 12)
        head.setSpacing(14)
        head.addLayout(figures)
        head.addLayout(controls)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._heads)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._empty, 1)

    def _connect(self, writing: Writing) -> None:
        writing.entry_changed.connect(self._entry_changed)
        writing.forgot.connect(self._forgot)
        self._fill.changed.connect(self.refresh)
        self.only.toggled.connect(self._filter)
        self.ask.clicked.connect(self._ask)
        self.export.clicked.connect(self._export)
        self.list.selectionModel().currentChanged.connect(self._went)
        self.finished.connect(self._fill.stop)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._delegate.set_palette(palette)
        for sign in self._signs:
            sign.set_palette(palette)
        self.list.doItemsLayout()

    # -- what there is ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring figures and buttons up to date."""
        sums, listed = self._model.totals, list(self._model.rows)
        share = f"{sums.errors.rate:.1%}" if sums.count else NONE
        of = tr(
            "{wrong} of {words} words, in {count} of {all} utterances",
            wrong=sums.errors.wrong,
            words=sums.errors.words,
            count=sums.count,
            all=len(listed),
        )
        self._figures["errors"].show_figure(share, tr("word error of distil against the teacher"), of)
        for mode in (Mode.DISTIL, Mode.TEACHER):
            time = duration(sums.model_ms[mode]) if sums.count else NONE
            self._figures[mode.value].show_figure(
                time, tr("{mode}, median", mode=tr(TITLES[mode])), tr("time in the model for one utterance")
            )
        left = len(self._fill.left)
        running = self._fill.running
        if running:
            self.ask.setText(tr("Stop asking ({n} left)", n=left))
        elif left:
            self.ask.setText(
                tr_n("Ask the other model about {n} utterance", "Ask the other model about {n} utterances", left)
            )
        else:
            self.ask.setText(tr("Ask the other model"))
        self.ask.setToolTip(tr("Recognize them with the model that has not heard them; the text stays as it is"))
        self.ask.setEnabled(running or left > 0)
        self.export.setEnabled(bool(listed))
        self._empty.setVisible(not listed)
        for part in (self._head, self._heads, self.list):
            part.setVisible(bool(listed))

    def _entry_changed(self, utterance: int) -> None:
        self._model.changed(utterance)
        self._fill.answered(utterance)
        if len(self._model) < SOON_ADDED:
            self.refresh()
        elif not self._later.isActive():
            self._later.start()

    def _forgot(self) -> None:
        self._fill.stop()
        self._model.refresh()
        self.refresh()

    def _went(self, index: QModelIndex) -> None:
        if index.isValid():
            self.wanted.emit(index.data(ROW).utterance)

    # -- what one does ----------------------------------------------------------------------------------------------

    def _filter(self, only: bool) -> None:
        self._model.show_only_different(only=only)

    def _ask(self) -> None:
        if self._fill.running:
            self._fill.stop()
        else:
            self._fill.start()

    def _export(self) -> None:
        path = self._dialogs.save_file(Path.home() / f"{tr('Comparison')}.txt")
        if path is None:
            return
        rows = list(self._model.rows)
        is_json = path.suffix.lower() == ".json"
        text = json.dumps(as_dict(rows), ensure_ascii=False, indent=2) + "\n" if is_json else as_txt(rows)
        try:
            save_text(path, text)
        except StorageError as error:
            self.failed.emit(marked("Exporting the comparison"), error)


class _Figure(QWidget):
    """A number, what it is, and a line below it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._number, self._title, self._note = QLabel(), QLabel(), QLabel()
        self._number.setProperty("figure", name)
        for label in (self._title, self._note):
            label.setProperty("small", "true")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self._number, self._title, self._note):
            layout.addWidget(label)

    def show_figure(self, number: str, title: str, note: str) -> None:
        """Say another one."""
        for label, words in ((self._number, number), (self._title, title), (self._note, note)):
            label.setText(words)
        self._number.setAccessibleName(f"{title}: {number}")


class _Heads(QWidget):
    """Titles above the columns of the list."""

    def __init__(self, signs: list[ModeSign]) -> None:
        super().__init__()
        self.setObjectName("compareHeads")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._signs = signs
        for sign in signs:
            sign.setParent(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where the columns begin."""
        super().paintEvent(event)
        painter = QPainter(self)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        for sign, place, mode in zip(self._signs, columns(self.width() - 12), (Mode.DISTIL, Mode.TEACHER), strict=True):
            sign.move(round(place.left()), (self.height() - sign.height()) // 2)
            area = place.adjusted(18, 0, 0, self.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), tr(TITLES[mode]))
        painter.end()
