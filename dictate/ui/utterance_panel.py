"""The side panel: one card an utterance, newest first, and what the colors of the bars mean. Qt main thread."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from dictate.ui.card_delegate import CardDelegate
from dictate.ui.card_view import CardView
from dictate.ui.cards import CardAction, Deed
from dictate.ui.icons import Icons
from dictate.ui.latency_panel import LatencyPanel
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import marked, tr
from dictate.ui.utterance_model import UtteranceModel

LEGEND = (
    ("pause", marked("pause")),
    ("queue", marked("queue")),
    ("encoder", marked("encoder")),
    ("decoder", marked("decoder")),
)


class UtterancePanel(QWidget):
    """The list, its legend, and how fast it went.

    Attributes:
        list, latency: its parts.

    Signals:
        selected(utterance): the user went to a card.
        play_wanted(utterance)
        again_wanted(utterance, mode)
        keep_wanted(utterance, version)
        restore_wanted(utterance)
    """

    selected = Signal(int)
    play_wanted = Signal(int)
    again_wanted = Signal(int, object)
    keep_wanted = Signal(int, int)
    restore_wanted = Signal(int)

    def __init__(self, icons: Icons, model: UtteranceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = model
        self.list = CardView()
        self.list.setObjectName("utterances")
        self.list.setAccessibleName(tr("Utterances"))
        self.list.verticalScrollBar().setAccessibleName(tr("Scroll the utterances"))
        self.list.setModel(model)
        self.delegate = CardDelegate(icons, self.list)
        self.list.setItemDelegate(self.delegate)
        self.delegate.acted.connect(self._act)
        self.list.selectionModel().currentChanged.connect(self._went)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.activated.connect(lambda index: self.play_wanted.emit(model.id_at(index)))
        title = QLabel(tr("UTTERANCES"))
        title.setObjectName("panelTitle")
        self._hint = QLabel(tr("Each utterance gets a card: what was heard, by which model, and where the time went."))
        self._hint.setObjectName("panelHint")
        self._hint.setWordWrap(True)
        self.latency = LatencyPanel()
        self.latency.plot.wanted.connect(self._wanted)
        self._legend = QWidget()
        self._legend.setObjectName("legend")
        self._swatches: list[tuple[str, QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 8, 10)
        layout.setSpacing(6)
        title.setContentsMargins(8, 0, 0, 0)
        self._hint.setContentsMargins(8, 0, 8, 0)
        layout.addWidget(title)
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._legend)
        layout.addWidget(self.latency)
        self._lay_out_legend()
        for signal in (model.rowsInserted, model.modelReset):
            signal.connect(self._rows_changed)
        self._rows_changed()

    def _lay_out_legend(self) -> None:
        layout = QHBoxLayout(self._legend)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(5)
        for role, word in LEGEND:
            swatch = QLabel()
            swatch.setFixedSize(9, 9)
            swatch.setAccessibleName(tr("Color of: {word}", word=tr(word)))
            self._swatches.append((role, swatch))
            layout.addWidget(swatch)
            layout.addWidget(QLabel(tr(word)))
            layout.addSpacing(6)
        layout.addStretch(1)

    def set_palette(self, palette: Palette = LIGHT) -> None:
        """Draw in the theme's colors."""
        self.delegate.set_palette(palette)
        self.latency.set_palette(palette)
        for role, swatch in self._swatches:
            swatch.setStyleSheet(f"background: {getattr(palette, role)}; border-radius: 2px;")
        self.list.doItemsLayout()

    @property
    def current(self) -> int:
        """The utterance of the card one is on; 0 for none."""
        index = self.list.currentIndex()
        return self._model.id_at(index) if index.isValid() else 0

    def go_to(self, utterance: int) -> None:
        """Mark the card of ``utterance`` (0: none) without ``selected`` being emitted."""
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        index = self._model.index_of(utterance)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        self.list.viewport().update()
        if index.isValid():
            self.list.scrollTo(index)

    def _went(self, index: QModelIndex) -> None:
        if index.isValid():
            self.selected.emit(self._model.id_at(index))

    def _wanted(self, utterance: int) -> None:
        """Its dot was clicked: mark its card and its text."""
        self.list.setCurrentIndex(self._model.index_of(utterance))

    def _rows_changed(self) -> None:
        some = self._model.rowCount() > 0
        self._hint.setVisible(not some)
        self._legend.setVisible(some)

    def _show_menu(self, point: QPoint) -> None:
        """What can be done with the card under the pointer, or with the one that one is on, as a menu."""
        index = self.list.indexAt(point)
        if index.isValid():
            self.menu_of(index).popup(self.list.viewport().mapToGlobal(point))

    def menu_of(self, index: QModelIndex) -> QMenu:
        """The clickable areas of a card as a menu: everything can be reached by key."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("What to do with the utterance"))
        utterance = self._model.id_at(index)
        for action in self._model.card(utterance).actions:
            menu.addAction(action.tip).triggered.connect(partial(self._act, utterance, action))
        return menu

    def _act(self, utterance: int, action: CardAction) -> None:
        match action.deed:
            case Deed.PLAY:
                self.play_wanted.emit(utterance)
            case Deed.AGAIN:
                self.again_wanted.emit(utterance, action.mode)
            case Deed.KEEP:
                self.keep_wanted.emit(utterance, action.version)
            case Deed.RESTORE:
                self.restore_wanted.emit(utterance)
