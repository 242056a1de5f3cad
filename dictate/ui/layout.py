"""How the parts of the window stand to each other. Runs on the Qt main thread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

USUAL = (1180, 760)
SMALLEST = (880, 480)
PANEL_WIDTH = 352
NARROWEST_PANEL = 316
NARROWEST_EDITOR = 320


def side_by_side(page: QWidget, panel: QWidget) -> QSplitter:
    """The page, the panel at its right; the user moves the border."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    for widget, narrowest in ((page, NARROWEST_EDITOR), (panel, NARROWEST_PANEL)):
        widget.setMinimumWidth(narrowest)
        splitter.addWidget(widget)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter


def stacked(bar: QWidget, messages: QWidget, progress: QWidget, middle: QWidget, status: QWidget) -> QWidget:
    """From top to bottom, without gaps; the middle takes what is left."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(bar)
    layout.addWidget(messages)
    layout.addWidget(progress)
    layout.addWidget(middle, 1)
    layout.addWidget(status)
    return whole
