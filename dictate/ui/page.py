"""The editor with all that belongs to it: find bar, doubts, their bubble, the flash. Runs on the Qt main thread."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from dictate.core.transcript import Entry
from dictate.core.types import Final
from dictate.ui.doubts import Doubts, Mark
from dictate.ui.find_bar import FindBar
from dictate.ui.flash import Flash
from dictate.ui.icons import Icons
from dictate.ui.mode_switch import TITLES
from dictate.ui.palette import Palette
from dictate.ui.reading_bubble import ReadingBubble
from dictate.ui.transcript_anchors import utf16
from dictate.ui.transcript_view import TranscriptView
from dictate.ui.translating import tr

MARGINS = (20, 10, 6, 0)


class Page(QWidget):
    """What is written.

    Attributes:
        view, finder, doubts, bubble, flash: its parts.
        deeds: action of the key table -> what does it.

    Signals:
        play_wanted(): the sound behind the selection, or at the caret.
        told(words): why a key did nothing.
    """

    play_wanted = Signal()
    told = Signal(str)

    def __init__(self, icons: Icons, other_key: str) -> None:
        super().__init__()
        self.view = TranscriptView()
        self.finder = FindBar(icons, self.view)
        self.flash = Flash(self.view)
        self.doubts = Doubts(self.view)
        self.bubble = ReadingBubble(self.view, self.doubts)
        self.bubble.key = other_key
        self.bubble.taken.connect(self.doubts.take_other)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.deeds: Mapping[str, Callable[[], object]] = {
            "find": self.finder.enter,
            "find_next": self.finder.next,
            "find_previous": self.finder.previous,
            "doubt": self.next_doubt,
            "other_reading": self.take_other,
        }
        inside = QVBoxLayout()
        inside.setContentsMargins(*MARGINS)
        inside.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.finder)
        layout.addLayout(inside)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        for part in (self.finder, self.doubts, self.flash):
            part.set_palette(palette)

    def set_language(self, code: str) -> None:
        """Whisper's code decides the seams; ``auto``: it is not known."""
        self.view.language = None if code == "auto" else code

    def drop_selection(self) -> None:
        """Nothing is selected any more; the caret stays."""
        cursor = self.view.textCursor()
        cursor.clearSelection()
        self.view.setTextCursor(cursor)

    # -- an utterance's text ----------------------------------------------------------------------------------------

    def show_entry(self, entry: Entry) -> None:
        """Mark the words that the other model heard otherwise."""
        other = entry.other
        self.doubts.set_reading(entry.id, entry.final.mode, other.text if other and entry.text else "")

    def light_up(self, final: Final) -> None:
        """Let the words flash that the teacher changed in a draft."""
        anchor = self.view.anchors.get(final.id)
        changes = final.verification.changes if final.verification else ()
        if anchor is None or anchor.changed or not changes:
            return
        words = anchor.text.split(" ")
        ranges = []
        for change in changes:
            count = len(change.after.split())
            start = anchor.start + sum(utf16(word) + 1 for word in words[: change.at])
            if count:
                ranges.append((start, start + utf16(" ".join(words[change.at : change.at + count]))))
        self.flash.show_ranges(ranges)

    def clear(self) -> None:
        """Another text is in the editor."""
        self.doubts.clear()

    def _show_menu(self, point: QPoint) -> None:
        self.menu_at(point).popup(self.view.viewport().mapToGlobal(point))

    def menu_at(self, point: QPoint) -> QMenu:
        """Qt's own menu, and what can be done with dictated text."""
        if not self.view.textCursor().hasSelection():
            cursor = self.view.textCursor()
            cursor.setPosition(self.view.position_at(point.toPointF()))
            self.view.setTextCursor(cursor)
        menu = self.view.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        play = menu.addAction(tr("Play what was said here"))
        play.triggered.connect(self.play_wanted)
        play.setEnabled(bool(self.view.selected_utterances() or self.view.utterance_at_caret()))
        mark = self.doubts.at(self.view.textCursor().selectionStart())
        if mark is not None:
            other = menu.addAction(
                tr("Take “{words}” ({mode})", words=mark.other or tr("no word"), mode=tr(TITLES[mark.other_mode]))
            )
            other.triggered.connect(partial(self.doubts.take_other, mark))
        return menu

    # -- doubts by key ----------------------------------------------------------------------------------------------

    def next_doubt(self) -> Mark | None:
        """Go to the next word in doubt and tell both readings; None when there is none."""
        cursor = self.view.textCursor()
        mark = self.doubts.after(cursor.selectionStart() - (not cursor.hasSelection()))
        if mark is None:
            self.told.emit(tr("No word is in doubt: on all that both models heard, they agree."))
        else:
            self.doubts.go_to(mark)
            self.bubble.show_mark(mark)
            self.view.announce(tr("{standing}, or {other}", standing=mark.standing, other=mark.other or tr("no word")))
        return mark

    def take_other(self) -> None:
        """Take the other reading of the word at the caret; without one there, go to the next."""
        cursor = self.view.textCursor()
        mark = self.bubble.mark or self.doubts.at(cursor.selectionStart())
        if mark is None:
            self.next_doubt()
        else:
            self.bubble.hide()
            self.doubts.take_other(mark)
            self.view.announce(mark.other)
