"""Connects the cards' drawing with Qt's view: sizes, clicks, tooltips. Runs on the Qt main thread."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QCursor, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from dictate.ui.card_painter import CardPainter
from dictate.ui.cards import Card, CardAction, breakdown_words
from dictate.ui.icons import Icons
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.utterance_model import CARD, Index, UtteranceModel


class CardDelegate(QStyledItemDelegate):
    """Draws the rows of an ``UtteranceModel``.

    Signals:
        acted(utterance, action): one of a card's clickable areas was clicked; ``action`` is a ``CardAction``.
    """

    acted = Signal(int, object)

    def __init__(self, icons: Icons, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._icons = icons
        self._view = view
        self._painter = CardPainter(icons, LIGHT, view.font())

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors and the view's present font."""
        self._painter = CardPainter(self._icons, palette, self._view.font())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view, as high as the card needs."""
        width = self._view.viewport().width()
        return QSize(width, round(self._painter.places(index.data(CARD), width).height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card."""
        model = index.model()
        scale = model.scale_ms if isinstance(model, UtteranceModel) else 1.0
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        pointer = self._view.viewport().mapFromGlobal(QCursor.pos()).toPointF() if hover else None
        self._painter.paint(
            painter,
            index.data(CARD),
            option.rect.toRectF(),
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            pointer=pointer,
            scale_ms=scale,
        )

    def action_rect(self, index: Index, number: int) -> QRectF:
        """Where a card's clickable area ``number`` is in the view's viewport."""
        rect = self._view.visualRect(index)
        place = self._painter.places(index.data(CARD), rect.width()).actions[number][1]
        return place.translated(rect.topLeft().toPointF())

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on one of the areas."""
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() is QEvent.Type.MouseMove:
            self._view.viewport().update(option.rect)
        if event.type() is QEvent.Type.MouseButtonRelease:
            action = self._action_at(option, index, event.position())
            if action is not None:
                self.acted.emit(index.data(CARD).id, action)
                return True
        return False

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """What an area does, or the numbers behind the bar."""
        if not index.isValid():
            return False
        card: Card = index.data(CARD)
        position = event.pos().toPointF()
        action = self._action_at(option, index, position)
        places = self._painter.places(card, option.rect.width())
        local = position - option.rect.topLeft().toPointF()
        if action is not None:
            words = action.tip
        elif card.latency is not None and places.bar.adjusted(0, -4, 0, 24).contains(local):
            words = breakdown_words(card.latency)
        else:
            words = ""
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def _action_at(self, option: QStyleOptionViewItem, index: Index, position: QPointF) -> CardAction | None:
        local = position - option.rect.topLeft().toPointF()
        for action, place in self._painter.places(index.data(CARD), option.rect.width()).actions:
            if place.contains(local):
                return action
        return None
